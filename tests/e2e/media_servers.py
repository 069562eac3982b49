#!/usr/bin/env python3
"""Do media files come from real servers as they come from disk, fast, and in little memory?

Usage: media_servers.py PRESSDOWN EXPORT UPLOADS SITE WORK_DIR

Starts nginx and Apache on loopback with UPLOADS as their `wp-content/uploads`, moves EXPORT, which is of
the site at SITE, to their addresses, and lets pressdown download. The tree must be that of a run that
copies from UPLOADS, every link of the written files must lead to a file that is there, and a second run
must transfer nothing. Then 2,000 small files, whose rate is printed, and one of 2 GB, whose memory is
bounded.
"""
import contextlib
import filecmp
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from urllib.parse import unquote, urlsplit

import html5lib
from markdown_it import MarkdownIt

from servers import apache_head, free_port, nginx_head, started

SMALL = 2_000
LARGE = 2_000_000_000
MOST_MEMORY = 50_000_000


# Servers.

def nginx(work, root, port):
    conf = work / "nginx.conf"
    main, folders = nginx_head(work)
    conf.write_text(
        f"worker_processes 2;\n{main}"
        f"http {{ {folders} log_format short '$request_method $status $body_bytes_sent $uri';\n"
        f"access_log {work}/access.log short; keepalive_requests 100000; sendfile on;\n"
        f"types {{ image/jpeg jpg; image/png png; image/gif gif; application/pdf pdf; }}\n"
        f"server {{ listen 127.0.0.1:{port}; root {root}; }} }}\n")
    return ["nginx", "-c", conf, "-e", work / "nginx.log"]


def apache(work, root, port):
    conf = work / "apache.conf"
    (work / "mime.types").write_text("image/jpeg jpg\nimage/png png\nimage/gif gif\napplication/pdf pdf\n")
    conf.write_text(
        f"{apache_head(work, port, root, ['mpm_event', 'authz_core', 'mime', 'dir'])}TypesConfig {work}/mime.types\n"
        f"LogFormat \"%m %>s %B %U\" short\nCustomLog {work}/access.log short\n"
        f"<Directory {root}>\nRequire all granted\n</Directory>\n")
    return [shutil.which("apache2") or "/usr/sbin/apache2", "-f", conf, "-DFOREGROUND"]


SERVERS = {"nginx": nginx, "apache": apache}


@contextlib.contextmanager
def serving(kind, root):
    """A server on loopback: its address, and what tells the requests that it answered."""
    with tempfile.TemporaryDirectory() as work:
        work, port = pathlib.Path(work), free_port()
        with started(kind, SERVERS[kind](work, root, port), port, work):
            yield f"http://127.0.0.1:{port}", work / "access.log"


# Runs.

def run(pressdown, export, output, *arguments):
    """Runs, and tells the report and the peak of memory in bytes."""
    report = output.with_suffix(".json")
    command = [pressdown, export, "-o", output, "--report", report, "--quiet", *arguments]
    child = subprocess.Popen(command)
    _, status, usage = os.wait4(child.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0, command
    return json.loads(report.read_text()), usage.ru_maxrss * 1024


def moved(export, site, address, into):
    """The export as if the site had always been at this address."""
    into.write_text(export.read_text().replace(site, address))
    return into


def export_of(address, names):
    """An export of one post that shows these files."""
    pictures = "".join(f'<p><a href="{address}/wp-content/uploads/{name}">{name}</a></p>\n' for name in names)
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Many</title>'
        f"<link>{address}</link><wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>{address}"
        f"</wp:base_site_url><wp:base_blog_url>{address}</wp:base_blog_url><item><title>All</title>"
        f"<link>{address}/all/</link><content:encoded><![CDATA[{pictures}]]></content:encoded>"
        "<wp:post_id>1</wp:post_id><wp:post_date>2020-01-01 00:00:00</wp:post_date>"
        "<wp:post_name>all</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
        "</item></channel></rss>\n")


# What must hold.

def media_files(folder):
    below = folder / "wp-content/uploads"
    return {str(path.relative_to(below)): path for path in below.rglob("*") if path.is_file()}


def referenced(output):
    """What the links of the written Markdown lead to, as files: (document, link, file)."""
    markdown = MarkdownIt("commonmark").enable("table")
    for path in sorted(output.rglob("*.md")):
        text = path.read_text()
        matter = re.match(r"---\n(.*?)\n---\n", text, re.S)
        links = re.findall(r"^(?:image|enclosure): (\S+)$", matter[1], re.M) if matter else []
        tree = html5lib.parse(markdown.render(text[matter.end():] if matter else text),
                              namespaceHTMLElements=False)
        for element in tree.iter():
            links += [element.get(name) for name in ("src", "href", "poster", "data") if element.get(name)]
        for link in links:
            parts = urlsplit(link)
            if not parts.scheme and not parts.netloc and parts.path:
                yield path, link, (path.parent / unquote(parts.path)).resolve()


def check_links(output, report):
    """Every link leads to a file that is there, but for those that are told to lead nowhere."""
    missing = {output.resolve() / file["path"] for file in report["media"] if file["state"] == "missing"}
    told = {unquote(link["url"]) for link in report["links"]}
    count = 0
    for document, link, file in referenced(output):
        if unquote(link) in told:
            continue
        count += 1
        assert file.is_file() or file in missing, f"{document}: {link} leads nowhere"
    assert count > 100, count
    return count


