"""Querysets that are compiled once, and run for one value after another.

Django compiles a queryset whenever it runs. For a permalink, whose queries join a dozen tables to
read a few rows, that took several times as long as the database.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import repeat
from threading import local
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import connection, connections
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable

M = TypeVar("M", bound=Model)
Row = tuple[Any, ...]
# Stand for primary keys in a query that is compiled once.
PLACEHOLDER_KEYS = range(-1, -1_001, -1)
# Up to so many keys, each number has a statement of its own.
FEW = 100
PARAMETER = re.compile("%%|%s")


def with_constants(sql: str, params: Row, is_open: Callable[[Any], bool]) -> tuple[str, Row]:
    """The statement with its constants in it; only what ``is_open`` is still given to it.

    SQLite compares what is given with the conditions of partial indexes. So it compiles such a
    statement anew whenever it is given a constant, which takes seven times as long as to run it.
    """
    given = iter(params)
    still_open = []

    def written(match: re.Match[str]) -> str:
        if match[0] == "%%":
            return match[0]
        value = next(given)
        if is_open(value) or not isinstance(value, str | int) or isinstance(value, bool):
            still_open.append(value)
            return match[0]
        return _literal(value)

    return PARAMETER.sub(written, sql), tuple(still_open)


def _literal(value: str | int) -> str:
    if isinstance(value, int):
        return f"{value:d}"
    quoted = str(value).replace("'", "''").replace("%", "%%")
    return f"'{quoted}'"


class CompiledQuerySet(Generic[M]):
    """What ``make(value)`` finds, for any value; ``placeholder`` is a value that no row has.

    Rows related by foreign keys come with it as the queryset selects them. Nothing is prefetched.
    """

    def __init__(self, make: Callable[[Any], QuerySet[M]], placeholder: Any) -> None:
        self._make = make
        self._placeholder = placeholder
        self._of_thread = local()

    def rows(self, value: Any) -> list[M]:
        """The instances that the queryset finds for this value."""
        queryset, compilers = self._queryset_and_compilers()
        # Not by its alias: a replica's connection may stand in the place of the default one.
        server = connections[queryset.db]
        if server not in compilers:
            compiler = queryset.query.get_compiler(connection=server)
            sql, params = compiler.as_sql()
            compilers[server] = (compiler, *with_constants(sql, params, self._is_open))
        compiler, sql, params = compilers[server]
        given = tuple(value if self._is_open(each) else each for each in params)
        compiler.as_sql = lambda: (sql, given)
        query = SimpleNamespace(get_compiler=lambda using: compiler)
        compiled = SimpleNamespace(db=queryset.db, query=query, _known_related_objects={})
        # All that ModelIterable of Django 5.2 asks for; tests/models/test_passage_record.py tells
        # when another release asks for more.
        return list(ModelIterable(compiled))  # type: ignore[arg-type]

    def _is_open(self, value: Any) -> bool:
        return value == self._placeholder

    def _queryset_and_compilers(self) -> tuple[QuerySet[M], dict[Any, Any]]:
        """Those of this thread: a compiler belongs to a connection, and that to a thread."""
        kept = self._of_thread
        if not hasattr(kept, "queryset"):
            kept.queryset, kept.compilers = self._make(self._placeholder), {}
        return kept.queryset, kept.compilers


class CompiledColumns:
    """The columns that ``make(keys)`` names, for primary keys.

    Rows are as the database gives them, without Django's conversions. They are compiled once for
    each number of keys; pages have few sizes.
    """

    def __init__(self, make: Callable[[Sequence[int]], QuerySet]) -> None:
        self._make = make
        self._statement = cache(self._compiled)

    def rows(self, keys: Sequence[int]) -> list[Row]:
        """The rows found for these keys, of which there are at most a thousand."""
        return rows_of_all([(self, keys)])

    def filled(self, keys: Sequence[int]) -> tuple[str, list[Any]]:
        """The statement for these keys, and its parameters."""
        if len(keys) > FEW:
            # The last one fills up: many numbers of keys share one statement.
            keys = [*keys, *repeat(keys[-1], -len(keys) % FEW)]
        sql, given = self._statement(connection.vendor, len(keys))
        by_placeholder = dict(zip(PLACEHOLDER_KEYS, keys, strict=False))
        return sql, [
            by_placeholder.get(each, each) if type(each) is int else each for each in given
        ]

    def _compiled(self, vendor: str, number: int) -> tuple[str, Row]:
        queryset = self._make(PLACEHOLDER_KEYS[:number])
        return with_constants(*queryset.query.sql_with_params(), PLACEHOLDER_KEYS.__contains__)


def rows_of_all(asked: Iterable[tuple[CompiledColumns, Sequence[int]]]) -> list[Row]:
    """The rows for all these keys, each once, in one query; all with the same columns."""
    filled = [columns.filled(keys) for columns, keys in asked if keys]
    if not filled:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ".join(sql for sql, _ in filled),
            [each for _, given in filled for each in given],
        )
        return cursor.fetchall()
