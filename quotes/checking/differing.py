"""Differences as a reader sees them: which to look at first, and both texts side by side. Pure.

First come negations, numbers, names and qualifiers. Words are looked up in lists and their shape is
looked at; what a sentence means is not judged.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from rapidfuzz.distance import LCSseq

from quotes.checking import context
from quotes.checking.alignment import Kind, Step
from quotes.checking.context import NOTHING_LEFT_OFF, LeftOff, is_interjection
from quotes.checking.reading import Reading, Token, is_rewritten, is_same
from quotes.text.copied import MAY_BE_SAID
from quotes.text.differences import TOKEN
from quotes.text.exact import exact_form
from quotes.text.gaps import ELLIPSIS
from quotes.text.words import folded_set

OPENING, CLOSING = "([“„«‘‚\"'$€£¥#", ".,;:!?…”’\"'»)]%"


NEGATIONS = context.NEGATIONS.words
QUALIFIERS = folded_set(
    "if unless only perhaps maybe might may could would should possibly probably likely "
    "unlikely almost nearly about roughly approximately some sometimes often usually "
    "generally mostly partly largely seems seem appears appear allegedly reportedly believe "
    "think hope until except but however although though conditionally provided potentially "
    "sort kind just vielleicht wohl wahrscheinlich möglicherweise nur fast etwa wenn falls "
    "sofern aber manchmal peut-être probablement seulement presque environ si sauf mais "
    "parfois quizá quizás probablemente solo sólo casi excepto pero может возможно наверное "
    "вероятно только почти если кроме но иногда мүмкін егер тек"
)
NUMBERS = folded_set(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy "
    "eighty ninety hundred thousand million billion trillion dozen half quarter percent "
    "first second third double twice null zwei drei vier fünf sechs sieben acht neun zehn "
    "hundert tausend millionen milliarden deux trois quatre cinq sept huit neuf dix cent "
    "mille dos tres cuatro cinco seis siete ocho nueve diez cien mil два три четыре пять "
    "шесть семь восемь девять десять сто тысяч тысяча миллион миллиард половина екі үш төрт "
    "бес жүз мың "
    # Chinese and Japanese signs; the one of “one” is part of many other words.
    "〇 零 二 三 四 五 六 七 八 九 十 百 千 万 萬 亿 億 兆 两 兩"
)
# They turn the number behind them round.
MINUSES = folded_set("minus negative moins menos meno negativo минус мінус eksi ناقص سالب")
SENTENCE_ENDS = re.compile(r"[.!?…:]\W*\Z|\A\W*\Z")
HAS_CAPITALS = re.compile(r"[A-ZÀ-ÞĀ-ŽΑ-ΩА-ЯЁӘҒҚҢӨҰҮҺІ]")
# The pronoun is written with a capital and is nobody's name.
NO_NAMES = frozenset({"i"})

# How a stretch stands to the other side: the words differ; they are written otherwise; an ellipsis
# or brackets announce it; the outlet put it in; it interrupts the quotation, as “she said”; it
# stands beside what is quoted, and may turn its sense.
SideKind = Literal["same", "differs", "spelling", "marked", "outlets", "aside", "beside"]
# Longer stretches are compared as a whole: a comparison sign by sign would take its time.
MAX_TOKENS = 4_000


@dataclass(frozen=True)
class Difference:
    """A stretch of the quotation against one of the original; joined, they are the whole of each.

    ``is_marked``: a mark of omission or brackets announce it. ``is_editorial_insertion``: the words
    of the original are the outlet's, in brackets. ``is_rewritten``: the same number in another
    writing. ``signals`` as ``signals()`` names them.
    """

    kind: Kind
    quoted: str
    original: str
    is_marked: bool = False
    is_editorial_insertion: bool = False
    is_rewritten: bool = False
    signals: tuple[str, ...] = ()


def differences_between(
    found: list[Step], quoted: Reading, original: Reading
) -> Iterator[Difference]:
    """The steps as stretches of text that leave nothing of the quotation out.

    Where the original leaves words out itself, it has an ellipsis, as it is printed.
    """
    reached, stop = _edges(found, quoted, original)
    at = quoted.start
    for step, following in zip(found, [*found[1:], None], strict=True):
        end = start_of_word(quoted, following.quoted_from) if following else quoted.end
        to = stop
        if following:
            edge = end_of_word if _is_gap(following) else start_of_word
            to = edge(original, following.original_from)
        # A contraction stands in one piece: what is read as two words may have one place.
        end, to = max(at, end), max(reached, to)
        there = f" {ELLIPSIS} " if _is_gap(step) else original.text[reached:to]
        difference = _difference(step, quoted, original, (quoted.text[at:end], there))
        yield from _parted_at_links(difference) if step.kind == "same" else [difference]
        at, reached = end, to


def _edges(found: list[Step], quoted: Reading, original: Reading) -> tuple[int, int]:
    """Where in the original the words begin and end; with links beside, if both have some there."""
    (_, a, _, c, _), (_, _, b, _, d) = found[0], found[-1]
    start, stop = start_of_word(original, c), end_of_word(original, d)
    behind = quoted.text[quoted.tokens[b - 1].end if b else quoted.start : quoted.end]
    if b == len(quoted.tokens) and MAY_BE_SAID.search(behind):
        end = original.tokens[d].start if d < len(original.tokens) else original.end
        stop = max([stop, *(each.end() for each in MAY_BE_SAID.finditer(original.text, stop, end))])
    if a == 0 and b and MAY_BE_SAID.search(quoted.text[quoted.start : quoted.tokens[0].start]):
        least = original.tokens[c - 1].end if c else original.start
        links = MAY_BE_SAID.finditer(original.text, least, start)
        start = min([start, *(each.start() for each in links)])
    return start, stop


def _parted_at_links(same: Difference) -> Iterator[Difference]:
    """The same words, parted where links or hashtags among them are not the same.

    They are no words, since copying puts them in; where both have one, it was said.
    """
    ours, theirs = (list(MAY_BE_SAID.finditer(text)) for text in (same.quoted, same.original))
    at, reached = 0, 0
    for one, other in zip(ours, theirs, strict=False):
        if one[0] != other[0]:
            before = (
                same.quoted[at : one.start()],
                same.original[reached : other.start()],
            )
            if any(before):
                yield replace(same, quoted=before[0], original=before[1])
            yield Difference("changed", one[0], other[0])
            at, reached = one.end(), other.end()
    rest = same.quoted[at:], same.original[reached:]
    if any(rest) or not at:
        yield replace(same, quoted=rest[0], original=rest[1])


def _is_gap(step: Step) -> bool:
    """Whether it is only a place, at which the original leaves words out."""
    return step.original_from == step.original_to and step.quoted_from == step.quoted_to


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
        is_editorial_insertion=bool(other) and all(token.is_bracketed for token in other),
        signals=tuple(signals(quoted, original, a, b, c, d)),
    )


def start_of_word(reading: Reading, number: int) -> int:
    """Where the word of this number begins, with the signs that open it; the end behind all."""
    if number >= len(reading.tokens):
        return reading.end
    start = reading.tokens[number].start
    least = reading.tokens[number - 1].end if number else reading.start
    while start > least and reading.text[start - 1] in OPENING:
        start -= 1
    return start


def end_of_word(reading: Reading, number: int) -> int:
    """Where the words before this number end, with the signs that close them."""
    if not number:
        return reading.start
    end = reading.tokens[number - 1].end
    most = reading.tokens[number].start if number < len(reading.tokens) else reading.end
    while end < most and reading.text[end] in CLOSING:
        end += 1
    return end


def signals(quoted: Reading, original: Reading, a: int, b: int, c: int, d: int) -> list[str]:
    """What differs between ``quoted[a:b]`` and ``original[c:d]`` beside the words themselves.

    Some of “negation”, “number”, “name”, “qualifier”, in this order. A qualifier counts where it
    was dropped, everything else where it stands on one side alone.
    """
    ours, theirs = quoted.tokens[a:b], original.tokens[c:d]
    language = original.language
    unlike = _only_in(ours, theirs, language), _only_in(theirs, ours, language)
    either = [*unlike[0], *unlike[1]]
    found = []
    interjections = [*_interjections(quoted, a, b), *_interjections(original, c, d)]
    if any(token.key in NEGATIONS and token not in interjections for token in either):
        found.append("negation")
    if not _same_numbers(_numbers(quoted, a, b), _numbers(original, c, d), language):
        found.append("number")
    if _has_name(quoted, unlike[0]) or _has_name(original, unlike[1]):
        found.append("name")
    if any(token.key in QUALIFIERS for token in unlike[1]):
        found.append("qualifier")
    return found


def has_negation(tokens: Iterable[Token]) -> bool:
    """Whether a word that negates is among them."""
    return any(token.key in NEGATIONS for token in tokens)


def _interjections(reading: Reading, first: int, end: int) -> list[Token]:
    return [reading.tokens[at] for at in range(first, end) if is_interjection(reading, at)]


def _only_in(some: Sequence[Token], others: Sequence[Token], language: str) -> list[Token]:
    known = {token.identity(language) for token in others}
    return [token for token in some if token.identity(language) not in known]


def _numbers(reading: Reading, first: int, end: int) -> list[Token]:
    """The numbers among some words, and the words that turn a number into its negative."""
    following = [*reading.tokens[first + 1 : end + 1], None]
    return [
        token
        for token, behind in zip(reading.tokens[first:end], following, strict=False)
        if _is_number(token) or (token.key in MINUSES and behind and _is_number(behind))
    ]


def _is_number(token: Token) -> bool:
    return bool(token.number) or token.key in NUMBERS or bool(re.search(r"\d", token.key))


def _same_numbers(ours: list[Token], theirs: list[Token], language: str) -> bool:
    """Whether the same numbers stand in the same order."""
    return len(ours) == len(theirs) and all(
        is_same(*pair, language) for pair in zip(ours, theirs, strict=True)
    )


def _has_name(reading: Reading, tokens: Iterable[Token]) -> bool:
    """Whether a capital begins a word and no sentence; German writes all its nouns so."""
    return any(
        HAS_CAPITALS.match(reading.text, token.start)
        and token.key not in NO_NAMES
        and not SENTENCE_ENDS.search(_just_before(reading.text, token.start))
        for token in tokens
    )


def _just_before(text: str, at: int) -> str:
    return text[max(0, at - 12) : at].rstrip("“„«\"'‘([ ")


class SidePiece(NamedTuple):
    """A stretch of one side; ``signals`` are what to look at first in it."""

    text: str
    kind: SideKind = "same"
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
    kind: SideKind = "marked" if each.is_marked else "differs"
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
        kind: SideKind = "aside" if is_aside else "same" if is_equal else "spelling"
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
