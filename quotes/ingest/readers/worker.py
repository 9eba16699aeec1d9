"""The process that reads files of strangers: bounded, without network, told what to read by a pipe.

A request is a line of JSON, ``{"name", "size"}``, and the file's bytes behind it; the answer a line
of JSON, ``{"document"}`` or ``{"refused"}``. Nothing is pickled: what comes back is data alone.
"""

import contextlib
import json
import os
import sys
from typing import Any, BinaryIO

from quotes.ingest.documents import UnreadableError
from quotes.ingest.readers import read_document
from quotes.ingest.readers.limits import MAX_MEMORY, MAX_SECONDS

try:
    import resource
except ImportError:  # not on Windows; the time is limited there all the same
    resource = None  # type: ignore[assignment]

# No reader needs these; who finds a way to have one called finds them shut.
FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
MAX_OPEN_FILES = 64
# CLONE_NEWUSER | CLONE_NEWNET of Linux.
NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000
TOO_LARGE = f"The file needs more than {MAX_MEMORY // 2**20} MB of memory to be read. Split it."


def main() -> None:
    """Answer requests until the pipe is closed."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # What a library prints must not be taken for an answer.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    # trafilatura would take it along, and numpy with it: a third of the memory that there is.
    sys.modules["py3langid"] = None  # type: ignore[assignment]
    _limit_resources()
    _leave_network()
    sys.addaudithook(_refuse)
    while line := requests.readline():
        request = json.loads(line)
        _limit_time()
        answer = _answer(request["name"], requests.read(request["size"]))
        _write(answers, answer)


def _answer(name: str, data: bytes) -> dict[str, Any]:
    try:
        return {"document": read_document(name, data).as_json()}
    except UnreadableError as error:
        return {"refused": str(error)}
    except MemoryError:
        return {"refused": TOO_LARGE}
    except RecursionError:
        return {"refused": "The file is nested too deeply to be read. Save it as text."}
    except Exception as error:  # noqa: BLE001 - whatever a library does with a broken file
        kind = type(error).__name__
        return {"refused": f"The file is broken or unusual ({kind}). Save it anew, or as text."}


def _write(answers: BinaryIO, answer: dict[str, Any]) -> None:
    try:
        line = json.dumps(answer).encode()
    except MemoryError:
        line = json.dumps({"refused": TOO_LARGE}).encode()
    answers.write(line + b"\n")
    answers.flush()


def _limit_resources() -> None:
    if resource is None:
        return
    for kind, most in (
        (resource.RLIMIT_AS, MAX_MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, MAX_OPEN_FILES),
    ):  # fmt: skip
        with contextlib.suppress(ValueError, OSError):  # a limit below ours holds
            resource.setrlimit(kind, (most, most))


def _limit_time() -> None:
    """Let the system end this process if the parent is gone and cannot."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + MAX_SECONDS + 2
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _leave_network() -> None:
    """Have no network at all, where the system lets a process choose so (Linux, Python 3.12)."""
    unshare = getattr(os, "unshare", None)
    if unshare:
        with contextlib.suppress(OSError):
            unshare(NEW_USER_AND_NETWORK)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    is_writing = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
    if event.startswith(FORBIDDEN) or is_writing:
        raise PermissionError(f"A reader may not do this: {event}.")


if __name__ == "__main__":
    main()
