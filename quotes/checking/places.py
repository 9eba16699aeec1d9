"""Where words stand together: a passage, or passages of one turn with no word between them.

An editor who cuts one statement into two passages does not part its words: a quotation that reaches
over the cut is whole.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from quotes.checking.reading import Reading, read
from quotes.models import Passage, Turn
from quotes.models.passage_queries import ComparedRow
from quotes.text.spans import JOINT

WORD = re.compile(r"\w")
# Of a turn with more passages, only what was found is compared.
MOST_OF_A_TURN = 60


@dataclass(frozen=True)
class Place:
    """Passages that stand together, in order, and their words as one text."""

    rows: tuple[ComparedRow, ...]

    @cached_property
    def reading(self) -> Reading:
        """The words of all."""
        text = JOINT.join(row.text for row in self.rows)
        return read(text, language=self.rows[0].language)

    def rows_in(self, start: int, end: int) -> list[tuple[ComparedRow, tuple[int, int]]]:
        """The passages that have characters of ``start … end``, and where in each, in order."""
        found, begins = [], 0
        for row in self.rows:
            own = max(start - begins, 0), min(end - begins, len(row.text))
            if own[0] < own[1]:
                found.append((row, own))
            begins += len(row.text) + len(JOINT)
        return found


def places(rows: Iterable[ComparedRow]) -> list[Place]:
    """The places in which these passages stand, in their order; up to two queries."""
    rows = list(rows)
    by_turn: dict[int, list[ComparedRow]] = {}
    for row in Passage.public.compared_in({row.turn for row in rows}):
        by_turn.setdefault(row.turn, []).append(row)
    shared = [turn for turn, inside in by_turn.items() if 1 < len(inside) <= MOST_OF_A_TURN]
    texts = Turn.objects.texts(shared) if shared else {}
    made: dict[tuple[int, ...], Place] = {}
    for row in rows:
        inside = by_turn.get(row.turn, []) if row.turn in texts else [row]
        for run in _runs(inside, texts.get(row.turn, "")):
            if any(each.pk == row.pk for each in run):
                made[tuple(each.pk for each in run)] = Place(tuple(run))
    return list(made.values())


def _runs(rows: list[ComparedRow], text: str) -> Iterator[list[ComparedRow]]:
    """Passages of a turn, parted where words stand between them or somebody else speaks."""
    run: list[ComparedRow] = []
    for row in rows:
        if run and not _stand_together(run[-1], row, text):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _stand_together(one: ComparedRow, other: ComparedRow, text: str) -> bool:
    between = text[one.spans[-1][1] : other.spans[0][0]]
    is_same = (one.speaker, one.wording) == (other.speaker, other.wording)
    return is_same and not WORD.search(between)
