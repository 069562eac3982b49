#!/usr/bin/env python3
"""Does a built site show the comments that pressdown wrote for it as WordPress showed them?

Usage: comments_sites.py SITE_DIR REPORT.json WORDPRESS.jsonl

SITE_DIR is what a generator built. Each comment is `<li id="comment-N" class="TYPE …">` in the list of the one
above it, with `<cite>`, `<time>` and the comment itself in a `<div>`. Checked: every comment that WordPress
showed is there once, on the page of its post, in order, in answer to the same one; author, site, time, words and
links are those of WordPress; no other page shows any.
"""
import json
import pathlib
import sys
import urllib.parse

import wordpress_comments
from wordpress_comments import READERS, Comment


def shown(node, parent=None):
    """The comments below an element of a built page, in order."""
    for child in node:
        name = child.get("id") or ""
        if child.tag == "li" and name.startswith("comment-"):
            yield comment(child, int(name.removeprefix("comment-")), parent)
            yield from shown(child, int(name.removeprefix("comment-")))
        else:
            yield from shown(child, parent)


def comment(item, number, parent):
    kind, *classes = item.get("class").split()
    cite, moment, body = item.find("p/cite"), item.find("p/time"), item.find("div")
    link = cite.find("a")
    return Comment(number, parent, kind, wordpress_comments.words(cite), None if link is None else link.get("href"),
                   "by-post-author" in classes, wordpress_comments.seconds(moment.get("datetime")),
                   wordpress_comments.words(body), wordpress_comments.links(body))


def readers_first(comments):
    """What other sites said stands behind what readers said and their answers."""
    from_elsewhere = [it for it in comments if it.kind not in READERS]
    return [it for it in comments if it.kind in READERS] + from_elsewhere


def main():
    site, report, truth = sys.argv[1:]
    site = pathlib.Path(site)
    items = [item for item in json.loads(pathlib.Path(report).read_text())["items"] if item["action"] == "written"]
    threads = {thread.post: thread.comments for thread in wordpress_comments.threads(truth)}
    results = [f"post {post}: not written" for post in threads.keys() - {item["id"] for item in items}]
    for item in items:
        page = site / urllib.parse.unquote(item["url"]).strip("/") / "index.html"
        if not page.is_file():
            results.append(f"{item['url']}: no such page")
            continue
        seen = list(shown(wordpress_comments.tree(page.read_text(encoding="utf-8"))))
        want = threads.get(item["id"], [])
        results += wordpress_comments.differences(seen, want, item["url"]) if seen or want else []
    others = sum(path.read_text(encoding="utf-8").count('id="comment-') for path in site.rglob("*.html"))
    count = sum(len(comments) for comments in threads.values())
    results.append(None if others == count else f"{others} comments on all pages, not {count}")
    faults = [fault for fault in results if fault]
    for fault in faults:
        print(fault)
    print(f"comments of {site}: {len(results) - len(faults)} passed, {len(faults)} failed")
    return 1 if faults or not threads else 0


if __name__ == "__main__":
    sys.exit(main())