def same_tree(left, right):
    left, right = media_files(left), media_files(right)
    assert left.keys() == right.keys(), left.keys() ^ right.keys()
    for name, path in left.items():
        assert filecmp.cmp(path, right[name], shallow=False), name
    return len(left)


def states(report):
    counted = {}
    for file in report["media"]:
        counted[file["state"]] = counted.get(file["state"], 0) + 1
    return counted


def harbor(pressdown, export, uploads, site, work):
    disk = work / "out-media-disk"
    report, _ = run(pressdown, export, disk, "--uploads", uploads)
    for file in report["media"]:
        source, placed = uploads / unquote(urlsplit(file["url"]).path).split("/uploads/")[1], disk / file["path"]
        if file["stand_in"] is None and source.is_file():
            assert filecmp.cmp(source, placed, shallow=False), placed
        assert placed.is_file() == (file["state"] == "created"), file
        assert placed.is_file() or file["posts"], file
    links = check_links(disk, report)
    print(f"disk: {states(report)}, {links} links looked at")
    for kind in SERVERS:
        with tempfile.TemporaryDirectory() as root:
            root = pathlib.Path(root)
            os.chmod(root, 0o755)
            (root / "wp-content").mkdir()
            shutil.copytree(uploads, root / "wp-content/uploads")
            web = work / f"out-media-{kind}"
            with serving(kind, root) as (address, log):
                local = moved(export, site, address, work / f"media-{kind}.xml")
                download = ("--media", "download", "--allow-private-hosts")
                report, _ = run(pressdown, local, web, *download)
                files = same_tree(disk, web)
                check_links(web, report)
                before = len(log.read_text().splitlines())
                again, _ = run(pressdown, local, web, *download)
                assert "created" not in states(again) and "updated" not in states(again), states(again)
                sent = [line.split()[1] for line in log.read_text().splitlines()[before:]]
                assert "200" not in sent and "206" not in sent and "304" in sent, sent
                changed = root / "wp-content/uploads/2012/05/pier.jpg"
                changed.write_bytes(changed.read_bytes() + b"x")
                os.utime(changed, (time.time() + 5, time.time() + 5))
                third, _ = run(pressdown, local, web, *download)
                assert states(third).get("updated") == 1, states(third)
                changed.unlink()
                fourth, _ = run(pressdown, local, web, *download)
                assert states(fourth).get("gone") == 1, states(fourth)
                assert (web / "wp-content/uploads/2012/05/pier.jpg").is_file()
            print(f"{kind}: {files} files as from disk; again {states(again)}")


def many(pressdown, work):
    """How many small files come in a second."""
    with tempfile.TemporaryDirectory() as root:
        root = pathlib.Path(root)
        os.chmod(root, 0o755)
        folder = root / "wp-content/uploads/2020/01"
        folder.mkdir(parents=True)
        names = [f"{number}.jpg" for number in range(SMALL)]
        for number, name in enumerate(names):
            (folder / name).write_bytes(b"\xff\xd8\xff\xe0" + str(number).encode() * 500)
        with serving("nginx", root) as (address, _):
            export = work / "media-many.xml"
            export.write_text(export_of(address, [f"2020/01/{name}" for name in names]))
            best = 0
            for turn in range(3):
                output = work / f"out-media-many-{turn}"
                plain, _ = timed(pressdown, export, work / f"out-media-many-plain-{turn}")
                seconds, report = timed(pressdown, export, output, "--media", "download", "--allow-private-hosts")
                assert states(report) == {"created": SMALL}, states(report)
                best = max(best, SMALL / (seconds - plain))
            print(f"small files: {best:.0f} a second, the best of three")


def timed(pressdown, export, output, *arguments):
    start = time.monotonic()
    report, _ = run(pressdown, export, output, *arguments)
    return time.monotonic() - start, report


def large(pressdown, work):
    """A file of 2 GB, from the web and from disk."""
    with tempfile.TemporaryDirectory(dir=work) as root:
        root = pathlib.Path(root)
        os.chmod(root, 0o755)
        folder = root / "wp-content/uploads/2020/01"
        folder.mkdir(parents=True)
        with (folder / "film.mp4").open("wb") as film:
            film.write(b"\0\0\0\x20ftypisom")
            film.truncate(LARGE)
        with serving("nginx", root) as (address, _):
            export = work / "media-large.xml"
            export.write_text(export_of(address, ["2020/01/film.mp4"]))
            for name, arguments in [("web", ("--media", "download", "--allow-private-hosts")),
                                    ("disk", ("--uploads", root / "wp-content/uploads"))]:
                output = work / f"out-media-large-{name}"
                report, memory = run(pressdown, export, output, *arguments)
                assert [file["bytes"] for file in report["media"]] == [LARGE], report["media"]
                assert (output / "wp-content/uploads/2020/01/film.mp4").stat().st_size == LARGE
                assert memory < MOST_MEMORY, f"{memory} bytes"
                print(f"2 GB from {name}: {memory / 1e6:.0f} MB of memory")
                shutil.rmtree(output)


def main():
    pressdown, export, uploads, site, work = sys.argv[1:]
    export, uploads, work = (pathlib.Path(path).resolve() for path in (export, uploads, work))
    harbor(pressdown, export, uploads, site, work)
    many(pressdown, work)
    large(pressdown, work)


if __name__ == "__main__":
    main()
