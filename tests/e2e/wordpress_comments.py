"""What WordPress showed of the comments of an export, and how two renderings of a comment are compared.

The truth is WordPress's own: `comments` in `tests/data/*.truth.jsonl`, with those that it hides. A comment
below a hidden one belongs to the nearest one above it that is shown, or to the top.

Not compared: how quotes, dashes, dots and smileys are typeset, `rel` of links, what no reader sees.
Needs: pip install html5lib.
"""
import dataclasses
import datetime
import json
import re
import urllib.parse

import html5lib

READERS = ("comment", "review")
INLINE = set("a abbr b bdi bdo cite code del em font i ins kbd q s small span strike strong sub sup u var".split())
MARKS = set("blockquote br code del em h1 h2 h3 h4 h5 h6 hr li ol p pre strong table ul".split())
UNSAFE = set("base button embed form frame iframe input link math meta object script select style svg textarea".split())
UNSEEN = {"script", "style", "template"}
TYPESET = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "×": "x"})
SMILEYS = {":)": "🙂"}


@dataclasses.dataclass
class Comment:
    """One comment: `parent` is the id of the one above it, `date` the second since 1970."""

    id: int
    parent: int | None
    kind: str
    author: str
    url: str | None
    by_post_author: bool
    date: int | None
    words: str
    marks: str
    links: list


@dataclasses.dataclass
class Thread:
    """The comments below one public post, in reading order."""

    post: int
    title: str
    path: str
    comments: list


def tree(fragment):
    return html5lib.parse(fragment, namespaceHTMLElements=False)


def text(node):
    """What a reader sees of an element; ends of blocks are spaces."""
    if not isinstance(node.tag, str) or node.tag in UNSEEN:
        return ""
    inner = (node.text or "") + "".join(text(child) + (child.tail or "") for child in node)
    return inner if node.tag in INLINE else f" {inner} "


def words(node):
    return untypeset(text(node))


def untypeset(seen):
    """Text as it would have been typed, in one line."""
    seen = " ".join(seen.translate(TYPESET).split())
    for typed, shown in SMILEYS.items():
        seen = seen.replace(typed, shown)
    return re.sub("-+", "-", seen)


def marks(node):
    """Paragraphs, line breaks, emphasis and the like, in order."""
    return " ".join(it.tag for it in node.iter() if it.tag in MARKS and (it.tag == "br" or words(it)))


def unsafe(node):
    """Yields what could do anything in a reader's browser but show."""
    for it in node.iter():
        if it.tag in UNSAFE:
            yield it.tag
        yield from (name for name in it.attrib if name.startswith("on") or name in ("style", "srcdoc"))
        for name in ("href", "src"):
            scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):", it.get(name, ""), re.I)
            if scheme and scheme[1].lower() not in ("http", "https", "mailto"):
                yield scheme[0]


def links(node):
    return [link.get("href") for link in node.iter("a") if link.get("href")]


def seconds(date):
    """RFC 3339, or WordPress's own form in GMT, in seconds since 1970; `None` where there is none."""
    if not date:
        return None
    moment = datetime.datetime.fromisoformat(date)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=datetime.timezone.utc)).timestamp())


def threads(truth, is_wanted=lambda comment: True):
    """The threads of all public posts that WordPress showed a wanted comment below."""
    with open(truth, encoding="utf-8") as lines:
        posts = [json.loads(line) for line in lines]
    for post in posts:
        if post["status"] == "publish" and not post["password"] and post["exported"]:
            comments = list(in_order(post, is_wanted))
            if comments:
                path = urllib.parse.urlsplit(post["permalink"]).path
                yield Thread(post["id"], words(tree(post["title"])), path, comments)


def in_order(post, is_wanted):
    """By date, each comment followed by its replies."""
    above = {it["id"]: it["parent"] for it in post["comments"]}
    shown = [it for it in post["comments"] if it["approved"] == "1" and is_wanted(it)]
    shown.sort(key=lambda it: (it["date_gmt"] or "", it["id"]))
    ids = {it["id"] for it in shown}
    replies = {}
    for it in shown:
        parent = above[it["id"]]
        while parent and parent not in ids:
            parent = above.get(parent, 0)
        replies.setdefault(parent or None, []).append(it)

    def below(parent):
        for it in replies.get(parent, []):
            yield comment(it, parent, post)
            yield from below(it["id"])

    return below(None)


def comment(it, parent, post):
    rendered, author = tree(it["html"]), words(tree(it["author"]))
    is_by_post_author = bool(it["user_id"]) and it["user_id"] == post["author"]["id"]
    url = tree(it["author_url"]).find("body").text
    return Comment(it["id"], parent, it["type"], author, url, is_by_post_author, seconds(it["date_gmt"]),
                   words(rendered), marks(rendered), links(rendered))


def differences(seen, want, place):
    """Compares comments by position. Yields what is wrong, or None for each comment that is right."""
    if [it.id for it in seen] != [it.id for it in want]:
        yield f"{place}: comments {[it.id for it in seen]}, not {[it.id for it in want]}"
        return
    for one, other in zip(seen, want):
        faults = [field for field in vars(other) if getattr(one, field) != getattr(other, field)]
        told = [f"{field}: {getattr(one, field)!r}, not {getattr(other, field)!r}" for field in faults]
        yield f"{place}: comment {other.id}: {'; '.join(told)}" if faults else None
