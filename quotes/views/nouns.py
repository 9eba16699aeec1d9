"""What the pages of all nouns share: finding one by its slug, and tallies that lead to a search."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse

from quotes.models import Wording
from quotes.models.cited import NounQuerySet


@dataclass(frozen=True)
class Tally:
    """How many passages share a value, and the search that lists them."""

    value: str
    label: str
    count: int
    url: str
    height_percent: int = 0
    selected: bool = False


def find(slug: str, *kinds: NounQuerySet, ending: str = "") -> Any:
    """The noun with this slug, the first of ``kinds`` that has one, or the redirect of an old slug.

    ``ending`` is what the address asked for adds to that of the noun's page. Raises Http404 where
    neither exists.
    """
    for rows in kinds:
        if noun := rows.at(slug):
            if noun.slug == slug:
                return noun
            return HttpResponsePermanentRedirect(noun.get_absolute_url() + ending)
    raise Http404


def search_url(**parameters: str) -> str:
    """The search with these parameters set."""
    return f"{reverse('quotes:search')}?{urlencode(parameters)}"


def by_wording(counts: dict[str, int], **parameters: str) -> list[tuple[Wording, Tally]]:
    """Tallies of the wordings there are, best first."""
    return [
        (grade, Tally(grade.value, grade.label, counts[grade], url))
        for grade in Wording
        if grade in counts
        for url in [search_url(**parameters, wording=grade.value)]
    ]


def by_year(counts: Iterable[tuple[int | None, int]], **parameters: str) -> list[Tally]:
    """Tallies of years as bars, the highest of them 100 per cent; undated passages last."""
    rows = [(str(year or "undated"), count) for year, count in counts]
    most = max((count for _, count in rows), default=1)
    return [
        Tally(
            year,
            year,
            count,
            search_url(**parameters, year=year),
            max(4, round(100 * count / most)),
        )
        for year, count in rows
    ]
