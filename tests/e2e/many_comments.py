#!/usr/bin/env python3
"""Is every comment there where there are very many of them?

many_comments.py PRESSDOWN WORK: one post with a thread that is 10,000 replies deep, one with 200,000 comments; in the section, in
the data file for all posts, and in what Isso imports. growth.py shows that the work for them is linear; the seconds are told only.
"""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import traps

DEEP, MANY = 10_000, 200_000


def export(count, parent):
    return traps.HEAD + traps.post(1, "".join(traps.said(i, parent(i), f"Remark {i}.") for i in range(1, count + 1))) + traps.TAIL


def check(title, count, parent, pressdown, work):
    source, out = work / f"{title}.xml", work / f"out-{title}"
    source.write_text(export(count, parent))
    start = time.monotonic()
    subprocess.run([pressdown, source, "-o", out, "--comments", "section,json,isso", "--quiet"], check=True)
    seconds = time.monotonic() - start
    text = "".join(path.read_text() for path in out.rglob("*.md"))
    expected = list(range(1, count + 1))
    assert [int(id) for id in re.findall(r'<a id="comment-(\d+)">', text)] == expected, f"{title}: the section"
    assert [int(id) for id in re.findall(r"Remark (\d+)\.", text)] == expected, f"{title}: the words of the section"
    comments = json.loads((out / "data/comments.json").read_text())["1"]
    assert [comment["id"] for comment in comments] == expected, f"{title}: comments.json"
    assert [comment.get("parent", 0) for comment in comments] == [parent(i) for i in expected], f"{title}: parents"
    isso = (out / "_comments/isso.xml").read_text()
    assert [int(id) for id in re.findall(r"<wp:comment_id>(\d+)<", isso)] == expected, f"{title}: isso.xml"
    print(f"{title}: {count:,} comments in {seconds:.1f} s")


def main():
    pressdown, work = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    check("deep", DEEP, lambda i: i - 1, pressdown, work)
    check("many", MANY, lambda i: 0, pressdown, work)


if __name__ == "__main__":
    main()
