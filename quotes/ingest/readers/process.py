"""Reading in a process of its own: a file can neither hang nor crash nor fill who asks. Pure."""

import contextlib
import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from quotes.ingest.documents import Document, UnreadableError
from quotes.ingest.readers.limits import MAX_BYTES, MAX_MEMORY, MAX_SECONDS, check_size

ROOT = Path(__file__).resolve().parents[3]
# Memory that libraries keep is given back by beginning anew.
MAX_FILES = 100
# Characters become up to six bytes of JSON, and are there twice; blocks come on top.
MAX_ANSWER = 20 * MAX_BYTES
CHUNK = 1 << 16
# All that a reader may know of its surroundings: no key, no address of a database.
PASSED_ON = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH")


class ReaderProcess:
    """Reads one file after another in a process that is begun anew when a file ends it.

    On systems without resource limits (Windows), memory is not bounded.
    """

    def __init__(self, seconds: float = MAX_SECONDS) -> None:
        self.seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._read = 0

    def __enter__(self) -> "ReaderProcess":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, name: str, data: bytes) -> Document:
        """The document that a file holds; raises UnreadableError with what to do."""
        check_size(data)
        answer = self._ask(name, data)
        if "document" not in answer:
            raise UnreadableError(str(answer.get("refused", "The file cannot be read.")))
        return Document.from_json(answer["document"])

    def close(self) -> None:
        """End the process."""
        if self._process is None:
            return
        process, self._process = self._process, None
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()

    def _ask(self, name: str, data: bytes) -> dict[str, Any]:
        if self._read >= MAX_FILES:
            self.close()
        process = self._process or self._started()
        self._read += 1
        try:
            return json.loads(self._answer(process, name, data))
        except UnreadableError:
            self.close()
            raise
        except (OSError, ValueError) as error:
            code = process.poll()
            self.close()
            raise UnreadableError(_ended(code)) from error

    def _started(self) -> "subprocess.Popen[bytes]":
        self._read = 0
        known = {
            key: value
            for key, value in os.environ.items()
            if key in PASSED_ON or key.startswith("COVERAGE")
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "quotes.ingest.readers.worker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            cwd=ROOT, env={**known, "PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
        return self._process

    def _answer(self, process: Any, name: str, data: bytes) -> bytes:
        """One line of the process; raises ValueError where it ends, or says too much."""
        until = time.monotonic() + self.seconds
        process.stdin.write(json.dumps({"name": name, "size": len(data)}).encode() + b"\n" + data)
        process.stdin.flush()
        parts: list[bytes] = []
        size = 0
        while not parts or not parts[-1].endswith(b"\n"):
            left = until - time.monotonic()
            if left <= 0 or not select.select([process.stdout], [], [], left)[0]:
                raise UnreadableError(
                    f"The file takes more than {self.seconds:.0f} seconds to be read. "
                    "Split it, or save it as text."
                )
            parts.append(os.read(process.stdout.fileno(), CHUNK))
            size += len(parts[-1])
            if not parts[-1] or size > MAX_ANSWER:
                raise ValueError("no whole answer")
        return b"".join(parts)


def _ended(code: int | None) -> str:
    what = f"by signal {-code}" if code is not None and code < 0 else "before it answered"
    return (
        f"The reader was ended {what}: the file is broken, or needs more than "
        f"{MAX_MEMORY // 2**20} MB of memory. Save it anew, or as text."
    )
