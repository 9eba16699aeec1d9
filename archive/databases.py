"""From DATABASE_URL and DATABASE_REPLICA_URLS to Django's settings for them."""

import re
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from archive.sqlite import journal_mode, prefer_sound_sqlite

SQLITE_OPTIONS = {
    # A writer takes its lock at BEGIN and waits for it, rather than failing half-way.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL; "
    f"PRAGMA journal_mode={journal_mode(prefer_sound_sqlite())}",
}

# The server ends a statement that takes too long, and the system a connection to a server that
# is gone; archive.deadlines sees to a server that hangs. In seconds, but for statement_timeout
# and tcp_user_timeout, which count milliseconds.
POSTGRESQL_OPTIONS = {
    "connect_timeout": 3,
    "options": "-c statement_timeout=15000",
    "tcp_user_timeout": 5000,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
}
# What is only read is refused every change, also after it has become the primary.
REPLICA_OPTIONS = {
    "connect_timeout": 2,
    "options": "-c statement_timeout=15000 -c default_transaction_read_only=on",
}
# The place of a server: a name or an address, of IPv6 in brackets, and perhaps a port.
PLACE = re.compile(r"(?P<host>\[[^\]]+\]|[^:,\[\]]+)(:(?P<port>[0-9]{1,5}))?")
POSTGRESQL_PORT = "5432"
SCHEME, AT = "://", "@"


def database(url: str, base: Path) -> dict[str, Any]:
    """Settings of the database at ``url``; a relative SQLite path starts at ``base``.

    Of several servers, ``host1:port,host2:port``, the one that takes changes is connected to.
    Options named in the URL win over the ones above. Raises ImproperlyConfigured, without repeating
    the URL, which may hold a password.
    """
    try:
        config = _parsed(url)
    except ValueError:
        config = {}
    engine = config.get("ENGINE", "").removeprefix("django.db.backends.")
    if engine == "sqlite3":
        if config["NAME"] != ":memory:":
            config["NAME"] = base / config["NAME"]
        # Opening a connection costs more than a permalink's one query.
        config["CONN_MAX_AGE"] = 60
        options = SQLITE_OPTIONS
    elif engine == "postgresql":
        config |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
        options = POSTGRESQL_OPTIONS
    else:
        raise ImproperlyConfigured(
            "DATABASE_URL is not an address of SQLite (sqlite:///path) or PostgreSQL "
            "(postgres://user:password@host/name, with # @ : / in the password "
            "percent-encoded; several hosts as host1:5432,host2:5432)."
        )
    config["ENGINE"] = f"archive.backends.{engine}"
    return {**config, "OPTIONS": {**options, **config.get("OPTIONS", {})}}


def replicas(urls: str, base: Path, primary: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Settings of the servers that are read from, by alias, the nearest first.

    Raises ImproperlyConfigured unless they are PostgreSQL's, and the primary as well.
    """
    found: dict[str, dict[str, Any]] = {}
    for number, url in enumerate(urls.split(), start=1):
        config = database(url, base)
        if not (config["ENGINE"] == primary["ENGINE"] and config["ENGINE"].endswith("postgresql")):
            raise ImproperlyConfigured(
                "DATABASE_REPLICA_URLS names standbys of the PostgreSQL server in DATABASE_URL: "
                "write them as postgres://user:password@host/name, separated by spaces."
            )
        if "," in config["HOST"]:
            raise ImproperlyConfigured(
                "DATABASE_REPLICA_URLS has an address of several servers: separate the addresses "
                "of the servers by spaces, each with user and database."
            )
        own = _parsed(url).get("OPTIONS", {})
        options = {**config["OPTIONS"], **REPLICA_OPTIONS, **own}
        found[f"replica_{number}"] = {**config, "OPTIONS": options}
    return found


def _parsed(url: str) -> dict[str, Any]:
    """What Django needs to know; raises ValueError for what is no address."""
    scheme, separator, rest = url.partition(SCHEME)
    before, slash, path = rest.partition("/")
    user, at, places = before.rpartition(AT)
    if "," not in places:
        return dict(dj_database_url.parse(url))
    # Django's PostgreSQL hands lists on to libpq, which the parser takes for no port.
    found = [PLACE.fullmatch(place) for place in places.split(",")]
    servers = [match for match in found if match]
    if len(servers) < len(found):
        raise ValueError
    first = f"{scheme}{separator}{user}{at}{servers[0]['host']}{slash}{path}"
    config: dict[str, Any] = dict(dj_database_url.parse(first))
    config["HOST"] = ",".join(match["host"].strip("[]") for match in servers)
    config["PORT"] = ",".join(match["port"] or POSTGRESQL_PORT for match in servers)
    config["OPTIONS"] = {"target_session_attrs": "read-write", **config.get("OPTIONS", {})}
    return config
