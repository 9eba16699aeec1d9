"""How far this node's index is behind the archive, for those who watch the node."""

import time
from pathlib import Path
from typing import NamedTuple

from quotes.models import Version
from quotes.search import index
from quotes.search.catch_up import PreparingError, current_snapshot

# From when on each index of this process has been behind.
_behind_since: dict[Path, float] = {}


class Behind(NamedTuple):
    """By how many versions, None while there is no index, and for how many seconds already."""

    versions: int | None
    seconds: float


def index_behind(version: Version) -> Behind | None:
    """How far the index is behind ``version`` after it was brought up to it, if that was possible.

    None if it is not behind. An index that nobody has searched lately is not to blame for it.
    """
    path = index.directory()
    try:
        found = current_snapshot(version)
    except PreparingError:
        found = None
    if found and found.holds(version):
        _behind_since.pop(path, None)
        return None
    since = _behind_since.setdefault(path, time.monotonic())
    versions = version.number - found.meta.version if found else None
    return Behind(versions, round(time.monotonic() - since, 1))
