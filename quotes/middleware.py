"""What stands between the server and every view."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from quotes.models.addresses import address
from quotes.views.errors import unavailable

logger = logging.getLogger(__name__)


class DatabaseDownMiddleware:
    """Answers 503 with Retry-After while the database cannot be reached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The view's answer, or the 503 page."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn a database that is down, locked or hung into a page that says so."""
        if not isinstance(error, OperationalError | InterfaceError):
            return None
        logger.error("The database did not answer %s", request.path, exc_info=error)
        return unavailable(
            request,
            title="The archive is out of reach for a moment",
            detail="Its database does not answer. Nothing is lost; try again in a few seconds.",
        )


class OpenToScriptsMiddleware:
    """Lets scripts of any site read what the API answers, errors included; nothing is private."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with the headers of CORS where it is the API's."""
        response = self.get_response(request)
        if request.path.startswith(address("api")):
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
        return response
