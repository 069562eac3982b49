#!/usr/bin/env python3
"""Makes the seeds of the fuzz targets `reader` and `convert`: small whole exports.

seeds.py: cuts the exports of the repository into the head and up to three items each, and puts those
below 8 kB into tests/fuzz/corpus/reader and tests/fuzz/corpus/convert, which git does not keep.
"""

import re
from pathlib import Path

FUZZ = Path(__file__).parent
ROOT = FUZZ.parent.parent
EXPORTS = [
    "samples/harbor/harbor.xml",
    "samples/ledger-lane/ledger-lane.xml",
    "tests/data/network/network.xml",
    "tests/data/old-exporters/harbor-by-2.5.xml",
    "tests/data/old-exporters/harbor-by-3.3.xml",
]
MOST = 8_000
ITEM = re.compile(rb"<item>.*?</item>\n?", re.DOTALL)
LISTED = re.compile(rb"\s*<wp:(category|tag|term)>.*?</wp:\1>", re.DOTALL)
COMMENT = re.compile(rb"<!--.*?-->\n?", re.DOTALL)


def seeds(export):
    text = (ROOT / export).read_bytes()
    first = text.index(b"<item>")
    # A few terms are enough, and the instructions of old exporters are long.
    terms = 0

    def few(term):
        nonlocal terms
        terms += 1
        return term[0] if terms <= 3 else b""

    head = LISTED.sub(few, COMMENT.sub(b"", text[:first]))
    items = ITEM.findall(text)
    for number in range(len(items)):
        for count in (1, 3):
            seed = head + b"".join(items[number : number + count]) + b"</channel>\n</rss>\n"
            if len(seed) <= MOST:
                yield f"{Path(export).stem}-{number}-{count}", seed


def main():
    for target in ("reader", "convert"):
        folder = FUZZ / "corpus" / target
        folder.mkdir(parents=True, exist_ok=True)
        for export in EXPORTS:
            for name, seed in seeds(export):
                (folder / name).write_bytes(seed)


if __name__ == "__main__":
    main()
