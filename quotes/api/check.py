"""The quotation check for programs."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from quotes.answers.check_record import checked_record
from quotes.answers.errors import ParametersError, ProblemError
from quotes.answers.responses import answered, json_response
from quotes.api.base import OpenView, refuse_parameters
from quotes.checking.check import (
    EXAMPLE_TEXT,
    MAX_CHARACTERS,
    UnknownSpeakerError,
    check,
    check_request,
    request_problems,
    unknown_speaker,
)
from quotes.text.problems import Problem

# Twice the size of the longest text with every character escaped.
MAX_BYTES = 500_000
EXAMPLE = {"text": EXAMPLE_TEXT, "speaker": "roman-vassilenko"}
# Added to every error message about a body.
WANTED = (
    "A JSON object is taken, with “text” (the words to check, at most "
    f"{MAX_CHARACTERS:,} characters), “speaker” (the slug of one; may be left out) and "
    "“article” (true for a text with several "
    f"quotations; may be left out). Example: {json.dumps(EXAMPLE)}"
)


class BadBodyError(ParametersError):
    """The body is no JSON object; the message says why."""

    def __init__(self, message: str) -> None:
        super().__init__([Problem("body", message)], WANTED)


class Check(OpenView):
    """Checks a quotation, or every quotation in a text, against the archive.

    The text is not stored and not logged. Offsets count the characters (code points) of the text
    as it was sent. The time for a request is limited; what was not reached says so.
    """

    http_method_names = ("post", "options")
    methods, takes_headers = "POST, OPTIONS", "Content-Type"

    def post(self, request: HttpRequest) -> HttpResponse:
        """The results, or what is wrong with the request; nobody may keep either."""
        response = _answer(request)
        response["Cache-Control"] = "no-store"
        return response


@answered
def _answer(request: HttpRequest) -> HttpResponse:
    refuse_parameters(request)
    _refuse_unreadable(request)
    body = _object(request.body)
    if found := request_problems(body):
        raise ParametersError(found, WANTED)
    wanted = check_request(body)
    try:
        checked = check(wanted)
    except UnknownSpeakerError:
        raise ParametersError([unknown_speaker(wanted.speaker)], WANTED) from None
    return json_response(checked_record(checked, settings.SITE_URL))


def _refuse_unreadable(request: HttpRequest) -> None:
    """Raise ProblemError for a body that is no JSON, or too long to be read."""
    if request.content_type != "application/json":
        raise ProblemError(
            status=415,
            title="This takes JSON",
            detail=f"Send an object with Content-Type: application/json. {WANTED}",
        )
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > MAX_BYTES:
        raise ProblemError(
            status=413,
            title="This is too long",
            detail=f"The body may have {MAX_BYTES:,} bytes. Send the text in parts. {WANTED}",
        )


def _object(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw.decode())
    except (ValueError, RecursionError):
        raise BadBodyError("This is not JSON in UTF-8.") from None
    if not isinstance(body, dict):
        raise BadBodyError("This is no object.")
    return body
