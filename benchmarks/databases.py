"""Databases that a run makes on a PostgreSQL server."""

from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


def address_of(server: str, name: str) -> str:
    """The address of a database on the server that ``server`` names a database of."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def fresh(server: str, name: str, template: str = "template0") -> str:
    """The address of a new database, in place of one with that name; a copy of ``template``."""
    drop(server, name)
    with psycopg.connect(server, autocommit=True) as connection:
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(made.format(sql.Identifier(name), sql.Identifier(template)))
    return address_of(server, name)


def drop(server: str, name: str) -> None:
    """Drop a database, if there is one."""
    with psycopg.connect(server, autocommit=True) as connection:
        gone = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        connection.execute(gone.format(sql.Identifier(name)))


def exists(server: str, name: str) -> bool:
    """Whether the server has a database of this name."""
    with psycopg.connect(server) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return found.fetchone() is not None


def bytes_of(address: str) -> int:
    """Size of a database on disk."""
    with psycopg.connect(address) as connection:
        return connection.execute("SELECT pg_database_size(current_database())").fetchone()[0]


def comment_on(server: str, name: str) -> str | None:
    """The comment on a database; None without one, or without the database."""
    asked = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    with psycopg.connect(server) as connection:
        found = connection.execute(asked, [name]).fetchone()
    return found[0] if found else None
