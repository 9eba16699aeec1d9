"""Backups of the whole database, drafts, editors and history included; and restoring them.

A backup is in its engine's own format: a database file of SQLite, or an archive of ``pg_dump``. It
can be restored on the same engine alone. To change engines, export and import the archive.
"""

import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management import call_command
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient
from django.db.migrations.loader import MigrationLoader

from quotes.copies import latest_export
from quotes.editorial.version import locked_archive
from quotes.models.archive_state import new_archive_id

STATE = "quotes_archivestate"
MIGRATIONS = "django_migrations"
# What CREATE DATABASE leaves in the schema stays, and so do extensions.
EMPTY_POSTGRESQL = """
BEGIN;
SET LOCAL lock_timeout = '30s';
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DROP TABLE public.%I CASCADE', name);
    END LOOP;
    FOR name IN
        SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
    LOOP
        EXECUTE 'DROP ROUTINE ' || name || ' CASCADE';
    END LOOP;
END $$;
"""


class BackupError(Exception):
    """A backup could not be written or restored; the message says why and what to do."""


def back_up(file: Path) -> None:
    """Write the whole database to ``file``, which only its owner can read.

    The file appears when it is complete. Others can read and write the archive meanwhile.
    Raises BackupError where there is such a file already, or it cannot be written.
    """
    if file.exists():
        raise BackupError(f"{file} exists already: choose another name.")
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as folder:
            partial = Path(folder, "partial")
            partial.touch(mode=0o600)
            ENGINES[connection.vendor].write(partial)
            with partial.open("rb") as written:
                os.fsync(written.fileno())
            partial.rename(file)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"{file} cannot be written: {error}") from error


def restore(backup: Path, *, replace: bool = False) -> str:
    """Put the contents of a backup into the database; gives the archive's new id.

    The contents are replaced in one transaction: where anything fails before its end, the database
    is as it was. A backup of an earlier release is migrated afterwards. The download is deleted,
    because it may be of a state that is lost. Raises BackupError, also for a database that holds
    tables unless ``replace`` is true.
    """
    engine = ENGINES[connection.vendor]
    if not backup.exists():
        raise BackupError(f"There is no file {backup}.")
    if connection.introspection.table_names() and not replace:
        raise BackupError(
            "The database is not empty. Add --replace to lose all that it holds, or name an empty "
            "one in DATABASE_URL. Nothing was changed."
        )
    try:
        _refuse_later_release(engine.migrations(backup))
        engine.load(backup)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"{backup} cannot be restored: {error}. Nothing was changed.") from error
    connection.close()
    call_command("migrate", verbosity=0)
    with locked_archive() as state:
        state.renew()
    latest_export.remove()
    return state.archive_id


def _refuse_later_release(applied: set[str]) -> None:
    known = {name for app, name in MigrationLoader(None).disk_migrations if app == "quotes"}
    if later := sorted(applied - known):
        raise BackupError(
            f"The backup is of a later release than this one: it has the migration {later[-1]}. "
            "Install that release first. Nothing was changed."
        )


# --- SQLite -------------------------------------------------------------------------


def _write_sqlite(file: Path) -> None:
    # Unlike a copy of the pages, this leaves out what deleted rows have left in free ones.
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])


def _migrations_of_sqlite(backup: Path) -> set[str]:
    with _opened_sqlite(backup) as source:
        rows = source.execute(f"SELECT name FROM {MIGRATIONS} WHERE app = 'quotes'")  # noqa: S608
        return {name for (name,) in rows}


def _load_sqlite(backup: Path) -> None:
    """Copy by way of a temporary database, so that the new id comes in the same transaction."""
    with _opened_sqlite(backup) as source, closing(sqlite3.connect("")) as copy:
        source.backup(copy)
        (answer,) = copy.execute("PRAGMA integrity_check").fetchone()
        if answer != "ok":
            raise BackupError(f"{backup} is damaged: {answer}. Nothing was changed.")
        copy.execute(f"UPDATE {STATE} SET archive_id = ?", [new_archive_id()])  # noqa: S608
        copy.commit()
        connection.ensure_connection()
        own: Any = connection.connection
        copy.backup(own)


