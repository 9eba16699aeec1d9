"""A quotation in the text that was pasted. Pure."""

from dataclasses import dataclass
from itertools import pairwise

from quotes.checking.reading import Reading, read

Span = tuple[int, int]
OPENING, CLOSING = "“„«‘‚「『\"'‹»", "”“»’‘」』\"'›«"


@dataclass(frozen=True)
class Quotation:
    """Quoted words from ``start`` to ``end``, in several ``spans`` where the text interrupts them.

    ``speaker`` is whom the words around name. ``may_skip``: where it is interrupted a sentence
    ends, so that others may have stood there.
    """

    text: str
    spans: tuple[Span, ...]
    speaker: str = ""
    may_skip: bool = False

    @property
    def start(self) -> int:
        """Where it begins, in characters of the text as pasted."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.spans[-1][1]

    @property
    def quoted(self) -> str:
        """All that stands from its beginning to its end."""
        return self.text[self.start : self.end]

    def read(self) -> Reading:
        """Its words, without those that interrupt it; places count from its start."""
        cuts = tuple(
            (one[1] - self.start, other[0] - self.start) for one, other in pairwise(self.spans)
        )
        return read(self.quoted, cuts, skips_at_cuts=self.may_skip)

    def parted(self) -> list["Quotation"]:
        """Each of its spans as a quotation by itself."""
        return [Quotation(self.text, (span,), self.speaker) for span in self.spans]


def whole(text: str) -> Quotation:
    """All of ``text`` as one quotation, without white space and one pair of marks around it."""
    start, end = _stripped(text, 0, len(text))
    if end - start >= 2 and text[start] in OPENING and text[end - 1] in CLOSING:
        inside = text[start + 1 : end - 1]
        # Marks inside may belong to several quotations: then none of them is around it all.
        if not set(inside) & set(text[start] + text[end - 1]) - set("'’"):
            start, end = _stripped(text, start + 1, end - 1)
    return Quotation(text, ((start, end),))


def _stripped(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())
