#!/usr/bin/env python3
"""Do the servers and hosts that a redirect file is for send readers where it says?

Usage: redirects.py OUTPUT_DIR REDIRECTS_JSON [EXPECTED_JSON]

OUTPUT_DIR holds the files of all formats, REDIRECTS_JSON is the one of the format `json`. From what
that says and from WordPress's own spellings follows what every request must be answered with;
EXPECTED_JSON adds answers written by hand: `[request, status, location or null]`.

nginx, Apache and Caddy are started on loopback and asked. Netlify's and Vercel's files are read by
the grammar that these document, which must refuse nothing, and answer by their documented rules.
"""
import contextlib
import csv
import json
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from urllib.parse import quote, unquote, urlsplit

from servers import apache_head, free_port, nginx_head, started

REAL = ["nginx", "apache", "caddy"]
ENDINGS = ["feed", "feed/rss2", "feed/atom", "feed/rdf", "feed/rss", "rss2", "atom", "amp", "embed",
           "trackback", "comment-page-2", "page/2"]
# RFC 3986: a Location is a URI reference.
REFERENCE = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
SAMPLE = 400


# What has to be answered.

def bare(path):
    return path.rstrip("/")


def small(text):
    return re.sub("%[0-9A-F]{2}", lambda escape: escape[0].lower(), text)


def spellings(path):
    """The ways in which a decoded path is asked for: with and without the slash, in both cases."""
    for ending in ["", "/"] if bare(path) else ["/"]:
        asked = quote(bare(path) + ending, safe="/-._~$&'();!@,=+")
        yield asked
        if small(asked) != asked:
            yield small(asked)


