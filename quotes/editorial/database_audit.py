"""Whether the database itself is whole: its file, its tables and columns, its rules.

Run before the audit of its contents: if a page, a column or a trigger is missing, no other result
can be trusted.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, models
from django.db.migrations.loader import MigrationLoader

from quotes.models import append_only

MAX_REPORTED = 20
CREATED = re.compile(r"CREATE (?:OR REPLACE )?TRIGGER (\w+) (.*?)\s+ON (\w+)\b")
FUNCTION = re.compile(r"CREATE OR REPLACE FUNCTION (\w+)\(\).*?\$\$(.*?)\$\$", re.DOTALL)
# How SQLite, which lets any value into any column, should have stored what Django reads.
STORED_AS = {
    "integer": (models.IntegerField, models.BooleanField, models.AutoField),
    "text": (models.CharField, models.TextField, models.DateField, models.JSONField),
}


class UnreadableError(Exception):
    """Nothing in this database can be audited; says why."""


def database_faults() -> Iterator[str]:
    """Faults of the database, a sentence each; raises UnreadableError if it cannot go on."""
    try:
        yield from _file_faults()
        yield from _structure_faults()
        yield from _trigger_faults()
        yield from _reference_faults()
        yield from _value_faults()
    except DatabaseError as error:
        raise UnreadableError(f"The database cannot be read: {error}.") from error


def _file_faults() -> Iterator[str]:
    """SQLite's own check of its file, every page and index."""
    if connection.vendor != "sqlite":
        return
    path = Path(str(connection.settings_dict["NAME"]))
    if not connection.is_in_memory_db() and not path.is_file():  # type: ignore[attr-defined]
        raise UnreadableError(f"There is no database at {path}.")
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA integrity_check({MAX_REPORTED})")
        found = [str(row[0]) for row in cursor.fetchall()]
    if found != ["ok"]:
        yield from (f"The database file is damaged: {fault}." for fault in found)
        raise UnreadableError("Restore a backup: nothing in a damaged file can be relied on.")


def _structure_faults() -> Iterator[str]:
    """Tables, columns and constraints of the models that the database lacks."""
    loader = MigrationLoader(connection)
    missing = sorted(loader.graph.nodes.keys() - loader.applied_migrations.keys())
    found = [f"Migration {app}.{name} was not run." for app, name in missing]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in _models():
            table = model._meta.db_table
            if table not in tables:
                found.append(f"The table {table} is missing.")
                continue
            # On SQLite, Django would parse each table's whole CREATE statement for this.
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} LIMIT 0")  # noqa: S608
            names = {column[0] for column in cursor.description}
            found += [
                f"The column {table}.{field.column} is missing."
                for field in model._meta.local_concrete_fields
                if field.column not in names
            ]
    yield from found
    if found:
        raise UnreadableError("Restore a backup, or run manage.py migrate.")
    with connection.cursor() as cursor:
        for model in _models():
            yield from _constraint_faults(cursor, model)


def _models() -> list[type[models.Model]]:
    return list(apps.get_app_config("quotes").get_models(include_auto_created=True))


def _constraint_faults(cursor: Any, model: type[models.Model]) -> Iterator[str]:
    table = model._meta.db_table
    read = _rules_of_sqlite if connection.vendor == "sqlite" else _rules_by_introspection
    names, unique, referring = read(cursor, table)
    for constraint in model._meta.constraints:
        if constraint.name not in names:
            yield f"The table {table} lacks its constraint {constraint.name}."
    for field in model._meta.local_concrete_fields:
        if field.unique and (field.column,) not in unique:
            yield f"The column {table}.{field.column} may hold one value twice."
        if _is_reference(field) and field.column not in referring:
            yield f"The column {table}.{field.column} may refer to nothing."


def _is_reference(field: Any) -> bool:
    return isinstance(field, models.ForeignKey) and bool(getattr(field, "db_constraint", True))


def _rules_by_introspection(cursor: Any, table: str) -> tuple[set[str], set[tuple], set[str]]:
    """Names of constraints, columns that are unique together, columns that refer."""
    found = connection.introspection.get_constraints(cursor, table)
    unique = {
        tuple(each["columns"]) for each in found.values() if each["unique"] or each["primary_key"]
    }
    referring = {
        column for each in found.values() if each["foreign_key"] for column in each["columns"]
    }
    return set(found), unique, referring


def _rules_of_sqlite(cursor: Any, table: str) -> tuple[set[str], set[tuple], set[str]]:
    """The same; many times faster than Django, which parses each CREATE statement."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE tbl_name = %s", [table])
    names: set[str] = set()
    for name, sql in cursor.fetchall():
        names |= {name, *re.findall(r'CONSTRAINT "(\w+)"', sql or "")}
    unique: dict[str, tuple] = {}
    cursor.execute(
        "SELECT list.name, info.name FROM pragma_index_list(%s) AS list, "
        'pragma_index_info(list.name) AS info WHERE list."unique" ORDER BY list.seq, info.seqno',
        [table],
    )
    for index, column in cursor.fetchall():
        unique[index] = (*unique.get(index, ()), column)
    cursor.execute("SELECT name FROM pragma_table_info(%s) WHERE pk", [table])
    unique[""] = tuple(column for (column,) in cursor.fetchall())
    cursor.execute('SELECT "from" FROM pragma_foreign_key_list(%s)', [table])
    return names, set(unique.values()), {column for (column,) in cursor.fetchall()}


def _trigger_faults() -> Iterator[str]:
    """The archive's triggers, compared to the letter; and any other triggers."""
    read = _triggers_of_postgresql if connection.vendor == "postgresql" else _triggers_of_sqlite
    expected = {
        made[1]: (made[3], _plain(statement))
        for statement in append_only.statements(connection.vendor)
        if (made := CREATED.match(statement))
    }
    found = read()
    for name, (table, statement) in expected.items():
        if name not in found:
            yield f"The trigger {name} on {table} is missing: manage.py migrate makes it anew."
        elif found[name] != (table, statement):
            yield f"The trigger {name} on {table} is not what it should be, or is disabled."
    for name in found.keys() - expected.keys():
        yield f"The trigger {name} on {found[name][0]} is not the archive's."
    if connection.vendor == "postgresql":
        yield from _rules_of_postgresql()


