"""Targets of an export: a folder, a zip file, or none, if only its hashes are needed.

Whoever finds ``checkpoint.txt`` in a folder, or a zip file under its name, has a whole export:
until then everything has another name.
"""

import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import IO, Any

PARTIAL = ".partial"
LAST = "checkpoint.txt"
# One date for all, so that equal exports are equal zip files.
NO_DATE = (1980, 1, 1, 0, 0, 0)
# Opens a file of the export, to be written once.
Create = Callable[[str], AbstractContextManager[IO[bytes]]]


class NotWrittenError(Exception):
    """The export cannot be written; says why, and what is there instead."""


@contextmanager
def target(path: Path, names: set[str]) -> Iterator[Create]:
    """Files at ``path``, which are there after the block, all or none.

    A path that ends in ``.zip`` is a zip file; any other a folder, new or empty or with an earlier
    export, whose files have ``names``. Raises NotWrittenError.
    """
    kind = _zip if path.suffix == ".zip" else _folder
    try:
        with kind(path, names) as create:
            yield create
    except OSError as error:
        raise NotWrittenError(
            f"{path} cannot be written: {error.strerror or error}. {_what_is_there(path)}"
        ) from error


def _what_is_there(path: Path) -> str:
    """What a run that failed has left: an export that was there before stays until the last."""
    whole = path if path.suffix == ".zip" else path / LAST
    try:
        is_there = whole.is_file()
    except OSError:
        is_there = False
    return "The export made before is still there." if is_there else "No export is there."


def partial_path(path: Path) -> Path:
    """Where a zip file is written before it gets its name; of a run that was killed, its rest."""
    return path.with_name(f".{path.name}{PARTIAL}")


@contextmanager
def null_target() -> Iterator[Create]:
    """Files that are discarded; only their hashes are used."""
    with Path(os.devnull).open("wb") as file:
        yield lambda name: nullcontext(file)


@contextmanager
def _folder(path: Path, names: set[str]) -> Iterator[Create]:
    partial = path / PARTIAL
    path.mkdir(parents=True, exist_ok=True)
    if others := {each.name for each in path.iterdir()} - names - {PARTIAL}:
        raise NotWrittenError(
            f"{path} holds something else, such as {min(others)}: name a new or empty folder."
        )
    shutil.rmtree(partial, ignore_errors=True)  # of a run that was killed
    partial.mkdir()
    try:
        yield lambda name: _synced((partial / name).open("xb"))
        (path / LAST).unlink(missing_ok=True)
        for file in sorted(partial.iterdir(), key=lambda file: file.name == LAST):
            file.replace(path / file.name)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


@contextmanager
def _zip(path: Path, names: set[str]) -> Iterator[Create]:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = partial_path(path)
    try:
        with _synced(partial.open("wb")) as file, zipfile.ZipFile(file, "w") as packed:
            yield lambda name: packed.open(_entry(name), "w", force_zip64=True)
        partial.replace(path)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, NO_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


@contextmanager
def _synced(file: Any) -> Iterator[IO[bytes]]:
    """The file, which is on the disk when it is closed."""
    with file:
        yield file
        file.flush()
        os.fsync(file.fileno())
