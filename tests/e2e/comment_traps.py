#!/usr/bin/env python3
"""Writes an export whose comments are made to break files, templates and sites, and what they must look like.

Usage: comment_traps.py EXPORT.xml WORDPRESS.jsonl

The second file has the form of `tests/data/*.truth.jsonl`, for `comments_sites.py` and `isso.py`. No WordPress rendered
these: what is expected follows from its rules (`esc_url`, `make_clickable`, `wpautop`), less what is unsafe.
"""
import json
import sys
from xml.sax.saxutils import escape

# Beyond what 32 bits hold.
FIRST = 4_294_967_300
# What was typed, what readers see of it.
TEXTS = [
    ("{{ x }} {% y %} {{< z >}} {{% w %}} {# v #} {{/* u */}} ${t}", None),
    ("<script>alert(1)</script>after", "<p>after</p>"),
    ("<style>p { color: red }</style>styled", "<p>styled</p>"),
    ('<img src="x" onerror="alert(1)">picture', "<p>picture</p>"),
    ('<svg onload="alert(1)"></svg>vector', "<p>vector</p>"),
    ('<a href="javascript:alert(1)">click</a> and <a href=" JaVa&#9;Script:alert(1)">click</a>',
     "<p>click and click</p>"),
    ('<a href="https://example.org/" onclick="alert(1)" style="position: fixed">link</a>',
     '<p><a href="https://example.org/">link</a></p>'),
    ("loose ends</div></li></ol></section></main>", "<p>loose ends</p>"),
    ("never closed <span title='", "<p>never closed</p>"),
    ("<!-- not seen -->seen <!--", "<p>seen</p>"),
    ("- a: b # c", None),
    ("---\ntitle: x\n---\nend", "<p>---<br>title: x<br>---<br>end</p>"),
    ("+++\nx = 1\n+++", "<p>+++<br>x = 1<br>+++</p>"),
    ("* a\n* b\n\n1) c\n\n# d\n\n&gt; e\n\n+ f", "<p>* a<br>* b</p><p>1) c</p><p># d</p><p>&gt; e</p><p>+ f</p>"),
    ("| a | b |\n| - | - |\n| c | d |", "<p>| a | b |<br>| - | - |<br>| c | d |</p>"),
    ("~5 to ~6, H~2~O, x^2^, ==mark==, :smile:, $a$, [^1], [x]: y, *[AB]: c, a_b_c, a\\*b", None),
    ("&amp;lt;b&amp;gt; &lt;b&gt; &amp;amp; AT&T &copy;", "<p>&amp;lt;b&amp;gt; &lt;b&gt; &amp;amp; AT&amp;T ©</p>"),
    ("see https://example.org/a_b_c?d=e&amp;f=g#h, or http://example.org/x.",
     '<p>see <a href="https://example.org/a_b_c?d=e&amp;f=g#h">https://example.org/a_b_c?d=e&amp;f=g#h</a>, or '
     '<a href="http://example.org/x">http://example.org/x</a>.</p>'),
    ("line\u0085separators\u2028of\u2029all\ufeffkinds", "<p>line separators of all\ufeffkinds</p>"),
    ("👩‍👩‍👧 \u202eright to left\u202c", None),
]
# The name and the address that were given, and what readers see of them.
NAMES = [
    ("yes", "", "yes", ""),
    ("007", "", "007", ""),
    ("~", "", "~", ""),
    ("2006-03-04", "", "2006-03-04", ""),
    ("@x: #y & *z ! % | > ' \" \\ `", "", "@x: #y & *z ! % | > ' \" \\ `", ""),
    ("{{ x }}{% y %}{{< z >}}", "", "{{ x }}{% y %}{{< z >}}", ""),
    ("", "", "Anonymous", ""),
    ("ann@example.org", "", "ann@…", ""),
    ("Eve", "javascript:alert(1)", "Eve", ""),
    ("Dan", "data:text/html,<script>alert(1)</script>", "Dan", ""),
    ("Sue", "https://example.org/?a=1&b=x", "Sue", "https://example.org/?a=1&b=x"),
    ("Tom\nthe\ttall", "", "Tom the tall", ""),
]


