"""More like this: a few passages with similar words, below a passage."""

from typing import NamedTuple

from quotes.models import Passage
from quotes.models.shown import ShownPassage, shown
from quotes.search.catch_up import PreparingError
from quotes.search.index import DamagedIndexError
from quotes.search.opened import opened
from quotes.search.similar import similar

MOST = 5


class MoreLike(NamedTuple):
    """Similar passages; none, and lagging, while the index cannot tell."""

    passages: list[ShownPassage]
    is_lagging: bool


def more_like(passage: Passage) -> MoreLike:
    """Passages like this one, which is loaded for its record; two queries beside the version's."""
    try:
        index = opened()
        pks = [] if index.is_lagging else similar(passage, index.snapshot, most=MOST)
    except (PreparingError, DamagedIndexError):
        return MoreLike([], is_lagging=True)
    return MoreLike(shown(pks) if pks else [], index.is_lagging)
