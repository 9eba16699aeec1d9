"""Catching up right behind each edit, in a thread of the web server: no reader waits for it.

Only where ``begin`` was called; everywhere else, and on the other nodes, the next search does it.
"""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from quotes.search.catch_up import catch_up_in_background

Block = Callable[[], AbstractContextManager[None]]


class _Follower(threading.Thread):
    """Waits for edits of its process, and catches up behind them."""

    def __init__(self, block: Block) -> None:
        super().__init__(name="search-behind-edits", daemon=True)
        self.block = block
        self.is_wanted = threading.Event()
        self.is_over = False

    def run(self) -> None:
        while self.is_wanted.wait() and not self.is_over:
            self.is_wanted.clear()
            with self.block():
                catch_up_in_background()


_follower: _Follower | None = None


def begin(block: Block = nullcontext) -> None:
    """From now on, catch up in a ``block`` behind each edit that this process commits."""
    global _follower
    _follower = _Follower(block)
    _follower.start()


def edited() -> None:
    """A change of the archive is committed."""
    if _follower:
        _follower.is_wanted.set()


def end(seconds: float = 10) -> None:
    """No longer; waits so long until what has begun is done."""
    global _follower
    if _follower:
        _follower.is_over = True
        _follower.is_wanted.set()
        _follower.join(seconds)
        _follower = None
