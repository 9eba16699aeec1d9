"""What the page of a passage prints: of its present version, or of one fixed for good."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings

from quotes.answers.query_marks import Marks
from quotes.models import Passage, PassageRevision, SourceKind, Wording
from quotes.models.addresses import address
from quotes.models.interview import InterviewFormat
from quotes.models.result_rows import QuestionRow
from quotes.text.gaps import Gap
from quotes.text.links import to_words

NO_MARKS = Marks([], [])


@dataclass(frozen=True)
class Named:
    """A noun as printed, and the address of its page today."""

    name: str
    url: str


@dataclass(frozen=True)
class SourceCard:
    """The document that the words stand in, as printed.

    ``original`` and ``archived`` are addresses of the words in it and in its archived copy, empty
    where unknown. ``basis`` is where facts are from that it doesn't print; of the present alone.
    """

    title: Named
    outlet: Named
    kind: str
    byline: str
    published: str
    address: str
    archived_address: str
    note: str
    basis: str
    original: str
    archived: str

    @property
    def is_titled_by_us(self) -> bool:
        """Whether the archive supplied the title."""
        return self.title.name.startswith("[")


@dataclass(frozen=True)
class Sheet:
    """A passage as its page prints it. ``text`` is empty where the words were removed."""

    text: str
    gaps_at: dict[int, Gap]
    language: str
    grade: Wording
    words_by: str
    speaker: Named
    role: str
    said: str
    event: Named
    place: str
    interview: Named
    format: str
    question: Any
    source: SourceCard
    permalink: str
    version_url: str
    context_url: str
    marks: Marks

    @property
    def mail(self) -> str:
        """The address that opens a mail with the link in it."""
        subject = quote(f"{self.speaker.name}, {self.event.name}")
        return f"mailto:?subject={subject}&body={quote(self.permalink)}"


def sheet(passage: Passage, marks: Marks, query_string: str) -> Sheet:
    """The present version; the passage is loaded for its record."""
    source, interview = passage.source, passage.interview
    printed = {
        "title": source.title, "kind": source.kind, "outlet": source.outlet.name,
        "byline": source.byline, "url": source.url, "archived_url": source.archived_url,
        "published": source.published, "note": source.editorial_note,
    }  # fmt: skip
    return Sheet(
        text=passage.text,
        gaps_at=passage.gaps_at,
        language=passage.language,
        grade=passage.grade,
        words_by=passage.words_by,
        speaker=Named(passage.speaker.name, passage.speaker.get_absolute_url()),
        role=passage.role_as_printed,
        said=passage.said,
        event=Named(interview.event.name, interview.event.get_absolute_url()),
        place=interview.event.place,
        interview=Named(interview.title, interview.get_absolute_url()),
        format=_format(interview.format),
        question=passage.question,
        source=_source(printed, passage, passage.parts),
        permalink=settings.SITE_URL + passage.get_absolute_url(),
        version_url=_version(passage, passage.version),
        context_url=_context(passage) + query_string,
        marks=marks,
    )


def sheet_of_version(passage: Passage, revision: PassageRevision, marks: Marks = NO_MARKS) -> Sheet:
    """A version as it was published; what it names leads to the pages of today."""
    printed = revision.shown
    has_words = revision.standing_words is not None
    event, interview = printed["event"], printed["interview"]
    url = _version(passage, revision.number)
    return Sheet(
        text=revision.words.text if has_words else "",
        gaps_at=revision.gaps_at if has_words else {},
        language=printed["language"],
        grade=Wording(printed["wording"]),
        words_by=printed["words_by"],
        speaker=Named(printed["speaker"], passage.speaker.get_absolute_url()),
        role=printed["role"],
        said=printed["said_on"],
        event=Named(event["name"], passage.interview.event.get_absolute_url()),
        place=event["place"],
        interview=Named(interview["title"], passage.interview.get_absolute_url()),
        format=_format(interview["format"]),
        question=_question(printed),
        source=_source(printed["source"], passage, revision.parts if has_words else []),
        permalink=settings.SITE_URL + url,
        version_url=url,
        context_url=_context(passage),
        marks=marks,
    )


def _format(stored: str) -> str:
    """How people spoke; empty where that is not known."""
    return "" if stored == InterviewFormat.OTHER else InterviewFormat(stored).label


def _version(passage: Passage, number: int) -> str:
    return address("passage_version", str(passage.identifier_id), str(number))


def _context(passage: Passage) -> str:
    return address("passage_context", str(passage.identifier_id))


def _question(printed: dict[str, Any]) -> QuestionRow | None:
    asked = printed["question"]
    if not asked:
        return None
    return QuestionRow(0, asked["text"], asked["speaker"], None, printed["language"])


def _source(printed: dict[str, Any], passage: Passage, parts: list[str]) -> SourceCard:
    source = passage.source
    return SourceCard(
        title=Named(printed["title"], source.get_absolute_url()),
        outlet=Named(printed["outlet"], source.outlet.url),
        kind=SourceKind(printed["kind"]).label,
        byline=printed["byline"],
        published=printed["published"],
        address=printed["url"],
        archived_address=printed["archived_url"],
        note=printed["note"],
        basis=source.basis,
        original=to_words(printed["url"], parts) if parts else "",
        archived=to_words(printed["archived_url"], parts) if parts else "",
    )
