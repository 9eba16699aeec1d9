"""``reindex``: the search index made anew, or brought up to date."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from quotes.models import Passage
from quotes.search import index
from quotes.search.catch_up import catch_up, rebuild


class Command(BaseCommand):
    """Search catches up by itself; this does it beforehand, with progress."""

    help = "Make the search index anew from the database."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--update`` only applies what changed."""
        parser.add_argument(
            "--update", action="store_true", help="only apply what changed since the last time"
        )

    def handle(self, *, update: bool, **options: Any) -> None:
        """Rebuild or catch up, telling how far and how fast."""
        started = time.monotonic()
        total = Passage.public.count()

        def progress(done: int) -> None:
            rate = done / max(time.monotonic() - started, 0.001)
            self.stdout.write(f"{done:,} of {total:,} passages, {rate:,.0f} a second")

        if update:
            with index.write_lock(wait_seconds=3600):
                catch_up(progress)
        else:
            rebuild(progress)
        self.stdout.write(self.style.SUCCESS("The search index is up to date."))
