"""``verify_archive``: whether the archive still is what it published."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError

from quotes.copies.exporting import checkpoint_faults, covers_all
from quotes.copies.snapshot import snapshot
from quotes.editorial import audit
from quotes.editorial.checkpoint import MAX_BYTES, Checkpoint, NoCheckpointError
from quotes.editorial.database_audit import UnreadableError, database_faults
from quotes.management.base import ArchiveCommand
from quotes.models import Passage, PassageRevision, RegistryRecord
from quotes.text.counted import counted


class Command(ArchiveCommand):
    """Checks and reports; changes nothing."""

    help = "Check database, records, words, spans, tiling, identifiers; exit status 1 on faults."

    def add_arguments(self, parser: CommandParser) -> None:
        """Further texts to compare with: captured texts, a checkpoint."""
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
        known = _read_checkpoint(checkpoint) if checkpoint else None
        texts = {path: _read(path) for path in source}
        found = 0
        for fault in self._faults(texts, known):
            self.stderr.write(fault)
            found += 1
        if found:
            raise CommandError(f"{counted(found, 'fault')}.")
        records = PassageRevision.objects.count() + RegistryRecord.objects.count()
        passages = Passage.objects.ever_published().count()
        # Without separators: programs read these numbers.
        said = f"{passages} passage{'s' * (passages != 1)}, {records} record{'s' * (records != 1)}"
        self.stdout.write(self.style.SUCCESS(f"{said}: sound."))

    def _faults(self, texts: dict[Path, str], known: Checkpoint | None) -> Iterator[str]:
        """All faults, a sentence each; unexpected errors too."""
        try:
            yield from database_faults()
            with snapshot():
                yield from audit.faults()
                for path, text in texts.items():
                    yield from (f"{path}: {fault}" for fault in audit.source_faults(text))
                self._tell_coverage(known)
                if known:
                    yield from checkpoint_faults(known)
        except UnreadableError as error:
            yield f"{error} What the archive holds was not checked."
        except DatabaseError as error:
            yield f"The database failed: {error}. Not everything was checked."
        except (ValueError, LookupError, TypeError, AttributeError, ObjectDoesNotExist) as error:
            name = type(error).__name__
            yield f"A row cannot be read: {name}: {error}. Not everything was checked."

    def _tell_coverage(self, known: Checkpoint | None) -> None:
        if known is None:
            said = "No checkpoint was given: a log cut off, or made anew as a whole, is not found."
        elif covers_all(known):
            said = "Compared with the checkpoint: all that is public."
        else:
            said = (
                f"Compared with the checkpoint: the log of records, up to {known.records}. Not "
                "covered: topics, descriptions, offices, the order of things, what came later."
            )
        self.stdout.write(said)


def _read_checkpoint(path: Path) -> Checkpoint:
    try:
        with path.open(encoding="utf-8") as file:
            return Checkpoint.parse(file.read(MAX_BYTES))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read as UTF-8 text: {error}") from error
    except NoCheckpointError as error:
        raise CommandError(f"{path}: {error}") from error


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read as UTF-8 text: {error}") from error
