#!/usr/bin/env python3
"""Does the time for awkward input grow with its size, or with the square of its size?

growth.py PRESSDOWN [WORD]: converts each trap, and each export of traps.py, at two sizes, one four times the other, and counts the
instructions that this takes beyond those for no input at all. Counts do not depend on the machine or
on what else it does, so a fault shows itself every time. With WORD, only traps whose name holds it.

Work that grows as n log n from 3,000 parts to 12,000 grows 4 * log(12000) / log(3000) = 4.7 times;
work that grows as the square, up to 16 times. A trap that fails is run at the size between as well.
"""

import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import traps as exports

BYTES = 6_000
# Elements nest up to a bound, and until it is reached each costs more than the one before.
NESTED_BYTES = 18_000
MOST = 4.7
# What a buffer costs that is large enough to come from the system and not from the heap. Where each
# byte is looked at for each other, if only 32 at a time, the larger input costs ten times as much.
SLACK = 100_000

HTML = ["fragment"]
KEEP = ["fragment", "--keep-all"]
POST = ["fragment", "--classic"]
EXPORT = ["export.xml", "-o", "out", "--no-verify", "--quiet", "-j", "1"]
# The same with every form of comments.
TALKS = [
    EXPORT + ["--comments", "section,json", "--comment-nesting", "lists"],
    EXPORT + ["--comments", "files,data", "--comment-body", "markdown", "--pingbacks", "keep"],
    EXPORT + ["--comments", "artalk,commento,cusdis,disqus,giscus,isso,remark42,utterances,waline"],
]
# The same with all that is done with media, but for bringing them.
LIBRARY = EXPORT + [
    "--target", "hugo", "--media-place", "bundle", "--media-scope", "all", "--media-list", "list.json", "--keep-html", "table",
    "--redirects", "json",
]
# What a run says of sound exports, of what is none, and of damaged ones.
CODES = {0, 1, 4}

