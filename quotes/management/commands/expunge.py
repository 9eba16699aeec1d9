"""``expunge``: words removed for legal reasons; record, hash and a tombstone remain."""

from argparse import ArgumentTypeError
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from quotes import editorial
from quotes.editorial.expunging import expunge, passages_named, words_to_go
from quotes.text.counted import counted
from quotes.text.identifiers import MistypedError, canonical

LEFT_TO_DO = """What the archive cannot reach, and you have to see to:
- backups, and exports made before: make them anew (export_archive) and delete the old ones
- search: manage.py reindex
- {database}
- records, which cannot be altered, print speaker, title, note and question beside the words
- other reports of the same statement, which have words of their own"""
DATABASE = {
    "sqlite": "the database file: VACUUM it with nobody else connected",
    "postgresql": "the database files: VACUUM FULL, and write-ahead logs kept elsewhere",
}


class Command(BaseCommand):
    """Shows what would go; removes it when told ``--yes``."""

    help = "Remove the words of passages for legal reasons. This cannot be taken back."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which words, why, and in whose name."""
        parser.add_argument("ids", nargs="+", type=_identifier, metavar="ID")
        parser.add_argument("--reason", required=True, help="readers will see it")
        parser.add_argument("--editor", required=True, help="the user name of who answers for it")
        parser.add_argument(
            "--versions", nargs="+", type=int, default=[], metavar="N",
            help="only these versions of the one passage; without, all of them",
        )  # fmt: skip
        parser.add_argument("--yes", action="store_true", help="do it, instead of showing it")

    def handle(
        self, *, ids: list[str], reason: str, editor: str, versions: list[int], yes: bool, **_: Any
    ) -> None:
        """Show or remove; the reason and the editor stay with the tombstone."""
        if versions and len(ids) > 1:
            raise CommandError("--versions is for one passage.")
        try:
            if not yes:
                self._show(ids, versions)
                return
            number = expunge(ids, reason=reason, editor=_user(editor), versions=versions)
        except editorial.NotPossibleError as error:
            raise CommandError(f"{error} Nothing was removed.") from error
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.stdout.write(
            self.style.SUCCESS(f"The words of {counted(number, 'version')} were removed.")
        )
        self.stdout.write(LEFT_TO_DO.format(database=DATABASE[connection.vendor]))

    def _show(self, ids: list[str], versions: list[int]) -> None:
        for row in words_to_go(passages_named(ids), versions):
            revision = row.revision
            self.stdout.write(f"{revision.printed['speaker']}, version {revision.number}:")
            self.stdout.write(f"    {row.text}")
        self.stdout.write("Nothing was removed. Add --yes to remove these words for good.")


def _identifier(written: str) -> str:
    try:
        return canonical(written)
    except MistypedError:
        raise ArgumentTypeError(f"{written} is mistyped: it cannot be an identifier") from None


def _user(name: str) -> User:
    try:
        return get_user_model().objects.get(username=name)
    except User.DoesNotExist:
        raise CommandError(f"There is no user “{name}”. Nothing was removed.") from None
