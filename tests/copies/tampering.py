"""Random changes behind the archive's back: to the files of an export, and to rows of tables."""

import random
import string
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, models

from quotes.copies.schema import RESOURCES
from tests.copies import forging

# Columns that readers never see, in whole or in part, and keys that only join tables.
NOT_PUBLIC = {
    # Raised without a change, the counter says that there was one, which is no false page.
    "quotes_archivestate": {"archive_id", "version", "removed_in"},
    # Only orders the feed of corrections.
    "quotes_identifierevent": {"after_sequence"},
    "quotes_identifier": {"minted_at"},
    "quotes_passage": {"created_at", "turn_id"},
    "quotes_passagerevision": {"editor_id"},
    "quotes_revisionwords": {"removed_by_id"},
    "quotes_source": {"captured_text"},
    # Of a turn, the words of passages count (another test changes those), and who asks.
    "quotes_turn": {"text", "position", "ranges", "range_sha256", "mends", "speaker_id"},
}
PUBLIC_TABLES = {
    "archivestate", "event", "eventseries", "formerslug", "identifier", "identifierevent",
    "interview", "outlet", "participation", "passage", "passage_topics", "passagerevision",
    "registryrecord", "revisionwords", "role", "source", "speaker", "speakername", "topic", "topicalias", "turn",
    "utterance", "utterancemember",
}  # fmt: skip


@dataclass
class Tampering:
    """What was done, in words, so that a failure can be told."""

    told: str


def other_text(chance: random.Random, text: str) -> str:
    """The text with one character more, fewer or another."""
    place = chance.randrange(len(text) + 1)
    sign = chance.choice(string.ascii_letters + "éж")
    made = chance.choice(
        [text[:place] + sign + text[place:], text[:place] + text[place + 1 :],
         text[:place] + sign + text[place + 1 :], text + " "]
    )  # fmt: skip
    return made if made != text else f"{text}x"


# --- Files ---


def flip_byte(chance: random.Random, path: Path) -> str:
    content = bytearray(path.read_bytes())
    place = chance.randrange(len(content))
    content[place] ^= 1 << chance.randrange(8)
    path.write_bytes(bytes(content))
    return f"bit of byte {place}"


def truncate(chance: random.Random, path: Path) -> str:
    content = path.read_bytes()
    place = chance.randrange(len(content))
    path.write_bytes(content[:place])
    return f"cut at {place}"


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().split(b"\n")[:-1]


def _put(path: Path, lines: list[bytes]) -> None:
    path.write_bytes(b"".join(line + b"\n" for line in lines))


def drop_line(chance: random.Random, path: Path) -> str:
    lines = _lines(path)
    place = chance.randrange(len(lines))
    del lines[place]
    _put(path, lines)
    return f"line {place} dropped"


def double_line(chance: random.Random, path: Path) -> str:
    lines = _lines(path)
    place = chance.randrange(len(lines))
    lines.insert(chance.randrange(len(lines) + 1), lines[place])
    _put(path, lines)
    return f"line {place} twice"


def swap_lines(chance: random.Random, path: Path) -> str:
    lines = _lines(path)
    if len(lines) < 2:
        return drop_line(chance, path)
    one, other = chance.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]
    _put(path, lines)
    return f"lines {one} and {other} swapped"


def change_value(chance: random.Random, path: Path) -> str:
    rows = forging.rows(path.parent, path.stem)
    row = chance.choice(rows)
    name = chance.choice(sorted(row))
    row[name] = _other_value(chance, row[name])
    forging.write(path.parent, path.stem, rows)
    return f"{name} of a row"


def swap_values(chance: random.Random, path: Path) -> str:
    every = forging.rows(path.parent, path.stem)
    name = chance.choice(sorted(every[0]))
    rows = [row for row in every if name in row]
    values = [row[name] for row in rows]
    one, other = chance.randrange(len(rows)), chance.randrange(len(rows))
    if values[one] == values[other]:
        return change_value(chance, path)
    rows[one][name], rows[other][name] = values[other], values[one]
    forging.write(path.parent, path.stem, every)
    return f"{name} of rows {one} and {other} swapped"


def _other_value(chance: random.Random, value: Any) -> Any:
    if value is None:
        return "x"
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + chance.choice([-1, 1, 1000])
    if isinstance(value, str):
        return other_text(chance, value)
    return [*value, "x"] if isinstance(value, list) else {**value, "x": 1}


