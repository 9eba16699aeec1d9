"""Nouns that a document needs: found under any spelling, or made as a proposal.

What is made here has no published passage, so that no reader knows of it. An editor confirms or
merges it; titles that we supply stand in square brackets.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from quotes import editorial
from quotes.ingest.captures import Capture
from quotes.ingest.decisions import Person
from quotes.ingest.documents import Metadata
from quotes.ingest.language import language_of
from quotes.ingest.splitters import Passage as Proposed, Shape
from quotes.ingest.splitters.furniture import HEADING
from quotes.ingest.splitters.labels import kind_of
from quotes.models import (
    Event,
    EventKind,
    Interview,
    InterviewFormat,
    Outlet,
    ParticipantPart,
    Participation,
    Passage,
    Source,
    SourceKind,
    Speaker,
    SpeakerKind,
    Turn,
    TurnKind,
    Wording,
)
from quotes.text.codes import language_tag
from quotes.text.names import name_key

UNKNOWN_OUTLET = "unknown"
KINDS = {
    Wording.VERBATIM: SourceKind.TRANSCRIPT,
    Wording.EDITED: SourceKind.INTERVIEW_ARTICLE,
    Wording.REPORTED: SourceKind.NEWS_REPORT,
    Wording.PARAPHRASED: SourceKind.ANALYSIS,
}
# Around a heading in Markdown; a title has none of them.
MARKS = "#*_=- \t"
MAX_TITLE = 300
# Formats that record the day of speaking and not that of publishing.
RECORDS = frozenset(("akoma-ntoso", "tei"))


@dataclass(frozen=True)
class Confirmed:
    """What an editor has settled of a document beside its text; what is empty stays as proposed.

    ``said_on`` and ``published`` are EDTF. ``speakers`` gives, by the name in the document, the
    speaker who is meant, or what a new one is made of. ``topics`` are primary keys.
    """

    said_on: str = ""
    published: str = ""
    wording: str = ""
    event_kind: str = ""
    format: str = ""
    speakers: Mapping[str, Speaker | Person] = field(default_factory=dict)
    topics: Mapping[Proposed, tuple[int, ...]] = field(default_factory=dict)


NOTHING_CONFIRMED = Confirmed()


def made_source(
    capture: Capture,
    *,
    name: str,
    interview: Interview | None,
    editor: User | None,
    confirmed: Confirmed = NOTHING_CONFIRMED,
) -> Source:
    """The source of a document, saved, with its interview and outlet."""
    said = capture.document.metadata
    title = document_title(capture, name)
    language = document_language(capture)
    interview = interview or _interview(capture, title, language, editor, confirmed)
    wording = Wording(confirmed.wording or default_wording(capture))
    source = Source(
        interview=interview,
        outlet=_outlet(said, editor),
        kind=KINDS[wording],
        title=title,
        byline=said.authors[:200],
        url=said.url if _is_url(said.url) else "",
        published=confirmed.published or ("" if is_record(capture) else said.date),
        language=language,
        default_wording=wording,
        captured_text=capture.document.captured,
        captured_length=len(capture.document.captured),
        captured_sha256=capture.sha256,
        dropped=list(capture.dropped),
    )
    return _saved(source, editor)


def is_record(capture: Capture) -> bool:
    """Whether the file's own date is the day of speaking and not that of publishing."""
    return capture.document.format in RECORDS


def document_language(capture: Capture) -> str:
    """The language that the document says it is in, or else looks written in."""
    said = capture.document.metadata.language
    tag = language_tag(said) if said else None
    return tag if tag and len(tag) <= 12 else language_of(capture.document.text)


def default_wording(capture: Capture) -> Wording:
    """The wording of most passages proposed; without any, what the shape makes likely."""
    found = [passage.wording for passage in capture.passages]
    if found:
        return Wording(max(Wording.values, key=found.count))
    return Wording.REPORTED if capture.split.shape is Shape.REPORT else Wording.VERBATIM


def document_title(capture: Capture, name: str) -> str:
    """The title that the document says it has, or its heading, or else one supplied by us."""
    supplied = f"[{PurePath(name).stem.replace('_', ' ').replace('-', ' ')}]"
    return (capture.document.metadata.title or _heading(capture) or supplied)[:MAX_TITLE]


