"""The end of the time for a request. Pure."""

import time


class OutOfTimeError(Exception):
    """The time for the request is over."""


def keep_time(deadline: float) -> None:
    """Raise OutOfTimeError behind the ``deadline`` (``time.monotonic``)."""
    if time.monotonic() > deadline:
        raise OutOfTimeError