IN_FILES: list[Callable[[random.Random, Path], str]] = [
    flip_byte, truncate, drop_line, double_line, swap_lines, change_value, swap_values,
]  # fmt: skip
FILES = [f"{resource.name}.jsonl" for resource in RESOURCES]


def tamper_with_export(chance: random.Random, folder: Path, names: list[str]) -> Tampering:
    """Change one of these files at random."""
    path = folder / chance.choice(names)
    lined = IN_FILES if path.suffix == ".jsonl" else IN_FILES[:2]
    how = chance.choice(lined)
    return Tampering(f"{path.name}: {how(chance, path)}")


# --- Tables ---


def tamper_with_database(chance: random.Random) -> Tampering:
    """Change one public value, drop a row, or swap two rows' values, past every guard."""
    how = chance.choice([_change_cell, _change_cell, _change_cell, _swap_cells, _drop_row])
    model = chance.choice([each for each in _models() if each._base_manager.exists()])
    return how(chance, model) or tamper_with_database(chance)


def _models() -> list[type[models.Model]]:
    found = apps.get_app_config("quotes").get_models(include_auto_created=True)
    return [each for each in found if each._meta.db_table.removeprefix("quotes_") in PUBLIC_TABLES]


def _columns(model: type[models.Model]) -> list[models.Field]:
    hidden = NOT_PUBLIC.get(model._meta.db_table, set())
    fields = model._meta.concrete_fields
    return [each for each in fields if each.column not in hidden and not each.primary_key]


def _change_cell(chance: random.Random, model: type[models.Model]) -> Tampering | None:
    if not _columns(model):
        return None
    row, field = chance.choice(list(model._base_manager.all())), chance.choice(_columns(model))
    old = getattr(row, field.attname)
    new = _other_cell(chance, field, old)
    if new == old:
        return None
    return _write(model, row.pk, field, new)


def _swap_cells(chance: random.Random, model: type[models.Model]) -> Tampering | None:
    rows, columns = list(model._base_manager.all()), _columns(model)
    if len(rows) < 2 or not columns or (field := chance.choice(columns)).unique:
        return None
    one, other = chance.sample(rows, 2)
    if getattr(one, field.attname) == getattr(other, field.attname):
        return None
    _write(model, one.pk, field, getattr(other, field.attname))
    return _write(model, other.pk, field, getattr(one, field.attname))


def _drop_row(chance: random.Random, model: type[models.Model]) -> Tampering | None:
    if model._meta.model_name == "archivestate":
        return None
    row = chance.choice(list(model._base_manager.all()))
    _delete(model, row.pk)
    return Tampering(f"{model._meta.db_table} without row {row.pk}")


def _delete(model: type[models.Model], pk: Any) -> None:
    """A row with all that hangs on it: a database would not keep the rest."""
    for relation in model._meta.related_objects:
        child = relation.related_model
        if child._meta.db_table.startswith("quotes_historical"):
            continue
        for key in child._base_manager.filter(**{relation.field.name: pk}).values_list("pk"):
            _delete(child, key[0])
    for field in model._meta.many_to_many:
        through = field.remote_field.through
        through._base_manager.filter(**{field.m2m_field_name(): pk}).delete()
    model._base_manager.filter(pk=pk)._raw_delete(using="default")


def _write(model: type[models.Model], pk: Any, field: models.Field, value: Any) -> Tampering:
    # A text as it stands: Django would refuse the worst of them.
    prepared = value if isinstance(value, str) else field.get_db_prep_value(value, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE {model._meta.db_table} SET "{field.column}" = %s '
            f'WHERE "{model._meta.pk.column}" = %s',
            [prepared, pk],
        )
    return Tampering(f"{model._meta.db_table} {pk}: {field.column} is {value!r}")


def _other_cell(chance: random.Random, field: models.Field, old: Any) -> Any:
    if isinstance(field, models.ForeignKey):
        others = field.related_model._base_manager.exclude(pk=old).values_list("pk", flat=True)
        return chance.choice([*others, old])
    if isinstance(field, models.JSONField):
        return [[0, 1]] if old != [[0, 1]] else [[0, 2]]
    if old is None:
        return old
    if isinstance(field, models.DateTimeField | models.DateField):
        return old + timedelta(days=chance.choice([-400, -1, 1, 30]))
    if isinstance(field, models.BooleanField):
        return not old
    if isinstance(field, models.IntegerField):
        return old + chance.choice([1, 2, 50])
    if field.choices:
        return chance.choice([value for value, _ in field.choices])
    return other_text(chance, old)[: field.max_length]
