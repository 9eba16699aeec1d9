"""Filters typed in the box, as in ``topic:sanctions``: looked up, or an error that says so."""

from collections.abc import Callable
from dataclasses import replace

from django.core.exceptions import ValidationError

from quotes.filters import values
from quotes.models.names import NOUNS, public_nouns, public_pks_named
from quotes.search.query import Query
from quotes.search.tree import Among, And, Days, Field, Node, Not, Or, leaves
from quotes.text.problems import Problem

CODES: dict[str, Callable[[str], int | str]] = {
    "wording": values.wording,
    "language": values.language,
    "year": values.year,
}
DAYS = {"after": values.after, "before": values.before}


def resolved(query: Query) -> tuple[Query, list[Problem]]:
    """The query with its typed filters looked up; with problems, the filters are not."""
    fields = {leaf for leaf in leaves(query.tree) if isinstance(leaf, Field)}
    if not fields:
        return query, []
    found: dict[Field, Node] = {}
    problems = []
    for field in sorted(fields, key=lambda field: (field.name, field.value)):
        try:
            found[field] = _looked_up(field)
        except ValidationError as error:
            problems.append(Problem("q", " ".join(error.messages)))
    if problems:
        return query, problems
    return replace(query, tree=_with(query.tree, found)), []


def _looked_up(field: Field) -> Node:
    if field.name in DAYS:
        return Days(field.name, DAYS[field.name](field.value), field)
    if field.name in CODES:
        value = field.value.lower()
        return Among(((field.name, (CODES[field.name](value),)),), field)
    kinds = ("event", "series") if field.name == "event" else (field.name,)
    found = {kind: _pks(kind, field.value) for kind in kinds if kind in NOUNS}
    if not any(found.values()):
        raise ValidationError(
            f"There is no {field.name} “{field.value[:60]}” in the archive: "
            f"write its name, or its address as in {field.name}:some-name."
        )
    return Among(tuple((kind, tuple(sorted(pks))) for kind, pks in found.items() if pks), field)


def _pks(noun: str, text: str) -> set[int]:
    by_slug = public_nouns({noun: [text.lower()]}).values()
    return {known.pk for known in by_slug} or public_pks_named(noun, text)


def _with(node: Node, found: dict[Field, Node]) -> Node:
    match node:
        case Field():
            return found[node]
        case Not(node=below):
            return Not(_with(below, found))
        case And(nodes=nodes):
            return And(tuple(_with(below, found) for below in nodes))
        case Or(nodes=nodes):
            return Or(tuple(_with(below, found) for below in nodes))
    return node
