"""Real servers on loopback, as several of the tests start them."""

import contextlib
import os
import pathlib
import socket
import subprocess
import sys
import time

MODULES = pathlib.Path("/usr/lib/apache2/modules")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def nginx_head(work):
    """What stands outside of the `http` block, and the folders that it needs inside."""
    kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    user = "user root; " if os.getuid() == 0 else ""
    main = f"daemon off; pid {work}/nginx.pid; error_log {work}/nginx.log warn;\n{user}events {{}}\n"
    return main, "".join(f"{kind}_temp_path {work}/{kind}; " for kind in kinds)


def apache_head(work, port, root, modules):
    """What any site needs, with these modules."""
    load = "".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so\n" for name in modules)
    user = "User www-data\nGroup www-data\n" if os.getuid() == 0 else ""
    return (
        f"ServerRoot {work}\n{load}{user}PidFile {work}/apache.pid\nErrorLog {work}/apache.log\n"
        f"Listen 127.0.0.1:{port}\nServerName 127.0.0.1\nDocumentRoot {root}\n")


@contextlib.contextmanager
def started(name, command, port, work):
    """A server, until the block ends. One that does not answer ends the test with what it said."""
    environment = {**os.environ, "PATH": os.environ["PATH"] + ":/usr/sbin",
                   "XDG_DATA_HOME": str(work), "XDG_CONFIG_HOME": str(work), "HOME": str(work)}
    log = open(work / f"{name}.out", "w")
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    sys.exit(f"{name} did not start:\n{(work / f'{name}.out').read_text()[-2000:]}")
                time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait()