RUNS = [
    "[", "]", "](", "*", "_", "<", "`", "~", "\\", "!", "&", "a*", "*a ", "_a ", "![", "#", "> ",
    "- ", "1. ", "` ``", "|", ":", "{{<", "\u00a0", "*\u00a0", "a_", "[a](b) ", "**a", "a**", "&amp;",
    "&#8217;", "&am", "</", "<!", "<!--", "<!-- -", "<a", "<a b='", "<?", "\n", "\r\n", "$", "^", "(",
    ")", '"', "http://a.b ", "a ", "*_", "[a]", "[^1]", "--", "é", "…",
]
CELLS = ["[", "*", "_", "<", "`", "~", "\\", "|", "a*", "x<br>", "<p>x"]
NESTED = [
    "div", "b", "i", "a href=x", "ul><li", "ol><li", "blockquote", "span", "u", "table><tr><td",
    "details", "dl><dd", "figure", "pre", "code", "h1", "p", "font color=red", "sup", "section",
    "b><i><p", "b><p", "b><div", "a href=x><div", "table><b", "table><tr><td><a href=x", "svg",
    "math", "select", "template", "button", "li", "dd", "ruby", "nobr", "center", "em><strong><a",
]
ROWS = [
    "<b>x</b>", "<br>", "<i>x</i><b>y</b>", "<p>x", "<!--x-->", "<b> </b>", "<a href=x></a>",
    "<img src=x>", "<ul></ul>", "<ul><li>x</ul>", "<a id=x href=#x>x</a>", "x<br>",
    "<code>x</code>", "<b>x</b> ", "<table><td>x</table>", "<li>x", "<dt>x", "<hr>", "<!--more-->",
    "<u>x</u>", "<svg/>", "<b><p>x</b>", "<b><i>x</b></i>", "<p><b>x<p></b>", "<b class=a>x",
    "<table>x<tr>y", "</p>", "</div>", "<pre>x</pre>", "<script>x</script>", "<style>x",
    "<script><!--<script>", "<textarea></text", "<h1 id=a>x</h1>", "<svg><![CDATA[x]]></svg>",
    "<svg><![CDATA[", "<p align=right>x", "<del>x</del>", "<iframe src=x></iframe>",
    "<blockquote>x</blockquote>", "<pre><code>`</code></pre>", "<dl><dt>x<dd>y</dl>",
]
STORED = [
    "[gallery]", "[gallery", "[caption]", "[caption]x", "[/caption]", "[a b=", "[[", "[a]", "[[a]]",
    "[embed]x[/embed]", "\n\n", "\na\n\n", "<p>", "<div>\n", "<pre>\n", "<!-- wp:a -->",
    "<!-- wp:a /-->", "<!-- /wp:a -->", "<!-- wp:a {", "<!-- wp:", "<!--",
    "<", "[", "&", "https://a.b/c\n", "[code]", "[code]x[/code]", "<script>", "<style>", "<br />\n",
    "<!--nextpage-->", "<!--more-->", "[caption][gallery", ":-) ", "((", "((a b", "((a b))", "$latex ",
    "$latex x$", "$$", "\\(", "[latex]", "[latex]x[/latex]", "[:en]", "[:en]a[:de]b", "<!--:en-->", "{:en}",
    "[vc_row]", "[vc_row]x[/vc_row]", "[et_pb_text]x", "[fusion_code]YQ==[/fusion_code]", "[tab title=a]x[/tab]",
    "[spoiler]x", "[row][col]", "[su_button url=a]x[/su_button]", "[note]x[/note]", "[note]x", "[cc]x[/cc]",
    "[sc a='1']", "[sc a='1'", "[sc]x[/sc]", "[/sc]", "[youtube x]", "[video src=a]", "[playlist]", "[toc]",
    "https://youtu.be/a1b2c3d4e5f\n", "\n\nhttps://x.org/a.mp3\n\n", "<iframe src=//youtu.be/a1b2c3d4e5f></iframe>",
    "<object><param name=movie value=//youtu.be/a>", "<blockquote class=twitter-tweet>x</blockquote>",
    "<script src=https://gist.github.com/u/1.js></script>", "<amp-youtube data-videoid=a>", "<!-- wp:tabs -->",
    "<!-- wp:tabs --><!-- wp:tab-list --><button>a</button><!-- /wp:tab-list -->", "<!-- wp:acme/x --><p>",
    "<!-- wp:cover {\"url\":\"a\"} --><p>", "<!-- wp:post-template -->x", "<img src=data:image/gif;base64,AAAA>",
    "<img data-src=a><noscript><img src=a></noscript>", "<picture><source srcset=a><img>", "<img class=emoji alt=x>",
    "<img srcset='a 1w, b 2w'>", "Ã©", "â€™", "# a\n", "```\n", "- a\n", "[a](b)\n", "&#8220;", "<pre lang=c>x</pre>",
    "<code>\na\nb</code>\n", "<math>x</math>", "<math><annotation encoding=application/x-tex>x</annotation></math>",
]
# The same with every option of content that reads bodies in another way.
OPTIONS = [
    ["--smart", "wordpress"], ["--smart", "ascii"], ["--fix-mojibake"], ["--content", "markdown"],
    ["--shortcodes", "drop"], ["--shortcodes", "unwrap"], ["--embeds", "player"], ["--embeds", "link"],
]
OPTIONAL = [
    "\"a\" ", "'a ", "--", "...", ":-) ", "1x1 ", "\"", "'", "“a” ", "Ã©", "[sc]x[/sc]", "[sc]", "[/sc]", "[a b=",
    "https://youtu.be/a1b2c3d4e5f\n", "<iframe src=//youtu.be/a1b2c3d4e5f></iframe>", "[a](b) ", "![a](b", "```\n", "`",
]


