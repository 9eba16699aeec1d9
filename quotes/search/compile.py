"""Trees and filters as queries of the engine."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations, permutations
from typing import NamedTuple

import tantivy
from tantivy import FieldType, Occur

from quotes.search.ranking import scored
from quotes.search.registry import FILTERS
from quotes.search.schema import CODES, DENSE_LEVELS, META_PK, schema
from quotes.search.tree import (
    Among,
    And,
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
)
from quotes.text.stems import stem_terms

# What a word is worth besides its stem: found in this very form, as a name, as a label.
WORD_BOOSTS = (("exact", 0.5), ("names", 1.5), ("labels", 0.5))
# What its stem is worth by itself, and with each level of how much of the passage it makes up.
STEM_BOOST, DENSE_BOOST = 0.7, 0.25
Value = int | str
Weigh = Callable[[str, Iterable[str], float], int]


class Codes(NamedTuple):
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
    """Filters by what they narrow, in the index's own values.

    ``include``: any value of each field; ``exclude``: none; ``every``: all topics; ``after`` and
    ``before``: day numbers, inclusive, matching when the ranges overlap.
    """

    include: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    exclude: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    every: tuple[int, ...] = ()
    after: int | None = None
    before: int | None = None

    def without(self, name: str) -> "IndexFilters":
        """These filters but for one field's own, as its facet needs them."""
        fields = FIELDS_OF.get(name, (name,))
        return IndexFilters(
            {key: values for key, values in self.include.items() if key not in fields},
            {key: values for key, values in self.exclude.items() if key not in fields},
            self.every,
            self.after,
            self.before,
        )

    def values(self, name: str) -> set[Value]:
        """All values of a field that are filtered by, included or not."""
        return {*self.include.get(name, ()), *self.exclude.get(name, ())}

    def touches(self, name: str) -> bool:
        """Whether any filter narrows this field."""
        fields = FIELDS_OF.get(name, (name,))
        return any(key in fields for key in (*self.include, *self.exclude))


# Of a filter with several fields a value may be in any: ?event= names events and series alike.
FIELDS_OF = {
    name: tuple(each.fields) for each in FILTERS if len(each.fields) > 1 for name in each.fields
}


def compiled(
    tree: Node, index_filters: IndexFilters, languages: Iterable[str], weigh: Weigh | None = None
) -> tantivy.Query:
    """The engine's query for a tree and filters; ``languages`` are those that the index has.

    Hits have no scores of any use without ``weigh``, which gives those of terms in a field.
    """
    codes = Codes(tuple(sorted({*languages, "und"})), weigh)
    clauses = [(Occur.Must, _node(tree, codes)), *_filters(index_filters)]
    clauses.append((Occur.MustNot, tantivy.Query.term_query(schema(), "pk", META_PK)))
    return tantivy.Query.boolean_query(clauses)


def among(base: tantivy.Query, field_name: str, values: Iterable[Value]) -> tantivy.Query:
    """``base`` narrowed to some values of a field, with the scores that ``base`` gives."""
    return tantivy.Query.boolean_query([(Occur.Must, base), (Occur.Must, _any(field_name, values))])


def beyond(base: tantivy.Query, name: str, key: int, *, upwards: bool) -> tantivy.Query:
    """``base`` narrowed to what stands behind a key of an order."""
    part = _range(name, lower=key + 1) if upwards else _range(name, upper=key - 1)
    return tantivy.Query.boolean_query([(Occur.Must, base), (Occur.Must, _unscored(part))])


