"""Subtitles, WebVTT and SRT: cues joined to sentences, with their times as locators. Pure.

Libraries that read subtitles give words without places in the file; a receipt needs these, so the
few rules of the two formats are read here (https://www.w3.org/TR/webvtt1/).
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from quotes.ingest.documents import Block, Document, Dropped, Mend, Metadata
from quotes.ingest.readers.decoding import decoded
from quotes.ingest.readers.layout import ENDED, LABEL

TIMING = re.compile(
    r"[^\S\n]*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})[^\S\n]*-->[^\S\n]*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})"
    r"[^\n]*"
)
TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>|<\d[\d:.]*>|</?>|\{\\[^{}\n]*\}")
VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^<>\n]+)>")
ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|\w+);")
NEXT_SPEAKER = re.compile(r"\s*(?:>>+|&gt;&gt;|[-–—]\s)")
TITLE = re.compile(r"^(?:Title:|WEBVTT\s+-\s*|NOTE[^\S\n]*\n?)\s*(\S[^\n]{0,199})$", re.MULTILINE)
OF_THE_FILE = re.compile(r"^(?:WEBVTT|NOTE|STYLE|REGION)\b", re.MULTILINE)
# Silence, in seconds, behind which a sentence that begins is a paragraph of its own.
PAUSE = 4.0


@dataclass(frozen=True)
class Cue:
    """Places of a cue's lines in the file, and its times in seconds."""

    lines: tuple[tuple[int, int], ...]
    begins: float
    ends: float


@dataclass
class _Reading:
    captured: str
    dropped: list[Dropped] = field(default_factory=list)
    mended: list[Mend] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    last: str = ""
    last_ends: float = 0.0


def read_subtitles(data: bytes) -> Document:
    """The document; a block is a sentence or more, by one speaker, from one time on."""
    characters = decoded(data)
    text = characters.text
    is_webvtt = text.lstrip().startswith("WEBVTT")
    reading = _Reading(text, list(characters.dropped), list(characters.mended))
    reached = 0
    for cue in _cues(text):
        reached = _read_cue(reading, cue, reached)
    _drop(reading, reached, len(text))
    return Document.of(
        text,
        format="webvtt" if is_webvtt else "srt",
        blocks=reading.blocks,
        dropped=reading.dropped,
        mended=reading.mended,
        metadata=_metadata(text),
    )


def _cues(text: str) -> Iterator[Cue]:
    """Cues in order; a cue's words end at a blank line, or before the next cue's number."""
    timings = list(TIMING.finditer(text))
    for at, timing in enumerate(timings):
        end = timings[at + 1].start() if at + 1 < len(timings) else len(text)
        lines = []
        for match in re.finditer(r"[^\n]*\n?", text[timing.end() + 1 : end]):
            line = match.group().strip()
            if not line:
                break
            start = timing.end() + 1 + match.start()
            start += len(match.group()) - len(match.group().lstrip())
            lines.append((start, start + len(line)))
        # Some files have no blank line before the next cue's number.
        if (
            lines
            and at + 1 < len(timings)
            and lines[-1][1] + 1 >= end
            and text[slice(*lines[-1])].isdigit()
        ):
            lines.pop()
        if lines:
            yield Cue(tuple(lines), _seconds(timing[1]), _seconds(timing[2]))


def _read_cue(reading: _Reading, cue: Cue, reached: int) -> int:
    """Take a cue in; gives the place up to which the file is read."""
    captured = reading.captured
    for start, end in cue.lines:
        words = TAG.sub("", captured[start:end]).strip()
        # Captions that roll show each line twice.
        if not words or words == reading.last:
            continue
        voice = VOICE.search(captured, start, end)
        speaker = " ".join(html.unescape(voice[1]).split()) if voice else ""
        if not voice and start != cue.lines[0][0] and reading.blocks:
            speaker = reading.blocks[-1].speaker
        _between(reading, reached, start, cue, words, speaker)
        _markup(reading, start, end)
        _add(reading, start, end, speaker, cue)
        reading.last, reading.last_ends = words, cue.ends
        reached = end
    return reached


def _between(
    reading: _Reading, reached: int, start: int, cue: Cue, words: str, speaker: str
) -> None:
    """Drop what is between two lines of words, and mend the white space there."""
    if not reading.blocks:
        _drop(reading, reached, start)
        return
    is_new = speaker != reading.blocks[-1].speaker
    is_ended = ENDED.search(reading.last) is not None
    if is_ended and (cue.begins - reading.last_ends > PAUSE or LABEL.match(words)):
        is_new = True
    if NEXT_SPEAKER.match(words):
        is_new = True
    reading.mended.append(Mend(reached, reached + 1, "\n\n" if is_new else " ", "joint of cues"))
    _drop(reading, reached + 1, start)


def _markup(reading: _Reading, start: int, end: int) -> None:
    for tag in TAG.finditer(reading.captured, start, end):
        reading.dropped.append(Dropped(tag.start(), tag.end(), "markup of subtitles"))
    for entity in ENTITY.finditer(reading.captured, start, end):
        meant = html.unescape(entity.group())
        if meant != entity.group():
            reading.mended.append(Mend(entity.start(), entity.end(), meant, "character reference"))


def _add(reading: _Reading, start: int, end: int, speaker: str, cue: Cue) -> None:
    """A new block, or more of the last one where its sentence goes on."""
    last = reading.blocks[-1] if reading.blocks else None
    is_paragraph = bool(reading.mended) and reading.mended[-1].text == "\n\n"
    if last and last.speaker == speaker and not ENDED.search(reading.last) and not is_paragraph:
        reading.blocks[-1] = Block(last.start, end, last.kind, speaker, locator=last.locator)
        return
    locator = _clock(cue.begins)
    reading.blocks.append(Block(start, end, "speech", speaker, locator=locator))


def _drop(reading: _Reading, start: int, end: int) -> None:
    if start < end:
        is_of_file = OF_THE_FILE.search(reading.captured, start, end)
        reason = "notes of the subtitle file" if is_of_file else "times and numbers of cues"
        reading.dropped.append(Dropped(start, end, reason))


def _seconds(time: str) -> float:
    *hours, minutes, seconds = time.replace(",", ".").split(":")
    return 3600 * int(hours[0] if hours else 0) + 60 * int(minutes) + float(seconds)


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def _metadata(text: str) -> Metadata:
    """What the head of a WebVTT file says: a language, and a title, or a note of one line."""
    first = TIMING.search(text)
    head = text[: first.start() if first else len(text)]
    language = re.search(r"^Language:\s*([\w-]{2,12})\s*$", head, re.MULTILINE)
    title = TITLE.search(head)
    return Metadata(
        title=title[1].strip() if title else "", language=language[1] if language else ""
    )
