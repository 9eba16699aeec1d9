"""Every spelling of many nouns at once: their names, and the other names they are found under."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast

from quotes.models.names import NOUNS, OTHER_NAMES


class Spelling(NamedTuple):
    """A name of a noun, and the one that it goes by."""

    noun: str
    pk: int
    slug: str
    name: str
    spelled: str


def spellings(wanted: Mapping[str, Iterable[int]]) -> list[Spelling]:
    """The spellings of nouns by primary key, in one query; roots of the topic tree have none."""
    rows = [
        _rows(noun, field, list(pks))
        for noun, pks in wanted.items()
        if pks
        for field in (NOUNS[noun][1], *OTHER_NAMES.get(noun, ()))
    ]
    if not rows:
        return []
    return [Spelling(*row) for row in (rows[0].union(*rows[1:]) if rows[1:] else rows[0])]


def _rows(noun: str, field: str, pks: list[int]) -> QuerySet:
    model, called = NOUNS[noun]
    only = Q(parent__isnull=False) if noun == "topic" else Q()
    named = model._default_manager.order_by().filter(only, pk__in=pks)
    return (
        named.annotate(
            noun=Value(noun, CharField()),
            called=Cast(called, CharField()),
            spelled=Cast(F(field), CharField()),
        )
        .exclude(spelled=None)
        .values_list("noun", "pk", "slug", "called", "spelled")
    )