def _filters(index_filters: IndexFilters) -> list[tuple[Occur, tantivy.Query]]:
    by_filter: dict[tuple[str, ...], list[tantivy.Query]] = {}
    for key, values in index_filters.include.items():
        by_filter.setdefault(FIELDS_OF.get(key, (key,)), []).append(_any(key, values))
    clauses = [
        (Occur.Must, some[0] if len(some) == 1 else _unscored(_either(some)))
        for some in by_filter.values()
    ]
    clauses += [(Occur.MustNot, _any(key, values)) for key, values in index_filters.exclude.items()]
    clauses += [(Occur.Must, _any("topic", [pk])) for pk in index_filters.every]
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
    typed = [str(value) if name in CODES else int(value) for value in values]
    return _unscored(tantivy.Query.term_set_query(schema(), name, typed))


def _unscored(query: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, 0.0)


def _range(name: str, *, lower: int | None = None, upper: int | None = None) -> tantivy.Query:
    return tantivy.Query.range_query(schema(), name, FieldType.Integer, lower, upper)


def _node(node: Node, codes: Codes) -> tantivy.Query:
    match node:
        case Not(node=below):
            return _boolean([(Occur.MustNot, _node(below, codes))])
        case And(nodes=nodes):
            return _boolean([_clause(below, codes) for below in nodes])
        case Or(nodes=()):
            return tantivy.Query.empty_query()
        case Or(nodes=nodes):
            return tantivy.Query.boolean_query([(Occur.Should, _node(n, codes)) for n in nodes])
        case Among(values=values):
            return _either([_any(name, keys) for name, keys in values])
        case Days():
            clauses = _days(**{node.bound: node.day})
            return tantivy.Query.boolean_query([(Occur.Must, clause) for clause in clauses])
        case Question(leaf=leaf):
            return _text(leaf, codes, exact="question_exact", stem="question")
        case Field():
            raise TypeError(f"{node} has to be looked up first")
    return _text(node, codes)


def _clause(node: Node, codes: Codes) -> tuple[Occur, tantivy.Query]:
    if isinstance(node, Not):
        return Occur.MustNot, _node(node.node, codes)
    return Occur.Must, _node(node, codes)


def _boolean(clauses: list[tuple[Occur, tantivy.Query]]) -> tantivy.Query:
    if all(occur == Occur.MustNot for occur, _ in clauses):
        clauses = [(Occur.Must, _unscored(tantivy.Query.all_query())), *clauses]
    return tantivy.Query.boolean_query(clauses)


def _either(queries: list[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(Occur.Should, query) for query in queries])


def _text(leaf: Text, codes: Codes, *, exact: str = "exact", stem: str = "stem") -> tantivy.Query:
    match leaf:
        case Phrase(parts=parts):
            return codes.scored(_run(exact, parts), exact, parts)
        case Near(parts=parts, within=within):
            return codes.scored(_near(exact, parts, within), exact, parts)
        case Prefix(start=start):
            beginning = tantivy.Query.regex_query(schema(), exact, f"{re.escape(start)}.*")
            return codes.scored(beginning, exact, ())
        case Word(parts=parts):
            runs = {tuple(stem_terms(parts, code)) for code in codes.languages}
            clauses = [clause for run in sorted(runs) for clause in _stem(stem, run, codes)]
            boosts = WORD_BOOSTS if stem == "stem" else ()
            clauses += [codes.scored(_run(f, parts), f, parts, boost) for f, boost in boosts]
            return _either(clauses)


def _stem(name: str, run: tuple[str, ...], codes: Codes) -> list[tantivy.Query]:
    """The stems in a row; a single one is worth more where it makes up more of the passage."""
    found = codes.scored(_run(name, run), name, run, STEM_BOOST)
    if name != "stem" or len(run) > 1 or not codes.weigh:
        return [found]
    score = codes.weigh(name, run, DENSE_BOOST)
    levels = [_run("dense", (f"{level}{run[0]}",)) for level in DENSE_LEVELS]
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


def _run(name: str, terms: tuple[str, ...]) -> tantivy.Query:
    # A phrase of one word makes the engine panic.
    if len(terms) == 1:
        return tantivy.Query.term_query(schema(), name, terms[0])
    return tantivy.Query.phrase_query(schema(), name, list(terms))
