"""The editor of the demonstration, with a password that everybody knows."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import CommandError
from django.db import transaction

from quotes.management.base import ArchiveCommand

NAME, PASSWORD, GROUP = "editor", "on-record", "Chief editors"


class Command(ArchiveCommand):
    """Makes the editor if there is none, and says how to log in."""

    help = "Make the demonstration's editor, if missing. Refuses on a public archive."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "The demonstration's password is public, so this is not for a public archive: "
                "make editors with createsuperuser and the admin's Users page."
            )
        editor = get_user_model().objects.filter(username=NAME).first() or self._made()
        password = PASSWORD if editor.check_password(PASSWORD) else "the one you set"
        self.stdout.write(
            f"Editors log in at {settings.SITE_URL}/admin/ as {NAME}, password {password}."
        )

    @transaction.atomic
    def _made(self) -> Any:
        group = Group.objects.filter(name=GROUP).first()
        if group is None:
            raise CommandError(f"There is no group “{GROUP}”: run manage.py migrate first.")
        editor = get_user_model().objects.create_user(NAME, password=PASSWORD, is_staff=True)
        editor.groups.add(group)
        return editor
