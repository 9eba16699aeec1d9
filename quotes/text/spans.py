"""Spans: places ``[start, end]`` in a text, counted in characters; a passage is one or several."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from quotes.text.words import INVISIBLE, words

Span = Sequence[int]
JOINT = " "
# Between two letters these belong to one word (don’t, O’Brien), between two digits to one number
# (1.5, 10:30, 10 000 with a space that does not break).
IN_WORDS = frozenset("'’‘ʼʻ＇")
IN_NUMBERS = frozenset(".,:/'’٫٬\u00a0\u2009\u202f")
JOINING = IN_WORDS | IN_NUMBERS
MINUS = frozenset("-−")
# Scripts that write words without spaces between them: Thai, Lao, Burmese, Khmer.
UNSPACED = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF))
ZERO_WIDTH_JOINER = "\u200d"
# What nobody sees at the edge of a span; some of it belongs to the sign before, and may end one.
BLANK = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + INVISIBLE
BLANK_AT_END = BLANK.translate(
    dict.fromkeys([ord(ZERO_WIDTH_JOINER), *range(0xFE00, 0xFE10)])  # emoji and letters' forms
)
# What the outlet put in.
BRACKETED = re.compile(r"\[[^\[\]]*\]")


class SpanError(ValueError):
    """Spans that do not lie in order inside their text, or not round whole words.

    The message holds no words of the text, so that it can be kept.
    """


def check_spans(spans: object, length: int) -> None:
    """Raise SpanError unless ``spans`` is a non-empty, ordered list inside ``0 … length``."""
    if not isinstance(spans, list) or not spans:
        raise SpanError("Give at least one span, as [[start, end], …].")
    last = 0
    for span in spans:
        whole = isinstance(span, list) and len(span) == 2 and all(type(n) is int for n in span)
        if not whole:
            raise SpanError(f"A span is two whole numbers, not {span!r}.")
        start, end = span
        if not last <= start < end <= length:
            raise SpanError(
                f"The span [{start}, {end}] is empty, out of order, or outside the text, "
                f"which has {length} characters."
            )
        last = end


def check_whole_words(spans: Sequence[Span], text: str) -> None:
    """Raise SpanError where a span begins or ends inside a word, or with what nobody sees.

    The spans have passed ``check_spans``; the message names the nearest span of whole words.
    """
    # Most ends are next to a space, so that the whole text need not be read.
    touching = any(_touches(text, at) for span in spans for at in span)
    inside = inside_words(text) if touching else set()
    for place, (start, end) in enumerate(spans):
        if not (fault := _fault(text, start, end, inside)):
            continue
        before = spans[place - 1][1] if place else 0
        behind = spans[place + 1][0] if place + 1 < len(spans) else len(text)
        nearest = _nearest(text, start, end, inside, (before, behind))
        advice = f"the nearest span of whole words is {nearest}" if nearest else "take it out"
        raise SpanError(f"The span [{start}, {end}] {fault}: {advice}.")


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without what nobody sees at its ends."""
    ended = text[start:end].rstrip(BLANK_AT_END)
    return start + len(ended) - len(ended.lstrip(BLANK)), start + len(ended)


def inside_words(text: str) -> set[int]:
    """The places in ``text`` at which a cut would halve a word, a number or a sign."""
    places: set[int] = set()
    for word in words(text):
        end = word.start + len(text[word.start : word.end].rstrip(INVISIBLE))
        places.update(
            at for at in range(word.start + 1, end) if not _is_unspaced(text[at - 1], text[at])
        )
    for at in range(1, len(text)):
        if text[at] in JOINING and _joins(text[at - 1 : at + 2]):
            places |= {at, at + 1}
        elif _is_minus(text, at) or _belongs_to_sign_before(text, at):
            places.add(at)
    return places


def _touches(text: str, at: int) -> bool:
    beside = text[at - 1 : at + 1] if at else ""
    return len(beside) == 2 and all(not sign.isspace() or sign in IN_NUMBERS for sign in beside)


def _fault(text: str, start: int, end: int, inside: set[int]) -> str:
    first, last = trimmed(text, start, end)
    if first >= last:
        return "holds white space alone"
    if (first, last) != (start, end):
        sign = text[start] if first > start else text[end - 1]
        kind = "white space" if sign.isspace() else f"an invisible character (U+{ord(sign):04X})"
        return f"{'begins' if first > start else 'ends'} with {kind}"
    if start in inside or end in inside:
        return f"{'begins' if start in inside else 'ends'} inside a word"
    return ""


