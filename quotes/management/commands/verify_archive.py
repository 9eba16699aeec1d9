"""``verify_archive``: whether the archive still is what it published."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from quotes.editorial import audit
from quotes.models import Passage, PassageRevision


class Command(BaseCommand):
    """Checks and reports; changes nothing."""

    help = "Check records, chain, words, spans, tiling and identifiers; exit status 1 on faults."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--source`` takes captured texts to compare their sources with."""
        parser.add_argument(
            "--source", nargs="+", type=Path, default=[], metavar="FILE",
            help="captured text; its source is found by its hash and compared word for word",
        )  # fmt: skip

    def handle(self, *, source: list[Path], **options: Any) -> None:
        """Print each fault; raise CommandError when there are any."""
        found = 0
        for fault in audit.faults():
            self.stderr.write(fault)
            found += 1
        for path in source:
            for fault in audit.source_faults(_read(path)):
                self.stderr.write(f"{path}: {fault}")
                found += 1
        if found:
            raise CommandError(f"{found} faults.")
        revisions = PassageRevision.objects.count()
        passages = Passage.objects.known().count()
        self.stdout.write(self.style.SUCCESS(f"{passages} passages, {revisions} records: sound."))


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read as UTF-8 text: {error}") from error
