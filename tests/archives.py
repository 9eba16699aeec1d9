"""A separate archive for tests that need real processes: its own database and index.

The engine is the one the suite runs on; the processes run ``tests.search.worker``, or another.
"""

import atexit
import os
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.db import connection


class Archive:
    """Where a second archive lives, and how to run programs on it."""

    def __init__(self, database_url: str, index: Path) -> None:
        self.index = index
        self.environment = {
            **{key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ},
            "DATABASE_URL": database_url,
            "SEARCH_INDEX_DIR": str(index),
            "EXPORT_DIR": str(index.with_name("export")),
            # Keeps the .env of the checkout out, as in the suite itself.
            "PYTEST_VERSION": "1",
        }

    def manage(self, *arguments: str, may_fail: bool = False) -> subprocess.CompletedProcess[str]:
        """Run a management command to its end."""
        return self._run([sys.executable, "manage.py", *arguments], may_fail=may_fail)

    def work(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a worker to its end."""
        return self._run([sys.executable, "-m", "tests.search.worker", *arguments])

    def start(self, *arguments: str, worker: str = "tests.search.worker") -> subprocess.Popen[str]:
        """Start a worker; its output can be read line by line."""
        return self._started("-m", worker, *arguments)

    def start_managing(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a management command; its output can be read line by line."""
        return self._started("manage.py", *arguments)

    def manage_on_a_full_disk(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a management command that must fail, because no file may grow beyond 100 kB."""
        command = ["sh", "-c", 'ulimit -f 200; exec "$@"', "sh", sys.executable, "manage.py"]
        done = self._run([*command, *arguments], may_fail=True)
        assert done.returncode == 1, done.stdout + done.stderr
        return done

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What a query of SQL gives, without a process of Django's."""
        url = self.environment["DATABASE_URL"]
        is_file = url.startswith("sqlite:///")
        opened = (
            sqlite3.connect(url.removeprefix("sqlite:///")) if is_file else psycopg.connect(url)
        )
        with closing(opened) as database:
            return list(database.execute(query).fetchall())

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run any module of the tests to its end."""
        return self._run([sys.executable, "-m", *arguments])

    def _started(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-u", *arguments],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _run(
        self, command: list[str], *, may_fail: bool = False
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            command,
            cwd=settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0 or may_fail, done.stdout + done.stderr
        return done


def kill(process: subprocess.Popen[str]) -> None:
    """Kill a process as a power cut would, and wait until it is gone."""
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


@contextmanager
def second_archive(
    folder: Path, name: str = "second", *, has_demo: bool = False
) -> Iterator[Archive]:
    """A migrated archive, empty or with the demo's, removed at the end; ``name`` tells several."""
    if connection.vendor == "sqlite":
        yield sqlite_archive(folder, has_demo=has_demo)
        return
    folder.mkdir(exist_ok=True)
    template = _postgresql_template(has_demo=has_demo)
    with _postgresql_database(f"test_{name}_{os.getpid()}", template) as database_url:
        _give_identity(psycopg.connect(database_url), "%s")
        yield Archive(database_url, folder / "index")


def sqlite_archive(folder: Path, *, has_demo: bool = False) -> Archive:
    """A migrated archive on SQLite, empty or with the demo's, whatever the suite runs on."""
    folder.mkdir(exist_ok=True)
    file = folder / "archive.sqlite3"
    shutil.copyfile(_sqlite_template(has_demo=has_demo), file)
    _give_identity(sqlite3.connect(file), "?")
    return Archive(f"sqlite:///{file}", folder / "index")


@cache
def _sqlite_template(*, has_demo: bool) -> Path:
    """A migrated file to be copied: to migrate and fill each archive takes seconds."""
    folder = Path(tempfile.mkdtemp(prefix="on-record-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / "archive.sqlite3"
    template = Archive(f"sqlite:///{file}", folder / "index")
    if has_demo:
        shutil.copyfile(_sqlite_template(has_demo=False), file)
    template.manage("load_demo" if has_demo else "migrate", "-v0")
    return file


@cache
def _postgresql_template(*, has_demo: bool) -> str:
    """The name of a migrated database to be copied."""
    name = f"test_template_{'demo_' if has_demo else ''}{os.getpid()}"
    empty = _postgresql_template(has_demo=False) if has_demo else "template1"
    databases = ExitStack()
    atexit.register(databases.close)
    url = databases.enter_context(_postgresql_database(name, empty))
    template = Archive(url, Path(tempfile.gettempdir()) / "no-index")
    template.manage("load_demo" if has_demo else "migrate", "-v0")
    return name


def _give_identity(opened: Any, mark: str) -> None:
    """Make a copied archive another one than those that were copied before."""
    token = secrets.token_hex(8)
    with closing(opened) as archive:
        archive.execute(
            f"UPDATE quotes_archivestate SET archive_id = {mark}, token = {mark}",
            (secrets.token_hex(8), token),
        )
        archive.execute(f"UPDATE quotes_versiontoken SET token = {mark}", (token,))
        archive.commit()


@contextmanager
def _postgresql_database(name: str, template: str = "template1") -> Iterator[str]:
    given = connection.settings_dict
    quoted = {key: quote(str(given[key] or ""), safe="") for key in ("USER", "PASSWORD", "HOST")}
    user = f"{quoted['USER']}:{quoted['PASSWORD']}"
    server = f"postgresql://{user}@{quoted['HOST']}:{given['PORT'] or 5432}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as any_database:
        any_database.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        any_database.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield f"{server}/{name}"
    finally:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as any_database:
            any_database.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
