"""The quotations in a pasted text, whom the words around name, and what interrupts them. Pure.

Quotation marks of many languages, typographic or straight, are paired within a paragraph; one that
stays open at its end goes on in the next paragraph if that opens with the same mark. Single marks
count where they open a sentence of speech, so that apostrophes do not.
"""

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from quotes.checking.reading import Reading, read

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
ENDED = re.compile(r"[.!?…]\W*\Z")
NEXT_ENDS = 3
# Characters that may stand between two parts of one quotation.
MAX_INTERRUPTION_LENGTH = 120
# Whom the words around name is guessed from their form.
VERBS = (
    "said|says|say|told|tells|added|adds|stressed|stresses|noted|notes|explained|explains|argued|"
    "argues|warned|warns|stated|states|declared|declares|remarked|insisted|insists|replied|answered|"
    "asked|continued|continues|concluded|recalled|recalls|emphasi[sz]ed|emphasi[sz]es|pointed out|"
    "underlined|underscored|announced|admitted|acknowledged|wrote|writes|tweeted|observed|claimed|"
    "sagte|sagt|erklärte|erklärt|betonte|betont|meinte|fügte|schrieb|dit|déclaré|déclare|affirmé|"
    "affirme|expliqué|explique|ajouté|ajoute|souligné|dijo|dice|declaró|afirmó|añadió|explicó|"
    "сказал|сказала|говорит|заявил|заявила|отметил|отметила|подчеркнул|подчеркнула|добавил|"
    "добавила|пояснил|пояснила|dedi|söyledi|belirtti|деді|айтты"
)
ATTRIBUTING = re.compile(rf"\b(?:{VERBS})\b", re.IGNORECASE)
CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁӘҒҚҢӨҰҮҺІ]"
PARTICLE = r"(?:de|da|di|del|della|der|den|van|von|al|el|bin|ibn|la|le|du|dos)"
WORD = rf"{CAPITAL}[\w’'-]*\.?"
NAME = rf"{WORD}(?:\s+(?:{PARTICLE}\s+)*{WORD}){{0,4}}"
NOT_NAMES = (
    "he she they it we i you who that this there the a an but and so then his her their "
    "minister president ambassador secretary spokesman spokeswoman deputy foreign mr mrs "
    "ms dr prof er sie il elle on él ella он она они"
)
ASIDE = r"(?:,[^,“”\"«»]{1,80},)?"
BEHIND = (
    re.compile(
        rf"\A\W*(?:(?:a|ha|hat|has|had)\s+)?(?:{VERBS})\s+(?:\w+\s+){{0,3}}?(?P<name>{NAME})"
    ),
    re.compile(rf"\A\W*(?:\w+\s+){{0,3}}?(?P<name>{NAME}){ASIDE}\s+(?:\w+\s+)?(?:{VERBS})\b"),
)
BEFORE = (
    re.compile(rf"(?P<name>{NAME}){ASIDE}\s+(?:\w+\s+)?(?:{VERBS})\b[^.!?]*\Z"),
    re.compile(
        rf"\b(?:according to|laut|selon|según|по словам)\s+(?P<name>{NAME})[^.!?]*\Z", re.IGNORECASE
    ),
)
# Characters looked at on either side.
AROUND = 200


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


class _Open(NamedTuple):
    mark: str
    start: int


def quotations(text: str) -> list[Quotation]:
    """All quotations, in order, without overlaps; places count characters of ``text``."""
    spans = list(_spans(text))
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


def _spans(text: str) -> Iterator[Span]:
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
            start, end = _stripped(text, opened.start, at)
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


def _stripped(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


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


def is_attribution(words: str) -> bool:
    """Whether words between two quotations say who speaks."""
    return ATTRIBUTING.search(words) is not None


class Around(NamedTuple):
    """The words before a quotation, between its parts, and behind it, up to the next ones."""

    before: str
    between: str
    behind: str


def named_around(around: Around, *, is_ended: bool) -> str:
    """The name that is said to speak a quotation; empty without one.

    ``is_ended``: it ends with a sign, as before “she said”. Else what introduces it goes first.
    """
    behind = (BEHIND, rest_of_sentence(around.behind[:AROUND].partition("\n")[0]))
    before = (BEFORE, around.before[-AROUND:].rpartition("\n")[2])
    order = (behind, before) if is_ended else (before, behind)
    for patterns, words in ((BEHIND, around.between[:AROUND]), *order):
        for pattern in patterns:
            if (match := pattern.search(words)) and (name := _name(match["name"])):
                return name
    return ""


def rest_of_sentence(words: str) -> str:
    """What is left of the sentence that a quotation stands in."""
    closed = re.match(r"\W{0,3}", words)
    at = closed.end() if closed else 0
    if re.search(r"[.!?]", words[:at]):
        return ""
    end = re.search(r"[.!?](?:\s|\Z)", words[at:])
    return words[: at + end.start()] if end else words


def _name(found: str) -> str:
    """A name without titles and pronouns; empty if nothing else is left."""
    words = found.split()
    while words and words[0].lower().rstrip(".") in NOT_NAMES.split():
        del words[0]
    return " ".join(words).rstrip(".").removesuffix("’s").removesuffix("'s")
