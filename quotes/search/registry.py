"""The filters of the search, each declared once. Pure.

Read by the parser, the index, the facets, the parameters of addresses, their checks, the API's
description and the help page. ``docs/how-to/add-a-filter.md`` shows how to add one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from quotes.text.interface import message


@dataclass(frozen=True)
class Nouns:
    """Values are nouns: slugs in addresses, also parts of a name in the box.

    The fields of the filter have the names of the nouns, as in ``quotes.models.names.NOUNS``.
    """


@dataclass(frozen=True)
class Choices:
    """Values of a vocabulary: the name of a ``TextChoices`` in ``quotes.models``."""

    vocabulary: str


@dataclass(frozen=True)
class Languages:
    """Codes of languages in which there are passages."""


@dataclass(frozen=True)
class Years:
    """Years of four digits, or ``undated``."""


@dataclass(frozen=True)
class Days:
    """A day, month or year: one end of a range, ``after`` or ``before``. Given once."""

    bound: str


Values = Nouns | Choices | Languages | Years | Days


@dataclass(frozen=True)
class Filter:
    """A filter: a parameter of addresses and, unless ``query_names`` is empty, a field of queries.

    ``fields``: fields of the index by name, each with the Django lookup from a passage to its one
    value. The lookup is empty where ``quotes.search.documents`` makes the value.
    ``is_facet``: the values of the field of the same name are counted next to the results. All of
    them are counted, except for nouns, of which there may be many.
    ``match_all``: all given values must hold; otherwise any is enough.
    ``read_back`` says a condition in words.
    ``help_text`` is the help page's sentence; ``example_value`` is a value of the opening archive
    for its link. ``query_examples``: queries, each with its own sentence, or an empty one where
    ``help_text`` says it.
    ``api_description`` is the API's sentence, needed unless the values are slugs of one noun;
    ``api_example`` is a value for it.
    """

    name: str
    label: str
    values: Values
    fields: Mapping[str, str] = field(default_factory=dict)
    is_facet: bool = False
    match_all: bool = False
    query_names: tuple[str, ...] = ()
    read_back: str = message("{name} “{value}”")
    help_text: str = ""
    example_value: str = ""
    query_examples: Mapping[str, str] = field(default_factory=dict)
    api_description: str = ""
    api_example: str = ""

    @property
    def is_repeatable(self) -> bool:
        """Whether several values may be given."""
        return not isinstance(self.values, Days)

    @property
    def can_exclude(self) -> bool:
        """Whether there is a parameter ``exclude_…`` that leaves its values out."""
        return self.is_repeatable and not self.match_all

    @property
    def explained_queries(self) -> tuple[tuple[str, str], ...]:
        """The examples of queries, each with the sentence that explains it."""
        examples = self.query_examples.items()
        return tuple((query, sentence or self.help_text) for query, sentence in examples)

    @property
    def is_text(self) -> bool:
        """Whether the index keeps its values as text; all others are numbers."""
        return isinstance(self.values, Choices | Languages)


# In the order in which addresses, facets and help have them.
FILTERS = (
    Filter(
        "speaker",
        message("Speaker"),
        Nouns(),
        {"speaker": "speaker_id"},
        is_facet=True,
        query_names=("speaker",),
        help_text=message("Who said it."),
        example_value="roman-vassilenko",
        query_examples={
            "speaker:Vassilenko": "",
            "speaker:Василенко": message("The same speaker under another spelling."),
        },
        api_example="roman-vassilenko",
    ),
    Filter(
        # One parameter for both: an event's slug, or a series' for all its editions.
        "event",
        message("Event"),
        Nouns(),
        {
            "event": "turn__source__interview__event_id",
            "series": "turn__source__interview__event__series_id",
        },
        is_facet=True,
        query_names=("event",),
        help_text=message("Where it was said: an event, or a series and so all its events."),
        example_value="wpc",
        query_examples={
            'event:"Astana International Forum"': message(
                "Where it was said: an event, or all events of a series."
            ),
        },
        api_description="Slug of an event, or of a series for all its editions.",
        api_example="wpc-2024",
    ),
    Filter(
        "topic",
        message("Topic"),
        Nouns(),
        {"topic": ""},
        is_facet=True,
        query_names=("topic",),
        help_text=message("What it is about, the topics below included."),
        example_value="foreign-policy",
        query_examples={
            "topic:foreign-policy": "",
            "topic:sanctions topic:Russia": message("Both topics at once."),
        },
        api_description="Slug of a topic; those below it are included.",
        api_example="sanctions",
    ),
    Filter(
        "topic_all",
        message("Topic"),
        Nouns(),
        {"topic": ""},
        match_all=True,
        api_description="Slugs of topics that must all hold.",
    ),
    Filter(
        "outlet",
        message("Outlet"),
        Nouns(),
        {"outlet": "turn__source__outlet_id"},
        is_facet=True,
        query_names=("outlet",),
        help_text=message("Who published the document."),
        example_value="astana-times",
        query_examples={'outlet:"Astana Times"': ""},
        api_example="al-jazeera",
    ),
    Filter(
        "interview",
        message("Interview"),
        Nouns(),
        {"interview": "turn__source__interview_id"},
        query_names=("interview",),
        help_text=message("The occasion."),
        example_value="wpc-2024-vassilenko",
        query_examples={"interview:wpc-2024-vassilenko": ""},
        api_example="wpc-2024-vassilenko",
    ),
    Filter(
        "source",
        message("Source"),
        Nouns(),
        {"source": "turn__source_id"},
        query_names=("source",),
        help_text=message("The document."),
        example_value="astana-times-2024-report",
        query_examples={"source:astana-times-2024-report": ""},
        api_example="wpc-2024-transcript",
    ),
    Filter(
        "wording",
        message("How close to speech"),
        Choices("Wording"),
        {"wording": ""},
        is_facet=True,
        query_names=("wording",),
        read_back=message("words that are “{value}”"),
        help_text=message("How close it is to the spoken words."),
        example_value="verbatim",
        query_examples={
            "wording:verbatim": message(
                "How close it is to the spoken words: verbatim, edited, reported or paraphrased."
            ),
        },
        api_description="How close the words are.",
    ),
    Filter(
        "language",
        message("Language"),
        Languages(),
        {"language": ""},
        is_facet=True,
        query_names=("lang", "language"),
        help_text=message("The language of the quotation."),
        example_value="en",
        query_examples={
            "lang:en": message("The language of the quotation, by its code."),
            "language:en": message("The same, in full."),
        },
        api_description="A code of a language in which there are passages, as in en.",
        api_example="en",
    ),
    Filter(
        "year",
        message("Year"),
        Years(),
        {"year": ""},
        is_facet=True,
        query_names=("year",),
        help_text=message("The first year in which it may have been said, or undated."),
        example_value="2024",
        query_examples={
            "year:2024": message(
                "The first year in which it may have been said; year:undated is for what has "
                "no date."
            ),
        },
        api_description="The year of speaking, or “undated”.",
        api_example="2023",
    ),
    Filter(
        "after",
        message("From"),
        Days("after"),
        query_names=("after",),
        read_back=message("said on or after {value}"),
        query_examples={
            "after:2023-06-08": message(
                "On this day or later. A month (2023-06) or a year will do, too."
            ),
        },
        api_description="Said on this day or later, as far as known: YYYY, YYYY-MM or YYYY-MM-DD.",
        api_example="2023-06",
    ),
    Filter(
        "before",
        message("Until"),
        Days("before"),
        query_names=("before",),
        read_back=message("said on or before {value}"),
        query_examples={
            "after:2023-06-07 before:2023-06-07": message(
                "What may have been said on this day, even where only a longer stretch is known."
            ),
        },
        api_description="Said on this day or earlier, as far as known: YYYY, YYYY-MM or "
        "YYYY-MM-DD.",
        api_example="2024-12-15",
    ),
)
# Whatever reads the registry does so when it is imported, and keeps what it needs at hand.
BY_NAME = {each.name: each for each in FILTERS}


def get_filter(parameter: str) -> Filter:
    """The filter of a parameter, ``exclude_…`` included; KeyError where there is none."""
    return BY_NAME[parameter.removeprefix("exclude_")]
