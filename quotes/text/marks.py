"""Quotation marks of many languages, and what stands between them in a text. Pure.

Marks, typographic or straight, are paired within a paragraph; one that stays open at its end goes
on in the next paragraph if that opens with the same mark. Single marks, which are apostrophes too,
open a quotation only where one closes it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import islice, takewhile
from typing import NamedTuple

Span = tuple[int, int]
OPENING, CLOSING = "“„«‘‚「『\"'‹»”", "”“»’‘」』\"'›«"
# Which marks close what a mark opens; straight ones are both, and so are “ and ” in some countries.
CLOSED_BY = {
    "“": "”“", "”": "”", "„": "“”\"", "«": "»", "»": "«", "「": "」", "『": "』",
    '"': '"', "〝": "〞〟", "＂": "＂",
}  # fmt: skip
# In the archive's own texts, which are printed as they were published: no mark is taken for another
# country's, and single ones count, for they were chosen with care.
WITHIN_RECORDS = {
    "“": "”", "”": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "「": "」", "『": "』", '"': '"',
    "‘": "’", "‚": "‘’", "'": "'",
}  # fmt: skip
# Marks that are apostrophes too, or the same at either end: what stands beside them decides.
AMBIGUOUS = "\"'‘’"
SINGLE = {"‘": "’", "‚": "‘’", "‹": "›", "'": "'"}
# They are the same at both ends, or open in one country and close in another.
EITHER_END = '“”"＂»«'
MARKS = re.compile(r"[“”„«»「」『』\"〝〞〟＂‘’‚‹›']|\n\s*\n|\Z")
ENDS_SPEECH = ".,!?…—–-，。！？"
BEHIND_SPEECH = ",.;:!?)—–-…"
# What typewriters and TeX have instead, and as many characters.
TYPED = re.compile(r"``(?=\S)|(?<=\S)''(?!\w)|(?<![\w,]),,(?=\w)")
TYPED_MARKS = {"``": " “", "''": "” ", ",,": " „"}
# Arabic and Hebrew write short words and the sign of their joint before a mark.
PREFIX = re.compile(r"(?<![^\W\d_])(?:[\u0621-\u064a]{1,3}\u0640?|[\u05d0-\u05ea])\Z")
# “’tis”, “’em”, “’90s”: an apostrophe stands for letters.
CLIPPED = re.compile(r"\d|(?:tis|twas|em|til|cause|n|bout|round|cos)\b", re.IGNORECASE)
# Characters in which a single mark closes; candidates that are looked at.
MAX_SINGLE_LENGTH, MAX_ENDS = 2_000, 12
MIN_WORDS = 3


class _Open(NamedTuple):
    mark: str
    start: int
    # Where a single mark closes it.
    end: int = -1


def with_marks(text: str) -> str:
    """``text`` with quotation marks for what typewriters have instead, so that places stay."""
    return TYPED.sub(lambda match: TYPED_MARKS[match[0]], text)


def quoted_spans(text: str) -> Iterator[Span]:
    """Places of the words between marks; those of one that is open over paragraphs as one."""
    opened: _Open | None = None
    depth = 0
    singles = _Singles(text)
    for match in MARKS.finditer(text):
        sign, at = match.group(), match.start()
        if opened is None:
            opened, depth = _opened(singles, sign, at), 0
        elif opened.end >= 0:
            if at == opened.end:
                yield from _between(text, opened.start, at)
                opened = None
        elif not sign.strip():
            if not _goes_on(text, match.end(), opened.mark):
                opened = None
        elif sign in CLOSED_BY[opened.mark] and _closes(text, opened, at):
            if depth:
                depth -= 1
                continue
            yield from _between(text, opened.start, at)
            opened = None
        elif sign == opened.mark and sign != '"':
            # The same mark again: inside, or at the head of a paragraph that goes on.
            depth += 0 if _heads_paragraph(text, at) else 1


def quoted_regions(text: str) -> list[Span]:
    """Stretches between quotation marks, the outer ones; an unclosed one reaches to the end."""
    regions: list[Span] = []
    start, closing = 0, ""
    for place, sign in enumerate(text):
        if closing:
            if sign in closing and not _looks_opening(text, place):
                regions.append((start, place + 1))
                closing = ""
        elif sign in WITHIN_RECORDS and (sign not in AMBIGUOUS or _looks_opening(text, place)):
            start, closing = place, WITHIN_RECORDS[sign]
    return [*regions, (start, len(text))] if closing else regions


def _between(text: str, start: int, end: int) -> Iterator[Span]:
    start, end = stripped(text, start, end)
    if start < end:
        yield start, end


class _Singles:
    """A text, and where single marks may close in it, looked for once for all that open.

    To look anew from each of them would take the square of the time.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._closing: dict[str, list[int]] = {}

    def closing(self, sign: str, at: int, stop: int) -> Iterator[int]:
        """The places behind ``at``, before ``stop``, where ``sign`` is closed, or opens again."""
        if sign not in self._closing:
            pattern = rf"(?<=\S)[{SINGLE[sign]}](?!\w)|(?<=[\s(])[{sign}](?=\w)"
            self._closing[sign] = [each.start() for each in re.finditer(pattern, self.text)]
        places = self._closing[sign]
        first = bisect_right(places, at + 1)
        return takewhile(lambda place: place < stop, islice(places, first, first + MAX_ENDS))

    @cached_property
    def paragraphs(self) -> list[Span]:
        """Where paragraphs end and the next ones begin."""
        return [each.span() for each in re.finditer(r"\n\s*\n", self.text)]


