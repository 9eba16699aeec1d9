"""The archive behind its real server, started as ``make demo`` starts it, and requests by hand."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tests.archives import Archive


@dataclass(frozen=True)
class Answer:
    """What a server answered, and how long it took."""

    status: int
    headers: Mapping[str, str]
    text: str
    seconds: float


@dataclass(frozen=True)
class Served:
    """A server on a port of this machine, and the file with all that it says."""

    port: int
    log: Path

    def get(self, path: str, headers: Mapping[str, str] | None = None, **how: str) -> Answer:
        """The answer to GET; ``how`` may name another ``method`` or a ``body``."""
        started = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            body = how["body"].encode() if "body" in how else None
            connection.request(how.get("method", "GET"), path, body, dict(headers or {}))
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
            headers = {name.title(): value for name, value in response.getheaders()}
            return Answer(response.status, headers, text, time.monotonic() - started)
        finally:
            connection.close()

    def send(self, raw: bytes, *, wait: float = 5) -> bytes:
        """What comes back for these bytes until the server closes, or falls silent for ``wait``."""
        received = b""
        with self.connect() as connection:
            connection.settimeout(wait)
            connection.sendall(raw)
            try:
                while part := connection.recv(65536):
                    received += part
            except OSError:
                pass
        return received

    def connect(self) -> socket.socket:
        """A connection that has said nothing yet."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)


@contextmanager
def served(archive: Archive, folder: Path, **environment: str) -> Iterator[Served]:
    """The archive, served until the end of the block."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "archive.wsgi", "--bind", f"127.0.0.1:{port}"]
    variables = {**archive.environment, "PORT": str(port), **environment}
    site = Served(port, folder / f"server-{port}.log")
    with site.log.open("wb") as log, running(command, variables, log):
        wait_for(port)
        yield site


@contextmanager
def running(
    command: list[str], environment: Mapping[str, str], log: object
) -> Iterator[subprocess.Popen[bytes]]:
    """A program that is ended with the block."""
    process = subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        finally:
            process.kill()
            process.wait()


def wait_for(port: int) -> None:
    """Return when something answers on the port."""
    for _ in range(600):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
    raise RuntimeError(f"Nothing answered on port {port} within 30 seconds.")


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def files_with(words: bytes, folder: Path) -> list[str]:
    """The files below a folder that hold these words."""
    found = [Path(at, name) for at, _, names in os.walk(folder) for name in names]
    return [str(path.relative_to(folder)) for path in found if words in path.read_bytes()]
