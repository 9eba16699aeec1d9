"""How the archive connects to its database."""

import sqlite3
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from archive.databases import database, replicas
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


def test_an_address_may_name_several_hosts_and_the_one_that_takes_changes_is_used():
    found = database("postgres://u:p%40@h1:5433,[::1],h3:5434/db?sslmode=require", Path("/base"))
    names = ("HOST", "PORT", "NAME", "USER", "PASSWORD")
    assert [found[name] for name in names] == ["h1,::1,h3", "5433,5432,5434", "db", "u", "p@"]
    assert found["OPTIONS"]["target_session_attrs"] == "read-write"
    assert found["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize("hosts", ["h1,", "h1:x,h2", "h1,h2:123456", ","])
def test_an_address_with_odd_hosts_is_refused_without_its_password(hosts):
    with pytest.raises(ImproperlyConfigured, match="host1:5432,host2:5432") as refusal:
        database(f"postgres://u:secret@{hosts}/db", Path("/base"))
    assert "secret" not in str(refusal.value)


def test_replicas_are_named_in_order_and_take_no_changes():
    primary = database("postgres://u@h1/db", Path("/base"))
    found = replicas(
        " postgres://u@h2/db\npostgres://u@h3:1/db?connect_timeout=1 ", Path("/"), primary
    )
    assert [(alias, each["HOST"]) for alias, each in found.items()] == [
        ("replica_1", "h2"),
        ("replica_2", "h3"),
    ]
    assert "default_transaction_read_only=on" in found["replica_1"]["OPTIONS"]["options"]
    assert str(found["replica_2"]["OPTIONS"]["connect_timeout"]) == "1"


@pytest.mark.parametrize(
    ("primary", "urls"),
    [
        ("sqlite:///a.sqlite3", "postgres://u@h2/db"),
        ("postgres://u@h1/db", "sqlite:///a.sqlite3"),
        ("postgres://u@h1/db", "postgres://u@h2,h3/db"),
    ],
)
def test_replicas_that_cannot_be_are_refused(primary, urls):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_REPLICA_URLS"):
        replicas(urls, Path("/base"), database(primary, Path("/base")))
