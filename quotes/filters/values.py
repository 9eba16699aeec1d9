"""Parses values of filters, given in an address or typed in the search box.

Invalid values raise ValidationError.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db.models import TextChoices

from quotes import models
from quotes.filters.strict import said_of
from quotes.models import Passage
from quotes.models.absence import note_absence
from quotes.models.names import public_nouns, public_pks_named
from quotes.search.documents import UNDATED
from quotes.search.find import SORTS
from quotes.search.query import Query
from quotes.search.registry import (
    BY_NAME,
    Choices,
    Days as DayValues,
    Filter,
    Languages,
    Nouns,
    Years,
)
from quotes.search.tree import And, AnyValue, Days, Field, Node, Not, Or, leaves
from quotes.text import dates
from quotes.text.codes import language_tag
from quotes.text.interface import message
from quotes.text.problems import Problem

MAX_TAG_LENGTH = 12
YEAR = re.compile(r"[1-9][0-9]{3}")
DAY = re.compile(r"[1-9][0-9]{3}(-[0-9]{2}(-[0-9]{2})?)?")


def parse_value(definition: Filter, text: str) -> int | str:
    """The index's value for a text; slugs stay as they are, and are looked up together later."""
    match definition.values:
        case Nouns():
            return text
        case Choices() as choices:
            return _choice(definition.name, choices, text)
        case Languages():
            return _language(text)
        case Years():
            return _year(text)
        case DayValues(bound=bound):
            return _days(text)[bound == "before"]


def vocabulary(choices: Choices) -> type[TextChoices]:
    """The values of a vocabulary, with their labels."""
    found: type[TextChoices] = getattr(models, choices.vocabulary)
    return found


def parse_sort(text: str) -> str:
    """An order of hits."""
    if text not in SORTS:
        raise ValidationError(
            message(
                "“{text}” is not an order: use {sorts}.", text=text[:40], sorts=", ".join(SORTS)
            )
        )
    return text


def resolve_fields(query: Query) -> tuple[Query, list[Problem]]:
    """The query with its typed filters resolved, and problems; with any, nothing is resolved."""
    fields = {leaf for leaf in leaves(query.tree) if isinstance(leaf, Field)}
    if not fields:
        return query, []
    found: dict[Field, Node] = {}
    problems = []
    for field in sorted(fields, key=lambda field: (field.name, field.value)):
        try:
            found[field] = _looked_up(BY_NAME[field.name], field)
        except ValidationError as error:
            problems.append(Problem("q", said_of(error)))
    if problems:
        return query, problems
    return replace(query, tree=_with(query.tree, found)), []


def _choice(name: str, choices: Choices, text: str) -> str:
    known: Sequence[str] = vocabulary(choices).values
    if text not in known:
        raise ValidationError(
            message(
                "“{name}” has no value “{text}”: use {known}.",
                name=BY_NAME[name].label,
                text=text[:40],
                known=", ".join(known),
            )
        )
    return text


def _language(text: str) -> str:
    for tag in dict.fromkeys([text, language_tag(text) or text]):
        if len(tag) <= MAX_TAG_LENGTH and Passage.public.in_language(tag).exists():
            return tag
    note_absence("language")
    raise ValidationError(
        message("No quotation is in the language “{text}”: use codes such as en.", text=text[:40])
    )


def _year(text: str) -> int:
    if text == "undated":
        return UNDATED
    if not YEAR.fullmatch(text):
        raise ValidationError(
            message("“{text}” is not a year: write YYYY or undated.", text=text[:40])
        )
    return int(text)


def _days(text: str) -> tuple[int, int]:
    """Numbers of the first and the last day meant."""
    try:
        earliest, latest = dates.days(text) if DAY.fullmatch(text) else (None, None)
        if earliest and latest:
            return earliest.toordinal(), latest.toordinal()
        raise dates.DateError
    except dates.DateError:
        raise ValidationError(
            message(
                "“{text}” is not a day of the calendar: write YYYY, YYYY-MM or YYYY-MM-DD.",
                text=text[:40],
            )
        ) from None


def _looked_up(definition: Filter, field: Field) -> Node:
    if isinstance(definition.values, DayValues):
        return Days(definition.values.bound, int(parse_value(definition, field.value)), field)
    if isinstance(definition.values, Nouns):
        return _nouns(definition, field)
    name = next(iter(definition.fields))
    return AnyValue(((name, (parse_value(definition, field.value.lower()),)),), field)


def _nouns(definition: Filter, field: Field) -> AnyValue:
    found = {noun: _pks(noun, field.value) for noun in definition.fields}
    if not any(found.values()):
        note_absence(field.name)
        raise ValidationError(
            message(
                "There is no {name} “{value}” in the archive: write its name, or its address "
                "as in {name}:some-name.",
                name=field.name,
                value=field.value[:60],
            )
        )
    return AnyValue(tuple((noun, tuple(sorted(pks))) for noun, pks in found.items() if pks), field)


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
