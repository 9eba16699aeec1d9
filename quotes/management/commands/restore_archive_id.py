"""``restore_archive_id``: another id for an archive that has lost changes."""

from typing import Any

from quotes.copies import latest_export
from quotes.editorial.version import locked_archive
from quotes.management.base import ArchiveCommand


class Command(ArchiveCommand):
    """Run after a restore of an older backup, or a failover that lost changes."""

    help = (
        "Give the archive another id, after a restore of an older backup: indexes, cached pages "
        "and copies elsewhere hold changes that are lost, and all begin anew."
    )

    def handle(self, **options: Any) -> None:
        """Renew the id, and say what follows from it."""
        with locked_archive() as state:
            former = state.archive_id
            state.renew()
        latest_export.remove()
        self.stdout.write(
            self.style.SUCCESS(
                f"The archive has the id {state.archive_id} now, no longer {former}. No cached "
                "page is valid any more, and programs that follow the changes begin anew. Search "
                "makes its index anew at the first search on each machine, or by manage.py "
                "reindex. The download was deleted: make it anew with manage.py export_archive."
            )
        )
