"""More like this: a few passages with similar words, below a passage."""

from typing import NamedTuple

from quotes.models import Passage
from quotes.search.catch_up import PreparingError
from quotes.search.index import DamagedIndexError
from quotes.search.opened import opened
from quotes.search.similar import similar

MOST = 5


class MoreLike(NamedTuple):
    """Similar passages; none, and lagging, while the index cannot tell."""

    passages: list[Passage]
    is_lagging: bool


def more_like(passage: Passage) -> MoreLike:
    """Passages like this one, which is loaded for its record; one query beside the version's."""
    try:
        index = opened()
        pks = [] if index.is_lagging else similar(passage, index.searcher, most=MOST)
    except (PreparingError, DamagedIndexError):
        return MoreLike([], is_lagging=True)
    rows = Passage.public.for_lines().in_order(pks) if pks else []
    return MoreLike(rows, index.is_lagging)
