"""Passages as the quotation check compares them: the words, where they stand, whose they are."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from quotes.models.indexing import IndexedPassages

COLUMNS = (
    "pk", "text", "spans", "wording", "language", "speaker_id", "turn_id", "turn__kind",
    "turn__answers_id", "turn__answers__text", "turn__answers__speaker_id",
)  # fmt: skip


class ComparedRow(NamedTuple):
    """A published passage to compare with; ``question`` is what it answers."""

    pk: int
    text: str
    spans: list[list[int]]
    wording: str
    language: str
    speaker: int
    turn: int
    turn_kind: str
    question_turn: int | None
    question: str | None
    asker: int | None


class ComparedPassages(IndexedPassages):
    """Passages for the comparison with words that somebody is said to have said."""

    def compared(self, pks: Iterable[int]) -> list[ComparedRow]:
        """Those with these primary keys; rows and no instances, in no order."""
        return self._compared(pk__in=list(pks))

    def compared_in(self, turns: Iterable[int]) -> list[ComparedRow]:
        """All of these turns, as spoken in each."""
        rows = self._compared(turn__in=list(turns))
        return sorted(rows, key=lambda row: (row.turn, row.spans[0][0]))

    def _compared(self, **where: Any) -> list[ComparedRow]:
        rows = self.filter(**where).order_by().values_list(*COLUMNS)
        return [ComparedRow(*row) for row in rows]
