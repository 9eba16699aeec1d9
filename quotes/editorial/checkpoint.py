"""Checkpoints: what to keep in another place, so that a log altered or cut off later is found."""

import json
import re
from dataclasses import dataclass, field

from django.db.models import Subquery

from quotes.models import ArchiveState, PassageRevision, RegistryRecord
from quotes.models.archive_state import is_known

TITLE = "On Record checkpoint 1"
NONE = "-"
MAX_BYTES = 10_000
FORMS = {
    "records": r"[0-9]{1,18}",
    "root": r"[0-9a-f]{64}|-",
    "date": r"[0-9T:.+-]{1,40}",
    "change": r"[0-9]{1,18}",
    "package": r"[0-9a-f]{64}",
    "verifier": r"[0-9a-f]{64}",
}
NEEDED = ("records", "root", "date", "change")


class NoCheckpointError(ValueError):
    """A text that is no checkpoint."""


@dataclass(frozen=True)
class Checkpoint:
    """Number of records, hash of the last one, its date, the archive's change.

    A checkpoint in an export also has the hashes of two of its files: ``package`` that of
    ``datapackage.json``, ``verifier`` that of the program, which differs between releases.
    """

    records: int
    root: str
    date: str
    change: int
    package: str = ""
    verifier: str = field(default="", compare=False)

    def __str__(self) -> str:
        lines = [TITLE, *(f"{name}: {value}" for name, value in vars(self).items() if value != "")]
        return "".join(f"{line}\n" for line in lines)

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """The checkpoint that ``text`` is; raises NoCheckpointError."""
        title, *lines = text.strip().splitlines() or [""]
        if title != TITLE:
            raise NoCheckpointError(f"This is no checkpoint: it should begin with “{TITLE}”.")
        values: dict[str, str] = {}
        for line in lines:
            name, _, value = line.partition(": ")
            if name in values or not re.fullmatch(FORMS.get(name, ".*"), value):
                raise NoCheckpointError(f"This is no checkpoint: “{line[:80]}” cannot be in one.")
            values[name] = value
        if missing := [name for name in NEEDED if name not in values]:
            raise NoCheckpointError(f"This is no checkpoint: it has no “{missing[0]}”.")
        return cls(
            int(values["records"]), values["root"], values["date"], int(values["change"]),
            values.get("package", ""), values.get("verifier", ""),
        )  # fmt: skip


def current_checkpoint() -> Checkpoint:
    """The checkpoint of the archive now; one statement, so that its values belong together."""
    versions = PassageRevision.objects.order_by("-sequence")
    others = RegistryRecord.objects.order_by("-sequence")
    found = ArchiveState.objects.values_list(
        "version",
        *(Subquery(versions.values(name)[:1]) for name in ("sequence", "sha256", "record")),
        *(Subquery(others.values(name)[:1]) for name in ("sequence", "sha256", "record")),
    ).get()
    change, last = found[0], max(found[1:4], found[4:7], key=lambda row: row[0] or 0)
    if last[0] is None:
        return Checkpoint(0, NONE, NONE, change)
    return Checkpoint(last[0], last[1], json.loads(last[2])["time"], change)


def is_of_this_log(checkpoint: Checkpoint) -> bool:
    """Whether the archive, under the id that it has now, may have had this checkpoint.

    Not one of a version before the id was renewed or behind the present one, nor of another log.
    """
    if not is_known(checkpoint.change):
        return False
    at = {"sequence": checkpoint.records, "sha256": checkpoint.root}
    logs = (PassageRevision.objects.filter(**at), RegistryRecord.objects.filter(**at))
    return not checkpoint.records or any(log.exists() for log in logs)
