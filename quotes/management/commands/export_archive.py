"""``export_archive``: the archive as the public may see it, for others to keep."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from quotes.copies import latest_export
from quotes.copies.exporting import export
from quotes.copies.writing import NotWrittenError
from quotes.management.base import ArchiveCommand
from quotes.management.progress import Progress
from quotes.text.counted import counted


class Command(ArchiveCommand):
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
        path = target or latest_export.path()
        try:
            with stopped_cleanly():
                checkpoint = export(path, progress=Progress(self.stdout))
        except NotWrittenError as error:
            raise CommandError(str(error)) from error
        # Words may have been removed while the file got its name.
        if target is None and latest_export.remove_outdated():
            raise CommandError("Words were removed from the archive meanwhile: export it again.")
        self.stdout.write(str(checkpoint))
        self.stdout.write(
            self.style.SUCCESS(f"{counted(checkpoint.records, 'record')} written to {path}.")
        )


@contextmanager
def stopped_cleanly() -> Iterator[None]:
    """Whoever stops the process politely finds nothing half written: by default it just ends."""
    try:
        before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    except ValueError:  # not in the main thread, which alone is sent signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
