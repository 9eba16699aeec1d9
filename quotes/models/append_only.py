"""Append-only tables: triggers that refuse UPDATE, DELETE and REPLACE, on both engines.

The one exception: the words of a version may be taken out for legal reasons, once, and only by an
UPDATE that leaves a tombstone in their place.

Installed after every migration rather than by one, because tables that a migration remakes on
SQLite lose their triggers.
"""

from typing import Any

from django.db import connections

APPEND_ONLY = {
    "quotes_passagerevision": "sequence",
    "quotes_identifier": "id",
    "quotes_identifierevent": "id",
    "quotes_revisionwords": "revision_id",
}
# No sub-query, and no other table: PostgreSQL allows no such condition, and SQLite could not remake
# a table that the trigger of another one names.
EXPUNGING = (
    "OLD.removed = '' AND NEW.removed = 'expunged' AND NEW.text = '' AND NEW.salt = '' "
    "AND NEW.removed_reason <> '' AND NEW.removed_at IS NOT NULL "
    "AND NEW.revision_id = OLD.revision_id"
)
UNLESS = {"quotes_revisionwords": f"WHEN (NOT ({EXPUNGING})) "}
REFUSAL = "This table is append-only: what was published stays as it was."


def install(using: str = "default", **_: Any) -> None:
    """Make the triggers, anew where they stand already; the tables must exist."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table, key in APPEND_ONLY.items():
            if table in tables:
                for statement in _statements(connection.vendor, table, key):
                    # None: a percent sign in the statement is no placeholder.
                    cursor.execute(statement, None)


def remove(using: str = "default") -> None:
    """Take the triggers away; only tests that empty whole tables have reason to."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table in APPEND_ONLY:
            for name in ("update", "delete", "replace", "truncate"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{name}{on}", None)


def _statements(vendor: str, table: str, key: str) -> list[str]:
    return _postgresql(table) if vendor == "postgresql" else _sqlite(table, key)


def _sqlite(table: str, key: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    # INSERT OR REPLACE fires no DELETE trigger unless recursive_triggers is on.
    taken = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608 - constants
    triggers = {
        "update": f"BEFORE UPDATE ON {table} {UNLESS.get(table, '')}",
        "delete": f"BEFORE DELETE ON {table}",
        "replace": f"BEFORE INSERT ON {table} WHEN {taken}",
    }
    return [
        statement
        for name, event in triggers.items()
        for statement in (
            f"DROP TRIGGER IF EXISTS {table}_no_{name}",
            f"CREATE TRIGGER {table}_no_{name} {event} {refuse}",
        )
    ]


def _postgresql(table: str) -> list[str]:
    function = (
        "CREATE OR REPLACE FUNCTION quotes_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    triggers = {
        "update": f"BEFORE UPDATE ON {table} FOR EACH ROW {UNLESS.get(table, '')}",
        "delete": f"BEFORE DELETE ON {table} FOR EACH ROW",
        "truncate": f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
    }
    return [
        function,
        *(
            f"CREATE OR REPLACE TRIGGER {table}_no_{name} {event} "
            "EXECUTE FUNCTION quotes_append_only()"
            for name, event in triggers.items()
        ),
    ]
