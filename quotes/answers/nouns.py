"""Nouns: finding one by its slug, tallies that lead to a search, what was left out of a source."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from quotes.answers.errors import MAYBE_MISTYPED, NOTHING_HERE, MovedError, ProblemError
from quotes.models import Wording
from quotes.models.base import NounQuerySet
from quotes.text.interface import message
from quotes.text.slugs import near_slugs

# Nouns offered where none has the slug.
MAX_NEAR = 5


@dataclass(frozen=True)
class Tally:
    """How many passages share a value, and the search that lists them."""

    value: str
    label: str
    count: int
    url: str


class LeftOut(NamedTuple):
    """What was left out of a document for one reason."""

    reason: str
    places: int
    characters: int


class UnknownNounError(ProblemError):
    """404: no public noun has this slug; ``near_nouns`` are public ones that may be meant."""

    def __init__(self, near: Sequence[dict[str, str]]) -> None:
        more: dict[str, Any] = {"near_nouns": near} if near else {}
        super().__init__(status=404, title=NOTHING_HERE, detail=MAYBE_MISTYPED, **more)


def get_noun(
    slug: str,
    *kinds: NounQuerySet,
    address_of: Callable[[Any], str] = lambda noun: noun.get_absolute_url(),
) -> Any:
    """The noun with this slug, of the first of ``kinds`` that has one.

    Raises MovedError to ``address_of`` the noun for a former slug, and UnknownNounError where no
    noun has or had it.
    """
    for rows in kinds:
        if noun := rows.at(slug):
            if noun.slug == slug:
                return noun
            raise MovedError(address_of(noun))
    raise UnknownNounError(_near(slug, kinds, address_of))


def _near(
    slug: str, kinds: Sequence[NounQuerySet], address_of: Callable[[Any], str]
) -> list[dict[str, str]]:
    """The nouns that were perhaps meant. Of the public ones alone, like all of ``kinds``."""
    slugs = near_slugs(slug)
    found = (
        [noun for rows in kinds for noun in rows.with_any_slug(slugs)[:MAX_NEAR]] if slugs else []
    )
    return [{"name": str(noun), "url": address_of(noun)} for noun in found[:MAX_NEAR]]


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


def left_out(dropped: list[dict[str, Any]]) -> list[LeftOut]:
    """Dropped ranges of a captured text by reason, the longest first."""
    by_reason: dict[str, list[int]] = {}
    for place in dropped:
        length = place["end"] - place["start"]
        by_reason.setdefault(place.get("reason") or message("no reason given"), []).append(length)
    rows = [LeftOut(reason, len(each), sum(each)) for reason, each in by_reason.items()]
    return sorted(rows, key=lambda row: -row.characters)
