"""Documents whose own structure says who speaks: Akoma Ntoso, TEI, subtitles with voices. Pure."""

from collections.abc import Sequence

from quotes.ingest.splitters.assembling import LABEL, Stretch, Voice, with_kinds
from quotes.ingest.splitters.furniture import HEADING, INTRODUCTION
from quotes.ingest.splitters.labels import LIKELY, label_of, name_in
from quotes.ingest.splitters.people import plain_name
from quotes.ingest.splitters.pieces import Piece
from quotes.text.names import name_key

# Kinds of blocks that nobody speaks.
UNSPOKEN = {"note": "stage direction", "time": "time", "heading": HEADING, "caption": "caption"}
# The most that structure shows where it names nobody.
UNNAMED = 0.8


def evidence(lines: Sequence[Piece]) -> float:
    """From 0 to 1: which part of the words the file's own structure gives to somebody.

    Subtitles without voices say that somebody speaks, but not who: labels in them say more.
    """
    total = sum(len(line.text) for line in lines) or 1
    spoken = sum(len(line.text) for line in lines if _is_speech(line))
    most = 1.0 if any(line.speaker for line in lines) else UNNAMED
    return round(min(most, 0.5 + spoken / total), 3) if spoken else 0.0


def _is_speech(line: Piece) -> bool:
    return line.kind == "speech" or bool(line.speaker)


def stretches(lines: Sequence[Piece]) -> list[Stretch]:
    """One turn for each run of blocks of one speaker; notes between them part nothing."""
    made: list[Stretch] = []
    voices: list[Voice] = []
    words: dict[Voice, str] = {}
    last: str | None = None
    for line in lines:
        if line.kind == "heading":
            last = None
        if line.kind in UNSPOKEN:
            made.append(Stretch(line.start, line.end, reason=UNSPOKEN[line.kind]))
            continue
        if not _is_speech(line):
            made.append(Stretch(line.start, line.end, reason=INTRODUCTION))
            continue
        if last is None or name_key(line.speaker) != last:
            last = name_key(line.speaker)
            voices.append(Voice(line.speaker, line.speaker, line.role, locator=line.locator))
        voice = voices[-1]
        cut = _repeated_label(line)
        if cut:
            made.append(Stretch(line.start, line.start + cut, reason=LABEL))
        made.append(Stretch(line.start + cut, line.end, voice))
        words[voice] = words.get(voice, "") + line.text
    with_kinds(voices, [words.get(voice, "") for voice in voices])
    return made


def _repeated_label(line: Piece) -> int:
    """Where the words begin behind a label that says again who speaks; 0 without one."""
    label = label_of(line.text)
    if label is None or label.quality < LIKELY or not line.speaker or label.form != ":":
        return 0
    said = name_key(plain_name(name_in(label))).split()
    known = name_key(line.speaker).split()
    return label.end if said and set(said) <= set(known) else 0
