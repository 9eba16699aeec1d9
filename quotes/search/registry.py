"""The filters of the search, each declared once. Pure.

Read by the parser, the index, the facets, the parameters of addresses, their checks, the API's
description and the help page. ``docs/how-to/add-a-filter.md`` shows how to add one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


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
    """A filter: a parameter of addresses and, unless ``typed`` is empty, a name in the box.

    ``fields``: fields of the index by name, with the way from a passage to its one value. The way
    is empty where ``quotes.search.documents`` makes the value. ``is_facet``: the values of the
    field of the same name are counted beside the results; all of them, but for nouns, of which
    there may be many. ``every``: all values given must hold, rather than any.
    ``lesson`` is the help page's sentence, and ``example`` a value of the opening archive for its
    link; ``in_box`` are queries with their lessons. ``described`` is the API's sentence, unless
    the values are just slugs of the noun; ``api_example`` a value for it.
    """

    name: str
    label: str
    values: Values
    fields: Mapping[str, str] = field(default_factory=dict)
    is_facet: bool = False
    every: bool = False
    typed: tuple[str, ...] = ()
    read_back: str = "{name} “{value}”"
    lesson: str = ""
    example: str = ""
    in_box: tuple[tuple[str, str], ...] = ()
    described: str = ""
    api_example: str = ""

    @property
    def is_repeatable(self) -> bool:
        """Whether several values may be given."""
        return not isinstance(self.values, Days)

    @property
    def can_exclude(self) -> bool:
        """Whether there is a parameter ``exclude_…`` that leaves its values out."""
        return self.is_repeatable and not self.every

    @property
    def is_text(self) -> bool:
        """Whether the index keeps its values as text; all others are numbers."""
        return isinstance(self.values, Choices | Languages)


# In the order in which addresses, facets and help have them.
FILTERS = (
    Filter(
        "speaker", "Speaker", Nouns(), {"speaker": "speaker_id"},
        is_facet=True,
        typed=("speaker",),
        lesson="Who said it.",
        example="roman-vassilenko",
        in_box=(
            ("speaker:Vassilenko", "Who said it."),
            ("speaker:Василенко", "The same speaker under another spelling."),
        ),
        api_example="roman-vassilenko",
    ),
    Filter(
        # One parameter for both: an event's slug, or a series' for all its editions.
        "event", "Event", Nouns(),
        {
            "event": "turn__source__interview__event_id",
            "series": "turn__source__interview__event__series_id",
        },
        is_facet=True,
        typed=("event",),
        lesson="Where it was said: an event, or a series and so all its events.",
        example="wpc",
        in_box=(
            ('event:"Astana International Forum"', "Where it was said: an event, or all events of "
             "a series."),
        ),
        described="Slug of an event, or of a series for all its editions.",
        api_example="wpc-2024",
    ),
    Filter(
        "topic", "Topic", Nouns(), {"topic": ""},
        is_facet=True,
        typed=("topic",),
        lesson="What it is about, the topics below included.",
        example="foreign-policy",
        in_box=(
            ("topic:foreign-policy", "What it is about, the topics below included."),
            ("topic:sanctions topic:Russia", "Both topics at once."),
        ),
        described="Slug of a topic; those below it are included.",
        api_example="sanctions",
    ),
    Filter(
        "topic_all", "Topic", Nouns(), {"topic": ""},
        every=True,
        described="Slugs of topics that must all hold.",
    ),
    Filter(
        "outlet", "Outlet", Nouns(), {"outlet": "turn__source__outlet_id"},
        is_facet=True,
        typed=("outlet",),
        lesson="Who published the document.",
        example="astana-times",
        in_box=(('outlet:"Astana Times"', "Who published the document."),),
        api_example="al-jazeera",
    ),
    Filter(
        "interview", "Interview", Nouns(), {"interview": "turn__source__interview_id"},
        typed=("interview",),
        lesson="The occasion.",
        example="wpc-2024-vassilenko",
        in_box=(("interview:wpc-2024-vassilenko", "The occasion."),),
        api_example="wpc-2024-vassilenko",
    ),
    Filter(
        "source", "Source", Nouns(), {"source": "turn__source_id"},
        typed=("source",),
        lesson="The document.",
        example="astana-times-2024-report",
        in_box=(("source:astana-times-2024-report", "The document."),),
        api_example="wpc-2024-transcript",
    ),
    Filter(
        "wording", "Wording", Choices("Wording"), {"wording": ""},
        is_facet=True,
        typed=("wording",),
        lesson="How close it is to the spoken words.",
        example="verbatim",
        in_box=(
            ("wording:verbatim", "How close it is to the spoken words: verbatim, edited, reported "
             "or paraphrased."),
        ),
        described="How close the words are.",
    ),
    Filter(
        "language", "Language", Languages(), {"language": ""},
        is_facet=True,
        typed=("lang", "language"),
        lesson="The language of the passage.",
        example="en",
        in_box=(
            ("lang:en", "The language of the passage, by its code."),
            ("language:en", "The same, in full."),
        ),
        described="A code of a language in which there are passages, as in en.",
        api_example="en",
    ),
    Filter(
        "year", "Year", Years(), {"year": ""},
        is_facet=True,
        typed=("year",),
        lesson="The first year in which it may have been said, or undated.",
        example="2024",
        in_box=(
            ("year:2024", "The first year in which it may have been said; year:undated is for "
             "what has no date."),
        ),
        described="The year of speaking, or “undated”.",
        api_example="2023",
    ),
    Filter(
        "after", "From", Days("after"),
        typed=("after",),
        read_back="said on or after {value}",
        in_box=(
            ("after:2023-06-08", "On this day or later. A month (2023-06) or a year will do, too."),
        ),
        described="Said on this day or later, as far as known: YYYY, YYYY-MM or YYYY-MM-DD.",
        api_example="2023-06",
    ),
    Filter(
        "before", "Until", Days("before"),
        typed=("before",),
        read_back="said on or before {value}",
        in_box=(
            ("after:2023-06-07 before:2023-06-07", "What may have been said on this day, even "
             "where only a longer stretch is known."),
        ),
        described="Said on this day or earlier, as far as known: YYYY, YYYY-MM or YYYY-MM-DD.",
        api_example="2024-12-15",
    ),
)  # fmt: skip
# Whatever reads the registry does so when it is imported, and keeps what it needs at hand.
BY_NAME = {each.name: each for each in FILTERS}


def get_filter(parameter: str) -> Filter:
    """The filter of a parameter, ``exclude_…`` included; KeyError where there is none."""
    return BY_NAME[parameter.removeprefix("exclude_")]
