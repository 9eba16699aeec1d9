"""Django's cache in one mapped file that all processes of a machine share, and restarts leave.

Written to until half of the size is full; then a new file is begun, and the one before is still
read. Emptying unlinks all files: nothing that was kept can be read from the disk any more, whatever
processes still have them open (docs/decisions/0052).
"""

import logging
import os
import pickle
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from threading import Lock
from typing import Any

import lmdb
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

logger = logging.getLogger(__name__)
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
MAX_READERS = 1024
FAULTS = (OSError, lmdb.Error)


class PageCache(BaseCache):
    """The cache in the folder ``location``; ``OPTIONS`` has its size in ``MEGABYTES``.

    What can't be read is missing, and what can't be written is not kept: a full disk or a damaged
    file makes pages slower, and no more. So it is in the forked child of a process that has used
    it, which may not open the file again.
    """

    def __init__(self, location: str | Path, params: dict[str, Any]) -> None:
        super().__init__(params)
        megabytes = params.get("OPTIONS", {}).get("MEGABYTES", 256)
        self._files = _files_in(Path(location), megabytes * 1024 * 1024 // 2)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """What is kept under the key, unless its time is over."""
        name = self.make_key(key, version=version).encode()
        try:
            stored = self._read(name)
        except FAULTS as error:
            logger.warning("Kept pages could not be read: %s", error)
            stored = None
        if stored is None:
            return default
        until, value = pickle.loads(stored)  # noqa: S301 - this archive has written it
        return value if until is None or until > time.time() else default

    def _read(self, name: bytes) -> bytes | None:
        for env in self._files.newest_first():
            with env.begin() as transaction:
                if stored := transaction.get(name):
                    return stored
        return None

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Keep a value, if it finds room."""
        name = self.make_key(key, version=version).encode()
        stored = pickle.dumps((self.get_backend_timeout(timeout), value), pickle.HIGHEST_PROTOCOL)
        try:
            self._write(name, stored)
        except FAULTS as error:
            logger.warning("A page could not be kept: %s", error)

    def _write(self, name: bytes, stored: bytes) -> None:
        newest = self._files.newest_first()[0]
        try:
            _put(newest, name, stored)
        except lmdb.MapFullError:
            self._files.begin_another(newest)
            _put(self._files.newest_first()[0], name, stored)

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Keep a value under a key that has none; whether it is kept."""
        if self.get(key, version=version) is not None:
            return False
        self.set(key, value, timeout, version)
        return True

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep what there is for longer; whether there is something."""
        value = self.get(key, version=version)
        if value is not None:
            self.set(key, value, timeout, version)
        return value is not None

    def delete(self, key: str, version: int | None = None) -> bool:
        """Keep it no longer; whether it was kept. Its bytes stay in the file until it is full."""
        was_kept = self.get(key, version=version) is not None
        self.set(key, None, 0, version)
        return was_kept

    def clear(self) -> None:
        """Remove everything, from the disk too; a full disk is no reason to keep it."""
        try:
            self._files.begin_anew()
        except FAULTS as error:
            logger.warning("The kept pages are removed, and none can be kept: %s", error)
            self._files.remove_all()


def _put(env: lmdb.Environment, name: bytes, stored: bytes) -> None:
    with env.begin(write=True) as transaction:
        transaction.put(name, stored)


class _Files:
    """The files of one folder: each in a folder of its own, numbered; the last two are in use.

    A file from before the machine was started is not opened: it may be half written, for nothing
    here waits for the disk.
    """

    def __init__(self, folder: Path, size: int) -> None:
        self.folder = folder
        self.size = size
        self._lock = Lock()
        self._used: list[lmdb.Environment] = []
        self._opened_by = 0

    def newest_first(self) -> list[lmdb.Environment]:
        """The files in use, opened. Raises OSError, lmdb.Error."""
        used = self._used
        # Another process may have emptied the cache, or this one may be a fork of its user.
        if self._opened_by == os.getpid() and Path(used[0].path()).exists():
            return used
        with self._lock, self._folder_locked():
            return self._open(self._numbers() or [self._make(1)])

    def begin_another(self, full: lmdb.Environment) -> None:
        """Go on in a new file, or in that which another process has begun meanwhile."""
        with self._lock, self._folder_locked():
            numbers = self._numbers()
            if not numbers or self._path(numbers[0]) == full.path():
                numbers = [self._make(max(numbers, default=0) + 1), *numbers]
            self._open(numbers)

    def begin_anew(self) -> None:
        """Remove all files; begin another one."""
        with self._lock, self._folder_locked():
            numbers = self._numbers()
            self._open([self._make(max(numbers, default=0) + 1)])

    def remove_all(self) -> None:
        """Remove all files; the next who needs one tries to make it."""
        with self._lock, self._folder_locked():
            self._used, self._opened_by = [], 0
            for each in self.folder.iterdir():
                if each.is_dir():
                    shutil.rmtree(each)

    def _open(self, numbers: list[int]) -> list[lmdb.Environment]:
        """Open the newest of these, which is the first, and the one before; remove all others."""
        paths = [self._path(number) for number in numbers[:2]]
        for each in self.folder.iterdir():
            if each.is_dir() and str(each) not in paths:
                shutil.rmtree(each, ignore_errors=True)
        if self._opened_by != os.getpid():
            self._used = []
        known = {each.path(): each for each in self._used}
        self._used = [known.get(path) or self._opened(path) for path in paths]
        self._opened_by = os.getpid()
        return self._used

    def _opened(self, path: str) -> lmdb.Environment:
        return lmdb.open(
            path, map_size=self.size, sync=False, metasync=False, readahead=False,
            max_readers=MAX_READERS,
        )  # fmt: skip

    def _numbers(self) -> list[int]:
        """Numbers of the files of this start of the machine, the newest first."""
        names = [each.name.partition("-") for each in self.folder.iterdir() if each.is_dir()]
        return sorted((int(number) for start, _, number in names if start == _START), reverse=True)

    def _make(self, number: int) -> int:
        Path(self._path(number)).mkdir()
        return number

    def _path(self, number: int) -> str:
        return str(self.folder / f"{_START}-{number}")

    @contextmanager
    def _folder_locked(self) -> Iterator[None]:
        """Alone among all processes."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            flock(lock, LOCK_EX)
            yield


def _start() -> str:
    """Names this start of the machine."""
    try:
        return BOOT_ID.read_text("ascii").strip().replace("-", "")
    except OSError:
        return "unknown"


_START = _start()
_folders: dict[Path, _Files] = {}
_folders_lock = Lock()


def _files_in(folder: Path, size: int) -> _Files:
    """The one object for a folder: a process may not open a file twice."""
    with _folders_lock:
        return _folders.setdefault(folder, _Files(folder, size))
