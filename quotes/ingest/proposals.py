"""What is proposed to the editor of an imported document: nouns, topics and similar passages.

Everything here looks at the archive and changes nothing in it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from quotes.ingest.captures import Capture
from quotes.ingest.document_nouns import document_language
from quotes.ingest.documents import Document
from quotes.ingest.language import language_of
from quotes.ingest.splitters import Passage as ProposedPassage, Split
from quotes.ingest.topic_proposals import Tagged, TopicLabel, TopicProposals
from quotes.models import Event, Outlet, Passage, Speaker, Topic
from quotes.search.catch_up import PreparingError
from quotes.search.index import DamagedIndexError
from quotes.search.open_index import open_index
from quotes.search.similar import similar_to
from quotes.text.names import name_key
from quotes.text.words import folded

# Events and outlets looked at.
MAX_NOUNS = 5_000
# Shares of the same words, from 0 to 100, above which a passage is the same, or may be a variant.
SAME, VARIANT = 97, 62
MAX_SIMILAR = 5
# Tagged passages to compare with: the newest, for all of a large archive would fill the memory.
MAX_TAGGED = 5_000
MAX_TOPICS = 5
MONTHS = (
    "jan ене qañ janv ocak қаңтар янв", "feb févr şubat febrero ақпан фев",
    "mar mär märz mart marzo наурыз мар", "apr avr nisan abril сәуір апр",
    "may mai mayıs mayo мамыр мая май",
    "jun juin juni haziran junio маусым июн", "jul juil juli temmuz julio шілде июл",
    "aug août ağustos agosto тамыз авг", "sep eylül septiembre қыркүйек сен",
    "oct okt ekim octubre қазан окт",
    "nov kasım noviembre қараша ноя", "dec déc dez aralık diciembre желтоқсан дек",
)  # fmt: skip
DAY_MONTH = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|er|\.)?\s+(?:de\s+)?([^\W\d_]{3,})\.?,?\s+(?:de\s+)?(\d{4})\b"
)
MONTH_DAY = re.compile(r"\b([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,\s+(\d{4})\b")
ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


@dataclass(frozen=True)
class ProposedSpeaker:
    """A speaker of the document: known ones who may be meant by it, or nobody if proposed anew."""

    name: str
    role: str
    known: tuple[Speaker, ...]


@dataclass(frozen=True)
class SimilarPassage:
    """A published passage with the same words, or with words so like that it may be a variant."""

    passage: int
    likeness: float

    @property
    def is_same(self) -> bool:
        """Whether but for trifles the words are the same."""
        return self.likeness >= SAME


@dataclass(frozen=True)
class ProposedDetails:
    """What the document seems to be: its language, and the date, event and outlet it names."""

    language: str
    said_on: str
    event: Event | None
    outlet: Outlet | None


def proposed_speakers(split: Split) -> list[ProposedSpeaker]:
    """Each speaker of the document once, with those whom the archive knows under that name."""
    return [
        ProposedSpeaker(name, role, tuple(Speaker.objects.called(name)))
        for name, role in split.people.items()
    ]


def proposed_details(document: Document, split: Split) -> ProposedDetails:
    """Language, date, event and outlet, by what the file says of itself and then by its words."""
    about = _about(document, split)
    return ProposedDetails(
        language=document.metadata.language or language_of(document.text),
        said_on=document.metadata.date or date_in(about),
        event=_event(about),
        outlet=_outlet(document, about),
    )


def _about(document: Document, split: Split) -> str:
    """The words about the conversation: title, heading, introduction, captions."""
    left_over = [document.text[left.start : left.end] for left in split.leftovers]
    meta = document.metadata
    first = split.turns[0].text[:600] if split.turns else ""
    return "\n".join([meta.title, meta.event, meta.outlet, *left_over, first])


def date_in(text: str) -> str:
    """The first whole date in a text, as EDTF; empty without one."""
    if match := ISO.search(text):
        return match[0]
    found = [(m.start(), m[1], m[2], m[3]) for m in DAY_MONTH.finditer(text)]
    found += [(m.start(), m[2], m[1], m[3]) for m in MONTH_DAY.finditer(text)]
    for _, day, month, year in sorted(found):
        number = _month(month)
        if number and 1 <= int(day) <= 31:
            return f"{year}-{number:02}-{int(day):02}"
    return ""


def _month(word: str) -> int:
    """The number of a month by how its name begins, in any of several languages; or 0."""
    word = word.casefold()
    for number, names in enumerate(MONTHS, 1):
        if any(word.startswith(name) for name in names.split()):
            return number
    return 0


def _event(about: str) -> Event | None:
    """The event whose name stands in the words, the longest name first."""
    words = f" {name_key(about)} "
    named = [
        (event, name_key(name))
        for event in Event.objects.select_related("series")[:MAX_NOUNS]
        for name in (event.name, event.short_name)
    ]
    found = [(len(key), event) for event, key in named if key and f" {key} " in words]
    return max(found, key=lambda each: each[0])[1] if found else None


def _outlet(document: Document, about: str) -> Outlet | None:
    """The outlet that the file names, or whose site it is from, or whose name stands in it."""
    host = urlsplit(document.metadata.url).hostname or document.metadata.outlet
    words, named = f" {name_key(about)} ", name_key(document.metadata.outlet)
    for outlet in Outlet.objects.all()[:MAX_NOUNS]:
        key = name_key(outlet.name)
        site = urlsplit(outlet.url).hostname
        if key == named or (site and host and _is_site(host, site)):
            return outlet
        if key and f" {key} " in words:
            return outlet
    return None


def _is_site(host: str, site: str) -> bool:
    return host.removeprefix("www.") == site.removeprefix("www.")


def similar_passages(
    passages: Iterable[ProposedPassage], language: str
) -> Iterator[list[SimilarPassage]]:
    """For each passage the published ones that are the same or may be variants, the likest first.

    None while the search index cannot tell.
    """
    for passage in passages:
        yield _similar_to_one(passage.text, language)


def _similar_to_one(text: str, language: str) -> list[SimilarPassage]:
    try:
        pks = similar_to(text, language, open_index().snapshot, limit=MAX_SIMILAR)
    except (PreparingError, DamagedIndexError):
        return []
    words = " ".join(folded(text))
    texts = Passage.objects.in_bulk(pks)
    found = [
        SimilarPassage(pk, fuzz.ratio(words, " ".join(folded(each.text))))
        for pk, each in texts.items()
    ]
    likely = [each for each in found if each.likeness >= VARIANT]
    return sorted(likely, key=lambda each: -each.likeness)


class TopicsOfArchive:
    """The archive's topics and its newest tagged passages, read when they are first needed."""

    @cached_property
    def proposals(self) -> TopicProposals:
        """What topics are proposed by."""
        topics = Topic.objects.filter(parent__isnull=False).prefetch_related("aliases")
        labels = [
            TopicLabel(
                topic.slug, (topic.name, *(alias.name for alias in topic.aliases.all())),
                topic.scope_note,
            )
            for topic in topics
        ]  # fmt: skip
        passages = Passage.public.newest().prefetch_related("topics")[:MAX_TAGGED]
        tagged = [
            Tagged(str(each.pk), each.text, each.language, tuple(t.slug for t in each.topics.all()))
            for each in passages
        ]
        return TopicProposals(labels, [each for each in tagged if each.topics])

    def of(self, found: Capture) -> Callable[[ProposedPassage], list[str]]:
        """Gives the slugs of the topics proposed for a passage of a document, best first."""
        language = document_language(found)
        return lambda passage: [
            each.slug for each in self.proposals.propose(passage.text, language, most=MAX_TOPICS)
        ]
