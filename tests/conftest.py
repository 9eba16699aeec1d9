"""What every test gets: its own folders, and a cache that holds nothing."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.db import transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import override_settings
from hypothesis import HealthCheck, settings as hypothesis
from pytest_django import DjangoDbBlocker, Settings
from whitenoise.middleware import WhiteNoiseMiddleware

from quotes.editorial.kept_pages import forget_kept_pages
from quotes.ingest import opening
from quotes.models import append_only
from tests.remembered import Remembered

# Each process's SQLite is in memory; pytest-django knows so of Django's own engine alone.
IS_ON_SQLITE = project.DATABASES["default"]["ENGINE"].endswith("sqlite3")
if IS_ON_SQLITE:
    project.DATABASES["default"].setdefault("TEST", {})["NAME"] = ":memory:"


# No property depends on how busy the machine is.
hypothesis.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("suite")

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
# What needs two engines.
ON_POSTGRESQL_ALONE = ("copies/test_over_engines.py",)
# Rooms whose tests ask for nothing of the engine, or for what those of other rooms ask for too;
# they run on SQLite. On PostgreSQL the modules named below them stand for all of theirs.
ON_SQLITE_ALONE = (
    "admin", "answers/test_public.py", "api", "archive/test_csp.py", "archive/test_formats.py",
    "archive/test_logs.py", "archive/test_nginx.py", "archive/test_settings.py", "benchmarks",
    "browser", "checking", "citations", "cluster", "copies/test_exporting.py",
    "copies/test_format_1.py", "copies/test_hostile_exports.py", "copies/test_planted_faults.py",
    "copies/test_tampering.py", "docs", "filters", "ingest/readers", "ingest/splitters",
    "ingest/test_anchors.py", "search/test_help.py", "search/test_hits.py", "search/test_query.py",
    "search/test_registry.py", "templatetags", "text", "views",
)  # fmt: skip
ON_BOTH = (
    "admin/test_at_once.py", "admin/test_bulk.py", "admin/test_doubles.py",
    "admin/test_drafts_unseen.py", "admin/test_imports.py", "admin/test_searching.py",
    "api/test_changes.py", "api/test_copies.py", "api/test_drafts.py",
    "api/test_walks_under_edits.py", "citations/test_reading.py", "filters/test_typed.py",
    "views/test_bad_input.py", "views/test_browsing.py", "views/test_every_page.py",
    "views/test_feeds.py", "views/test_history.py", "views/test_permalinks.py",
    "views/test_search.py", "views/test_service.py", "views/test_similar.py",
    "views/test_years_table.py",
)  # fmt: skip


def pytest_collection_finish() -> None:
    """Keep what was imported and collected out of the garbage collector’s way: a tenth is won."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Pass over what is for the other engine alone, or would only repeat the run on SQLite."""
    if not collection_path.is_file():
        return None
    is_others = (
        _is_in(collection_path, ON_POSTGRESQL_ALONE)
        if IS_ON_SQLITE
        else _is_in(collection_path, ON_SQLITE_ALONE) and not _is_in(collection_path, ON_BOTH)
    )
    return True if is_others else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow."""
    for item in items:
        if not _is_in(item.path, QUICK):
            item.add_marker(pytest.mark.slow)


def _is_in(path: Path, places: tuple[str, ...]) -> bool:
    place = path.relative_to(Path(__file__).parent).as_posix()
    return any(place == each or place.startswith(f"{each}/") for each in places)


@pytest.fixture(autouse=True)
def _own_folders_and_empty_cache(settings: Settings, tmp_path: Path) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    settings.CARD_DIR = tmp_path / "cards"
    settings.EXPORT_DIR = tmp_path / "export"
    forget_kept_pages()


@pytest.fixture(scope="session", autouse=True)
def _own_kept_pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One folder of kept pages for each process that tests."""
    folder = tmp_path_factory.mktemp("pages")
    kept = {**project.CACHES, "default": {**project.CACHES["default"], "LOCATION": folder}}
    with override_settings(CACHES=kept, PAGES_DIR=folder):
        yield


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
        _load_opening()
        yield


# It takes seconds, and some thirty modules of tests begin with it.
_load_opening = Remembered(lambda: opening.load(project.BASE_DIR / "fixtures"))
