"""Trees and filters as queries of the engine."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, permutations
from typing import NamedTuple

import tantivy
from tantivy import FieldType, Occur

from quotes.search.ranking import scored
from quotes.search.registry import FILTERS
from quotes.search.schema import (
    DENSE_LEVELS,
    KEYWORD_FIELDS,
    META_PK,
    phrase_query,
    schema,
    term_query,
)
from quotes.search.tree import (
    EVERYTHING,
    And,
    AnyValue,
    Days,
    Field,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Question,
    Text,
    Word,
    needs_something,
)
from quotes.text.stems import stem_terms

# Boosts of a word in addition to its stem: in exactly this form, in a name, in a label.
WORD_BOOSTS = (("exact", 0.5), ("names", 1.5), ("labels", 0.5))
# Boosts of the stem alone, and of each level of its share of the passage (see documents._dense).
STEM_BOOST, DENSE_BOOST = 0.7, 0.25
Value = int | str
Weigh = Callable[[str, Iterable[str], float], int]


class Scoring(NamedTuple):
    """Languages whose stems a loose word may have, and what gives terms their scores, if any."""

    languages: tuple[str, ...]
    weigh: Weigh | None

    def scored(
        self, query: tantivy.Query, name: str, terms: Iterable[str], boost: float = 1.0
    ) -> tantivy.Query:
        """A query with the score of its terms in a field."""
        return scored(query, self.weigh(name, terms, boost)) if self.weigh else query


@dataclass(frozen=True)
class IndexFilters:
    """Filters by field of the index, with the index's own values.

    ``include``: any of these values. ``exclude``: none of them. ``all_topics``: every one of these
    topics. ``after`` and ``before``: day numbers, inclusive; ranges that overlap them match.
    """

    include: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    exclude: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    all_topics: tuple[int, ...] = ()
    after: int | None = None
    before: int | None = None

    def without(self, name: str) -> "IndexFilters":
        """These filters without those of one field: a facet ignores its own selection."""
        fields = FIELDS_OF.get(name, (name,))
        return IndexFilters(
            {key: values for key, values in self.include.items() if key not in fields},
            {key: values for key, values in self.exclude.items() if key not in fields},
            self.all_topics,
            self.after,
            self.before,
        )

    def values(self, name: str) -> set[Value]:
        """All values of a field that are filtered by, included or not."""
        return {*self.include.get(name, ()), *self.exclude.get(name, ())}

    def touches(self, name: str) -> bool:
        """Whether a filter applies to this field."""
        fields = FIELDS_OF.get(name, (name,))
        return any(key in fields for key in (*self.include, *self.exclude))


# Of a filter with several fields a value may be in any: ?event= names events and series alike.
FIELDS_OF = {
    name: tuple(each.fields) for each in FILTERS if len(each.fields) > 1 for name in each.fields
}


def compiled(
    tree: Node, index_filters: IndexFilters, languages: Iterable[str], weigh: Weigh | None = None
) -> tantivy.Query:
    """The engine's query for a tree and filters; ``languages`` are those of the index.

    ``weigh`` gives the scores of terms in a field. Without it, scores mean nothing.
    """
    scoring = Scoring(tuple(sorted({*languages, "und"})), weigh)
    clauses = _filters(index_filters)
    is_filtered = any(occur == Occur.Must for occur, _ in clauses)
    if tree != EVERYTHING or not is_filtered:
        node = _node(tree, scoring) if weigh else _unweighed(tree, scoring.languages)
        clauses.insert(0, (Occur.Must, node))
    # Each clause is asked of every hit: those that change nothing are left out.
    if not (is_filtered or needs_something(tree)):
        clauses.append((Occur.MustNot, term_query("pk", META_PK)))
    return clauses[0][1] if len(clauses) == 1 else tantivy.Query.boolean_query(clauses)


def with_any_value(base: tantivy.Query, field_name: str, values: Iterable[Value]) -> tantivy.Query:
    """``base`` restricted to some values of a field; scores stay those of ``base``."""
    return tantivy.Query.boolean_query([(Occur.Must, base), (Occur.Must, _any(field_name, values))])


def past_key(base: tantivy.Query, name: str, key: int, *, ascending: bool) -> tantivy.Query:
    """``base`` restricted to the rows after a key of a sort order."""
    if ascending:
        return in_range(base, name, lower=key + 1)
    return in_range(base, name, upper=key - 1)


def in_range(
    base: tantivy.Query, name: str, *, lower: int | None = None, upper: int | None = None
) -> tantivy.Query:
    """``base`` restricted to numbers of a field, both ends included; its scores stay."""
    part = _unscored(_range(name, lower=lower, upper=upper))
    return tantivy.Query.boolean_query([(Occur.Must, base), (Occur.Must, part)])


def at_most(searcher: tantivy.Searcher, index_filters: IndexFilters) -> int:
    """A number that the passages with these filters cannot exceed, told without a search."""
    by_filter: dict[tuple[str, ...], int] = {}
    for name, values in index_filters.include.items():
        fields = FIELDS_OF.get(name, (name,))
        found = sum(searcher.doc_freq(name, value) for value in _typed(name, values))
        by_filter[fields] = by_filter.get(fields, 0) + found
    return min([searcher.num_docs, *by_filter.values()])


def _filters(index_filters: IndexFilters) -> list[tuple[Occur, tantivy.Query]]:
    by_filter: dict[tuple[str, ...], list[tantivy.Query]] = {}
    for key, values in index_filters.include.items():
        by_filter.setdefault(FIELDS_OF.get(key, (key,)), []).append(_any(key, values))
    clauses = [
        (Occur.Must, some[0] if len(some) == 1 else _unscored(_either(some)))
        for some in by_filter.values()
    ]
    clauses += [(Occur.MustNot, _any(key, values)) for key, values in index_filters.exclude.items()]
    clauses += [(Occur.Must, _any("topic", [pk])) for pk in index_filters.all_topics]
    days = _days(after=index_filters.after, before=index_filters.before)
    clauses += [(Occur.Must, clause) for clause in days]
    return clauses


def _days(*, after: int | None = None, before: int | None = None) -> list[tantivy.Query]:
    """What may have been said in these days; the undated never."""
    ranges = []
    if after is not None:
        ranges.append(_range("latest", lower=after))
    if before is not None:
        ranges += [_range("latest", lower=0), _range("earliest", upper=before)]
    return [_unscored(part) for part in ranges]


def _any(name: str, values: Iterable[Value]) -> tantivy.Query:
    typed = _typed(name, values)
    # Of a set of values the engine makes a list of hits first, of a single one it has it.
    if len(typed) == 1:
        return _unscored(term_query(name, typed[0]))
    return _unscored(tantivy.Query.term_set_query(schema(), name, typed))


def _typed(name: str, values: Iterable[Value]) -> list[Value]:
    return [str(value) if name in KEYWORD_FIELDS else int(value) for value in values]


def _unscored(query: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, 0.0)


def _range(name: str, *, lower: int | None = None, upper: int | None = None) -> tantivy.Query:
    return tantivy.Query.range_query(schema(), name, FieldType.Integer, lower, upper)


# A prefix takes memory in proportion to its length: up to 4 MB.
@lru_cache(maxsize=8)
def _unweighed(tree: Node, languages: tuple[str, ...]) -> tantivy.Query:
    # One search counts with the same tree several times.
    return _node(tree, Scoring(languages, None))


def _node(node: Node, scoring: Scoring) -> tantivy.Query:
    match node:
        case Not(node=below):
            return _boolean([(Occur.MustNot, _node(below, scoring))])
        case And(nodes=nodes):
            return _boolean([_clause(below, scoring) for below in nodes])
        case Or(nodes=()):
            return tantivy.Query.empty_query()
        case Or(nodes=nodes):
            return tantivy.Query.boolean_query([(Occur.Should, _node(n, scoring)) for n in nodes])
        case AnyValue(values=values):
            return _either([_any(name, keys) for name, keys in values])
        case Days():
            clauses = _days(**{node.bound: node.day})
            return tantivy.Query.boolean_query([(Occur.Must, clause) for clause in clauses])
        case Question(leaf=leaf):
            return _text(leaf, scoring, exact="question_exact", stem="question")
        case Field():
            raise TypeError(f"{node} has to be looked up first")
    return _text(node, scoring)


def _clause(node: Node, scoring: Scoring) -> tuple[Occur, tantivy.Query]:
    if isinstance(node, Not):
        return Occur.MustNot, _node(node.node, scoring)
    return Occur.Must, _node(node, scoring)


def _boolean(clauses: list[tuple[Occur, tantivy.Query]]) -> tantivy.Query:
    if all(occur == Occur.MustNot for occur, _ in clauses):
        clauses = [(Occur.Must, _unscored(tantivy.Query.all_query())), *clauses]
    return tantivy.Query.boolean_query(clauses)


def _either(queries: list[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(Occur.Should, query) for query in queries])


def _text(
    leaf: Text, scoring: Scoring, *, exact: str = "exact", stem: str = "stem"
) -> tantivy.Query:
    match leaf:
        case Phrase(parts=parts):
            return scoring.scored(phrase_query(exact, parts), exact, parts)
        case Near(parts=parts, within=within):
            return scoring.scored(_near(exact, parts, within), exact, parts)
        case Prefix(start=start):
            beginning = tantivy.Query.regex_query(schema(), exact, f"{re.escape(start)}.*")
            return scoring.scored(beginning, exact, ())
        case Word(parts=parts):
            runs = {tuple(stem_terms(parts, code)) for code in scoring.languages}
            clauses = [clause for run in sorted(runs) for clause in _stem(stem, run, scoring)]
            boosts = WORD_BOOSTS if stem == "stem" else ()
            clauses += [
                scoring.scored(phrase_query(f, parts), f, parts, boost) for f, boost in boosts
            ]
            return _either(clauses)


def _stem(name: str, run: tuple[str, ...], scoring: Scoring) -> list[tantivy.Query]:
    """Stems in sequence; a single stem scores higher the larger its share of the passage."""
    found = scoring.scored(phrase_query(name, run), name, run, STEM_BOOST)
    if name != "stem" or len(run) > 1 or not scoring.weigh:
        return [found]
    score = scoring.weigh(name, run, DENSE_BOOST)
    levels = [phrase_query("dense", (f"{level}{run[0]}",)) for level in DENSE_LEVELS]
    return [found, *(scored(level, score) for level in levels)]


def _near(name: str, parts: tuple[str, ...], within: int) -> tantivy.Query:
    """The words in any order with at most ``within`` others among them.

    The engine's own slop is exact for two different words in one order; for others (tantivy-py
    0.27) it is not, so these are written out as phrases with fixed places.
    """
    if len(parts) == 2 and parts[0] != parts[1]:
        orders = (list(parts), list(reversed(parts)))
        return _either([tantivy.Query.phrase_query(schema(), name, o, within) for o in orders])
    runs = {
        tuple(zip((0, *places), order, strict=True))
        for order in permutations(parts)
        for places in combinations(range(1, len(parts) + within), len(parts) - 1)
    }
    return _either([tantivy.Query.phrase_query(schema(), name, list(run)) for run in sorted(runs)])
