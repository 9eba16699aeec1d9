"""Middleware: an unavailable database, HEAD, refused methods, pasted addresses, CORS."""

import logging
import sys
from collections.abc import Callable
from copy import copy
from urllib.parse import unquote, urlsplit

from django.contrib import admin
from django.contrib.sessions import middleware as sessions
from django.db import InterfaceError, InternalError, OperationalError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    StreamingHttpResponse,
    UnreadablePostError,
)
from django.urls import Resolver404, ResolverMatch, resolve, reverse

from quotes.answers import responses
from quotes.answers.permalinks import MistypedPermalinkError
from quotes.models.addresses import address
from quotes.text.identifiers import MistypedError, canonical
from quotes.text.interface import message
from quotes.text.links import without_ending, without_openings

APP = "quotes"
READING = ("GET", "HEAD", "OPTIONS")
# Parts of an address that name a noun or a passage.
NAMING = {"slug", "written"}
API_PAGE = "/api/"
logger = logging.getLogger(__name__)
NOTHING_LOST = message("Nothing is lost; try again in a few seconds.")
MAYBE_SAVED = message(
    "If you were saving something, look whether it was saved before you send it "
    "again; try in a few seconds."
)
DATABASE_ERRORS = (InterfaceError, InternalError, OperationalError)
READ_ONLY_SQL_TRANSACTION = "25006"


class DatabaseDownMiddleware:
    """Answers 503 with Retry-After while the database cannot be reached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The view's answer, or the 503 page."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn a database that is down, locked or hung into a page that says so."""
        return _not_our_fault(request, error)


class SessionMiddleware(sessions.SessionMiddleware):
    """Django's; where the database cannot save the session, the answer is the 503 page."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The answer, after saving the session; a log-in is saved here, after the view."""
        try:
            return super().process_response(request, response)
        except DATABASE_ERRORS as error:
            if answer := _unavailable(request, error):
                return answer
            raise


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to an error outside of the views, as when a session is saved."""
    return _not_our_fault(request, sys.exception()) or responses.server_error(request)


def _not_our_fault(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """503 for errors of the database, 400 if the client stopped sending; otherwise None."""
    if isinstance(error, UnreadablePostError):
        return responses.bad_request(request)
    return _unavailable(request, error) if isinstance(error, DATABASE_ERRORS) else None


class HeadMiddleware:
    """Removes the body from answers to HEAD; Content-Length stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer's head."""
        response = self.get_response(request)
        if request.method == "HEAD" and isinstance(response, StreamingHttpResponse):
            response.streaming_content = ()
        elif request.method == "HEAD":
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response


