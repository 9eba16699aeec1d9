"""What the archive's commands have in common."""

from django.core.management.base import BaseCommand

# Tag of the one check that every command runs.
ENGINE = "engine"


class ArchiveCommand(BaseCommand):
    """A command that starts quickly: it checks the engine.

    Pages, forms and addresses are checked by ``check`` and ``migrate``.
    """

    requires_system_checks = [ENGINE]
