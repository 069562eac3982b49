#!/usr/bin/env python3
"""Do sites that Hugo, Jekyll and Eleventy build show comments as WordPress showed them?

Usage: comments_sites.py PRESSDOWN HUGO ELEVENTY WORK_DIR EXPORT.xml WORDPRESS.jsonl [--only PATTERN]

Each build is a folder of templates (`hugo-site`, `jekyll-site`, `eleventy-site`), what pressdown writes into it, and
the generator itself. The templates make `<li id="comment-N" class="TYPE …">` of each comment, in the list of the one
above it, with `<cite>`, `<time>` and the comment itself in a `<div>`. Checked: every comment that WordPress showed is
there once, on the page of its post, in order, in answer to the same one; author, site, time, words, marks and links are
those of WordPress, without what is unsafe; no other page shows any, and no comment is a page itself; nothing that
`leaks.py` looks for is in the site.
What `docs/comments-templates.md` shows of these templates is what they are.
Needs: pip install html5lib; jekyll.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import urllib.parse

import leaks
import wordpress_comments
from wordpress_comments import READERS, Comment

HERE = pathlib.Path(__file__).parent
GUIDE = HERE.parent.parent / "docs" / "comments-templates.md"
ELEVENTY = ["--target-file", HERE / "eleventy-site" / "target.toml"]
JEKYLL = ["--target-file", HERE / "jekyll-site" / "target.toml"]
STATICMAN = ["--target-file", HERE / "jekyll-site" / "staticman.toml"]
# The name of a build, the generator, what pressdown is told.
BUILDS = [
    ("eleventy-data", "eleventy", [*ELEVENTY, "--comments", "data"]),
    ("eleventy-json", "eleventy", [*ELEVENTY, "--comments", "json"]),
    ("hugo-data", "hugo", ["--target", "hugo", "--comments", "data"]),
    ("hugo-files", "hugo", ["--target", "hugo", "--comments", "files"]),
    ("hugo-json", "hugo", ["--target", "hugo", "--comments", "json"]),
    ("hugo-markdown", "hugo", ["--target", "hugo", "--comments", "data", "--comment-body", "markdown"]),
    ("jekyll-data", "jekyll", [*JEKYLL, "--comments", "data"]),
    ("jekyll-json", "jekyll", [*JEKYLL, "--comments", "json"]),
    ("jekyll-staticman", "jekyll", [*STATICMAN, "--comments", "data"]),
]


def commands(tools):
    """How each generator builds the site of a folder, and where that is then."""
    return {
        "eleventy": ([tools.eleventy.absolute(), "--quiet"], "_site"),
        "hugo": ([tools.hugo.absolute(), "--panicOnWarning"], "public"),
        "jekyll": (["jekyll", "build", "--quiet", "--strict_front_matter"], "_site"),
    }


def build(name, generator, options, tools):
    """The folder of the built site, the items that it was built from, and what a tool said that it must not say."""
    folder, report = tools.work / f"site-{name}", tools.work / f"site-{name}.json"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(HERE / f"{generator}-site", folder)
    command, built = commands(tools)[generator]
    writing = [tools.pressdown, tools.export, *options, "-o", folder, "--force", "--quiet", "--report", report]
    for arguments, place in [(writing, None), (command, folder)]:
        environment = os.environ | {"LANG": "C.UTF-8", "TZ": "UTC"}
        run = subprocess.run(arguments, cwd=place, capture_output=True, text=True, env=environment)
        if run.returncode:
            return None, [], f"{arguments[0]}: {run.stdout}{run.stderr}"
    items = json.loads(report.read_text())["items"]
    return folder / built, [item for item in items if item["action"] == "written"], None


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
    url = None if link is None else link.get("href")
    date = None if moment is None else wordpress_comments.seconds(moment.get("datetime"))
    return Comment(number, parent, kind, wordpress_comments.words(cite), url, "by-post-author" in classes, date,
                   wordpress_comments.words(body), wordpress_comments.marks(body), wordpress_comments.links(body))


def readers_first(comments):
    """What readers said, then what other sites said: whether these stand among each other is no question of order."""
    return sorted(comments, key=lambda it: it.kind not in READERS)


def faults_of(site, items, threads):
    """Yields what is wrong in a built site, or None for each check that holds."""
    yield from (f"post {post}: not written" for post in threads.keys() - {item["id"] for item in items})
    for item in items:
        page = site / urllib.parse.unquote(item["url"]).strip("/") / "index.html"
        if not page.is_file():
            yield f"{item['url']}: no such page"
            continue
        tree = wordpress_comments.tree(page.read_text(encoding="utf-8"))
        seen = readers_first(shown(tree))
        want = readers_first(threads.get(item["id"], []))
        if seen or want:
            yield from wordpress_comments.differences(seen, want, item["url"])
            unsafe = {what for it in tree.iter("section") for what in wordpress_comments.unsafe(it)}
            yield from (f"{item['url']}: unsafe: {what}" for what in sorted(unsafe))
    pages = list(site.rglob("*.html"))
    found = sum(page.read_text(encoding="utf-8").count('id="comment-') for page in pages)
    count = sum(len(comments) for comments in threads.values())
    yield None if found == count else f"{found} comments on all pages, not {count}"
    yield from (f"{page}: a comment is a page" for page in pages if "comment-" in str(page.relative_to(site)))


def documented(guide):
    """Yields what the guide shows of a template that is not in the folders here, or None for each piece that is."""
    fence = r"^`([^`]+)`:\n\n```[\w-]*\n(.*?)^```$"
    for path, piece in re.findall(fence, guide.read_text(encoding="utf-8"), re.M | re.S):
        files = [folder / path for folder in HERE.glob("*-site") if (folder / path).is_file()]
        is_there = any(piece in file.read_text(encoding="utf-8") for file in files)
        yield None if is_there else f"{guide}: {path}: not what the tests build"


def told(name, results):
    """Prints what is wrong, and whether anything is."""
    faults = [fault for fault in results if fault]
    for fault in faults:
        print(f"{name}: {fault}")
    print(f"comments, {name}: {len(results) - len(faults)} passed, {len(faults)} failed")
    return bool(faults) or not results


def main():
    parser = argparse.ArgumentParser()
    for name in ("pressdown", "hugo", "eleventy", "work", "export", "truth"):
        parser.add_argument(name, type=pathlib.Path)
    parser.add_argument("--only", default="")
    tools = parser.parse_args()
    threads = {thread.post: thread.comments for thread in wordpress_comments.threads(tools.truth)}
    secrets = leaks.secrets(tools.export)
    failed = told("guide", list(documented(GUIDE)))
    for name, generator, options in BUILDS:
        if not re.search(tools.only, name):
            continue
        site, items, complaint = build(name, generator, options, tools)
        results = [complaint] if complaint else list(faults_of(site, items, threads))
        results += [] if complaint else leaks.faults_of(site, secrets)
        failed |= told(name, results)
    return 1 if failed or not threads else 0


if __name__ == "__main__":
    sys.exit(main())
