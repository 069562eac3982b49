#!/usr/bin/env python3
"""Is anything of the export in the output that must not be there?

Usage: leaks.py EXPORT.xml OUTPUT_DIR...

Looks in every written file for the e-mail and IP addresses of commenters, for hashes of these e-mail addresses, for
passwords of posts, and for the text of comments that were not approved or stand below a post that is not public. What
an author wrote into a published text (a contact page's own address) is no leak.
"""
import hashlib
import pathlib
import sys
import xml.etree.ElementTree as ET

WP = "{http://wordpress.org/export/1.2/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def told(items):
    for item in items:
        yield "password", item.findtext(WP + "post_password")
        is_public = item.findtext(WP + "status") in ("publish", "inherit") and not item.findtext(WP + "post_password")
        for comment in item.iter(WP + "comment"):
            email = comment.findtext(WP + "comment_author_email")
            yield "e-mail address", email
            yield from (("hash of an e-mail address", it) for it in hashes(email or ""))
            yield "IP address", comment.findtext(WP + "comment_author_IP")
            if not is_public or comment.findtext(WP + "comment_approved") != "1":
                yield "comment", comment.findtext(WP + "comment_content")


def hashes(email):
    """What Gravatar knows somebody by."""
    normal = email.strip().lower().encode()
    return [hashlib.new(name, normal).hexdigest() for name in ("md5", "sha256")] if normal else []


def secrets(export):
    """What must not be in the output: (kind, text)."""
    items = list(ET.parse(export).iter("item"))
    known = {(kind, text.strip()) for kind, text in told(items) if text and text.strip()}
    published = "".join(i.findtext(CONTENT) or "" for i in items if i.findtext(WP + "status") == "publish")
    return {(kind, text) for kind, text in known if text not in published}


def faults_of(folder, known):
    """Yields what is wrong with the files of a folder, or None for each that holds nothing."""
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            found = [f"{kind}: {secret!r}" for kind, secret in sorted(known) if secret in text]
            yield f"{path}: {', '.join(found)}" if found else None


def main():
    export, *folders = sys.argv[1:]
    known = secrets(export)
    results = [result for folder in folders for result in faults_of(folder, known)]
    faults = [fault for fault in results if fault]
    for fault in faults:
        print(fault)
    print(f"leaks: {len(results) - len(faults)} passed, {len(faults)} failed")
    return 1 if faults or not results or not known else 0


if __name__ == "__main__":
    sys.exit(main())
