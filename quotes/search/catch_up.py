"""Bringing the index up to the archive's version, behind an edit or when somebody reads.

There is no daemon and no queue. A search that finds the index out of date takes the write lock and
applies the changes, unless the web server that made them has done so (``behind_edits``). Other
searches wait a moment, then answer from the index as it is. A killed process leaves its commits and
a cursor, from which the next process continues.
"""

import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from math import ceil
from pathlib import Path

import django
from django.db import connection

from quotes.models import Passage, Version, current_version
from quotes.models.archive_state import is_standby, was_at
from quotes.search import index
from quotes.search.documents import Chunk, Documents, Row, document, forget, rows_of
from quotes.search.index import NEVER, DamagedIndexError, Meta, Snapshot
from quotes.text.ahead import made_ahead

logger = logging.getLogger(__name__)
CHUNK = 1_000
# Passages in one commit of a first build. A killed build loses at most so many.
MAX_PER_COMMIT = 25_000
# The engine merges segments of similar size when there are this many.
SEGMENTS_PER_MERGE = 8
# A rebuild has rows made by so many other processes, if it is of so many passages.
PROCESSES, WORTH_PROCESSES = 2, 20_000
WAIT_SECONDS = 0.5
# More passages than these are applied in the background, so that no reader waits for them.
MAX_IN_FOREGROUND = 5_000
Progress = Callable[[int], None]


class StandbyBehindError(Exception):
    """The index holds, or leads to, what this standby has not received yet: it can't judge it."""


class PreparingError(Exception):
    """There is no index to answer from yet; it is being made."""


def current_snapshot(version: Version) -> Snapshot:
    """A snapshot that holds ``version``, or an older usable one if that is not possible now.

    Raises PreparingError when there is none at all.
    """
    for fresh in (False, True):
        found = _readable(fresh=fresh)
        if found and _satisfies(found, version):
            return found
    if not _inside_open_transaction():
        try:
            _catch_up_or_wait(version)
        except (OSError, DamagedIndexError):
            logger.exception("The search index could not be brought up to date")
    found = _readable(fresh=True)
    if found is None or not (found.meta.is_at(version) or belongs_to_archive(found.meta)):
        raise PreparingError
    return found


def _readable(*, fresh: bool) -> Snapshot | None:
    """The current snapshot; None if there is no index, or a damaged one (the writer repairs it)."""
    try:
        return index.reader().snapshot(fresh=fresh)
    except DamagedIndexError:
        return None


def _satisfies(found: Snapshot, version: Version) -> bool:
    """Whether the snapshot holds this version, or a later one of the same archive."""
    if found.meta.is_at(version):
        return True
    return found.is_ahead_of(version) and belongs_to_archive(found.meta)


def belongs_to_archive(meta: Meta) -> bool:
    """Whether an index is complete for the archive's current version or an earlier one.

    After lost changes a version number may be used again; its token is not. On a standby, which
    receives changes late, an index may be ahead of the database.
    """
    version = current_version()
    if meta.archive_id != version.archive_id or meta.version == NEVER:
        return False
    if meta.version > version.number:
        return is_standby()
    return was_at(meta.version, meta.token)


def catch_up(
    progress: Progress | None = None, *, small_only: bool = False, up_to: Version | None = None
) -> bool:
    """Apply all changes until the index holds the archive's version; the caller has the lock.

    ``progress`` gets the number of passages done after each chunk. With ``small_only``, nothing is
    done and the result is False if there are more than MAX_IN_FOREGROUND passages. With ``up_to``,
    later edits are not waited for. An unusable index is set aside and rebuilt; but nothing is done
    where this database is a standby that is behind the index.
    """
    try:
        return _run_steps(_steps(_usable_meta(), small_only=small_only, up_to=up_to), progress)
    except StandbyBehindError:
        return True
    except DamagedIndexError:
        # Only writers read some files. The next search opens the index again and sees the damage.
        index.reader().reopen()
        raise


def rebuild(progress: Progress | None = None) -> None:
    """Build a new index; waits for another writer.

    The index in use stays until the new one is complete.
    """
    with index.write_lock(wait_seconds=3600):
        index.remove(index.build_directory())
        _run_steps(_steps(None, processes=_processes()), progress)


def _processes() -> int:
    """How many processes make rows for the index; none where others could not see the passages."""
    is_worth_it = Passage.objects.published().count() >= WORTH_PROCESSES
    return PROCESSES if is_worth_it and not connection.in_atomic_block else 0


def _run_steps(steps: Iterator[int | None], progress: Progress | None) -> bool:
    done = 0
    for number in steps:
        if number is None:
            return False
        done += number
        if progress and number:
            progress(done)
    return True


def _steps(
    meta: Meta | None,
    *,
    small_only: bool = False,
    up_to: Version | None = None,
    processes: int = 0,
) -> Iterator[int | None]:
    """Apply missing changes to the index, or build one if there is none.

    Yields the number of passages of each step; None if too many are left for ``small_only``.
    """
    place = index.directory() if meta else index.build_directory()
    meta = meta or _build_meta()
    while True:
        if place == index.build_directory() and meta.version != NEVER:
            index.activate_build()
            place = index.directory()
        if _is_enough(meta, up_to):
            return
        if not meta.cursor:
            meta = meta.towards(current_version())
        few = _small_change(meta)
        if few is None and small_only:
            yield None
            return
        for reached, number in _applied(meta, few, place, processes):
            meta = reached
            yield number


def _is_enough(meta: Meta, up_to: Version | None) -> bool:
    wanted = up_to or current_version()
    return meta.version >= wanted.number and not meta.cursor


