"""``load_demo``: the opening archive, five documents about one diplomat."""

from typing import Any

from django.conf import settings

from quotes.ingest import opening
from quotes.management.base import ArchiveCommand
from quotes.text.counted import counted


class Command(ArchiveCommand):
    """Loads what is missing of the opening archive; run again, it changes nothing."""

    help = "Load the opening archive from fixtures/; what is there already stays as it is."

    def handle(self, **options: Any) -> None:
        """Load, telling each source."""
        number = opening.load(settings.BASE_DIR / "fixtures", report=self.stdout.write)
        done = (
            f"{counted(number, 'passage')} published."
            if number
            else "The opening archive is there already."
        )
        self.stdout.write(self.style.SUCCESS(done))
