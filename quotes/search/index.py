"""The index on disk: reading, writing, locking, and replacing it by a new build.

Every process keeps one Reader for each index directory. Writing needs a lock on a file next to the
directory, which the system releases when the process dies.
"""

import json
import logging
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import tantivy
from django.conf import settings
from django.core.files import locks

from quotes.models import Version
from quotes.search.schema import META_PK, schema, signature, term_query
from quotes.search.seal import (
    META,
    SEAL,
    DamagedIndexError,
    Seal,
    UnsealedError,
    VerifiedFiles,
    discard_unsealed,
    seal,
    unseal,
)

logger = logging.getLogger(__name__)
POLL_SECONDS = 0.005
NEVER = -1
# Room for one commit of a first build. More would be flushed as an extra segment.
WRITER_BYTES = 160_000_000
# An undamaged index on which searches fail is rebuilt, but at most once in PAUSE_SECONDS.
FAILURES, PAUSE_SECONDS = 2, 600
# What the engine says where a count would have more values than it allows.
REFUSED_COUNT = "bucket limit was exceeded"


class TooManyValuesError(Exception):
    """The engine refuses to count so many values at once; the index is as it should be."""


@dataclass(frozen=True)
class Meta:
    """How far an index has come, kept inside it and replaced in the same commit.

    ``version`` is complete for archive ``archive_id``; NEVER while the first build goes on. Where
    ``cursor`` is not 0, the work towards version ``target`` was begun, and passages up to that
    primary key are done. It has to be ended for that very target: what changed later may stand
    before the cursor. The tokens are those that the archive gave to the two versions.
    """

    archive_id: str
    version: int = NEVER
    target: int = NEVER
    cursor: int = 0
    token: str = ""
    target_token: str = ""

    def is_at(self, version: Version) -> bool:
        """Whether it is complete for exactly this version, and holds nothing of a later one."""
        return (self.archive_id, self.version, self.token) == version and not self.cursor

    def towards(self, version: Version) -> "Meta":
        """The same with this target."""
        return replace(self, target=version.number, target_token=version.token)

    def reached(self) -> "Meta":
        """The same with the target reached."""
        return replace(self, version=self.target, token=self.target_token, cursor=0)


@dataclass
class Snapshot:
    """A searcher and what it holds, with what was counted once somebody asked.

    ``outside_largest_segment`` is the number of documents there, None when it is not known;
    ``deleted`` that of passages that were deleted or replaced, and whose words the engine counts.
    ``counted`` has what quotes.search.whole_archive counts; until that is done, ``earlier`` is the
    last state for which it was. ``archive_facets`` has facets by the number of values,
    ``frequencies`` what quotes.search.ranking has counted, ``topics`` what
    quotes.search.other_forms knows of them.
    """

    searcher: tantivy.Searcher
    meta: Meta
    outside_largest_segment: int | None = None
    deleted: int | None = None
    earlier: "Snapshot | None" = field(default=None, repr=False)
    counted: Any = field(default=None, repr=False)
    archive_facets: dict[int | None, Any] = field(default_factory=dict)
    frequencies: dict[tuple[str, str], int] = field(default_factory=dict)
    topics: Any = None

    def holds(self, version: Version) -> bool:
        """Whether nothing that the version made public is missing."""
        return self.meta.is_at(version) or self.is_ahead_of(version)

    def is_ahead_of(self, version: Version) -> bool:
        """Whether it is complete for a later version of the same archive."""
        is_later = self.meta.version > version.number and not self.meta.cursor
        return self.meta.archive_id == version.archive_id and is_later

    @cached_property
    def languages(self) -> list[str]:
        """Codes of the languages that published passages have now."""
        ever = self.searcher.terms_with_prefix("language", "")
        return sorted(code for code, number in ever if self._has_language(code, number))

    def _has_language(self, code: str, number: int) -> bool:
        """Whether one of ``number`` passages, of which some may be deleted, is there now."""
        if self.deleted is not None and number > self.deleted:
            return True
        return self.searcher.search(term_query("language", code), 1).count > 0


def directory() -> Path:
    """Where the index of this schema, analysis and engine stands."""
    return _directory(settings.SEARCH_INDEX_DIR)


@cache
def _directory(all_indexes: str) -> Path:
    return Path(all_indexes) / signature()


def build_directory() -> Path:
    """Where a new index is built, next to the one in use."""
    return _beside(directory(), "building")


def read_meta(searcher: tantivy.Searcher) -> Meta | None:
    """The meta document; None in an index without a commit of ours."""
    query = term_query("pk", META_PK)
    found = searcher.search(query, 1).hits
    if not found:
        return None
    return Meta(**json.loads(searcher.doc(found[0][1])["meta"][0]))


