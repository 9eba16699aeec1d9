"""``index_snapshot``: the index of this node, for another one to start from."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from quotes.management.base import ArchiveCommand
from quotes.search.snapshots import SnapshotError, take_snapshot


class Command(ArchiveCommand):
    """Writes a snapshot; readers and editors can go on meanwhile."""

    help = "Copy the search index of this node into a folder, for another node's reindex --from."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("folder", type=Path, metavar="DIR", help="a folder that is not there")

    def handle(self, *, folder: Path, **options: Any) -> None:
        """Write it."""
        try:
            about = take_snapshot(folder)
        except SnapshotError as error:
            raise CommandError(str(error)) from error
        told = f"{folder} has the index at version {about.version} of archive {about.archive_id}."
        self.stdout.write(self.style.SUCCESS(told))
        self.stdout.write(f"SHA-256 of its seal: {about.sha256}")
