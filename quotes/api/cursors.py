"""Cursors: signed places at which a walk through a list continues.

A cursor names the row it stands behind by its public name, never by a primary key, whose gaps
would tell of drafts.
"""

from collections.abc import Sequence

from django.core.signing import BadSignature, Signer
from django.http import QueryDict
from django.utils.crypto import salted_hmac

from quotes.answers.errors import ParametersError
from quotes.filters.strict import unreadable
from quotes.text.problems import Problem

# What a walk begins with, as elsewhere (OpenAlex, Crossref).
START = "*"
Place = tuple[int | str, ...]


class CursorError(ParametersError):
    """An invalid cursor; the message says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__([Problem("cursor", message)])


def without_cursor(data: QueryDict) -> tuple[QueryDict, str]:
    """The parameters without ``cursor``, and its last value; empty where none is given."""
    rest = data.copy()
    values = [value.strip() for value in rest.pop("cursor", []) if value.strip()]
    return rest, values[-1] if values else ""


def cursor(walk: str, place: Sequence[int | str]) -> str:
    """The cursor of a walk at a place; ``walk`` identifies the list and the archive."""
    return _signer().sign_object([_digest(walk), *place])


def place_of(walk: str, text: str) -> Place | None:
    """The place that a cursor of this walk means; None at the start.

    Raises CursorError for what is no cursor, or is one of another walk.
    """
    if text == START:
        return None
    if problems := unreadable({"cursor": [text]}):
        raise CursorError(problems[0].message)
    try:
        walked, *place = _signer().unsign_object(text)
    except BadSignature:
        raise CursorError(
            "This is not a cursor of this archive: take the address in “next” as it stands, "
            "or begin with cursor=*."
        ) from None
    if walked != _digest(walk):
        raise CursorError(
            "This cursor belongs to another search or list: begin this one with cursor=*."
        )
    return tuple(place)


def seal(key: int) -> str:
    """A keyed hash of a primary key: detects that another row has taken over the name."""
    return salted_hmac("quotes.api.row", str(key), algorithm="sha256").hexdigest()[:16]


def gone() -> CursorError:
    """The error for a row that was merged, or is no longer public."""
    return CursorError("The place of this cursor is gone: begin again with cursor=*.")


def _digest(walk: str) -> str:
    """A digest of the walk, by which cursors of other walks are refused."""
    return salted_hmac("quotes.api.walk", walk, algorithm="sha256").hexdigest()[:16]


def _signer() -> Signer:
    return Signer(salt="quotes.api.cursor")
