"""The tables of the PostgreSQL yardstick."""

from typing import Any

import psycopg
from psycopg import sql

from benchmarks import databases
from benchmarks.yardsticks import rows

TABLES = """
CREATE TABLE speaker (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE event (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE outlet (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE passages (
    id bigint PRIMARY KEY, text text NOT NULL, speaker bigint NOT NULL REFERENCES speaker,
    event bigint NOT NULL REFERENCES event, outlet bigint NOT NULL REFERENCES outlet,
    wording text NOT NULL, language text NOT NULL, year int, day text,
    vector tsvector GENERATED ALWAYS AS (to_tsvector('english', text)) STORED
);
"""
COPIED = ("id", "text", "speaker", "event", "outlet", "wording", "language", "year", "day")
INDEXED = ("speaker", "event", "outlet", "wording", "language", "year", "day")
SIZES = (
    "SELECT pg_database_size(current_database()), pg_total_relation_size('passages'), "
    "pg_relation_size('passages_vector')"
)


def build(server: str, name: str, archive_id: str) -> str:
    """The address of a database with the archive's rows; one that is there already is kept."""
    address = databases.address_of(server, name)
    if databases.comment_on(server, name) != archive_id:
        databases.fresh(server, name)
        with psycopg.connect(address) as connection:
            _fill(connection)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
            said = sql.SQL("COMMENT ON DATABASE {} IS {}")
            connection.execute(said.format(sql.Identifier(name), sql.Literal(archive_id)))
    return address


def described(address: str) -> dict[str, Any]:
    """The server's version and settings, and the sizes of the yardstick."""
    with psycopg.connect(address) as connection:
        whole, table, index = connection.execute(SIZES).fetchone() or (0, 0, 0)
        settings = {
            name: connection.execute(f"SHOW {name}").fetchone()[0]
            for name in ("server_version", "shared_buffers", "fsync")
        }
    return {**settings, "work_mem": "64MB", "bytes": whole, "table": table, "gin": index}


def _fill(connection: psycopg.Connection) -> None:
    connection.execute(TABLES)
    with connection.cursor() as cursor:
        for name in rows.NOUNS:
            with cursor.copy(f"COPY {name} (id, name) FROM STDIN") as copy:
                for noun in rows.nouns(name):
                    copy.write_row(noun)
        with cursor.copy(f"COPY passages ({', '.join(COPIED)}) FROM STDIN") as copy:
            for row in rows.passages():
                copy.write_row(row)
    connection.execute("CREATE INDEX passages_vector ON passages USING gin (vector)")
    for name in INDEXED:
        connection.execute(f"CREATE INDEX ON passages ({name})")
