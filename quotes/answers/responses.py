"""Responses to errors, as pages or problem+json, and helpers for all views."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar, cast

from csp.decorators import csp_replace
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.clickjacking import xframe_options_exempt

from quotes.answers.errors import MAYBE_MISTYPED, NOTHING_HERE, MovedError, ProblemError
from quotes.models.addresses import address
from quotes.search.catch_up import PreparingError
from quotes.text.interface import message

RETRY_AFTER_SECONDS = 10
# Caches must revalidate every time: what is missing now may exist in a moment.
REVALIDATE = "public, max-age=0, must-revalidate"
# What ``answer_to`` has an answer to; Django's own exceptions are answered by Django's handlers.
ANSWERED = (MovedError, ProblemError, PreparingError)
View = Callable[..., HttpResponse]
ATOM = "application/atom+xml"
# Files of all hits, which programs read that know no JSON of ours.
FILES_OF_ALL = ("/all.bib", "/all.ris", "/all.docx")
# What a page in a frame of another site may run and send.
NOTHING = ["'none'"]
R = TypeVar("R", bound=HttpResponseBase)


class FromIndex(Protocol):
    """What was found in an index, which may lack the newest changes."""

    @property
    def is_lagging(self) -> bool:
        """Whether it does."""


def framable(view: View) -> View:
    """Let every site show the view in a frame; in return it may neither run nor send anything."""
    policy = {
        "frame-ancestors": ["*"],
        "script-src": NOTHING,
        "connect-src": NOTHING,
        "form-action": NOTHING,
    }
    return cast(View, xframe_options_exempt(csp_replace(policy)(view)))


def answered(view: Callable[..., R]) -> Callable[..., R | HttpResponse]:
    """A view whose exceptions in ANSWERED become responses."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> R | HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ANSWERED as error:
            return answer_to(request, error)

    return answer


def for_browsers(view: View) -> View:
    """A view of a feed that browsers get as XML, which they draw by its stylesheet.

    Under the name of Atom Chromium shows a feed as plain text. All others get it by that name.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Accept"])
        asked = request.get_preferred_type([ATOM, "application/xml", "text/html"])
        if response.status_code == 200 and asked not in (ATOM, None):
            response["Content-Type"] = "application/xml; charset=utf-8"
        return response

    return answer


def answer_to(request: HttpRequest, error: Exception) -> HttpResponse:
    """The answer to one of ANSWERED, in the form the address asks for."""
    match error:
        case MovedError():
            return HttpResponsePermanentRedirect(error.url)
        case ProblemError():
            return problem(request, **error.answer)
        case PreparingError():
            return problem(
                request,
                status=503,
                title=message("Search is being prepared"),
                detail=message(
                    "The index is made anew from the archive. Permalinks work meanwhile."
                ),
            )
    raise error


def json_response(body: Any) -> HttpResponse:
    """A body as JSON, other scripts as they are."""
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


def no_store_if_stale(response: HttpResponse, result: FromIndex | None) -> HttpResponse:
    """The response, with ``no-store`` if it comes from a lagging index."""
    if result and result.is_lagging:
        response["Cache-Control"] = "no-store"
    return response


def undecided(response: R) -> R:
    """A page that says of something that it is not there, has moved, or was withdrawn."""
    response.tells_absence = True  # type: ignore[attr-defined]
    return response


def is_undecided(response: HttpResponseBase) -> bool:
    """Whether that has to be asked of the server that has the newest changes."""
    return getattr(response, "tells_absence", False)


def unconfirmed(request: HttpRequest) -> HttpResponse:
    """503: who answers may lack the newest changes, and who has them doesn't answer."""
    return problem(
        request,
        status=503,
        title=message("This cannot be confirmed at the moment"),
        detail=message(
            "The archive’s main database does not answer. Its copies do not have what was "
            "asked for, but may lack the newest changes. Try again in a minute."
        ),
    )


def wants_json(request: HttpRequest) -> bool:
    """Whether the address asked for names JSON, or programs ask it."""
    return (
        request.path.endswith((".json", ".jsonl"))
        or request.path == address("oembed")
        or request.path.startswith(address("api"))
    )


def wants_plain_text(request: HttpRequest) -> bool:
    """Whether the address asked for is read by programs that know no JSON of ours."""
    return request.path.endswith((".csv", ".atom", *FILES_OF_ALL)) or request.path == address(
        "unapi"
    )


def page_for(request: HttpRequest) -> str:
    """The template of the page that says so; editors, and frames of other sites, have their own."""
    if request.path.startswith(reverse("admin:index")):
        return "admin/quotes/error.html"
    framed = request.path.startswith("/q/") and request.path.endswith("/embed")
    return "quotes/embed_error.html" if framed else "quotes/error.html"


def problem(
    request: HttpRequest,
    *,
    status: int,
    title: str,
    detail: str = "",
    as_json: bool = False,
    **more: object,
) -> HttpResponse:
    """An error in the form the address asks for: page, plain text, or problem+json (RFC 9457).

    ``more`` goes into the JSON as it is and to the template by name. 503 says when to try again.
    """
    if as_json or wants_json(request):
        body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
        response: HttpResponse = JsonResponse(body, status=status)
        response["Content-Type"] = "application/problem+json"
    elif wants_plain_text(request):
        response = HttpResponse(f"{title}\n{detail}\n", "text/plain; charset=utf-8", status)
    else:
        context = {"status": status, "title": title, "detail": detail, **more}
        response = render(request, page_for(request), context, status=status)
    response["Cache-Control"] = "no-store" if status >= 500 else REVALIDATE
    if status == 503:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request cannot be read."""
    return problem(
        request,
        status=400,
        title=message("This request cannot be read"),
        detail=message(
            "The address or the data sent with it is malformed. Check it and try again."
        ),
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not for this user."""
    return problem(
        request,
        status=403,
        title=message("This needs another permission"),
        detail=message("Log in to the admin as an editor who may do this."),
    )


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form sent without its token, as from a tab that was open for long."""
    return problem(
        request,
        status=403,
        title=message("This form cannot be taken"),
        detail=message(
            "It was sent without its token, or the token is too old. Open its page "
            "again, and send it from there. Public pages take no forms but searches."
        ),
    )


def method_not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """405: the address answers, but not to this."""
    response = problem(
        request,
        status=405,
        title=message("This address does not take that method"),
        detail=message("It answers {allowed}. Nothing was changed.", allowed=allowed),
    )
    response["Allow"] = allowed
    return response


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing has this address."""
    return problem(
        request,
        status=404,
        title=NOTHING_HERE,
        detail=MAYBE_MISTYPED,
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return problem(
        request,
        status=500,
        title=message("Something went wrong here"),
        detail=message("The fault is ours and has been logged. Permalinks stay as they are."),
    )
