"""How the archive connects to its database."""

import sqlite3
import sys
from pathlib import Path

import pytest
from django.db import connection

from archive.databases import database
from archive.sqlite import SOUND_SINCE, journal_mode


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:///var/a.sqlite3", "/base/var/a.sqlite3"),
        ("sqlite:////srv/a.sqlite3", "/srv/a.sqlite3"),
        ("sqlite:///:memory:", ":memory:"),
    ],
)
def test_a_relative_sqlite_path_starts_at_the_checkout(url, name):
    assert str(database(url, Path("/base"))["NAME"]) == name


def test_wal_is_used_only_where_sqlite_keeps_it_safe():
    assert journal_mode((3, 40, 1)) == "DELETE"
    assert journal_mode((3, 51, 2)) == "DELETE"
    assert journal_mode((3, 51, 3)) == "WAL"


def test_django_uses_the_sound_sqlite_where_one_is_installed():
    pytest.importorskip("pysqlite3", reason="no wheel of pysqlite3 for this platform")
    assert sys.modules["sqlite3"].sqlite_version_info >= SOUND_SINCE
    assert sqlite3.sqlite_version_info >= SOUND_SINCE


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's own settings")
def test_sqlite_enforces_foreign_keys_and_syncs_every_commit():
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL's own")
def test_postgresql_ends_a_statement_that_hangs():
    with connection.cursor() as cursor:
        assert cursor.execute("SHOW statement_timeout").fetchone() == ("15s",)
