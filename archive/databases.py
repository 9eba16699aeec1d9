"""From a DATABASE_URL to Django's settings for it."""

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


def database(url: str, base: Path) -> dict[str, Any]:
    """Settings of the database at ``url``; a relative SQLite path starts at ``base``.

    Options named in the URL win over the ones above. Raises ImproperlyConfigured,
    without repeating the URL, which may hold a password.
    """
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(url))
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
            "percent-encoded)."
        )
    config["ENGINE"] = f"archive.backends.{engine}"
    return {**config, "OPTIONS": {**options, **config.get("OPTIONS", {})}}
