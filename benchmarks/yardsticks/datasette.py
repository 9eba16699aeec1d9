"""Datasette's page of a table: SQLite FTS5 over the same rows, the same facets, twenty rows.

Its time limits are raised, so that it answers in full; it doesn't rank and has no snippets.
"""

import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.processes import Server, free_port, serving
from benchmarks.yardsticks import rows

TABLES = """
CREATE TABLE speaker (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE event (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE outlet (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY, text TEXT NOT NULL, speaker INTEGER NOT NULL REFERENCES speaker(id),
    event INTEGER NOT NULL REFERENCES event(id), outlet INTEGER NOT NULL REFERENCES outlet(id),
    wording TEXT NOT NULL, language TEXT NOT NULL, year INTEGER, day TEXT
);
CREATE VIRTUAL TABLE passages_fts USING fts5(
    text, content="passages", content_rowid="id", tokenize="porter unicode61"
);
"""
INDEXED = ("speaker", "event", "outlet", "wording", "language", "year", "day")
SETTINGS = {
    "sql_time_limit_ms": "120000",
    "facet_time_limit_ms": "120000",
    "suggest_facets": "off",
    "default_facet_size": "10",
    "default_cache_ttl": "0",
}


def build(folder: Path, archive_id: str) -> Path:
    """A file with the archive's rows; one of the same archive is kept."""
    path = folder / "datasette" / archive_id / "passages.db"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".part")
        half.unlink(missing_ok=True)
        with closing(sqlite3.connect(half)) as connection:
            _fill(connection)
        half.rename(path)
    return path


@contextmanager
def datasette(program: str, path: Path, environment: Mapping[str, str]) -> Iterator[Server]:
    """Datasette over the file."""
    port = free_port()
    settings = [part for pair in SETTINGS.items() for part in ("--setting", *pair)]
    command = [program, "serve", str(path), "--port", str(port), *settings]
    with serving(command, environment, port, path.with_suffix(".log")) as server:
        yield server


def version(program: str) -> str:
    """What the program calls itself."""
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _fill(connection: sqlite3.Connection) -> None:
    connection.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {TABLES}")
    for name in rows.NOUNS:
        connection.executemany(f"INSERT INTO {name} VALUES (?, ?)", rows.nouns(name))
    places = ", ".join("?" * len(rows.Row._fields))
    connection.executemany(f"INSERT INTO passages VALUES ({places})", rows.passages())
    connection.execute("INSERT INTO passages_fts(passages_fts) VALUES ('rebuild')")
    for name in INDEXED:
        connection.execute(f"CREATE INDEX passages_{name} ON passages({name})")
    connection.execute("INSERT INTO passages_fts(passages_fts) VALUES ('optimize')")
    connection.commit()
    connection.execute("ANALYZE")
    connection.commit()
