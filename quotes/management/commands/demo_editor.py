"""The editors of the demonstration, with a password that everybody knows."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import CommandError
from django.db import transaction

from quotes.management.base import ArchiveCommand

# One who publishes, and one who writes and does not: it takes two to see how a draft is reviewed.
GROUPS = {"editor": "Chief editors", "author": "Editors"}
PASSWORD = "on-record"  # noqa: S105 - nobody is to take it for a secret


class Command(ArchiveCommand):
    """Makes the editors that are missing, and says how to log in."""

    help = "Make the demonstration's editors, if missing. Refuses on a public archive."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "The demonstration's password is public, so this is not for a public archive: "
                "make editors with createsuperuser and the admin's Users page."
            )
        users = get_user_model().objects
        logins = []
        for name, group in GROUPS.items():
            user = users.filter(username=name).first() or self._made(name, group)
            password = PASSWORD if user.check_password(PASSWORD) else "the one you set"
            logins.append(f"{name}, password {password}")
        editor, author = logins
        self.stdout.write(
            f"Editors log in at {settings.SITE_URL}/admin/ as {editor}; or, to write what the "
            f"other one publishes, as {author}."
        )

    @transaction.atomic
    def _made(self, name: str, group_name: str) -> Any:
        group = Group.objects.filter(name=group_name).first()
        if group is None:
            raise CommandError(f"There is no group “{group_name}”: run manage.py migrate first.")
        user = get_user_model().objects.create_user(name, password=PASSWORD, is_staff=True)
        user.groups.add(group)
        return user
