"""Words of one version that an address names, by their place or as they are; marked on its page.

``words=START-END`` is a place in the words of a version, which never change, so that the address
marks the same ones for good. ``text=…`` are the words themselves: it leads to their place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest

from quotes.answers.errors import ParametersError
from quotes.filters.strict import given, unreadable
from quotes.models import Passage, PassageRevision
from quotes.models.addresses import address
from quotes.text.chosen_words import Place, place_of, places_of, same_words
from quotes.text.interface import grouped, message
from quotes.text.problems import Problem
from quotes.text.spans import SpanError

MAX_TEXT = 1_000
# Of words that stand more often than this, the first ones are offered.
MAX_OFFERED = 20
# Characters around each.
AROUND = 40
# The first of the marked words; browsers scroll there.
ANCHOR = "#words"
WANTED = message("Select the words on the page of the quotation, and copy the link to them there.")


class Offer(NamedTuple):
    """A link to words: a place of them, with a little of what stands around, or a version."""

    url: str
    label: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class ChosenWords:
    """What the page of a version says of the words that its address names.

    ``place`` is where they stand, None where they don't. ``current`` leads to the same words in
    the current version; it is empty where the version is the current one, or they are not there.
    Where they stand more than once, before or now, the way leads to a choice: ``is_unsure``.
    ``offers`` are the places to choose from, or other versions that have them. ``leads_to`` is the
    address of the one place of words that were given as they are.
    """

    place: Place | None = None
    current: str = ""
    is_unsure: bool = False
    offers: tuple[Offer, ...] = ()
    is_ambiguous: bool = False
    leads_to: str = ""


def words_address(identifier: str, number: int, place: Place) -> str:
    """The address that marks the words at a place of a version."""
    path = address("passage_version", identifier, str(number))
    return f"{path}?words={place[0]}-{place[1]}{ANCHOR}"


def chosen_words(
    request: HttpRequest, passage: Passage, revision: PassageRevision
) -> ChosenWords | None:
    """What the address says of words of a version that has its words; None if it names none.

    Raises ParametersError.
    """
    written, text = _one(request, "words"), _one(request, "text")
    if written:
        return _at(written, passage, revision)
    return _with(text, passage, revision) if text else None


def in_current_version(request: HttpRequest, passage: Passage) -> str:
    """Where the page of a passage sends who asks for words of it; empty for all others.

    Raises ParametersError for a place, which means nothing without the version it is of.
    """
    version = address("passage_version", str(passage.identifier_id), str(passage.version))
    if _one(request, "words"):
        needed = message(
            "A place needs the version it is of, as in {version}?words=0-20.", version=version
        )
        raise ParametersError([Problem("words", needed)], WANTED)
    text = _one(request, "text")
    return f"{version}?{urlencode({'text': text})}" if text else ""


def chosen_words_query(request: HttpRequest) -> str:
    """The query string that carries the words asked for to another address of the same page."""
    parameters = given(request.GET)
    asked: dict[str, list[str]] = {
        name: parameters[name] for name in ("words", "text") if name in parameters
    }
    return f"?{urlencode(asked, doseq=True)}" if asked else ""


def _one(request: HttpRequest, name: str) -> str:
    """The value of a parameter; empty if it is not there."""
    values = given(request.GET).get(name, [])
    problems = unreadable({name: values})
    if len(values) > 1:
        problems.append(Problem(name, message("Give one place, once.")))
    if values and len(values[0]) > MAX_TEXT:
        problems.append(
            Problem(
                name, message("Give at most {max_text} characters.", max_text=grouped(MAX_TEXT))
            )
        )
    if problems:
        raise ParametersError(problems, WANTED)
    return values[0].strip() if values else ""


def _at(written: str, passage: Passage, revision: PassageRevision) -> ChosenWords:
    text = revision.words.text
    try:
        place = place_of(written, text)
    except SpanError:
        needed = message(
            "Whole words of this version have a place START-END, in characters from 0 to {end}.",
            end=len(text),
        )
        raise ParametersError([Problem("words", needed)], WANTED) from None
    if revision.number == passage.version:
        return ChosenWords(place)
    identifier, sought = str(passage.identifier_id), text[slice(*place)]
    if now := same_words(place, text, passage.text):
        return ChosenWords(place, words_address(identifier, passage.version, now))
    if not places_of(sought, passage.text):
        return ChosenWords(place)
    version = address("passage_version", identifier, str(passage.version))
    return ChosenWords(place, f"{version}?{urlencode({'text': sought})}", is_unsure=True)


def _with(text: str, passage: Passage, revision: PassageRevision) -> ChosenWords:
    """The one place of these words, or what to choose from."""
    places = places_of(text, revision.words.text)
    if len(places) == 1:
        leads_to = words_address(str(passage.identifier_id), revision.number, places[0])
        return ChosenWords(leads_to=leads_to)
    if places:
        return ChosenWords(offers=tuple(_offers(places, passage, revision)), is_ambiguous=True)
    return ChosenWords(offers=tuple(_versions_with(text, passage)))


def _offers(
    places: Iterable[Place], passage: Passage, revision: PassageRevision
) -> Iterable[Offer]:
    text, identifier = revision.words.text, str(passage.identifier_id)
    for start, end in list(places)[:MAX_OFFERED]:
        before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
        if start > AROUND:
            before = f"… {before.partition(' ')[2]}"
        if end + AROUND < len(text):
            after = f"{after.rpartition(' ')[0]} …"
        url = words_address(identifier, revision.number, (start, end))
        yield Offer(url, text[start:end], before, after)


def _versions_with(text: str, passage: Passage) -> Iterable[Offer]:
    """The versions that have these words, the newest first."""
    identifier = str(passage.identifier_id)
    for revision in reversed(PassageRevision.objects.of(identifier)):
        if revision.standing_words and places_of(text, revision.words.text):
            path = address("passage_version", identifier, str(revision.number))
            yield Offer(
                f"{path}?{urlencode({'text': text})}",
                message("Version {number}", number=revision.number),
            )