class Reader:
    """One directory's index, open for reading in this process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._index: tantivy.Index | None = None
        self._place: int | None = None
        self._snapshot: Snapshot | None = None
        self._commit: tuple[int, ...] | None = None
        self._verified = VerifiedFiles()
        self._failures = 0
        self._unsealed_at = -float(PAUSE_SECONDS)
        self._guard = threading.Lock()

    def snapshot(self, *, fresh: bool = False) -> Snapshot | None:
        """What can be searched now; None when there is no index.

        ``fresh`` asks the disk for what other processes have committed since. Raises
        DamagedIndexError.
        """
        with self._guard:
            commit = self._last_commit()
            if commit is None:
                self._index = self._snapshot = None
                return None
            # Waiting searches ask many times a second, and reopening costs 1 ms.
            if self._snapshot is None or (fresh and commit != self._commit):
                try:
                    self._snapshot = self._loaded()
                except UnsealedError:
                    # A snapshot that is open stays usable while others write.
                    if self._snapshot is None:
                        raise
                else:
                    self._failures = self._failures if commit == self._commit else 0
                    self._commit = commit
            return self._snapshot

    def check(self) -> None:
        """Compare files that have changed since with the seal; raises DamagedIndexError."""
        with self._guard:
            if self._last_commit() is not None:
                self._verified.check(self.path, Seal.read(self.path))

    def reopen(self) -> None:
        """Close what is open, so that the next snapshot opens anew."""
        with self._guard:
            self._index = self._snapshot = None

    def forget(self) -> None:
        """Close what is open, so that the next snapshot opens anew and reads every file."""
        self.reopen()
        with self._guard:
            self._verified = VerifiedFiles()

    def report_failure(self) -> None:
        """Record that a search failed on an index that was just opened.

        After the first failure its files are verified again. After the second it is unsealed, so
        that it is rebuilt; at most once in PAUSE_SECONDS, because the query may be at fault.
        """
        self._failures += 1
        now = time.monotonic()
        if self._failures < FAILURES:
            self.forget()
        elif now - self._unsealed_at >= PAUSE_SECONDS:
            with write_lock(wait_seconds=0) as held:
                if held:
                    self._unsealed_at = now
                    unseal(self.path)
                    self.forget()

    def _earlier_than(self, meta: Meta) -> Snapshot | None:
        """The last state for which all was counted; None where it is later.

        Files of an older index may have been copied into the folder.
        """
        before = self._snapshot
        earlier = before.earlier if before and before.counted is None else before
        return earlier if earlier and earlier.meta.version <= meta.version else None

    def _last_commit(self) -> tuple[int, ...] | None:
        """What tells one commit from the next."""
        try:
            found = [(self.path / name).stat() for name in (META, SEAL)]
        except FileNotFoundError:
            # Without a seal it is damaged; without a list of segments as well.
            return (0,) if any((self.path / name).exists() for name in (META, SEAL)) else None
        except OSError:
            return None
        return tuple(number for each in found for number in (each.st_ino, each.st_mtime_ns))

    def _outside_largest_segment(self) -> int | None:
        """How many documents stand outside the largest segment, by the engine's list of files."""
        try:
            sizes = [s["max_doc"] for s in json.loads((self.path / META).read_bytes())["segments"]]
        except (OSError, ValueError, LookupError, TypeError):
            return None
        return sum(sizes) - max(sizes, default=0)

    def _loaded(self) -> Snapshot | None:
        sealed = self._sealed()
        self._verified.check(self.path, sealed)
        with reading():
            place = self.path.stat().st_ino
            known = self._index if place == self._place else None
            opened = known or tantivy.Index(schema(), str(self.path))
            self._index, self._place = opened, place
            opened.reload()
            searcher = opened.searcher()
            meta = read_meta(searcher)
            outside_largest_segment = self._outside_largest_segment()
        if not sealed.is_of(self.path):
            raise UnsealedError("it was written while it was opened")
        if meta is None:
            return None
        return Snapshot(
            searcher,
            meta,
            outside_largest_segment,
            _deleted(searcher, sealed),
            self._earlier_than(meta) if known else None,
        )

    def _sealed(self) -> Seal:
        sealed = Seal.read(self.path)
        if not sealed.is_of(self.path):
            raise UnsealedError("its list of segments is not the sealed one")
        return sealed


def _deleted(searcher: tantivy.Searcher, sealed: Seal) -> int:
    """How many passages that are deleted still stand in segments; meta documents do not count."""
    deletes = [each["deletes"] for each in json.loads(sealed.meta)["segments"]]
    documents = sum(each["num_deleted_docs"] for each in deletes if each)
    return documents - searcher.doc_freq("pk", META_PK) + 1


