"""Utterances: words spoken once that several sources report, each with its reports."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from quotes.answers.errors import MovedError, ProblemError
from quotes.answers.permalinks import resolve
from quotes.answers.responses import json_response
from quotes.api import records
from quotes.api.base import PublicView, refuse_parameters
from quotes.api.lists import NounList
from quotes.api.records import Record
from quotes.filters.browse import UtteranceFilters
from quotes.models import Identifier, Passage, Utterance, UtteranceMember
from quotes.models.addresses import address

ONE = "api_utterance"


class UtteranceList(NounList):
    """All utterances with several published reports, in the order in which the first was entered.

    An utterance goes by the identifier of its closest report; it has no public name of its own.
    """

    filters, list_name = UtteranceFilters, "api_utterances"

    def rows(self) -> Any:
        """All public rows."""
        return Utterance.objects.public()

    def records(self, nouns: list[Utterance]) -> list[Record]:
        """The records of these utterances; the reports of all are loaded together."""
        members = UtteranceMember.objects.reports([noun.pk for noun in nouns])
        pks = [pk for reports in members.values() for pk in reports]
        loaded = {each.pk: each for each in Passage.public.for_record().in_order(pks)}
        return _records_of([loaded[pk] for pk in each if pk in loaded] for each in members.values())

    def place_of(self, noun: Any) -> tuple[str, int]:
        """Identifier and primary key of its first report."""
        return str(Identifier.objects.of_passage(noun.first_report)), noun.first_report

    def key_of(self, name: str) -> int | None:
        """The primary key of the first report."""
        return Identifier.objects.key_of_passage(name)


class OneUtterance(PublicView):
    """The utterance that a passage reports, with all its published reports."""

    is_by_content = True

    def answer(self, request: HttpRequest, identifier: str) -> HttpResponse:
        """The record; addresses of other reports redirect to that of the closest one."""
        refuse_parameters(request)
        found = resolve(identifier, address=partial(address, ONE))
        pks = [report.pk for report in found.reports]
        records = _records_of([Passage.public.for_record().in_order(pks)])
        if not records:
            raise ProblemError(
                status=404,
                title="These words are reported once",
                detail="The passage stands in the archive, but no other report of its words does.",
            )
        if records[0]["id"] != identifier:
            raise MovedError(address(ONE, records[0]["id"]))
        return json_response(records[0])


def _records_of(utterances: Iterable[list[Passage]]) -> list[Record]:
    return [
        records.utterance(reports, settings.SITE_URL)
        for loaded in utterances
        # A report may have been withdrawn since its utterance was read.
        if (reports := [passage for passage in loaded if passage.reports])
    ]
