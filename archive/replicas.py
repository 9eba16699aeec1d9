"""Reading from replicas: which server answers a request, and what only the primary decides.

Without DATABASE_REPLICA_URLS, the only one is the primary. Why it is done so:
docs/decisions/0050-one-server-for-one-answer.md.
"""

from collections.abc import Callable
from functools import partial
from time import monotonic

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from archive.deadlines import HEALTH_PATH, READING, make_parts_inside, within
from archive.replica_watch import Watch, reading_from, watch
from quotes.answers.responses import is_undecided, problem, unconfirmed
from quotes.text.interface import message

# What may be told on the word of a server that may lack the newest changes.
DECIDED = (200, 304)
# A connection that broke says so at once; who has waited this long is not let wait again.
AGAIN_WITHIN = 1.0


class ReplicaMiddleware:
    """Lets replicas answer readers; the primary answers all else, and where they can't decide."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, made by one server from beginning to end."""
        if not settings.REPLICAS:
            return self._by_primary(request)
        servers = watch()
        if request.path_info == HEALTH_PATH:
            request.databases = servers.as_json()  # type: ignore[attr-defined]
            return self.get_response(request)
        if not _is_of_editors(request):
            return self._of_public_page(request, servers)
        return _nothing_saved(request) if servers.is_without_primary else self._by_primary(request)

    def _of_public_page(self, request: HttpRequest, servers: Watch) -> HttpResponse:
        first = None
        if alias := _chosen(request, servers):
            first = self._by_replica(request, alias, servers)
            if _is_decided(first):
                return first
        answer = None if servers.is_without_primary else self._by_primary(request)
        if answer is not None and not _is_failed(answer):
            _discard(first)
            return answer
        if (first is None or _is_failed(first)) and (alias := servers.newest()):
            first = self._by_replica(request, alias, servers)
        return _without_primary(request, first) or answer or _out_of_reach(request)

    def _by_replica(self, request: HttpRequest, alias: str, servers: Watch) -> HttpResponse:
        with reading_from(alias):
            response = self.get_response(request)
        if _is_failed(response):
            servers.report(alias)
        else:
            make_parts_inside(response, partial(reading_from, alias))
        return response

    def _by_primary(self, request: HttpRequest) -> HttpResponse:
        """Its answer; a page is asked for again where the connection was found broken."""
        started = monotonic()
        response = self.get_response(request)
        is_quick = monotonic() - started < AGAIN_WITHIN
        if _is_failed(response) and request.method in READING and is_quick:
            with within(AGAIN_WITHIN):
                connections[DEFAULT_DB_ALIAS].close_if_unusable_or_obsolete()
            response = self.get_response(request)
        return response


def _is_of_editors(request: HttpRequest) -> bool:
    return request.path_info.startswith(reverse("admin:index"))


def _chosen(request: HttpRequest, servers: Watch) -> str | None:
    """The replica to ask; None where the primary has to be asked, as by an editor."""
    is_read = request.method in READING and settings.SESSION_COOKIE_NAME not in request.COOKIES
    return servers.nearest() if is_read and not servers.is_without_primary else None


def _is_failed(response: HttpResponse) -> bool:
    return getattr(response, "database_failed", False)


def _is_decided(response: HttpResponse) -> bool:
    """Whether a replica's word is enough: for what it shows, and for nothing that it lacks."""
    return (
        response.status_code in DECIDED
        and not is_undecided(response)
        and "no-store" not in response.get("Cache-Control", "")
    )


def _discard(response: HttpResponse | None) -> None:
    # What is streamed holds things until it is closed.
    if response is not None and response.streaming:
        response.close()


def _without_primary(request: HttpRequest, response: HttpResponse | None) -> HttpResponse | None:
    """What a replica's answer is worth while nobody can say whether it is the last word."""
    if response is None or _is_failed(response):
        return None
    if response.status_code in (400, 404, 410) or is_undecided(response):
        return unconfirmed(request)
    response["Cache-Control"] = "no-store"
    del response["ETag"]
    return response


def _nothing_saved(request: HttpRequest) -> HttpResponse:
    return problem(
        request,
        status=503,
        title=message("The archive takes no changes at the moment"),
        detail=message(
            "Its main database does not answer. Pages can be read, but nothing has been saved, and "
            "nobody can log in. Try again in a minute."
        ),
    )


def _out_of_reach(request: HttpRequest) -> HttpResponse:
    return problem(
        request,
        status=503,
        title=message("The archive is out of reach for a moment"),
        detail=message("None of its databases answers. Nothing is lost; try again in a minute."),
    )
