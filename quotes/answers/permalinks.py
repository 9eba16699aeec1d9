"""Resolves identifiers in addresses: to a passage, a redirect, or an error with the reason."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.text import Truncator

from quotes.answers.errors import MovedError, ProblemError
from quotes.filters.strict import given
from quotes.models import Identifier, IdentifierEvent, Passage, PassageRevision
from quotes.models.passage_record import published_record
from quotes.text.dates import in_words
from quotes.text.identifiers import MistypedError, canonical, near_identifiers
from quotes.text.interface import message

SHORT_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
# Of a passage that was perhaps meant.
OPENING_WORDS = 20
Address = Callable[[str], str]


class MistypedPermalinkError(ProblemError):
    """404: no identifier can look like this; ``near`` are published passages that may be meant."""

    def __init__(self, *, as_json: bool = False, near: Sequence[dict[str, str]] = ()) -> None:
        super().__init__(
            status=404,
            title=message("This permalink is mistyped"),
            detail=message(
                "No quotation can have this address: a letter or digit of it is wrong, missing "
                "or too much. Compare it with the place you have it from, or search for the "
                "words."
            ),
            as_json=as_json,
            **({"near": near} if near else {}),
        )


class UnknownPermalinkError(ProblemError):
    """404: an identifier that no passage ever had."""

    def __init__(self) -> None:
        super().__init__(
            status=404,
            title=message("No quotation has this permalink"),
            detail=message(
                "A quotation could have this address, but the archive has never given it to "
                "one. Compare it with the place you have it from, or search for the words."
            ),
        )


class NoSuchVersionError(ProblemError):
    """404: a published passage that has no version of this number; the present one is offered."""

    def __init__(self, passage: Passage) -> None:
        last = passage.version
        super().__init__(
            status=404,
            title=message("This quotation has no such version"),
            detail=message("Its versions are numbered from 1; the last one is {last}.", last=last),
            near=[_offered(passage)],
        )


class WithdrawnError(ProblemError):
    """410: the passage was withdrawn; when, why, and its citation without the words."""

    def __init__(self, last_event: IdentifierEvent) -> None:
        day = last_event.created_at.date().isoformat()
        super().__init__(
            status=410,
            title=message("This quotation has been withdrawn"),
            detail=message(
                "It was withdrawn on {day}. Its words are no longer shown. Its identifier "
                "stays with it and is never given to another quotation.",
                day=in_words(day),
            ),
            withdrawn=withdrawal(
                last_event, PassageRevision.objects.of(last_event.identifier_id).last()
            ),
        )


class WordsRemovedError(ProblemError):
    """410: the words of this version were removed; the passage is still published."""

    def __init__(self, record: PassageRevision) -> None:
        removal = _removal(record)
        super().__init__(
            status=410,
            title=message("The words of this version have been removed"),
            detail=message(
                "They were removed for legal reasons on {day}: {reason} Its record remains.",
                day=removal["removed"]["on_in_words"],
                reason=record.words.removed_because,
            )
            if removal
            else message("They were removed for legal reasons. Its record remains."),
            **removal,
        )


def resolve(written: str, *, address: Address, moved: Address | None = None) -> Passage:
    """The published passage that ``written`` means, with all that it prints.

    ``address`` gives this page's address for an identifier, ``moved`` (the same unless given) the
    one to send readers to when the passage has been merged into another. Raises MovedError,
    MistypedPermalinkError, UnknownPermalinkError and WithdrawnError.
    """
    try:
        identifier = canonical(written)
    except MistypedError:
        raise MistypedPermalinkError(near=_near(written)) from None
    if identifier != written:
        raise MovedError(address(identifier))
    if passage := published_record(identifier):
        return passage
    end = Identifier.objects.at_end_of_merges(identifier)
    if end and end.pk != identifier:
        raise MovedError((moved or address)(end.pk))
    if end and end.last_event and end.last_event.kind in ("withdrawn", "split_into"):
        raise WithdrawnError(end.last_event)
    # It may have been published again between the two questions.
    if end and (passage := published_record(identifier)):
        return passage
    raise UnknownPermalinkError


def _near(written: str) -> list[dict[str, str]]:
    """The published passages whose identifier was perhaps meant: one symbol or swap away."""
    found = Passage.public.filter(identifier__in=near_identifiers(written)).select_related(
        "speaker"
    )
    return [_offered(each) for each in found.order_by("identifier")]


def _offered(passage: Passage) -> dict[str, str]:
    return {
        "id": str(passage.identifier_id),
        "url": passage.get_absolute_url(),
        "speaker": passage.speaker.name,
        "language": str(passage.language),
        "opening": Truncator(passage.told).words(OPENING_WORDS, truncate="…"),
    }


def changed_since(request: HttpRequest, found: Passage) -> int | None:
    """The cited version in the parameter ``since``, if there is a newer one; else None."""
    number = given(request.GET).get("since", [""])[-1]
    since = int(number) if SHORT_NUMBER.fullmatch(number) else 0
    return since if 1 <= since < found.version else None


def withdrawal(last_event: IdentifierEvent, record: PassageRevision | None) -> dict[str, Any]:
    """When and why a passage was withdrawn, and its citation without the words."""
    day = last_event.created_at.date().isoformat()
    return {
        "id": last_event.identifier_id,
        "on": day,
        "on_in_words": in_words(day),
        "reason": last_event.reason,
        "merged_into": last_event.target_id if last_event.kind == "merged_into" else None,
        "split_into": last_event.target_id if last_event.kind == "split_into" else None,
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
