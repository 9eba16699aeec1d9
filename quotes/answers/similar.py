"""More like this: as it was when first asked for on this day.

Nobody cites it, so a page that is made again because of an edit need not search anew.
"""

from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

from quotes.answers.kept import made_once
from quotes.models import Passage, Version
from quotes.models.result_rows import ResultRow, result_rows
from quotes.search.similar import similar_keys


class MoreLike(NamedTuple):
    """Similar passages that are public now; none, and ``is_lagging``, while no index can tell."""

    passages: list[ResultRow]
    is_lagging: bool


def more_like(passage: Passage, version: Version) -> MoreLike:
    """Passages like this one, which is loaded for its record; one query."""
    today = datetime.now(UTC).date()
    about = ("similar", passage.identifier_id, passage.text, today)
    keys = made_once(partial(similar_keys, passage, version), *about)
    rows = result_rows(keys, with_tags=False) if keys else []
    return MoreLike(rows, is_lagging=keys is None)
