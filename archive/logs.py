"""What the log says of an error: its kind and place, and nothing that a reader sent."""

import logging
import traceback
from collections.abc import Iterator
from http import HTTPStatus
from types import TracebackType

from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest

# Errors of the machine, whose messages help whoever runs it. Others may quote a pasted text.
TELLING = (OSError, OperationalError, InterfaceError, ImproperlyConfigured)
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def is_of_operators(record: logging.LogRecord) -> bool:
    """Whether a line is the operator's news; what a reader asked for that isn't made is not."""
    return getattr(record, "status_code", None) != HTTPStatus.NOT_IMPLEMENTED


class DiscreetFormatter(logging.Formatter):
    """Formats a record without the messages of most errors and the address of the request."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and below it where the error came from."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            shown = tuple(_route(request) if arg == request.path else arg for arg in record.args)
            record = logging.makeLogRecord({**vars(record), "args": shown, "exc_text": None})
        return super().format(record)

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802  logging's name
        """The traceback, with messages of the machine's own errors alone."""
        return "".join(_lines(ei[1])) if ei[1] else ""


def _route(request: HttpRequest) -> str:
    """The pattern of the address asked for."""
    match = request.resolver_match
    return f"/{match.route}" if match else "an unknown address"


def _lines(error: BaseException) -> Iterator[str]:
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier:
        yield from _lines(earlier)
        yield "\nThen:\n"
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(error.__traceback__)
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    yield f"{kind}: {error}\n" if isinstance(error, TELLING) else f"{kind}\n"
