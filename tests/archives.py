"""A separate archive for tests that need real processes: its own database and index.

The engine is the one the suite runs on; the processes run ``tests.search.worker``, or another.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

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
            # Keeps the .env of the checkout out, as in the suite itself.
            "PYTEST_VERSION": "1",
        }

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a management command to its end."""
        return self._run([sys.executable, "manage.py", *arguments])

    def work(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a worker to its end."""
        return self._run([sys.executable, "-m", "tests.search.worker", *arguments])

    def start(self, *arguments: str, worker: str = "tests.search.worker") -> subprocess.Popen[str]:
        """Start a worker; its output can be read line by line."""
        return subprocess.Popen(
            [sys.executable, "-u", "-m", worker, *arguments],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            command,
            cwd=settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done


def kill(process: subprocess.Popen[str]) -> None:
    """Kill a process as a power cut would, and wait until it is gone."""
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


@contextmanager
def second_archive(folder: Path) -> Iterator[Archive]:
    """An empty, migrated archive, removed at the end."""
    if connection.vendor == "sqlite":
        archive = Archive(f"sqlite:///{folder / 'archive.sqlite3'}", folder / "index")
        archive.manage("migrate", "-v0")
        yield archive
        return
    name = f"test_second_{os.getpid()}"
    with _postgresql_database(name) as database_url:
        archive = Archive(database_url, folder / "index")
        archive.manage("migrate", "-v0")
        yield archive


@contextmanager
def _postgresql_database(name: str) -> Iterator[str]:
    given = connection.settings_dict
    quoted = {key: quote(str(given[key] or ""), safe="") for key in ("USER", "PASSWORD", "HOST")}
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        user = f"{quoted['USER']}:{quoted['PASSWORD']}"
        yield f"postgresql://{user}@{quoted['HOST']}:{given['PORT'] or 5432}/{name}"
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