class ReadOnlyPagesMiddleware:
    """Answers 405, as a page, to POST and the like at read-only addresses.

    It runs before the CSRF check, whose message would mention a token that public pages lack. Views
    that accept data are exempt from that check; all others are read-only.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The view's answer; a 405 of the view itself gets a page."""
        response = self.get_response(request)
        if response.status_code == 405 and not response.content and _is_public(request):
            return responses.method_not_allowed(request, response["Allow"])
        return response

    def process_view(
        self, request: HttpRequest, view: Callable, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Refuse the request before its body is read."""
        takes_something = request.method in READING or getattr(view, "csrf_exempt", False)
        if takes_something or not _is_public(request):
            return None
        return responses.method_not_allowed(request, "GET, HEAD")


class PastedAddressMiddleware:
    """Redirects from an address with stray characters, as mail and chat add them, to the clean one.

    Only if the address as written does not exist.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The view's answer, or a redirect to the address that was meant."""
        response = self.get_response(request)
        # A redirect of Django's may lead to an address with the same trailing characters.
        if response.status_code not in (301, 404) or request.method not in ("GET", "HEAD"):
            return response
        answer = self._meant(request) or response
        return (self._missing(request, answer) if answer.status_code == 301 else None) or answer

    def _missing(self, request: HttpRequest, redirect: HttpResponse) -> HttpResponse | None:
        """404 if the target of a redirect does not exist; permanent redirects are cached."""
        path = unquote(urlsplit(redirect["Location"]).path)
        match = _public_match(path)
        if match is None or not match.kwargs:
            return None
        asked = copy(request)
        asked.path = asked.path_info = path
        found = self.get_response(asked)
        if found.status_code == 404:
            return found
        if found.streaming:
            # To close an answer ends the request for Django, and with it the database's connection.
            found.close()
        return None

    def _meant(self, request: HttpRequest) -> HttpResponse | None:
        clean = without_openings(without_ending(request.path_info))
        paths = {clean, f"{clean}/"}
        for path in (clean, f"{clean}/", clean.lower(), f"{clean.lower()}/"):
            match = _public_match(path) if path != request.path_info else None
            # Capitals are only corrected in slugs and identifiers.
            if match and (path in paths or NAMING & match.kwargs.keys()):
                return _led_to(request, match)
        return None


def _led_to(request: HttpRequest, match: ResolverMatch) -> HttpResponse:
    """A redirect to what was meant, or an error if the identifier is mistyped."""
    parts: dict[str, str] = match.captured_kwargs  # type: ignore[attr-defined]
    try:
        if "written" in parts:
            parts = {**parts, "written": canonical(parts["written"])}
    except MistypedError:
        return responses.answer_to(request, MistypedPermalinkError())
    query = request.META.get("QUERY_STRING", "")
    url = reverse(match.view_name, kwargs=parts) + (f"?{query}" if query else "")
    return HttpResponsePermanentRedirect(url)


def _is_public(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.app_name == APP


def _public_match(path: str) -> ResolverMatch | None:
    """The public view at a path; none of the API except its page."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    is_page = match.app_name == APP and (path == API_PAGE or not path.startswith(API_PAGE))
    # Parts of the sitemap are slow to make, and nobody pastes their addresses.
    return match if is_page and "section" not in match.kwargs else None


class OpenToScriptsMiddleware:
    """Adds CORS headers to all answers of the API, errors included: nothing there is private."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with the headers of CORS where it is the API's."""
        response = self.get_response(request)
        if request.path.startswith(address("api")):
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
        return response


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose CSRF token is outdated; editors get their form again with its input.

    This happens after logging in again in another window. Nothing is saved.
    """
    site = admin.site
    if request.path.startswith(reverse("admin:index")):
        sent = site.sent_to(request)  # type: ignore[attr-defined]
        answer = site.shown_again(request, *sent)  # type: ignore[attr-defined]
        if answer is not None:
            return answer
        if request.path != reverse("admin:login") and not site.has_permission(request):
            return site.ask_to_log_in(request)  # type: ignore[attr-defined]
    return responses.stale_form(request, reason)


def _unavailable(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The page for a database that is down, locked or hung, or takes no changes; else None."""
    if _is_read_only(error):
        title = message("The archive takes no changes at the moment")
        detail = message(
            "Its database can only be read, so nothing has been saved, and nobody can "
            "log in. Try again later."
        )
    elif isinstance(error, InternalError):
        return None
    else:
        title = message("The archive is out of reach for a moment")
        what_now = NOTHING_LOST if request.method in ("GET", "HEAD") else MAYBE_SAVED
        detail = message("Its database does not answer. {what_now}", what_now=what_now)
    logger.error("The database did not answer: %s", error)
    response = responses.problem(request, status=503, title=title, detail=detail)
    response.database_failed = True  # type: ignore[attr-defined]  # another one may be asked
    return response


def _is_read_only(error: Exception) -> bool:
    """Whether the database refused to write: a standby, a read-only file or transaction."""
    cause = error.__cause__
    sqlite = str(getattr(cause, "sqlite_errorname", "") or "")
    postgresql = getattr(cause, "sqlstate", None)
    return sqlite.startswith("SQLITE_READONLY") or postgresql == READ_ONLY_SQL_TRANSACTION
