"""The whole archive as the public may see it: JSON lines, ``datapackage.json``, a checkpoint.

A checkpoint that was kept elsewhere is compared with the archive as it is now.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from quotes.copies import log, noun_rows, passage_rows, verify_export
from quotes.copies.schema import FORMAT, RESOURCES, Resource
from quotes.copies.snapshot import batches, snapshot
from quotes.copies.writing import LAST, Create, NotWrittenError, null_target, target
from quotes.editorial.checkpoint import Checkpoint, current_checkpoint
from quotes.editorial.records import FORMAT as RECORD_FORMAT, canonical
from quotes.models import PassageRevision, RegistryRecord
from quotes.models.archive_state import last_removal
from quotes.text.counted import counted

PACKAGE = "datapackage.json"
VERIFIER = "verify_export.py"
NAMES = {PACKAGE, LAST, VERIFIER, *(f"{resource.name}.jsonl" for resource in RESOURCES)}
Progress = Callable[[str, int], None]
Lines = Iterable[str | dict[str, Any]]


def export(path: Path, *, progress: Progress = lambda name, rows: None) -> Checkpoint:
    """Write the archive, as it is now, to a folder or a zip file; gives its checkpoint.

    ``progress`` is told resource and number of rows now and then. Raises NotWrittenError.
    """
    with target(path, NAMES) as create:
        with snapshot():
            checkpoint = _write(create, progress)[0]
        if checkpoint.change < last_removal():
            raise NotWrittenError("Words were removed from the archive meanwhile: export it again.")
    return checkpoint


def checkpoint_of_export() -> Checkpoint:
    """The checkpoint that an export would have now; everything is read, nothing is written."""
    return description_of_export()[0]


def description_of_export(
    *, progress: Progress = lambda name, rows: None
) -> tuple[Checkpoint, dict[str, Any]]:
    """Checkpoint and ``datapackage.json`` that an export would have now."""
    with snapshot(), null_target() as create:
        return _write(create, progress)


def _write(create: Create, progress: Progress) -> tuple[Checkpoint, dict[str, Any]]:
    log_now = current_checkpoint()
    described = _package(log_now.change, list(_resources(create, progress)))
    package = f"{json.dumps(described, ensure_ascii=False, indent=1)}\n".encode()
    verifier = Path(verify_export.__file__).read_bytes()
    checkpoint = replace(
        log_now, package=sha256(package).hexdigest(), verifier=sha256(verifier).hexdigest()
    )
    last = {PACKAGE: package, VERIFIER: verifier, LAST: str(checkpoint).encode()}
    for name, content in last.items():
        with create(name) as file:
            file.write(content)
    return checkpoint, described


def _package(change: int, resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "profile": "data-package",
        "name": "on-record",
        "title": "On Record",
        "description": "An archive of what people said on the record, each quotation with its "
        "source. The words are their speakers’, as published by the outlets named with them.",
        "export_format": FORMAT,
        "record_format": RECORD_FORMAT,
        "change": change,
        "resources": resources,
    }


def _resources(create: Create, progress: Progress) -> Iterator[dict[str, Any]]:
    """Write each resource, and describe what was written."""
    numbers = passage_rows.TurnNumbers()
    lines: dict[str, Callable[[], Lines]] = {
        "topics": noun_rows.topics,
        "series": noun_rows.series,
        "events": noun_rows.events,
        "outlets": noun_rows.outlets,
        "speakers": noun_rows.speakers,
        "interviews": noun_rows.interviews,
        "sources": noun_rows.sources,
        "turns": lambda: passage_rows.turns(numbers),
        "registry": log.registry,
        "passages": lambda: passage_rows.passages(numbers),
        "records": log.records,
        "words": log.words,
        "utterances": passage_rows.utterances,
    }
    for resource in RESOURCES:
        yield _resource(create, resource, lines[resource.name](), progress)


def _resource(
    create: Create, resource: Resource, lines: Lines, progress: Progress
) -> dict[str, Any]:
    read, size, rows = sha256(), 0, 0
    with create(f"{resource.name}.jsonl") as file:
        for batch in batches(iter(lines)):
            block = "".join(f"{_line(line)}\n" for line in batch).encode()
            file.write(block)
            read.update(block)
            size, rows = size + len(block), rows + len(batch)
            progress(resource.name, rows)
    return resource.described(size, read.hexdigest(), rows)


def _line(line: str | dict[str, Any]) -> str:
    return line if isinstance(line, str) else canonical(line)


def covers_all(known: Checkpoint) -> bool:
    """Whether it is of an export, and readers have been shown no change since."""
    return bool(known.package) and known.change == current_checkpoint().change


def checkpoint_faults(known: Checkpoint) -> Iterator[str]:
    """Where the archive disagrees with a checkpoint that was kept elsewhere, a sentence each."""
    now = current_checkpoint()
    if now.records < known.records or now.change < known.change:
        yield (
            f"The checkpoint knows of {counted(known.records, 'record')} and change "
            f"{known.change}; the archive ends at {now.records} and {now.change}."
        )
        return
    record = [
        sha256
        for model in (PassageRevision, RegistryRecord)
        for sha256 in model.objects.filter(sequence=known.records).values_list("sha256", flat=True)
    ]
    if known.records and record != [known.root]:
        yield f"Record {known.records} is not the one that the checkpoint names."
    elif now.change == known.change and now != replace(known, package=""):
        yield "There are other records than the checkpoint names, and no change was counted."
    elif covers_all(known) and checkpoint_of_export() != known:
        yield "Something public is not what it was at the checkpoint, and no change was counted."
