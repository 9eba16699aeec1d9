"""Shapes of the records of nouns, as the OpenAPI description tells them."""

from rest_framework.serializers import (
    CharField,
    ChoiceField,
    DateField,
    ListField,
    Serializer,
)

from quotes.api.shapes import (
    PAGE,
    SLUG,
    Date,
    Named,
    Passage,
    PassageEvent,
    PassageInterview,
    PassageSource,
    PassageSpeaker,
    Variant,
    choice,
    known,
    link,
    number,
    string,
)
from quotes.models import EventKind, Part, SpeakerKind, Wording


class InApi(Serializer):
    """Where the API has a noun, and its passages."""

    api_url = link("Of this record.")
    passages_url = link("Of its passages, as a search.")
    passage_count = number("Published passages.")


class SpeakerName(Serializer):
    """Another spelling."""

    name = string()
    language = known("A code, as in ru.")


class Role(Serializer):
    """An office."""

    title = string()
    organisation = known()
    start = Date()
    end = Date()
    held = known("From when to when, in words.")
    basis = known("Where title and dates are from.")


class Speaker(Named, InApi):
    """A person, or a body, who speaks or asks."""

    sort_name = string()
    kind = choice(SpeakerKind)
    description = known()
    wikidata_id = known()
    names = SpeakerName(many=True)
    roles = Role(many=True)


class EventSeries(Serializer):
    """What an event is an edition of."""

    name = string()
    short_name = string()
    slug = string(SLUG)
    url = link(PAGE)


class Event(PassageEvent, InApi):
    """One edition or occasion."""

    type = ChoiceField(choices=["event"])
    series = EventSeries(allow_null=True)
    dates = Date()
    country = known("ISO 3166 code.")
    organiser = known()
    website = known()
    basis = known("Where facts are from that no source prints.")


class Series(EventSeries, InApi):
    """What comes again, with its editions."""

    type = ChoiceField(choices=["series"])
    kind = choice(EventKind)
    description = known()
    editions = PassageEvent(many=True)


class Participant(Named):
    """Who took part."""

    part = choice(Part)
    role = known("As printed.")


class Interview(PassageInterview, InApi):
    """One occasion of speaking, with who took part and what reports it."""

    event = PassageEvent()
    dates = Date()
    language = string("A code, as in en.")
    basis = known("Where facts are from that no source prints.")
    participants = Participant(many=True)
    sources = PassageSource(many=True)


class LeftOut(Serializer):
    """What was left out of a document for one reason."""

    reason = string()
    places = number()
    characters = number()


class Source(PassageSource, InApi):
    """One published document about an interview."""

    page_url = link("Its page here; url is the document’s own address.")
    published = Date()
    accessed_on = DateField(allow_null=True)
    language = string("A code, as in en.")
    default_wording = choice(Wording)
    basis = known("Where facts are from that it doesn’t print.")
    interview = PassageInterview()
    event = PassageEvent()
    captured_characters = number("Length of the text it was taken from.", allow_null=True)
    captured_sha256 = known("Of the text it was taken from.")
    left_out = LeftOut(many=True)


class Topic(Named, InApi):
    """A node of the tree of topics; passages below it are found under it."""

    scope_note = known("What it is for and what it is not for.")
    aliases = ListField(child=CharField(), help_text="Other names.")
    above = Named(many=True, help_text="From the root down.")
    below = Named(many=True, help_text="Directly below.")


class Utterance(Serializer):
    """Words spoken once that several sources report."""

    id = string("The report with the closest wording, which represents it.")
    url = link("That passage’s permalink.")
    api_url = link("Of this record.")
    speaker = PassageSpeaker()
    said_on = Date()
    interview = PassageInterview()
    event = PassageEvent()
    variants = Variant(many=True, help_text="The closest wording first.")
    passages = Passage(many=True, help_text="The same reports whole, in the same order.")
