#!/usr/bin/env python3
"""Puts uploads where `--media-place bundle` wants them, by the export alone.

Usage: bundle_media.py EXPORT.xml UPLOADS_DIR SITE_DIR REPORT.json SHARED_DIR

A file that was uploaded to a post which is `…/index.md` in the report goes into that folder, and every other
one below SHARED_DIR. Copies (`pier-300x200.jpg`, `pier-scaled.jpg`) go with what they are copies of.
"""
import json
import pathlib
import re
import shutil
import sys
import urllib.parse
import xml.etree.ElementTree as tree

WP = "{http://wordpress.org/export/1.2/}"


def main():
    export, uploads, site, report, shared = sys.argv[1:]
    uploads, site = pathlib.Path(uploads), pathlib.Path(site)
    items = {i["id"]: i for i in json.loads(pathlib.Path(report).read_text())["items"] if i["action"] == "written"}
    parents = {}
    for item in tree.parse(export).iter("item"):
        if item.findtext(WP + "post_type") == "attachment":
            path = urllib.parse.unquote(item.findtext(WP + "attachment_url", "")).partition("/uploads/")[2]
            parents[stem(path)] = int(item.findtext(WP + "post_parent", "0"))
    beside = 0
    for file in sorted(f for f in uploads.rglob("*") if f.is_file()):
        path = file.relative_to(uploads).as_posix()
        post = items.get(parents.get(stem(path)))
        is_bundle = post and post["type"] == "post" and post["path"].endswith("/index.md")
        place = site / post["path"].removesuffix("index.md") / file.name if is_bundle else site / shared / path
        assert not place.exists(), f"two files at {place}"
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)
        beside += bool(is_bundle)
    print(f"bundle_media: {beside} files beside their posts")
    return 0 if beside else 1


def stem(path):
    """The path of an original without its ending, for it and its copies."""
    return re.sub(r"(-\d+x\d+|-scaled)+$", "", path.rpartition(".")[0])


if __name__ == "__main__":
    sys.exit(main())
