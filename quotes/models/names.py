"""Names, spellings and slugs of many nouns at once: one query whatever their number and kinds."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast

from quotes.models.base import FormerSlug
from quotes.models.compiled import CompiledColumns, rows_of_all
from quotes.models.event import Event, EventSeries
from quotes.models.interview import Interview
from quotes.models.source import Outlet, Source
from quotes.models.speaker import Speaker
from quotes.models.topic import Topic

NOUNS = {
    "speaker": (Speaker, "name"),
    "event": (Event, "name"),
    "series": (EventSeries, "name"),
    "topic": (Topic, "name"),
    "outlet": (Outlet, "name"),
    "interview": (Interview, "title"),
    "source": (Source, "title"),
}
OTHER_NAMES = {
    "speaker": ("names__name",),
    "topic": ("aliases__name",),
    "event": ("short_name",),
    "series": ("short_name",),
}
# Names looked at that share a surname.
MAX_NAMED = 2_000
SLUG = re.compile(r"[-\w]{1,120}", re.ASCII)


class Named(NamedTuple):
    """A noun's slug and name; ``is_root`` for a topic that only groups others."""

    slug: str
    name: str
    is_root: bool = False


class Spelling(NamedTuple):
    """One spelling of a noun, with its main name."""

    noun: str
    pk: int
    slug: str
    name: str
    spelled: str


class Known(NamedTuple):
    """A public noun: its primary key, and the slug that it has now."""

    pk: int
    slug: str


def names(wanted: Mapping[str, Iterable[int]]) -> dict[tuple[str, int], Named]:
    """Names by noun and primary key.

    Every page of results needs it. In SQL, because compiling the query takes longer than its run.
    """
    asked = {noun: list(pks) for noun, pks in wanted.items() if pks}
    if not asked:
        return {}
    sql = " UNION ALL ".join(_named(noun, len(pks)) for noun, pks in asked.items())
    with connection.cursor() as cursor:
        cursor.execute(sql, [pk for pks in asked.values() for pk in pks])
        rows = cursor.fetchall()
    return {(noun, pk): Named(slug, name, bool(is_root)) for noun, pk, slug, name, is_root in rows}


def _named(noun: str, number: int) -> str:
    model, main_name = NOUNS[noun]
    is_root = "CASE WHEN parent_id IS NULL THEN 1 ELSE 0 END" if noun == "topic" else "0"
    marks = ", ".join(["%s"] * number)
    table = model._meta.db_table
    return f"SELECT '{noun}', id, slug, {main_name}, {is_root} FROM {table} WHERE id IN ({marks})"  # noqa: S608


def spellings(wanted: Mapping[str, Iterable[int]]) -> list[Spelling]:
    """The spellings of nouns by primary key, in one query; roots of the topic tree have none."""
    asked = [
        (columns, list(pks)) for noun, pks in wanted.items() for columns in _spelled_columns(noun)
    ]
    return [Spelling(*row) for row in rows_of_all(asked)]


@cache
def _spelled_columns(noun: str) -> list[CompiledColumns]:
    """One for each field in which a spelling of the noun stands."""
    fields = (NOUNS[noun][1], *OTHER_NAMES.get(noun, ()))
    return [CompiledColumns(partial(_spelled, noun, field)) for field in fields]


def _spelled(noun: str, field: str, pks: Sequence[int]) -> QuerySet:
    model, main_name = NOUNS[noun]
    only = Q(parent__isnull=False) if noun == "topic" else Q()
    named = model._default_manager.order_by().filter(only, pk__in=pks)
    return (
        named.annotate(
            noun=Value(noun, CharField()),
            main_name=Cast(main_name, CharField()),
            spelled=Cast(F(field), CharField()),
        )
        .exclude(spelled=None)
        .values_list("noun", "pk", "slug", "main_name", "spelled")
    )


def public_nouns(wanted: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], Known]:
    """Public nouns by noun and slug; former slugs are found too."""
    asked = {noun: {s for s in slugs if SLUG.fullmatch(s)} for noun, slugs in wanted.items()}
    found = _by_slug(asked)
    missing = {(noun, slug) for noun, slugs in asked.items() for slug in slugs} - found.keys()
    return found | _by_former_slug(missing) if missing else found


def public_pks_named(noun: str, text: str) -> set[int]:
    """Primary keys of the nouns one of whose names contains ``text``, however it is spelt.

    Empty unless one of them is public. Those that are not public do no harm, because the index has
    nothing of them. Checking each would take seconds if thousands have the name.
    """
    named = NOUNS[noun][0]._default_manager.matching(text).order_by()
    return set(named.values_list("pk", flat=True)) if named.public().exists() else set()


def speakers_named(surnames: Iterable[str]) -> dict[int, set[str]]:
    """Names of public speakers that have one of these folded words, by primary key; one query."""
    wanted = Q()
    for surname in surnames:
        wanted |= Q(name_key__contains=surname) | Q(names__name_key__contains=surname)
    if not wanted:
        return {}
    found: dict[int, set[str]] = {}
    rows = Speaker.objects.public().filter(wanted).order_by()
    for pk, name, other in rows.values_list("pk", "name", "names__name")[:MAX_NAMED]:
        found.setdefault(pk, set()).update({name, other} - {None})
    return found


def _by_slug(asked: Mapping[str, set[str]]) -> dict[tuple[str, str], Known]:
    rows = [_rows(noun).public().filter(slug__in=slugs) for noun, slugs in asked.items() if slugs]
    return {(noun, slug): Known(pk, slug) for noun, pk, slug in _together(rows)}


def _by_former_slug(missing: set[tuple[str, str]]) -> dict[tuple[str, str], Known]:
    model_names = {noun: NOUNS[noun][0]._meta.model_name for noun, _ in missing}
    nouns = {model_name: noun for noun, model_name in model_names.items()}
    former = FormerSlug.objects.filter(noun__in=nouns, slug__in={slug for _, slug in missing})
    targets = {(nouns[old.noun], old.slug): old.target_id for old in former}
    rows = [_rows(noun).public().filter(pk=pk) for (noun, _), pk in targets.items()]
    public = {(noun, pk): Known(pk, slug) for noun, pk, slug in _together(rows)}
    return {
        key: public[key[0], pk]
        for key, pk in targets.items()
        if (key[0], pk) in public and key in missing
    }


def _rows(noun: str) -> Any:
    model, _ = NOUNS[noun]
    named = model._default_manager.order_by().annotate(noun=Value(noun, CharField()))
    return named.values_list("noun", "pk", "slug")


def _together(rows: list[QuerySet]) -> Iterable[tuple[str, int, str]]:
    if not rows:
        return []
    return rows[0] if len(rows) == 1 else rows[0].union(*rows[1:], all=True)
