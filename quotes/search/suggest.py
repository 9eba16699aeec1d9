"""Nouns of published passages by how their names begin, found in the index."""

from collections.abc import Sequence

import tantivy
from tantivy import Occur

from quotes.search.facets import commonest
from quotes.search.schema import schema
from quotes.search.vocabulary import beginning

# The field that holds the names of which nouns.
NAMED_IN = {"names": ("speaker",), "labels": ("topic", "event", "series", "outlet")}
MOST_WORDS, MOST_EACH = 8, 100


def nouns(searcher: tantivy.Searcher, typed: Sequence[str]) -> dict[str, dict[int, int]]:
    """Passages by noun and primary key, of nouns whose names may begin with the ``typed`` words.

    The typed words are folded, the last of them perhaps unfinished. A passage carries the names of
    several nouns, so whoever asks has to look at the names found.
    """
    found: dict[str, dict[int, int]] = {}
    if not typed:
        return found
    for field, kinds in NAMED_IN.items():
        for word in beginning(searcher, field, typed[-1], MOST_WORDS):
            for kind, counts in _counts(searcher, field, [*typed[:-1], word], kinds).items():
                most = found.setdefault(kind, {})
                most.update({pk: max(n, most.get(pk, 0)) for pk, n in counts.items()})
    return found


def _counts(
    searcher: tantivy.Searcher, field: str, terms: Sequence[str], kinds: Sequence[str]
) -> dict[str, dict[int, int]]:
    clauses = [(Occur.Must, tantivy.Query.term_query(schema(), field, term)) for term in terms]
    query = tantivy.Query.boolean_query(clauses)
    return {kind: commonest(searcher, query, kind, MOST_EACH) for kind in kinds}
