"""What every test gets: its own folders, and a cache that holds nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.core.cache import cache
from django.db import transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from pytest_django import DjangoDbBlocker, Settings

from quotes.ingest import opening
from quotes.models import append_only

# Each process's SQLite is in memory; pytest-django knows so of Django's own engine alone.
if project.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    project.DATABASES["default"].setdefault("TEST", {})["NAME"] = ":memory:"


# What tests none but SQLite, whatever the suite runs on; and rooms that know no database, so
# that only their tests that ask for one are run again on PostgreSQL.
ON_SQLITE_ALONE = ("benchmarks", "browser")
WITHOUT_DATABASE = ("citations", "text")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL leave out what would only repeat the run on SQLite."""
    if project.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return
    repeated = [item for item in items if _knows_no_postgresql(item)]
    config.hook.pytest_deselected(items=repeated)
    items[:] = [item for item in items if item not in set(repeated)]


def _knows_no_postgresql(item: pytest.Item) -> bool:
    room = item.path.relative_to(Path(__file__).parent).parts[0]
    asks = item.get_closest_marker("django_db") or "django_db_setup" in item.fixturenames
    return room in ON_SQLITE_ALONE or (room in WITHOUT_DATABASE and not asks)


@pytest.fixture(autouse=True)
def _own_folders_and_empty_cache(settings: Settings, tmp_path: Path) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    settings.CARD_DIR = tmp_path / "cards"
    settings.EXPORT_DIR = tmp_path / "export"
    cache.clear()


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


@pytest.fixture(scope="module")
def opening_archive(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The opening archive, loaded once for the tests of a module and rolled back behind them."""
    with django_db_blocker.unblock():
        block = transaction.atomic()
        # Search does not catch up inside a transaction, those of the test suite aside.
        block._from_testcase = True
        with block:
            opening.load(project.BASE_DIR / "fixtures")
            yield
            transaction.set_rollback(True)
