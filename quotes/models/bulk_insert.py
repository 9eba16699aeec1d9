"""Bulk inserts, several times faster than ``bulk_create``.

Django prepares every value of every row and lets the database return the keys. Here keys are taken
first, and only values that a column converts are prepared.
"""

from collections.abc import Iterator, MutableMapping, Sequence
from functools import cache, lru_cache
from itertools import chain, islice
from operator import itemgetter
from types import SimpleNamespace
from typing import Any, TypeVar

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.base import ModelState

from quotes.models.fields import PlainText
from quotes.text.controls import plain

M = TypeVar("M", bound=models.Model)
# A row's values by attribute, foreign keys as ``name_id``.
Values = MutableMapping[str, Any]
SQLITE_CACHE_KIB = 64 * 1024
# 256 MB of log between two of its transfers: at a million passages a quarter of that made
# loading a tenth slower, because pages of the indexes were written that much more often.
SQLITE_LOG_PAGES = 64 * 1024
# What SQLite itself allows in a statement since 3.32; Django keeps to the 999 of earlier ones.
SQLITE_PARAMETERS = 32_766
# Stored as they stand, unless a sub-class prepares them.
AS_THEY_STAND = (
    models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey,
)  # fmt: skip
# Values that are prepared once for all rows of a column that have them.
MAX_PREPARED = 4_096


def new(model: type[M], /, **values: Any) -> M:
    """What ``model(**values)`` makes, in a fraction of the time: without signals and checks.

    Names are those of fields; related rows have to be saved before.
    """
    row = model.__new__(model)
    row._state = ModelState()
    constant, called, related = _defaults(model)
    own = vars(row)
    own.update(constant)
    for name, make in called:
        own[name] = make()
    own.update(values)
    for name, key in related:
        if name in values:
            row._state.fields_cache[name] = other = own.pop(name)
            own[key] = other and other.pk
    return row


@cache
def _defaults(model: type[models.Model]) -> tuple[dict[str, Any], list[Any], list[Any]]:
    """Values where none are given, what makes others, and names of foreign keys and columns."""
    fields = model._meta.concrete_fields
    called = [(f.attname, f.default) for f in fields if f.has_default() and callable(f.default)]
    constant = {f.attname: f.get_default() for f in fields if (f.attname, f.default) not in called}
    related = [(f.name, f.attname) for f in fields if f.is_relation]
    return constant, called, related


def insert(rows: Sequence[models.Model]) -> None:
    """Save new rows of one model, all or none; each has its key afterwards.

    There are neither signals nor history. Related rows have to be saved before they are assigned.
    The caller has opened a transaction.
    """
    if rows:
        insert_values(type(rows[0]), [vars(row) for row in _with_keys(rows)])
        for row in rows:
            row._state.adding = False
            row._state.db = DEFAULT_DB_ALIAS


def insert_values(model: type[models.Model], rows: Sequence[Values]) -> None:
    """Save new rows of which every value is given, keys included, without a model's instances."""
    fields = model._meta.concrete_fields
    columns = [_column(field, rows) for field in fields]
    _write(model, [str(field.column) for field in fields], zip(*columns, strict=True))


def new_keys(model: type[models.Model], number: int) -> list[int]:
    """New primary keys from the database's own sequence; no other connection gets the same."""
    connection = connections[DEFAULT_DB_ALIAS]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "nextval(pg_get_serial_sequence(%s, 'id'))"
            cursor.execute(f"SELECT {sequence} FROM generate_series(1, %s)", [table, number])  # noqa: S608
            return [key for (key,) in cursor.fetchall()]
        # Transactions are IMMEDIATE: no other connection writes before this one has ended.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
        return list(range(last + 1, last + number + 1))


def enlarge_cache() -> None:
    """On SQLite, enlarge the cache and the write-ahead log: many rows touch all index pages."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = -{SQLITE_CACHE_KIB}")
            cursor.execute(f"PRAGMA wal_autocheckpoint = {SQLITE_LOG_PAGES}")


def refresh_statistics() -> None:
    """Run ANALYZE; without statistics the planner assumes that few passages are published."""
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # By name: all would include catalogs that this server's other databases share, and
            # inside a transaction whoever samples those keeps the others waiting until its end.
            cursor.execute(f"ANALYZE {', '.join(_own_tables())}")
        else:
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")


def _own_tables() -> list[str]:
    app = apps.get_app_config("quotes")
    return [model._meta.db_table for model in app.get_models(include_auto_created=True)]


def _with_keys(rows: Sequence[models.Model]) -> Sequence[models.Model]:
    waiting = [row for row in rows if row.pk is None]
    if waiting:
        keys = new_keys(type(waiting[0]), len(waiting))
        for row, key in zip(waiting, keys, strict=True):
            row.pk = key
    return rows


def _column(field: models.Field, rows: Sequence[Values]) -> Iterator[Any]:
    """A field's values, one for each row, as the database wants them."""
    connection, name = connections[DEFAULT_DB_ALIAS], str(field.attname)
    given = map(itemgetter(name), rows)
    if isinstance(field, PlainText) and type(field).to_python is PlainText.to_python:
        return map(plain, given)
    if type(field).pre_save is not models.Field.pre_save:
        return _prepared(field, connection, rows)
    if isinstance(field, AS_THEY_STAND):
        return given
    # Most are empty lists.
    empty = field.get_db_prep_save([], connection) if isinstance(field, models.JSONField) else None
    return (empty if value == [] else field.get_db_prep_save(value, connection) for value in given)


def _prepared(field: Any, connection: Any, rows: Sequence[Values]) -> Iterator[Any]:
    """The values of a field that makes them itself: once for all rows that give it the same.

    The rows get them too, as by Django's own ``save``.
    """
    names = (field.attname,)
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        names = ()
    elif of := getattr(field, "of", ()):
        names = (of,) if isinstance(of, str) else of

    @lru_cache(MAX_PREPARED)
    def prepared(*given: Any) -> tuple[Any, Any]:
        made = field.pre_save(SimpleNamespace(**dict(zip(names, given, strict=True))), True)
        return made, field.get_db_prep_save(made, connection)

    for row in rows:
        row[field.attname], stored = prepared(*[row[name] for name in names])
        yield stored


def _write(model: type[models.Model], columns: list[str], values: Iterator[tuple]) -> None:
    connection = connections[DEFAULT_DB_ALIAS]
    quote = connection.ops.quote_name
    into = f"{quote(model._meta.db_table)} ({', '.join(map(quote, columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
            return
        # One statement for many rows: if a trigger may abort it, opening a statement takes SQLite
        # longer the larger the database is (measured: 0.2 ms at 80 MB).
        marks = f"({', '.join('?' * len(columns))})"
        is_recent = connection.Database.sqlite_version_info >= (3, 32)  # type: ignore[attr-defined]
        limit = (SQLITE_PARAMETERS if is_recent else 999) // len(columns)
        while some := list(islice(values, limit)):
            sql = f"INSERT INTO {into} VALUES {', '.join([marks] * len(some))}"  # noqa: S608
            # Past Django, which would look for its own marks among these: as long as the rest.
            with connection.wrap_database_errors:
                cursor.cursor.connection.execute(sql, list(chain.from_iterable(some)))