def _nearest(text: str, start: int, end: int, inside: set[int], room: tuple[int, int]) -> list[int]:
    """The span of whole words whose ends are the fewest characters away; empty without one."""
    starts = [at for at in _edges(start, inside) if at >= room[0]]
    ends = [at for at in _edges(end, inside) if at <= room[1]]
    found = []
    for first in starts:
        for last in ends:
            words_start, words_end = trimmed(text, first, last)
            if words_start < words_end:
                away = abs(words_start - start) + abs(words_end - end)
                # Of two as near, the one that leaves out fewer of the words given.
                found.append((away, words_start - words_end, [words_start, words_end]))
    return min(found)[2] if found else []


def _edges(at: int, inside: set[int]) -> list[int]:
    """The ends of the word that a place is inside of; the place itself where it is in none."""
    left = right = at
    while left in inside:
        left -= 1
    while right in inside:
        right += 1
    return [left, right]


def _is_unspaced(before: str, behind: str) -> bool:
    """Whether two letters are of a script without spaces between words."""
    if unicodedata.category(behind).startswith("M"):
        return False
    return all(any(low <= ord(sign) <= high for low, high in UNSPACED) for sign in before + behind)


def _belongs_to_sign_before(text: str, at: int) -> bool:
    before, sign = text[at - 1], text[at]
    if before.isspace() or (before.isascii() and sign.isascii()):
        return False
    is_mark = unicodedata.category(sign).startswith("M") or sign == ZERO_WIDTH_JOINER
    return is_mark or before == ZERO_WIDTH_JOINER or _goes_on(before, sign)


def _goes_on(mark: str, letter: str) -> bool:
    """Whether a letter after a mark belongs to the same word."""
    is_mark = unicodedata.category(mark).startswith("M")
    return is_mark and letter.isalpha() and not _is_unspaced(mark, letter)


def _is_minus(text: str, at: int) -> bool:
    """Whether the sign before a place is the minus of the number at it."""
    if text[at - 1] not in MINUS or not text[at].isdigit():
        return False
    return at < 2 or not text[at - 2].isalnum()


def _joins(three: str) -> bool:
    """Whether the sign between two others makes one word, or one number, of them."""
    if len(three) < 3:
        return False
    ends, sign = three[0] + three[2], three[1]
    return (ends.isalpha() and sign in IN_WORDS) or (ends.isdigit() and sign in IN_NUMBERS)


def spanned(text: str, spans: Sequence[Span]) -> str:
    """The words of ``text`` inside ``spans``, the parts joined by one space."""
    return JOINT.join(text[start:end] for start, end in spans)


def interruptions(spans: Sequence[Span]) -> list[int]:
    """Offsets in the joined text at which a new part begins."""
    offsets, length = [], 0
    for start, end in spans[:-1]:
        length += end - start + len(JOINT)
        offsets.append(length)
    return offsets


def parted(text: str, interruptions: Sequence[int]) -> list[str]:
    """The parts of a joined text, from the offsets that ``interruptions`` gives."""
    edges = [0, *interruptions, len(text) + len(JOINT)]
    return [text[start : end - len(JOINT)] for start, end in pairwise(edges)]


def overlaps(some: Sequence[Span], others: Sequence[Span]) -> bool:
    """Whether any span of ``some`` shares a character with one of ``others``."""
    return any(a < d and c < b for a, b in some for c, d in others)


def gaps_in_tiling(ranges: Sequence[Span], length: int) -> list[str]:
    """What keeps ``ranges`` from covering ``0 … length`` exactly once; empty when they do."""
    faults, reached = [], 0
    for start, end in sorted(map(tuple, ranges)):
        if start > reached:
            faults.append(f"characters {reached} to {start} are in no range")
        elif start < reached:
            faults.append(f"characters {start} to {reached} are in two ranges")
        reached = max(reached, end)
    if reached != length:
        faults.append(f"the ranges end at {reached}, the text at {length}")
    return faults


def uncorrected(text: str, mends: Sequence[dict]) -> str:
    """``text`` as it was captured: every mend ``{at, raw, text}`` taken back."""
    parts, reached = [], 0
    for mend in mends:
        end = mend["at"] + len(mend["text"])
        if mend["at"] < reached or text[mend["at"] : end] != mend["text"]:
            raise SpanError(f"The mend at {mend['at']} does not fit the text.")
        parts += [text[reached : mend["at"]], mend["raw"]]
        reached = end
    return "".join([*parts, text[reached:]])


def bracketed(text: str) -> list[list[int]]:
    """Places ``[start, end]`` of the words in square brackets: the outlet's, not the speaker's."""
    return [list(match.span()) for match in BRACKETED.finditer(text)]
