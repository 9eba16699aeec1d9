"""Trees and filters as queries of the engine."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import tantivy
from tantivy import FieldType, Occur

from quotes.search.query import And, Node, Not, Or, Phrase, Prefix, Word
from quotes.search.schema import CODES, META_PK, schema
from quotes.text.stems import stem_term

# What a word is worth besides its stem: found in this very form, as a name, as a label.
EXACT_BOOST, NAMES_BOOST, LABELS_BOOST = 0.5, 1.5, 0.5
Value = int | str


@dataclass(frozen=True)
class Narrowing:
    """Filters by what they narrow, in the index's own values.

    ``include``: any value of each field; ``exclude``: none; ``every``: all topics; ``after`` and
    ``before``: day numbers, inclusive, matching when the ranges overlap.
    """

    include: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    exclude: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    every: tuple[int, ...] = ()
    after: int | None = None
    before: int | None = None

    def without(self, name: str) -> "Narrowing":
        """These filters but for one field's own, as its facet needs them."""
        fields = FIELDS_OF.get(name, (name,))
        return Narrowing(
            {key: values for key, values in self.include.items() if key not in fields},
            {key: values for key, values in self.exclude.items() if key not in fields},
            self.every,
            self.after,
            self.before,
        )

    def touches(self, name: str) -> bool:
        """Whether any filter narrows this field."""
        fields = FIELDS_OF.get(name, (name,))
        return any(key in fields for key in (*self.include, *self.exclude))


# ?event= names events and series alike: one may be in either field.
FIELDS_OF = {"event": ("event", "series")}


def compiled(tree: Node, narrowing: Narrowing, languages: Iterable[str]) -> tantivy.Query:
    """The engine's query for a tree and filters; ``languages`` are those that the index has."""
    codes = tuple(sorted({*languages, "und"}))
    clauses = [(Occur.Must, _node(tree, codes)), *_filters(narrowing)]
    clauses.append((Occur.MustNot, tantivy.Query.term_query(schema(), "pk", META_PK)))
    return tantivy.Query.boolean_query(clauses)


def among(base: tantivy.Query, field_name: str, values: Iterable[Value]) -> tantivy.Query:
    """``base`` narrowed to some values of a field, with the scores that ``base`` gives."""
    return tantivy.Query.boolean_query([(Occur.Must, base), (Occur.Must, _any(field_name, values))])


def _filters(narrowing: Narrowing) -> list[tuple[Occur, tantivy.Query]]:
    clauses = []
    events = {key: narrowing.include[key] for key in FIELDS_OF["event"] if key in narrowing.include}
    for key, values in narrowing.include.items():
        if key not in events:
            clauses.append((Occur.Must, _any(key, values)))
    if events:
        either = [(Occur.Should, _any(key, values)) for key, values in events.items()]
        clauses.append((Occur.Must, _unscored(tantivy.Query.boolean_query(either))))
    clauses += [(Occur.MustNot, _any(key, values)) for key, values in narrowing.exclude.items()]
    clauses += [(Occur.Must, _any("topic", [pk])) for pk in narrowing.every]
    if narrowing.after is not None:
        clauses.append((Occur.Must, _unscored(_range("latest", lower=narrowing.after))))
    if narrowing.before is not None:
        dated = _range("latest", lower=0)
        clauses.append((Occur.Must, _unscored(dated)))
        clauses.append((Occur.Must, _unscored(_range("earliest", upper=narrowing.before))))
    return clauses


def _any(name: str, values: Iterable[Value]) -> tantivy.Query:
    typed = [str(value) if name in CODES else int(value) for value in values]
    return _unscored(tantivy.Query.term_set_query(schema(), name, typed))


def _unscored(query: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, 0.0)


def _range(name: str, *, lower: int | None = None, upper: int | None = None) -> tantivy.Query:
    return tantivy.Query.range_query(schema(), name, FieldType.Integer, lower, upper)


def _node(node: Node, codes: tuple[str, ...]) -> tantivy.Query:
    match node:
        case Word(parts=parts):
            return _word(parts, codes)
        case Phrase(parts=parts):
            return _run("exact", parts)
        case Prefix(start=start):
            return tantivy.Query.regex_query(schema(), "exact", f"{re.escape(start)}.*")
        case Not(node=below):
            return _boolean([(Occur.MustNot, _node(below, codes))])
        case And(nodes=nodes):
            return _boolean(
                [
                    (Occur.MustNot, _node(below.node, codes))
                    if isinstance(below, Not)
                    else (Occur.Must, _node(below, codes))
                    for below in nodes
                ]
            )
        case Or(nodes=()):
            return tantivy.Query.empty_query()
        case Or(nodes=nodes):
            return tantivy.Query.boolean_query([(Occur.Should, _node(n, codes)) for n in nodes])


def _boolean(clauses: list[tuple[Occur, tantivy.Query]]) -> tantivy.Query:
    if all(occur == Occur.MustNot for occur, _ in clauses):
        clauses = [(Occur.Must, _unscored(tantivy.Query.all_query())), *clauses]
    return tantivy.Query.boolean_query(clauses)


def _word(parts: tuple[str, ...], codes: tuple[str, ...]) -> tantivy.Query:
    runs = {tuple(stem_term(part, code) for part in parts) for code in codes}
    clauses = [_run("stem", run) for run in sorted(runs)]
    for name, boost in (("exact", EXACT_BOOST), ("names", NAMES_BOOST), ("labels", LABELS_BOOST)):
        clauses.append(tantivy.Query.boost_query(_run(name, parts), boost))
    return tantivy.Query.boolean_query([(Occur.Should, clause) for clause in clauses])


def _run(name: str, terms: tuple[str, ...]) -> tantivy.Query:
    # A phrase of one word makes the engine panic.
    if len(terms) == 1:
        return tantivy.Query.term_query(schema(), name, terms[0])
    return tantivy.Query.phrase_query(schema(), name, list(terms))
