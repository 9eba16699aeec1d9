"""Order by relevance, the same for the same state of the archive on every machine.

The engine's own scores count deleted passages until segments are merged, and add fractions in the
order in which it meets them: both depend on the index's history. So each term has a fixed score
here: a whole number, by how many published passages have it. Sums of whole numbers are exact.
"""

from bisect import bisect_right
from collections.abc import Iterable
from math import log
from typing import NamedTuple

import tantivy
from tantivy import FieldType, Occur

from quotes.search.index import Snapshot
from quotes.search.schema import schema, term_query

# Scores are exact while their sum is below 2 ** 24, the whole numbers that the engine keeps.
SCALE = 100
# Terms whose counts are cached.
MAX_COUNTED = 50_000
# The lower half of a sort key is the primary key.
LOWER_HALF = 0xFFFFFFFF
# Rows given beyond the last one wanted; rows read beyond it, which cost next to nothing, because
# many tie with it; the factor by which these grow if ties do not end there; and the factor for the
# newest rows, which are faster to read.
MARGIN, READ, STEP, NEWEST = 50, 400, 8, 4


Hit = tuple[float, tantivy.DocAddress]


class Row(NamedTuple):
    """A hit: its passage's primary key, where it stands in the index, and its score."""

    pk: int
    address: tantivy.DocAddress
    score: float = 0.0


class Weights:
    """Scores of terms in one state of the archive: the rarer a term, the higher."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._searcher = snapshot.searcher
        self._counted = snapshot.frequencies
        self._is_whole = snapshot.deleted == 0
        self.total = max(snapshot.searcher.num_docs, 1)

    def __call__(self, field: str, terms: Iterable[str], boost: float = 1.0) -> int:
        """The score of what has all of these terms: inverse document frequency, as in BM25."""
        found = (self.frequency(field, term) for term in terms)
        rarity = sum(log(1 + (self.total - n + 0.5) / (n + 0.5)) for n in found)
        return max(1, round(SCALE * boost * rarity))

    def frequency(self, field: str, term: str) -> int:
        """How many published passages have a term."""
        if (field, term) not in self._counted:
            if len(self._counted) >= MAX_COUNTED:
                self._counted.clear()
            self._counted[field, term] = self._count(field, term)
        return self._counted[field, term]

    def _count(self, field: str, term: str) -> int:
        if self._is_whole:
            return self._searcher.doc_freq(field, term)
        # The engine's own number, which costs nothing, has the deleted ones too.
        return self._searcher.search(term_query(field, term), 1).count


def scored(query: tantivy.Query, score: int) -> tantivy.Query:
    """A query all of whose hits have this score."""
    return tantivy.Query.const_score_query(query, float(score))


def ranked(
    searcher: tantivy.Searcher, query: tantivy.Query, last: int, *, is_flat: bool = False
) -> tuple[list[Row], int]:
    """The first ``last`` rows and some more, by score, ties newest first; and the number of hits.

    With ``is_flat`` all scores are equal.
    """
    if is_flat:
        found = searcher.search(query, max(last, 1), order_by_field="newest")
        return [Row(key & LOWER_HALF, address) for key, address in found.hits], found.count
    limit = max(last, 1) + READ
    while True:
        found = searcher.search(query, limit)
        scores = [score for score, _ in found.hits]
        if found.count <= limit or scores[-1] < scores[last - 1]:
            needed = max(last + MARGIN, _as_good(scores, last))
            return _in_order(searcher, found.hits[:needed]), found.count
        # All rows that tie with the last one are needed to order them: either a larger limit gives
        # all of them, or enough of them are among the newest hits.
        better = [hit for hit in found.hits if hit[0] > scores[last - 1]]
        tied = _newest_with(searcher, query, scores[last - 1], NEWEST * limit)
        if len(better) + len(tied) >= last:
            return _in_order(searcher, [*better, *tied]), found.count
        limit *= STEP


def _as_good(scores: list[float], last: int) -> int:
    """How many of these, the highest first, are not below the ``last`` one."""
    return bisect_right(scores, -scores[last - 1], key=lambda score: -score) if scores[last:] else 0


def values_of(searcher: tantivy.Searcher, rows: list[Row], name: str) -> dict[int, int | None]:
    """The value of a field by primary key."""
    values = searcher.fast_field_values(name, [row.address for row in rows])
    return {row.pk: value for row, value in zip(rows, values, strict=True)}


def _newest_with(
    searcher: tantivy.Searcher, query: tantivy.Query, score: float, limit: int
) -> list[Hit]:
    """Those of the ``limit`` newest hits that have this score."""
    newest = searcher.search(query, limit, count=False, order_by_field="newest").hits
    oldest = newest[-1][0]
    since = tantivy.Query.range_query(schema(), "newest", FieldType.Integer, oldest, None)
    unscored = tantivy.Query.const_score_query(since, 0.0)
    both = tantivy.Query.boolean_query([(Occur.Must, query), (Occur.Must, unscored)])
    return [hit for hit in searcher.search(both, limit, count=False).hits if hit[0] == score]


def _in_order(searcher: tantivy.Searcher, hits: list[Hit]) -> list[Row]:
    keys = searcher.fast_field_values("newest", [address for _, address in hits])
    order = sorted(zip(hits, keys, strict=True), key=lambda each: (-each[0][0], -each[1]))
    return [Row(key & LOWER_HALF, address, score) for (score, address), key in order]
