"""What many tests begin with, made once in a process: later only its rows are written."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model

Made = TypeVar("Made")
# The values of rows that were written or changed, by model and key.
Rows = dict[type[Model], dict[Any, dict[str, Any]]]


class Remembered(Generic[Made]):
    """Called, it does what ``make`` does to a database that is in the state of the first call."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self.make = make
        self.rows: Rows = {}
        self.made: Made | None = None

    def __call__(self) -> Made:
        """What ``make`` returned, as a copy of its own for each caller."""
        if self.rows:
            _write(self.rows)
        else:
            before = _all_rows()
            self.made = self.make()
            self.rows = _changed(before, _all_rows())
        return deepcopy(self.made)


def _all_rows() -> Rows:
    models = apps.get_app_config("quotes").get_models(include_auto_created=True)
    return {m: {row[m._meta.pk.attname]: row for row in m._base_manager.values()} for m in models}


def _changed(before: Rows, after: Rows) -> Rows:
    changed = {
        model: {pk: row for pk, row in rows.items() if row != before[model].get(pk)}
        for model, rows in after.items()
    }
    return {model: rows for model, rows in changed.items() if rows}


def _write(rows: Rows) -> None:
    """Write the rows as they are: no field gets the time of now, and no history is written."""
    for model, values in rows.items():
        manager, fields = model._base_manager, model._meta.concrete_fields
        standing = manager.in_bulk()
        made = [model(**row) for pk, row in values.items() if pk not in standing]
        for start in range(0, len(made), 100):
            some = made[start : start + 100]
            manager._insert(some, fields=fields, using=DEFAULT_DB_ALIAS, raw=True)
        for pk in standing.keys() & values.keys():
            manager.filter(pk=pk).update(**values[pk])
    # The tests before may have made PostgreSQL count from the beginning again.
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(rows)):
            cursor.execute(statement)
