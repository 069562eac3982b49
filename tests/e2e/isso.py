#!/usr/bin/env python3
"""Does Isso import what pressdown writes for it, and show what WordPress showed?

Usage: isso.py ISSO WORK_DIR IMPORT.xml EXPORT.xml WORDPRESS.jsonl

Isso's own importer reads IMPORT.xml into a new database; then its server is started on loopback and asked
for each thread. Checked: the threads, at the addresses that posts had; who said what, when, in answer to
whom; the words and links of each text as Isso itself renders it. Nothing hidden, nothing that other sites
said, no e-mail address, no IP address.

Isso shows two levels: every reply stands below the comment at the top of its thread. It takes its own time
zone for GMT, so the import runs in UTC.
"""
import contextlib
import json
import os
import pathlib
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ET

import wordpress_comments
from wordpress_comments import Comment

WP = "{http://wordpress.org/export/1.2/}"
CONFIG = """[general]
dbpath = {folder}/comments.db
host = http://127.0.0.1:{port}/
[server]
listen = http://127.0.0.1:{port}
[guard]
enabled = false
"""


def free_port():
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return any_port.getsockname()[1]


def run_import(isso, config, dump):
    """What the importer complains about; nothing is read from a terminal."""
    command = [isso, "-c", config, "import", "-t", "wordpress", dump]
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environment())
    return [line for line in run.stderr.splitlines() if ":INFO:" not in line] or ["failed"] * bool(run.returncode)


def environment():
    return {name: value for name, value in os.environ.items() if name != "ISSO_SETTINGS"} | {"TZ": "UTC"}


@contextlib.contextmanager
def server(isso, config, port):
    running = subprocess.Popen([isso, "-c", config, "run"], stderr=subprocess.DEVNULL, env=environment())
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            if running.poll() is not None:
                raise SystemExit("isso: the server does not start")
            time.sleep(0.1)
        yield
    finally:
        running.terminate()
        running.wait()


def ask(port, uri):
    query = urllib.parse.urlencode({"uri": uri})
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/?{query}", timeout=30) as answer:
        return json.load(answer)


def flat(replies):
    for reply in replies:
        yield reply
        yield from flat(reply.get("replies", []))


def as_browsers_ask(path):
    """`/%e6%97%a5/` → `/%E6%97%A5/`: what Isso's script takes for the address of a page that this is the name of."""
    return urllib.parse.quote(urllib.parse.unquote(path), safe="/-._~!$&'()*+,;=:@")


def shown(port, uri, wanted):
    """The comments of a thread as a reader sees them, by date; Isso's numbers as those of WordPress."""
    answers = sorted(flat(ask(port, uri)["replies"]), key=lambda it: (it["created"], it["id"]))
    known = dict(zip([it["id"] for it in answers], [it.id for it in wanted]))
    # Isso has no comments without a date, so these have any.
    undated = {it.id for it in wanted if it.date is None}
    for it in answers:
        number, rendered = known.get(it["id"]), wordpress_comments.tree(it["text"])
        author = it["author"] and wordpress_comments.untypeset(it["author"])
        date = None if number in undated else it["created"]
        yield Comment(number, known.get(it["parent"]), "comment", author, it["website"], False, date,
                      wordpress_comments.words(rendered), wordpress_comments.marks(rendered),
                      wordpress_comments.links(rendered))


def two_levels(thread):
    """What WordPress showed, by date, each reply below the top of its thread."""
    above = {it.id: it.parent for it in thread.comments}

    def top(comment):
        return comment if above[comment] is None else top(above[comment])

    for it in sorted(thread.comments, key=lambda it: (it.date or 0, it.id)):
        it.parent = top(it.parent) if it.parent else None
        # Isso does not know who wrote the post.
        it.by_post_author = False
        yield it


def personal(database, export):
    """Whatever tells an e-mail address or where a comment came from."""
    secrets = set()
    for comment in ET.parse(export).iter(WP + "comment"):
        secrets |= {comment.findtext(WP + "comment_author_email"), comment.findtext(WP + "comment_author_IP")}
    for row in database.execute("SELECT * FROM comments"):
        # A placeholder that nothing can be sent to tells who said several of the comments.
        email = row["email"] if not (row["email"] or "").endswith("@comments.invalid") else None
        told = [email, row["notification"], row["remote_addr"] if row["remote_addr"] != "0.0.0.0" else None]
        held = [secret for secret in secrets if secret and any(secret in str(value) for value in tuple(row))]
        yield f"comment {row['id']}: {told} {held}" if any(told) or held else None
    yield from (f"comment {row['id']}: mode {row['mode']}"
                for row in database.execute("SELECT * FROM comments WHERE mode != 1"))


def main():
    isso, work, dump, export, truth = sys.argv[1:]
    work = pathlib.Path(work)
    work.mkdir(parents=True, exist_ok=True)
    port, config = free_port(), work / "isso.cfg"
    config.write_text(CONFIG.format(folder=work.absolute(), port=port))
    (work / "comments.db").unlink(missing_ok=True)
    results = [f"import: {line}" for line in run_import(isso, config, dump)]
    wanted = list(wordpress_comments.threads(truth, lambda it: it["type"] == "comment"))
    database = sqlite3.connect(work / "comments.db")
    database.row_factory = sqlite3.Row
    found = {row["uri"]: row["title"] for row in database.execute("SELECT * FROM threads")}
    for thread in wanted:
        thread.path = as_browsers_ask(thread.path)
    titles = {thread.path: thread.title for thread in wanted}
    for uri in sorted(found.keys() | titles.keys()):
        same = found.get(uri) and wordpress_comments.words(wordpress_comments.tree(found[uri])) == titles.get(uri)
        results.append(None if same else f"{uri}: thread {found.get(uri)!r}, not {titles.get(uri)!r}")
    results += personal(database, export)
    with server(isso, config, port):
        for thread in wanted:
            expected = list(two_levels(thread))
            seen = list(shown(port, thread.path, expected))
            results += wordpress_comments.differences(seen, expected, thread.path)
    faults = [fault for fault in results if fault]
    for fault in faults:
        print(fault)
    print(f"isso: {len(results) - len(faults)} passed, {len(faults)} failed")
    return 1 if faults or not wanted else 0


if __name__ == "__main__":
    sys.exit(main())
