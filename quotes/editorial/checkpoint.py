"""Checkpoints: what to keep in another place, so that a log altered or cut off later is found."""

from dataclasses import dataclass

from django.db.models import Subquery

from quotes.models import ArchiveState, PassageRevision, current_version

TITLE = "On Record checkpoint 1"
NONE = "-"


class NoCheckpointError(ValueError):
    """A text that is no checkpoint."""


@dataclass(frozen=True)
class Checkpoint:
    """Number of records, hash of the last one, its date, the archive's change.

    ``package`` is the hash of an export's ``datapackage.json``, where it stands in one.
    """

    records: int
    root: str
    date: str
    change: int
    package: str = ""

    def __str__(self) -> str:
        package = f"package: {self.package}\n" if self.package else ""
        return (
            f"{TITLE}\nrecords: {self.records}\nroot: {self.root}\ndate: {self.date}\n"
            f"change: {self.change}\n{package}"
        )

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """The checkpoint that ``text`` is; raises NoCheckpointError."""
        title, *lines = text.splitlines() or [""]
        try:
            values = dict(line.split(": ", 1) for line in lines)
            found = cls(
                int(values["records"]), values["root"], values["date"], int(values["change"]),
                values.get("package", ""),
            )  # fmt: skip
        except (ValueError, KeyError):
            found = None
        if title != TITLE or found is None:
            raise NoCheckpointError(f"This is no checkpoint: it should begin with “{TITLE}”.")
        return found


def current_checkpoint() -> Checkpoint:
    """The checkpoint of the archive now; one statement, so that its values belong together."""
    change = Subquery(ArchiveState.objects.values("version")[:1])
    newest = PassageRevision.objects.order_by("-sequence").annotate(change=change)
    last = newest.values_list("sequence", "sha256", "created_at", "change").first()
    if last is None:
        return Checkpoint(0, NONE, NONE, current_version().number)
    sequence, sha256, created_at, number = last
    return Checkpoint(sequence, sha256, created_at.isoformat(), number)
