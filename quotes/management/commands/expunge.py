"""``expunge``: words removed for legal reasons; record, hash and a tombstone remain."""

from argparse import ArgumentTypeError
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError, connection

from quotes import editorial
from quotes.copies import kept_files
from quotes.editorial.expunging import WordsRemovedError, expunge, passages_named, words_to_go
from quotes.editorial.traces import traces
from quotes.management.base import ArchiveCommand
from quotes.search.index import DamagedIndexError
from quotes.text.counted import counted
from quotes.text.identifiers import MistypedError, canonical

LEFT_TO_DO = """What the archive cannot reach, and you have to see to:
- backups, and exports made before in other places: delete them
- {database}
- copies that others have taken"""
DATABASE = {
    "sqlite": "copies of the database file",
    "postgresql": "the database files: VACUUM (FULL, ANALYZE), and write-ahead logs kept elsewhere",
}
AGAIN = "In the database they are gone; run this again when that is mended."
IN_TABLES = """
These rows have the same words by themselves, and keep them: other reports of the same statement,
what is printed beside words, and records, which cannot be altered. Look at each:"""


class Command(ArchiveCommand):
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
            with editorial.locked_archive():
                texts = [row.text for row in words_to_go(passages_named(ids), versions)]
                number = expunge(ids, reason=reason, editor=_user(editor), versions=versions)
        except WordsRemovedError as error:
            self._clear_files([])
            raise CommandError(f"{error} Files that may hold them were cleared again.") from error
        except editorial.NotPossibleError as error:
            raise CommandError(f"{error} Nothing was removed.") from error
        self.stdout.write(
            self.style.SUCCESS(f"The words of {counted(number, 'version')} were removed.")
        )
        self._clear_files(texts)
        self._tell_what_is_left(texts)

    def _clear_files(self, texts: list[str]) -> None:
        """Clear the files; raises CommandError, naming them, where words are left in some."""
        try:
            kept_files.clear_files()
            kept_files.make_database_file_anew()
            left = list(kept_files.files_with(texts))
        except (OSError, DatabaseError, DamagedIndexError) as error:
            raise CommandError(f"Not all files could be cleared: {error}. {AGAIN}") from error
        if left:
            raise CommandError(f"The words are left in {', '.join(map(str, left))}. {AGAIN}")
        self.stdout.write("Cards and download were cleared, the search index was made anew.")

    def _tell_what_is_left(self, texts: list[str]) -> None:
        if found := list(traces(texts)):
            self.stdout.write(IN_TABLES)
            for trace in found:
                self.stdout.write(f"- {trace}")
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
