"""Imports an export into an empty archive: check, load in one transaction, compare."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DatabaseError, DataError, IntegrityError, connection, reset_queries

from quotes.copies import citable, tables
from quotes.copies.exporting import Progress, description_of_export
from quotes.copies.snapshot import batches
from quotes.copies.tables import Row, Tables, UnknownError
from quotes.copies.verify_export import Export, faults
from quotes.editorial.checkpoint import Checkpoint
from quotes.editorial.records import enter_past
from quotes.editorial.version import locked_archive
from quotes.models import (
    Event,
    EventSeries,
    Identifier,
    Outlet,
    Source,
    Speaker,
    Topic,
)
from quotes.models.bulk_insert import enlarge_cache, refresh_statistics

MAX_FAULTS_REPORTED = 5
# An archive without rows in these tables is empty.
EMPTY = (Topic, EventSeries, Event, Outlet, Speaker, Source, Identifier)
NOUNS = {
    "topics": tables.topics,
    "series": tables.series,
    "events": tables.events,
    "outlets": tables.outlets,
    "speakers": tables.speakers,
    "interviews": tables.interviews,
    "sources": tables.sources,
}
NOTHING = "Nothing was imported."


class NotImportedError(Exception):
    """The export is not sound, or the archive can't take it; says why, and nothing is changed."""


def import_export(
    path: Path, *, published: str = "", progress: Progress = lambda name, rows: None
) -> Checkpoint:
    """Load an export into the empty archive, in one transaction; gives its checkpoint.

    ``published`` is the text of a checkpoint published earlier. The archive gets a new id, because
    its changes may since have gone on elsewhere. Raises NotImportedError.
    """
    refuse_unless_empty()
    progress("checking", 0)
    if found := list(islice(faults(path, published), MAX_FAULTS_REPORTED)):
        raise NotImportedError(f"{path} is no sound export. {' '.join(found)} {NOTHING}")
    enlarge_cache()
    try:
        return _load(Export(path), progress)
    except ValidationError as error:
        said = " ".join(error.messages)
        raise NotImportedError(f"{path} contradicts itself: {said} {NOTHING}") from error
    except (UnknownError, LookupError, TypeError, ValueError) as error:
        raise NotImportedError(f"{path} contradicts itself: {error} {NOTHING}") from error
    except (IntegrityError, DataError) as error:
        raise NotImportedError(f"{path} breaks a rule of the archive: {error} {NOTHING}") from error
    except DatabaseError as error:
        raise NotImportedError(f"The database failed: {error}. {NOTHING}") from error


def refuse_unless_empty() -> None:
    """Raises NotImportedError when the archive holds anything, drafts included."""
    for model in EMPTY:
        if model._base_manager.exists():
            raise NotImportedError(
                f"The archive is not empty: it holds {model._meta.verbose_name_plural}. Import "
                f"into a new database (DATABASE_URL) after manage.py migrate. {NOTHING}"
            )


def _load(export: Export, progress: Progress) -> Checkpoint:
    checkpoint = Checkpoint.parse(export.read("checkpoint.txt").decode())
    with locked_archive() as state:
        _without_deadline()
        refuse_unless_empty()
        for name, write in _writers(export):
            done = 0
            for batch in batches(_rows(export, name)):
                write(batch)
                reset_queries()
                done += len(batch)
                progress(name, done)
        _reset_sequences()
        refresh_statistics()
        state.renew(version=checkpoint.change)
        _compare(export.package, checkpoint, progress)
        if export.package["record_format"] == 1:
            enter_past()
    return checkpoint


def _writers(export: Export) -> Iterator[tuple[str, Callable[[list[Any]], None]]]:
    """Resources in the order in which they can be written, and how."""
    made = Tables()
    number = {each["name"]: each["rows"] for each in export.package["resources"]}
    passages = citable.Passages(made, number["turns"])
    for name, write in NOUNS.items():
        yield name, partial(write, made)
    tables.topic_parents(export.rows("topics"))
    yield "registry", partial(tables.registry, made)
    yield "passages", passages.write
    yield "turns", partial(citable.turns, made)
    passages.write_hidden_turns()
    yield "records", partial(citable.records, made)
    yield "utterances", partial(citable.utterances, made)


def _rows(export: Export, name: str) -> Iterator[Any]:
    return _versions(export) if name == "records" else export.rows(name)


def _versions(export: Export) -> Iterator[tuple[str, Row, Row | None]]:
    """Each record as it stands in the file and as a row, with the row of a version's words."""
    words = export.rows("words")
    with export.open("records.jsonl") as lines:
        for line in lines:
            text = line.decode().rstrip("\n")
            record = json.loads(text)
            yield text, record, next(words) if "printed" in record else None


def _without_deadline() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")


def _reset_sequences() -> None:
    """Set PostgreSQL's sequences to the last keys; SQLite does so by itself."""
    models = apps.get_app_config("quotes").get_models(include_auto_created=True)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)


def _compare(package: Row, checkpoint: Checkpoint, progress: Progress) -> None:
    """What was loaded would be exported again with the same log and files, byte by byte."""
    now, described = description_of_export(
        progress=lambda name, rows: progress(f"comparing {name}", rows)
    )
    given, made = (
        {each["name"]: each["hash"] for each in it["resources"]} for it in (package, described)
    )
    if given != made or replace(now, package=checkpoint.package) != checkpoint:
        raise ValueError("exported again, the archive would differ from it.")
