"""Pages that say of something that it is not there, though they are answered as any other.

A server that may lack the newest changes must not decide that. What looks up a name and finds
nothing notes it here; whoever made the page asks whether anything was noted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_noted: ContextVar[list[str] | None] = ContextVar("absences", default=None)


def note_absence(of: str) -> None:
    """Note that something was looked for and is not there, or has moved or been withdrawn."""
    noted = _noted.get()
    if noted is not None:
        noted.append(of)


@contextmanager
def noting_absences() -> Iterator[list[str]]:
    """What is noted inside the block."""
    noted: list[str] = []
    token = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(token)
