"""The export that is offered for download: one zip file, so that its parts belong together."""

import json
import os
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from quotes.copies.schema import READABLE_FORMATS
from quotes.copies.writing import partial_path
from quotes.editorial.checkpoint import Checkpoint, NoCheckpointError, is_of_this_log
from quotes.models.archive_state import last_removal

NAME = "on-record.zip"


@dataclass(frozen=True)
class Offer:
    """The last export: its size in bytes, when it was made, its checkpoint and its package."""

    size: int
    made_at: datetime
    checkpoint: Checkpoint
    package: dict[str, Any]

    @property
    def is_outdated(self) -> bool:
        """Whether it may hold what was removed from the archive since, or a state that is lost."""
        return self.checkpoint.change < last_removal() or not is_of_this_log(self.checkpoint)

    @property
    def rows(self) -> dict[str, int]:
        """How many rows there are of each resource."""
        return {each["name"]: each["rows"] for each in self.package["resources"]}


def path() -> Path:
    """The path of the export for download, whether it exists or not."""
    return Path(settings.EXPORT_DIR) / NAME


def offer() -> Offer | None:
    """The last export, outdated or not; None where there is none, or none that can be read."""
    try:
        with path().open("rb") as file:
            return read_offer(file)
    except OSError:
        return None


def read_offer(file: IO[bytes]) -> Offer | None:
    """What an opened file offers; None where it is no export that can be read."""
    try:
        with zipfile.ZipFile(file) as packed:
            checkpoint = Checkpoint.parse(packed.read("checkpoint.txt").decode())
            package = json.loads(packed.read("datapackage.json"))
            status = os.fstat(file.fileno())
    except (OSError, KeyError, ValueError, NoCheckpointError, zipfile.BadZipFile):
        return None
    if package.get("export_format") not in READABLE_FORMATS:
        return None
    made_at = datetime.fromtimestamp(status.st_mtime, UTC)
    return Offer(status.st_size, made_at, checkpoint, package)


def remove() -> None:
    """Delete the export, because what it is of is lost, and what a killed run left of one."""
    path().unlink(missing_ok=True)
    partial_path(path()).unlink(missing_ok=True)


def remove_outdated() -> bool:
    """Delete an export that may hold removed words, and what a killed run left of one.

    Gives whether there was such an export.
    """
    found = offer()
    is_kept = found is not None and not found.is_outdated
    is_deleted = not is_kept and path().exists()
    if is_deleted:
        remove()
    partial_path(path()).unlink(missing_ok=True)
    return is_deleted


def state() -> str:
    """Identifies the state of the download; empty if there is none."""
    try:
        return state_of(path().stat())
    except OSError:
        return ""


def state_of(status: os.stat_result) -> str:
    """The same for an open file, which stays unchanged if the download is replaced."""
    return f"{status.st_mtime_ns} {status.st_size}"


def part(name: str) -> bytes | None:
    """A small file out of the export; None where there is none."""
    try:
        with zipfile.ZipFile(path()) as packed:
            return packed.read(name)
    except (OSError, KeyError, zipfile.BadZipFile):
        return None
