"""Quotation marks of many languages, and what stands between them in a text. Pure.

Marks, typographic or straight, are paired within a paragraph; one that stays open at its end goes
on in the next paragraph if that opens with the same mark. Single marks count where they open a
sentence of speech, so that apostrophes do not.
"""

import re
from bisect import bisect
from collections.abc import Iterator
from typing import NamedTuple

Span = tuple[int, int]
OPENING, CLOSING = "“„«‘‚「『\"'‹»", "”“»’‘」』\"'›«"
# Which marks close what a mark opens; straight ones are both.
CLOSED_BY = {
    "“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』",
    '"': '"', "〝": "〞〟", "＂": "＂",
}  # fmt: skip
SINGLE = {"‘": "’", "‚": "‘’", "‹": "›", "'": "'"}
MARKS = re.compile(r"[“”„«»「」『』\"〝〞〟＂‘’‚‹›']|\n\s*\n|\Z")
ENDS_SPEECH = ".,!?…—–-"
SPEECH_END = re.compile(rf"[{re.escape(ENDS_SPEECH)}]([‘’›'])(?!\w)")
NEXT_ENDS = 3


class _Open(NamedTuple):
    mark: str
    start: int


def quoted_spans(text: str) -> Iterator[Span]:
    """Places of the words between marks; those of one that is open over paragraphs as one."""
    opened: _Open | None = None
    depth = 0
    ends = [match.start(1) for match in SPEECH_END.finditer(text)]
    for match in MARKS.finditer(text):
        sign, at = match.group(), match.start()
        if opened is None:
            opened = _Open(sign, match.end()) if _opens(text, sign, at, ends) else None
            depth = 0
        elif not sign.strip():
            if not _goes_on(text, match.end(), opened.mark):
                opened = None
        elif sign == opened.mark and sign not in CLOSED_BY.get(sign, SINGLE.get(sign, "")):
            # The same mark again: inside, or at the head of a paragraph that goes on.
            depth += 0 if _heads_paragraph(text, at) else 1
        elif sign in _closers(opened.mark) and _closes(text, opened, at):
            if depth:
                depth -= 1
                continue
            start, end = stripped(text, opened.start, at)
            if start < end:
                yield start, end
            opened = None


def _closers(mark: str) -> str:
    return CLOSED_BY.get(mark) or SINGLE.get(mark, "")


def _opens(text: str, sign: str, at: int, ends: list[int]) -> bool:
    """Whether a mark opens a quotation; ``ends`` are the single marks that may close speech."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    # Chinese and Japanese put no space before a mark.
    is_inside = before.isalnum() and before < "\u3000"
    if not after.strip() or is_inside:
        return False
    if sign in SINGLE:
        # An apostrophe opens nothing; speech begins with a capital and ends with a sign.
        return after.isupper() and _speech_ends(text, sign, at, ends)
    return sign in CLOSED_BY


def _speech_ends(text: str, sign: str, at: int, ends: list[int]) -> bool:
    """Whether one of the next single marks in the paragraph closes speech."""
    first = bisect(ends, at)
    return any(
        text[end] in SINGLE[sign] and "\n\n" not in text[at:end]
        for end in ends[first : first + NEXT_ENDS]
    )


def _closes(text: str, opened: _Open, at: int) -> bool:
    if opened.mark in SINGLE:
        return text[at - 1] in ENDS_SPEECH and not text[at + 1 : at + 2].isalnum()
    # A straight mark behind a digit may be one of inches or seconds; before a letter it opens.
    return not (opened.mark == '"' and text[at + 1 : at + 2].isalnum())


def _goes_on(text: str, at: int, mark: str) -> bool:
    """Whether a quotation that is open at the end of a paragraph goes on in the next one."""
    return text[at : at + 1] == mark


def _heads_paragraph(text: str, at: int) -> bool:
    return not text[:at].rpartition("\n")[2].strip()


def stripped(text: str, start: int, end: int) -> Span:
    """The place without white space at its ends."""
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())
