"""What every test gets: its own folders, and a cache that holds nothing."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as project
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.models import Model
from pytest_django import DjangoDbBlocker, Settings
from whitenoise.middleware import WhiteNoiseMiddleware

from quotes.ingest import opening
from quotes.models import append_only

# Each process's SQLite is in memory; pytest-django knows so of Django's own engine alone.
IS_ON_SQLITE = project.DATABASES["default"]["ENGINE"].endswith("sqlite3")
if IS_ON_SQLITE:
    project.DATABASES["default"].setdefault("TEST", {})["NAME"] = ":memory:"


# Which tests run where, by room or module of the tests.
#
# Quick ones, for between two changes: ``-m "not slow"`` takes them alone, two minutes of two cores.
QUICK = (
    "answers", "citations", "checking/test_extract.py", "checking/test_reading.py",
    "checking/test_verdict.py", "editorial/test_publishing.py", "editorial/test_tagging.py",
    "filters/test_tracking.py", "filters/test_typed.py", "models", "search/test_find.py",
    "search/test_hits.py", "search/test_query.py", "search/test_registry.py", "templatetags",
    "text", "views/test_permalinks.py",
)  # fmt: skip
# Rooms whose tests ask for nothing of the engine, or for what those of other rooms ask for too;
# they run on SQLite. On PostgreSQL the modules named below them stand for all of theirs.
ON_SQLITE_ALONE = (
    "archive/test_csp.py", "archive/test_formats.py", "archive/test_logs.py",
    "archive/test_nginx.py", "archive/test_settings.py", "benchmarks", "browser", "checking",
    "citations", "copies/test_tampering.py", "docs", "filters", "ingest/readers",
    "ingest/splitters", "ingest/test_anchors.py", "search/test_help.py", "search/test_hits.py",
    "search/test_query.py", "search/test_registry.py", "templatetags", "text", "views",
)  # fmt: skip
ON_BOTH = (
    "checking/test_check.py", "citations/test_reading.py", "filters/test_typed.py",
    "views/test_bad_input.py", "views/test_browsing.py", "views/test_check.py",
    "views/test_every_page.py", "views/test_feeds.py", "views/test_gaps.py",
    "views/test_history.py", "views/test_permalinks.py", "views/test_search.py",
    "views/test_service.py", "views/test_similar.py", "views/test_years_table.py",
)  # fmt: skip


def pytest_collection_finish() -> None:
    """Keep what was imported and collected out of the garbage collector’s way: a tenth is won."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what is slow, and on PostgreSQL leave out what would only repeat the run on SQLite."""
    for item in items:
        if not _is_in(item, QUICK):
            item.add_marker(pytest.mark.slow)
    if IS_ON_SQLITE:
        return
    repeated = [i for i in items if _is_in(i, ON_SQLITE_ALONE) and not _is_in(i, ON_BOTH)]
    config.hook.pytest_deselected(items=repeated)
    items[:] = [item for item in items if item not in set(repeated)]


def _is_in(item: pytest.Item, places: tuple[str, ...]) -> bool:
    place = item.path.relative_to(Path(__file__).parent).as_posix()
    return any(place == each or place.startswith(f"{each}/") for each in places)


@pytest.fixture(autouse=True)
def _own_folders_and_empty_cache(settings: Settings, tmp_path: Path) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    settings.CARD_DIR = tmp_path / "cards"
    settings.EXPORT_DIR = tmp_path / "export"
    cache.clear()


@pytest.fixture(autouse=True)
def _unhurried_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """No verdict depends on how busy the machine is; one test gives the check no time at all."""
    monkeypatch.setattr("quotes.checking.check.SECONDS", 120.0)


@pytest.fixture(scope="session", autouse=True)
def _flush_append_only_tables() -> Iterator[None]:
    """Let the tests that commit empty their tables again: the triggers would refuse."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def without_triggers(operations: Any, statements: list[str]) -> None:
        append_only.remove(operations.connection.alias)
        flush(operations, statements)
        append_only.install(operations.connection.alias)

    BaseDatabaseOperations.execute_sql_flush = without_triggers
    yield
    BaseDatabaseOperations.execute_sql_flush = flush


@pytest.fixture(scope="session", autouse=True)
def _static_files_listed_once() -> Iterator[None]:
    """The client of each test begins with middleware of its own; the folders stay what they are."""
    add_files, listed = WhiteNoiseMiddleware.add_files_from_finders, {}

    def add_listed(middleware: WhiteNoiseMiddleware) -> None:
        if not listed:
            add_files(middleware)
            listed.update(middleware.files)
        middleware.files.update(listed)

    WhiteNoiseMiddleware.add_files_from_finders = add_listed
    yield
    WhiteNoiseMiddleware.add_files_from_finders = add_files


@contextmanager
def rolled_back(blocker: DjangoDbBlocker) -> Iterator[None]:
    """A transaction around the tests of a module: what is made first is there for all of them."""
    with blocker.unblock():
        block = transaction.atomic()
        # Search does not catch up inside a transaction, those of the test suite aside.
        block._from_testcase = True
        with block:
            yield
            transaction.set_rollback(True)


@pytest.fixture(scope="module")
def opening_archive(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The opening archive, loaded once for the tests of a module and rolled back behind them."""
    with rolled_back(django_db_blocker):
        if _opening_rows:
            _write(_opening_rows)
        else:
            before = _rows()
            opening.load(project.BASE_DIR / "fixtures")
            _opening_rows.update(
                (model, {pk: row for pk, row in rows.items() if row != before[model].get(pk)})
                for model, rows in _rows().items()
            )
        yield


# The values of the rows that loading the opening archive writes or changes, by model and key: to
# load it takes seconds, and some thirty modules of tests begin with it.
Rows = dict[type[Model], dict[Any, dict[str, Any]]]
_opening_rows: Rows = {}


def _rows() -> Rows:
    models = apps.get_app_config("quotes").get_models(include_auto_created=True)
    return {m: {row[m._meta.pk.attname]: row for row in m._base_manager.values()} for m in models}


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
