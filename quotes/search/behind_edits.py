"""Catching up right behind each edit, in a thread of the web server: no reader waits for it.

Only where ``begin`` was called; everywhere else, and on the other nodes, the next search does it.
"""

import threading

from quotes.search.catch_up import catch_up_in_background


class _Follower(threading.Thread):
    """Waits for edits of its process, and catches up behind them."""

    def __init__(self) -> None:
        super().__init__(name="search-behind-edits", daemon=True)
        self.is_wanted = threading.Event()
        self.is_over = False

    def run(self) -> None:
        while self.is_wanted.wait() and not self.is_over:
            self.is_wanted.clear()
            catch_up_in_background()


_followers: list[_Follower] = []


def begin() -> None:
    """From now on, catch up behind the edits that this process commits."""
    _followers.append(_Follower())
    _followers[-1].start()


def edited() -> None:
    """A change of the archive is committed."""
    for follower in _followers:
        follower.is_wanted.set()


def end(seconds: float = 10) -> None:
    """No longer; waits so long until what has begun is done."""
    while _followers:
        follower = _followers.pop()
        follower.is_over = True
        follower.is_wanted.set()
        follower.join(seconds)
