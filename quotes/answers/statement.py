"""A statement: words spoken once, and every published report of them side by side.

A statement goes by the identifier of the report that was entered first. The identifier of any of
its reports leads there, so an address stays good when reports are added, withdrawn or merged
(docs/decisions/0036).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.text import Truncator

from quotes.answers.errors import MovedError
from quotes.answers.permalinks import Address, MistypedPermalinkError, resolve
from quotes.citations.json_record import passage_record
from quotes.models import Identifier, Passage, UtteranceMember, Wording
from quotes.models.addresses import address
from quotes.text.collation import CollatedRow, collated
from quotes.text.gaps import Gap
from quotes.text.identifiers import MistypedError, canonical

# Characters of the words in a summary.
OPENING = 120


class Cell(NamedTuple):
    """What one report has in a row; ``is_alone`` if no other has these words there.

    ``gaps_at`` are what stands between two of its parts, by the offset of the second.
    """

    text: str
    language: str
    is_alone: bool
    gaps_at: dict[int, Gap]
    is_account: bool


@dataclass(frozen=True)
class Statement:
    """The published reports of a statement, the closest to speech first; at least two."""

    reports: list[Passage]

    @property
    def identifier(self) -> str:
        """What it goes by."""
        return str(min(self.reports, key=lambda report: report.pk).identifier_id)

    @property
    def closest(self) -> Passage:
        """The report that is closest to the words spoken."""
        return self.reports[0]

    @property
    def opening(self) -> str:
        """The first words of the closest report; in quotation marks, if it is no account."""
        quoted = self.closest.quoted
        if self.closest.wording == Wording.PARAPHRASED:
            return Truncator(quoted).chars(OPENING)
        return f"“{Truncator(quoted[1:-1]).chars(OPENING)}”"

    @cached_property
    def rows(self) -> list[CollatedRow]:
        """The words of all reports, stretch by stretch."""
        reports = self.reports
        return collated([each.text for each in reports], [each.language for each in reports])

    @property
    def table(self) -> list[tuple[bool, list[Cell]]]:
        """The rows, each with whether all share it, and cells in the languages of their reports."""
        columns = zip(*(row.marked for row in self.rows), strict=True)
        cells = [_column(*each) for each in zip(self.reports, columns, strict=True)]
        return [
            (row.is_shared, list(each))
            for row, each in zip(self.rows, zip(*cells, strict=True), strict=True)
        ]

    @property
    def record(self) -> dict[str, Any]:
        """The statement as programs read it."""
        site = settings.SITE_URL
        return {
            "id": self.identifier,
            "url": site + address("statement", self.identifier),
            "reports": [passage_record(report, site=site) for report in self.reports],
            "collation": [{"shared": row.is_shared, "cells": list(row.cells)} for row in self.rows],
        }


def _column(report: Passage, cells: Sequence[tuple[str, bool]]) -> list[Cell]:
    """What a report has in each row: joined, the cells are its text."""
    gaps, is_account = report.gaps_at, report.wording == Wording.PARAPHRASED
    starts = accumulate((len(text) for text, _ in cells), initial=0)
    return [
        Cell(
            text,
            report.language,
            is_alone,
            {at - start: gaps[at] for at in gaps if start <= at < start + len(text)},
            is_account,
        )
        for start, (text, is_alone) in zip(starts, cells, strict=False)
    ]


def get_statement(written: str, page: Address) -> Statement | Passage:
    """The statement of which the passage named by ``written`` is a report.

    A passage that is published and stands alone is given itself. ``page`` gives this page's address
    for an identifier. Raises MovedError, and what ``resolve`` raises.
    """
    try:
        identifier = canonical(written)
    except MistypedError:
        raise MistypedPermalinkError from None
    if identifier != written:
        raise MovedError(page(identifier))
    end = Identifier.objects.at_end_of_merges(identifier)
    if end and end.pk != identifier:
        raise MovedError(page(end.pk))
    # Also of a passage that was withdrawn: the others still report the words.
    if pks := UtteranceMember.objects.reported_with(identifier):
        reports = Passage.public.for_record().in_order(pks)
        if len(reports) > 1:
            reports.sort(key=lambda report: (report.grade.rank, report.pk))
            return Statement(reports)
    return resolve(identifier, address=page)
