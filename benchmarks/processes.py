"""Programs of a run: to their end with time and memory, or as servers for a while."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.plan import PROJECT

# As in make demo, but that a pause of the client doesn't end its connection.
GUNICORN = [
    "-m", "gunicorn", "archive.wsgi", "--workers", "2", "--worker-class", "gthread",
    "--threads", "4", "--no-control-socket", "--log-level", "warning", "--keep-alive", "60",
]  # fmt: skip
PATIENCE_SECONDS = 60
LOOK_SECONDS = 0.1
# Linux counts in kilobytes, macOS in bytes.
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


class ProgramError(RuntimeError):
    """A program of the run has failed; the message has the end of what it said."""


@dataclass(frozen=True)
class Ran:
    """How long a program took, and the most memory it had resident.

    ``cpu_seconds`` is what it and the processes that it started had of a processor.
    ``peak_bytes`` is of the largest of these; ``own_bytes`` is of all together, without the files
    that they had mapped, which the system can take back at any moment; 0 where it doesn't tell.
    """

    seconds: float
    peak_bytes: int
    own_bytes: int
    cpu_seconds: float = 0.0


@dataclass(frozen=True)
class Server:
    """A server that answers on a port of this machine."""

    port: int
    process: subprocess.Popen[bytes]

    def peak_bytes(self) -> list[int]:
        """The most memory each worker had resident; empty where the system doesn't tell."""
        return [peak for pid in _children(self.process.pid) if (peak := _status(pid, "VmHWM"))]


def manage(*arguments: str, environment: Mapping[str, str], log: Path) -> Ran:
    """Run a management command to its end; raises ProgramError."""
    return run([sys.executable, "manage.py", *arguments], environment, log)


def run(command: Sequence[str], environment: Mapping[str, str], log: Path) -> Ran:
    """Run a program to its end; what it says goes to ``log``. Raises ProgramError."""
    started = time.monotonic()
    with log.open("wb") as said:
        process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=said, stderr=said)
        own, pid = 0, 0
        while not pid:
            all_of_it = (process.pid, *_children(process.pid))
            own = max(own, sum(_status(each, "RssAnon") or 0 for each in all_of_it))
            time.sleep(LOOK_SECONDS)
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        end = log.read_text("utf-8", "replace")[-2000:]
        raise ProgramError(f"{' '.join(command)} failed ({log}):\n{end}")
    cpu = usage.ru_utime + usage.ru_stime
    return Ran(time.monotonic() - started, usage.ru_maxrss * RSS_UNIT, own, cpu)


def _children(pid: int) -> list[int]:
    """The processes that one has started; none where the system doesn't tell."""
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


@contextmanager
def gunicorn(environment: Mapping[str, str], settings: str) -> Iterator[Server]:
    """The site as the demo serves it, under one of the benchmark's settings."""
    port = free_port()
    command = [sys.executable, *GUNICORN, "--bind", f"127.0.0.1:{port}"]
    with serving(command, {**environment, "DJANGO_SETTINGS_MODULE": settings}, port) as server:
        yield server


@contextmanager
def serving(
    command: Sequence[str], environment: Mapping[str, str], port: int, log: Path | None = None
) -> Iterator[Server]:
    """A server until the end of the block; ``log`` takes what it says, errors aside without."""
    with open(log or os.devnull, "ab") as said:  # noqa: PTH123  devnull is no Path
        process = subprocess.Popen(
            command, cwd=PROJECT, env=environment, stdout=said, stderr=said if log else None
        )
        try:
            _wait_for(port, process)
            yield Server(port, process)
        finally:
            process.terminate()
            process.wait()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    if path.is_dir():
        return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    return path.stat().st_size


def emptied(folder: Path) -> Path:
    """The folder, made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ProgramError("A server ended before it answered.")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise ProgramError(f"A server did not answer within {PATIENCE_SECONDS} seconds.")


def _status(pid: int, name: str) -> int | None:
    """A number of bytes from what Linux tells about a process."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return None
    found = (line for line in lines if line.startswith(f"{name}:"))
    return next((int(line.split()[1]) * 1024 for line in found), None)
