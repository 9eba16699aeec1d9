"""What stands between the parts of a passage: words of the report, or words that we left out."""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import pairwise, zip_longest

from quotes.text.excerpts import EXPUNGED, HIDDEN
from quotes.text.spans import Span, bracketed, parted

ELLIPSIS = "[…]"
WORD = re.compile(r"\w+")
# What closes a quotation that opens with a mark; German and Swedish marks close by “ and ”.
CLOSED_BY = {
    "“": "”", "”": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "「": "」", "『": "』", '"': '"',
    "‘": "’", "‚": "‘’", "'": "'",
}  # fmt: skip
# Marks that are apostrophes too, or the same at either end: what stands beside them decides.
AMBIGUOUS = "\"'‘’"


class Gap(StrEnum):
    """What was found between two parts of a passage."""

    # Words of the report alone, or of the outlet in brackets: nothing that was said.
    INTERRUPTION = "interruption"
    # Words of whoever the passage quotes, which the passage leaves out.
    ELISION = "elision"
    # Words, of which nobody can tell whose they are.
    UNKNOWN = "unknown"
    # Punctuation and space alone.
    NONE = "none"

    @property
    def leaves_words_out(self) -> bool:
        """Whether readers have to be told that words are missing."""
        return self in (Gap.ELISION, Gap.UNKNOWN)


# Between the parts of a quotation, which stands in quotation marks, and of an account.
QUOTED = {
    Gap.INTERRUPTION: "” “",
    Gap.NONE: "” “",
    Gap.ELISION: f" {ELLIPSIS} ",
    Gap.UNKNOWN: f"” {ELLIPSIS} “",
}
UNQUOTED = {gap: f" {ELLIPSIS} " if gap.leaves_words_out else " " for gap in Gap}


def gaps_between(
    text: str, spans: Sequence[Span], *, is_account: bool, is_narration: bool, is_reported: bool
) -> list[Gap]:
    """The gap behind each of ``spans`` but the last, in a turn's ``text``.

    An account is the reporter's from its first word to its last, a turn that isn't narration the
    speaker's. In narration, and in what is reported, quotation marks tell them apart.
    """
    regions = _quoted_regions(text) if len(spans) > 1 and not is_account else []
    found = []
    for before, after in pairwise(spans):
        gap = text[before[1] : after[0]]
        if HIDDEN in gap or EXPUNGED in gap:
            found.append(Gap.UNKNOWN)
        elif not WORD.search(gap):
            found.append(Gap.NONE)
        elif is_account:
            found.append(Gap.ELISION)
        else:
            found.append(_of_quotation(text, before, after, regions, is_narration, is_reported))
    return found


def placed(joints: Sequence[int], gaps: Sequence[str]) -> dict[int, Gap]:
    """The gap at each joint of a joined text; unknown where none is given."""
    pairs = zip_longest(joints, gaps[: len(joints)], fillvalue=Gap.UNKNOWN)
    return {int(joint): Gap(gap) for joint, gap in pairs}


def same_gaps(
    text: str, joints: Sequence[int], other: str, others: dict[int, Gap]
) -> dict[int, Gap]:
    """The gaps of an older text that are those of ``other``: the words on both sides are the same.

    All the rest are unknown.
    """
    known = dict(zip(_sides(other, list(others)), others.values(), strict=True))
    return {
        joint: known.get(sides, Gap.UNKNOWN)
        for joint, sides in zip(joints, _sides(text, joints), strict=True)
    }


def joined(parts: Sequence[str], gaps: Iterable[Gap], *, is_quoted: bool) -> str:
    """The parts as one text that hides no gap; within quotation marks if it ``is_quoted``."""
    between = QUOTED if is_quoted else UNQUOTED
    text = parts[0] + "".join(
        between[gap] + part for part, gap in zip(parts[1:], gaps, strict=True)
    )
    return f"“{text}”" if is_quoted else text


def _sides(text: str, joints: Sequence[int]) -> list[tuple[str, str]]:
    """The last word before each joint and the first one behind it."""
    return [
        (before.split()[-1] if before.split() else "", after.split()[0] if after.split() else "")
        for before, after in pairwise(parted(text, joints))
    ]


def _of_quotation(
    text: str, before: Span, after: Span, regions: list[Span], is_narration: bool, is_reported: bool
) -> Gap:
    outlets = bracketed(text)
    words = [
        place
        for place in (match.start() for match in WORD.finditer(text, before[1], after[0]))
        if _region(place, outlets) is None
    ]
    if not words:
        return Gap.INTERRUPTION
    ends = {_region(place, regions) for place in _words_beside(text, before, after)}
    inside = {_region(place, regions) for place in words}
    if None in ends:
        # A part outside quotation marks: the turn is the speaker's, or else nobody knows.
        return Gap.UNKNOWN if is_narration else Gap.ELISION
    if inside & ends:
        return Gap.ELISION
    # A speaker may quote others: then what stands between their words is the speaker's.
    is_report = is_narration or is_reported
    return Gap.INTERRUPTION if inside == {None} and is_report else Gap.UNKNOWN


def _words_beside(text: str, before: Span, after: Span) -> list[int]:
    """Where the last word before a gap begins, and the first one behind it."""
    last = [match.start() for match in WORD.finditer(text, before[0], before[1])][-1:]
    first = [match.start() for match in WORD.finditer(text, after[0], after[1])][:1]
    return [*last, *first] or [before[0]]


def _region(place: int, regions: list[Span] | list[list[int]]) -> int | None:
    """The number of the region that a place lies in."""
    return next((n for n, (start, end) in enumerate(regions) if start <= place < end), None)


def _quoted_regions(text: str) -> list[Span]:
    """Stretches between quotation marks, the outer ones; an unclosed one reaches to the end."""
    regions: list[Span] = []
    start, closing = 0, ""
    for place, sign in enumerate(text):
        if closing:
            if sign in closing and not _opens(text, place):
                regions.append((start, place + 1))
                closing = ""
        elif sign in CLOSED_BY and (sign not in AMBIGUOUS or _opens(text, place)):
            start, closing = place, CLOSED_BY[sign]
    return [*regions, (start, len(text))] if closing else regions


def _opens(text: str, place: int) -> bool:
    """Whether an ambiguous mark looks like the opening one, or stands inside a word."""
    if text[place] not in AMBIGUOUS:
        return False
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if text[place] in "'’" and before.isalnum() and after.isalnum():
        return True
    is_behind_a_word = before.isalnum() or before in tuple(".,;:!?…")
    return bool(after) and not after.isspace() and not is_behind_a_word
