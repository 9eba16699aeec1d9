"""How far the servers that are read from are behind the primary, and which of them may answer.

Each web process asks every server once a second for the archive's version. A replica is as new as
the last moment at which the primary was seen at a version that the replica has. So clocks of
machines are not compared, no right beyond reading is needed, and a replica that has changes which
were lost in a failover is recognised by their tokens.
"""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any, NamedTuple

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections

from archive.deadlines import within
from quotes.models.archive_state import Version, current_version, is_standby, was_at

CHECK_SECONDS = 1.0
# The primary's address may name several servers, of which the first may hang.
PRIMARY_SECONDS, REPLICA_SECONDS = 5.0, 1.5
# Versions of the primary that are remembered: of an hour with an edit a second.
REMEMBERED = 3_600
NOT_ASKED = "has not been asked yet"
NO_ANSWER = "does not answer"
ONLY_READS = "takes no changes"


class Seen(NamedTuple):
    """A version, and when the primary was last seen at it."""

    at: float
    version: Version


class History:
    """The versions at which the primary was seen, in order."""

    def __init__(self) -> None:
        self._seen: deque[Seen] = deque(maxlen=REMEMBERED)

    def add(self, at: float, version: Version) -> None:
        """The primary has this version, and it was asked at this time."""
        last = self.newest
        if last and last.version == version:
            self._seen.pop()
        elif last and not _may_follow(last.version, version):
            # A failover has lost changes, or an older backup was restored.
            self._seen.clear()
        self._seen.append(Seen(at, version))

    @property
    def newest(self) -> Seen | None:
        """What the primary was seen at last."""
        return self._seen[-1] if self._seen else None

    def as_of(self, version: Version, newest: Seen, *, has_newest: bool) -> float | None:
        """When a server with this version was last as new as the primary; None if it never was.

        ``has_newest`` says whether the version ``newest`` is one of its own.
        """
        if has_newest:
            return newest.at
        if not _may_follow(version, newest.version):
            return None
        for seen in reversed(tuple(self._seen)):
            if seen.version == version or _may_follow(seen.version, version):
                return seen.at
        return None


def _may_follow(earlier: Version, later: Version) -> bool:
    return earlier.archive_id == later.archive_id and earlier.number < later.number


@dataclass
class ServerState:
    """What is known of one server; a ``problem`` is empty while it answers as it should."""

    problem: str = NOT_ASKED
    version: Version | None = None
    as_of: float | None = None
    failed_at: float = 0.0


class Watch:
    """What one process knows of its servers; all methods are safe to call from any thread."""

    def __init__(
        self, aliases: Sequence[str], max_lag: float, clock: Callable[[], float] = monotonic
    ) -> None:
        self.primary = ServerState()
        self.replicas = {alias: ServerState() for alias in aliases}
        self.history = History()
        self._max_lag, self._clock = max_lag, clock

    @property
    def is_without_primary(self) -> bool:
        """Whether no server takes changes, as far as this process can tell."""
        return self.primary.problem not in ("", NOT_ASKED)

    def nearest(self) -> str | None:
        """The first replica that is not too far behind; None if none is known to be."""
        return next((alias for alias in self.replicas if self._is_used(alias)), None)

    def newest(self) -> str | None:
        """The replica that has most, for times without a primary; None if none answers."""
        there = [alias for alias, each in self.replicas.items() if not each.problem]
        return max(there, key=self._newness, default=None)

    def report(self, alias: str) -> None:
        """A request got no answer from this replica: it is left out until a later check."""
        self.replicas[alias].failed_at = self._clock()
        self.replicas[alias].problem = NO_ANSWER

    def as_json(self) -> dict[str, Any]:
        """All of it, for those who watch the node; no addresses, because everybody may ask."""
        return {
            "can_be_read": self.newest() is not None,
            "primary": self.primary.problem or "ok",
            "replicas": [self._as_json(alias) for alias in self.replicas],
        }

    def check_primary(self) -> None:
        """Ask the primary, by the connection of this thread."""
        asked_at = self._clock()
        try:
            with within(PRIMARY_SECONDS):
                version, only_reads = current_version(), is_standby()
        except (DatabaseError, InterfaceError):
            self.primary.problem = NO_ANSWER
            connections[DEFAULT_DB_ALIAS].close()
            return
        if only_reads:
            self.primary.problem = ONLY_READS
            return
        self.history.add(asked_at, version)
        self.primary.version, self.primary.problem = version, ""

    def check_replica(self, alias: str) -> None:
        """Ask a replica, by the connection of this thread."""
        state, asked_at, newest = self.replicas[alias], self._clock(), self.history.newest
        try:
            with within(REPLICA_SECONDS), reading_from(alias):
                version = current_version()
                has_newest = newest is not None and _holds(version, newest.version)
        except (DatabaseError, InterfaceError):
            state.problem = NO_ANSWER
            connections[alias].close()
            return
        state.version = version
        if newest:
            state.as_of = self.history.as_of(version, newest, has_newest=has_newest)
        if state.failed_at <= asked_at:
            state.problem = ""

    def _is_used(self, alias: str) -> bool:
        lag = self._lag(alias)
        return not self.replicas[alias].problem and lag is not None and lag <= self._max_lag

    def _lag(self, alias: str) -> float | None:
        as_of = self.replicas[alias].as_of
        return None if as_of is None else self._clock() - as_of

    def _newness(self, alias: str) -> tuple[float, int]:
        state = self.replicas[alias]
        return state.as_of or 0.0, state.version.number if state.version else 0

    def _as_json(self, alias: str) -> dict[str, Any]:
        lag, problem = self._lag(alias), self.replicas[alias].problem
        if not problem and not self._is_used(alias):
            problem = "is too far behind" if lag is not None else "has other changes"
        return {
            "status": problem or "ok",
            "seconds_behind": None if lag is None else round(lag, 1),
        }


def _holds(version: Version, wanted: Version) -> bool:
    return version.archive_id == wanted.archive_id and was_at(wanted.number, wanted.token)


@contextmanager
def reading_from(alias: str) -> Iterator[None]:
    """Let all that this thread asks of the database inside the block go to one server.

    The connection itself takes the place of the default one. Whatever asks, by whichever way, asks
    the same server: a page can't be made from two.
    """
    own = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = connections[alias]
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = own


_watches: dict[int, Watch] = {}
_guard = threading.Lock()


def watch() -> Watch:
    """This process's watch, which begins when it is first asked for."""
    with _guard:
        # Threads don't survive a fork.
        if os.getpid() not in _watches:
            _watches[os.getpid()] = _begun(Watch(list(settings.REPLICAS), settings.REPLICA_MAX_LAG))
        return _watches[os.getpid()]


def _begun(made: Watch) -> Watch:
    """Each server has a thread of its own: one that hangs holds up no other."""
    checks: list[Callable[[], None]] = [made.check_primary]
    checks += [_check_of(made, alias) for alias in made.replicas]
    for check in checks:
        threading.Thread(target=_repeat, args=(check,), name="replica-watch", daemon=True).start()
    return made


def _check_of(made: Watch, alias: str) -> Callable[[], None]:
    return lambda: made.check_replica(alias)


def _repeat(check: Callable[[], None]) -> None:
    pause = threading.Event()
    while True:
        check()
        pause.wait(CHECK_SECONDS)