@contextmanager
def _opened_sqlite(backup: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as source:
            source.execute(f"SELECT archive_id FROM {STATE}")  # noqa: S608
            yield source
    except sqlite3.DatabaseError as error:
        raise BackupError(
            f"{backup} is no backup of an archive on SQLite: {error}. Nothing was changed."
        ) from error


# --- PostgreSQL ---------------------------------------------------------------------


def _write_postgresql(file: Path) -> None:
    _done("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}")


def _migrations_of_postgresql(backup: Path) -> set[str]:
    """The names of the backup's own migrations, out of the rows as pg_restore prints them."""
    wanted = [f"--table={table}" for table in (MIGRATIONS, STATE)]
    script = _done("pg_restore", "--data-only", *wanted, "--file=-", backup=backup)
    if f"COPY public.{STATE} " not in script:
        raise BackupError(f"{backup} is no backup of an archive. Nothing was changed.")
    rows = [line.split("\t") for line in script.splitlines()]
    return {row[2] for row in rows if len(row) == 4 and row[1] == "quotes"}


def _load_postgresql(backup: Path) -> None:
    """Send psql one transaction, which ends in COMMIT only if pg_restore has sent everything."""
    command, environment = _command("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-")
    with tempfile.TemporaryFile() as messages:
        with subprocess.Popen(  # noqa: S603 - the arguments are those of the settings
            command, env=environment, stdin=subprocess.PIPE, stdout=messages, stderr=messages
        ) as psql:
            complaint = _send(backup, psql.stdin)
        messages.seek(0)
        if psql.returncode:
            complaint = messages.read().decode(errors="replace")
    if complaint:
        raise BackupError(
            f"{backup} cannot be restored: {_reason(complaint)}. Nothing was changed."
        )


def _send(backup: Path, psql: Any) -> str:
    """Send the whole transaction; gives what pg_restore complained of."""
    with suppress(BrokenPipeError), psql:
        psql.write(EMPTY_POSTGRESQL.encode())
        psql.flush()
        sent = subprocess.run(  # noqa: S603
            ["pg_restore", "--no-owner", "--no-privileges", "--file=-", str(backup)],  # noqa: S607
            stdout=psql, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
        if sent.returncode:
            return sent.stderr
        psql.write(f"UPDATE public.{STATE} SET archive_id = '{new_archive_id()}';".encode())  # noqa: S608
        psql.write(b"COMMIT;")
    return ""


def _done(program: str, *options: str, backup: Path | None = None) -> str:
    """What a program of PostgreSQL prints; it reads ``backup``, or else the archive's database."""
    command, environment = [program, *options, str(backup)], None
    if backup is None:
        command, environment = _command(program, *options)
    done = subprocess.run(  # noqa: S603
        command, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{_reason(done.stderr)}. Nothing was changed.")
    return done.stdout


def _command(program: str, *options: str) -> tuple[list[str], dict[str, str]]:
    """A program of PostgreSQL with the archive's database as its last argument.

    Of several servers it takes the one that Django takes, which Django does not tell it.
    """
    stored = connection.settings_dict
    arguments, own = DatabaseClient.settings_to_cmd_args_env(stored, options)
    wanted = stored["OPTIONS"].get("target_session_attrs")
    of_several = {"PGTARGETSESSIONATTRS": wanted} if wanted else {}
    return [program, *arguments[1:]], {**os.environ, **(own or {}), **of_several}


def _reason(messages: str) -> str:
    """The error in what a program says, or its last line; behind an error stands where it was."""
    lines = messages.strip().splitlines() or ["it gave no reason"]
    errors = [line for line in lines if "ERROR:" in line]
    return (errors or lines)[-1].rstrip(".")


class Engine(NamedTuple):
    """How the database of one engine is written to a file, looked into, and replaced by it."""

    write: Callable[[Path], None]
    migrations: Callable[[Path], set[str]]
    load: Callable[[Path], None]


ENGINES = {
    "sqlite": Engine(_write_sqlite, _migrations_of_sqlite, _load_sqlite),
    "postgresql": Engine(_write_postgresql, _migrations_of_postgresql, _load_postgresql),
}
