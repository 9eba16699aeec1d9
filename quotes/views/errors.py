"""Error pages: what went wrong and what to do, as a page or as problem+json."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from quotes.models.addresses import address

RETRY_AFTER_SECONDS = 10
# What is not there now may be there in a moment: nobody keeps the answer unasked.
REVALIDATE = "public, max-age=0, must-revalidate"


def wants_json(request: HttpRequest) -> bool:
    """Whether the address asked for names JSON, or programs ask it."""
    return (
        request.path.endswith(".json")
        or request.path == address("oembed")
        or request.path.startswith(address("api"))
    )


def wants_plain_text(request: HttpRequest) -> bool:
    """Whether the address asked for is read by programs that know no JSON of ours."""
    return request.path.endswith((".csv", ".atom")) or request.path == address("unapi")


def page_for(request: HttpRequest) -> str:
    """The template of the page that says so: one of its own inside the frame of another site."""
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

    ``more`` goes into the JSON as it is and to the template by name.
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
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request cannot be read."""
    return problem(
        request,
        status=400,
        title="This request cannot be read",
        detail="The address or the data sent with it is malformed. Check it and try again.",
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not for this user."""
    return problem(
        request,
        status=403,
        title="This needs another permission",
        detail="Log in to the admin as an editor who may do this.",
    )


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form sent without its token, as from a tab that was open for long."""
    return problem(
        request,
        status=403,
        title="This form cannot be taken",
        detail="It was sent without its token, or the token is too old. Open its page again, and "
        "send it from there. Public pages take no forms but searches.",
    )


def method_not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """405: the address answers, but not to this."""
    response = problem(
        request,
        status=405,
        title="This address does not take that method",
        detail=f"It answers {allowed}. Nothing was changed.",
    )
    response["Allow"] = allowed
    return response


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing has this address."""
    return problem(
        request,
        status=404,
        title="Nothing has this address",
        detail="It may be mistyped. Search the archive, or browse it by the links above.",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return problem(
        request,
        status=500,
        title="Something went wrong here",
        detail="The fault is ours and has been logged. Permalinks stay as they are.",
    )


def unavailable(request: HttpRequest, *, title: str, detail: str) -> HttpResponse:
    """503 with Retry-After: it will work again soon."""
    response = problem(request, status=503, title=title, detail=detail)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
