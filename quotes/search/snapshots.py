"""Copies of the index that another node starts from, taken while it is used.

A snapshot is a folder: the files of the index, its seal with a digest of each, and
``snapshot.json`` with the archive's version and a digest of the seal. The engine never changes a
file that it has written, so links hold a state fast while it is copied.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import blake2b, sha256
from pathlib import Path

from quotes.models import current_version
from quotes.models.archive_state import was_at
from quotes.search import index
from quotes.search.catch_up import Progress, catch_up
from quotes.search.index import NEVER, DamagedIndexError
from quotes.search.schema import signature
from quotes.search.seal import BLOCK, META, SEAL, Seal, discard_unsealed

FORMAT = 1
ABOUT = "snapshot.json"
# The engine's own list of the files that it may delete.
MANAGED = ".managed.json"
LOCK_SECONDS = 60


class SnapshotError(Exception):
    """A snapshot can't be taken or used; the message says why, and what to do."""


@dataclass(frozen=True)
class About:
    """What a snapshot is of; ``sha256`` is the digest of its seal, which has those of its files."""

    format: int
    index: str
    archive_id: str
    version: int
    token: str
    sha256: str


def take_snapshot(folder: Path) -> About:
    """Write the index, as it is now, into a folder that is not there yet; others go on meanwhile.

    Raises SnapshotError.
    """
    if folder.exists():
        raise SnapshotError(f"{folder} is there already: name a folder that is not.")
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        with _held() as held:
            partial.mkdir(parents=True)
            sealed = _copied(held, partial)
            about = _about(held)
        (partial / ABOUT).write_text(json.dumps(asdict(about), indent=1), "utf-8")
        _write_managed(partial, sealed)
        partial.rename(folder)
    except OSError as error:
        raise SnapshotError(f"{folder} cannot be written: {error}.") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return about


def start_from_snapshot(folder: Path, progress: Progress | None = None) -> About:
    """Put a snapshot into the place of the index, and bring it up to date from the database.

    Nothing is replaced where the snapshot is damaged, or is not of this archive and release. Raises
    SnapshotError.
    """
    about = _read(folder)
    _refuse_foreign(about, folder)
    with index.write_lock(wait_seconds=LOCK_SECONDS) as held:
        if not held:
            raise SnapshotError("The index is being written: try again in a minute.")
        place = index.build_directory()
        index.remove(place)
        try:
            place.mkdir(parents=True)
            sealed = _copied(folder, place)
            _write_managed(place, sealed)
        except OSError as error:
            index.remove(place)
            raise SnapshotError(f"The snapshot cannot be copied: {error}.") from error
        except SnapshotError:
            index.remove(place)
            raise
        index.activate_build()
        catch_up(progress)
    return about


@contextmanager
def _held() -> Iterator[Path]:
    """A folder of links to the files of the index, all of one commit."""
    path = index.directory()
    links = path.with_name(f"{path.name}.held-{os.getpid()}")
    with index.write_lock(wait_seconds=LOCK_SECONDS) as held:
        if not held:
            raise SnapshotError("The index is being written: try again in a minute.")
        discard_unsealed(path)
        try:
            sealed = Seal.read(path)
            links.mkdir(parents=True)
            for name in [*sealed.files, SEAL, META]:
                (links / name).hardlink_to(path / name)
        except (OSError, DamagedIndexError) as error:
            shutil.rmtree(links, ignore_errors=True)
            raise SnapshotError(f"There is no whole index here ({error}): run reindex.") from error
    try:
        yield links
    finally:
        index.remove(links)


def _copied(source: Path, target: Path) -> Seal:
    """Copy what the seal names and compare it on the way; the seal of the copy."""
    try:
        sealed = Seal.read(source)
    except DamagedIndexError as error:
        raise SnapshotError(f"{source} is damaged: {error}. Take another snapshot.") from error
    for name, digest in sealed.files.items():
        if Path(name).name != name or _copy(source / name, target / name) != digest:
            raise SnapshotError(
                f"{source} is damaged: {name} is not what was written. Take another snapshot."
            )
    shutil.copyfile(source / SEAL, target / SEAL)
    (target / META).write_text(sealed.meta, "utf-8")
    return sealed


def _copy(source: Path, target: Path) -> str:
    """Copy a file; the digest of what was copied."""
    digest = blake2b(digest_size=16)
    with source.open("rb") as read, target.open("xb") as written:
        while block := read.read(BLOCK):
            digest.update(block)
            written.write(block)
    return digest.hexdigest()


def _write_managed(place: Path, sealed: Seal) -> None:
    (place / MANAGED).write_text(json.dumps([*sealed.files, META]), "utf-8")


def _about(place: Path) -> About:
    found = index.reader(place).snapshot(fresh=True)
    if found is None or found.meta.version == NEVER or found.meta.cursor:
        raise SnapshotError("The index is still being made: take the snapshot when it is complete.")
    meta = found.meta
    return About(
        FORMAT, signature(), meta.archive_id, meta.version, meta.token, _digest_of_seal(place)
    )


def _digest_of_seal(place: Path) -> str:
    return sha256((place / SEAL).read_bytes()).hexdigest()


def _read(folder: Path) -> About:
    try:
        told = json.loads((folder / ABOUT).read_text("utf-8"))
        about = About(**told)
        is_whole = about.sha256 == _digest_of_seal(folder)
    except (OSError, ValueError, TypeError) as error:
        raise SnapshotError(
            f"{folder} is no snapshot of an index: make one with index_snapshot."
        ) from error
    if not is_whole:
        raise SnapshotError(f"{folder} is damaged: its seal is another. Take another snapshot.")
    return about


def _refuse_foreign(about: About, folder: Path) -> None:
    version = current_version()
    if about.format != FORMAT or about.index != signature():
        raise SnapshotError(
            f"{folder} is for another release ({about.index}; this one needs {signature()}): take "
            "it on a node with this release, or run reindex."
        )
    if about.archive_id != version.archive_id:
        raise SnapshotError(
            f"{folder} is of another archive, or from before a backup was restored: take it on a "
            "node of this archive, or run reindex."
        )
    if not was_at(about.version, about.token):
        raise SnapshotError(
            f"{folder} holds changes that this database does not have: take it anew, or run "
            "reindex."
        )
