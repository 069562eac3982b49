#!/usr/bin/env python3
"""Does what pressdown writes for a renderer of Markdown come back from that very renderer?

Usage: dialects.py PRESSDOWN HUGO NODE_FOLDER WORK_DIR [--only NAME] [--show N]

HTML → `pressdown fragment --dialect NAME` → the real renderer → HTML. Both ends are parsed as a browser
would and compared as trees, with their words. The documents: the examples of the CommonMark and GFM
specifications that need no raw HTML, `dialect-cases.json` (texts that a renderer could take for markup),
and WordPress's rendering of every post of the harbor sample; of the last, what is expected is what
markdown-it-py shows of what pressdown writes for markdown-it, because a conversion leaves things out on purpose.

Every document that does not come back must be in `dialect-losses.json`, with the reason.

Not compared: ids that headings get by themselves, `rel`, how quotes, dashes and dots are typeset, `align`
against `text-align`, links that a renderer makes of bare addresses, empty comments.
Needs: pip install html5lib markdown markdown-it-py; ruby with kramdown; node with NODE_FOLDER/node_modules.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import html5lib
import markdown
import markdown_it

HERE = pathlib.Path(__file__).parent
DATA = HERE.parent / "data"
REFERENCE = markdown_it.MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

BLOCK = set("""address article aside blockquote body center dd details dialog div dl dt fieldset figcaption
figure footer form h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main menu nav ol p pre script
section style summary table tbody td textarea tfoot th thead title tr ul br""".split())
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
LONE = {"audio", "iframe", "math", "object", "svg", "video"}
SAME = {"b": "strong", "i": "em", "s": "del", "strike": "del"}
PLAIN = HEADINGS | set(
    "p blockquote pre code ul ol li em strong a img br hr del table thead tbody tr th td".split())
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}, "th": {"align"},
              "td": {"align"}}
TYPESET = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "--", "—": "---", "…": "...",
                         "«": "<<", "»": ">>"})


def unquoted(percent):
    """`%7C` → `|`: renderers differ in which of these they write as they are."""
    letter = chr(int(percent[0][1:], 16))
    return letter if letter in "<>()|{}[]\\^`'~!*;" else percent[0].upper()


def attributes(tag, node, typesets):
    """What an element says, however it is spelt."""
    said = {name: value for name, value in node.attrib.items() if name not in ("rel", "markdown")}
    align = re.fullmatch(r"\s*text-align:\s*(\w+);?\s*", said.get("style", ""))
    if tag in ("th", "td") and align:
        del said["style"]
        said["align"] = align[1]
    if "class" in said:
        said["class"] = " ".join(said["class"].split())
    if "style" in said:
        said["style"] = re.sub(r"\s*([:;])\s*", r"\1", said["style"].strip().rstrip(";"))
    for name in ("href", "src"):
        if name in said:
            said[name] = re.sub(r"[^\x00-\x7f]", lambda c: "".join(f"%{b:02X}" for b in c[0].encode()), said[name])
            said[name] = re.sub("%[0-9A-Fa-f]{2}", unquoted, said[name])
    said = {name: "" if value == name else value for name, value in said.items()}
    for name in ("alt", "title"):
        if name in said and typesets:
            said[name] = said[name].translate(TYPESET)
    if tag == "pre" and not said.get("class", "x").strip():
        del said["class"]
    return tuple(sorted(said.items()))


def pieces(html, typesets):
    """The tree as a flat list of (open, tag, attributes), (close, tag), (text, words), (comment, words)."""
    root = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    out = []

    def text(words, verbatim):
        if not words:
            return
        if typesets:
            words = words.translate(TYPESET)
        if not verbatim:
            words = re.sub(r"[ \t\r\n\f]+", " ", words)
        if out and out[-1][0] == "text" and out[-1][2] == verbatim:
            words = out.pop()[1] + words
        out.append(("text", words if verbatim else re.sub(" +", " ", words), verbatim))

    def walk(node, verbatim):
        text(node.text, verbatim)
        for child in node:
            if not isinstance(child.tag, str):
                # Dividers are comments to some renderers and nothing to others.
                if (child.text or "").strip() not in ("", "more", "nextpage"):
                    out.append(("comment", child.text.strip()))
            elif child.tag == "input" and child.get("type") == "checkbox":
                text("☑ " if child.get("checked") is not None else "☐ ", verbatim)
            else:
                tag = SAME.get(child.tag, child.tag)
                out.append(("open", tag, attributes(tag, child, typesets)))
                walk(child, verbatim or tag in ("pre", "textarea", "script", "style"))
                out.append(("close", tag))
            text(child.tail, verbatim)

    for parent in root.iter():
        for child in list(parent):
            # Renderers differ in whether these are a paragraph where they stand alone.
            lone = list(child) if child.tag == "p" and not (child.text or "").strip() else []
            if len(lone) == 1 and not (lone[0].tail or "").strip() and str(lone[0].tag).split("}")[-1] in LONE:
                lone[0].tail = child.tail
                parent[list(parent).index(child)] = lone[0]
            # An anchor at the start of a heading is the heading's.
            first = child[0] if child.tag in HEADINGS and len(child) and not child.text else None
            if first is not None and first.tag == "a" and list(first.attrib) == ["id"] and not len(first):
                child.set("id", first.get("id"))
                child.text = (first.text or "") + (first.tail or "")
                child.remove(first)
    walk(root, False)
    return without_empty_bodies(trimmed(out))


def without_empty_bodies(tree):
    """Some renderers write `<tbody></tbody>` for a table of a header."""
    empty = [("open", "tbody", ()), ("close", "tbody")]
    return [piece for at, piece in enumerate(tree)
            if tree[at:at + 2] != empty and tree[max(at - 1, 0):at + 1] != empty]


def trimmed(out):
    """Without the white space that browsers do not show."""
    def is_edge(piece):
        return piece is None or piece[0] == "comment" or piece[0] in ("open", "close") and piece[1] in BLOCK

    result = []
    for at, piece in enumerate(out):
        before = out[at - 1] if at else None
        after = out[at + 1] if at + 1 < len(out) else None
        if piece[0] == "text":
            words = piece[1]
            if piece[2]:
                words = words.rstrip("\n") if after in (("close", "code"), ("close", "pre")) else words
            else:
                words = words.lstrip(" ") if is_edge(before) else words
                words = words.rstrip(" ") if is_edge(after) else words
            # An empty cell may hold a blank that does not break.
            is_empty_cell = words == "\xa0" and before and before[0:2] in (("open", "td"), ("open", "th"))
            if words and not (is_empty_cell and after and after[0] == "close"):
                result.append(("text", words))
        else:
            result.append(piece)
    return result


def settled(want, back):
    """Without what a renderer adds of its own: heading ids, links of bare addresses, classes of tasks.
    Some renderers drop every comment; then none is wanted."""
    ids = {value for piece in want if piece[0] == "open" and piece[1] in HEADINGS
           for name, value in piece[2] if name == "id"}
    links = {dict(piece[2]).get("href") for piece in want if piece[0] == "open" and piece[1] == "a"}
    has_comments = any(piece[0] == "comment" for piece in back)
    if not has_comments:
        want[:] = [piece for piece in want if piece[0] != "comment"]
    result, bare = [], []
    for at, piece in enumerate(back):
        if piece[0] == "open":
            said = dict(piece[2])
            if piece[1] in HEADINGS and said.get("id") not in ids:
                said.pop("id", None)
            if "task-list" in said.get("class", "") or "contains-task-list" in said.get("class", ""):
                said.pop("class")
            piece = ("open", piece[1], tuple(sorted(said.items())))
            if piece[1] == "a":
                text = back[at + 1][1] if at + 1 < len(back) and back[at + 1][0] == "text" else ""
                address = said.get("href", "")
                is_bare = address and address not in links and address in (text, "http://" + text, "mailto:" + text)
                bare.append(is_bare)
                if is_bare:
                    continue
        elif piece == ("close", "a") and bare and bare.pop():
            continue
        if piece[0] == "text" and result and result[-1][0] == "text":
            piece = ("text", result.pop()[1] + piece[1])
        result.append(piece)
    return result


def is_sayable(tree):
    """Could Markdown say this without raw HTML?"""
    for piece in tree:
        if piece[0] == "comment":
            return False
        if piece[0] == "open":
            said = dict(piece[2])
            is_language = piece[1] == "code" and set(said) == {"class"} and said["class"].startswith("language-")
            if piece[1] not in PLAIN or not is_language and set(said) - ATTRIBUTES.get(piece[1], set()):
                return False
    return True


def documents():
    """(name, HTML, arguments of `pressdown fragment`), and what is expected, or None for the HTML itself."""
    for path in ("commonmark-spec.json", "gfm-extensions.json"):
        for example in json.loads((DATA / path).read_text(encoding="utf-8")):
            if is_sayable(pieces(example["html"], False)):
                yield f"{path.split('-')[0]} {example['example']}", example["html"], ["--keep-all"]
    for number, case in enumerate(json.loads((HERE / "dialect-cases.json").read_text(encoding="utf-8"))):
        yield f"case {number}", case, ["--keep-all"]
    for line in (DATA / "harbor.truth.jsonl").read_text(encoding="utf-8").splitlines():
        post = json.loads(line)
        yield f"post {post['id']}", post["content_html"], []


def convert(pressdown, todo):
    """Runs `pressdown fragment` for each (HTML, arguments)."""
    def one(job):
        html, arguments = job
        run = subprocess.run([pressdown, "fragment", *arguments], input=html.encode(), capture_output=True)
        if run.returncode:
            raise SystemExit(f"pressdown fragment {arguments}: {run.stderr.decode()}")
        return run.stdout.decode()

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        return list(pool.map(one, todo))


def batch(command, texts):
    """A renderer that takes all texts at once."""
    run = subprocess.run(command, input=json.dumps(texts).encode(), capture_output=True)
    if run.returncode:
        raise SystemExit(f"{command}: {run.stderr.decode()}")
    return run.stderr.decode().split("\n")[0], json.loads(run.stdout)


def through_python(extensions):
    def render(texts, _):
        shown = [markdown.Markdown(extensions=extensions).convert(text) for text in texts]
        return f"Python-Markdown {markdown.__version__} ({', '.join(extensions)})", shown
    return render


def through_hugo(texts, tools):
    site = pathlib.Path(tools.work) / "site-dialect"
    shutil.rmtree(site, ignore_errors=True)
    (site / "content").mkdir(parents=True)
    (site / "layouts").mkdir()
    (site / "hugo.toml").write_text(
        'disableKinds = ["home", "section", "sitemap", "RSS", "taxonomy", "term", "404"]\n'
        "markup.goldmark.renderer.unsafe = true\nmarkup.highlight.codeFences = false\n")
    (site / "layouts" / "page.html").write_text("{{ .Content }}")
    for number, text in enumerate(texts):
        (site / "content" / f"d{number}.md").write_text(f"---\nurl: d{number}.html\n---\n{text}", encoding="utf-8")
    run = subprocess.run([tools.hugo, "--source", site], capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(f"hugo: {run.stdout}{run.stderr[-2000:]}")
    version = subprocess.run([tools.hugo, "version"], capture_output=True, text=True).stdout.split()[1].split("-")[0]
    # A page that shows nothing gets no file.
    pages = [site / "public" / f"d{number}.html" for number in range(len(texts))]
    shown = [page.read_text(encoding="utf-8") if page.is_file() else "" for page in pages]
    return f"Hugo {version}", shown


def through_kramdown(texts, _):
    return batch(["ruby", HERE / "renderers" / "kramdown.rb"], texts)


def through_node(name):
    def render(texts, tools):
        return batch(["node", HERE / "renderers" / "node.mjs", tools.node, name], texts)
    return render


# Name, arguments, renderer, whether it typesets, how many documents must come back at least, and how many of
# them may hold raw HTML where the Markdown of others could do: kramdown and Python-Markdown have no emphasis in
# emphasis, which captions hold.
EXTRA, PLAIN_EXTENSIONS = ["extra"], ["toc", "tables", "fenced_code"]
PRESETS = [
    ("goldmark", ["--dialect", "goldmark"], through_hugo, True, 2808, 41),
    ("hugo", ["--target", "hugo"], through_hugo, True, 2808, 41),
    ("kramdown", ["--dialect", "kramdown"], through_kramdown, True, 2802, 87),
    ("markdown-it", ["--dialect", "markdown-it"], through_node("markdown-it"), False, 2809, 55),
    ("marked", ["--dialect", "marked"], through_node("marked"), False, 2807, 59),
    ("mdx", ["--dialect", "mdx"], through_node("mdx"), False, 2809, 35),
    ("obsidian", ["--dialect", "obsidian"], through_node("obsidian"), False, 2811, 41),
    ("python-markdown", ["--dialect", "python-markdown"], through_python(EXTRA), False, 2785, 113),
    ("python-markdown-plain", ["--dialect", "python-markdown-plain"], through_python(PLAIN_EXTENSIONS), False, 2785, 113),
]


def lost_everywhere(pressdown, docs):
    """Names of documents that do not come back from the reference either."""
    texts = convert(pressdown, [(html, ["--dialect", "markdown-it", *more]) for _, html, more in docs])
    for (name, html, more), text in zip(docs, texts):
        tree = pieces(html, False)
        if more and settled(tree, pieces(REFERENCE.render(text), False)) != tree:
            yield name


def main():
    parser = argparse.ArgumentParser()
    for name in ("pressdown", "hugo", "node", "work"):
        parser.add_argument(name)
    parser.add_argument("--only")
    parser.add_argument("--kind", default="")
    parser.add_argument("--show", type=int, default=0)
    tools = parser.parse_args()
    for tool in (tools.pressdown, tools.hugo, "node", "ruby"):
        if not shutil.which(tool):
            raise SystemExit(f"missing: {tool}")
    if not (pathlib.Path(tools.node) / "node_modules" / "marked").is_dir():
        raise SystemExit(f"missing: node modules; run npm install in {tools.node} with renderers/package.json")
    docs = [doc for doc in documents() if doc[0].startswith(tools.kind)]
    plain = convert(tools.pressdown, [(html, ["--dialect", "markdown-it"]) for _, html, more in docs if not more])
    shown = iter(REFERENCE.render(text) for text in plain)
    wanted = [html if more else next(shown) for _, html, more in docs]
    everywhere = set(lost_everywhere(tools.pressdown, docs))
    print(f"{len(everywhere)} documents hold what no Markdown says: {' '.join(sorted(everywhere))}")
    losses = json.loads((HERE / "dialect-losses.json").read_text(encoding="utf-8"))
    failed = False
    for name, arguments, render, typesets, floor, most_raw in PRESETS:
        if tools.only and name != tools.only:
            continue
        texts = convert(tools.pressdown, [(html, arguments + more) for _, html, more in docs])
        if name == "goldmark":
            # Shortcodes are Hugo's, not goldmark's, and an unknown one ends the build.
            texts = ["" if re.search("{{[<%]", text) else text for text in texts]
        version, results = render(texts, tools)
        lost, raw = [], 0
        for doc, want, text, result in zip(docs, wanted, texts, results):
            tree = pieces(want, typesets)
            error = result["error"] if isinstance(result, dict) else ""
            back = [] if error else settled(tree, pieces(result, typesets))
            if back != tree:
                lost.append((doc[0], want, text, error or result))
            elif is_sayable(tree) and re.search(r"<[a-z]", text) and "<" not in "".join(
                    piece[1] for piece in tree if piece[0] == "text") and not re.search(r"<[a-z]+:", text):
                raw += 1
        back = len(docs) - len(lost)
        print(f"{name}: {back} of {len(docs)} come back, {raw} by raw HTML without need ({version})")
        lost = [doc for doc in lost if doc[0] not in everywhere]
        reasons = losses.get(name, {})
        for doc in lost:
            if doc[0] not in reasons:
                print(f"{name}: {doc[0]} does not come back, and no reason is known")
                failed = failed or not tools.kind
        kinds = sorted({doc[0].split()[0] for doc in lost})
        for kind in kinds:
            print("   not:", kind, " ".join(doc[0].split()[1] for doc in lost if doc[0].split()[0] == kind))
        for reason in sorted({reasons[doc[0]] for doc in lost if doc[0] in reasons}):
            print("   ", reason)
        for doc, want, text, result in lost[:tools.show]:
            print(f"--- {doc}\n{want}\n--- Markdown\n{text}\n--- shown\n{result}\n\n")
        if back < floor and not tools.kind:
            print(f"{name}: fewer than {floor}")
            failed = True
        if raw > most_raw:
            print(f"{name}: more than {most_raw} by raw HTML")
            failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
