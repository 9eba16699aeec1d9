"""One question to the archive, in the words of each system that is asked it."""

from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

GROUPS = (
    "rare", "1 %", "10 %", "25 %", "words", "phrase", "filtered", "boolean", "prefix", "browse",
)  # fmt: skip
FACETS = ("speaker", "event", "outlet", "wording", "language", "year")
ROWS = 20


@dataclass(frozen=True)
class Filter:
    """One parameter: its name, its value in addresses, and in the yardsticks' rows."""

    name: str
    value: str
    key: int


@dataclass(frozen=True)
class Question:
    """What is asked. ``text`` is for the search box, ``fts5`` the same for SQLite.

    ``begins`` is the beginning of a word, where the question is one for words that begin so.
    """

    group: str
    text: str = ""
    fts5: str = ""
    begins: str = ""
    filters: tuple[Filter, ...] = ()
    page: int = 1

    @property
    def parameters(self) -> str:
        """Those of the search page."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(each.name, each.value) for each in self.filters]
        return urlencode([*pairs, ("page", str(self.page))] if self.page > 1 else pairs)

    @property
    def address(self) -> str:
        """The search page's."""
        return f"/search/?{self.parameters}" if self.parameters else "/search/"

    @property
    def for_postgresql(self) -> str:
        """The yardstick page's address."""
        pairs = [("page", self.page), *((each.name, each.key) for each in self.filters)]
        asked = ("begins", self.begins) if self.begins else ("q", self.text)
        return f"/bench/postgresql?{urlencode([asked, *pairs])}"

    @property
    def for_datasette(self) -> str:
        """Datasette's page of the table, with the same facets and as many rows."""
        pairs = [("_facet", name) for name in FACETS] + [("_size", ROWS)]
        pairs += [(each.name, each.key) for each in self.filters]
        if self.fts5:
            pairs += [("_search", self.fts5), ("_searchmode", "raw")]
        else:
            pairs.append(("_sort_desc", "day"))
        return f"/passages/passages?{urlencode(pairs)}"

    def row(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def words(group: str, *given: str, filters: tuple[Filter, ...] = ()) -> Question:
    """All of these words, in any form."""
    return Question(group, " ".join(given), " ".join(map(_fts5, given)), filters=filters)


def phrase(group: str, given: list[str]) -> Question:
    """Exactly these words in this order."""
    quoted = f'"{" ".join(given)}"'
    return Question(group, quoted, quoted)


def either(group: str, one: str, other: str) -> Question:
    """One word or the other."""
    return Question(group, f"{one} OR {other}", f"{_fts5(one)} OR {_fts5(other)}")


def without(group: str, one: str, other: str) -> Question:
    """One word but not the other."""
    return Question(group, f"{one} -{other}", f"{_fts5(one)} NOT {_fts5(other)}")


def beginning(group: str, letters: str) -> Question:
    """Words that begin so."""
    return Question(group, f"{letters}*", f"{_fts5(letters)}*", begins=letters)


def _fts5(word: str) -> str:
    return f'"{word}"'
