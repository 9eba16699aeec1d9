"""Querysets that are compiled once, and run for one value after another.

Django compiles a queryset whenever it runs. For a permalink, whose queries join a dozen tables to
read a few rows, that took several times as long as the database.
"""

from collections.abc import Callable
from threading import local
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable

M = TypeVar("M", bound=Model)


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
        alias = queryset.db
        if alias not in compilers:
            compiler = queryset.query.get_compiler(using=alias)
            compilers[alias] = (compiler, *compiler.as_sql())
        compiler, sql, params = compilers[alias]
        given = tuple(value if each == self._placeholder else each for each in params)
        compiler.as_sql = lambda: (sql, given)
        query = SimpleNamespace(get_compiler=lambda using: compiler)
        compiled = SimpleNamespace(db=alias, query=query, _known_related_objects={})
        return list(ModelIterable(compiled))

    def _queryset_and_compilers(self) -> tuple[QuerySet[M], dict[str, Any]]:
        """Those of this thread: a compiler belongs to a connection, and that to a thread."""
        kept = self._of_thread
        if not hasattr(kept, "queryset"):
            kept.queryset, kept.compilers = self._make(self._placeholder), {}
        return kept.queryset, kept.compilers
