#!/usr/bin/env python3
"""Exports made to trap a reader: name → the text of an export of a size.

Each grows by one thing only: siblings, nesting, an attribute, a section, references, repeated ends.
`growth.py` counts the work that they take, `memory.py` the memory.
"""

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
<title>A</title>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_blog_url>https://old.example</wp:base_blog_url>
"""
TAIL = "</channel>\n</rss>\n"


def head(text):
    return HEAD + text + post(1) + TAIL


def post(number, more="", content="x", slug=None, parent=0, kind="post"):
    slug = f"p{number}" if slug is None else slug
    return (
        f"<item>\n<title>{slug}</title>\n<link>https://old.example/{slug}/</link>\n"
        f"<content:encoded><![CDATA[{content}]]></content:encoded>\n<wp:post_id>{number}</wp:post_id>\n"
        f"<wp:post_name>{slug}</wp:post_name>\n<wp:status>publish</wp:status>\n"
        f"<wp:post_parent>{parent}</wp:post_parent>\n<wp:post_type>{kind}</wp:post_type>\n{more}</item>\n"
    )


def item(more, **fields):
    return HEAD + post(1, more, **fields) + TAIL


def comment(number):
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>a</wp:comment_author>"
        f"<wp:comment_content>b</wp:comment_content><wp:comment_approved>1</wp:comment_approved>"
        f"<wp:comment_parent>{number - 1}</wp:comment_parent></wp:comment>\n"
    )


def said(number, parent=0, text="b", kind="comment"):
    return (
        comment(number)
        .replace(f"<wp:comment_parent>{number - 1}<", f"<wp:comment_parent>{parent}<")
        .replace("<wp:comment_content>b", f"<wp:comment_type>{kind}</wp:comment_type><wp:comment_content>{text}")
    )


def talks():
    """(name, what makes an export with comments of so many bytes)"""
    yield "comments in a chain", lambda n: item(numbered(comment, n))
    yield "comments below one", lambda n: item(numbered(lambda i: said(i, parent=min(i - 1, 1)), n))
    yield "comments in a row", lambda n: item(numbered(said, n))
    yield "comments of one id", lambda n: item(fill(comment(7), n))
    yield "comments without ids", lambda n: item(fill(said(0), n))
    yield "comments that answer each other", lambda n: item(numbered(lambda i: said(i, parent=i + 1), n))
    yield "answers to a chain of spam", lambda n: item(
        numbered(lambda i: comment(i).replace("approved>1<", "approved>spam<") if i % 2 else comment(i), n)
    )
    yield "pingbacks with answers", lambda n: item(numbered(lambda i: said(i, parent=i - 1 if i % 3 else 0, kind="pingback"), n))
    yield "comments that link to the next", lambda n: item(numbered(lambda i: said(i, text=f"&lt;a href='#comment-{i + 1}'>x&lt;/a>"), n))
    yield "a long comment", lambda n: item(said(1, text=fill("see www.x.org, *a* &amp; &lt;b>c&lt;/b>\n", n)))
    # Elements nest up to a bound, and until it is reached each costs more than the one before.
    yield "a comment of quotes", lambda n: item(said(1, text=fill("&lt;blockquote>x", 3 * n)))
    yield "a comment of scripts", lambda n: item(said(1, text=fill("&lt;script>x&lt;/script>&lt;iframe src=//a.b>&lt;/iframe>", n)))


def category(number):
    return (
        f"<wp:category><wp:category_nicename>c{number}</wp:category_nicename><wp:cat_name>C</wp:cat_name>"
        f"<wp:category_parent>c{number - 1}</wp:category_parent></wp:category>\n"
    )


def meta(value):
    return (
        "<wp:postmeta><wp:meta_key>_wp_attachment_metadata</wp:meta_key>"
        f"<wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>\n"
    )


def attachment(value):
    url = "<wp:attachment_url>https://old.example/wp-content/uploads/a.jpg</wp:attachment_url>\n"
    return item(url + meta(value), kind="attachment")


def file(number, path, sizes="", host="old.example"):
    """An attachment of the first post."""
    url = f"<wp:attachment_url>https://{host}/wp-content/uploads/{path}</wp:attachment_url>\n"
    metadata = f'a:1:{{s:5:"sizes";a:9:{{{sizes}}}}}'
    return post(number, url + (meta(metadata) if sizes else ""), parent=1, kind="attachment").replace("publish", "inherit")


def cased(number):
    letters = "abcdefghijklmnop"
    return "".join(letter.upper() if number >> bit & 1 else letter for bit, letter in enumerate(letters))


def libraries():
    """(name, what makes an export with so many bytes of media library)"""
    size = 's:1:"m";a:1:{s:4:"file";s:9:"x-9x9.jpg";}'
    shown = lambda make: lambda n: HEAD + post(1, content=numbered(make, n)) + numbered(lambda i: file(i, f"{i}/a.jpg"), 4 * n) + TAIL
    yield "files of one name on many hosts", lambda n: head(numbered(lambda i: file(i, "1/a.jpg", host=f"h{i}.example"), 4 * n))
    yield "files whose names differ in case", lambda n: head(numbered(lambda i: file(i, f"1/{cased(i)}.jpg"), 4 * n))
    yield "files of one name of a post", shown(lambda i: f'<img src="/wp-content/uploads/{i}/a.jpg"> ')
    yield "copies that no library lists", shown(lambda i: f'<a href="/wp-content/uploads/{i}/a-9x{i}.jpg">x</a> ')
    yield "copies of one name", lambda n: head(numbered(lambda i: file(i, f"1/a{i}.jpg", size), 4 * n))
    yield "candidates", lambda n: item("", content="<table><tr><td><picture><source srcset='" + numbered(
        lambda i: f"/wp-content/uploads/1/a-9x{i}.jpg {i}w, ", n) + "'><img src=x></picture></table>")
    yield "pictures with candidates", lambda n: item("", content="<table><tr><td>" + numbered(
        lambda i: f'<img src="/wp-content/uploads/{i}.jpg" srcset="/wp-content/uploads/{i}-9x9.jpg 9w"> ', n) + "</table>")
    yield "files in folders of files", lambda n: item("", content=numbered(
        lambda i: f'<img src="/wp-content/uploads/a.jpg/{i}.jpg/b.jpg"> <img src="/wp-content/uploads/a.jpg/{i}.jpg"> ', n))


def fill(part, bytes):
    """A part again and again, in at most so many bytes."""
    return part * (bytes // len(part.encode()))


def numbered(make, bytes):
    """Parts with numbers, in about this many bytes."""
    parts, length, number = [], 0, 2
    while length < bytes:
        parts.append(make(number))
        length += len(parts[-1])
        number += 1
    return "".join(parts)


# Parts that an item is filled with, raw.
IN_ITEM = [
    "<wp:x/>", "<wp:x>", "<a:b>", "<a:b><![CDATA[x]]></a:b>", "</x>", "</wp:x>", "</title", "<title>", "<title>x",
    "<title><![CDATA[x]]>y", "<x a='", "<x a=\"b\">", "<![CDATA[", "<![CDATA[x]]>", "]]>", "<!--", "<!-- x -->",
    "<!-- ", "-->", "<?", "<?xml ", "<?x?>", "<!", "<!DOCTYPE a [", "<", ">", "&", "&nbsp;", "&amp;", "&#1;", "&x;",
    "\x01", "\ufeff", "é", "<category>x</category>", "<category domain='a' nicename='b'>x</category>",
    "<wp:postmeta>", "<wp:postmeta/>", "<wp:postmeta><wp:meta_key>a</wp:meta_key></wp:postmeta>", "<wp:comment>",
    "<wp:commentmeta>", "<wp:status><![CDATA[x</wp:status>", "<a><![CDATA[x]]>x</a>", "<wp:a><![CDATA[]]>x]]></wp:tag>",
]
# The same in a value.
IN_VALUE = ["<", "&", "&amp;", "&nbsp;", "<b>", "<![CDATA[x]]>", "<![CDATA[x]]>y", "<![CDATA[", "]]>", "\x01", "\r"]
# The same in a section.
IN_SECTION = ["]]", "]]> ", "]]>x", "<![CDATA[", "</item>\n", "</item>\n<item>\n", "<?xml ", "\x01", "\r\n", "]]]]><![CDATA[>"]
# The same in the head, between the items and instead of them.
OUTSIDE = [
    "<wp:category/>", "<wp:category>", "<wp:author>", "<wp:tag><wp:tag_slug>x</wp:tag_slug></wp:tag>", "<wp:termmeta>",
    "<x>", "</x>", "<a:b>", "<image>", "text ", "<!--", "<!-- x -->", "<?x", "<![CDATA[", "<item/>", "<item>", "</item>",
    "<item></item>", "<item><title>x", "<rss>", "<channel>", "</channel>", "</rss>", "<?xml version='1.0'?><rss>",
    "<item><a><![CDATA[x</a></wp:b></item>\n", "<item><title><![CDATA[x</title></item>\n", "&", "\x01", "\ufeff",
]
SERIALIZED = ["a:1:{", "a:1:{i:0;", "i:1;", "s:1:\"a\";", "s:9:\"a\";", "s:4:\"file\";", "a:0:{}", "O:1:\"a\":1:{", "{", "}"]


# The same in the content of a post that links to others.
IN_CONTENT = [
    "wp-content/uploads/", "//a.b/wp-content/uploads/x ", "//a.b/wp-content/uploads/", "a#a", "<a href=/p9#", "#",
    '<a href="/a/#b">x</a>', '<a href="/2012/05/one-two-three/">x</a>', '<a href="/category/a/">x</a>', '<a href="/2012/">x</a>',
    '<a href="/?cat=1&tag=2">x</a>', '<a href="/p1/">x</a>', '<a href="http://old.example/wp-admin/">x</a>', "[a](/p1/#b) ",
]
LONG = ["a/", "page/2/", "feed/", "2012/", "%61", "a-", "category/", "index.php/", "../", "&a=b", "?", "#"]


def linked(more):
    """A post and a few that have things in common."""
    term = "<category domain='category' nicename='c'>C</category>\n"
    day = "<wp:post_date>2012-05-19 10:30:00</wp:post_date>\n"
    return HEAD + more + "".join(post(i, day + term, slug=f"one-two-{i}") for i in range(2, 5)) + TAIL


def old(number):
    return f"<wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key><wp:meta_value>o{number}</wp:meta_value></wp:postmeta>\n"


def used(number):
    term = f"<category domain='category' nicename='c{number}'>C</category>\n"
    return category(number) + post(number, term)


def traps():
    """(name, what makes an export with about this many bytes of trap)"""
    for part in IN_ITEM:
        yield f"{part!r} in an item", lambda n, p=part: item(fill(p, n))
    for part in IN_VALUE:
        yield f"{part!r} in a value", lambda n, p=part: item(f"<title>{fill(p, n)}</title>")
    for part in IN_SECTION:
        yield f"{part!r} in a section", lambda n, p=part: item(f"<wp:x><![CDATA[{fill(p, n)}]]></wp:x>")
    for part in OUTSIDE:
        yield f"{part!r} in the head", lambda n, p=part: head(fill(p, n))
        yield f"{part!r} behind an item", lambda n, p=part: HEAD + post(1) + fill(p, n)
    for part in SERIALIZED:
        yield f"{part!r} serialized", lambda n, p=part: attachment("a:1:{" + fill(p, n))
    for part in IN_CONTENT:
        yield f"{part!r} in a post", lambda n, p=part: linked(post(1, content=fill(p, n)))
    for part in LONG:
        yield f"{part!r} in a link", lambda n, p=part: linked(post(1, content=f'<a href="/{fill(p, n)}">x</a>'))
    yield "links to nothing", lambda n: linked(post(1, content=numbered(lambda i: f'<a href="/one-two-{i}/">x</a> ', n)))
    yield "links to places", lambda n: linked(post(1, content=numbered(lambda i: f'<a href="/one-two-2/#p{i}">x</a> ', n)))
    yield "other hosts", lambda n: linked(post(1, content=numbered(lambda i: f"//h{i}.b/wp-content/uploads/x.jpg ", n)))
    yield "former slugs", lambda n: linked(post(1, numbered(old, n)))
    yield "terms of a post", lambda n: linked(post(1, numbered(lambda i: f"<category domain='t{i}' nicename='b'>x</category>\n", 8 * n)))
    yield "posts of a chain of categories", lambda n: HEAD + numbered(used, 36 * n) + TAIL
    yield "nested elements", lambda n: item("<a:b>" * (n // 11) + "</a:b>" * (n // 11))
    yield "attribute", lambda n: item(f"<category domain='{fill('a', n)}'>x</category>")
    yield "attributes", lambda n: item("<category " + numbered(lambda i: f"a{i}='b' ", n) + ">x</category>")
    yield "prefixes", lambda n: HEAD.replace("<rss", "<rss " + numbered(lambda i: f'xmlns:p{i}="a" ', n)) + post(1) + TAIL
    yield "prefixes of WordPress", lambda n: (
        HEAD.replace("<rss", "<rss " + numbered(lambda i: f'xmlns:p{i}="http://wordpress.org/export/1.2/" ', n))
        + post(1) + TAIL
    )
    yield "entities", lambda n: laughs(numbered(lambda i: f'<!ENTITY e{i} "&e{i - 1};&e{i - 1};">', n // 2), fill("&e9;", n // 2))
    yield "one section", lambda n: item("", content=fill("some words ", n))
    yield "comments in a chain", lambda n: item(numbered(comment, n))
    yield "comments of one id", lambda n: item(fill(comment(7), n))
    # Up to 64 terms stand above one another, and until there are so many each costs more than the one before.
    yield "categories in a chain", lambda n: head(numbered(category, 12 * n))
    yield "categories of one name", lambda n: head(fill(category(7), n))
    yield "pages in a chain", lambda n: HEAD + numbered(lambda i: post(i, parent=i - 1, kind="page"), n) + TAIL
    # Paths are made of up to 64 pages above, and until there are so many each costs more than the one before.
    yield "pages in a chain without links", lambda n: (
        HEAD + numbered(lambda i: post(i, parent=i - 1, kind="page").replace("https://old.example", "?p="), 12 * n) + TAIL
    )
    yield "items of one id", lambda n: HEAD + fill(post(7), n) + TAIL
    yield "items of one name", lambda n: HEAD + numbered(lambda i: post(i, slug="same"), n) + TAIL
    yield "items without anything", lambda n: HEAD + fill("<item></item>\n", n) + TAIL
    yield "exports behind each other", lambda n: fill(HEAD + post(1) + TAIL, n)
    yield "cut exports behind each other", lambda n: fill(HEAD + post(1)[:150], n)
    yield "an error page", lambda n: HEAD + post(1)[:200] + "<!DOCTYPE html><html>" + fill("<html>", n) + "</html>"
    yield "error messages", lambda n: HEAD + post(1)[:200] + fill("<br />\n<b>Fatal error</b>: x", n)


def laughs(entities, references):
    """An export that declares entities of its own and uses them."""
    doctype = f"<!DOCTYPE rss [<!ENTITY e1 \"ha\">{entities}]>\n"
    return HEAD.replace("<rss", doctype + "<rss", 1) + post(1, f"<title>{references}</title>\n") + TAIL
