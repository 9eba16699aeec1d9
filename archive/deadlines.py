"""How long a request may wait for the database: the limit, and the middleware that sets it.

The backends in ``archive.backends`` keep to it. A server that hangs keeps its TCP connections
alive, and a locked SQLite file looks no different from a slow one, so neither the server nor the
system ends such a wait. Only waits count, not what the program does between them. Management
commands have no limit.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from time import monotonic

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

READ_SECONDS = 4.0
# Who sends a form may have to wait for another editor's lock.
WRITE_SECONDS = 8.0
# Whoever watches the site wants to hear soon that it is down.
HEALTH_PATH = "/healthz"
HEALTH_SECONDS = 1.5
# After a wait in vain, those who read give up early for a while: they would hold all threads.
HANGING_SECONDS = 1.0
HANGING_FOR = 10.0
# A replica that hangs is not waited for long: the primary is asked next.
REPLICA_SECONDS = 2.0
READING = ("GET", "HEAD", "OPTIONS")
Block = Callable[[], AbstractContextManager[None]]


@dataclass
class Allowance:
    """What is left of the time that a request may wait for the database."""

    seconds: float


_allowance: ContextVar[Allowance | None] = ContextVar("database_allowance", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let what runs inside wait for the database no longer than this, all waits together."""
    token = _allowance.set(Allowance(seconds))
    try:
        yield
    finally:
        _allowance.reset(token)


def allowance() -> Allowance | None:
    """What the database may still be waited for; None without a limit."""
    return _allowance.get()


class DatabaseDeadlineMiddleware:
    """Limits the time that a request waits for the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        # When a reading request of this process last waited in vain.
        self.hung_at = -HANGING_FOR

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; each part of a streamed one may wait as long as a page."""
        seconds = self._seconds(request)
        with within(seconds):
            response = self.get_response(request)
        make_parts_inside(response, partial(within, seconds))
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Note that the database doesn't answer; others say so to the reader."""
        is_of_database = isinstance(error, OperationalError | InterfaceError)
        if is_of_database and request.method in READING and not _is_reading_from_replica():
            self.hung_at = monotonic()

    def _seconds(self, request: HttpRequest) -> float:
        if request.path_info == HEALTH_PATH:
            return HEALTH_SECONDS
        if request.method not in READING:
            return WRITE_SECONDS
        if _is_reading_from_replica():
            return REPLICA_SECONDS
        return HANGING_SECONDS if monotonic() - self.hung_at < HANGING_FOR else READ_SECONDS


def _is_reading_from_replica() -> bool:
    # archive.replica_watch puts a replica's connection into the place of the default one.
    return connections[DEFAULT_DB_ALIAS].alias != DEFAULT_DB_ALIAS


def make_parts_inside(response: HttpResponse, block: Block) -> None:
    """Let each part of a streamed answer be made in a block of its own, as the answer was."""
    if isinstance(response, StreamingHttpResponse) and not response.is_async:
        response.streaming_content = _parts_inside(response.streaming_content, block)


def _parts_inside(content: Iterable[bytes], block: Block) -> Iterator[bytes]:
    parts = iter(content)
    while True:
        with block():
            part = next(parts, None)
        if part is None:
            return
        yield part
