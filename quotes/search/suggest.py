"""Suggestions while typing: nouns by how their names begin, and words that complete the text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import tantivy
from tantivy import Occur

from quotes.models.addresses import address
from quotes.models.names import Spelling, spellings
from quotes.search.catch_up import PreparingError
from quotes.search.compile import IndexFilters
from quotes.search.index import DamagedIndexError, reading
from quotes.search.open_index import OpenIndex
from quotes.search.query import MIN_PREFIX_LENGTH, QUOTES, parse
from quotes.search.schema import term_query
from quotes.search.small_counts import counts
from quotes.search.value_counts import commonest
from quotes.search.vocabulary import beginning
from quotes.text.interface import joined, message, numbered
from quotes.text.words import folded, words

MAX_SUGGESTIONS, MAX_NOUNS = 10, 6
MAX_TEXT_LENGTH = 100
NOUN_LABELS = {
    "speaker": message("Speaker"),
    "topic": message("Topic"),
    "event": message("Event"),
    "series": message("Event series"),
    "outlet": message("Outlet"),
}
# Which nouns have their names in which field of the index.
NOUN_FIELDS = {"names": ("speaker",), "labels": ("topic", "event", "series", "outlet")}
MAX_WORDS, MAX_EACH = 8, 100


@dataclass(frozen=True)
class Suggestion:
    """What may be meant: ``text`` for the box, what it is, how much it finds, and its page."""

    text: str
    kind: str
    name: str
    count: int
    url: str

    @property
    def description(self) -> str:
        """What it is, in a few words."""
        name = [self.name] if self.name not in ("", self.text) else []
        number = numbered("{count} quotation", "{count} quotations", self.count)
        return joined(", ", [joined(" ", [self.kind, *name]), number])


def suggestions(index: OpenIndex, text: str) -> list[Suggestion]:
    """Nouns, then words, that begin as ``text`` ends; none for what is too short or too long.

    Raises PreparingError where the index turns out to be damaged.
    """
    typed = folded(text)
    if not typed or len(text) > MAX_TEXT_LENGTH or len("".join(typed)) < _min_length(typed[0]):
        return []
    try:
        with reading():
            found = _nouns(index, typed)[:MAX_NOUNS]
            return [*found, *_words(index, text)][:MAX_SUGGESTIONS]
    except DamagedIndexError as error:
        raise PreparingError from error


def _min_length(word: str) -> int:
    """One character is enough where it is a word, as in Chinese and Japanese."""
    return MIN_PREFIX_LENGTH if word < "\u3040" else 1


def _nouns(index: OpenIndex, typed: list[str]) -> list[Suggestion]:
    counted = matching_nouns(index.searcher, typed)
    found: dict[tuple[str, int], Suggestion] = {}
    # A noun's own name goes before its other spellings.
    for row in sorted(spellings(counted), key=lambda row: (row.name != row.spelled, row.spelled)):
        if (row.noun, row.pk) not in found and _begins(folded(row.spelled), typed):
            count = counted[row.noun][row.pk]
            found[row.noun, row.pk] = Suggestion(
                row.spelled, NOUN_LABELS[row.noun], row.name, count, _url(row)
            )
    return sorted(found.values(), key=lambda each: (-each.count, each.text))


def _begins(name: list[str], typed: list[str]) -> bool:
    """Whether the typed words are of the name, the last of them perhaps unfinished."""
    whole = set(typed[:-1]) <= set(name)
    return whole and any(word.startswith(typed[-1]) for word in name)


def _url(row: Spelling) -> str:
    if row.noun == "outlet":
        return f"{address('search')}?{urlencode({'outlet': row.slug})}"
    return address("event" if row.noun == "series" else row.noun, row.slug)


def _words(index: OpenIndex, text: str) -> Iterator[Suggestion]:
    """The text with its last word completed, where that finds something."""
    *_, last = words(text)
    head = text[: last.start]
    if ":" in head:
        return
    # An open quotation is closed, so that it is searched for as one.
    tail = '"' if sum(head.count(mark) for mark in QUOTES) % 2 else ""
    whole = [
        f"{head}{word}{tail}"
        for word in beginning(index.searcher, "exact", last.folded, MAX_SUGGESTIONS)
    ]
    found = counts(index.snapshot, ((parse(each).tree, IndexFilters()) for each in whole))
    for each, count in zip(whole, found, strict=True):
        if count:
            url = f"{address('search')}?{urlencode({'q': each})}"
            yield Suggestion(each, message("Word"), "", count, url)


def matching_nouns(searcher: tantivy.Searcher, typed: Sequence[str]) -> dict[str, dict[int, int]]:
    """Nouns whose names may match the ``typed`` words: numbers of passages by noun and primary key.

    The typed words are folded; the last may be incomplete. A passage carries the names of several
    nouns, so the caller has to compare the names.
    """
    found: dict[str, dict[int, int]] = {}
    if not typed:
        return found
    for field, kinds in NOUN_FIELDS.items():
        for word in beginning(searcher, field, typed[-1], MAX_WORDS):
            for kind, by_pk in _counts(searcher, field, [*typed[:-1], word], kinds).items():
                known = found.setdefault(kind, {})
                known.update({pk: max(n, known.get(pk, 0)) for pk, n in by_pk.items()})
    return found


def _counts(
    searcher: tantivy.Searcher, field: str, terms: Sequence[str], kinds: Sequence[str]
) -> dict[str, dict[int, int]]:
    clauses = [(Occur.Must, term_query(field, term)) for term in terms]
    query = tantivy.Query.boolean_query(clauses)
    return {kind: commonest(searcher, query, kind, MAX_EACH) for kind in kinds}
