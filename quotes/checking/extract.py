"""The quotations in a pasted text, whom the words around name, and what interrupts them. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from quotes.checking.reading import Reading, read
from quotes.text.attribution import Around, is_attribution, named_around, rest_of_sentence
from quotes.text.marks import CLOSING, ENDS_SPEECH, OPENING, Span, quoted_spans, stripped

ENDED = re.compile(r"[.!?…]\W*\Z")
# Characters that may stand between two parts of one quotation.
MAX_INTERRUPTION_LENGTH = 120


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
    start, end = stripped(text, 0, len(text))
    if end - start >= 2 and text[start] in OPENING and text[end - 1] in CLOSING:
        inside = text[start + 1 : end - 1]
        # Marks inside may belong to several quotations: then none of them is around it all.
        if not set(inside) & set(text[start] + text[end - 1]) - set("'’"):
            start, end = stripped(text, start + 1, end - 1)
    return Quotation(text, ((start, end),))


def quotations(text: str) -> list[Quotation]:
    """All quotations, in order, without overlaps; places count characters of ``text``."""
    spans = list(quoted_spans(text))
    groups = list(_joined(text, spans))
    edges = [0, *(edge for group in groups for edge in (group[0][0], group[-1][1])), len(text)]
    found = []
    for number, group in enumerate(groups):
        before, start, end, behind = edges[2 * number : 2 * number + 4]
        around = Around(text[before:start], _between(text, group), text[end:behind])
        is_ended = text[end - 1] in ENDS_SPEECH
        speaker = named_around(around, is_ended=is_ended)
        found.append(Quotation(text, tuple(group), speaker, _may_skip(text, group)))
    return found


def _joined(text: str, spans: list[Span]) -> Iterator[list[Span]]:
    """The spans in groups: the parts of one quotation that an attribution interrupts."""
    group = spans[:1]
    behind = [*(start for start, _ in spans[2:]), len(text)]
    for (one, other), following in zip(pairwise(spans), behind, strict=False):
        goes_on = text[other[0]].islower() or not _is_attributed(text, other, following)
        if goes_on and _interrupts(text, one, other):
            group.append(other)
            continue
        yield group
        group = [other]
    if group:
        yield group


def _is_attributed(text: str, span: Span, following: int) -> bool:
    """Whether the words behind a quotation say whose it is: then it begins anew."""
    behind = text[span[1] : min(following, span[1] + MAX_INTERRUPTION_LENGTH)]
    return text[span[1] - 1] in ",?!…—–-" and is_attribution(rest_of_sentence(behind))


def _interrupts(text: str, one: Span, other: Span) -> bool:
    between = text[one[1] : other[0]]
    is_short = len(between) <= MAX_INTERRUPTION_LENGTH and not re.search(r"\n\s*\n", between)
    # Of two sentences of the reporter's, the second quotation belongs to the latter.
    inner = between.strip("“”„«»\"‘’‚‹›'「」『』 \n\r\t,.;:—–-")
    is_one = not re.search(r"[.!?…]\s", inner)
    # Between two whole sentences one of the reporter's begins, and ends with the second quotation.
    is_lead = text[one[1] - 1] in ".!?…" and inner[:1].isupper() and not ENDED.search(between)
    return (
        is_short
        and is_one
        and not is_lead
        and text[one[1] - 1] in ",.!?…—–-"
        and is_attribution(inner)
    )


def _between(text: str, group: list[Span]) -> str:
    return " ".join(text[one[1] : other[0]] for one, other in pairwise(group))


def _may_skip(text: str, group: list[Span]) -> bool:
    """Whether a sentence ends where the quotation is interrupted."""
    return any(
        text[other[0]].isupper() and re.search(r"[.!?]\W*\Z", text[one[0] : other[0]])
        for one, other in pairwise(group)
    )