_readers: dict[tuple[int, Path], Reader] = {}
_readers_guard = threading.Lock()


def reader(path: Path | None = None) -> Reader:
    """This process's Reader for ``path``, by default the index of the current settings."""
    key = (os.getpid(), path or directory())
    with _readers_guard:
        if key not in _readers:
            _readers[key] = Reader(key[1])
        return _readers[key]


@contextmanager
def reading() -> Iterator[None]:
    """Turn the engine's errors into DamagedIndexError: Tantivy has no error classes for damage.

    Raises TooManyValuesError where the engine refuses a count, which says nothing of its files.
    """
    try:
        yield
    except (ValueError, OSError) as error:
        if REFUSED_COUNT in str(error):
            raise TooManyValuesError(str(error)) from error
        raise DamagedIndexError(str(error)) from error
    except BaseException as error:
        # A panic of the engine is not an Exception. Damaged files cause it.
        if type(error).__name__ != "PanicException":
            raise
        raise DamagedIndexError(str(error)) from error


@contextmanager
def write_lock(*, wait_seconds: float) -> Iterator[bool]:
    """Whether this process may write now; False after waiting in vain."""
    path = _beside(directory(), "lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + wait_seconds
    with path.open("w") as file:
        while not (held := locks.lock(file, locks.LOCK_EX | locks.LOCK_NB)):
            if time.monotonic() >= deadline:
                break
            time.sleep(POLL_SECONDS)
        yield held


def verified_meta(path: Path) -> Meta | None:
    """The meta of an index after verifying all its files; the caller holds the write lock.

    Unsealed changes are discarded. None if there is no index; raises DamagedIndexError.
    """
    discard_unsealed(path)
    found = reader(path).snapshot(fresh=True)
    reader(path).check()
    return found.meta if found else None


@contextmanager
def writing(path: Path | None = None) -> Iterator["Writer"]:
    """A writer on the index, made when missing; the caller holds the write lock.

    The index is opened each time: a writer kept open would overwrite the list of files that other
    processes wrote. Leftovers of a killed process are collected first.
    """
    path = path or directory()
    path.mkdir(parents=True, exist_ok=True)
    engine = tantivy.Index(schema(), str(path)).writer(WRITER_BYTES, num_threads=1)
    try:
        engine.garbage_collect_files()
        yield Writer(engine, path)
    except BaseException:
        # Only on errors: a rollback stops the merging of segments.
        engine.rollback()
        raise
    finally:
        # A kept exception would keep the engine's own lock through its traceback.
        engine.wait_merging_threads()
        # Merging has replaced the list of segments.
        if (path / SEAL).exists():
            seal(path)


class Writer:
    """What catching up does to an index."""

    def __init__(self, engine: tantivy.IndexWriter, path: Path) -> None:
        self.engine = engine
        self.path = path

    def remove(self, pk: int) -> None:
        """Take away what stands under ``pk``."""
        self.engine.delete_documents_by_term("pk", pk)

    def add(self, document: tantivy.Document) -> None:
        """Put a document there."""
        self.engine.add_document(document)

    def commit(self, meta: Meta) -> None:
        """Make the changes and ``meta`` visible together, or neither."""
        row = {"pk": META_PK, "meta": json.dumps(vars(meta))}
        self.remove(META_PK)
        self.add(tantivy.Document.from_dict(row, schema()))
        self.engine.commit()
        seal(self.path)


def set_aside(why: str) -> None:
    """Move an unusable index out of the way; the caller holds the write lock.

    It is deleted when a new one is in place.
    """
    path = directory()
    aside = _beside(path, "damaged")
    remove(aside)
    if path.exists():
        path.rename(aside)
        logger.warning("The search index is made anew, because %s", why)
    reader().forget()


def activate_build() -> None:
    """Make the finished build the index in use; the caller holds the write lock.

    If the process is killed midway, the build stays complete, and the next process activates it.
    """
    path, former = directory(), _beside(directory(), "former")
    remove(former)
    if path.exists():
        path.rename(former)
    build_directory().rename(path)
    for each in (reader(), reader(build_directory())):
        each.forget()
    remove_leftovers()


def remove_leftovers() -> None:
    """Delete what a killed process left next to the index; the caller holds the write lock."""
    for ending in ("building", "former", "damaged"):
        path = _beside(directory(), ending)
        if path.exists():
            remove(path)


def remove(path: Path) -> None:
    """Delete an index directory, or a file in its place; nothing when there is none."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
    reader(path).forget()


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f"{path.name}.{ending}")
