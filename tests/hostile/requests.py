"""Addresses of searches that nobody would type, and some that somebody might; drawn at random."""

import random
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from quotes.filters.search import SearchFilters

PAGES = ("/search/",) * 6 + ("/search.json", "/search.json", "/search.csv", "/search.atom",
                             "/suggest/", "/suggest.json")  # fmt: skip
SIGNS = [
    '"', "(", ")", "-", "*", "~", "~5", "~999999999", " OR ", " AND ", " NOT ", ":", "|", "&", "?",
    "“", "”", "«", "»", "’", "—", "[", "]", "{", "}", "^", "\\", "/", "+", "!", "'", "%", "_", "#",
    "topic:", "speaker:", "event:", "outlet:", "interview:", "source:", "wording:", "lang:",
    "year:", "after:", "before:", "question:", "question:(", '-"', "NEAR/999999999", "\t", "\n", " ",
]  # fmt: skip
VALUES = [
    "", "0", "-1", "1", "2", "01", "1e9", "NaN", "½", "٣", "2023", "2023-02-30", "2023-13", "0000",
    "10000", "undated", "newest", "oldest", "relevance", "changed", "verbatim", "paraphrased", "en",
    "ru", "50", "100", "101", "5001", str(2**31), str(2**63), "9" * 400, "x" * 10_000, "*", "a*",
    "\x00", "a\x00b", "\r\nSet-Cookie: a=b", "\ud800", "\u202e", "' OR 1=1 --", "<script>", "../..",
]  # fmt: skip
NAMES = [*SearchFilters.base_filters, "page", "per_page", "q", "q", "x", "q\x00"]
SCRIPTS = ((0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x52F), (0x590, 0x6FF), (0x900, 0x9FF),
           (0x2000, 0x2FFF), (0x3040, 0x9FFF), (0xAC00, 0xD7A3), (0xD800, 0xDFFF),
           (0xE000, 0xFFFF), (0x10000, 0x10FFFF))  # fmt: skip


class Requests:
    """Requests drawn from a seed; ``words`` and ``slugs`` are some of the archive's own."""

    def __init__(self, seed: int, words: Sequence[str], slugs: Sequence[str]) -> None:
        self.chance, self.words, self.slugs = random.Random(seed), words, slugs

    def __iter__(self) -> Iterator[str]:
        """Paths with queries, without end."""
        while True:
            number = self.chance.choice((0, 0, 0, 1, 1, 2, 5))
            pairs = [("q", self._query())] if self.chance.random() < 0.9 else []
            pairs += [(self.chance.choice(NAMES), self._value()) for _ in range(number)]
            self.chance.shuffle(pairs)
            query = "&".join(f"{_escaped(name)}={_escaped(value)}" for name, value in pairs)
            yield f"{self.chance.choice(PAGES)}?{query}"

    def _query(self) -> str:
        draw = self.chance.random()
        if draw < 0.02:
            return self._huge()
        parts = (self._part() for _ in range(self.chance.choice((1, 1, 2, 3, 5, 8, 20))))
        return self.chance.choice(("", " ", " ")).join(parts)

    def _part(self) -> str:
        draw = self.chance.random()
        if draw < 0.45:
            return self.chance.choice(self.words)
        if draw < 0.8:
            return self.chance.choice(SIGNS)
        if draw < 0.85:
            return self.chance.choice(self.slugs)
        if draw < 0.9:
            return self.chance.choice(self.words)[: self.chance.randint(1, 4)] + "*"
        return self._noise(self.chance.randint(1, 12))

    def _huge(self) -> str:
        number = self.chance.choice((100, 1_000, 5_000))
        word = self.chance.choice
        return self.chance.choice([
            "(" * number + word(self.words) + ")" * number,
            "(" * number,
            "-" * number + word(self.words),
            " ".join(word(self.words) for _ in range(number)),
            " OR ".join(word(self.words) for _ in range(number)),
            '"' + " ".join(word(self.words) for _ in range(number)) + '"~9',
            " ".join(f"{word(self.words)[:2]}*" for _ in range(number)),
            self._noise(number),
            "x" * 2 * number,
            '"a" ' * number,
        ])  # fmt: skip

    def _value(self) -> str:
        draw = self.chance.random()
        if draw < 0.4:
            return self.chance.choice(VALUES)
        if draw < 0.7:
            return self.chance.choice(self.slugs)
        return self._noise(self.chance.randint(0, 20)) if draw < 0.8 else self._query()

    def _noise(self, length: int) -> str:
        low, high = self.chance.choice(SCRIPTS)
        return "".join(chr(self.chance.randint(low, high)) for _ in range(length))


def _escaped(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")
