"""A primary and two streaming standbys on loopback, by the how-to's own files."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from tests.archive.served import free_port

ROOT = Path(__file__).resolve().parents[2]
FILES = ROOT / "docs/how-to/several-machines"
NAMES = ("db1", "db2", "db3")
AS_POSTGRES = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"]


def programs() -> Path | None:
    """The folder of PostgreSQL's server programs; None where there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


class Database:
    """One server, which may be killed, promoted and made a standby again."""

    def __init__(self, name: str, folder: Path, ports: dict[str, int]) -> None:
        self.name, self.port, self._ports = name, ports[name], ports
        self.folder = folder / name
        self.data = self.folder / "data"
        self.process: subprocess.Popen[bytes] | None = None
        self.environment = dict[str, str]()
        self.log = self.folder / "log"
        self.folder.mkdir()
        _give_to_postgres(self.folder)

    # --- Making it ---

    def initialise(self) -> None:
        """Make it the first primary."""
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                  "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        with (self.data / "postgresql.conf").open("a") as file:
            file.write("\ninclude 'on-record.conf'\n")
        self._configure()

    def clone(self, primary: "Database") -> None:
        """Make it a standby, from a copy of the primary."""
        shutil.rmtree(self.data, ignore_errors=True)
        self._run("pg_basebackup", "-D", self.data, "-d", primary.replication_address,
                  "-c", "fast", "--no-sync", "-S", self.name)  # fmt: skip
        self._configure()
        (self.data / "standby.signal").touch()

    def rejoin(self, primary: "Database") -> None:
        """Make a former primary, which is stopped, a standby of the new one."""
        # Until then pg_rewind takes the new primary's timeline for the old one.
        primary.execute("CHECKPOINT")
        source = f"{primary.replication_address} dbname=postgres"
        self._run("pg_rewind", "-D", self.data, f"--source-server={source}", "--no-sync")
        self._configure()
        (self.data / "standby.signal").touch()

    def _configure(self) -> None:
        """The how-to's files, with ports and folders of this machine."""
        text = (FILES / "postgresql.conf").read_text("utf-8")
        for written, here in {
            "listen_addresses = '*'": f"listen_addresses = '127.0.0.1'\nport = {self.port}\n"
            f"unix_socket_directories = '{self.folder}'",
            "fsync = on": "fsync = off",
            "cluster_name = 'db1'": f"cluster_name = '{self.name}'",
            "primary_slot_name = 'db1'": f"primary_slot_name = '{self.name}'",
            "application_name=db1 ": f"application_name={self.name} ",
            "host=db1.example,db2.example,db3.example port=5432,5432,5432": (
                f"host=127.0.0.1,127.0.0.1,127.0.0.1 port={','.join(map(str, self._ports.values()))}"
            ),
        }.items():
            assert text.count(written) == 1, written
            text = text.replace(written, here)
        (self.data / "on-record.conf").write_text(text, "utf-8")
        rules = (FILES / "pg_hba.conf").read_text("utf-8").replace("peer", "trust")
        rules = rules.replace("hostssl", "host").replace("10.0.0.0/24", "127.0.0.1/32")
        (self.data / "pg_hba.conf").write_text(rules.replace("scram-sha-256", "trust"), "utf-8")
        for path in (self.data / "on-record.conf", self.data / "pg_hba.conf"):
            _give_to_postgres(path)

    # --- Running it ---

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*_as_owner(), str(_bin("postgres")), "-D", str(self.data)],
                stdout=log, stderr=log, cwd="/", start_new_session=True,
                env=os.environ | self.environment,
            )  # fmt: skip
        self.wait_for("SELECT true")

    def kill(self) -> None:
        """End all of its processes at once, as a power cut would."""
        if self.process is not None:
            self.signal(signal.SIGKILL)
            self.process.wait()
            self.process = None
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def stop(self) -> None:
        """End it in order, also when it was stopped by a signal."""
        if self.process is not None:
            self.signal(signal.SIGCONT)
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=60)
            self.process = None

    def signal(self, number: int) -> None:
        """Send a signal to all of its processes."""
        assert self.process is not None
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for each in [pid, *map(int, children)]:
            with suppress(ProcessLookupError):
                os.kill(each, number)

    @property
    def is_running(self) -> bool:
        """Whether it was started, and not killed since."""
        return self.process is not None

    def execute(self, sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Rows of a statement, as the owner of the server."""
        address = f"host={self.folder} port={self.port} user=postgres dbname={database}"
        with psycopg.connect(address, autocommit=True, connect_timeout=3) as connection:
            cursor = connection.execute(sql)  # type: ignore[call-overload]
            return cursor.fetchall() if cursor.description else []

    def run_file(self, name: str) -> None:
        """Run one of the how-to's files, statement by statement."""
        text = (FILES / name).read_text("utf-8")
        lines = [line for line in text.splitlines() if not line.startswith("--")]
        for statement in "\n".join(lines).split(";"):
            if statement.strip():
                self.execute(statement)

    def configure(self, **values: str | None) -> None:
        """Change settings beside the how-to's files, or take the change back (None)."""
        for name, value in values.items():
            what = f"RESET {name}" if value is None else f"SET {name} = '{value}'"
            self.execute(f"ALTER SYSTEM {what}")
        self.execute("SELECT pg_reload_conf()")

    def wait_for(self, condition: str, *, seconds: float = 60) -> None:
        """Wait until a query says true."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if self.execute(condition)[0][0]:
                    return
            except psycopg.Error:
                pass
            time.sleep(0.05)
        log = self.log.read_text(errors="replace")[-3000:]
        raise RuntimeError(f"{self.name} did not come to “{condition}”:\n{log}")

    @property
    def received(self) -> int:
        """How much of the primary's log it has, in bytes."""
        return int(self.execute("SELECT pg_wal_lsn_diff(pg_last_wal_receive_lsn(), '0/0')")[0][0])

    @property
    def replication_address(self) -> str:
        """Where standbys copy from."""
        return f"host=127.0.0.1 port={self.port} user=replicator"

    def url(self) -> str:
        """Its address, for the archive."""
        return f"postgres://archive@127.0.0.1:{self.port}/archive"

    def _run(self, program: str, *arguments: object) -> None:
        command = [*_as_owner(), str(_bin(program)), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")


class Databases:
    """The three servers; which of them takes changes moves about."""

    def __init__(self, folder: Path) -> None:
        ports = {name: free_port() for name in NAMES}
        self.all = [Database(name, folder, ports) for name in NAMES]
        self.primary = self.all[0]

    @property
    def standbys(self) -> list[Database]:
        """Those that run and follow."""
        return [each for each in self.all if each.is_running and each is not self.primary]

    def start(self) -> None:
        """Make all of them, and wait until edits are safe on two."""
        self.primary.initialise()
        self.primary.start()
        self.primary.execute("ALTER SYSTEM SET synchronous_standby_names = ''")
        self.primary.execute("SELECT pg_reload_conf()")
        self.primary.run_file("roles.sql")
        self.primary.run_file("slots.sql")
        for standby in self.all[1:]:
            standby.clone(self.primary)
            standby.start()
            standby.run_file("slots.sql")
        self.primary.execute("ALTER SYSTEM RESET ALL")
        self.primary.execute("SELECT pg_reload_conf()")
        for standby in self.all[1:]:
            standby.execute("ALTER SYSTEM RESET ALL")
        self.wait_for_standbys()

    def fail_over(self) -> None:
        """Kill the primary, and promote the standby that has most."""
        self.primary.kill()
        self.promote_the_most_advanced()

    def promote_the_most_advanced(self) -> None:
        """Promote the standby that has most: the former primary is dead."""
        self.primary = max(self.standbys, key=lambda standby: standby.received)
        self.primary.execute("SELECT pg_promote()")

    def rejoin(self, lost: Database) -> None:
        """Make the former primary a standby."""
        lost.rejoin(self.primary)
        lost.start()
        lost.run_file("slots.sql")

    def wait_for_standbys(self, number: int = 2) -> None:
        """Wait until so many standbys follow the primary."""
        self.primary.wait_for(
            f"SELECT count(*) >= {number} FROM pg_stat_replication WHERE state = 'streaming'"
        )

    def wait_for_replay(self) -> None:
        """Wait until all standbys show what the primary has."""
        self.primary.wait_for(
            "SELECT count(*) = 2 FROM pg_stat_replication "
            "WHERE replay_lsn >= pg_current_wal_flush_lsn()"
        )

    def stop(self) -> None:
        """End all that still runs."""
        for each in self.all:
            each.stop()


@contextmanager
def databases(folder: Path) -> Iterator[Databases]:
    """Three servers, which are gone behind the block."""
    made = Databases(folder)
    try:
        made.start()
        yield made
    finally:
        made.stop()


def _bin(program: str) -> Path:
    folder = programs()
    assert folder is not None
    return folder / program


def _as_owner() -> list[str]:
    # The server refuses to run as root.
    return AS_POSTGRES if os.geteuid() == 0 else []


def _give_to_postgres(path: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(path, "postgres", "postgres")
