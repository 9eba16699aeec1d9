"""Bulk inserts, several times faster than ``bulk_create``.

Django prepares every value of every row and lets the database return the keys. Here keys are taken
first, and only values that a column converts are prepared.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models

from quotes.models.fields import PlainText
from quotes.text.controls import plain

# A row's values by attribute, foreign keys as ``name_id``.
Values = Mapping[str, Any]
SQLITE_CACHE_KIB = 64 * 1024
# 256 MB of log between two of its transfers: at a million passages a quarter of that made
# loading a tenth slower, because pages of the indexes were written that much more often.
SQLITE_LOG_PAGES = 64 * 1024
# Stored as they stand, unless a sub-class prepares them.
AS_THEY_STAND = (
    models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey,
)  # fmt: skip


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
    readers = {field: _reader(field) for field in model._meta.concrete_fields}
    standing = [str(field.attname) for field, read in readers.items() if read is None]
    reads = [read for read in readers.values() if read]
    values = ((*map(row.__getitem__, standing), *[read(row) for read in reads]) for row in rows)
    fields = sorted(readers, key=lambda field: readers[field] is not None)
    _write(model, [str(field.column) for field in fields], values)


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


def _reader(field: models.Field) -> Callable[[Values], Any] | None:
    """How to take a field's value from a row, as the database wants it; None: as it stands."""
    connection, name = connections[DEFAULT_DB_ALIAS], str(field.attname)
    if isinstance(field, PlainText) and type(field).to_python is PlainText.to_python:
        return lambda row: plain(row[name])
    if isinstance(field, models.DateTimeField) and not (field.auto_now or field.auto_now_add):
        # One moment is that of all rows.
        prepared = lru_cache(1)(lambda moment: field.get_db_prep_save(moment, connection))
        return lambda row: prepared(row[name])
    if type(field).pre_save is not models.Field.pre_save:
        prepare: Callable[[Any, bool], Any] = field.pre_save
        return lambda row: field.get_db_prep_save(prepare(_Row(row), True), connection)
    if isinstance(field, AS_THEY_STAND):
        return None
    return lambda row: field.get_db_prep_save(row[name], connection)


class _Row:
    """A row's values as attributes, for a field that prepares its value itself."""

    def __init__(self, values: Values) -> None:
        self.__dict__ = values if isinstance(values, dict) else dict(values)


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
        marks = f"({', '.join(['%s'] * len(columns))})"
        limit = (connection.features.max_query_params or 999) // len(columns)
        while some := list(islice(values, limit)):
            sql = f"INSERT INTO {into} VALUES {', '.join([marks] * len(some))}"  # noqa: S608
            cursor.execute(sql, list(chain.from_iterable(some)))
