"""``verify_archive``: whether the archive still is what it published."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from quotes.copies.checking import checkpoint_faults, covers_all
from quotes.editorial import audit
from quotes.editorial.checkpoint import Checkpoint, NoCheckpointError
from quotes.models import Passage, PassageRevision
from quotes.text.counted import counted


class Command(BaseCommand):
    """Checks and reports; changes nothing."""

    help = "Check records, chain, words, spans, tiling and identifiers; exit status 1 on faults."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to compare with besides: captured texts, a checkpoint."""
        parser.add_argument(
            "--source", nargs="+", type=Path, default=[], metavar="FILE",
            help="captured text; its source is found by its hash and compared word for word",
        )  # fmt: skip
        parser.add_argument(
            "--checkpoint", type=Path, metavar="FILE",
            help="a checkpoint kept in another place; one of an export covers all that is public",
        )  # fmt: skip

    def handle(self, *, source: list[Path], checkpoint: Path | None, **options: Any) -> None:
        """Print each fault; raise CommandError when there are any."""
        found = 0
        for fault in self._faults(source, checkpoint):
            self.stderr.write(fault)
            found += 1
        if found:
            raise CommandError(f"{counted(found, 'fault')}.")
        revisions = PassageRevision.objects.count()
        passages = Passage.objects.known().count()
        said = (
            f"{passages} passage{'s' * (passages != 1)}, {revisions} record{'s' * (revisions != 1)}"
        )
        self.stdout.write(self.style.SUCCESS(f"{said}: sound."))

    def _faults(self, source: list[Path], checkpoint: Path | None) -> Iterator[str]:
        yield from audit.faults()
        for path in source:
            yield from (f"{path}: {fault}" for fault in audit.source_faults(_read(path)))
        if checkpoint:
            yield from self._checkpoint_faults(checkpoint)

    def _checkpoint_faults(self, path: Path) -> Iterator[str]:
        try:
            known = Checkpoint.parse(_read(path))
        except NoCheckpointError as error:
            raise CommandError(f"{path}: {error}") from error
        extent = "all that is public" if covers_all(known) else "the log of records alone"
        self.stdout.write(f"Compared with the checkpoint: {extent}.")
        yield from checkpoint_faults(known)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read as UTF-8 text: {error}") from error
