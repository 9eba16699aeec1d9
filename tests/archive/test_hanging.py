"""A database that hangs, or is locked: whoever asks is told so in time, and all heals."""

import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import psycopg
import pytest
from django.db import OperationalError, connection, connections
from django.http import StreamingHttpResponse

from archive.backends.postgresql.base import DatabaseWrapper
from archive.deadlines import DatabaseDeadlineMiddleware, allowance, within
from tests.archive.own_postgresql import own_postgresql
from tests.archive.served import Answer, Served, served
from tests.archives import Archive
from tests.effort import EFFORT

ROUNDS = EFFORT
SESSION = {"Cookie": "sessionid=abcdefghijklmnopqrstuvwxyz012345"}
READ = ("/", "/search/?q=a", "/search.json?q=a", "/api/v1/passages", "/q/t90s1618", "/sitemap.xml")
on_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="a server hangs, and SQLite has none"
)
on_sqlite = pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="only SQLite locks the whole database"
)


def ask_all(site: Served, *, posts: bool) -> list[Answer]:
    """What all kinds of addresses answer when they are asked at once."""
    with ThreadPoolExecutor(16) as pool:
        asked = [pool.submit(site.get, path) for path in READ]
        asked.append(pool.submit(site.get, "/admin/", SESSION))
        if posts:
            body = '{"text": "“These words are in no archive at all, nobody said them.”"}'
            json = {"Content-Type": "application/json"}
            asked.append(pool.submit(site.get, "/api/v1/check", json, method="POST", body=body))
        return [each.result() for each in asked]


def assert_says_so(answer: Answer) -> None:
    assert answer.status == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] == "no-store"
    assert "does not answer" in answer.text
    assert answer.seconds < 10


def assert_healthz_says_so(site: Served) -> None:
    health = site.get("/healthz")
    assert (health.status, health.headers["Content-Type"]) == (503, "application/json")
    assert "database does not answer" in health.text
    assert health.seconds < 6


# --- PostgreSQL ---


@on_postgresql
def test_while_postgresql_hangs_all_say_so_in_time_and_heal_by_themselves(database_server, site):
    for turn in range(ROUNDS):
        assert {answer.status for answer in ask_all(site, posts=True)} <= {200, 302, 404}
        database_server.signal(signal.SIGSTOP)
        try:
            with ThreadPoolExecutor(1) as pool:
                asked = pool.submit(ask_all, site, posts=turn == 0)
                assert_healthz_says_so(site)
                for answer in asked.result():
                    assert_says_so(answer)
        finally:
            database_server.signal(signal.SIGCONT)
        assert site.get("/healthz").status == 200
        assert site.get("/search.json?q=b").seconds < 5
    assert "did not answer" in site.log.read_text()


@on_postgresql
@pytest.mark.parametrize("which", ["first", "others"])
@pytest.mark.django_db
def test_a_wait_ends_in_time_whichever_process_of_the_server_hangs(database_server, which):
    """New connections hang while the first process does; those that are open, with theirs."""
    wrapper = connection.copy()
    port = database_server.url.rpartition(":")[2].split("/")[0]
    wrapper.settings_dict = {**wrapper.settings_dict, "HOST": "localhost", "NAME": "postgres",
        "USER": "archive", "PASSWORD": "", "PORT": port}  # fmt: skip
    if which == "others":
        wrapper.ensure_connection()
    database_server.signal(signal.SIGSTOP, which=which)
    started = time.monotonic()
    try:
        with within(0.5), pytest.raises(OperationalError), wrapper.cursor() as cursor:
            cursor.execute("SELECT 1")
        assert time.monotonic() - started < 2
    finally:
        database_server.signal(signal.SIGCONT)
        wrapper.close()
    with within(5), wrapper.cursor() as cursor:
        assert cursor.execute("SELECT 1").fetchone() == (1,)
    wrapper.close()


@on_postgresql
@pytest.mark.django_db
def test_late_answers_are_never_taken_for_those_to_later_questions():
    wrapper = connection.copy()
    for number in range(3):
        with within(0.2), pytest.raises(OperationalError), wrapper.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.4), 'late'")
        assert wrapper.connection.closed
        # As Django does at the end of a request.
        wrapper.close_if_unusable_or_obsolete()
        with within(5), wrapper.cursor() as cursor:
            assert cursor.execute("SELECT %s", [number]).fetchone() == (number,)
    wrapper.close()


@on_postgresql
@pytest.mark.django_db
def test_only_the_waits_of_a_request_count_and_all_of_them():
    wrapper = connection.copy()
    with within(0.6), wrapper.cursor() as cursor:
        time.sleep(0.8)
        cursor.execute("SELECT pg_sleep(0.3)")
        with pytest.raises(OperationalError):
            cursor.execute("SELECT pg_sleep(0.4)")
    wrapper.close()


@on_postgresql
@pytest.mark.django_db
def test_commands_wait_as_long_as_they_need():
    assert allowance() is None
    with connection.cursor() as cursor:
        assert cursor.execute("SELECT 'done' FROM pg_sleep(0.2)").fetchone() == ("done",)