def _opened(singles: _Singles, sign: str, at: int) -> _Open | None:
    """A quotation that this mark opens, if it opens one."""
    text = singles.text
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    # Chinese and Japanese put no space before a mark.
    is_inside = before.isalnum() and before < "\u3000"
    if is_inside and not (sign in CLOSED_BY and PREFIX.search(text[max(0, at - 6) : at])):
        return None
    if sign in SINGLE:
        end = _single_end(singles, sign, at) if after.strip() else -1
        return _Open(sign, at + 1, end) if end >= 0 else None
    # French has a space inside of its marks, and an apostrophe may stand before: “d’« erreur »”.
    is_spaced = (
        sign == "«"
        and not before.strip(" \n\t\u00a0\u202f’'([")
        and text[at + 1 : at + 3].strip() != ""
    )
    # To the Swedish and the Finns the closing mark opens too: then a space is before it.
    is_stray = sign == "”" and bool(before.strip(" \n\t(["))
    opens = sign in CLOSED_BY and (bool(after.strip()) or is_spaced) and not is_stray
    return _Open(sign, at + 1) if opens else None


def _single_end(singles: _Singles, sign: str, at: int) -> int:
    """Where a single mark closes what this one opens; −1 where it is an apostrophe.

    Before or behind a sign it closes surely; else it may be the apostrophe of a plural.
    """
    text = singles.text
    if CLIPPED.match(text, at + 1):
        return -1
    stop = _paragraph_end(singles, sign, at)
    likely = -1
    is_speech = text[at + 1].isupper() or not text[at + 1].isalpha()
    for end in singles.closing(sign, at, stop):
        if text[end] == sign and not text[end - 1].strip():
            break
        is_before_sign = (text[end + 1 : end + 2] or ".") in BEHIND_SPEECH
        may_be_plural = is_speech and sign == "'"
        is_sure = text[end - 1] in ENDS_SPEECH or (is_before_sign and not may_be_plural)
        if is_sure and (is_speech or _has_words(text, at, end) or sign != "'"):
            return end
        if likely < 0 and text[end - 1] not in "sx":
            likely = end
    return likely if sign != "'" else -1


def _has_words(text: str, start: int, end: int) -> bool:
    """Whether the stretch has as many words as speech has; no more are counted."""
    return len(text[start:end].split(None, MIN_WORDS - 1)) >= MIN_WORDS


def _paragraph_end(singles: _Singles, sign: str, at: int) -> int:
    """Where a quotation that opens here has to have ended."""
    stop = at + MAX_SINGLE_LENGTH
    first = bisect_right(singles.paragraphs, (at, at))
    for start, end in islice(singles.paragraphs, first, first + MAX_ENDS):
        if start >= stop:
            break
        if not _goes_on(singles.text, end, sign):
            return start
    return min(len(singles.text), stop)


def _closes(text: str, opened: _Open, at: int) -> bool:
    sign, after = text[at], text[at + 1 : at + 2]
    # A straight mark behind a digit may be one of inches or seconds; before a letter it opens.
    if sign in EITHER_END and after.isalnum() and after < "\u3000":
        return sign in "»«”" and text[at - 1].strip() != ""
    # “ closes what “ or „ opened right behind its words.
    return not (sign == opened.mark == "“" and not text[at - 1].strip())


def _goes_on(text: str, at: int, mark: str) -> bool:
    """Whether a quotation that is open at the end of a paragraph goes on in the next one."""
    return text[at : at + 1] == mark


def _heads_paragraph(text: str, at: int) -> bool:
    return not text[max(0, at - 80) : at].rpartition("\n")[2].strip()


def stripped(text: str, start: int, end: int) -> Span:
    """The place without white space at its ends."""
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def _looks_opening(text: str, place: int) -> bool:
    """Whether an ambiguous mark looks like the opening one, or stands inside a word."""
    if text[place] not in AMBIGUOUS:
        return False
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if text[place] in "'’" and before.isalnum() and after.isalnum():
        return True
    is_behind_a_word = before.isalnum() or before in tuple(".,;:!?…")
    return bool(after) and not after.isspace() and not is_behind_a_word
