"""Exceptions that views raise; ``responses.answer_to`` turns them into responses."""

from collections.abc import Sequence
from typing import Any

from quotes.text.interface import joined, message
from quotes.text.problems import Problem

# What is said of an address that nothing has.
NOTHING_HERE = message("Nothing has this address")
MAYBE_MISTYPED = message("It may be mistyped. Search the archive, or browse it by the links above.")


class MovedError(Exception):
    """What was asked for has another address, for good."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class ProblemError(Exception):
    """What was asked for is not given; ``title`` and ``detail`` say why and what to do.

    ``more`` is what programs and templates are told besides. ``as_json`` asks for JSON where the
    address does not.
    """

    def __init__(
        self, *, status: int, title: str, detail: str = "", as_json: bool = False, **more: Any
    ) -> None:
        super().__init__(title)
        self.answer = {
            "status": status, "title": title, "detail": detail, "as_json": as_json, **more,
        }  # fmt: skip


class ParametersError(ProblemError):
    """400: parameters that cannot be used, each named, and what is ``wanted`` instead."""

    def __init__(self, problems: Sequence[Problem], wanted: str = "") -> None:
        parameters = [{"parameter": name, "message": sentence} for name, sentence in problems]
        sentences = [joined(": ", [name, sentence]) for name, sentence in problems]
        super().__init__(
            status=400,
            title=message("A parameter cannot be used"),
            detail=joined(" ", [*sentences, wanted] if wanted else sentences),
            parameters=parameters,
        )


class NoSuchPageError(ProblemError):
    """404: the list has fewer ``pages``."""

    def __init__(self, pages: int) -> None:
        last = message("The last page is {pages}.", pages=pages)
        super().__init__(
            status=404,
            title=message("There is no such page"),
            detail=last,
            parameters=[{"parameter": "page", "message": last}],
        )
