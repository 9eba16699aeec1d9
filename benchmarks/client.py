"""HTTP clients that keep their connections: one for latency, one for many connections at once."""

import http.client
import itertools
import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

PATIENCE_SECONDS = 120
# Then a line of a load connects anew: one worker may have taken all of them.
ANSWERS_A_CONNECTION = 25


class AnswerError(RuntimeError):
    """A server gave another answer than the one to be measured."""


class Connection:
    """One connection to a port of this machine, opened again when the server has closed it."""

    def __init__(self, port: int) -> None:
        self._http = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)

    def get(self, path: str) -> tuple[bytes, dict[str, str]]:
        """Body and headers; raises AnswerError on any status but 200."""
        for last_try in (False, True):
            try:
                self._http.request("GET", path)
                answer = self._http.getresponse()
                body = answer.read()
                break
            except (http.client.RemoteDisconnected, ConnectionError):
                self._http.close()
                if last_try:
                    raise
        if answer.status != 200:
            raise AnswerError(f"{answer.status} for {path}: {body[:300]!r}")
        return body, dict(answer.getheaders())

    def close(self) -> None:
        """Close it; the next request opens another."""
        self._http.close()


@dataclass
class Load:
    """Answers to many connections: seconds of each, by the number of its request."""

    seconds: float
    taken: list[tuple[int, float]] = field(default_factory=list)
    wrong: int = 0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.taken) / self.seconds

    def add(self, line: "_Line", *, right: bool) -> None:
        """Count the answer that has just come over ``line``."""
        self.taken.append((line.number, time.perf_counter() - line.since))
        self.wrong += not right


@dataclass
class _Line:
    """One connection under load, and the request it waits for."""

    socket: socket.socket
    number: int = 0
    since: float = 0.0
    got: bytes = b""
    answers: int = 0


def request(path: str, **headers: str) -> bytes:
    """A GET request as it goes over the wire; ``if_none_match`` becomes If-None-Match."""
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{k}: {v}" for k, v in named.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def load(
    port: int, requests: Sequence[bytes], *, connections: int, seconds: float, status: int = 200
) -> Load:
    """Send the requests in rotation over all connections, each its next when it has an answer.

    One thread, little parsing: it shares the machine with the server. Answers with another status
    than ``status`` are counted as wrong.
    """
    turns = itertools.cycle(enumerate(requests))
    started = time.perf_counter()
    result = Load(seconds)
    with selectors.DefaultSelector() as waiting:
        for _ in range(connections):
            _send_next(_connected(port, waiting), turns)
        while _goes_on(result, time.perf_counter() - started):
            for key, _ in waiting.select(timeout=0.1):
                if found := _answer(key.data):
                    result.add(key.data, right=found == status)
                    _send_next(_kept_or_anew(key.data, port, waiting), turns)
        result.seconds = time.perf_counter() - started
        for key in list(waiting.get_map().values()):
            key.data.socket.close()
    return result


def _connected(port: int, waiting: selectors.BaseSelector) -> _Line:
    line = _Line(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS))
    waiting.register(line.socket, selectors.EVENT_READ, line)
    return line


def _kept_or_anew(line: _Line, port: int, waiting: selectors.BaseSelector) -> _Line:
    line.answers += 1
    if line.answers < ANSWERS_A_CONNECTION:
        return line
    waiting.unregister(line.socket)
    line.socket.close()
    return _connected(port, waiting)


def _goes_on(result: Load, passed: float) -> bool:
    # However slow the machine, something is answered.
    return passed < (result.seconds if result.taken else PATIENCE_SECONDS)


def _send_next(line: _Line, turns: Iterator[tuple[int, bytes]]) -> None:
    line.number, message = next(turns)
    line.got = b""
    line.since = time.perf_counter()
    line.socket.sendall(message)


def _answer(line: _Line) -> int | None:
    """The status, once the whole answer has come."""
    part = line.socket.recv(1 << 18)
    if not part:
        raise AnswerError("The server closed a connection under load.")
    line.got += part
    end = line.got.find(b"\r\n\r\n")
    if end < 0:
        return None
    status = int(line.got[9:12])
    return status if len(line.got) >= end + 4 + _length(line.got[:end], status) else None


def _length(head: bytes, status: int) -> int:
    if status == 304:
        return 0
    for name, _, value in (row.partition(b":") for row in head.split(b"\r\n")):
        if name.lower() == b"content-length":
            return int(value)
    raise AnswerError("An answer has no Content-Length.")
