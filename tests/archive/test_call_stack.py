"""Loops deep in a stack of calls, and what they ask the system for."""

import resource
import sys
import sysconfig
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from archive.call_stack import ROOM, with_room

LOOPS = 300
# Far enough for a few chunks of the stack.
DEEPEST = 400


def test_no_loop_at_any_depth_asks_for_memory_again_and_again():
    assert max(_pages_mapped(with_room(_at_depth), depth) for depth in range(DEEPEST)) < LOOPS / 3


@pytest.mark.skipif(
    sys.version_info >= (3, 13) or bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
    reason="mended in CPython in spring 2026",
)
def test_without_room_some_loop_does():
    assert max(_pages_mapped(_at_depth, depth) for depth in range(DEEPEST)) >= LOOPS


def test_what_is_given_answered_and_raised_passes_through():
    assert with_room(divmod)(7, 2) == (3, 1)
    assert with_room(sorted)([1, 2], reverse=True) == [2, 1]
    with pytest.raises(ZeroDivisionError):
        with_room(divmod)(1, 0)


@pytest.mark.django_db
def test_every_request_is_answered_with_room(client: Client):
    rooms: list[int] = []

    def look(execute: Any, *given: Any) -> Any:
        rooms.append(max(_room_of_callers()))
        return execute(*given)

    with connection.execute_wrapper(look):
        assert client.get("/sources/").status_code == 200
    assert min(rooms) >= ROOM


def _room_of_callers() -> Iterator[int]:
    frame = sys._getframe()
    while frame := frame.f_back:
        yield frame.f_code.co_stacksize


def _pages_mapped(function: Callable[[int], None], depth: int) -> int:
    """Pages of memory that the process touched anew meanwhile."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    function(depth)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def _at_depth(depth: int) -> None:
    if depth:
        _at_depth(depth - 1)
        return
    for _ in range(LOOPS):
        _called()


def _called() -> None:
    return None