def _plain(statement: str) -> str:
    """A statement without the parts that PostgreSQL rewrites."""
    bare = re.sub(r"::(?:text|character varying|bpchar)(?:\[\])?", "", statement)
    return re.sub(r"CREATE OR REPLACE|public\.|[\s()]", "", bare).removeprefix("CREATE").lower()


def _triggers_of_sqlite() -> dict[str, tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name: (table, _plain(sql)) for name, table, sql in cursor.fetchall()}


def _triggers_of_postgresql() -> dict[str, tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, relname, CASE WHEN tgenabled IN ('O', 'A') "
            "THEN pg_get_triggerdef(pg_trigger.oid) ELSE '' END "
            "FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace"
        )
        return {name: (table, _plain(sql)) for name, table, sql in cursor.fetchall()}


def _rules_of_postgresql() -> Iterator[str]:
    """Functions of the triggers; foreign keys and constraints that were switched off."""
    with connection.cursor() as cursor:
        for statement in append_only.statements("postgresql"):
            if made := FUNCTION.match(statement):
                cursor.execute(
                    "SELECT prosrc FROM pg_proc WHERE proname = %s "
                    "AND pronamespace = current_schema()::regnamespace",
                    [made[1]],
                )
                if cursor.fetchall() != [(made[2],)]:
                    yield f"The function {made[1]} is not what it should be."
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger "
            "JOIN pg_class ON pg_class.oid = tgrelid WHERE tgisinternal "
            "AND tgenabled NOT IN ('O', 'A') AND relnamespace = current_schema()::regnamespace"
        )
        for (table,) in cursor.fetchall():
            yield f"The table {table} does not check what it refers to: triggers are disabled."
        cursor.execute(
            "SELECT conname, conrelid::regclass::text FROM pg_constraint WHERE NOT convalidated "
            "AND connamespace = current_schema()::regnamespace"
        )
        for name, table in cursor.fetchall():
            yield f"The constraint {name} of {table} was never checked against its rows."


def _reference_faults() -> Iterator[str]:
    """Foreign keys without a target."""
    quote = connection.ops.quote_name
    for model in _models():
        field: Any
        for field in model._meta.local_concrete_fields:
            if not _is_reference(field):
                continue
            table, there = model._meta.db_table, field.related_model._meta.db_table
            names = (model._meta.pk.column, field.column, field.target_field.column)
            key, column, target = (quote(str(name)) for name in names)
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT {key}, {column} FROM {quote(table)} AS referring "  # noqa: S608
                    f"WHERE {column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {quote(there)} "
                    f"AS referred WHERE referred.{target} = referring.{column}) "
                    f"LIMIT {MAX_REPORTED}"
                )
                for row, value in cursor.fetchall():
                    yield f"Row {row} of {table} refers to {there} {value}, which is not there."


def _value_faults() -> Iterator[str]:
    """Rows with values that the models do not allow, although the database accepted them."""
    quote = connection.ops.quote_name
    rules = _stored_otherwise if connection.vendor == "sqlite" else _broken_checks
    for model in _models():
        table, key = model._meta.db_table, quote(str(model._meta.pk.column))
        if not (broken := " OR ".join(rules(model))):
            continue
        with connection.cursor() as cursor:
            # Without parameters: a percent sign in a rule is no placeholder.
            cursor.execute(
                f"SELECT {key} FROM {quote(table)} WHERE {broken} LIMIT {MAX_REPORTED}",  # noqa: S608
                None,
            )
            for (row,) in cursor.fetchall():
                yield f"Row {row} of {table} holds what the archive does not allow there."


def _broken_checks(model: type[models.Model]) -> Iterator[str]:
    """Check constraints of the models, negated: PostgreSQL may have lacked them for a time."""
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.CheckConstraint):
                check: Any = constraint
                yield f"NOT ({check._get_check_sql(model, editor)})"  # noqa: SLF001
    for field in model._meta.local_concrete_fields:
        if not field.null:
            yield f"{connection.ops.quote_name(str(field.column))} IS NULL"


def _stored_otherwise(model: type[models.Model]) -> Iterator[str]:
    """SQLite checks constraints with its file, but lets any kind of value into any column."""
    for field in model._meta.local_concrete_fields:
        column = connection.ops.quote_name(str(field.column))
        stored = field.target_field if isinstance(field, models.ForeignKey) else field
        kinds = [f"'{kind}'" for kind, fields in STORED_AS.items() if isinstance(stored, fields)]
        if kinds:
            allowed = [*kinds, "'null'"] if field.null else kinds
            yield f"typeof({column}) NOT IN ({', '.join(allowed)})"
        if isinstance(field, models.BooleanField):
            yield f"{column} NOT IN (0, 1)"
        if isinstance(field, models.DateField):
            is_date = f"{column} LIKE '____-__-__%' AND datetime({column}) IS NOT NULL"
            yield f"{column} IS NOT NULL AND NOT ({is_date})"