def _applied(
    meta: Meta, few: list[int] | None, place: Path, processes: int
) -> Iterator[tuple[Meta, int]]:
    with index.reading(), index.writing(place) as writer:
        if few is None:
            yield from _apply_chunks(meta, writer, processes)
        else:
            _apply(writer, few, Documents().rows(few), is_first=meta.version == NEVER)
            writer.commit(meta.reached())
            yield meta.reached(), len(few)


def _small_change(meta: Meta) -> list[int] | None:
    """The passages to apply for the target; None if they are too many for one commit."""
    if meta.cursor:
        return None
    if meta.version != NEVER:
        return Passage.objects.few_changed_since(meta.version, MAX_IN_FOREGROUND)
    pks = Passage.objects.published().order_by().values_list("pk", flat=True)
    found = sorted(pks[: MAX_IN_FOREGROUND + 1])
    return found if len(found) <= MAX_IN_FOREGROUND else None


def _apply_chunks(meta: Meta, writer: index.Writer, processes: int) -> Iterator[tuple[Meta, int]]:
    """Apply changes chunk by chunk; yields the progress and the number of passages of each."""
    is_first = meta.version == NEVER
    commit_size = left = _first_commit_size() if is_first else CHUNK
    chunks = _chunks(meta, commit_size)
    with closing(made_ahead(rows_of, chunks, processes=processes, prepare=django.setup)) as made:
        for pks, rows in made:
            if not left:
                # Not earlier: the last chunk goes into the final commit, or it would be a segment.
                writer.commit(meta)
                left = commit_size
            _apply(writer, pks, rows, is_first=is_first)
            meta, left = replace(meta, cursor=pks[-1]), left - len(pks)
            yield meta, len(pks)
    forget()
    writer.commit(meta.reached())
    yield meta.reached(), 0


def _chunks(meta: Meta, commit_size: int) -> Iterator[Chunk]:
    """The passages behind the cursor, in chunks that end where a commit does."""
    catching_up, left = secrets.token_hex(8), commit_size
    while pks := _next_pks(meta, min(CHUNK, left)):
        yield Chunk(catching_up, pks)
        meta, left = replace(meta, cursor=pks[-1]), left - len(pks) or commit_size


def _first_commit_size() -> int:
    """Passages per commit of a first build, chosen so that all segments merge into one."""
    number, commits = Passage.objects.published().count(), 1
    while number > commits * MAX_PER_COMMIT:
        commits *= SEGMENTS_PER_MERGE
    return max(CHUNK, ceil(number / commits))


def _next_pks(meta: Meta, limit: int) -> list[int]:
    passages = Passage.objects.filter(pk__gt=meta.cursor)
    if meta.version == NEVER:
        passages = passages.published()
    else:
        passages = passages.ever_published().changed_since(meta.version)
    return list(passages.order_by("pk").values_list("pk", flat=True)[:limit])


def _apply(writer: index.Writer, pks: list[int], rows: Iterable[Row], *, is_first: bool) -> None:
    # In a first build there is nothing to remove, and each removal searches every segment.
    made = {row["pk"]: row for row in rows}
    for pk in pks:
        if not is_first:
            writer.remove(pk)
        if pk in made:
            writer.add(document(made[pk]))


def _usable_meta() -> Meta | None:
    """The progress of the index in use; None if it is unusable, which is then set aside."""
    try:
        meta = index.verified_meta(index.directory())
    except DamagedIndexError as error:
        index.set_aside(f"it is damaged: {error}")
        return None
    if meta and not (belongs_to_archive(meta) and _has_known_target(meta)):
        _leave_to_primary()
        index.set_aside("it is of another archive, or holds changes that were lost")
        return None
    if meta:
        index.remove_leftovers()
    return meta


def _build_meta() -> Meta:
    """The progress of an unfinished build; a new one if there is none that is usable."""
    try:
        meta = index.verified_meta(index.build_directory())
    except DamagedIndexError:
        meta = None
    archive_id = current_version().archive_id
    if meta and meta.archive_id == archive_id and _has_known_target(meta):
        return meta
    if meta:
        _leave_to_primary()
    index.remove(index.build_directory())
    return Meta(archive_id)


def _leave_to_primary() -> None:
    """Raise StandbyBehindError on a standby, where what is unknown may only be late."""
    if is_standby():
        raise StandbyBehindError


def _has_known_target(meta: Meta) -> bool:
    """Whether unfinished work leads to a version of this archive."""
    begun = meta.cursor or meta.version == NEVER
    return not begun or was_at(meta.target, meta.target_token)


def _catch_up_or_wait(version: Version) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        with index.write_lock(wait_seconds=index.POLL_SECONDS) as held:
            if held:
                _catch_up_or_defer(version)
                return
        found = _readable(fresh=True)
        if found and found.holds(version):
            return


def _catch_up_or_defer(version: Version) -> None:
    if not catch_up(small_only=True, up_to=version):
        threading.Thread(target=catch_up_in_background, name="search-catch-up", daemon=True).start()


def catch_up_in_background() -> None:
    """Catch up with all that is committed now, unless another process does; logs a failure."""
    try:
        with index.write_lock(wait_seconds=WAIT_SECONDS) as held:
            if held:
                catch_up(up_to=current_version())
    except Exception:
        logger.exception("The search index could not be brought up to date")
    finally:
        connection.close()


def _inside_open_transaction() -> bool:
    """Whether a transaction is open, whose numbers may yet be rolled back and given again.

    Those that Django's TestCase keeps open around each test don't count.
    """
    blocks = getattr(connection, "atomic_blocks", [])
    return any(not getattr(block, "_from_testcase", False) for block in blocks)