def comments():
    """(fields of the export, fields of the truth) of each comment of the first post, numbered from 0."""
    for typed, shown in TEXTS:
        yield {"content": typed}, {"html": shown or f"<p>{escape(typed)}</p>"}
    for name, url, shown_name, shown_url in NAMES:
        yield {"author": name, "url": url}, {"author": escape(shown_name), "author_url": escape(shown_url)}
    yield {"user": 1}, {"user_id": 1}
    start = len(TEXTS) + len(NAMES) + 1
    # A thread deeper than WordPress makes any.
    for depth in range(15):
        yield {"parent": start + depth - 1 if depth else None}, {}
    # Answers to itself, to nothing, and in a circle.
    yield {"parent": start + 15}, {"parent": None}
    yield {"parent": 10 ** 6}, {"parent": None}
    yield {"parent": start + 18}, {"parent": None}
    yield {"parent": start + 17}, {}


def post(number, slug, path, said, first):
    """An item of the export, and what WordPress would say of it; its comments are numbered from `first`."""
    written, truths = [], []
    for index, (typed, shown) in enumerate(said):
        minute = f"2011-07-04 {10 + index // 60:02}:{index % 60:02}:00"
        parent = lambda at: first + at if at is not None else 0
        fields = {"author": "Ann", "url": "", "content": "word", "user": 0, "parent": None, "gmt": minute} | typed
        written.append(COMMENT.format(id=first + index, author=cdata(fields["author"]), url=escape(fields["url"]),
                                      date=fields["gmt"], content=cdata(fields["content"]),
                                      parent=parent(fields["parent"]), user=fields["user"]))
        truth = {"id": first + index, "author": "Ann", "author_url": "", "user_id": 0, "html": "<p>word</p>",
                 "type": "comment", "approved": "1", "date_gmt": minute, "parent": fields["parent"]} | shown
        truths.append(truth | {"parent": parent(truth["parent"])})
    item = ITEM.format(id=number, slug=slug, path=path, comments="".join(written))
    return item, {"id": number, "status": "publish", "password": "", "exported": True, "title": f"Post {number}",
                  "permalink": f"https://traps.example{path}", "author": {"id": 1}, "comments": truths}


def cdata(text):
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Traps</title><link>https://traps.example</link>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://traps.example</wp:base_site_url>
<wp:base_blog_url>https://traps.example</wp:base_blog_url><wp:author><wp:author_id>1</wp:author_id>
<wp:author_login>keeper</wp:author_login><wp:author_display_name>Keeper</wp:author_display_name></wp:author>
"""
ITEM = """<item><title>Post {id}</title><link>https://traps.example{path}</link><dc:creator>keeper</dc:creator>
<content:encoded><![CDATA[Text.]]></content:encoded><wp:post_id>{id}</wp:post_id>
<wp:post_date>2011-07-03 12:00:00</wp:post_date><wp:post_date_gmt>2011-07-03 12:00:00</wp:post_date_gmt>
<wp:comment_status>open</wp:comment_status><wp:post_name>{slug}</wp:post_name><wp:status>publish</wp:status>
<wp:post_parent>0</wp:post_parent><wp:post_type>post</wp:post_type>
{comments}</item>
"""
COMMENT = """<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author>{author}</wp:comment_author>
<wp:comment_author_email>someone{id}@traps.example</wp:comment_author_email>
<wp:comment_author_url>{url}</wp:comment_author_url><wp:comment_author_IP>203.0.113.77</wp:comment_author_IP>
<wp:comment_date>{date}</wp:comment_date><wp:comment_date_gmt>{date}</wp:comment_date_gmt>
<wp:comment_content>{content}</wp:comment_content><wp:comment_approved>1</wp:comment_approved>
<wp:comment_type>comment</wp:comment_type><wp:comment_parent>{parent}</wp:comment_parent>
<wp:comment_user_id>{user}</wp:comment_user_id></wp:comment>
"""


def main():
    export, truth = sys.argv[1:]
    undated = {"gmt": "0000-00-00 00:00:00"}
    posts = [
        post(2_147_483_700, "traps", "/2011/07/03/traps/", comments(), FIRST),
        post(11, "no-date", "/2011/07/04/no-date/", [(undated, {"date_gmt": None})], FIRST + 1000),
        post(12, "no-words", "/2011/07/05/no-words/", [({"content": ""}, {"html": ""})], FIRST + 2000),
        post(13, "%e6%97%a5%e6%9c%ac", "/2011/07/06/%e6%97%a5%e6%9c%ac/", [({}, {})], FIRST + 3000),
    ]
    with open(export, "w", encoding="utf-8") as file:
        file.write(HEAD + "".join(item for item, _ in posts) + "</channel></rss>\n")
    with open(truth, "w", encoding="utf-8") as file:
        file.write("".join(json.dumps(thread) + "\n" for _, thread in posts))


if __name__ == "__main__":
    main()
