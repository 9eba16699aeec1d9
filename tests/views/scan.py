"""A plain scan of the opening archive for what each example of the help page should find.

Written by hand for each, with nothing of the search: no parser, no stems, no index. Words are
regular expressions over plain text in small letters.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from quotes.models import Passage, Topic


@dataclass(frozen=True)
class Row:
    """What can be found of a passage; ``labels`` are names, topics, events and outlets."""

    text: str
    question: str
    labels: list[str]
    nouns: dict[str, set[str]]
    first_day: str
    last_day: str

    def says(self, pattern: str) -> bool:
        return bool(re.search(rf"\b(?:{pattern})\b", self.text))

    def asks(self, pattern: str) -> bool:
        return bool(re.search(rf"\b(?:{pattern})\b", self.question))

    def has(self, forms: str, typed: str = "") -> bool:
        """A loose word: in one of its forms in the text, or as typed in a label."""
        label = re.compile(rf"\b{typed or forms}\b")
        return self.says(forms) or any(label.search(each) for each in self.labels)

    def near(self, words: str, within: int) -> bool:
        return _near(self.text, words.split(), within)

    def asks_near(self, words: str, within: int) -> bool:
        return _near(self.question, words.split(), within)

    def is_of(self, **wanted: str) -> bool:
        return all(slug in self.nouns[noun] for noun, slug in wanted.items())

    def may_be_said(self, after: str = "0", before: str = "9") -> bool:
        return self.last_day >= after and self.first_day[: len(before)] <= before


def rows() -> list[Row]:
    """Every published passage."""
    return [_row(passage) for passage in Passage.public.all()]


def _row(passage: Passage) -> Row:
    event, source = passage.interview.event, passage.source
    topics = [topic for tagged in passage.topics.all() for topic in _and_above(tagged)]
    labels = [
        passage.speaker.name, *(other.name for other in passage.speaker.names.all()),
        *(topic.name for topic in topics if topic.parent),
        *(alias.name for tagged in passage.topics.all() for alias in tagged.aliases.all()),
        event.name, event.short_name, event.series.name, event.series.short_name,
        source.outlet.name,
    ]  # fmt: skip
    nouns = {
        "speaker": {passage.speaker.slug}, "event": {event.slug, event.series.slug},
        "topic": {topic.slug for topic in topics}, "outlet": {source.outlet.slug},
        "interview": {passage.interview.slug}, "source": {source.slug},
        "wording": {passage.wording}, "language": {passage.language},
        "year": {passage.said.strip("[")[:4]},
    }  # fmt: skip
    days = re.findall(r"\d{4}-\d\d-\d\d", passage.said)
    question = passage.question.text if passage.question else ""
    plain_labels = [_plain(label) for label in labels]
    return Row(_plain(passage.text), _plain(question), plain_labels, nouns, days[0], days[-1])


def _and_above(topic: Topic | None) -> Iterator[Topic]:
    while topic:
        yield topic
        topic = topic.parent


def _plain(text: str) -> str:
    return text.lower().replace("’", "'").replace("ё", "е")


def _near(text: str, wanted: list[str], within: int) -> bool:
    words = re.findall(r"\w+", text)
    size = len(wanted) + within
    return any(set(wanted) <= set(words[i : i + size]) for i in range(len(words)))


SANCTIONS = ("sanction(?:s|ed|ing)?", "sanctions")
CIRCUMVENT = "circumvent(?:s|ed|ing|ion)?"
QUERIES: dict[str, Callable[[Row], bool]] = {
    "sanctions": lambda row: row.has(*SANCTIONS),
    "middle corridor": lambda row: row.has("middle") and row.has("corridors?", "corridor"),
    "trans-Caspian": lambda row: row.has(r"trans\Wcaspian"),
    '"boxing ring"': lambda row: row.says("boxing ring"),
    "«the only side»": lambda row: row.says("the only side"),
    '"sanctioned"': lambda row: row.says("sanctioned"),
    "“we don't”": lambda row: row.says("we don't"),
    "sanctions -circumvention": lambda row: (
        row.has(*SANCTIONS) and not row.has(CIRCUMVENT, "circumvention")
    ),
    'Kazakhstan −"foreign policy"': lambda row: (
        row.has("kazakhstan") and not row.says("foreign policy")
    ),
    "Russia -(sanctions OR war)": lambda row: (
        row.has("russia") and not (row.has(*SANCTIONS) or row.has("wars?", "war"))
    ),
    "-Kazakhstan": lambda row: not row.has("kazakhstan"),
    'yurt OR "boxing ring"': lambda row: row.has("yurts?", "yurt") or row.says("boxing ring"),
    "Russia (sanctions OR war)": lambda row: (
        row.has("russia") and (row.has(*SANCTIONS) or row.has("wars?", "war"))
    ),
    "Russia sanctions OR yurt": lambda row: (
        (row.has("russia") and row.has(*SANCTIONS)) or row.has("yurts?", "yurt")
    ),
    "diplom*": lambda row: row.says(r"diplom\w*"),
    '"China Russia"~3': lambda row: row.near("china russia", 3),
    '"Russia China West"~5': lambda row: row.near("russia china west", 5),
    '"foreign policy"~0': lambda row: row.says("foreign policy|policy foreign"),
    "question:circumvent": lambda row: row.asks(CIRCUMVENT),
    'question:"foreign policy"': lambda row: row.asks("foreign policy"),
    "question:sanction*": lambda row: row.asks(r"sanction\w*"),
    'question:"political economic"~1': lambda row: row.asks_near("political economic", 1),
    "sanctions -question:sanctions": lambda row: row.has(*SANCTIONS) and not row.asks(SANCTIONS[0]),
    "speaker:Vassilenko": lambda row: row.is_of(speaker="roman-vassilenko"),
    "speaker:Василенко": lambda row: row.is_of(speaker="roman-vassilenko"),
    'event:"Astana International Forum"': lambda row: row.is_of(event="aif"),
    "topic:foreign-policy": lambda row: row.is_of(topic="foreign-policy"),
    "topic:sanctions topic:Russia": lambda row: (
        row.is_of(topic="sanctions") and row.is_of(topic="russia")
    ),
    'outlet:"Astana Times"': lambda row: row.is_of(outlet="astana-times"),
    "interview:wpc-2024-vassilenko": lambda row: row.is_of(interview="wpc-2024-vassilenko"),
    "source:astana-times-2024-report": lambda row: row.is_of(source="astana-times-2024-report"),
    "wording:verbatim": lambda row: row.is_of(wording="verbatim"),
    "lang:en": lambda row: row.is_of(language="en"),
    "language:en": lambda row: row.is_of(language="en"),
    "year:2024": lambda row: row.is_of(year="2024"),
    "after:2023-06-08": lambda row: row.may_be_said(after="2023-06-08"),
    "after:2023-06-07 before:2023-06-07": lambda row: row.may_be_said("2023-06-07", "2023-06-07"),
    "China -topic:Russia": lambda row: row.has("china") and not row.is_of(topic="russia"),
    "year:2024 OR outlet:avim": lambda row: row.is_of(year="2024") or row.is_of(outlet="avim"),
    'sanctions -"secondary sanctions" speaker:Vassilenko '
    "(wording:verbatim OR wording:edited) after:2023-06": lambda row: (
        row.has(*SANCTIONS)
        and not row.says("secondary sanctions")
        and row.is_of(speaker="roman-vassilenko")
        and (row.is_of(wording="verbatim") or row.is_of(wording="edited"))
        and row.may_be_said(after="2023-06-01")
    ),
    "investing": lambda row: row.has("invest(?:s|ed|ing|ments?)?", "investing"),
    "KAZAKHSTAN": lambda row: row.has("kazakhstan"),
    "Vassilénko": lambda row: row.has("vassilenko"),
    "шелковый путь": lambda row: row.has("шелковый") and row.has("путь"),
    "Василенко sanctions": lambda row: row.has("василенко") and row.has(*SANCTIONS),
}
ADDRESSES: dict[str, Callable[[Row], bool]] = {
    "speaker=roman-vassilenko": lambda row: row.is_of(speaker="roman-vassilenko"),
    "event=wpc": lambda row: row.is_of(event="wpc"),
    "topic=foreign-policy": lambda row: row.is_of(topic="foreign-policy"),
    "outlet=astana-times": lambda row: row.is_of(outlet="astana-times"),
    "interview=wpc-2024-vassilenko": lambda row: row.is_of(interview="wpc-2024-vassilenko"),
    "source=astana-times-2024-report": lambda row: row.is_of(source="astana-times-2024-report"),
    "wording=verbatim": lambda row: row.is_of(wording="verbatim"),
    "language=en": lambda row: row.is_of(language="en"),
    "year=2024": lambda row: row.is_of(year="2024"),
    "topic=sanctions&topic=brics": lambda row: (
        row.is_of(topic="sanctions") or row.is_of(topic="brics")
    ),
    "topic=sanctions&outlet=al-jazeera": lambda row: row.is_of(
        topic="sanctions", outlet="al-jazeera"
    ),
    "topic_all=sanctions&topic_all=russia": lambda row: (
        row.is_of(topic="sanctions") and row.is_of(topic="russia")
    ),
    "topic=russia&exclude_topic=sanctions": lambda row: (
        row.is_of(topic="russia") and not row.is_of(topic="sanctions")
    ),
    "after=2023-06&before=2023-12": lambda row: row.may_be_said("2023-06-01", "2023-12"),
    "q=sanctions&wording=edited": lambda row: row.has(*SANCTIONS) and row.is_of(wording="edited"),
    "q=sanctions&sort=relevance": lambda row: row.has(*SANCTIONS),
    "q=sanctions&sort=newest": lambda row: row.has(*SANCTIONS),
    "q=sanctions&sort=oldest": lambda row: row.has(*SANCTIONS),
    "q=sanctions&sort=changed": lambda row: row.has(*SANCTIONS),
    "per_page=50&page=2": lambda row: True,
}
