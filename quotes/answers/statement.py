"""A statement: words spoken once, and every published report of them side by side.

A statement goes by the identifier of the report that was entered first. The identifier of any of
its reports leads there, so an address stays good when reports are added, withdrawn or merged
(docs/decisions/0036).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.conf import settings

from quotes.answers.errors import MovedError
from quotes.answers.permalinks import Address, MistypedPermalinkError, resolve
from quotes.citations.json_record import passage_record
from quotes.models import Identifier, Passage, UtteranceMember
from quotes.models.addresses import address
from quotes.text.collation import CollatedRow, collated
from quotes.text.identifiers import MistypedError, canonical


class Cell(NamedTuple):
    """What one report has in a row; ``is_alone`` if no other has these words there."""

    text: str
    language: str
    is_alone: bool


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

    @cached_property
    def rows(self) -> list[CollatedRow]:
        """The words of all reports, stretch by stretch."""
        reports = self.reports
        return collated([each.text for each in reports], [each.language for each in reports])

    @property
    def table(self) -> list[tuple[bool, list[Cell]]]:
        """The rows, each with whether all share it, and cells in the languages of their reports."""
        languages = [report.language for report in self.reports]
        return [
            (
                row.is_shared,
                [
                    Cell(text, language, is_alone and not row.is_shared)
                    for (text, is_alone), language in zip(row.marked, languages, strict=True)
                ],
            )
            for row in self.rows
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
