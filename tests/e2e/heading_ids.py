#!/usr/bin/env python3
"""Do links to headings hold where their real renderers give the ids?

Usage: heading_ids.py PRESSDOWN HUGO NODE_FOLDER WORK_DIR

Headings that are awkward to make ids of → `pressdown fragment` → the renderer, three times: without ids, which
shows what ids they get by themselves; with these very ids, of which pressdown should then write few; and with
others, among them the ids of the headings beside them. Each id must lead to its heading, so the first element
that has it must be the heading or stand in it.

Needs what dialects.py needs, and in NODE_FOLDER what renderers/package.json names.
"""
import argparse
import html
import pathlib
import re
import sys

import html5lib

from dialects import PLAIN_EXTENSIONS, convert, through_hugo, through_kramdown, through_node, through_python

HERE = pathlib.Path(__file__).parent
HEADINGS = """The long shed|The long shed|The long shed|The Long Shed 1|A &amp; B|C++|C#|C|It's a boat|It’s a boat
“Quoted” words|"Quoted" words|One -- two|One – two|One — two|One - two|snake_case_name|_private_|Trailing   |2 eggs
3. Third|1 &lt; 2 &gt; 0|a&lt;b&gt;c|Über Größe|Crème brûlée|Ængus Østergård|Łódź|İstanbul Iğdır|Straße|ΟΔΥΣΣΕΥΣ
Привет, мир|ЁЛКИ й|中文标题|日本語の見出し、です|한국어 제목|हिन्दी भाषा|ไทย|العربية|עִבְרִית|🚀|🚀 Launch|👩‍👩‍👧 Family|!!!|???
½ cup|x² + y²|Ⅷ Henry|ﬁne ligature|Ⓐ circle|Rock ’n’ Roll|Q&amp;A: what's new?|50% off!|e.g. this|a/b\\c|[brackets] (parens)
<code>code_span</code> in it|<code>a-b</code>|<em>Emphasis</em> here|<strong>Bold: it's</strong>|<em>snake_case</em>|a <a href="/x">link</a> in it
<a href="/x">it's a_b</a>|H<sub>2</sub>O|x <kbd>key</kbd>|10&nbsp;km|10&#8239;km|soft&shy;hyphen|a&#8203;b|e&#769;toile|tab&#9;here|{curly} #hash|heading|section|one...two
user@example.org|https://x.org/y|~tilde~ ^caret^ |`tick`|$5 = 5$|a|a|a-1|a|a_1|a|*|+ plus|#1 is it|- dash|~~gone~~|<del>struck</del>|constructor|-|--foo--
first<br>second|<img src="/i.png" alt="alt"> pic|Foo: bar; baz, qux""".replace("\n", "|").split("|")
ODD = ["plain", "has space", "ключ", "1st", "a%20b", "%d0%bf", "a.b", "a:b", "x_y", "CAPS", "quote'", "a+b", "h-the-long-shed"]


def fragment(ids):
    """The headings with their ids, and a link to each."""
    headings = [f"<h2>{text}</h2>" if not id else f'<h2 id="{html.escape(id)}">{text}</h2>'
                for text, id in zip(HEADINGS, ids)]
    links = [f'<p><a href="#{html.escape(id)}">{number}</a></p>' for number, id in enumerate(ids) if id]
    return "\n".join(headings + links)


def shown(page):
    """The headings that a page shows, each with all ids on and in it that no element before has."""
    body = html5lib.parse(page, namespaceHTMLElements=False).find("body")
    seen, headings = set(), []
    for element in body.iter():
        if element.tag == "h2":
            headings.append((element.get("id") or "", []))
            inner = {id(inside) for inside in element.iter()}
        name = element.get("id")
        if name and name not in seen:
            seen.add(name)
            if headings and id(element) in inner:
                headings[-1][1].append(name)
    return headings


def target_file(work, rule):
    """Conventions of a generator whose renderer gives ids by this rule and takes none."""
    path = pathlib.Path(work) / f"ids-{rule}.toml"
    text = (HERE.parent.parent / "src" / "target" / "markdown.toml").read_text(encoding="utf-8")
    text, rules = text.split("[markdown]\n")
    assert rules.count("automatic-ids") == 1
    path.write_text(f'{text}[markdown]\nautomatic-ids = "{rule}"\nraw-html = "keep"\n', encoding="utf-8")
    return ["--target-file", str(path)]


def renderers(tools):
    """Name, arguments of pressdown, renderer, whether a heading that has another's id can be told a new one whatever
    it is, how many ids may be written without need."""
    return [
        ("goldmark", ["--dialect", "goldmark"], through_hugo, True, 11),
        ("kramdown", ["--dialect", "kramdown"], through_kramdown, False, 2),
        ("python-markdown-plain", ["--dialect", "python-markdown-plain"], through_python(PLAIN_EXTENSIONS), False, 2),
        ("github-slugger", target_file(tools.work, "github-slugger"), through_node("slugger"), False, 2),
        ("dashed-words", target_file(tools.work, "dashed-words"), through_node("mdit-vue"), False, 2),
        ("cased-words", target_file(tools.work, "cased-words"), through_node("hexo"), False, 28),
    ]


def check(name, arguments, render, takes_ids, most, tools):
    """What is wrong with a renderer's ids."""
    def run(ids):
        text = convert(tools.pressdown, [(fragment(ids), arguments)])[0]
        version, pages = render([text], tools)
        return text, version, shown(pages[0])

    _, version, bare = run([None] * len(HEADINGS))
    if len(bare) != len(HEADINGS):
        return [f"{len(bare)} headings of {len(HEADINGS)}"]
    own = [id for id, _ in bare]
    own = [id if id not in own[:at] else "" for at, id in enumerate(own)]
    # What a renderer would make of the heading if it were a simpler one.
    words = [html.unescape(re.sub("<.*?>", "", text)).strip().lower() for text in HEADINGS]
    guessed = [re.sub(r"[^\w-]", "", re.sub(r"\s", "-", text)) for text in words]
    guessed = [id if id not in guessed[:at] else "" for at, id in enumerate(guessed)]
    odd = (ODD * len(HEADINGS))[:len(HEADINGS)]
    odd = [f"{id}{number}" if number >= len(ODD) else id for number, id in enumerate(odd)]
    faults = []
    for kind, ids in (("own", own), ("before", own[1:] + own[:1]), ("behind", own[-1:] + own[:-1]),
                      ("guessed", guessed), ("odd", odd)):
        text, _, headings = run(ids)
        lost = [f"{kind}: `{id}` does not lead to `{HEADINGS[at]}` but {headings[at][1]}"
                for at, id in enumerate(ids) if id and id not in headings[at][1]
                and (takes_ids or id not in own[:at])]
        faults += lost
        if kind == "own":
            lines = [line for line in text.split("\n") if line.startswith("## ")]
            needless = [line for line in lines if re.search(r' \{(#|id=)[^}]*\}$|^## <a id="', line)]
    print(f"{name}: {len(HEADINGS)} headings, {len(needless)} ids written without need ({version})")
    if len(needless) > most:
        faults.append("needless:\n  " + "\n  ".join(needless))
    return faults


def main():
    parser = argparse.ArgumentParser()
    for name in ("pressdown", "hugo", "node", "work"):
        parser.add_argument(name)
    parser.add_argument("--only")
    tools = parser.parse_args()
    failed = False
    for name, arguments, render, takes_ids, most in renderers(tools):
        if tools.only and name != tools.only:
            continue
        for fault in check(name, arguments, render, takes_ids, most, tools):
            print(f"{name}: {fault}")
            failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
