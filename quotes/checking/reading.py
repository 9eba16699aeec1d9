"""A text as the check reads it: words and numbers with their places, brackets, omissions. Pure.

Words are those of the search, laid side by side without case and accents, and then compared as they
are spelled. Contractions are read as the words they stand for, so that “don’t” and “do not” are the
same words in another spelling. Numbers are laid side by side whatever they are, and then compared
by their value. Signs that a sentence has for words (“≤”, “&”, “+”) are words.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from quotes.text.copied import Place, repaired, without_furniture
from quotes.text.counting_words import roman, value_in
from quotes.text.joins import joined
from quotes.text.letters import APOSTROPHE, IDEOGRAPH, MARK, SYLLABIC, contradict
from quotes.text.numbers import Quantity, begins_line, quantities, same_quantity
from quotes.text.spellings import house_form, may_stand_for, means_again, same_in_house_style
from quotes.text.words import ANY_WORD, BASIC_WORD, composed, fold, goes_beyond, spelled

# What transcripts note of the room is nobody's words.
STAGE = r"[(\[]\s*(?i:applause|laughter|laughs|cheers|inaudible|cross-?talk)\s*\.?\s*[)\]]"
SKIP = r"[\[(]\s*(?:…|\.{2,4}|\.\s\.\s\.)\s*[\])]|…|\.{3,}|\.\s\.\s\."
# In the place of a number, as long as it.
NUMBER, NUMBER_GOES_ON = "\ue000", "\ue001"
# In the place of brackets inside a word: they part it no more.
INSIDE = "\u2060"
LETTER = rf"[^\W\d_][{MARK}]*"
# “[T]he”: another letter, or another case, than in the original; and “claim[ed]”, “k[ilo]metre”.
ONE_LETTER = re.compile(rf"\[({LETTER})\](?={LETTER})")
PIECE = re.compile(rf"(?<=\w)\[(?:{LETTER})+\]|\[(?:{LETTER}){{2,}}\](?={LETTER})")


def _token(word: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<stage>{STAGE})|(?P<skip>{SKIP})|(?P<open>\[)|(?P<close>\])"
        rf"|(?P<number>{NUMBER}{NUMBER_GOES_ON}*)|(?P<sign>[<>≤≥≦≧=≠±∓≈+÷×∞&%$€£¥₽₹₸₺₴])"
        rf"|(?P<word>{word})(?:[{APOSTROPHE}](?P<ending>(?i:s|d|ll|re|ve|m|t))(?!\w))?"
    )


TOKENS = _token(BASIC_WORD), _token(ANY_WORD)
ENDINGS = {"ll": "will", "re": "are", "ve": "have", "m": "am", "s": "’s", "d": "’d"}
# Characters between brackets; beyond, the opening one is a stray.
MAX_INSERT_LENGTH = 300
MIN_WORDS = 4
SIGN = re.compile(f"[{IDEOGRAPH}{SYLLABIC}]")
FIRST = {"1er": "premier", "1re": "premiere", "1ere": "premiere"}
WITH_ENDING = re.compile(r"(?P<number>[IVXLCDM]{2,}|\d{1,4})(?P<ending>e|ème|er|re)")
# Digits that a scanner reads for letters.
LOOKS_LIKE = {"1": "li", "0": "o", "5": "s"}
NEGATED = {"wo": "will", "ca": "can", "sha": "shall"}
# Without their apostrophe these are no other word.
BARE = re.compile(
    r"(?:do|does|did|is|are|was|were|could|should|would|has|have|had)(?=nt\Z)|can(?=not\Z)"
)
# Languages in which I is the capital of ı, and İ that of i.
DOTLESS = frozenset({"tr", "az", "crh", "gag", "tt"})
# Languages in which the sign like an apostrophe is a letter, or makes another letter of the one
# before it: Uzbek “oʻldi” is no “oldi”. Inside of words; at their ends it may be a quotation mark.
SIGN_IS_LETTER = frozenset({"gn", "ha", "haw", "kaa", "nv", "sm", "to", "ty", "uz"})
LETTER_LIKE = re.compile(f"[{APOSTROPHE}]")
# Accents that capitals may lose.
LOST_BY_CAPITALS = {
    "el": "\u0300\u0301\u0308\u0313\u0314\u0342\u0345",
    **dict.fromkeys(("fr", "it", "es", "pt", "ca", "gl"), "\u0300\u0301\u0302\u0308\u0327"),
}


class Token(NamedTuple):
    """A word, number or sign: its key for laying texts side by side, and its place.

    ``written`` is what is compared, ``number`` its value if it is one.
    """

    key: str
    start: int
    end: int
    is_bracketed: bool = False
    written: str = ""
    number: Quantity | None = None

    def identity(self, language: str) -> object:
        """Equal for tokens that are the same word in one spelling, or the same number."""
        return (
            self.number.values(language)
            if self.number
            else house_form(spelled(self.written or self.key))
        )


@dataclass(frozen=True)
class Reading:
    """The words of a text from ``start`` to ``end``, between which ``cuts`` are none of it.

    ``skips`` are numbers of words before which words may be left out: a mark of omission stands
    there, or a cut that is among ``skips_at_cuts``. ``language`` is a code, where it is known.
    """

    text: str
    tokens: tuple[Token, ...]
    skips: frozenset[int]
    start: int
    end: int
    cuts: tuple[tuple[int, int], ...] = ()
    language: str = ""
    skips_at_cuts: frozenset[int] = frozenset()

    @cached_property
    def keys(self) -> list[str]:
        """The words alone, as they are compared."""
        return [token.key for token in self.tokens]

    @property
    def written(self) -> str:
        """The text without what is cut out."""
        return repaired(_without(self.text, self.cuts)[self.start : self.end])[0]

    @property
    def words(self) -> str:
        """The text without what is cut out, and without what copying put in."""
        return without_furniture(self.written)

    def part(self, first: int, end: int) -> "Reading":
        """The reading of some of the words, in place."""
        skips, at_cuts = (
            frozenset(skip - first for skip in each if first < skip < end)
            for each in (self.skips, self.skips_at_cuts)
        )
        start = self.tokens[first].start if first else self.start
        stop = self.tokens[end].start if end < len(self.tokens) else self.end
        return replace(
            self, tokens=self.tokens[first:end], start=start, end=stop,
            skips=skips, skips_at_cuts=at_cuts,
        )  # fmt: skip


def read(
    text: str,
    cuts: tuple[tuple[int, int], ...] = (),
    *,
    skips_at_cuts: bool = False,
    language: str = "",
) -> Reading:
    """``text`` as words, but for what is between the offsets of each of ``cuts``.

    With ``skips_at_cuts``, words may be left out there as at a mark of omission.
    """
    plain, places = _plainly(_without(text, cuts))
    tokens, skips = _scanned(plain)
    for place in places:
        tokens = [_moved(each, place) for each in tokens]
    at_cuts = {sum(token.start < cut for token in tokens) for cut, _ in cuts if skips_at_cuts}
    inner = frozenset(range(1, len(tokens)))
    return Reading(
        text, tuple(tokens), inner & (skips | at_cuts), 0, len(text), cuts, language,
        skips_at_cuts=inner & at_cuts,
    )  # fmt: skip


def _plainly(text: str) -> tuple[str, list[Place]]:
    """The words of a text in NFC, and what leads from a place in that to one in ``text``."""
    mended_text, first = repaired(text)
    plain, second = composed(without_furniture(mended_text))
    return plain, [place for place, is_needed in (
        (second, plain != text), (first, mended_text != text)
    ) if is_needed]  # fmt: skip


def _moved(token: Token, place: Place) -> Token:
    start, end = place(token.start, token.end)
    return Token(token.key, start, end, token.is_bracketed, token.written, token.number)


def _scanned(text: str) -> tuple[list[Token], set[int]]:
    """The tokens of a text in NFC, and the numbers of those before which words are left out."""
    tokens: list[Token] = []
    skips: set[int] = set()
    inside = False
    text, pieces = _without_inner_brackets(text)
    numbers = {each.start: each for each in quantities(text)}
    masked = joined(_without_numbers(text, numbers.values()))
    for match in TOKENS[goes_beyond(text)].finditer(masked):
        kind = match.lastgroup
        if kind == "skip":
            skips.add(len(tokens))
        elif kind in ("open", "close"):
            closed = text.find("]", match.end(), match.end() + MAX_INSERT_LENGTH)
            inside = kind == "open" and closed >= 0
        else:
            start, end = match.span()
            is_bracketed = inside or (bool(pieces) and any(start <= at < end for at in pieces))
            if kind == "number":
                tokens += _number(numbers.get(start), text, is_bracketed)
            elif kind == "word":
                tokens += _plain(text[start:end], start, end, is_bracketed)
            else:
                tokens += _others(match, text, is_bracketed)
    return tokens, skips


def _without(text: str, cuts: tuple[tuple[int, int], ...]) -> str:
    """The text with spaces in the place of what is cut out, so that places stay."""
    for start, end in cuts:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _without_inner_brackets(text: str) -> tuple[str, list[int]]:
    """The text with what is in brackets inside words as a part of them, and where such parts are.

    A single letter at the head of a word is not told: it is there for its case.
    """
    if "[" not in text:
        return text, []
    text = ONE_LETTER.sub(_opened, text)
    pieces = [match.start() + 1 for match in PIECE.finditer(text)]
    return PIECE.sub(_opened, text), pieces


def _opened(match: re.Match[str]) -> str:
    return INSIDE + match[0][1:-1] + INSIDE


def _without_numbers(text: str, found: Iterable[Quantity]) -> str:
    parts, reached = [], 0
    for each in found:
        parts += [text[reached : each.start], NUMBER, NUMBER_GOES_ON * (each.end - each.start - 1)]
        reached = each.end
    return "".join([*parts, text[reached:]])


def _number(number: Quantity | None, text: str, is_bracketed: bool) -> list[Token]:
    if number is None:
        # The character that stands for numbers, in the text itself.
        return []
    start, end = number.start, number.end
    return [Token(NUMBER, start, end, is_bracketed, text[start:end], number)]


def _plain(word: str, start: int, end: int, is_bracketed: bool) -> Sequence[Token]:
    key = house_form(fold(word))
    if key.endswith(("nt", "not")) and len(key) == len(word) and (bare := BARE.match(key)):
        cut = start + bare.end()
        return Token(bare[0], start, cut, is_bracketed), Token("not", cut, end, is_bracketed)
    return (Token(key, start, end, is_bracketed, word),) if key else ()


def _others(match: re.Match[str], text: str, is_bracketed: bool) -> Iterator[Token]:
    start, end = match.span()
    written = text[start:end]
    if match["stage"]:
        noted = re.sub(r"\W", "", written)
        yield Token(fold(noted), start, end, True, noted)
    elif match["ending"]:
        yield from _contraction(match, text, is_bracketed)
    elif written != ">" or not begins_line(text, start):
        yield Token(written, start, end, is_bracketed, written)


def _contraction(match: re.Match[str], text: str, is_bracketed: bool) -> Iterator[Token]:
    start, cut = match.span("word")
    word, ending = text[start:cut], match["ending"].lower()
    if ending != "t":
        yield Token(fold(word), start, cut, is_bracketed, word)
        yield Token(ENDINGS[ending], cut, match.end(), is_bracketed)
    elif word[-1] in "nN" and len(word) > 1:
        stem = fold(word[:-1])
        yield Token(NEGATED.get(stem, stem), start, cut - 1, is_bracketed)
        yield Token("not", cut - 1, match.end(), is_bracketed)
    else:
        yield Token(fold(word), start, cut, is_bracketed, word)
        yield Token("t", match.start("ending"), match.end(), is_bracketed)


def is_same(ours: Token, theirs: Token, language: str) -> bool:
    """Whether two tokens with one key are the same word or number in a text of this language."""
    if ours.written == theirs.written and ours.key == theirs.key:
        return True
    if ours.number and theirs.number:
        return same_quantity(ours.number, theirs.number, language)
    return _is_spelled_alike(ours.written or ours.key, theirs.written or theirs.key, language)


def is_rewritten(ours: Token, theirs: Token) -> bool:
    """Whether two tokens are numbers that are written otherwise."""
    return bool(ours.number and theirs.number) and ours.written != theirs.written


def _is_spelled_alike(one: str, other: str, language: str) -> bool:
    code = language.split("-")[0].lower()
    if code in DOTLESS:
        one, other = (each.replace("I", "ı").replace("İ", "i") for each in (one, other))
    if spelled(one) == spelled(other):
        return not contradict(one, other) and _has_same_signs(one, other, code)
    if same_in_house_style(one, other, code):
        return True
    lost = LOST_BY_CAPITALS.get(code)
    if not lost or not (one.isupper() or other.isupper()):
        return False
    bare = str.maketrans(dict.fromkeys(lost))
    one, other = (
        unicodedata.normalize("NFD", spelled(each)).translate(bare) for each in (one, other)
    )
    return one == other


def _has_same_signs(one: str, other: str, code: str) -> bool:
    """Whether two words have their signs like apostrophes in the same places, where these count."""
    if code not in SIGN_IS_LETTER:
        return True
    some, others = (list(map(spelled, LETTER_LIKE.split(word))) for word in (one, other))
    return some == others


def same_words(
    some: Sequence[Token],
    others: Sequence[Token],
    language: str,
    *,
    before: str = "",
    behind: str = "",
) -> bool:
    """Whether two runs of words differ in spaces or in the spelling of a contraction alone.

    ``before`` and ``behind`` are the keys of the words beside, which both have.
    """
    if _run(some, language) == _run(others, language):
        one, other = ("".join(t.written or t.key for t in run) for run in (some, others))
        code = language.split("-")[0].lower()
        if any(means_again(a.key, b.key) for run in (some, others) for a, b in pairwise(run)):
            return False
        return not contradict(one, other) and _has_same_signs(one, other, code)
    if len(some) != len(others):
        return False
    keys = [[before, *(token.key for token in run), behind] for run in (some, others)]
    return all(
        (a.key == b.key and is_same(a, b, language))
        or may_stand_for(a.key, b.key, keys[1][at], keys[1][at + 2])
        or may_stand_for(b.key, a.key, keys[0][at], keys[0][at + 2])
        or _is_other_writing(a, b, language)
        or _is_other_writing(b, a, language)
        for at, (a, b) in enumerate(zip(some, others, strict=True))
    )


def _is_other_writing(word: Token, other: Token, language: str) -> bool:
    """Whether a word is another writing of the number or word of the other text."""
    return (
        FIRST.get(word.key) == other.key
        or _is_number_word(word, other, language)
        or _is_same_place(word, other)
        or _has_digits_for_letters(word.key, other.key)
    )


def _is_number_word(word: Token, token: Token, language: str) -> bool:
    """Whether a word that may mean something else is the number of the other text: “dos”, “2”."""
    if word.number or token.number is None:
        return False
    value = roman(word.written) or value_in(word.written, language)
    return value is not None and token.number.is_bare(value, language)


def _is_same_place(word: Token, other: Token) -> bool:
    """Whether two French words are one ordinal, the first with a Roman number: “XVIe”, “16e”."""
    some, others = WITH_ENDING.fullmatch(word.written), WITH_ENDING.fullmatch(other.written)
    return bool(
        some
        and others
        and some["ending"] == others["ending"]
        and others["number"].isdecimal()
        and roman(some["number"]) == int(others["number"])
    )


def _has_digits_for_letters(word: str, other: str) -> bool:
    """Whether a word has digits for letters of the other, as scanned ones have: “1evy”.

    Other letters that look alike (“rn”, “m”) may make another word: “modern” is no “modem”.
    """
    if len(word) != len(other) or not other.isalpha() or word.isalpha():
        return False
    return sum(map(str.isalpha, word)) > 1 and all(
        one == letter or letter in LOOKS_LIKE.get(one, "")
        for one, letter in zip(word, other, strict=True)
    )


def _run(tokens: Sequence[Token], language: str) -> str:
    """The words without spaces; a number is never part of what stands beside it."""
    return "".join(
        f" {sorted(token.number.values(language))} "
        if token.number
        else str(token.identity(language))
        for token in tokens
    )


def is_long_enough(reading: Reading) -> bool:
    """Whether there are words enough to tell one statement from the next."""
    signs = sum(SIGN.match(token.key) is not None for token in reading.tokens)
    length = sum(len(token.written.split()) if token.number else 1 for token in reading.tokens)
    # A sign of Chinese, Japanese or Thai is about half a word.
    return length - signs / 2 >= MIN_WORDS