@on_postgresql
@pytest.mark.django_db
def test_a_commit_that_no_standby_has_confirmed_is_not_acknowledged():
    """The server commits it all the same, and says so in a warning alone."""
    with own_postgresql() as server:
        wrapper = connection.copy()
        port = server.url.rpartition(":")[2].split("/")[0]
        wrapper.settings_dict = {**wrapper.settings_dict, "HOST": "127.0.0.1", "NAME": "postgres",
            "USER": "archive", "PASSWORD": "", "PORT": port}  # fmt: skip
        with wrapper.cursor() as cursor:
            cursor.execute("CREATE TABLE a (b int)")
            cursor.execute("ALTER SYSTEM SET synchronous_standby_names = 'gone'")
            cursor.execute("SELECT pg_reload_conf()")
        wrapper.set_autocommit(False)
        is_over = Event()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(end_waits, server.url, is_over)
            try:
                with pytest.raises(OperationalError, match="one machine"):
                    commit_until_it_waits(wrapper)
            finally:
                is_over.set()
        wrapper.close()


def commit_until_it_waits(wrapper: DatabaseWrapper) -> None:
    """The server reads its settings anew in its own time; until then nothing waits."""
    for _ in range(600):
        with wrapper.cursor() as cursor:
            cursor.execute("INSERT INTO a VALUES (1)")
        wrapper.commit()
        time.sleep(0.05)


def end_waits(url: str, is_over: Event) -> None:
    """Cancel what waits for a standby, as somebody does who sees it hang."""
    cancel = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    with psycopg.connect(url, autocommit=True) as server:
        while not is_over.is_set():
            server.execute(cancel)
            time.sleep(0.05)


# --- SQLite ---


@on_sqlite
@pytest.mark.django_db
def test_while_sqlite_is_locked_all_say_so_in_time_and_heal_by_themselves(archive, tmp_path):
    path = tmp_path / "archive.sqlite3"
    shutil.copy(archive.index.with_name("archive.sqlite3"), path)
    archive = Archive(f"sqlite:///{path}", archive.index)
    # Nobody can even read, as while somebody converts or restores the file.
    lock = sqlite3.connect(path)
    lock.execute("PRAGMA locking_mode = EXCLUSIVE")
    lock.execute("BEGIN EXCLUSIVE")
    lock.execute("UPDATE quotes_archivestate SET version = version")
    lock.commit()
    with served(archive, tmp_path) as site:
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(ask_all, site, posts=True)
            assert_healthz_says_so(site)
            for answer in asked.result():
                assert_says_so(answer)
        lock.close()
        assert site.get("/healthz").status == 200
        assert {answer.status for answer in ask_all(site, posts=True)} <= {200, 302, 404}


@on_sqlite
@pytest.mark.django_db
@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_a_wait_for_a_locked_file_ends_in_time(tmp_path, journal):
    wrapper = wrapper_for(tmp_path / "a.sqlite3", journal)
    with wrapper.cursor() as cursor:
        cursor.execute("CREATE TABLE a (b)")
    lock = sqlite3.connect(tmp_path / "a.sqlite3")
    lock.execute("BEGIN EXCLUSIVE")
    started = time.monotonic()
    with within(0.5), pytest.raises(OperationalError, match="locked"), wrapper.cursor() as cursor:
        cursor.execute("INSERT INTO a VALUES (1)")
    assert time.monotonic() - started < 2
    lock.rollback()
    with within(0.5), wrapper.cursor() as cursor:
        cursor.execute("INSERT INTO a VALUES (2)")
    wrapper.close()
    lock.close()


def wrapper_for(path: Path, journal: str) -> object:
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20}
    options["init_command"] = f"PRAGMA journal_mode={journal}"
    return type(connections["default"])(
        {**connection.settings_dict, "NAME": path, "OPTIONS": options}, "other"
    )


# --- Both ---


def test_each_part_of_a_streamed_answer_may_wait_as_long_as_a_page(rf):
    def parts() -> Iterator[bytes]:
        for _ in range(3):
            limit = allowance()
            yield f"{limit.seconds} ".encode()
            limit.seconds -= 3

    middleware = DatabaseDeadlineMiddleware(lambda request: StreamingHttpResponse(parts()))
    assert middleware(rf.get("/")).getvalue() == b"4.0 4.0 4.0 "
    assert allowance() is None


def test_readers_give_up_early_after_one_has_waited_in_vain(rf):
    allowed = []
    middleware = DatabaseDeadlineMiddleware(lambda request: allowed.append(allowance().seconds))
    middleware(rf.get("/"))
    middleware.process_exception(rf.post("/"), OperationalError())
    middleware(rf.get("/"))
    middleware.process_exception(rf.get("/"), OperationalError())
    middleware(rf.get("/"))
    middleware(rf.post("/"))
    middleware(rf.get("/healthz"))
    assert allowed == [4.0, 4.0, 1.0, 8.0, 1.5]
