"""The seal of an index: what its files held when its last commit was made, so that damage shows.

The engine notices some damage only, and late. The seal is a file of ours beside the engine's own: a
copy of its list of segments, and size and digest of every file of theirs. It is written under the
write lock and has a digest of its own.
"""

import json
import os
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

# The engine's list of segments, replaced with every commit.
META = "meta.json"
SEAL = "sealed.json"
BLOCK = 1 << 20
# What tells a file from another one in its place, and a changed one mostly from what it was.
Identity = tuple[int, int, int]


class DamagedIndexError(Exception):
    """The index cannot be read; it has to be made anew."""


class UnsealedError(DamagedIndexError):
    """The list of segments is not the sealed one: somebody writes just now, or was killed."""


@dataclass(frozen=True)
class Seal:
    """The engine's list of segments as it stood, and digests of their files by name."""

    meta: str
    files: dict[str, str]

    @classmethod
    def read(cls, path: Path) -> "Seal":
        """The seal of the index in a directory; raises DamagedIndexError."""
        try:
            digest, text = (path / SEAL).read_text("utf-8").split("\n", 1)
            if digest == _digest(text.encode()):
                return cls(**json.loads(text))
        except (OSError, ValueError) as error:
            raise DamagedIndexError(f"its seal cannot be read: {error}") from error
        raise DamagedIndexError("its seal is broken")

    def write(self, path: Path) -> None:
        """Put it in the directory, whole or not at all."""
        text = json.dumps(vars(self))
        replace(path / SEAL, f"{_digest(text.encode())}\n{text}")

    def is_of(self, path: Path) -> bool:
        """Whether the engine's list of segments is the sealed one."""
        try:
            return (path / META).read_bytes() == self.meta.encode()
        except OSError:
            return False


def seal(path: Path) -> None:
    """Seal what was just written; the caller holds the write lock.

    Digests of files that are sealed already are kept, so that later damage is not sealed with them.
    """
    try:
        known = Seal.read(path)
    except DamagedIndexError:
        known = Seal("", {})
    while (meta := (path / META).read_text("utf-8")) != known.meta:
        try:
            names = _files_of(path, meta)
            digests = {name: known.files.get(name) or _digest_of(path / name) for name in names}
        except FileNotFoundError:
            # The engine has merged segments meanwhile, and removed what they were made of.
            if (path / META).read_text("utf-8") == meta:
                raise
        else:
            known = Seal(meta, digests)
            known.write(path)


def unseal(path: Path) -> None:
    """Let the index pass for damaged, though all of its files are as they were written."""
    (path / SEAL).unlink(missing_ok=True)


def discard_unsealed(path: Path) -> None:
    """Take back what was not sealed; the caller holds the write lock.

    A process that was killed between the engine's commit and the seal leaves the files of both, and
    so does damage to the list of segments.
    """
    try:
        sealed = Seal.read(path)
    except DamagedIndexError:
        return
    if not sealed.is_of(path):
        replace(path / META, sealed.meta)


def replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    made = path.with_name(f"{path.name}.new")
    made.write_text(text, "utf-8")
    made.replace(path)


@dataclass
class VerifiedFiles:
    """The files of an index that this process has compared with the seal; each is read once."""

    files: dict[str, tuple[str, Identity]] = field(default_factory=dict)

    def check(self, path: Path, sealed: Seal) -> None:
        """Read what was not read yet, or has changed since; raises DamagedIndexError."""
        self.files = {
            name: (digest, self._checked(path / name, digest))
            for name, digest in sealed.files.items()
        }

    def _checked(self, path: Path, digest: str) -> Identity:
        try:
            found = path.stat()
            identity = found.st_ino, found.st_size, found.st_mtime_ns
            if self.files.get(path.name) != (digest, identity) and _digest_of(path) != digest:
                raise DamagedIndexError(f"{path.name} is not what was written")
        except OSError as error:
            raise DamagedIndexError(f"{path.name} cannot be read: {error}") from error
        return identity


def _files_of(path: Path, meta: str) -> list[str]:
    """Names of the files that the listed segments consist of."""
    segments = json.loads(meta)["segments"]
    ids = {each["segment_id"].replace("-", ""): each["deletes"] for each in segments}
    names = sorted(entry.name for entry in os.scandir(path))
    return [name for name in names if _belongs(name, ids)]


def _belongs(name: str, ids: dict[str, dict[str, int] | None]) -> bool:
    segment, _, ending = name.partition(".")
    if segment not in ids:
        return False
    deletes = ids[segment]
    # Earlier lists of what is deleted lie about until the engine collects them.
    return not ending.endswith("del") or (
        deletes is not None and ending == f"{deletes['opstamp']}.del"
    )


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()


def _digest_of(path: Path) -> str:
    digest = blake2b(digest_size=16)
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
