"""What stands between the parts of a passage: words of the report, or words that we left out."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise, zip_longest

from quotes.text.excerpts import EXPUNGED, HIDDEN
from quotes.text.marks import AMBIGUOUS, WITHIN_RECORDS, quoted_regions
from quotes.text.spans import BRACKETED, Span, parted

ELLIPSIS = "[…]"
WORD = re.compile(r"\w+")
# Inside of one pair of marks many languages put “said the minister” between commas or dashes.
# Behind a full stop no attribution follows; behind “?”, “!” and “…” one may (“Why? Smith asked.”).
FULL_STOP = ".。．｡।॥۔։።။"
OPENING = re.escape("\"'“‘„‚«»‹›”’「『([¿¡")
CLOSING = re.escape("\"'”’“‘»«›‹」』)]")
BEHIND_FULL_STOP = re.compile(rf"(?<![{FULL_STOP}])[{FULL_STOP}][{CLOSING}\s]*\Z")
ENDS_SENTENCE = re.compile(rf"[{FULL_STOP}?!…？！؟][{CLOSING}{OPENING}\s]*\Z")
UP_TO_WORDS = re.compile(r"[\W_]*")
BEGINS_QUOTED = re.compile(rf"[\s{OPENING}]*[^\W_]")
# Words with nothing but spaces between them, and signs that stand inside of words.
BARE_WORDS = re.compile(r"\s*[^\W_]+(?:[ \u00a0\u202f'’-][^\W_]+)*\s*")
# The same, up to the marks that close the quotation.
BARE_TO_CLOSE = re.compile(rf"{BARE_WORDS.pattern}[,;.?!…]*[{CLOSING}]*")
DASH = "-‐‑‒–—―−"
# Characters before a gap in which a sentence may have ended.
MAX_SIGNS = 12


class Gap(StrEnum):
    """What was found between two parts of a passage."""

    # Words of the report alone, or of the outlet in brackets: nothing that was said.
    INTERRUPTION = "interruption"
    # Words that the passage leaves out, surely of whoever it quotes.
    ELISION = "elision"
    # Words, of which nobody can tell whose they are.
    UNKNOWN = "unknown"
    # Punctuation and space alone.
    NONE = "none"

    @property
    def leaves_words_out(self) -> bool:
        """Whether a mark has to say that words are missing."""
        return self in (Gap.ELISION, Gap.UNKNOWN)


# Between the parts of a quotation, which stands in quotation marks, and of an account.
QUOTED = {
    Gap.INTERRUPTION: "” “",
    Gap.NONE: "” “",
    Gap.ELISION: f" {ELLIPSIS} ",
    Gap.UNKNOWN: f"” {ELLIPSIS} “",
}
UNQUOTED = {gap: f" {ELLIPSIS} " if gap.leaves_words_out else " " for gap in Gap}
# The same in a stretch of a quotation that has no marks around it.
IN_STRETCH = UNQUOTED | {Gap.INTERRUPTION: QUOTED[Gap.INTERRUPTION]}


def gaps_between(
    text: str, spans: Sequence[Span], *, is_account: bool, is_narration: bool, is_reported: bool
) -> list[Gap]:
    """The gap behind each of ``spans`` but the last, in a turn's ``text``.

    An account is the reporter's from its first word to its last, a turn that isn't narration the
    speaker's. In narration, and in what is reported, quotation marks tell them apart.
    """
    regions = quoted_regions(text) if len(spans) > 1 and not is_account else []
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


def gaps_by_place(interruptions: Sequence[int], gaps: Sequence[str]) -> dict[int, Gap]:
    """The gap at each joint of a joined text; unknown where none is given."""
    pairs = zip_longest(interruptions, gaps[: len(interruptions)], fillvalue=Gap.UNKNOWN)
    return {int(joint): Gap(gap) for joint, gap in pairs}


def same_gaps(
    text: str, interruptions: Sequence[int], other: str, others: dict[int, Gap]
) -> dict[int, Gap]:
    """The gaps of an older text that are those of ``other``: the words on both sides are the same.

    All the rest are unknown.
    """
    known = dict(zip(_sides(other, list(others)), others.values(), strict=True))
    return {
        joint: known.get(sides, Gap.UNKNOWN)
        for joint, sides in zip(interruptions, _sides(text, interruptions), strict=True)
    }


def joined(parts: Sequence[str], gaps: Iterable[Gap], *, is_quoted: bool) -> str:
    """The parts as one text that hides no gap; within quotation marks if it ``is_quoted``."""
    between = QUOTED if is_quoted else UNQUOTED
    if is_quoted:
        parts = [without_marks(part) for part in parts]
    text = parts[0] + "".join(
        between[gap] + part for part, gap in zip(parts[1:], gaps, strict=True)
    )
    return f"“{text}”" if is_quoted else text


def told(parts: Sequence[str], gaps: Collection[Gap]) -> str:
    """The parts as one text that hides no gap, without quotation marks where it needs none.

    It needs them where a report interrupts it: or what was said before and behind that would read
    as one sentence.
    """
    return joined(parts, gaps, is_quoted=Gap.INTERRUPTION in gaps)


def stretch(text: str, start: int, end: int, gaps: Mapping[int, Gap]) -> str:
    """What stands in a joined text from ``start`` to ``end``, with a mark at each of the ``gaps``.

    Also at one behind its last space, so that two stretches on end have each mark once.
    """
    inside = [joint for joint in gaps if start < joint <= end]
    edges = [start, *inside, end]
    pieces = [text[a:b] for a, b in pairwise(edges)]
    marks = [IN_STRETCH[gaps[joint]] for joint in inside]
    shown = [piece[:-1] + mark for piece, mark in zip(pieces, marks, strict=False)]
    return "".join([*shown, pieces[-1]])


def without_marks(part: str) -> str:
    """The words of a part that brings its own pair of quotation marks, without them.

    Also where it brings the opening one alone; paragraphs may open with it again.
    """
    if not part or part[0] not in WITHIN_RECORDS or not part[1:].strip():
        return part
    regions = quoted_regions(part)
    if not regions or regions[0] != (0, len(part)):
        return part
    is_closed = part[-1] in WITHIN_RECORDS[part[0]]
    if not is_closed and part[0] in AMBIGUOUS:
        return part
    inner = part[1:-1] if is_closed else part[1:]
    return re.sub(rf"(\n\s*\n\s*){part[0]}", r"\1", inner).strip()


def _sides(text: str, interruptions: Sequence[int]) -> list[tuple[str, str]]:
    """The last word before each joint and the first one behind it."""
    return [
        (before.split()[-1] if before.split() else "", after.split()[0] if after.split() else "")
        for before, after in pairwise(parted(text, interruptions))
    ]


def _of_quotation(
    text: str,
    before: Span,
    after: Span,
    regions: Sequence[Span],
    is_narration: bool,
    is_reported: bool,
) -> Gap:
    plain = _without_outlets(text)
    words = [match.start() for match in WORD.finditer(plain, before[1], after[0])]
    if not words:
        return Gap.INTERRUPTION
    ends = {_region(place, regions) for place in _words_beside(text, before, after)}
    inside = {_region(place, regions) for place in words}
    if None in ends and is_narration:
        # A part outside quotation marks: nobody knows whose the words between are.
        return Gap.UNKNOWN
    if None in ends or inside & ends:
        gap = before[1], after[0]
        # A part outside of them in the speaker's turn: so may be all that is between.
        quoted = [gap if end is None else regions[end] for end in ends]
        are_said = any(_is_surely_said(plain, gap, region) for region in quoted)
        return Gap.ELISION if are_said else Gap.UNKNOWN
    # A speaker may quote others: then what stands between their words is the speaker's.
    is_report = is_narration or is_reported
    return Gap.INTERRUPTION if inside == {None} and is_report else Gap.UNKNOWN


def _without_outlets(text: str) -> str:
    """The text with spaces in the place of what the outlet put in."""
    return BRACKETED.sub(lambda match: " " * len(match[0]), text)


def _is_surely_said(text: str, gap: Span, region: Span) -> bool:
    """Whether the words of a gap that lie inside a quotation are nobody's “said the minister”.

    They are what the quotation begins with, or bare words in the middle of a sentence, or whole
    sentences that no dash sets off.
    """
    start, end = max(gap[0], region[0]), min(gap[1], region[1])
    words = text[start:end]
    if not WORD.search(words):
        return False
    if region[0] > gap[0]:
        return BEGINS_QUOTED.match(words) is not None
    is_closed = region[1] < gap[1]
    return any(tell(text, start, end, is_closed=is_closed) for tell in (_is_bare, _is_sentences))


def _is_bare(text: str, start: int, end: int, *, is_closed: bool) -> bool:
    """Whether a sentence goes on with the words alone, to where it goes on or the quotation ends.

    Where there are no capitals, there may be no habit of commas either.
    """
    words = text[start:end]
    pattern = BARE_TO_CLOSE if is_closed else BARE_WORDS
    goes_on = text[start - 1 : start].isalnum() and (is_closed or text[end : end + 1].isalnum())
    return goes_on and bool(pattern.fullmatch(words)) and words.title() != words.lower()


def _is_sentences(text: str, start: int, end: int, *, is_closed: bool) -> bool:
    """Whether the words begin behind a full stop, and end with a sentence or the quotation."""
    words = text[start:end]
    signs = UP_TO_WORDS.match(words)[0]  # type: ignore[index]
    before = text[max(0, start - MAX_SIGNS) : start] + re.sub(f"[{OPENING}]", " ", signs)
    first = words[len(signs) : len(signs) + 1]
    if not BEHIND_FULL_STOP.search(before) or first != first.title():
        return False
    is_set_off = text[end : end + MAX_SIGNS].lstrip()[:1] in tuple(DASH)
    return is_closed or (bool(ENDS_SENTENCE.search(words)) and not is_set_off)


def _words_beside(text: str, before: Span, after: Span) -> list[int]:
    """Where the last word before a gap begins, and the first one behind it."""
    last = [match.start() for match in WORD.finditer(text, before[0], before[1])][-1:]
    first = [match.start() for match in WORD.finditer(text, after[0], after[1])][:1]
    return [*last, *first] or [before[0]]


def _region(place: int, regions: Sequence[Span | list[int]]) -> int | None:
    """The number of the region that a place lies in."""
    return next((n for n, (start, end) in enumerate(regions) if start <= place < end), None)
