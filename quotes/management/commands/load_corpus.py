"""``load_corpus``: a large archive from JSON lines."""

import gc
import time
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import OperationalError

from quotes.ingest import corpus
from quotes.ingest.corpus import NotLoadableError, Tally, UnreadableError
from quotes.management.base import ArchiveCommand
from quotes.text.ahead import EndedError
from quotes.text.counted import counted

SECONDS_BETWEEN_REPORTS = 1
GO_ON = "What is loaded stays; run the same command again to go on."


class Command(ArchiveCommand):
    """Loads what earlier runs have not, telling how far and how fast."""

    help = "Publish the passages of a JSON-lines file, one a line; goes on where it was stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and how much of it."""
        parser.add_argument(
            "file", type=Path, metavar="FILE.jsonl[.gz]",
            help="keys: speaker, role, date (or year), event, source_url, lang, text, wording",
        )  # fmt: skip
        parser.add_argument(
            "--limit", type=_positive, metavar="N", help="only the first N lines of the file"
        )

    def handle(self, *, file: Path, limit: int | None, **options: Any) -> None:
        """Load, report, and fail when a line was refused."""
        # Garbage is looked for between batches, when their rows are gone.
        gc.freeze()
        gc.disable()
        try:
            self._load(file, limit)
        finally:
            gc.enable()
            gc.unfreeze()

    def _load(self, file: Path, limit: int | None) -> None:
        self.started = self.reported = time.monotonic()
        try:
            tally = corpus.load(
                file, limit=limit, on_batch=self._progress, on_bad_line=self._bad_line
            )
        except (NotLoadableError, UnreadableError) as error:
            raise CommandError(str(error)) from error
        except OperationalError as error:
            raise CommandError(f"The database failed: {error}. {GO_ON}") from error
        except EndedError as error:
            raise CommandError(f"The process that checks lines was ended. {GO_ON}") from error
        except KeyboardInterrupt:
            raise CommandError(f"Interrupted. {GO_ON}", returncode=130) from None
        self._report(tally)
        if tally.refused:
            raise CommandError(
                f"{tally.refused:,} of {tally.resumed_at + tally.lines:,} lines were refused and "
                "are not in the archive; the others are. Put corrected ones into a file of their "
                "own."
            )
        self.stdout.write(self.style.SUCCESS(f"{file} is loaded{' so far' if limit else ''}."))

    def _progress(self, tally: Tally) -> None:
        gc.collect(1)
        if time.monotonic() - self.reported >= SECONDS_BETWEEN_REPORTS:
            self.reported = time.monotonic()
            self._report(tally)

    def _report(self, tally: Tally) -> None:
        rate = tally.passages / max(time.monotonic() - self.started, 0.001)
        before = f" after {tally.resumed_at:,} loaded earlier" if tally.resumed_at else ""
        self.stdout.write(
            f"{counted(tally.lines, 'line')}{before}, {counted(tally.passages, 'passage')}, "
            f"{rate:,.0f} a second"
        )

    def _bad_line(self, number: int, reason: str) -> None:
        self.stderr.write(f"Line {number}: {reason}.")


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise ArgumentTypeError("give a whole number from 1 up")
    return int(text)
