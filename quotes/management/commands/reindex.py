"""``reindex``: the search index made anew, brought up to date, or compared with the database."""

import gc
import time
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from quotes.management.base import ArchiveCommand
from quotes.models import Passage
from quotes.search import index
from quotes.search.catch_up import Progress, catch_up, rebuild
from quotes.search.index import DamagedIndexError
from quotes.search.other_indexes import remove_other_indexes
from quotes.search.snapshots import SnapshotError, start_from_snapshot
from quotes.search.verify import differences
from quotes.text.ahead import EndedError
from quotes.text.counted import counted


class Command(ArchiveCommand):
    """Search catches up by itself; this does it beforehand, with progress."""

    help = "Make the search index anew from the database, or compare the two."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--update`` only applies what changed; ``--verify`` makes nothing anew."""
        either = parser.add_mutually_exclusive_group()
        either.add_argument(
            "--update", action="store_true", help="only apply what changed since the last time"
        )
        either.add_argument(
            "--verify", action="store_true",
            help="compare the index with the database; exit status 1 where they differ",
        )  # fmt: skip
        either.add_argument(
            "--from", type=Path, metavar="DIR", dest="snapshot",
            help="start from a snapshot that index_snapshot made on another node",
        )  # fmt: skip

    def handle(self, *, update: bool, verify: bool, snapshot: Path | None, **options: Any) -> None:
        """Rebuild, catch up, start from a snapshot or compare, telling how far and how fast."""
        if verify:
            self._verify()
            return
        # Millions of rows come and go, none in circles: looking for such takes a tenth of the time.
        gc.set_threshold(100_000)
        started = time.monotonic()
        total = Passage.public.count()

        def progress(done: int) -> None:
            rate = done / max(time.monotonic() - started, 0.001)
            self.stdout.write(f"{done:,} of {counted(total, 'passage')}, {rate:,.0f} a second")

        if snapshot:
            self._start_from(snapshot, progress)
        elif update:
            with index.write_lock(wait_seconds=3600):
                catch_up(progress)
        else:
            try:
                rebuild(progress)
            except EndedError as error:
                raise CommandError(
                    "A process that makes the index was ended: run it again."
                ) from error
            remove_other_indexes()
        self.stdout.write(self.style.SUCCESS("The search index is up to date."))

    def _start_from(self, snapshot: Path, progress: Progress) -> None:
        try:
            about = start_from_snapshot(snapshot, progress)
        except SnapshotError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Started from version {about.version}.")

    def _verify(self) -> None:
        found = 0
        try:
            for difference in differences():
                self.stderr.write(difference)
                found += 1
        except DamagedIndexError as error:
            raise CommandError(f"The index cannot be read ({error}): run reindex.") from error
        if found:
            raise CommandError(f"Index and database differ ({found:,} times): run reindex.")
        self.stdout.write(self.style.SUCCESS("Index and database agree on every passage."))
