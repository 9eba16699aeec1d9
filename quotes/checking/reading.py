"""A text as the check reads it: words with their places, brackets, marks of omission. Pure.

Words are compared as they are spelled: without case, compatibility forms and invisible signs, but
with their accents. Contractions are read as the words they stand for, so that “don’t” and “do not”
are the same words in another spelling.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from quotes.text.words import IDEOGRAPH, INVISIBLE, LETTER, WORD

APOSTROPHE = "'’‘ʼ＇`´′"
# What transcripts note of the room is nobody's words.
STAGE = r"[(\[]\s*(?:applause|laughter|laughs|cheers|inaudible|cross-?talk)\s*\.?\s*[)\]]"
SKIP = r"[\[(]\s*(?:…|\.{2,4}|\.\s\.\s\.)\s*[\])]|…|\.{3,}|\.\s\.\s\."
TOKEN = re.compile(
    rf"(?P<stage>{STAGE})|(?P<skip>{SKIP})|(?P<open>\[(?!\w\]\w))|(?P<close>\])"
    rf"|\[(?P<first>\w)\](?P<rest>{LETTER}+)|(?P<inserted>{LETTER}+\[{LETTER}+\])"
    rf"|(?P<word>{WORD.pattern})(?:[{APOSTROPHE}](?P<ending>s|d|ll|re|ve|m|t)(?!\w))?",
    re.IGNORECASE,
)
ENDINGS = {"ll": "will", "re": "are", "ve": "have", "m": "am", "s": "’s", "d": "’d"}
# Characters between brackets; beyond, the opening one is a stray.
LONGEST_INSERT = 300
FEWEST_WORDS = 4
INVISIBLE_CODES = dict.fromkeys(map(ord, INVISIBLE))
SIGN = re.compile(f"[{IDEOGRAPH}]")
# One sign for two words each: only the other text tells which.
EITHER = {"’s": {"is", "has", "us"}, "’d": {"would", "had"}}
NEGATED = {"wo": "will", "ca": "can", "sha": "shall"}
# Without their apostrophe these are no other word.
BARE = re.compile(
    r"(?:do|does|did|is|are|was|were|could|should|would|has|have|had)(?=nt\Z)|can(?=not\Z)"
)


class Token(NamedTuple):
    """A word as it is compared, its place, and whether it stands in brackets."""

    key: str
    start: int
    end: int
    is_bracketed: bool = False


@dataclass(frozen=True)
class Reading:
    """The words of a text from ``start`` to ``end``, between which ``cuts`` are none of it.

    ``skips`` are numbers of words before which stands a mark of omission.
    """

    text: str
    tokens: tuple[Token, ...]
    skips: frozenset[int]
    start: int
    end: int
    cuts: tuple[tuple[int, int], ...] = ()

    @cached_property
    def keys(self) -> list[str]:
        """The words alone, as they are compared."""
        return [token.key for token in self.tokens]

    @property
    def words(self) -> str:
        """The text without what is cut out."""
        return _without(self.text, self.cuts)[self.start : self.end]

    def part(self, first: int, end: int) -> "Reading":
        """The reading of some of the words, in place."""
        skips = frozenset(skip - first for skip in self.skips if first < skip < end)
        start = self.tokens[first].start if first else self.start
        stop = self.tokens[end].start if end < len(self.tokens) else self.end
        return Reading(self.text, self.tokens[first:end], skips, start, stop, self.cuts)


def read(
    text: str, cuts: tuple[tuple[int, int], ...] = (), *, skips_at_cuts: bool = False
) -> Reading:
    """``text`` as words, but for what is between the offsets of each of ``cuts``.

    With ``skips_at_cuts``, words may be left out there as at a mark of omission.
    """
    tokens: list[Token] = []
    skips: set[int] = set()
    inside = False
    for match in TOKEN.finditer(_without(text, cuts)):
        kind = match.lastgroup
        if kind == "skip":
            skips.add(len(tokens))
        elif kind in ("open", "close"):
            inside = (
                kind == "open" and text.find("]", match.end(), match.end() + LONGEST_INSERT) >= 0
            )
        else:
            tokens.extend(token for token in _tokens(match, is_bracketed=inside) if token.key)
    if skips_at_cuts:
        skips.update(sum(token.start < cut for token in tokens) for cut, _ in cuts)
    inner = frozenset(skip for skip in skips if 0 < skip < len(tokens))
    return Reading(text, tuple(tokens), inner, 0, len(text), cuts)


def _without(text: str, cuts: tuple[tuple[int, int], ...]) -> str:
    """The text with spaces in the place of what is cut out, so that places stay."""
    for start, end in cuts:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _tokens(match: re.Match[str], *, is_bracketed: bool) -> Iterator[Token]:
    if match["first"]:
        yield Token(spelled(match["first"] + match["rest"]), *match.span(), is_bracketed)
    elif match["inserted"]:
        yield Token(spelled(re.sub(r"[\[\]]", "", match[0])), *match.span(), True)
    elif match["stage"]:
        start, end = match.span()
        yield Token(spelled(re.sub(r"\W", "", match[0])), start, end, True)
    elif match["ending"]:
        yield from _contraction(match, is_bracketed)
    else:
        yield from _plain(match["word"], match.start(), is_bracketed)


def _plain(word: str, start: int, is_bracketed: bool) -> Iterator[Token]:
    end, key = start + len(word), spelled(word)
    bare = BARE.match(key) if len(key) == len(word) else None
    if bare:
        cut = start + bare.end()
        yield Token(bare[0], start, cut, is_bracketed)
        yield Token("not", cut, end, is_bracketed)
    else:
        yield Token(key, start, end, is_bracketed)


def _contraction(match: re.Match[str], is_bracketed: bool) -> Iterator[Token]:
    word, ending = match["word"], match["ending"].lower()
    start, cut = match.span("word")
    if ending != "t":
        yield Token(spelled(word), start, cut, is_bracketed)
        yield Token(ENDINGS[ending], cut, match.end(), is_bracketed)
    elif word[-1] in "nN" and len(word) > 1:
        stem = spelled(word[:-1])
        yield Token(NEGATED.get(stem, stem), start, cut - 1, is_bracketed)
        yield Token("not", cut - 1, match.end(), is_bracketed)
    else:
        yield Token(spelled(word), start, cut, is_bracketed)
        yield Token("t", match.start("ending"), match.end(), is_bracketed)


@lru_cache(maxsize=200_000)
def spelled(word: str) -> str:
    """``word`` as it is compared: spelled so, in whatever case and form of its characters."""
    plain = unicodedata.normalize("NFKC", word).casefold().translate(INVISIBLE_CODES)
    return "".join(unicodedata.normalize("NFC", plain).replace("ё", "е").split())


def same_words(some: list[str], others: list[str]) -> bool:
    """Whether two runs of words differ in spaces or in the spelling of a contraction alone."""
    if "".join(some) == "".join(others):
        return True
    return len(some) == len(others) and all(
        a == b or b in EITHER.get(a, ()) or a in EITHER.get(b, ())
        for a, b in zip(some, others, strict=True)
    )


def is_long_enough(reading: Reading) -> bool:
    """Whether there are words enough to tell one statement from the next."""
    signs = len(SIGN.findall(" ".join(reading.keys)))
    # A sign of Chinese or Japanese is about half a word.
    return len(reading.tokens) - signs / 2 >= FEWEST_WORDS
