"""``restore_archive``: the database as a backup has it, under a new archive id."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from quotes.copies.backups import BackupError, restore
from quotes.management.base import ArchiveCommand


class Command(ArchiveCommand):
    """Restores a backup whole, or changes nothing."""

    help = "Restore a backup of the same engine, migrate it, and give the archive another id."

    def add_arguments(self, parser: CommandParser) -> None:
        """From where, and whether what is there may be lost."""
        parser.add_argument(
            "backup", type=Path, metavar="BACKUP",
            help="made by backup_archive; or a copy that SQLite made, or one of pg_dump that "
            "pg_restore can read",
        )  # fmt: skip
        parser.add_argument(
            "--replace", action="store_true",
            help="replace all tables that the database has now; without, it must have none",
        )  # fmt: skip

    def handle(self, *, backup: Path, replace: bool, **options: Any) -> None:
        """Restore, and say what has to be done next."""
        try:
            archive_id = restore(backup, replace=replace)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            self.style.SUCCESS(
                f"{backup} is restored. The archive has the id {archive_id} now, so that no cached "
                "page is valid any more and programs that follow the changes begin anew. Restart "
                "the servers. Search makes its index anew at the first search on each machine, or "
                "by manage.py reindex. Make the download anew with manage.py export_archive."
            )
        )
