"""What changed since a version of the archive, for programs that keep a copy."""

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
from quotes.filters.strict import MAX_PER_PAGE, given, unknown_parameters, unreadable, whole_number
from quotes.models import Identifier, Passage, PassageRevision, Version
from quotes.models.addresses import address
from quotes.models.archive_state import is_standby, was_at
from quotes.models.changes import Place, after, changed_after
from quotes.text.problems import Problem

KNOWN = ("since", "token", "per_page")
MAX_DIGITS = 18
# A standby may lag by at most so many versions. A larger number was never a version.
MAX_BACKLOG = 1_000_000
BEGIN_ANEW = (
    "The archive was restored without some of the changes that you have: begin anew with since=0."
)


class NotYetError(ProblemError):
    """503: a standby was asked for a version that it has not received yet."""

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


class ChangesRequest(NamedTuple):
    """The checked parameters."""

    since: int
    token: str
    rows: int
    cursor: str


class Changes(PublicView):
    """Passages whose records changed after a version, in order, withdrawals included.

    Each appears once, at its last change, with its present record. A passage that changes during a
    walk moves to the end, so it is not missed, and appears twice only if it changes again.
    """

    is_cached = False

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The next changes, and the way on."""
        version = version_of(request)
        asked = _asked(request, version)
        place = _place(asked, version)
        step = changed_after(place, up_to=version.number, limit=asked.rows)
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


def _asked(request: HttpRequest, version: Version) -> ChangesRequest:
    """The checked parameters; raises ParametersError and NotYetError."""
    data, text = without_cursor(request.GET)
    parameters = given(data)
    if problems := unreadable(parameters):
        raise ParametersError(problems)
    since = _since(parameters, version)
    token = parameters.get("token", [""])[-1].strip()
    rows = whole_number(parameters, "per_page", default=MAX_PER_PAGE, max_value=MAX_PER_PAGE)
    problems = unknown_parameters(parameters, KNOWN)
    problems += [each for each in (since, rows) if isinstance(each, Problem)]
    if problems or isinstance(since, Problem) or isinstance(rows, Problem):
        raise ParametersError(problems)
    if token and not _was_here(since, token, version):
        raise ParametersError([Problem("since", BEGIN_ANEW)])
    return ChangesRequest(since, token, rows, text)


def _since(parameters: dict[str, list[str]], version: Version) -> int | Problem:
    text = parameters.get("since", ["0"])[-1].strip()
    if not (text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS):
        return Problem("since", f"“{text[:40]}” is not a version of the archive: give its number.")
    if int(text) > version.number + MAX_BACKLOG:
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


def _walked(asked: ChangesRequest, version: Version) -> str:
    return f"{version.archive_id} changes {asked.since}"


def _place(asked: ChangesRequest, version: Version) -> Place:
    """Where to continue: after the version, or after the place of the cursor.

    Raises CursorError, and NotYetError.
    """
    place = place_of(_walked(asked, version), asked.cursor) if asked.cursor else None
    if place is None:
        return after(asked.since)
    number, name, *made = int(place[0]), str(place[1]), *place[2:]
    # Cursors of earlier releases have no version and token.
    if made and not _was_here(int(made[0]), str(made[1]), version):
        raise CursorError(BEGIN_ANEW)
    if not name:
        return after(number)
    pk = Identifier.objects.key_of_passage(name)
    if pk is None:
        raise gone()
    return Place(number, pk)


def _next(asked: ChangesRequest, end: Place, version: Version) -> str:
    is_whole = end == after(end.number)
    name = "" if is_whole else str(Identifier.objects.of_passage(end.pk))
    place: list[int | str] = [end.number, name, version.number, version.token]
    token = {"token": asked.token} if asked.token else {}
    return _address(asked, asked.since, **token, cursor=cursor(_walked(asked, version), place))


def _newer(asked: ChangesRequest, version: Version) -> str:
    return _address(asked, version.number, token=version.token)


def _address(asked: ChangesRequest, since: int, **more: str) -> str:
    rows = {"per_page": str(asked.rows)} if asked.rows != MAX_PER_PAGE else {}
    return f"{address('api_changes')}?{urlencode({'since': since, **rows, **more})}"


def _results(places: list[Place]) -> list[dict[str, Any]]:
    """The record at each place; none for a passage that has changed since, and comes later."""
    pks = [place.pk for place in places]
    records = {
        passage.pk: {"state": "published", **passage_record(passage, site=settings.SITE_URL)}
        for passage in Passage.public.for_record().in_order(pks)
    }
    records |= _withdrawn([pk for pk in pks if pk not in records])
    return [
        records[place.pk]
        for place in places
        if place.pk in records and records[place.pk]["change"] == place.number
    ]


def _withdrawn(pks: list[int]) -> dict[int, dict[str, Any]]:
    """Records of withdrawn passages: date and reason, without the words."""
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
            "withdrawn": withdrawal(each.last_event, records.get(each.passage.pk)),
        }
        for each in found
        if each.last_event
    }
