"""Transcripts in which the speaker's name and title stand alone above the words. Pure."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from quotes.ingest.splitters.assembling import LABEL, Stretch, Voice, with_kinds
from quotes.ingest.splitters.furniture import HEADING
from quotes.ingest.splitters.labels import ARTICLES, LIKELY, Label, label_of
from quotes.ingest.splitters.people import People
from quotes.ingest.splitters.pieces import Piece
from quotes.ingest.splitters.statement import SALUTATION
from quotes.text.names import name_key

MAX_HEADING_LENGTH = 200
NAME_AND_TITLE = re.compile(r"[^\W\d_][^,，،:\n]{2,50}[,，،]\s?[^\n]{3,150}\Z")


@dataclass(frozen=True)
class Headed:
    """Lines that name the speaker of what stands below them, by number.

    ``titles`` are numbers of lines that go on with a title below the name.
    """

    lines: Sequence[Piece]
    labels: Mapping[int, Label]
    people: People
    titles: frozenset[int] = frozenset()

    @property
    def evidence(self) -> float:
        """From 0 to 1: how surely these lines open the turns of a conversation."""
        if len(self.labels) < 2:
            return 0.0
        below = sum(len(line.text) for line in self.lines[min(self.labels) :])
        total = sum(len(line.text) for line in self.lines) or 1
        titled = sum(1 for label in self.labels.values() if "," in label.printed)
        again = len(self.labels) - len({label.key for label in self.labels.values()})
        strength = min(1.0, 0.45 + 0.15 * titled + 0.15 * again)
        return round(strength * min(1.0, 0.2 + below / total), 3)


def headed(lines: Sequence[Piece], reasons: Mapping[int, str], title: str = "") -> Headed:
    """The lines that name who speaks below; one with no words below heads the document."""
    found: dict[int, Label] = {}
    below: dict[int, int] = {}
    for number, line in enumerate(lines):
        label = _heading(line)
        below[number] = next_one = _behind_title(lines, number)
        follows = next_one < len(lines) and next_one not in reasons
        if label and number not in reasons and follows and lines[next_one].is_ended:
            title = ", ".join(each.text for each in lines[number + 1 : next_one])
            found[number] = replace(
                label, printed=f"{label.printed}, {title}" if title else label.printed
            )
    counts = Counter(_name(label) for label in found.values())
    kept = {
        number: label
        for number, label in found.items()
        if counts[_name(label)] > 1 or NAME_AND_TITLE.match(label.printed)
    }
    titles = frozenset(line for number in kept for line in range(number + 1, below[number]))
    around = "\n".join([title, *(line.text for line in lines[: min(kept, default=0)])])
    return Headed(lines, kept, People.of(list(kept.values()), around), titles)


def _behind_title(lines: Sequence[Piece], number: int) -> int:
    """The number of the line below a name, and below a title that stands right under it."""
    title = number + 1
    is_title = (
        title + 1 < len(lines)
        and not lines[title].opens
        and not lines[title].is_ended
        and lines[title + 1].opens
    )
    return title + 1 if is_title else title


def _name(label: Label) -> str:
    return name_key(re.split("[,，،]", label.printed)[0])


def _heading(line: Piece) -> Label | None:
    """A short line without an end that a name begins, with a title behind it or none."""
    text = line.text.strip("*_# ").strip()
    if len(text) > MAX_HEADING_LENGTH or line.is_ended or not line.opens:
        return None
    if SALUTATION.match(text.strip("•▪- ")):
        return None
    if not text or text.split()[0].lower() in ARTICLES:
        return None
    head = label_of(f"{re.split('[,，،]', text)[0]}:")
    if head is None or head.quality < LIKELY:
        return None
    return Label(0, len(line.text), text, head.quality, head.kind, "headed")


def stretches(found: Headed, reasons: Mapping[int, str]) -> list[Stretch]:
    """The turns below these lines; what stands above the first is the document's heading."""
    made: list[Stretch] = []
    voices: list[Voice] = []
    words: dict[Voice, str] = {}
    last = ""
    for number, line in enumerate(found.lines):
        if (label := found.labels.get(number)) is not None:
            name = found.people.names.get(label.printed, label.printed)
            made.append(Stretch(line.start, line.end, reason=LABEL))
            if name_key(name) == last and voices:
                continue  # the same one goes on, on the next page
            last = name_key(name)
            voices.append(Voice(name, label.printed, found.people.roles.get(name, "")))
            if label.kind is not None:
                voices[-1].kind = label.kind
        elif number in found.titles:
            made.append(Stretch(line.start, line.end, reason=LABEL))
        elif number in reasons or not voices:
            made.append(Stretch(line.start, line.end, reason=reasons.get(number, HEADING)))
        else:
            made.append(Stretch(line.start, line.end, voices[-1]))
            words[voices[-1]] = words.get(voices[-1], "") + line.text
    with_kinds(voices, [words.get(voice, "") for voice in voices])
    return made
