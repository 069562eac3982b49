#!/usr/bin/env python3
"""Do Hugo's pages of terms, and its templates with the data files, show what WordPress showed?

Usage: hugo_data.py SITE_DIR EXPORT.xml WORDPRESS.json

SITE_DIR is built already, from `hugo-site` and a run with `--data`. WORDPRESS.json is what WordPress
itself says of its users, terms and menus. Checked: each term that has posts has its page and its feed at
its old address, with name, description and posts; the front page shows the menus, the categories, the
authors and the head of the site as WordPress knows them.
"""
import html
import html.parser
import json
import pathlib
import re
import sys
import urllib.parse
import xml.etree.ElementTree as ET

WP = "{http://wordpress.org/export/1.2/}"
TAXONOMIES = ("category", "ingredient", "post_tag", "season")


class Page(html.parser.HTMLParser):
    """The title, the text of <main>, and every list below the `id` of its <nav>: (depth, text, href, title)."""

    def __init__(self, text):
        super().__init__()
        self.title, self.main, self.footer, self.navs = "", "", "", {}
        self.inside, self.nav, self.depth, self.entry = "", "", 0, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag in ("title", "main", "footer"):
            self.inside = tag
        if tag == "footer":
            self.footer = values["title"] + " "
        if tag == "nav":
            self.nav = values["id"]
            self.navs[self.nav] = (values.get("title"), [])
        if tag == "ul":
            self.depth += 1
        if tag in ("a", "span") and self.depth:
            self.entry = [self.depth, "", values.get("href"), values.get("title", "")]

    def handle_data(self, data):
        if self.entry:
            self.entry[1] += data
        elif self.inside:
            setattr(self, self.inside, getattr(self, self.inside) + data)

    def handle_endtag(self, tag):
        if tag == self.inside:
            self.inside = ""
        if tag == "ul":
            self.depth -= 1
        if tag in ("a", "span") and self.entry:
            self.navs.setdefault(self.nav, (None, []))[1].append(tuple(self.entry))
            self.entry = None


def words(text):
    """The words of HTML. Hugo and WordPress both curl quotes, each in its own way."""
    text = text.replace("“", '"').replace("”", '"')
    return " ".join(re.sub(r"<[^>]+>", "", html.unescape(text)).split())


def plain(text):
    return html.unescape(text)


def path(link):
    parts = urllib.parse.urlsplit(link)
    return urllib.parse.unquote(parts.path) if parts.netloc == "harborandhearth.example" else link


def public_items(export):
    """The items that readers could see: number, type, and (taxonomy, slug) of each term."""
    for item in ET.parse(export).iter("item"):
        is_public = item.findtext(WP + "status") == "publish" and not item.findtext(WP + "post_password")
        if is_public and item.findtext(WP + "post_type") in ("post", "page", "recipe"):
            terms = {(c.get("domain"), c.get("nicename")) for c in item.iter("category")}
            yield item.findtext(WP + "post_id"), terms


def terms(public, items, wordpress):
    """Yields what is wrong, or None for each check that holds."""
    for taxonomy in TAXONOMIES:
        for term in wordpress["terms"][taxonomy]:
            posts = {number for number, of in items if (taxonomy, term["slug"]) in of}
            folder = public / path(term["link"]).strip("/")
            if not posts:
                continue
            if not (folder / "index.html").is_file():
                yield f"{path(term['link'])}: no such page"
                continue
            page = Page((folder / "index.html").read_text(encoding="utf-8"))
            listed = {title for _, _, _, title in page.navs.get("", (None, []))[1]}
            for what, seen, want in [
                ("name", page.title, plain(term["name"])),
                ("description", words(page.main), words(term["description"])),
                ("posts", listed, posts),
                ("feed", (folder / "index.xml").is_file(), True),
            ]:
                yield None if seen == want else f"{path(term['link'])}: {what}: {seen!r}, not {want!r}"


def tree(entries, depth=1, parent=0):
    """Entries by those above them, in order, each with its depth."""
    for entry in (it for it in entries if it["parent"] == parent):
        yield depth, entry
        yield from tree(entries, depth + 1, entry["id"])


def front_page(public, items, wordpress):
    page = Page((public / "index.html").read_text(encoding="utf-8"))
    for menu in wordpress["menus"]:
        want = [(depth, it["title"], path(it["url"])) for depth, it in tree(menu["items"]) if "?p=" not in it["url"]]
        name, entries = page.navs[f"menu-{menu['slug']}"]
        seen = [(depth, text, urllib.parse.unquote(href)) for depth, text, href, _ in entries]
        yield None if (name, seen) == (plain(menu["name"]), want) else f"menu: {name} {seen}, not {menu['name']} {want}"
    named = {slug for _, of in items for taxonomy, slug in of if taxonomy == "category"}
    categories = sorted(wordpress["terms"]["category"], key=lambda it: urllib.parse.unquote(it["slug"]))
    want = [
        (depth, plain(it["name"]), path(it["link"]) if it["slug"] in named else None, words(it["description"]))
        for depth, it in tree(categories)
    ]
    seen = [(d, t, href and urllib.parse.unquote(href), words(title)) for d, t, href, title in page.navs["categories"][1]]
    yield None if seen == want else f"categories: {seen}, not {want}"
    want = {(plain(it["name"]), str(it["id"])) for it in wordpress["users"] if it["slug"] != "lurker"}
    seen = {(text, title) for _, text, _, title in page.navs["authors"][1]}
    yield None if seen == want else f"authors: {seen}, not {want}"
    want = f"/ {plain(wordpress['title'])}: {plain(wordpress['tagline'])}, en-US, {wordpress['timezone']}"
    yield None if page.footer == want else f"site: {page.footer!r}, not {want!r}"
    yield None if (public / "index.xml").is_file() else "/index.xml: no such feed"


def main():
    site, export, wordpress = sys.argv[1:]
    public = pathlib.Path(site) / "public"
    wordpress = json.loads(pathlib.Path(wordpress).read_text(encoding="utf-8"))
    items = list(public_items(export))
    results = [*terms(public, items, wordpress), *front_page(public, items, wordpress)]
    faults = [fault for fault in results if fault]
    for fault in faults:
        print(fault)
    print(f"hugo data: {len(results) - len(faults)} passed, {len(faults)} failed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
