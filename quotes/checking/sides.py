"""A quotation and its original side by side, what is unlike marked in the words of each. Pure."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from rapidfuzz.distance import LCSseq

from quotes.checking.context import NOTHING_LEFT_OFF, LeftOff
from quotes.checking.differing import Difference
from quotes.text.differences import TOKEN
from quotes.text.exact import exact_form

# How a stretch stands to the other side: the words differ; they are written otherwise; an ellipsis
# or brackets announce it; the outlet put it in; it interrupts the quotation, as “she said”; it
# stands beside what is quoted, and may turn its sense.
Kind = Literal["same", "differs", "spelling", "marked", "outlets", "aside", "beside"]
# Longer stretches are compared as a whole: a comparison sign by sign would take its time.
MAX_TOKENS = 4_000


class SidePiece(NamedTuple):
    """A stretch of one side; ``signals`` are what to look at first in it."""

    text: str
    kind: Kind = "same"
    signals: tuple[str, ...] = ()


class Sides(NamedTuple):
    """Both sides; the pieces of each, joined, are all of its words."""

    quoted: list[SidePiece]
    original: list[SidePiece]

    @property
    def spellings(self) -> list[tuple[str, str]]:
        """What is written otherwise: of the quotation, and of the original."""
        return [
            (ours.text.strip(), theirs.text.strip())
            for ours, theirs in zip(self.quoted, self.original, strict=True)
            if ours.kind == "spelling"
        ]


def sides(differences: Sequence[Difference], left_off: LeftOff = NOTHING_LEFT_OFF) -> Sides:
    """Both sides of these differences, piece for piece: one of the two may be empty.

    ``left_off`` are words of the original that stand before and behind.
    """
    pairs = [pair for each in differences for pair in _pairs(each)]
    pairs = list(_without_ends(pairs))
    if left_off.before:
        pairs.insert(0, (SidePiece(""), SidePiece(f"{left_off.before} ", "beside")))
    if left_off.behind:
        pairs.append((SidePiece(""), SidePiece(f" {left_off.behind}", "beside")))
    return Sides([ours for ours, _ in pairs], [theirs for _, theirs in pairs])


def _pairs(each: Difference) -> Iterator[tuple[SidePiece, SidePiece]]:
    if each.kind == "same":
        yield from _written(each.quoted, each.original)
        return
    # Of what is missing, the quotation has at most the mark that says so.
    quoted = SidePiece(each.quoted) if each.kind == "missing" else _unlike(each, each.quoted)
    yield quoted, _unlike(each, each.original)


def _unlike(each: Difference, text: str) -> SidePiece:
    kind: Kind = "marked" if each.is_marked else "differs"
    if each.kind == "missing" and each.is_editorial_insertion:
        kind = "outlets"
    return SidePiece(text, kind, each.signals if text == (each.quoted or each.original) else ())


def _written(quoted: str, original: str) -> Iterator[tuple[SidePiece, SidePiece]]:
    """The same words, parted where they are written otherwise."""
    ours, theirs = TOKEN.findall(quoted), TOKEN.findall(original)
    is_equal = exact_form(quoted) == exact_form(original)
    if is_equal or max(len(ours), len(theirs)) > MAX_TOKENS:
        yield SidePiece(quoted), SidePiece(original)
        return
    steps = LCSseq.opcodes([*map(exact_form, ours)], [*map(exact_form, theirs)])
    gone = came = ""
    for step in steps:
        here = "".join(ours[step.src_start : step.src_end])
        there = "".join(theirs[step.dest_start : step.dest_end])
        if step.tag == "equal":
            yield from _respelled(gone, came)
            yield SidePiece(here), SidePiece(there)
            gone = came = ""
        else:
            gone, came = gone + here, came + there
    yield from _respelled(gone, came)


def _respelled(gone: str, came: str) -> Iterator[tuple[SidePiece, SidePiece]]:
    if gone or came:
        # The words are the same: others that stand on one side alone belong to neither.
        is_aside = any(map(str.isalnum, gone)) and not any(map(str.isalnum, came))
        is_equal = exact_form(gone) == exact_form(came)
        kind: Kind = "aside" if is_aside else "same" if is_equal else "spelling"
        yield SidePiece(gone, kind), SidePiece(came, kind)


def _without_ends(
    pairs: list[tuple[SidePiece, SidePiece]],
) -> Iterator[tuple[SidePiece, SidePiece]]:
    """The same; signs that only the original has before or behind what is quoted are no change."""
    for number, (ours, theirs) in enumerate(pairs):
        is_end = number in (0, len(pairs) - 1)
        if is_end and ours.kind == "spelling" and not ours.text.strip():
            yield SidePiece(ours.text), SidePiece(theirs.text)
        else:
            yield ours, theirs
