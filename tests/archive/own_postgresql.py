"""A PostgreSQL server of a test's own, which it may stop, resume and crash."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.archive.served import free_port

# The server refuses to run as root.
AS_POSTGRES = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"]


@dataclass(frozen=True)
class OwnServer:
    """A running server."""

    url: str
    process: subprocess.Popen[bytes]

    def processes(self) -> list[int]:
        """The first process, and behind it those that serve the connections and the rest."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid, *map(int, children)]

    def signal(self, number: int, *, which: str = "all") -> None:
        """Send a signal to ``all`` processes, the ``first``, or the ``others``."""
        chosen = {"all": slice(None), "first": slice(1), "others": slice(1, None)}[which]
        for pid in self.processes()[chosen]:
            os.kill(pid, number)


@contextmanager
def own_postgresql() -> Iterator[OwnServer]:
    """A server on loopback, removed at the end; skips where PostgreSQL isn't installed."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    initdb = str(programs[-1]) if programs else shutil.which("initdb")
    if initdb is None:
        pytest.skip("No PostgreSQL server is installed here (Debian: postgresql).")
    folder, port = Path(tempfile.mkdtemp(prefix="on-record-postgresql-")), free_port()
    as_owner = []
    if os.geteuid() == 0:
        as_owner = AS_POSTGRES
        shutil.chown(folder, "postgres")
    data = folder / "data"
    make = [initdb, "-D", data, "-U", "archive", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    subprocess.run([*as_owner, *make, "--no-sync"], check=True, capture_output=True, cwd="/")
    options = ["listen_addresses=127.0.0.1", f"unix_socket_directories={folder}", "fsync=off"]
    command = [str(Path(initdb).with_name("postgres")), "-D", data, "-p", str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*as_owner, *command, *(part for option in options for part in ("-c", option))],
            stdout=log, stderr=log, cwd="/",
        )  # fmt: skip
    server = OwnServer(f"postgresql://archive@127.0.0.1:{port}/postgres", process)
    try:
        _wait_for(folder / "log", process)
        yield server
    finally:
        if process.poll() is None:
            server.signal(signal.SIGCONT)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        shutil.rmtree(folder)


def _wait_for(log: Path, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if b"ready to accept connections" in log.read_bytes():
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text()[-2000:]}")
