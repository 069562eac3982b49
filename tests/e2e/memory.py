#!/usr/bin/env python3
"""How much memory and time do exports take that are one huge thing?

memory.py PRESSDOWN [MEGABYTES]: converts each export and prints seconds, peak memory, and that memory
as a multiple of the export's size. Fails where the multiple is more than the bound that stands beside
the export: what one item holds is in memory a few times while it is read and written, what many items
hold never is, but of each the index keeps a little.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from traps import HEAD, TAIL, laughs, post

# What the program takes for nothing, in bytes.
BASE = 24_000_000
CHUNK = 1_000_000


def repeated(part, bytes):
    """A part again and again, in pieces that are not too large for memory."""
    count = bytes // len(part)
    many = max(1, CHUNK // len(part))
    for _ in range(count // many):
        yield part * many
    yield part * (count % many)


def around(before, middle, behind):
    yield before
    yield from middle
    yield behind


def inside(middle, before="", behind="", size=0):
    """An export with one item that holds something large, raw."""
    item = post(1, "\0")
    start, end = item.split("\0")
    return around(HEAD + start + before, repeated(middle, size), behind + end + TAIL)


def content(middle, size):
    start, end = post(1, content="\0").split("\0")
    return around(HEAD + start, repeated(middle, size), end + post(2) + TAIL)


def laughter(size):
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(2, 12))
    start, end = laughs(entities, "\0").split("\0")
    return around(start, repeated("&e11;", size), end)


TERM = "<wp:category><wp:category_nicename>a</wp:category_nicename></wp:category>\n"
# (name, what makes the pieces of an export of a size, the most memory as a multiple of the size)
EXPORTS = [
    ("billion laughs", laughter, 8),
    ("siblings in the head", lambda n: around(HEAD, repeated(TERM, n), post(1) + TAIL), 4),
    ("foreign siblings in the head", lambda n: around(HEAD, repeated("<a:b/>\n", n), post(1) + TAIL), 4),
    ("siblings in an item", lambda n: inside("<a:b/>\n", size=n), 8),
    # An item of eight bytes is an entry of the index and of the report as well.
    ("empty items", lambda n: around(HEAD, repeated("<item/>\n", n), TAIL), 80),
    ("items", lambda n: around(HEAD, repeated(post(7, content="some words " * 100), n), TAIL), 4),
    # Each is a name on the stack of what is open.
    ("nested elements", lambda n: inside("<a:b>", size=n), 12),
    ("one attribute", lambda n: inside("a", "<category domain='", "'>x</category>", n), 8),
    ("one section that nobody reads", lambda n: inside("some words ", "<wp:x><![CDATA[", "]]></wp:x>", n), 8),
    ("one section without its end", lambda n: inside("some words ", "<wp:x><![CDATA[", "", n), 8),
    # The tree of its HTML, the tree of its Markdown, and the text of each.
    ("one content", lambda n: content("some words and <b>more</b>\n\n", n), 40),
]


def measure(pressdown, pieces):
    """Seconds, peak memory in bytes, size of the export and exit code."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "export.xml")
        with path.open("w") as file:
            file.writelines(pieces)
        command = [pressdown, str(path), "-o", f"{folder}/out", "--no-verify", "--quiet", "-j", "1"]
        # A process of its own, whose only child is measured.
        code = (
            "import resource, subprocess, sys; run = subprocess.run(sys.argv[1:], stderr=subprocess.DEVNULL); "
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, run.returncode)"
        )
        start = time.monotonic()
        run = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=True)
        kilobytes, status = map(int, run.stdout.split())
        return time.monotonic() - start, kilobytes * 1024, path.stat().st_size, status


def main():
    pressdown = sys.argv[1]
    size = int(sys.argv[2]) * 1_000_000 if len(sys.argv) > 2 else 8_000_000
    faults = []
    for name, make, most in EXPORTS:
        seconds, memory, bytes, status = measure(pressdown, make(size))
        times = max(0, memory - BASE) / bytes
        size_and_time = f"{bytes / 1e6:.0f} MB, {seconds:.1f} s"
        print(f"{name}: {size_and_time}, {memory / 1e6:.0f} MB, {times:.1f} times, exit code {status}")
        if times > most or status not in (0, 4):
            faults.append(f"{name}: {times:.1f} times, exit code {status}; allowed are {most} times")
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
