"""What every citation is made from: one version of a passage, as values."""

from dataclasses import dataclass
from datetime import date

from quotes.citations.names import Person, people
from quotes.text.gaps import Gap, told
from quotes.text.spans import parted

ARCHIVE = "On Record"


@dataclass(frozen=True)
class Event:
    """The event at which the words were said."""

    name: str
    kind: str
    place: str


@dataclass(frozen=True)
class Source:
    """The document that reports them; ``url`` is empty unless it is one of the web."""

    title: str
    kind: str
    outlet: str
    byline: str
    url: str
    archived_url: str
    published: str
    note: str


@dataclass(frozen=True)
class Record:
    """This archive's own record of one version, and where it stands for good."""

    identifier: str
    version: int
    sha256: str
    made_on: date
    url: str

    @property
    def key(self) -> str:
        """A name for the version that no other record has, in characters any format takes."""
        return f"on-record-{self.identifier}-v{self.version}"

    @property
    def short_hash(self) -> str:
        """So much of the hash as pages show, in hexadecimal digits."""
        return self.sha256[:12]


@dataclass(frozen=True)
class Cited:
    """One version of a passage: its words, who said them where, the document, and the record.

    Dates are EDTF. ``text`` is empty where the words were removed for legal reasons.
    """

    text: str
    gaps_at: dict[int, Gap]
    language: str
    wording: str
    words_by: str
    translated_from: str
    translated_by: str
    is_excerpt: bool
    note: str
    speaker: Person
    role: str
    said_on: str
    format: str
    asker: Person | None
    question: str
    event: Event
    source: Source
    record: Record

    @property
    def is_paraphrase(self) -> bool:
        """Whether the words are a reporter's."""
        return self.wording == "paraphrased"

    @property
    def stands_in_a_report(self) -> bool:
        """Whether the document is somebody's report, and not the interview or speech itself."""
        return self.wording in ("reported", "paraphrased")

    @property
    def is_interview(self) -> bool:
        """Whether the document is an interview: questions asked by one, answered by another."""
        return self.format == "interview" and not self.stands_in_a_report

    @property
    def parts(self) -> list[str]:
        """The words as parts, one for each stretch of the document."""
        return parted(self.text, list(self.gaps_at))

    @property
    def told(self) -> str:
        """The words with “[…]”, or quotation marks, where they would read on over a gap."""
        return told(self.parts, self.gaps_at.values())

    @property
    def authors(self) -> tuple[Person, ...]:
        """Who wrote the document, in a library's sense: who speaks in it, or who reports."""
        return people(self.source.byline) if self.stands_in_a_report else (self.speaker,)

    @property
    def issued(self) -> str:
        """When the document came out: its own date, or else that of the speech it holds."""
        if self.source.published or self.stands_in_a_report:
            return self.source.published
        return self.said_on
