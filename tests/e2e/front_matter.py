#!/usr/bin/env python3
"""Does every written file have front matter that YAML readers understand, with the export's title?

Usage: front_matter.py EXPORT.xml OUTPUT_DIR REPORT.json

Reads each front matter with PyYAML (YAML 1.1) and with ruamel.yaml (YAML 1.2) and compares the title
with the one that Python's own XML and HTML parsers find in the export.
"""
import html.parser
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as ET

import yaml
from ruamel.yaml import YAML

WP = "{http://wordpress.org/export/1.2/}"


class Text(html.parser.HTMLParser):
    """The character data of a fragment of HTML."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.text = ""

    def handle_data(self, data):
        self.text += data


def plain(fragment):
    parser = Text()
    parser.feed(fragment)
    parser.close()
    return " ".join(re.split(r"[ \t\r\n\f\x00-\x1f]+", parser.text)).strip()


def front_matter(path):
    match = re.match(r"---\n(.*?\n)---\n", path.read_text(encoding="utf-8"), re.S)
    if not match:
        sys.exit(f"{path}: no front matter")
    return match[1]


def main():
    export, output, report = sys.argv[1:]
    titles = {}
    for item in ET.parse(export).iter("item"):
        titles[int(item.findtext(WP + "post_id"))] = item.findtext("title") or ""
    yaml_12 = YAML(typ="safe", pure=True)
    yaml_12.version = (1, 2)
    faults = checked = 0
    for item in json.loads(pathlib.Path(report).read_text())["items"]:
        if item["action"] != "written":
            continue
        text = front_matter(pathlib.Path(output) / item["path"])
        for reader, fields in (("1.1", yaml.safe_load(text)), ("1.2", yaml_12.load(text))):
            checked += 1
            if fields["title"] != plain(titles[item["id"]]) or fields["wordpress_id"] != item["id"]:
                faults += 1
                print(f"{item['path']}: YAML {reader}: {fields['title']!r}, not {titles[item['id']]!r}")
    print(f"front matter: {checked - faults} passed, {faults} failed")
    return 1 if faults or not checked else 0


if __name__ == "__main__":
    sys.exit(main())
