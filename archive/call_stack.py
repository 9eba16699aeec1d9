"""Room for deep calls, so that a loop deep in a page does not ask the system for memory.

CPython keeps the frames of calls in chunks of 16 kB. Before the releases of spring 2026 it gave a
chunk back when the first call in it returned (python/cpython issue 142183): where a loop stands at
the end of a chunk, each of its calls maps a new one and unmaps it (docs/decisions/0053).
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
# Pointers that a call asks for. With them it gets a chunk of 512 kB, of which half is left for the
# calls inside it; memory that no call touches is never really taken.
ROOM = 33_000


def with_room(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """``function``, with all calls inside it in one chunk."""

    def call(*args: Given.args, **named: Given.kwargs) -> Answer:
        return function(*args, **named)

    call.__code__ = call.__code__.replace(co_stacksize=ROOM)
    return call


# As a middleware, the outermost: it gets and gives a function that answers requests.
CallStackMiddleware = with_room