def _heading(capture: Capture) -> str:
    """The first line of a heading before all words of turns; empty without one."""
    text, split = capture.document.text, capture.split
    first = min((start for turn in split.turns for start, _ in turn.ranges), default=0)
    ahead = (each for each in split.leftovers if each.end <= first and each.reason == HEADING)
    lines = (
        line.strip(MARKS) for each in ahead for line in text[each.start : each.end].split("\n")
    )
    # A sentence is no title: “Edited for clarity.”
    titles = (line for line in lines if line and len(line) <= MAX_TITLE and line[-1] != ".")
    return next(titles, "")


def _interview(
    capture: Capture, title: str, language: str, editor: User | None, confirmed: Confirmed
) -> Interview:
    said = capture.document.metadata
    event_name = (said.event or f"[{title.strip('[]')}]")[:300]
    event = Event.objects.filter(name=event_name).first() or _saved(
        Event(name=event_name, kind=confirmed.event_kind or EventKind.OTHER), editor
    )
    dates = confirmed.said_on or (said.date if is_record(capture) else "")
    made = Interview(event=event, title=title, dates=dates, language=language)
    made.format = confirmed.format or InterviewFormat.OTHER
    return _saved(made, editor)


def _outlet(said: Metadata, editor: User | None) -> Outlet:
    name = said.outlet or urlsplit(said.url).hostname or UNKNOWN_OUTLET
    name = name.removeprefix("www.")[:200]
    known = Outlet.objects.filter(name_key=name_key(name)).order_by("pk").first()
    return known or _saved(Outlet(name=name), editor)


def _is_url(url: str) -> bool:
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        return False
    return len(url) <= 1000


def _saved(noun: Any, editor: User | None) -> Any:
    noun.clean()
    noun.clean_fields()
    editorial.save_noun(noun, editor=editor)
    return noun


def add_participants(
    interview: Interview, turns: Iterable[Turn], passages: Iterable[Passage]
) -> None:
    """Who takes part in an interview that was made of this document, by what they do in it.

    Who only asks is the interviewer; whoever else speaks, or is quoted, is a speaker.
    """
    turns = list(turns)
    speaking = {turn.speaker: "" for turn in turns if turn.kind != TurnKind.QUESTION}
    speaking |= {passage.speaker: passage.role_as_printed for passage in passages}
    asking = {turn.speaker for turn in turns if turn.kind == TurnKind.QUESTION} - speaking.keys()
    for speaker, role in speaking.items():
        if speaker:
            _take_part(interview, speaker, ParticipantPart.SPEAKER, role)
    for speaker in sorted(filter(None, asking), key=lambda each: each.pk):
        _take_part(interview, speaker, ParticipantPart.INTERVIEWER, "")


def _take_part(interview: Interview, speaker: Speaker, part: ParticipantPart, role: str) -> None:
    Participation.objects.create(
        interview=interview, speaker=speaker, part=part, role_as_printed=role
    )


class DocumentSpeakers:
    """The speakers of one document, each looked up once."""

    def __init__(
        self,
        interview: Interview,
        editor: User | None,
        settled: Mapping[str, Speaker | Person] | None = None,
        *,
        is_dry_run: bool = False,
    ) -> None:
        self.interview = interview
        self.is_dry_run = is_dry_run
        self.editor = editor
        self.settled = settled or {}
        self.found: dict[str, Speaker | None] = {"": None}

    def speaker(self, name: str) -> Speaker | None:
        """The speaker of a name, made where nobody is known by it; None without a name."""
        settled = self.settled.get(name)
        if isinstance(settled, Speaker):
            return settled
        meant = settled or Person(name)
        key = name_key(meant.name)
        if key not in self.found:
            self.found[key] = (None if settled else self._known(name)) or self._made(meant)
        return self.found[key]

    def _made(self, person: Person) -> Speaker:
        name = person.name[:200]
        made = Speaker(name=name, sort_name=name, kind=person.kind or SpeakerKind.PERSON)
        return made if self.is_dry_run else _saved(made, self.editor)

    def _known(self, name: str) -> Speaker | None:
        """Who takes part under a part of this name, or who is called so exactly.

        One word, and what names a part in a conversation, is nobody's name beyond one interview.
        """
        called = Speaker.objects.called(name)
        among = set(self.interview.participations.values_list("speaker", flat=True))
        here = [each for each in called if each.pk in among]
        if len(here) == 1:
            return here[0]
        if len(name_key(name).split()) < 2 or kind_of(name):
            return None
        exact = [e for e in called if name_key(name) in map(name_key, e.spellings)]
        return exact[0] if len(exact) == 1 else None
