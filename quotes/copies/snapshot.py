"""One consistent state of the archive for many queries, while editors continue."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, transaction

CHUNK = 1_000
T = TypeVar("T")


@contextmanager
def snapshot() -> Iterator[None]:
    """All queries inside see the state of the first one (a read-only snapshot).

    Editors can write meanwhile, but for SQLite in rollback-journal mode, where they wait. Inside a
    transaction that is open already, that transaction is the snapshot.
    """
    if connection.in_atomic_block or _is_snapshot_open():
        yield
    elif connection.vendor == "sqlite":
        # By hand: Django's transactions would take the lock that editors need.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                cursor.execute("SET LOCAL statement_timeout = 0")
            yield


def _is_snapshot_open() -> bool:
    return connection.vendor == "sqlite" and bool(
        connection.connection and connection.connection.in_transaction
    )


def batches(rows: Iterator[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The rows in lists of this size, the last one shorter."""
    while batch := list(islice(rows, size)):
        yield batch


def streamed(queryset: Any) -> Iterator[Any]:
    """The rows of a query, of which only some are held in memory at a time."""
    return queryset.iterator(chunk_size=CHUNK)
