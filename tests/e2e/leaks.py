#!/usr/bin/env python3
"""Is anything of the export in the output that must not be there?

Usage: leaks.py EXPORT.xml OUTPUT_DIR

Looks in every written file for the e-mail and IP addresses of commenters, for passwords of posts,
and for the text of comments that were not approved. What an author wrote into a published text (a
contact page's own address) is no leak.
"""
import pathlib
import sys
import xml.etree.ElementTree as ET

WP = "{http://wordpress.org/export/1.2/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def secrets(items):
    for item in items:
        yield "password", item.findtext(WP + "post_password")
        for comment in item.iter(WP + "comment"):
            yield "e-mail address", comment.findtext(WP + "comment_author_email")
            yield "IP address", comment.findtext(WP + "comment_author_IP")
            if comment.findtext(WP + "comment_approved") != "1":
                yield "comment", comment.findtext(WP + "comment_content")


def main():
    export, output = sys.argv[1:]
    items = list(ET.parse(export).iter("item"))
    known = {(kind, text.strip()) for kind, text in secrets(items) if text and text.strip()}
    published = "".join(i.findtext(CONTENT) or "" for i in items if i.findtext(WP + "status") == "publish")
    known = {(kind, text) for kind, text in known if text not in published}
    faults = checked = 0
    for path in sorted(pathlib.Path(output).rglob("*")):
        if path.is_file():
            checked += 1
            text = path.read_text(encoding="utf-8")
            for kind, secret in known:
                if secret in text:
                    faults += 1
                    print(f"{path}: {kind}: {secret!r}")
    print(f"leaks: {checked} passed, {faults} failed")
    return 1 if faults or not checked or not known else 0


if __name__ == "__main__":
    sys.exit(main())