def fill(part, bytes=BYTES):
    """A trap that is made of one part again and again."""
    return lambda size: part * (size * bytes // len(part))


def many(make):
    """A trap whose parts are numbered."""
    return lambda size: "".join(make(number) for number in range(size * BYTES // 16))


def wide(size):
    row = "<tr>" + "<td>x" * 100 * size + "</tr>"
    return "<table>" + row * 20 + "</table>"


def ragged(size):
    return "<table><tr>" + "<td>x" * 250 * size + "</tr>" + "<tr><td>x" * 250 + "</table>"


def traps():
    """(name, arguments, what makes the input of a size)"""
    for part in RUNS:
        yield repr(part), HTML, fill(part)
    for part in CELLS:
        cell = fill(part)
        yield f"{part!r} in a cell", HTML, lambda size, cell=cell: f"<table><td>{cell(size)}</table>"
    for tag in NESTED:
        for arguments in (HTML, KEEP):
            yield f"<{tag}> nested", arguments, fill(f"<{tag}>", NESTED_BYTES)
        # What is nested is closed as well, so that nothing is flattened twice.
        deep = f"<{tag}>" * 200 + "x" + "".join(f"</{t.split()[0]}>" for t in tag.split("><")[::-1]) * 200
        yield f"<{tag}> nested and closed", KEEP, lambda size, deep=deep: deep * (size * 2)
    for part in ROWS:
        for arguments in (HTML, KEEP):
            yield part, arguments, fill(part)
    for part in STORED:
        yield f"{part!r} stored", POST, fill(part)
    for options in OPTIONS:
        for part in OPTIONAL:
            yield f"{part!r} {' '.join(options)}", POST + options, fill(part)
    yield "blocks nested", POST, fill("<!-- wp:group --><div>", NESTED_BYTES)
    for arguments in (HTML, KEEP):
        yield "wide table", arguments, wide
        yield "ragged table", arguments, ragged
        yield "attributes", arguments, lambda size: f"<p {many(lambda n: f'a{n}=x ')(size)}>x"
        yield "one attribute", arguments, lambda size: f"<p {fill('a=x ')(size)}>x"
        yield "words of a class", arguments, lambda size: f"<p class='{fill('a b ')(size)}'>x"
        yield "ids", arguments, many(lambda n: f"<p id=i{n}>x")
        yield "links to ids", arguments, many(lambda n: f"<a href=#i{n}>x</a><p id=i{n}>y")
        yield "links", arguments, many(lambda n: f"<a href=/{n} title={n}>x</a> ")
        yield "names", arguments, many(lambda n: f"<x-{n}>x</x-{n}>")
        yield "notes", arguments, lambda size: (
            many(lambda n: f"<a role=doc-noteref href=#f{n}>{n}</a>")(size)
            + f"<ol>{many(lambda n: f'<li role=doc-footnote id=f{n}>x')(size)}</ol>"
        )
        yield "one long item", arguments, lambda size: f"<ul><li>{fill('<p>x')(size)}</ul>"
        yield "unclosed formatting", arguments, fill("<b><i><u><s><p>x")
        yield "formatting across blocks", arguments, fill("<b><div>x</b></div><i><p>y</i>")
    for name, make in exports.traps():
        yield f"export: {name}", EXPORT, lambda size, make=make: make(size * BYTES)
    for name, make in exports.libraries():
        yield f"library: {name}", LIBRARY, lambda size, make=make: make(size * BYTES)
    for arguments in TALKS:
        for name, make in exports.talks():
            yield f"export: {name}", arguments, lambda size, make=make: make(size * BYTES)


def instructions(pressdown, arguments, text):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", pressdown, *arguments]
    with tempfile.TemporaryDirectory() as folder:
        if arguments[:1] == EXPORT[:1]:
            Path(folder, "export.xml").write_bytes(text.encode())
        run = subprocess.run(command, input=text.encode(), capture_output=True, cwd=folder)
    errors = run.stderr.decode(errors="replace")
    counts = [line.split()[-1] for line in errors.splitlines() if "Collected :" in line]
    is_done = run.returncode in CODES if arguments[:1] == EXPORT[:1] else run.returncode == 0
    if not is_done or len(counts) != 1:
        sys.exit(f"{command}: exit code {run.returncode}\n{errors[-2000:]}")
    return int(counts[0])


def main():
    pressdown, *words = sys.argv[1:]
    pressdown = str(Path(pressdown).resolve())
    empty = {name: instructions(pressdown, arguments, "") for name, arguments in modes()}
    # Some traps swallow the only item, so what it costs must not be taken off.
    for arguments in [EXPORT, LIBRARY, *TALKS]:
        empty[" ".join(arguments)] = instructions(pressdown, arguments, exports.HEAD + exports.TAIL)

    def measure(trap, size):
        name, arguments, make = trap
        return instructions(pressdown, arguments, make(size)) - empty[" ".join(arguments)]

    def growth(trap):
        once, four = measure(trap, 1), measure(trap, 4)
        return trap, once, four

    chosen = [trap for trap in traps() if all(word in trap[0] for word in words)]
    worst, faults = (0, ""), []
    with ThreadPoolExecutor(2) as pool:
        for trap, once, four in pool.map(growth, chosen):
            name, arguments, _ = trap
            title = f"{name} ({' '.join(arguments)})"
            worst = max(worst, ((four - SLACK) / max(once, 1), title))
            if four > MOST * once + SLACK:
                twice = measure(trap, 2)
                faults.append(f"{title}: {once:,} {twice:,} {four:,}, {four / once:.2f} times")
    print(f"{len(chosen)} traps; the most that four times the input took: {worst[0]:.2f} times, {worst[1]}")
    if faults:
        sys.exit("more than linear work:\n" + "\n".join(faults))


def modes():
    modes = [HTML, KEEP, POST] + [POST + options for options in OPTIONS]
    return [(" ".join(arguments), arguments) for arguments in modes]


if __name__ == "__main__":
    main()
