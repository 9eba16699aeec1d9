"""What changed since a version of the archive: how copies of it stay in step."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiParameter

from quotes.api import answer_shapes
from quotes.api.base import PublicView
from quotes.api.cursors import CursorError, cursor, gone, place_of, without_cursor
from quotes.api.described import LINK, described
from quotes.api.lists import Links, listed
from quotes.api.parameters import CURSOR, rows_on_a_page
from quotes.citations.json_record import passage_record
from quotes.filters.strict import MOST_PER_PAGE, given, unreadable, whole_number
from quotes.models import Identifier, Passage, PassageRevision, Version, current_version
from quotes.models.addresses import address
from quotes.models.changes import Place, behind, changed_behind
from quotes.text.problems import Problem
from quotes.views.permalinks import withdrawal
from quotes.views.search import refused

KNOWN = ("since", "per_page")
MOST_DIGITS = 18
PARAMETERS = [
    OpenApiParameter(
        "since",
        {"type": "integer", "minimum": 0, "default": 0},
        description="The archive’s version behind which changes are listed.",
    ),
    rows_on_a_page(MOST_PER_PAGE),
    CURSOR,
    LINK,
]


class Asked(NamedTuple):
    """What the parameters ask for."""

    since: int
    rows: int
    cursor: str


@described(called="changes", group="Archive", gives=answer_shapes.ChangeList, takes=PARAMETERS)
class Changes(PublicView):
    """Passages whose records changed after a version, in order, withdrawals included.

    Each stands once, with its record of now, at its last change. What changes while somebody reads
    moves to the end, so it is neither missed nor, unless it changes again, met twice.
    """

    is_kept = False

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The next changes, and the way on."""
        version = current_version()
        asked = _asked(request, version)
        if not isinstance(asked, Asked):
            return refused(request, asked)
        try:
            place = _place(asked)
        except CursorError as error:
            return refused(request, [error.problem])
        step = changed_behind(place, upto=version.number, most=asked.rows)
        body = {
            "archive_id": version.archive_id,
            "since": asked.since,
            "version": version.number,
            "per_page": asked.rows,
            "results": _results(step.found),
            "newer": None if step.end else settings.SITE_URL + _address(asked, version.number),
        }
        return listed(body, Links(_next(asked, step.end) if step.end else ""))


def _asked(request: HttpRequest, version: Version) -> Asked | list[Problem]:
    data, text = without_cursor(request.GET)
    parameters = given(data)
    if problems := unreadable(parameters):
        return problems
    since = _since(parameters, version)
    rows = whole_number(parameters, "per_page", default=MOST_PER_PAGE, most=MOST_PER_PAGE)
    problems = [
        Problem(name[:40], f"There is no parameter “{name[:40]}” here.")
        for name in parameters
        if name not in KNOWN
    ]
    problems += [each for each in (since, rows) if isinstance(each, Problem)]
    if problems or isinstance(since, Problem) or isinstance(rows, Problem):
        return problems
    return Asked(since, rows, text)


def _since(parameters: dict[str, list[str]], version: Version) -> int | Problem:
    text = parameters.get("since", ["0"])[-1].strip()
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        return Problem("since", f"“{text[:40]}” is not a version of the archive: give its number.")
    if int(text) > version.number:
        return Problem(
            "since",
            f"The archive is at version {version.number}, and has the id {version.archive_id}. A "
            "later version is of another archive: begin anew with since=0.",
        )
    return int(text)


def _walked(asked: Asked) -> str:
    return f"changes {asked.since}"


def _place(asked: Asked) -> Place:
    """Where to go on: behind the version, or behind the place that the cursor means."""
    place = place_of(_walked(asked), asked.cursor) if asked.cursor else None
    if place is None:
        return behind(asked.since)
    number, name = int(place[0]), str(place[1])
    if not name:
        return behind(number)
    pk = Identifier.objects.key_of_passage(name)
    if pk is None:
        raise gone()
    return Place(number, pk)


def _next(asked: Asked, end: Place) -> str:
    is_whole = end == behind(end.number)
    name = "" if is_whole else str(Identifier.objects.of_passage(end.pk))
    return _address(asked, asked.since, cursor=cursor(_walked(asked), [end.number, name]))


def _address(asked: Asked, since: int, **more: str) -> str:
    rows = {"per_page": str(asked.rows)} if asked.rows != MOST_PER_PAGE else {}
    return f"{address('api_changes')}?{urlencode({'since': since, **rows, **more})}"


def _results(places: list[Place]) -> list[dict[str, Any]]:
    """What is told at each place; nothing where it has changed again since, and comes later."""
    pks = [place.pk for place in places]
    told = {
        passage.pk: {"state": "published", **passage_record(passage, site=settings.SITE_URL)}
        for passage in Passage.public.for_record().in_order(pks)
    }
    told |= _withdrawn([pk for pk in pks if pk not in told])
    return [
        told[place.pk]
        for place in places
        if place.pk in told and told[place.pk]["change"] == place.number
    ]


def _withdrawn(pks: list[int]) -> dict[int, dict[str, Any]]:
    """Of withdrawn passages, when and why, without the words."""
    if not pks:
        return {}
    found = Identifier.objects.of_withdrawn(pks)
    records = PassageRevision.objects.latest_of(pks)
    return {
        each.passage.pk: {
            "state": "withdrawn",
            "id": each.pk,
            "url": settings.SITE_URL + each.passage.get_absolute_url(),
            "version": each.passage.version,
            "change": each.passage.changed_in,
            "withdrawn": withdrawal(each.fate, records.get(each.passage.pk)),
        }
        for each in found
        if each.fate
    }
