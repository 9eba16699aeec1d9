"""Base classes of the API's views: methods, media type, validator, errors."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from rest_framework.exceptions import APIException, MethodNotAllowed, NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.views import APIView

from quotes.answers.errors import ParametersError
from quotes.answers.public import public_page, state_of_archive
from quotes.answers.responses import page_not_found, problem
from quotes.filters.strict import given, unknown_parameters, unreadable
from quotes.models.page_state import PageState

METHODS = "GET, HEAD, OPTIONS"
ONE_DAY = 24 * 60 * 60


class Negotiation(DefaultContentNegotiation):
    """JSON for every client that does not exclude it; an empty Accept header excludes nothing."""

    def get_accept_list(self, request: HttpRequest) -> list[str]:
        """The media types that are accepted."""
        return super().get_accept_list(request) or ["*/*"]


class OpenView(APIView):
    """Answers JSON to programs and to scripts of any site."""

    renderer_classes = (JSONRenderer,)
    content_negotiation_class = Negotiation
    # What it answers, and the headers that a script of another site may send with it.
    methods = METHODS
    takes_headers = "If-None-Match"

    @property
    def default_response_headers(self) -> dict[str, str]:
        """Headers of every answer."""
        return {"Allow": self.methods, "Vary": "Accept"}

    def options(self, request: HttpRequest, **parts: str) -> HttpResponse:
        """Answers CORS preflight requests."""
        return HttpResponse(
            status=204,
            headers={
                "Access-Control-Allow-Methods": self.methods,
                "Access-Control-Allow-Headers": self.takes_headers,
                "Access-Control-Max-Age": str(ONE_DAY),
            },
        )


class PublicView(OpenView):
    """Answers GET and HEAD as public pages are answered.

    Accept is looked at before the validator and the page cache, so these never mix answers up.
    """

    http_method_names = ("get", "head", "options")
    # Whether the page cache stores the answer; not useful for answers that are read once.
    is_cached = True
    is_by_content = False
    # What the answer is made from.
    state: Callable[..., PageState] = staticmethod(state_of_archive)
    # Makes the answer, from the request and the parts of the address.
    answer: Callable[..., HttpResponse]

    def get(self, request: HttpRequest, **parts: str) -> HttpResponse:
        """The answer, or that it hasn't changed."""
        is_cached = self.is_cached and "cursor" not in request.GET
        # A step of a walk is read once: making it again only to compare it would help nobody.
        is_by_content = self.is_by_content and is_cached
        made = public_page(
            self.answer, state=self.state, is_cached=is_cached, is_by_content=is_by_content
        )
        return made(request, **parts)


class NounView(PublicView):
    """Answers with records of one noun; a mixin says which."""

    is_by_content = True

    # All public rows, in the order of the pages.
    rows: Callable[[], Any]
    # The record of each row.
    records: Callable[[list[Any]], list[dict[str, Any]]]


def refuse_parameters(request: HttpRequest) -> None:
    """Raise ParametersError for parameters at an address that takes none."""
    parameters = given(request.GET)
    if problems := unreadable(parameters) or unknown_parameters(parameters):
        raise ParametersError(problems)


def refusal(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """The answer to an exception of REST framework; others go on to Django."""
    request = context["request"]
    if isinstance(error, Http404):
        return page_not_found(request)
    if isinstance(error, NotAcceptable):
        return problem(
            request,
            status=406,
            title="There is only JSON here",
            detail="Accept application/json, or leave the header Accept out.",
        )
    if isinstance(error, MethodNotAllowed):
        return problem(
            request,
            status=405,
            title="This address does not take that method",
            detail=f"It answers {context['view'].methods}.",
        )
    if isinstance(error, APIException):
        return problem(request, status=error.status_code, title=str(error.detail))
    return None
