"""``backup_archive``: the whole database in one file, for its owner."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from quotes.copies.backups import BackupError, back_up
from quotes.management.base import ArchiveCommand


class Command(ArchiveCommand):
    """Writes a backup; readers and editors can go on meanwhile."""

    help = "Write the whole database to a file, drafts and editors included. Keep it secret."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path, metavar="FILE", help="a file that is not there yet")

    def handle(self, *, file: Path, **options: Any) -> None:
        """Write it."""
        try:
            back_up(file)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(self.style.SUCCESS(f"The database is backed up in {file}."))
