"""The index as it is now, for all that is asked of it."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

import tantivy

from quotes.models import Version, current_version
from quotes.models.archive_state import is_standby
from quotes.search import index
from quotes.search.catch_up import PreparingError, current_snapshot
from quotes.search.index import DamagedIndexError, Snapshot, reader, reading

T = TypeVar("T")
# From when on each index of this process has been behind.
_behind_since: dict[Path, float] = {}


class OpenIndex(NamedTuple):
    """What can be searched, and whether it lacks the archive's newest changes.

    On a standby that is not that far yet it lags too: it does not tell what the database does.
    """

    snapshot: Snapshot
    is_lagging: bool

    @property
    def searcher(self) -> tantivy.Searcher:
        """The engine's own."""
        return self.snapshot.searcher

    @property
    def version(self) -> Version:
        """The version of the archive that answers."""
        meta = self.snapshot.meta
        return Version(meta.archive_id, meta.version, meta.token)


def open_index(version: Version | None = None) -> OpenIndex:
    """The index as it is now, for ``version``, which is read where it is not given.

    Raises PreparingError when there is none yet.
    """
    version = version or current_version()
    snapshot = current_snapshot(version)
    is_ahead = snapshot.is_ahead_of(version) and is_standby()
    return OpenIndex(snapshot, is_lagging=is_ahead or not snapshot.holds(version))


def from_index(answer: Callable[[OpenIndex], T], version: Version | None = None) -> T:
    """What ``answer`` makes of the index; with a new reader where its files were damaged.

    Raises PreparingError when there is no index yet.
    """
    try:
        with reading():
            return answer(open_index(version))
    except DamagedIndexError:
        reader().reopen()
    try:
        with reading():
            return answer(open_index(version))
    except DamagedIndexError as error:
        reader().report_failure()
        raise PreparingError from error


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
