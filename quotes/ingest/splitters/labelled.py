"""Transcripts whose turns open with a label, on a line or inside a paragraph. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quotes.ingest.splitters.assembling import LABEL, Stretch, Voice, with_kinds
from quotes.ingest.splitters.furniture import HEADING, INTRODUCTION
from quotes.ingest.splitters.labels import SURE, Label, accepted, inside
from quotes.ingest.splitters.people import FULL_NAME, People, is_person
from quotes.ingest.splitters.pieces import Piece
from quotes.ingest.splitters.results import Kind
from quotes.text.marks import CLOSING, OPENING

# “(spoke in English)”: speech whose label stands on another page begins behind it.
SPOKE_IN = re.compile(
    r"[(\[]\s*(?:spoke in|interpretation from|continued in|parle en|l’orateur poursuit en|habla en|"
    r"continúa en|говорит по|продолжает по|تكلم ب|以.{1,4}语发言)[^)\]]*[)\]]",
    re.IGNORECASE,
)
MAX_CUE_WORDS = 12


@dataclass(frozen=True)
class Labelled:
    """Labels by the number of their line, and who is meant by them."""

    lines: Sequence[Piece]
    labels: Mapping[int, Label]
    people: People
    text: str

    @property
    def evidence(self) -> float:
        """From 0 to 1: how surely these labels open the turns of a conversation."""
        if len(self.labels) < 2:
            return 0.0
        first = min(self.labels)
        behind = sum(len(line.text) for line in self.lines[first:])
        total = sum(len(line.text) for line in self.lines) or 1
        sure = sum(min(label.quality, SURE) for label in self.labels.values()) / SURE
        keys = {label.key for label in self.labels.values()}
        number = len(self.labels)
        strength = min(1.0, 0.4 + sure / 6) * min(1.0, 0.6 + 0.2 * len(keys)) * min(1.0, number / 2)
        return round(strength * min(1.0, 0.6 + behind / total), 3)


def labelled(lines: Sequence[Piece], text: str, title: str = "") -> Labelled:
    """The labels of a document, and its people as the words before the first label name them."""
    labels = accepted(lines)
    first = min(labels, default=0)
    around = "\n".join([title, *(line.text for line in lines[:first])])
    words = ""
    if labels:
        line = lines[first]
        words = (
            line.text[labels[first].end :]
            + " "
            + " ".join(each.text for each in lines[first + 1 : first + 6])
        )
    known = {label.key for label in labels.values()}
    signs = {label.form for label in labels.values()}
    within = [each for line in lines[first:] for each in inside(line.text, known, signs)]
    people = People.of([*labels.values(), *within], around, words)
    return Labelled(lines, labels, people, text)


def stretches(found: Labelled, reasons: Mapping[int, str]) -> list[Stretch]:
    """The turns that open with these labels, and what is left over."""
    made: list[Stretch] = []
    voice: Voice | None = None
    voices: list[Voice] = []
    first = min(found.labels)
    known = {label.key for label in found.labels.values()}
    signs = {label.form for label in found.labels.values()}
    runs_on = _runs_on(found)
    for number, line in enumerate(found.lines):
        label = found.labels.get(number)
        if label is not None:
            voice = _voice(found.people, label)
            voices.append(voice)
            made.append(Stretch(line.start, line.start + label.end, reason=LABEL))
            line = line.part(label.end)
        elif number in reasons:
            made.append(Stretch(line.start, line.end, reason=reasons[number]))
            continue
        elif voice is None:
            voice = _before_first(found, number, first, made)
            if voice is None:
                continue
            voices.append(voice)
            continue
        elif line.kind == "heading":
            made.append(Stretch(line.start, line.end, reason=HEADING))
            continue
        elif (inserted := _insert(found, number, voice, runs_on=runs_on)) is not None:
            made.append(Stretch(line.start, line.end, inserted))
            continue
        for start, end, inner in _parts(line, known, signs):
            if inner is None:
                made.append(Stretch(start, end, voice))
            else:
                voice = _voice(found.people, inner)
                voices.append(voice)
                made.append(Stretch(start, end, reason=LABEL))
    _set_kinds(found.text, voices, made)
    return made


def _voice(people: People, label: Label) -> Voice:
    name = people.who(label)
    role = people.roles.get(name, "")
    return Voice(name, label.printed, role, label.kind or Kind.STATEMENT)


def _set_kinds(text: str, voices: list[Voice], made: Sequence[Stretch]) -> None:
    words: dict[Voice, str] = {}
    for stretch in made:
        if stretch.voice is not None:
            words[stretch.voice] = words.get(stretch.voice, "") + text[stretch.start : stretch.end]
    with_kinds(voices, [words.get(voice, "") for voice in voices])


def _before_first(found: Labelled, number: int, first: int, made: list[Stretch]) -> Voice | None:
    """Words before the first label: introduction, or behind “(spoke in …)” a turn without label."""
    line = found.lines[number]
    opened = SPOKE_IN.search(found.text, found.lines[0].start, line.start)
    if opened and number < first and not SPOKE_IN.match(line.text):
        # One voice for all of them.
        known = next((each.voice for each in made if each.voice is not None), None)
        voice = known or Voice()
        made.append(Stretch(line.start, line.end, voice))
        return voice
    reason = HEADING if line.kind == "heading" or number == 0 else INTRODUCTION
    made.append(Stretch(line.start, line.end, reason=reason))
    return None


def _parts(
    line: Piece, known: set[str], signs: set[str]
) -> Iterator[tuple[int, int, Label | None]]:
    """A line cut at the labels inside it; places count characters of the document."""
    reached = 0
    for label in inside(line.text, known, signs):
        if label.start < reached:
            continue
        if line.text[reached : label.start].strip():
            before = line.part(reached, label.start)
            yield before.start, before.end, None
        yield line.start + label.start, line.start + label.end, label
        reached = label.end
    if line.text[reached:].strip():
        rest = line.part(reached)
        yield rest.start, rest.end, None


def _runs_on(found: Labelled) -> bool:
    """Whether turns of several paragraphs are usual here."""
    more = sum(
        1
        for number, line in enumerate(found.lines)
        if line.opens and number > min(found.labels, default=0) and number not in found.labels
    )
    return more > len(found.labels) / 4


def _insert(found: Labelled, number: int, voice: Voice, *, runs_on: bool) -> Voice | None:
    """A paragraph without label that is not the speaker's: played in, or read out by another.

    Where each turn has one paragraph, a second one may be somebody else's: if the sentence before
    it ends with a name (“Listen to Jane Doe.”), or if all of it stands between quotation marks.
    """
    line = found.lines[number]
    if runs_on or not line.opens or number == 0:
        return None
    is_quoted = line.text[0] in OPENING and line.text.rstrip(".")[-1] in CLOSING
    cue = _cue(found.lines[number - 1].text)
    if not cue and not is_quoted:
        return None
    return Voice(cue, kind=Kind.NARRATION)


def _cue(words: str) -> str:
    """The name that the last sentence ends with, if it is short."""
    last = re.split(r"(?<=[.!?…])\s+", words.strip())[-1].rstrip(".!…: ")
    name = next((each.group() for each in FULL_NAME.finditer(last) if each.end() == len(last)), "")
    if last.startswith(name):
        # The first word has its capital from the sentence.
        name = name.partition(" ")[2]
    is_short = len(last.split()) <= MAX_CUE_WORDS and name != last
    return name if is_short and is_person(name) else ""
