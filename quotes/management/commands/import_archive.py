"""``import_archive``: an export made into an empty archive."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from quotes.copies.importing import NotImportedError, import_export
from quotes.management.base import ArchiveCommand
from quotes.management.progress import Progress
from quotes.text.counted import counted


class Command(ArchiveCommand):
    """Loads an export whole, or nothing of it."""

    help = "Load an export into an empty archive: checked before, compared byte by byte after."

    def add_arguments(self, parser: CommandParser) -> None:
        """The export, and what it should agree with."""
        parser.add_argument("export", type=Path, metavar="DIR|FILE.zip")
        parser.add_argument(
            "--checkpoint", type=Path, metavar="FILE",
            help="a checkpoint that was published earlier, and kept in another place",
        )  # fmt: skip

    def handle(self, *, export: Path, checkpoint: Path | None, **options: Any) -> None:
        """Load, telling how far."""
        try:
            published = checkpoint.read_text("utf-8") if checkpoint else ""
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{checkpoint} cannot be read: {error}") from error
        try:
            loaded = import_export(export, published=published, progress=Progress(self.stdout))
        except NotImportedError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Interrupted. Nothing was imported.", returncode=130) from None
        self.stdout.write(
            self.style.SUCCESS(
                f"The archive has {counted(loaded.records, 'record')}. It exports again what it "
                "was given, byte by byte. Search is made anew by the first who searches, or by "
                "manage.py reindex."
            )
        )