def sample(rows):
    return rows[::max(1, len(rows) // SAMPLE)]


def derived(facts):
    """(request, status, location decoded) by what the redirects say."""
    paths = [row for row in facts["redirects"] if row["kind"] == "path"]
    queries = [row for row in facts["redirects"] if row["kind"] == "query"]
    for row in sample(paths):
        for asked in spellings(row["from"]):
            yield asked, 301, row["to"]
    for row in sample(queries):
        pair = f"{row['name']}={quote(row['value'], safe='')}"
        for query in [pair, pair + "&preview=true", "preview=true&" + pair]:
            yield f"{quote(row['from'])}?{query}", 301, row["to"]
    taken = {bare(row["from"]) for row in paths} | set(facts["endings"]["kept"])
    pages = sorted({row["to"].split("#")[0] for row in facts["redirects"] if is_page(row["to"])})
    for page in sample(pages):
        yield quote(page), 200, None
        for ending in ENDINGS:
            if bare(page) + "/" + ending not in taken:
                for asked in spellings(f"{page}{ending}/"):
                    yield asked, 301, page
    for kept in facts["endings"]["kept"]:
        yield quote(kept) + "/", 200, None
    for nothing in ["/no-such-page-anywhere/", "/no/such/file.html"]:
        yield nothing, 404, None
    yield "/?p=999999999", 200, None


def is_page(to):
    return to.startswith("/") and to.split("#")[0].endswith("/")


def right(status, location, wanted):
    """Whether an answer is the wanted one; `location` has lost the server's own address."""
    if status != wanted[1]:
        return False
    if status != 301:
        return True
    return bool(location and REFERENCE.fullmatch(location)) and unquote(location) == decoded(wanted[2])


def decoded(to):
    """Targets are paths, which are decoded already, or whole URLs, which are not."""
    return to if to.startswith("/") else unquote(to)


# The new site: a file for every target and for every page that looks like an ending.

def build_site(folder, facts, extra):
    addresses = {"/"} | {row["to"].split("#")[0] for row in facts["redirects"]}
    addresses |= {kept + "/" for kept in facts["endings"]["kept"]} | extra
    # What lies deeper comes first, so that an address that is a folder too is known for one.
    for address in sorted(addresses, key=lambda address: -address.count("/")):
        if not address.startswith("/"):
            continue
        path = folder / address.lstrip("/")
        if address.endswith("/") or path.is_dir():
            path = path / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(address)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    return {"/" + path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


# Real servers.

def nginx(work, site, files, port):
    conf = work / "nginx.conf"
    rules = (files / "redirects.nginx.conf").read_text()
    # What the file tells its user to put into the server block.
    lines = re.findall(r"^#     ((?:if|set) .*)$", rules, re.M)
    assert len(lines) == 4, "the lines for the server block"
    main, folders = nginx_head(work)
    conf.write_text(
        f"{main}http {{ access_log off; {folders}\n"
        f"include {files}/redirects.nginx.conf;\n"
        f"server {{ listen 127.0.0.1:{port}; root {site};\n" + "\n".join(lines) + "\n} }\n")
    subprocess.run(["nginx", "-t", "-q", "-c", conf, "-e", work / "nginx.log"], check=True)
    assert "warn" not in (work / "nginx.log").read_text(), (work / "nginx.log").read_text()
    return ["nginx", "-c", conf, "-e", work / "nginx.log"]


def apache(work, site, files, port):
    conf = work / "apache.conf"
    shutil.copy(files / ".htaccess", site / ".htaccess")
    conf.write_text(
        f"{apache_head(work, port, site, ['mpm_event', 'authz_core', 'dir', 'rewrite'])}DirectoryIndex index.html\n"
        f"<Directory {site}>\nAllowOverride FileInfo\nOptions FollowSymLinks\nRequire all granted\n"
        f"</Directory>\n")
    return [shutil.which("apache2") or "/usr/sbin/apache2", "-f", conf, "-DFOREGROUND"]


def caddy(work, site, files, port):
    conf = work / "Caddyfile"
    conf.write_text(
        f"{{\n admin off\n auto_https off\n}}\nhttp://127.0.0.1:{port} {{\n root * {site}\n"
        f" import {files}/redirects.caddy\n file_server\n}}\n")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", conf]


@contextlib.contextmanager
def running(name, work, site, files):
    port = free_port()
    command = {"nginx": nginx, "apache": apache, "caddy": caddy}[name](work, site, files, port)
    with started(name, command, port, work):
        yield port


def ask(port, request):
    """The status and the headers of an answer. The request goes out as it is, byte for byte."""
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        head = f"GET {request} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode())
        answer = b""
        while b"\r\n\r\n" not in answer:
            more = connection.recv(65536)
            if not more:
                break
            answer += more
    lines = answer.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    headers = (line.partition(": ")[::2] for line in lines[1:])
    return int(lines[0].split(" ")[1]), {name.lower(): value for name, value in headers}


def location_of(headers, port):
    location = headers.get("location")
    own = f"http://127.0.0.1:{port}"
    return location[len(own):] if location and location.startswith(own) else location


def attack(name, port):
    """Requests that try to leave the host or to end a header by way of an ending."""
    faults = []
    for request in ["//evil.example/feed/", "/%5Cevil.example/feed/", "/\\evil.example/feed/",
                    "/a%0d%0aX-Evil:%201/feed/", "/%0aX-Evil:1/amp", "///evil.example/x/page/2",
                    "/%2F/evil.example/feed/", "/.//evil.example/amp/"]:
        status, headers = ask(port, request)
        location = location_of(headers, port) or ""
        if "x-evil" in headers or re.match(r"[/\\]{2}|\w+:", location):
            faults.append(f"{name}: {request}: {status} {location}")
    return faults


# Netlify, by https://docs.netlify.com/manage/routing/redirects/overview and redirect-options.

def read_netlify(path):
    rules = []
    for line in path.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        source, *queries, target, status = line.split(" ")
        assert (source + target).isascii(), line
        assert re.fullmatch(r"/[^\s#?*]*", source) and not source.startswith("/.netlify"), line
        assert re.fullmatch(r"(/|https?://)\S*", target), line
        assert re.fullmatch(r"301!?", status), line
        assert all(re.fullmatch(r"[\w-]+=[\w.~-]+", query) for query in queries), line
        names = re.findall(r"/:(\w+)", source)
        assert len(names) == len(set(names)) and set(re.findall(r"/:(\w+)", target)) <= set(names), line
        segment = lambda part: f"(?P<{part[1:]}>[^/]+)" if part.startswith(":") else re.escape(part)
        pattern = "/".join(segment(part) for part in bare(source).split("/"))
        rules.append((re.compile(pattern + "/?"), dict(q.split("=") for q in queries), target, status))
    return rules


def parameters(query):
    return {name: unquote(value) for name, _, value in (pair.partition("=") for pair in query.split("&"))}


def is_written(path, files):
    return bool({unquote(path), bare(unquote(path)) + "/index.html"} & files)


def netlify(rules, files, request):
    path, _, query = request.partition("?")
    sent = parameters(query)
    is_file = is_written(path, files)
    for pattern, wanted, target, status in rules:
        match = pattern.fullmatch(path)
        if match and wanted.items() <= sent.items() and (status.endswith("!") or not is_file):
            return 301, re.sub(r"/:(\w+)", lambda name: "/" + match[name[1]], target)
    return (200 if is_file else 404), None


# Vercel, by https://openapi.vercel.sh/vercel.json and path-to-regexp 6.

TOKEN = re.compile(r"\\(?P<escaped>.)|(?P<open>\{)|(?P<close>\})(?P<many>[?*+])?|:(?P<name>\w+)|(?P<group>\()"
                   r"|(?P<plain>[^\\{}:()*+?])", re.S)


def path_to_regexp(source):
    """A pattern of path-to-regexp as one of Python; refuses what that refuses."""
    pattern, names, at = "", [], 0
    while at < len(source):
        token = TOKEN.match(source, at)
        assert token, f"{source}: {source[at:]}"
        at = token.end()
        if token["group"] or token["name"]:
            start = at if token["group"] else at + 1
            assert source[start - 1] == "(" and source[start] != "?", source
            depth, at = 1, start
            while depth:
                if source[at] == "\\":
                    at += 1
                elif source[at] == "(":
                    assert source[at + 1] == "?", f"{source}: a group that captures"
                    depth += 1
                depth -= source[at] == ")" and source[at - 1] != "\\"
                at += 1
            names.append(token["name"] or str(len(names)))
            pattern += f"({source[start:at - 1]})"
        elif token["open"]:
            pattern += "(?:"
        elif token["close"]:
            pattern += ")" + (token["many"] or "")
        else:
            pattern += re.escape(token["escaped"] or token["plain"])
    return re.compile(pattern), names


def read_vercel(path):
    config = json.loads(path.read_text())
    assert set(config) == {"redirects"}
    rules = []
    for rule in config["redirects"]:
        assert {"source", "destination", "statusCode"} <= set(rule) <= {"source", "destination", "statusCode", "has"}
        assert rule["statusCode"] == 301 and max(len(rule["source"]), len(rule["destination"])) <= 4096, rule
        has = rule.get("has", [])
        assert all(set(it) == {"type", "key", "value"} and it["type"] == "query" for it in has), rule
        rules.append((*path_to_regexp(rule["source"]), has, rule["destination"]))
    return rules


def vercel(rules, files, request):
    path, _, query = request.partition("?")
    sent = parameters(query)
    for pattern, names, has, target in rules:
        match = pattern.fullmatch(path)
        if match and all(it["key"] in sent and re.fullmatch(it["value"], sent[it["key"]]) for it in has):
            for name, text in zip(names, match.groups()):
                target = re.sub(f":{name}\\b", lambda _: text or "", target) if not name.isdigit() else target
            return 301, target
    return (200 if is_written(path, files) else 404), None


def check_csv(path, facts):
    rows = list(csv.reader(path.read_text().splitlines()))
    assert rows[0] == ["from", "to", "status"] and all(len(row) == 3 and row[2] == "301" for row in rows[1:])
    assert [unquote(row[1]) for row in rows[1:]] == [decoded(row["to"]) for row in facts["redirects"]]


# What a host cannot do, as docs/redirects.md says.

def can(name, request):
    if name == "vercel" and re.search(r"/page/[0-9]+/?(\?|$)", request):
        return False
    if name == "nginx" and re.search(r"\?(.*&)?[\w]*-[\w-]*=", request):
        return False
    if name == "netlify" and "?" in request:
        return all(re.fullmatch(r"[\w.~-]*", value) for value in parameters(request.split("?", 1)[1]).values())
    return True


def main():
    output, facts, *expected = sys.argv[1:]
    facts = json.loads(pathlib.Path(facts).read_text())
    files = pathlib.Path(output).resolve()
    assert facts["schema"] == "pressdown/redirects/1"
    by_hand = json.loads(pathlib.Path(expected[0]).read_text()) if expected else []
    cases = list(derived(facts)) + [(asked, status, to and unquote(to)) for asked, status, to in by_hand]
    # Some clients send letters as they are.
    sources = {bare(row["from"]) for row in facts["redirects"] if row["kind"] == "path"}
    plain = [(unquote(asked), *rest) for asked, *rest in cases if bare(unquote(asked)) in sources]
    cases_of_servers = cases + [case for case in plain
                                if not case[0].isascii() and not re.search(r"[\x00-\x20%?#]", case[0])]
    check_csv(files / "redirects.csv", facts)
    faults, counts = [], {}
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        work.chmod(0o755)
        site = work / "site"
        site.mkdir()
        live = {unquote(urlsplit(request).path) for request, status, _ in by_hand if status == 200}
        written = build_site(site, facts, live)
        for name in REAL:
            with running(name, work, site, files) as port:
                asked = [case for case in cases_of_servers if can(name, case[0])]
                for case in asked:
                    status, headers = ask(port, case[0])
                    if not right(status, location_of(headers, port), case):
                        faults.append(f"{name}: {case[0]}: {status} {headers.get('location')}, wanted {case[1:]}")
                faults += attack(name, port)
                counts[name] = len(asked)
        hosts = {"netlify": (netlify, read_netlify(files / "_redirects")),
                 "vercel": (vercel, read_vercel(files / "vercel.json"))}
        for name, (answer, rules) in hosts.items():
            asked = [case for case in cases if can(name, case[0])]
            for case in asked:
                status, location = answer(rules, written, case[0])
                if not right(status, location, case):
                    faults.append(f"{name}: {case[0]}: {status} {location}, wanted {case[1:]}")
            counts[name] = len(asked)
    for fault in faults:
        print(fault)
    told = ", ".join(f"{name} {count}" for name, count in counts.items())
    print(f"redirects: {told} answers, {len(faults)} failed")
    return 1 if faults or not all(counts.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
