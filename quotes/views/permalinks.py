"""What an identifier in an address leads to: a passage, another address, or the reason why not."""

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from quotes.filters.strict import given
from quotes.models import Identifier, IdentifierEvent, Passage, PassageRevision
from quotes.models.passage import PassageQuerySet
from quotes.text.dates import in_words
from quotes.text.identifiers import MistypedError, canonical
from quotes.views.errors import problem

SHORT_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
Address = Callable[[str], str]


def resolve(
    request: HttpRequest,
    written: str,
    passages: PassageQuerySet,
    *,
    address: Address,
    moved: Address | None = None,
) -> Passage | HttpResponse:
    """The one of ``passages`` that ``written`` means, or the answer in its place.

    ``address`` gives this page's address for an identifier, ``moved`` (the same unless given) the
    one to send readers to when the passage has been merged into another.
    """
    try:
        identifier = canonical(written)
    except MistypedError:
        return mistyped(request)
    if identifier != written:
        return HttpResponsePermanentRedirect(address(identifier))
    if passage := passages.at(identifier):
        return passage
    return _elsewhere(request, identifier, moved or address)


def _elsewhere(request: HttpRequest, identifier: str, moved: Address) -> HttpResponse:
    end = Identifier.objects.at_end_of_merges(identifier)
    if end and end.pk != identifier:
        return HttpResponsePermanentRedirect(moved(end.pk))
    if end and end.fate and end.fate.kind in ("withdrawn", "split_into"):
        return _gone(request, end.fate)
    return _unknown(request)


def changed_since(request: HttpRequest, found: Passage) -> int | None:
    """The version that a reader comes from by a citation, where there is a newer one."""
    number = given(request.GET).get("since", [""])[-1]
    since = int(number) if SHORT_NUMBER.fullmatch(number) else 0
    return since if 1 <= since < found.version else None


def mistyped(request: HttpRequest, *, as_json: bool = False) -> HttpResponse:
    """404: no identifier can look like this."""
    return problem(
        request,
        status=404,
        as_json=as_json,
        title="This permalink is mistyped",
        detail="A passage’s identifier has 8 symbols: digits and letters, none of them a vowel, y "
        "or l. The last symbol checks the others, and here it does not fit. Compare it with "
        "the place you have it from.",
    )


def _unknown(request: HttpRequest) -> HttpResponse:
    return problem(
        request,
        status=404,
        title="No passage has this permalink",
        detail="The identifier is well formed, but the archive has never given it to a passage. "
        "Compare it with the place you have it from, or search for the words.",
    )


def _gone(request: HttpRequest, fate: IdentifierEvent) -> HttpResponse:
    day = fate.created_at.date().isoformat()
    return problem(
        request,
        status=410,
        title="This passage has been withdrawn",
        detail=f"It was withdrawn on {in_words(day)}. Its words are no longer shown. Its "
        "identifier stays with it and is never given to another passage.",
        withdrawn=withdrawal(fate, PassageRevision.objects.of(fate.identifier_id).last()),
    )


def words_removed(request: HttpRequest, record: PassageRevision) -> HttpResponse:
    """What stands in the place of a version whose words are gone, where the passage stands."""
    removal = _removal(record)
    when = f" on {removal['removed']['on_in_words']}" if removal else ""
    why = f": {record.words.removed_because}" if removal else "."
    return problem(
        request,
        status=410,
        title="The words of this version have been removed",
        detail=f"They were removed for legal reasons{when}{why} Its record remains.",
        **removal,
    )


def withdrawal(fate: IdentifierEvent, record: PassageRevision | None) -> dict[str, Any]:
    """When and why a passage was withdrawn, and its citation without the words."""
    day = fate.created_at.date().isoformat()
    return {
        "id": fate.identifier_id,
        "on": day,
        "on_in_words": in_words(day),
        "reason": fate.reason,
        "merged_into": fate.target_id if fate.kind == "merged_into" else None,
        "split_into": fate.target_id if fate.kind == "split_into" else None,
        **(_citation_without_words(record) if record else {}),
    }


def _citation_without_words(record: PassageRevision) -> dict[str, Any]:
    printed = record.shown
    return {
        **_removal(record),
        "version": record.number,
        "sha256": record.sha256,
        "speaker": printed["speaker"],
        "role": printed["role"],
        "occasion": printed["event"]["name"],
        "said_on": in_words(printed["said_on"]),
        "source": printed["source"]["title"],
        "outlet": printed["source"]["outlet"],
    }


def _removal(record: PassageRevision) -> dict[str, Any]:
    words = getattr(record, "words", None)
    if words is None or not words.are_expunged:
        return {}
    day = words.removed_at.date().isoformat()
    return {"removed": {"on": day, "on_in_words": in_words(day), "reason": words.removed_reason}}
