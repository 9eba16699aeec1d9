"""The index on disk: opened, locked, set aside when it cannot be read.

Every process keeps one Reader for an index directory. Writing happens under a lock of our own
beside the directory, which the system releases when a process dies.
"""

import json
import logging
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tantivy
from django.conf import settings
from django.core.files import locks

from quotes.models import Version
from quotes.search.schema import META_PK, schema, signature

logger = logging.getLogger(__name__)
POLL_SECONDS = 0.005
# The engine's list of segments, replaced with every commit.
FILES = "meta.json"
NEVER = -1
# Room for what one commit of a first build holds: what overflows becomes a segment of its own.
WRITER_BYTES = 128_000_000


class DamagedIndexError(Exception):
    """The index cannot be read; it has to be made anew."""


@dataclass(frozen=True)
class Meta:
    """How far an index has come, kept inside it and replaced in the same commit.

    ``version`` is complete for archive ``archive_id``; NEVER while the first build goes on. Where
    ``cursor`` is not 0, the work towards version ``target`` was begun, and passages up to that
    primary key are done. It has to be ended for that very target: what changed later may stand
    before the cursor.
    """

    archive_id: str
    version: int = NEVER
    target: int = NEVER
    cursor: int = 0


@dataclass
class Snapshot:
    """A searcher and what it holds; with it are kept, once asked for, the facets of all of it.

    ``apart`` is the number of documents outside the largest segment, None when it is not known.
    ``whole`` has facets by the number of values, ``coverage`` is what quotes.search.instead makes.
    """

    searcher: tantivy.Searcher
    meta: Meta
    apart: int | None = None
    whole: dict[int | None, Any] = field(default_factory=dict)
    coverage: Any = None

    def holds(self, version: Version) -> bool:
        """Whether nothing that the version made public is missing."""
        return self.meta.archive_id == version.archive_id and self.meta.version >= version.number

    def is_usable_for(self, version: Version) -> bool:
        """Whether it is complete for some version of the same archive."""
        return self.meta.archive_id == version.archive_id and self.meta.version != NEVER


def directory() -> Path:
    """Where the index of this schema, analysis and engine stands."""
    return Path(settings.SEARCH_INDEX_DIR) / signature()


def read_meta(searcher: tantivy.Searcher) -> Meta | None:
    """The meta document; none stands in an index that was only just begun."""
    query = tantivy.Query.term_query(schema(), "pk", META_PK)
    found = searcher.search(query, 1).hits
    if not found:
        return None
    return Meta(**json.loads(searcher.doc(found[0][1])["meta"][0]))


class Reader:
    """One directory's index, open for reading in this process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._index: tantivy.Index | None = None
        self._snapshot: Snapshot | None = None
        self._commit: tuple[int, int] | None = None
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
            # Those who wait for a commit ask many times a second: to open anew costs 1 ms.
            if self._snapshot is None or (fresh and commit != self._commit):
                with reading():
                    apart, self._snapshot = self._apart(), self._loaded()
                if self._snapshot and self._last_commit() == commit:
                    self._snapshot.apart = apart
                self._commit = commit
            return self._snapshot

    def _last_commit(self) -> tuple[int, int] | None:
        """What tells one commit from the next."""
        try:
            found = (self.path / FILES).stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns

    def _apart(self) -> int | None:
        """How many documents stand outside the largest segment, by the engine's list of files."""
        try:
            sizes = [s["max_doc"] for s in json.loads((self.path / FILES).read_bytes())["segments"]]
        except (OSError, ValueError, LookupError, TypeError):
            return None
        return sum(sizes) - max(sizes, default=0)

    def _loaded(self) -> Snapshot | None:
        if self._index is None:
            self._index = tantivy.Index(schema(), str(self.path))
        self._index.reload()
        searcher = self._index.searcher()
        meta = read_meta(searcher)
        return Snapshot(searcher, meta) if meta else None

    def forget(self) -> None:
        """Close what is open, so that the next snapshot opens anew."""
        with self._guard:
            self._index = self._snapshot = None


_readers: dict[tuple[int, Path], Reader] = {}
_readers_guard = threading.Lock()


def reader() -> Reader:
    """This process's Reader for the index of the settings now in force."""
    key = (os.getpid(), directory())
    with _readers_guard:
        if key not in _readers:
            _readers[key] = Reader(key[1])
        return _readers[key]


@contextmanager
def reading() -> Iterator[None]:
    """Tells damage from other faults: Tantivy has no error classes for it."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise DamagedIndexError(str(error)) from error
    except BaseException as error:
        # A panic in the engine is no Exception; it comes of damaged files.
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


@contextmanager
def writing() -> Iterator["Writer"]:
    """A writer on the index, made when missing; the caller holds the write lock.

    The index is opened afresh each time: one kept open would overwrite other processes' list of
    files. What a killed process left is collected first.
    """
    path = directory()
    path.mkdir(parents=True, exist_ok=True)
    engine = tantivy.Index(schema(), str(path)).writer(WRITER_BYTES, num_threads=1)
    try:
        engine.garbage_collect_files()
        yield Writer(engine)
    except BaseException:
        # Only then: it would end the merging of segments, and each edit leaves one more.
        engine.rollback()
        raise
    finally:
        # A kept exception would keep the engine's own lock through its traceback.
        engine.wait_merging_threads()


class Writer:
    """What catching up does to an index."""

    def __init__(self, engine: tantivy.IndexWriter) -> None:
        self.engine = engine

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


def set_aside(why: str) -> None:
    """Take an index that is of no use out of the way; the caller holds the write lock."""
    path = directory()
    aside = _beside(path, "damaged")
    remove(aside)
    if path.exists():
        path.rename(aside)
        logger.warning("The search index is made anew, because %s; it was put at %s", why, aside)
    reader().forget()


def remove(path: Path) -> None:
    """Delete an index directory, or a file in its place; nothing when there is none."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
    reader().forget()


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f"{path.name}.{ending}")
