"""The words of the index: completions of a beginning, and corrections of a mistyped word.

A word stays in the engine's dictionaries for a while after the last passage with it is gone. Only
words that a published passage has now are used.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

import tantivy
from rapidfuzz import process
from rapidfuzz.distance import OSA

from quotes.search.index import Snapshot
from quotes.search.query import Query
from quotes.search.schema import term_query
from quotes.search.tree import Question, Word, positive
from quotes.text.stems import stem_term
from quotes.text.words import words

# Fields in which words of any form, exact words, and words of questions are looked for.
WORD_FIELDS, EXACT_FIELDS, QUESTION_FIELDS = (
    ("exact", "names", "labels"),
    ("exact",),
    ("question_exact",),
)
# With more unknown words than these, nothing is corrected.
MAX_MISTYPED = 4
MIN_LENGTH, LONG_LENGTH = 3, 6


def beginning(searcher: tantivy.Searcher, field: str, start: str, limit: int) -> list[str]:
    """Words of a field that begin so, the commonest first."""
    live = tantivy.Query.all_query()
    return [word for word, _ in searcher.terms_with_prefix(field, start, live, limit)]


def corrected(snapshot: Snapshot, query: Query) -> str:
    """The query's text with its unknown words in the nearest known spelling.

    A word that is found in some form stays as it is. Empty when there is nothing to correct.
    """
    searcher, languages = snapshot.searcher, snapshot.languages
    unknown = {
        word: fields
        for word, fields in _wanted(query)
        if not _is_found(searcher, word, fields, languages)
    }
    if len(unknown) > MAX_MISTYPED:
        return ""
    nearest = {word: _nearest(searcher, word, fields) for word, fields in unknown.items()}
    text = _with_words(query.text, {word: near for word, near in nearest.items() if near})
    return text if text != query.text else ""


def _wanted(query: Query) -> Iterator[tuple[str, Sequence[str]]]:
    """The words that hits must contain, each with the fields in which it may occur."""
    for leaf in positive(query.tree):
        text = leaf.leaf if isinstance(leaf, Question) else leaf
        fields = (
            QUESTION_FIELDS
            if text is not leaf
            else WORD_FIELDS
            if isinstance(leaf, Word)
            else EXACT_FIELDS
        )
        for word in getattr(text, "parts", ()):
            yield word, fields


def _is_found(
    searcher: tantivy.Searcher, word: str, fields: Sequence[str], languages: Sequence[str]
) -> bool:
    terms = [(field, word) for field in fields]
    if fields is not EXACT_FIELDS:
        stem = "stem" if fields is WORD_FIELDS else "question"
        terms += [(stem, stem_term(word, code)) for code in {*languages, "und"}]
    return any(_number(searcher, field, term) for field, term in terms)


def _number(searcher: tantivy.Searcher, field: str, term: str) -> int:
    return searcher.search(term_query(field, term), 1).count


def _nearest(searcher: tantivy.Searcher, word: str, fields: Sequence[str]) -> str:
    """The known word with the smallest edit distance, the most frequent of several; or nothing."""
    if len(word) < MIN_LENGTH or any(letter.isdigit() for letter in word):
        return ""
    max_distance = 2 if len(word) >= LONG_LENGTH else 1
    known: set[str] = set()
    for field in fields:
        # The second letter too: the first two may have changed places.
        for start in {word[0], word[1]}:
            known.update(term for term, _ in searcher.terms_with_prefix(field, start))
    near = process.extract(word, known, scorer=OSA.distance, score_cutoff=max_distance, limit=None)
    for _, rows in groupby(sorted((row[1], row[0]) for row in near), key=itemgetter(0)):
        # Words of deleted passages are known for a while: what counts is how many have it now.
        counts = {term: sum(_number(searcher, f, term) for f in fields) for _, term in rows}
        nearest = min(counts, key=lambda term: (-counts[term], term))
        if counts[nearest]:
            return nearest
    return ""


def _with_words(text: str, nearest: dict[str, str]) -> str:
    """``text`` with words replaced, except names of fields and their values."""
    parts, reached = [], 0
    for word in words(text):
        is_field = text[word.end : word.end + 1] == ":" or text[: word.start].endswith(":")
        if word.folded in nearest and not is_field:
            parts += [text[reached : word.start], nearest[word.folded]]
            reached = word.end
    return "".join([*parts, text[reached:]])
