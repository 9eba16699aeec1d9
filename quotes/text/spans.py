"""Spans: places ``[start, end]`` in a text, counted in characters; a passage is one or several."""

from collections.abc import Sequence
from itertools import pairwise

Span = Sequence[int]
JOINT = " "


class SpanError(ValueError):
    """Spans that do not lie in order inside their text."""


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


def spanned(text: str, spans: Sequence[Span]) -> str:
    """The words of ``text`` inside ``spans``, the parts joined by one space."""
    return JOINT.join(text[start:end] for start, end in spans)


def joints(spans: Sequence[Span]) -> list[int]:
    """Offsets in the joined text at which a new part begins."""
    offsets, length = [], 0
    for start, end in spans[:-1]:
        length += end - start + len(JOINT)
        offsets.append(length)
    return offsets


def parted(text: str, joints: Sequence[int]) -> list[str]:
    """The parts of a joined text, from the offsets that ``joints`` gives."""
    edges = [0, *joints, len(text) + len(JOINT)]
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


def unmended(text: str, mends: Sequence[dict]) -> str:
    """``text`` as it was captured: every mend ``{at, raw, text}`` taken back."""
    parts, reached = [], 0
    for mend in mends:
        end = mend["at"] + len(mend["text"])
        if mend["at"] < reached or text[mend["at"] : end] != mend["text"]:
            raise SpanError(f"The mend at {mend['at']} does not fit the text.")
        parts += [text[reached : mend["at"]], mend["raw"]]
        reached = end
    return "".join([*parts, text[reached:]])
