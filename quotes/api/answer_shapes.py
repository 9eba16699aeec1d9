"""Shapes of whole answers: lists, changes, and the beginning, as the OpenAPI description has it."""

from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework.serializers import (
    BooleanField,
    CharField,
    ChoiceField,
    DateField,
    DictField,
    IntegerField,
    ListField,
    Serializer,
    URLField,
)

from quotes.api import noun_shapes
from quotes.api.shapes import Passage, known, link, number, string


class Paged(Serializer):
    """What all lists have."""

    count = number("Rows of the whole list, exactly.")
    page = number("Its number, from 1; null in a walk by cursor.", allow_null=True)
    pages = number("How many there are; null in a walk by cursor.", allow_null=True)
    per_page = number("Rows on a page.")
    deepest_row = number(
        "Rows that can be reached by page; null in a walk by cursor, which has no bound.",
        allow_null=True,
    )
    next = link("The next page, or the way on.", allow_null=True)
    previous = link("The page before.", allow_null=True)


class FacetValue(Serializer):
    """A value of a facet."""

    value = string("What the parameter takes.")
    label = string()
    count = number()
    selected = BooleanField()


class Facets(Serializer):
    """Values of the fields among the hits; each ignores its own selection."""

    speaker = FacetValue(many=True)
    event = FacetValue(many=True)
    topic = FacetValue(many=True)
    outlet = FacetValue(many=True)
    wording = FacetValue(many=True)
    language = FacetValue(many=True)
    year = FacetValue(many=True)


class Query(Serializer):
    """The query as it was understood."""

    text = CharField(allow_blank=True)
    understood_as = string("In words.")
    notes = ListField(child=CharField(), help_text="What has to be told about the answer.")
    suggestion = known("Unknown words in the archive’s own spelling, where that finds more.")


class Without(Serializer):
    """The same search without one condition."""

    parameter = string()
    values = ListField(child=CharField())
    count = number()
    url = link("Of the search page.")


class Coverage(Serializer):
    """What the whole archive holds."""

    passages = number()
    speakers = number()
    sources = number()
    languages = ListField(child=CharField())
    first_year = IntegerField(allow_null=True)
    last_year = IntegerField(allow_null=True)


class PassageList(Paged):
    """Passages that were found."""

    results = Passage(many=True)
    facets = Facets(allow_null=True, help_text="Null in a walk by cursor.")
    facets_cut = ListField(
        child=CharField(),
        allow_null=True,
        help_text="Facets that have more values than the commonest 200. Null in a walk.",
    )
    query = Query()
    without = Without(many=True, help_text="Where nothing is found.")
    coverage = Coverage(allow_null=True, help_text="Where nothing is found.")


class SpeakerList(Paged):
    """Speakers."""

    results = noun_shapes.Speaker(many=True)


class EventList(Paged):
    """Events."""

    results = noun_shapes.Event(many=True)


class InterviewList(Paged):
    """Interviews."""

    results = noun_shapes.Interview(many=True)


class SourceList(Paged):
    """Sources."""

    results = noun_shapes.Source(many=True)


class TopicList(Paged):
    """Topics."""

    results = noun_shapes.Topic(many=True)


class UtteranceList(Paged):
    """Utterances."""

    results = noun_shapes.Utterance(many=True)


EventOrSeries = PolymorphicProxySerializer(
    component_name="EventOrSeries",
    serializers={"event": noun_shapes.Event, "series": noun_shapes.Series},
    resource_type_field_name="type",
)


class Withdrawal(Serializer):
    """When and why a passage was withdrawn, and its citation without the words."""

    id = string()
    on = DateField()
    on_in_words = string()
    reason = string()
    merged_into = known("The passage that it became.")
    split_into = known("A passage that has some of its words.")
    version = number()
    sha256 = string()
    speaker = string()
    role = CharField(allow_blank=True)
    occasion = string()
    said_on = CharField(allow_blank=True, help_text="In words.")
    source = string()
    outlet = string()


class PublishedChange(Passage):
    """A published passage that changed, as it is now."""

    state = ChoiceField(choices=["published"])


class WithdrawnChange(Serializer):
    """A passage that was withdrawn."""

    state = ChoiceField(choices=["withdrawn"])
    id = string("The public identifier.")
    url = link("The permalink, which tells what became of it.")
    version = number("The last of the passage.")
    change = number("The archive’s version in which it was withdrawn.")
    withdrawn = Withdrawal()


Change = PolymorphicProxySerializer(
    component_name="Change",
    serializers={"published": PublishedChange, "withdrawn": WithdrawnChange},
    resource_type_field_name="state",
    many=True,
)


class ChangeList(Serializer):
    """Changes in order."""

    archive_id = string("Begin anew when it differs from the one you have.")
    since = number("What was asked for.")
    version = number("The archive’s version when it was asked.")
    token = string("Tells that version from another with the same number.")
    per_page = number("Rows on a page.")
    results = Change
    next = link("The way on; null when that was all.", allow_null=True)
    previous = link("Always null.", allow_null=True)
    newer = link("Where to ask next time; null until all has been read.", allow_null=True)


class Beginning(Serializer):
    """The API's addresses, and the state of the archive."""

    archive_id = string()
    version = number("Grows by one with every public change.")
    token = string("Another one for every version; `changes` takes the two together.")
    release = string("Of the software.")
    documentation = link()
    openapi = link()
    check = link("Takes a quotation by POST.")
    endpoints = DictField(child=URLField(), help_text="All that is read.")
