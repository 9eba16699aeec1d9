"""The index for what is no search of its own: suggestions, corrections, similar passages."""

from typing import NamedTuple

import tantivy

from quotes.models import current_version
from quotes.search.catch_up import current_snapshot


class Opened(NamedTuple):
    """A searcher, and whether it lacks the archive's newest changes."""

    searcher: tantivy.Searcher
    is_lagging: bool


def opened() -> Opened:
    """The index as it is now; raises PreparingError when there is none yet."""
    version = current_version()
    snapshot = current_snapshot(version)
    return Opened(snapshot.searcher, not snapshot.holds(version))
