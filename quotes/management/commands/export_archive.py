"""``export_archive``: the archive as the public may see it, for others to keep."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from quotes.copies import offered
from quotes.copies.exporting import export
from quotes.copies.writing import NotWrittenError
from quotes.management.progress import Progress
from quotes.text.counted import counted


class Command(BaseCommand):
    """Writes an export; editors can go on meanwhile."""

    help = "Export all that the public may see, as JSON lines with hashes and a checkpoint."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument(
            "target", nargs="?", type=Path, metavar="DIR|FILE.zip",
            help="a new or empty folder, or one with an earlier export; or a zip file. Without "
            "it, the download at /data/ is made anew",
        )  # fmt: skip

    def handle(self, *, target: Path | None, **options: Any) -> None:
        """Write, telling how far, and print the checkpoint."""
        path = target or offered.path()
        try:
            checkpoint = export(path, progress=Progress(self.stdout))
        except NotWrittenError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(str(checkpoint))
        self.stdout.write(
            self.style.SUCCESS(f"{counted(checkpoint.records, 'record')} written to {path}.")
        )
