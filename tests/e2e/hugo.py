#!/usr/bin/env python3
"""Does Hugo build what pressdown writes for it, and does every address and link of it hold?

Usage: hugo.py HUGO SITE_DIR REPORT.json OLD_SITE_ADDRESS

SITE_DIR holds hugo.toml, layouts, and the content and static folders. Checked: the build goes
through without warnings; every written item is a page at its own address; every link and image of
the built pages that stays on the site leads to a built file, or is one that the report names.
"""
import html.parser
import json
import pathlib
import subprocess
import sys
import urllib.parse


class Links(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.ids = [], set()
        self.post = None

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.post = values.get("data-id") or self.post
        for name in ("href", "src", "poster"):
            if values.get(name):
                self.links.append(values[name])


def built(public, address):
    """The file that a web server would answer an address with."""
    path = public / urllib.parse.unquote(address).lstrip("/")
    return path / "index.html" if path.is_dir() else path


def quoted(message):
    """What a message shows in backticks."""
    return message.split("`")[1]


def main():
    hugo, site, report, old_site = sys.argv[1:]
    site = pathlib.Path(site)
    run = subprocess.run([hugo, "--panicOnWarning", "--source", site, "--quiet"], capture_output=True, text=True)
    if run.returncode or run.stdout.strip() or run.stderr.strip():
        print(run.stdout, run.stderr)
        print("hugo: 0 passed, 1 failed")
        return 1
    public = site / "public"
    report = json.loads(pathlib.Path(report).read_text())
    items = [i for i in report["items"] if i["action"] == "written"]
    named = {(n["post"], quoted(n["message"])) for n in report["notices"] if "`" in n["message"]}
    faults, passed = [], 0
    for item in items:
        page = built(public, item["url"])
        parser = Links()
        if page.is_file():
            parser.feed(page.read_text(encoding="utf-8"))
        if parser.post != str(item["id"]):
            faults.append(f"{item['url']}: not the page of post {item['id']}")
            continue
        passed += 1
        for link in parser.links:
            address = urllib.parse.urljoin(old_site + item["url"], link)
            parts = urllib.parse.urlsplit(address)
            path = urllib.parse.unquote(parts.path)
            if {(item["id"], path), (item["id"], path.removeprefix("/wp-content/uploads/"))} & named:
                continue
            is_own = not urllib.parse.urlsplit(link).scheme and not link.startswith(("//", "#"))
            if is_own and not built(public, parts.path).is_file():
                faults.append(f"{item['url']}: {link} leads nowhere")
            elif is_own:
                passed += 1
    for fault in faults:
        print(fault)
    print(f"hugo: {passed} passed, {len(faults)} failed")
    return 1 if faults or not items else 0


if __name__ == "__main__":
    sys.exit(main())
