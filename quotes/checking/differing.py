"""Differences as a reader sees them: the quotation and the original as stretches of text. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from quotes.checking.alignment import Kind, Step
from quotes.checking.reading import Reading, is_rewritten
from quotes.checking.signals import signals

OPENING, CLOSING = "([“„«‘‚\"'$€£¥#", ".,;:!?…”’\"'»)]%"


@dataclass(frozen=True)
class Difference:
    """A stretch of the quotation against one of the original; joined, they are the whole of each.

    ``is_marked``: a mark of omission or brackets announce it. ``is_outlets``: the words of the
    original are the outlet's, in brackets. ``is_rewritten``: the same number in another writing.
    ``signals`` as ``quotes.checking.signals`` names them.
    """

    kind: Kind
    quoted: str
    original: str
    is_marked: bool = False
    is_outlets: bool = False
    is_rewritten: bool = False
    signals: tuple[str, ...] = ()


def stretches(found: list[Step], quoted: Reading, original: Reading) -> Iterator[Difference]:
    """The steps as stretches of text that leave nothing of the quotation out."""
    reached, at = begins(original, found[0].original_from), quoted.start
    stop = ends(original, found[-1].original_to)
    for step, following in zip(found, [*found[1:], None], strict=True):
        end = begins(quoted, following.quoted_from) if following else quoted.end
        to = begins(original, following.original_from) if following else stop
        # A contraction stands in one piece: what is read as two words may have one place.
        end, to = max(at, end), max(reached, to)
        yield _difference(step, quoted, original, (quoted.text[at:end], original.text[reached:to]))
        at, reached = end, to


def _difference(
    step: Step, quoted: Reading, original: Reading, texts: tuple[str, str]
) -> Difference:
    kind, a, b, c, d = step
    own, other = quoted.tokens[a:b], original.tokens[c:d]
    if kind == "same":
        return Difference(kind, *texts, is_rewritten=any(map(is_rewritten, own, other)))
    is_insertion = bool(own) and all(token.is_bracketed for token in own)
    return Difference(
        kind,
        *texts,
        is_marked=is_insertion or (kind == "missing" and a in quoted.skips),
        is_outlets=bool(other) and all(token.is_bracketed for token in other),
        signals=tuple(signals(quoted, original, a, b, c, d)),
    )


def begins(reading: Reading, number: int) -> int:
    """Where the word of this number begins, with the signs that open it; the end behind all."""
    if number >= len(reading.tokens):
        return reading.end
    start = reading.tokens[number].start
    least = reading.tokens[number - 1].end if number else reading.start
    while start > least and reading.text[start - 1] in OPENING:
        start -= 1
    return start


def ends(reading: Reading, number: int) -> int:
    """Where the words before this number end, with the signs that close them."""
    if not number:
        return reading.start
    end = reading.tokens[number - 1].end
    most = reading.tokens[number].start if number < len(reading.tokens) else reading.end
    while end < most and reading.text[end] in CLOSING:
        end += 1
    return end
