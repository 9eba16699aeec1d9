"""Triggers by which the database itself protects what was published, on both engines.

Append-only tables refuse UPDATE, DELETE and REPLACE. The one exception: the words of a version may
be removed once for legal reasons, by an UPDATE that leaves a tombstone.

A passage that was published keeps its identifier and stays published or withdrawn, and its row is
not deleted.

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
    "quotes_registryrecord": "sequence",
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

PASSAGES = "quotes_passage"
LOSES_IDENTIFIER = (
    "OLD.identifier_id IS NOT NULL "
    "AND (NEW.identifier_id IS NULL OR NEW.identifier_id <> OLD.identifier_id)"
)
# Written out: PostgreSQL keeps no IN, and the audit compares triggers to the letter.
BECOMES_DRAFT = (
    "(OLD.state = 'published' OR OLD.state = 'withdrawn') "
    "AND NEW.state <> 'published' AND NEW.state <> 'withdrawn'"
)
PASSAGE_RULES = {
    "update": f"BEFORE UPDATE ON {PASSAGES} {{each}} WHEN (NEW.id <> OLD.id "
    f"OR ({LOSES_IDENTIFIER}) OR ({BECOMES_DRAFT}))",
    "delete": f"BEFORE DELETE ON {PASSAGES} {{each}} WHEN (OLD.identifier_id IS NOT NULL)",
}
# REPLACE deletes the row that is in the way, and fires no trigger for it.
SQLITE_PASSAGE_RULES = {
    "replace": "BEFORE INSERT ON quotes_passage WHEN EXISTS (SELECT 1 FROM quotes_passage "
    "WHERE identifier_id IS NOT NULL AND (id = NEW.id OR identifier_id = NEW.identifier_id))",
    "takeover": "BEFORE UPDATE OF identifier_id ON quotes_passage WHEN EXISTS (SELECT 1 "
    "FROM quotes_passage WHERE identifier_id = NEW.identifier_id AND id <> OLD.id)",
}
PASSAGE_REFUSAL = (
    "A passage that was published keeps its identifier, and stays published or withdrawn."
)
NAMES = ("update", "delete", "replace", "takeover", "truncate")


def install(using: str = "default", **_: Any) -> None:
    """Create the triggers, or replace them; the tables must exist."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in tables & {*APPEND_ONLY, PASSAGES}:
            for statement in _statements(connection.vendor, table):
                # None: a percent sign in the statement is no placeholder.
                cursor.execute(statement, None)


def remove(using: str = "default") -> None:
    """Drop the triggers; for tests that empty whole tables."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table in (*APPEND_ONLY, PASSAGES):
            for name in NAMES:
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{name}{on}", None)


def statements(vendor: str) -> list[str]:
    """All that ``install`` runs, in order."""
    return [each for table in (*APPEND_ONLY, PASSAGES) for each in _statements(vendor, table)]


def _statements(vendor: str, table: str) -> list[str]:
    made = _postgresql if vendor == "postgresql" else _sqlite
    if table == PASSAGES:
        each = "FOR EACH ROW" if vendor == "postgresql" else ""
        rules = {name: rule.format(each=each) for name, rule in PASSAGE_RULES.items()}
        others = _truncation(table) if vendor == "postgresql" else SQLITE_PASSAGE_RULES
        return made(table, rules | others, "quotes_published_stays", PASSAGE_REFUSAL)
    rules = _append_only_postgresql(table) if vendor == "postgresql" else _append_only_sqlite(table)
    return made(table, rules, "quotes_append_only", REFUSAL)


def _append_only_sqlite(table: str) -> dict[str, str]:
    # INSERT OR REPLACE fires no DELETE trigger unless recursive_triggers is on.
    key = APPEND_ONLY[table]
    taken = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608 - constants
    return {
        "update": f"BEFORE UPDATE ON {table} {UNLESS.get(table, '')}",
        "delete": f"BEFORE DELETE ON {table}",
        "replace": f"BEFORE INSERT ON {table} WHEN {taken}",
    }


def _append_only_postgresql(table: str) -> dict[str, str]:
    return {
        "update": f"BEFORE UPDATE ON {table} FOR EACH ROW {UNLESS.get(table, '')}",
        "delete": f"BEFORE DELETE ON {table} FOR EACH ROW",
        **_truncation(table),
    }


def _truncation(table: str) -> dict[str, str]:
    return {"truncate": f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"}


def _sqlite(table: str, rules: dict[str, str], function: str, refusal: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    return [
        statement
        for name, rule in rules.items()
        for statement in (
            f"DROP TRIGGER IF EXISTS {table}_no_{name}",
            f"CREATE TRIGGER {table}_no_{name} {rule} {refuse}",
        )
    ]


def _postgresql(table: str, rules: dict[str, str], function: str, refusal: str) -> list[str]:
    return [
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{refusal}'; END $$",
        *(
            f"CREATE OR REPLACE TRIGGER {table}_no_{name} {rule} EXECUTE FUNCTION {function}()"
            for name, rule in rules.items()
        ),
    ]
