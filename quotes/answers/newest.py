"""The newest quotations of the front page: those said last, and those added last."""

from collections.abc import Mapping
from typing import NamedTuple

from quotes.models import Passage, Version, Wording
from quotes.models.passage_queries import ComparedRow
from quotes.search.catch_up import PreparingError
from quotes.search.find import Request, find
from quotes.search.query import parse

SHOWN = 3
# So many of the newest are looked through for quotations that can stand alone.
LOOKED_THROUGH = 60
# Characters of words that one would print as they are: no fragment, and no speech.
QUOTABLE_LENGTH = range(50, 301)


class Newest(NamedTuple):
    """Said last and added last; whether newer ones may be missing from those said last."""

    said_last: list[Passage]
    added_last: list[Passage]
    is_lagging: bool


def newest(version: Version) -> Newest:
    """Said last and added last, each with those that can be quoted first; no passage in both.

    While there is no index, none is said last, and it lags.
    """
    (last_said, is_lagging), last_added = _said_last(version), _added_last()
    rows = {row.pk: row for row in Passage.public.compared({*last_said, *last_added})}
    said = _quotable_first(last_said, rows)[:SHOWN]
    added = [pk for pk in _quotable_first(last_added, rows) if pk not in said][:SHOWN]
    shown = Passage.public.for_display().in_bulk([*said, *added])
    return Newest(
        [shown[pk] for pk in said if pk in shown],
        [shown[pk] for pk in added if pk in shown],
        is_lagging,
    )


def _said_last(version: Version) -> tuple[list[int], bool]:
    try:
        found = find(Request(parse(""), sort="newest", rows=LOOKED_THROUGH, values=0), version)
    except PreparingError:
        return [], True
    return found.pks, found.is_lagging


def _added_last() -> list[int]:
    return list(Passage.public.newest().values_list("pk", flat=True)[:LOOKED_THROUGH])


def _quotable_first(pks: list[int], rows: Mapping[int, ComparedRow]) -> list[int]:
    """The same in their order, but first those that can stand alone, of each turn the first."""
    ordered = [pk for pk in pks if pk in rows]
    turns: set[int] = set()
    first = []
    for pk in ordered:
        if _is_quotable(rows[pk]) and rows[pk].turn not in turns:
            turns.add(rows[pk].turn)
            first.append(pk)
    return [*first, *(pk for pk in ordered if pk not in first)]


def _is_quotable(row: ComparedRow) -> bool:
    """Whether the words are the speaker's own, in one piece, and of a length to be printed."""
    is_direct = row.wording != Wording.PARAPHRASED and row.turn_kind != "question"
    return is_direct and len(row.spans) == 1 and len(row.text) in QUOTABLE_LENGTH
