"""The quotations in a pasted text, and whom the words around name. Pure.

“He said” may interrupt a quotation, between two pairs of marks or inside of one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from quotes.checking.reading import Reading, read
from quotes.text.attribution import (
    SMALL,
    VERB,
    Around,
    Attributed,
    is_attribution,
    named_around,
    own_sentence,
    rest_of_sentence,
    starts_with_verb,
    subject,
    surnames,
)
from quotes.text.attribution_words import AFTER_COMMA, NO_VERBS, VERBS_OF
from quotes.text.blocks import Block, blocks
from quotes.text.copied import Place, repaired, without_tags
from quotes.text.marks import (
    CLOSING,
    ENDS_SPEECH,
    OPENING,
    Span,
    quoted_spans,
    stripped,
    with_marks,
)
from quotes.text.person_names import WORD

# Words of a name that signs a quotation: “…” — Ada Lund
MAX_SIGNING = 6
# Behind a full stop inside of the marks the next sentence is about something else.
BEGINS_SENTENCE = re.compile(r"[^\w—–-]{1,4}(?=[A-ZÀ-ÞЀ-Я])")
SIGNS = "“”„«»\"‘’‚‹›'「」『』 \n\r\t\u00a0\u202f"
# Of Chinese, where each sign is as wide as a character.
NARROW = str.maketrans("，。！？；：", ",.!?;:")
ENDED = re.compile(r"[.!?…]\W*\Z")
GOES_ON = re.compile(r"[,;—–-][\W_]*\Z")
# Characters that may stand between two parts of one quotation; words, where no verb is known.
MAX_INTERRUPTION_LENGTH, MAX_UNKNOWN, MIN_SENTENCE = 120, 5, 4
# Russian, Kazakh and Turkish print “he said” between dashes inside of the marks, French and Spanish
# between commas. There the verb comes first.
HAS = r"(?:(?:a|ont|ha|han)\s)?"
WORDS_INSIDE = r"[^.!?«»“”„\"—–]{0,80}?"
BETWEEN_DASHES = re.compile(
    rf"(?<=[\w,.!?…])[ \u00a0]?[—–-] ?{HAS}{VERB}{WORDS_INSIDE}"
    r"(?:[,.]?\s*[—–]+(?=[\s,.;:])|\.?\Z)",
    re.IGNORECASE,
)
INVERTED = "|".join(" ".join(VERBS_OF[language] for language in ("fr", "es", "it")).split())
BETWEEN_COMMAS = re.compile(
    rf",\s(?:(?:a|ont|s’est|s'est)-t-(?:il|elle|on|ils|elles)\s\w+|(?:{INVERTED})(?:-t)?-(?:il|elle)|"
    rf"{HAS}(?:{INVERTED})(?![\w’'-]))[^,.!?«»“”]{{0,60}}(?=,|\.\s)",
    re.IGNORECASE,
)
# With a verb that nobody lists, there has to be a whole name.
UNLISTED = re.compile(
    rf"(?:,\s|(?<=[\w,.!?…])[ \u00a0]?[—–] ?)(?P<verb>{SMALL})\s+"
    rf"(?:{SMALL}\s+){{0,2}}{WORD}\s+{WORD}"
    r"[^,.!?«»“”—–]{0,40}?(?=,|[ \u00a0]?[—–])"
)


@dataclass(frozen=True)
class Quotation:
    """Quoted words from ``start`` to ``end``, in several ``spans`` where the text interrupts them.

    ``speaker`` is whom the words around name, ``own_sentence`` the words of its sentence outside of
    the marks. ``may_skip``: a sentence ends where it is interrupted, so that others may have stood
    there. ``asides`` are places inside where “he said” seems to stand.
    """

    text: str
    spans: tuple[Span, ...]
    speaker: str = ""
    may_skip: bool = False
    asides: tuple[Span, ...] = ()
    own_sentence: str = ""

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

    def without_asides(self) -> "Quotation":
        """The same, interrupted where “he said” seems to stand inside of it."""
        edges = [self.start, *(edge for aside in self.asides for edge in aside), self.end]
        spans = (stripped(self.text, *span) for span in zip(edges[::2], edges[1::2], strict=True))
        return replace(self, spans=tuple(s for s in spans if s[0] < s[1]), asides=())

    def parted(self) -> list["Quotation"]:
        """Each of its spans as a quotation by itself."""
        return [
            Quotation(self.text, (span,), self.speaker, own_sentence=self.own_sentence)
            for span in self.spans
        ]


def whole(text: str) -> Quotation:
    """All of ``text`` as one quotation, without white space and one pair of marks around it."""
    plain, place = _plain(text)
    start, end = stripped(plain, 0, len(plain))
    if end - start >= 2 and plain[start] in OPENING and plain[end - 1] in CLOSING:
        inside = plain[start + 1 : end - 1]
        # Marks inside may belong to several quotations: then none of them is around it all.
        if not set(inside) & set(plain[start] + plain[end - 1]) - set("'’"):
            start, end = stripped(plain, start + 1, end - 1)
    return Quotation(text, (place(start, end) if start < end else (start, end),))


def single(text: str) -> Quotation:
    """All of ``text`` as one quotation; the one in it, if only its attribution stands beside it."""
    found = [each for each in quotations(text) if not _is_apart(each)]
    if len(found) != 1 or len(text[: found[0].start].strip()) > 1:
        return whole(text)
    behind = without_tags(text[found[0].end :])
    is_signed = text[found[0].start - 1 : found[0].start] in OPENING and _is_signature(behind)
    return (
        found[0] if len(found[0].spans) > 1 or is_attribution(behind) or is_signed else whole(text)
    )


def _is_apart(quotation: Quotation) -> bool:
    """Whether no mark opens it: a text that is nothing but its lines is one quotation."""
    return quotation.text[: quotation.start].rstrip(" \u00a0\u202f")[-1:] not in tuple(OPENING)


def _is_signature(behind: str) -> bool:
    """Whether what stands behind a quotation is a name, a link, or nothing."""
    words = re.sub(r"https?://\S+|[#@]\w+", " ", behind).strip(" \n\t”“»«\"'’.")
    return not words or (
        re.match(r"[—–(-]", words) is not None and len(words.split()) <= MAX_SIGNING
    )


def quotations(text: str) -> list[Quotation]:
    """All quotations, in order, without overlaps; places count characters of ``text``."""
    plain, place = _plain(text)
    apart = blocks(repaired(text)[0])
    plain_marks = _blanked(plain, apart)
    groups = [*interrupted_groups(plain_marks, list(quoted_spans(plain_marks)))]
    labels = {block.span: block.speaker for block in apart}
    groups = sorted([*groups, *([block.span] for block in apart)])
    return list(_quotations(text, plain, groups, labels, place))


def _plain(text: str) -> tuple[str, Place]:
    """The text in which marks are looked for, and what leads from it to ``text``."""
    plain, place = repaired(text)
    return with_marks(without_tags(plain)), place


def _blanked(text: str, apart: Iterable[Block]) -> str:
    for block in apart:
        start, end = block.span
        text = (
            text[:start] + "\n\n" + " " * (end - start - 2) + text[end:]
            if end - start > 2
            else text
        )
    return text


def _quotations(
    text: str, plain: str, groups: list[list[Span]], labels: dict[Span, str], place: Place
) -> Iterator[Quotation]:
    edges = [0, *(edge for group in groups for edge in (group[0][0], group[-1][1])), len(plain)]
    named = _Named(plain)
    for number, group in enumerate(groups):
        before, start, end, behind = edges[2 * number : 2 * number + 4]
        inner = asides(plain, group[0]) if len(group) == 1 else []
        between = " ".join(plain[a:b] for a, b in [*inner, *_gaps(group)])
        is_alone = plain[end - 1] == "." and BEGINS_SENTENCE.match(plain, end) is not None
        around = Around(plain[before:start], between, "" if is_alone else plain[end:behind])
        speaker = labels.get(group[0], "")
        if not speaker:
            found = named_around(around, is_ended=plain[end - 1] in ENDS_SPEECH, known=named.known)
            speaker = named.resolved(found, start)
        if speaker:
            named.add(speaker, end)
        yield Quotation(
            text,
            tuple(place(*span) for span in group),
            speaker,
            may_skip(plain, group),
            tuple(place(*span) for span in inner),
            own_sentence(around),
        )


def _gaps(group: list[Span]) -> list[Span]:
    return [(one[1], other[0]) for one, other in pairwise(group)]


class _Named:
    """Who has been named as speaking so far, for the pronouns that follow."""

    def __init__(self, text: str) -> None:
        self.text, self.known = text, surnames(text)
        self.surnames: set[str] = set()
        self.last, self.last_end = "", 0

    def add(self, speaker: str, end: int) -> None:
        """Keep whose the quotation is that ends at ``end``."""
        self.surnames.add(speaker.split()[-1])
        self.last, self.last_end = speaker, end

    def resolved(self, found: Attributed, start: int) -> str:
        """The name, also for a pronoun where only one fits.

        That is where nobody else has been named at all; or where somebody adds to what was said
        last, and nobody has been named since.
        """
        if found.name or not found.is_pronoun:
            return found.name
        begins = self.text.rfind("\n", 0, start) + 1
        if begins > self.last_end and (name := subject(self.text[begins:start], self.known)):
            return name
        if not self.last:
            return ""
        since = surnames(self.text[self.last_end : start], self.known)
        # In a script without capitals nobody can be seen between.
        is_seen = found.goes_on and self.last[:1].isupper() and since <= {self.last.split()[-1]}
        is_alone = len(self.surnames) == 1 or is_seen
        return self.last if is_alone else ""


def interrupted_groups(text: str, spans: list[Span]) -> Iterator[list[Span]]:
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
    return _last_sign(text, span[1]) in ",?!…—–-" and is_attribution(rest_of_sentence(behind))


def _last_sign(text: str, end: int) -> str:
    """The sign that ends a quotation, inside of the mark or right behind it."""
    last = text[end - 1].translate(NARROW)
    if last in ENDS_SPEECH:
        return last
    behind = text[end : end + 4].lstrip(SIGNS)[:1].translate(NARROW)
    return behind if behind == "," or behind in "—–" else last


def _interrupts(text: str, one: Span, other: Span) -> bool:
    between = text[one[1] : other[0]]
    if len(between) > MAX_INTERRUPTION_LENGTH or re.search(r"\n\s*\n", between):
        return False
    sign = _last_sign(text, one[1])
    # Of two sentences of the reporter's, the second quotation belongs to the latter.
    inner = between.strip(SIGNS + ",.;:—–-")
    if not inner or sign not in ENDS_SPEECH or re.search(r"[^\W\d_]{3}[.!?…]\s", inner):
        return False
    is_inside = text[one[1] - 1] in ENDS_SPEECH
    if text[other[0]].islower() and not GOES_ON.search(between):
        # “…,” he said, and called it “a joke”.
        return False
    if is_attribution(inner):
        # Between two whole sentences one of the reporter's begins, and ends with the second one.
        is_lead = sign in ".!?…" and inner[:1].isupper() and not ENDED.search(between)
        # “…”, he said, adding: “…”
        return not is_lead and (
            is_inside
            or _goes_on(text, between, other)
            or _parts_sentences(text, between, one, other)
        )
    # A verb that nobody lists: short, between two commas, and the sentence goes on.
    return sign in ",—–-" and len(inner.split()) <= MAX_UNKNOWN and _goes_on(text, between, other)


def _parts_sentences(text: str, between: str, one: Span, other: Span) -> bool:
    """Whether “…”, says X. “…” stands between sentences, with the comma outside of the marks."""
    words = text[slice(*one)]
    is_whole = words[:1].isupper() and len(words.split()) >= MIN_SENTENCE
    follows = text[other[0]].isupper() and ENDED.search(text[slice(*other)]) is not None
    return is_whole and follows and ENDED.search(between) is not None and starts_with_verb(between)


def _goes_on(text: str, between: str, other: Span) -> bool:
    """Whether a sentence begun before the words ``between`` goes on behind them."""
    first = re.sub(r"^\W+", "", between).split(None, 1)[:1]
    is_joined = bool(first) and first[0].lower() in AFTER_COMMA
    return GOES_ON.search(between) is not None and not is_joined and text[other[0]].islower()


def asides(text: str, span: Span) -> list[Span]:
    """Where “he said” seems to stand inside of a quotation; the words may be the speaker’s."""
    quoted = text[span[0] : span[1]]
    found = [*BETWEEN_DASHES.finditer(quoted), *BETWEEN_COMMAS.finditer(quoted)]
    found += [each for each in UNLISTED.finditer(quoted) if each["verb"] not in NO_VERBS]
    places = sorted((span[0] + each.start(), span[0] + each.end()) for each in found)
    return [place for before, place in pairwise([(0, 0), *places]) if before[1] <= place[0]]


def may_skip(text: str, group: list[Span]) -> bool:
    """Whether a sentence ends where the quotation is interrupted."""
    return any(
        text[other[0]].isupper() and re.search(r"[.!?]\W*\Z", text[one[0] : other[0]])
        for one, other in pairwise(group)
    )
