"""A corpus file line by line, plain or gzipped, with digests of what has been read."""

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

# More than any passage needs, and little enough to hold a batch of them in memory.
MAX_LINE_LENGTH = 200_000
# A shorter line may stand in many files: an empty one, or a bracket.
MIN_LANDMARK_LENGTH = 40
GZIP = b"\x1f\x8b"


class UnreadableError(Exception):
    """A file that cannot be read, or not to its end; says why."""


class Place(NamedTuple):
    """How far a file has been read: number and digest of the lines, and digests of some."""

    number: int = 0
    sha256: str = ""
    landmarks: tuple[str, ...] = ()


class LineReader:
    """The lines of a file in order; knows the number and the digest of what was read.

    Line ends don't count, so that a file's last line stays the same when others follow it.
    """

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self.path = path
        self.file = file
        self.number = 0
        self.landmarks: list[str] = []
        self._read = hashlib.sha256()

    @property
    def place(self) -> Place:
        """How far it has been read."""
        return Place(self.number, self._read.hexdigest(), tuple(self.landmarks))

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._next, None)

    def skip_to(self, number: int) -> None:
        """Read up to and with line ``number``, or to the end."""
        while self.number < number and self._next() is not None:
            pass

    def _next(self) -> bytes | None:
        """The next line without its end, cut off behind MAX_LINE_LENGTH; None at the end."""
        raw = self._readline()
        if not raw:
            return None
        line = digested = raw.rstrip(b"\r\n")
        if len(line) > MAX_LINE_LENGTH:
            digested = self._digest_to_the_end_of(raw)
        self._read.update(digested + b"\n")
        self.number += 1
        if self.number & (self.number - 1) == 0:
            is_telling = len(digested) >= MIN_LANDMARK_LENGTH
            self.landmarks.append(hashlib.sha256(digested).hexdigest() if is_telling else "")
        return line

    def _digest_to_the_end_of(self, raw: bytes) -> bytes:
        digest = hashlib.sha256()
        while raw:
            digest.update(raw.rstrip(b"\r\n"))
            raw = b"" if raw.endswith(b"\n") else self._readline()
        return digest.hexdigest().encode()

    def _readline(self) -> bytes:
        try:
            return self.file.readline(MAX_LINE_LENGTH + len(b"\r\n"))
        except EOFError:
            message = f"{self.path} is cut off: the end of the gzip file is missing."
            raise UnreadableError(message) from None
        except (gzip.BadGzipFile, zlib.error) as error:
            raise UnreadableError(f"{self.path} is damaged: {error}.") from error
        except OSError as error:
            raise _cannot_be_read(self.path, error) from error


@contextmanager
def line_reader(path: Path) -> Iterator[LineReader]:
    """The tape of a file, at its start; raises UnreadableError, as its reading does."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise _cannot_be_read(path, error) from error
    with file:
        is_gzip = file.peek(2)[:2] == GZIP
        unpacked: Any = gzip.GzipFile(fileobj=file) if is_gzip else file
        yield LineReader(path, unpacked)


def _cannot_be_read(path: Path, error: OSError) -> UnreadableError:
    return UnreadableError(f"{path} cannot be read: {error.strerror or error}.")
