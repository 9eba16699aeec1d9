"""What changed since a version of the archive: how copies of it stay in step."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from quotes.answers.errors import ParametersError, ProblemError
from quotes.answers.permalinks import withdrawal
from quotes.answers.public import version_of
from quotes.api.base import PublicView
from quotes.api.cursors import CursorError, cursor, gone, place_of, without_cursor
from quotes.api.lists import Links, listed
from quotes.citations.json_record import passage_record
from quotes.filters.strict import MAX_PER_PAGE, given, unreadable, whole_number
from quotes.models import Identifier, Passage, PassageRevision, Version
from quotes.models.addresses import address
from quotes.models.archive_state import is_standby, was_at
from quotes.models.changes import Place, after, changed_after
from quotes.text.problems import Problem

KNOWN = ("since", "token", "per_page")
MAX_DIGITS = 18
# A database that only follows another one may be behind by so many changes; a number beyond them
# was never given.
MAX_BEHIND = 1_000_000
BEGIN_ANEW = (
    "The archive was restored without some of the changes that you have: begin anew with since=0."
)


class NotYetError(ProblemError):
    """503: asked of a standby for what the database that it follows may have already."""

    def __init__(self, version: Version) -> None:
        super().__init__(
            status=503,
            title="That version is not here yet",
            detail=f"This server has version {version.number} of the archive {version.archive_id}, "
            "and you have a later one. Ask again soon; keep what you have as long as the id is the "
            "same.",
            archive_id=version.archive_id,
            version=version.number,
        )


class Asked(NamedTuple):
    """What the parameters ask for."""

    since: int
    token: str
    rows: int
    cursor: str


class Changes(PublicView):
    """Passages whose records changed after a version, in order, withdrawals included.

    Each stands once, with its record of now, at its last change. What changes while somebody reads
    moves to the end, so it is neither missed nor, unless it changes again, met twice.
    """

    is_kept = False

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The next changes, and the way on."""
        version = version_of(request)
        asked = _asked(request, version)
        place = _place(asked, version)
        step = changed_after(place, upto=version.number, most=asked.rows)
        body = {
            "archive_id": version.archive_id,
            "since": asked.since,
            "version": version.number,
            "token": version.token,
            "per_page": asked.rows,
            "results": _results(step.found),
            "newer": None if step.end else settings.SITE_URL + _newer(asked, version),
        }
        return listed(body, Links(_next(asked, step.end, version) if step.end else ""))


def _asked(request: HttpRequest, version: Version) -> Asked:
    """What is asked for; raises ParametersError and NotYetError."""
    data, text = without_cursor(request.GET)
    parameters = given(data)
    if problems := unreadable(parameters):
        raise ParametersError(problems)
    since = _since(parameters, version)
    token = parameters.get("token", [""])[-1].strip()
    rows = whole_number(parameters, "per_page", default=MAX_PER_PAGE, most=MAX_PER_PAGE)
    problems = [
        Problem(name[:40], f"There is no parameter “{name[:40]}” here.")
        for name in parameters
        if name not in KNOWN
    ]
    problems += [each for each in (since, rows) if isinstance(each, Problem)]
    if problems or isinstance(since, Problem) or isinstance(rows, Problem):
        raise ParametersError(problems)
    if token and not _was_here(since, token, version):
        raise ParametersError([Problem("since", BEGIN_ANEW)])
    return Asked(since, token, rows, text)


def _since(parameters: dict[str, list[str]], version: Version) -> int | Problem:
    text = parameters.get("since", ["0"])[-1].strip()
    if not (text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS):
        return Problem("since", f"“{text[:40]}” is not a version of the archive: give its number.")
    if int(text) > version.number + MAX_BEHIND:
        return Problem(
            "since",
            f"The archive is at version {version.number}, and has the id {version.archive_id}: "
            f"{text} was never one of its versions.",
        )
    if int(text) > version.number and not is_standby():
        return Problem("since", f"The archive is at version {version.number}. {BEGIN_ANEW}")
    if int(text) > version.number:
        raise NotYetError(version)
    return int(text)


def _was_here(number: int, token: str, version: Version) -> bool:
    """Whether the archive was at a version with this token; raises NotYetError."""
    if number > version.number and is_standby():
        raise NotYetError(version)
    return was_at(number, token)


def _walked(asked: Asked, version: Version) -> str:
    return f"{version.archive_id} changes {asked.since}"


def _place(asked: Asked, version: Version) -> Place:
    """Where to go on: behind the version, or behind the place that the cursor means.

    Raises CursorError, and NotYetError.
    """
    place = place_of(_walked(asked, version), asked.cursor) if asked.cursor else None
    if place is None:
        return after(asked.since)
    number, name, *made = int(place[0]), str(place[1]), *place[2:]
    # Cursors of earlier releases say nothing of when they were made.
    if made and not _was_here(int(made[0]), str(made[1]), version):
        raise CursorError(BEGIN_ANEW)
    if not name:
        return after(number)
    pk = Identifier.objects.key_of_passage(name)
    if pk is None:
        raise gone()
    return Place(number, pk)


def _next(asked: Asked, end: Place, version: Version) -> str:
    is_whole = end == after(end.number)
    name = "" if is_whole else str(Identifier.objects.of_passage(end.pk))
    place: list[int | str] = [end.number, name, version.number, version.token]
    token = {"token": asked.token} if asked.token else {}
    return _address(asked, asked.since, **token, cursor=cursor(_walked(asked, version), place))


def _newer(asked: Asked, version: Version) -> str:
    return _address(asked, version.number, token=version.token)


def _address(asked: Asked, since: int, **more: str) -> str:
    rows = {"per_page": str(asked.rows)} if asked.rows != MAX_PER_PAGE else {}
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
            "change": each.passage.changed_in_version,
            "withdrawn": withdrawal(each.fate, records.get(each.passage.pk)),
        }
        for each in found
        if each.fate
    }
