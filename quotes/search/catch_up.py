"""Bringing the index up to the archive's version, at the time somebody reads.

No daemon, no queue: a search that finds its index behind takes the write lock and applies what
changed; the others wait a moment, then answer from what is there. A process killed midway leaves
its commits and its cursor, and the next one goes on from there.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from math import ceil
from pathlib import Path

from django.db import connection

from quotes.models import Passage, Version, current_version
from quotes.models.archive_state import is_standby, was_at
from quotes.search import index
from quotes.search.documents import Documents
from quotes.search.index import NEVER, DamagedIndexError, Meta, Snapshot

logger = logging.getLogger(__name__)
CHUNK = 1_000
# In a first build a commit may hold so many; a kill costs these.
MAX_A_COMMIT = 20_000
# The engine merges segments of about the same size, as soon as there are so many.
MERGED_AT_ONCE = 8
WAIT_SECONDS = 0.5
# More than this is done in the background: nobody should wait for it in front of a page.
MAX_AT_ONCE = 5_000
Progress = Callable[[int], None]


class PreparingError(Exception):
    """There is no index to answer from yet; it is being made."""


def current_snapshot(version: Version) -> Snapshot:
    """A snapshot that holds ``version``, or a usable older one when that can't be had now.

    Raises PreparingError when there is none at all.
    """
    for fresh in (False, True):
        found = _readable(fresh=fresh)
        if found and _serves(found, version):
            return found
    if not _inside_open_transaction():
        try:
            _catch_up_or_wait(version)
        except (OSError, DamagedIndexError):
            logger.exception("The search index could not be brought up to date")
    found = _readable(fresh=True)
    if found is None or not (found.meta.is_at(version) or is_of_this_line(found.meta)):
        raise PreparingError
    return found


def _readable(*, fresh: bool) -> Snapshot | None:
    """What can be read now; None also for what is damaged, which whoever writes will see."""
    try:
        return index.reader().snapshot(fresh=fresh)
    except DamagedIndexError:
        return None


def _serves(found: Snapshot, version: Version) -> bool:
    """Whether it holds the version: the very same, or a later one that the archive has now."""
    if found.meta.is_at(version):
        return True
    return found.is_ahead_of(version) and is_of_this_line(found.meta)


def is_of_this_line(meta: Meta) -> bool:
    """Whether an index is complete for a version that this archive is or was at.

    Numbers are given a second time where changes were lost, tokens are not. On a standby, which
    learns of changes later than others, an index may be ahead of the database.
    """
    version = current_version()
    if meta.archive_id != version.archive_id or meta.version == NEVER:
        return False
    if meta.version > version.number:
        return is_standby()
    return was_at(meta.version, meta.token)


def catch_up(
    progress: Progress | None = None, *, only_little: bool = False, upto: Version | None = None
) -> bool:
    """Apply all changes until the index holds the archive's version; the caller has the lock.

    ``progress`` is told the number of passages done after each chunk. With ``only_little``, more
    than MAX_AT_ONCE passages are left alone, and the answer is False. Who only needs what led
    ``upto`` a version is not held up by edits that go on. An index that is of no use is put aside,
    and another one made.
    """
    try:
        return _followed(_steps(_usable_meta(), only_little=only_little, upto=upto), progress)
    except DamagedIndexError:
        # What only a writer reads may be damaged: whoever comes next opens the index afresh.
        index.reader().reopen()
        raise


def rebuild(progress: Progress | None = None) -> None:
    """Make the index anew from nothing; waits for whoever is writing now.

    The one in use stays until the other one is whole.
    """
    with index.write_lock(wait_seconds=3600):
        index.remove(index.workplace())
        _followed(_steps(None), progress)


def _followed(steps: Iterator[int | None], progress: Progress | None) -> bool:
    done = 0
    for number in steps:
        if number is None:
            return False
        done += number
        if progress and number:
            progress(done)
    return True


def _steps(
    meta: Meta | None, *, only_little: bool = False, upto: Version | None = None
) -> Iterator[int | None]:
    """Apply what is missing from the index, or make one in the workplace where there is none.

    Gives the number of passages after each step; None at the end, where more than little is left.
    """
    place = index.directory() if meta else index.workplace()
    meta = meta or _begun()
    while True:
        if place == index.workplace() and meta.version != NEVER:
            index.put_in_place()
            place = index.directory()
        if _is_enough(meta, upto):
            return
        if not meta.cursor:
            meta = meta.towards(current_version())
        few = _few(meta)
        if few is None and only_little:
            yield None
            return
        for reached, number in _applied(meta, few, place):
            meta = reached
            yield number


def _is_enough(meta: Meta, upto: Version | None) -> bool:
    wanted = upto or current_version()
    return meta.version >= wanted.number and not meta.cursor


def _applied(meta: Meta, few: list[int] | None, place: Path) -> Iterator[tuple[Meta, int]]:
    with index.reading(), index.writing(place) as writer:
        if few is None:
            yield from _passes(meta, writer)
        else:
            _apply(writer, Documents(), few, is_first=meta.version == NEVER)
            writer.commit(meta.reached())
            yield meta.reached(), len(few)


def _few(meta: Meta) -> list[int] | None:
    """The passages that lead to the target, if they are so few that one commit takes them all."""
    if meta.cursor:
        return None
    if meta.version != NEVER:
        return Passage.objects.few_changed_since(meta.version, MAX_AT_ONCE)
    pks = Passage.objects.published().order_by().values_list("pk", flat=True)
    found = sorted(pks[: MAX_AT_ONCE + 1])
    return found if len(found) <= MAX_AT_ONCE else None


def _passes(meta: Meta, writer: index.Writer) -> Iterator[tuple[Meta, int]]:
    """Apply what leads to the target, chunk by chunk; gives how far it came, and the number."""
    documents, is_first = Documents(), meta.version == NEVER
    a_commit = left = _at_first() if is_first else CHUNK
    while pks := _next_pks(meta, min(CHUNK, left or a_commit)):
        if not left:
            # Only now: the last ones go with the end, or that would be a segment by itself.
            writer.commit(meta)
            left = a_commit
        _apply(writer, documents, pks, is_first=is_first)
        meta, left = replace(meta, cursor=pks[-1]), left - len(pks)
        yield meta, len(pks)
    writer.commit(meta.reached())
    yield meta.reached(), 0


def _at_first() -> int:
    """How many passages a commit of a first build holds.

    So many that the segments they leave are merged into larger ones, and these into a single one.
    """
    number, commits = Passage.objects.published().count(), 1
    while number > commits * MAX_A_COMMIT:
        commits *= MERGED_AT_ONCE
    return max(CHUNK, ceil(number / commits))


def _next_pks(meta: Meta, most: int) -> list[int]:
    passages = Passage.objects.filter(pk__gt=meta.cursor)
    if meta.version == NEVER:
        passages = passages.published()
    else:
        passages = passages.known().changed_since(meta.version)
    return list(passages.order_by("pk").values_list("pk", flat=True)[:most])


def _apply(writer: index.Writer, documents: Documents, pks: list[int], *, is_first: bool) -> None:
    # Taking away what is not there costs the engine a search in every segment.
    made = dict(documents.of(pks))
    for pk in pks:
        if not is_first:
            writer.remove(pk)
        if pk in made:
            writer.add(made[pk])


def _usable_meta() -> Meta | None:
    """How far the index in use has come; None, and out of the way, when it is of no use."""
    try:
        meta = index.sound_meta(index.directory())
    except DamagedIndexError as error:
        index.set_aside(f"it is damaged: {error}")
        return None
    if meta and not (is_of_this_line(meta) and _has_known_target(meta)):
        index.set_aside("it is of another archive, or holds changes that were lost")
        return None
    if meta:
        index.remove_leftovers()
    return meta


def _begun() -> Meta:
    """How far the index in the workplace has come; nothing is left there where it is of no use."""
    try:
        meta = index.sound_meta(index.workplace())
    except DamagedIndexError:
        meta = None
    archive_id = current_version().archive_id
    if meta and meta.archive_id == archive_id and _has_known_target(meta):
        return meta
    index.remove(index.workplace())
    return Meta(archive_id)


def _has_known_target(meta: Meta) -> bool:
    """Whether a work that was begun leads to a version that this archive is or was at."""
    begun = meta.cursor or meta.version == NEVER
    return not begun or was_at(meta.target, meta.target_token)


def _catch_up_or_wait(version: Version) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        with index.write_lock(wait_seconds=index.POLL_SECONDS) as held:
            if held:
                _catch_up_here_or_behind(version)
                return
        found = _readable(fresh=True)
        if found and found.holds(version):
            return


def _catch_up_here_or_behind(version: Version) -> None:
    if not catch_up(only_little=True, upto=version):
        threading.Thread(target=_catch_up_behind, name="search-catch-up", daemon=True).start()


def _catch_up_behind() -> None:
    try:
        with index.write_lock(wait_seconds=WAIT_SECONDS) as held:
            if held:
                catch_up()
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
