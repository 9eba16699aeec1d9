"""Shapes of passages and of what answers have in common, as the OpenAPI description tells them.

They describe the records and make none; tests hold every answer against them.
"""

from typing import Any

from django.db.models import TextChoices
from rest_framework.serializers import (
    BooleanField,
    CharField,
    ChoiceField,
    DateField,
    DateTimeField,
    DictField,
    IntegerField,
    ListField,
    Serializer,
    URLField,
)

from quotes.models import EventKind, InterviewFormat, SourceKind, Wording
from quotes.text.gaps import Gap

SLUG = "Its name in addresses."
PAGE = "Its page."
AS_PRINTED = "As printed; in [square brackets] where the archive supplies it."


def string(of: str = "") -> CharField:
    """A text that is always there."""
    return CharField(help_text=of)


def known(of: str = "") -> CharField:
    """A text, or null where it isn't known or doesn't apply."""
    return CharField(allow_null=True, help_text=of)


def choice(of: type[TextChoices], help_text: str = "") -> ChoiceField:
    """One of a vocabulary."""
    return ChoiceField(choices=of.choices, help_text=help_text)


def number(of: str = "", **more: Any) -> IntegerField:
    """A whole number, not negative."""
    return IntegerField(help_text=of, min_value=0, **more)


def link(of: str = "", **more: Any) -> URLField:
    """An absolute address on the archive's site."""
    return URLField(help_text=of, **more)


class Date(Serializer):
    """A date, perhaps partial or uncertain."""

    edtf = known("In EDTF (Library of Congress), as in 2023-06 or [2023-06-08..2023-06-09].")
    earliest = DateField(allow_null=True, help_text="The earliest day it can be.")
    latest = DateField(allow_null=True, help_text="The latest day it can be.")
    text = known("In words.")


class Named(Serializer):
    """What a noun is called, and its page."""

    name = string()
    slug = string(SLUG)
    url = link(PAGE)


class NamedOutlet(Serializer):
    """Who publishes."""

    name = string()
    slug = string(SLUG)


class PassageSpeaker(Named):
    """Who said it."""

    role = known("The office held then, as the source prints it.")


class PassageInterview(Serializer):
    """The occasion."""

    title = string(AS_PRINTED)
    slug = string(SLUG)
    url = link(PAGE)
    format = choice(InterviewFormat)


class PassageEvent(Serializer):
    """What the occasion belonged to."""

    name = string()
    short_name = known()
    kind = choice(EventKind)
    slug = string(SLUG)
    url = link(PAGE)
    place = known()


class PassageSource(Serializer):
    """The document that reports it."""

    title = string(AS_PRINTED)
    slug = string(SLUG)
    outlet = NamedOutlet()
    kind = choice(SourceKind)
    byline = known("The author, as printed.")
    url = known("The document’s own address; null when unknown.")
    archived_url = known("Of a copy in a web archive.")
    published_on = known("In EDTF.")
    note = known("What the outlet says it did to the words.")


class Question(Serializer):
    """What was asked."""

    speaker = string("Who asked: a person, or else the outlet.")
    text = string()


class Neighbour(Serializer):
    """The published passage before or behind this one in its turn."""

    id = string()
    url = link()


class Variant(Serializer):
    """A report of an utterance."""

    id = string("The passage.")
    url = link("Its permalink.")
    wording = choice(Wording)
    outlet = string()


class PassageUtterance(Serializer):
    """All published reports of the same words, the closest wording first."""

    variants = Variant(many=True)


# “from” is no name that a class body can have.
Translated = type(
    "Translated",
    (Serializer,),
    {
        "__doc__": "What it was translated from, and by whom.",
        "from": string("A code of a language."),
        "by": known(),
    },
)


class Passage(Serializer):
    """A passage: the words that people cite, and all that its permalink prints."""

    id = string("The public identifier; never changed, never given again.")
    url = link("The permalink.")
    version = number("Of the passage, from 1.")
    sha256 = string("Of the version’s record in the archive’s log.")
    text = string("The words, in Unicode NFC.")
    language = string("A code, as in en.")
    wording = choice(Wording, "How close the text is to the spoken words.")
    speaker = PassageSpeaker()
    words_by = known("The reporter whose words a paraphrase is in.")
    spans_joined_at = ListField(
        child=IntegerField(min_value=0),
        help_text="Offsets at which a new part of the words begins.",
    )
    gaps = ListField(
        child=ChoiceField(choices=[gap.value for gap in Gap]),
        help_text="For each of these, what stands there in the document: interruption, words of "
        "the report alone; elision, words that the archive leaves out; unknown, words of which it "
        "cannot tell whose they are; none, no words.",
    )
    bracketed = ListField(
        child=ListField(child=IntegerField(min_value=0), min_length=2, max_length=2),
        help_text="From where to where stand words in brackets, which are the outlet’s own.",
    )
    note = known("To readers.")
    translated = Translated(allow_null=True)
    is_excerpt = BooleanField(help_text="Whether it begins or ends inside a sentence.")
    said_on = Date(help_text="When it was said.")
    question = Question(allow_null=True)
    before = Neighbour(allow_null=True)
    after = Neighbour(allow_null=True)
    interview = PassageInterview()
    event = PassageEvent()
    source = PassageSource()
    topics = Named(many=True)
    utterance = PassageUtterance(allow_null=True)
    permalink_version = link("Of this version, whose words stay as they are.")
    updated_at = DateTimeField(help_text="When it was last published or corrected.")
    change = number("The archive’s version in which anything of this record changed last.")


class ParameterProblem(Serializer):
    """What is wrong with one parameter."""

    parameter = string()
    message = string("What to do.")


class Problem(Serializer):
    """What went wrong and what to do (RFC 9457)."""

    type = string()
    title = string("What went wrong.")
    status = number()
    detail = CharField(allow_blank=True, help_text="What to do.")
    parameters = ParameterProblem(many=True, required=False)
    withdrawn = DictField(
        required=False, help_text="Of a withdrawn passage: when, why, and its citation."
    )
