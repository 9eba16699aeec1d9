"""The index for what is no search of its own: suggestions, corrections, similar passages."""

from typing import NamedTuple

import tantivy

from quotes.models import current_version
from quotes.search.catch_up import current_snapshot
from quotes.search.index import Snapshot


class Opened(NamedTuple):
    """What can be searched, and whether it lacks the archive's newest changes."""

    snapshot: Snapshot
    is_lagging: bool

    @property
    def searcher(self) -> tantivy.Searcher:
        """The engine's own."""
        return self.snapshot.searcher


def opened() -> Opened:
    """The index as it is now; raises PreparingError when there is none yet."""
    version = current_version()
    snapshot = current_snapshot(version)
    return Opened(snapshot, is_lagging=not snapshot.holds(version))
