"""Files outside the database that hold words: kept pages, cards, search index, download.

They are cleared when words are removed. Whatever is left of a run that was killed midway goes with
the next one: nothing here needs to know the words.
"""

import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from quotes.copies import latest_export
from quotes.editorial.card_files import delete_cards_without_words
from quotes.editorial.kept_pages import forget_kept_pages
from quotes.search.catch_up import Progress, rebuild
from quotes.search.other_indexes import remove_other_indexes
from quotes.text.text_finder import MIN_WORDS
from quotes.text.words import words

AT_ONCE = 1 << 20
# So many words of a text tell it; longer stretches may be cut in two by a database's pages.
PIECE = 6


def clear_files(progress: Progress | None = None) -> None:
    """Delete files that may hold words which are no longer public, and rebuild the index."""
    forget_kept_pages()
    delete_cards_without_words()
    latest_export.remove_outdated()
    rebuild(progress)
    remove_other_indexes()


def make_database_file_anew() -> None:
    """Rewrite SQLite's file without remains of changed rows (VACUUM).

    Nothing tells whether there are any: they may stand in other spellings than those removed.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def files_with(texts: Iterable[str]) -> Iterator[Path]:
    """The archive's files in which words of one of these texts are found, in order."""
    pieces = [piece for text in texts for piece in _pieces(text)]
    as_json = [json.dumps(piece, ensure_ascii=False)[1:-1] for piece in pieces]
    wanted = [piece.encode() for piece in {*pieces, *as_json}]
    for path in _files():
        try:
            if any(_holds(content, wanted) for content in _contents(path)):
                yield path
        except OSError:
            continue  # deleted meanwhile


def database_files() -> list[Path]:
    """The files of an SQLite database, its log and journal."""
    if connection.vendor != "sqlite":
        return []
    file = Path(str(connection.settings_dict["NAME"]))
    beside = [file.with_name(f"{file.name}{end}") for end in ("", "-wal", "-journal")]
    return [path for path in beside if path.is_file()]


def _files() -> Iterator[Path]:
    kept = (settings.SEARCH_INDEX_DIR, settings.PAGES_DIR, settings.CARD_DIR, settings.EXPORT_DIR)
    for folder in kept:
        yield from sorted(path for path in Path(folder).rglob("*") if path.is_file())
    yield from database_files()


def _pieces(text: str) -> Iterator[str]:
    """The text itself, or the whole words of it, so many at a time."""
    found = list(words(text))
    if len(found) < MIN_WORDS:
        return
    for first in range(0, max(1, len(found) - PIECE + 1), PIECE):
        last = found[min(first + PIECE, len(found)) - 1]
        yield text[found[first].start : last.end]


def _contents(path: Path) -> Iterator[Iterator[bytes]]:
    """A file in blocks; a zip file member by member."""
    if not zipfile.is_zipfile(path):
        with path.open("rb") as file:
            yield iter(lambda: file.read(AT_ONCE), b"")
        return
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            with packed.open(name) as member:
                yield iter(lambda: member.read(AT_ONCE), b"")


def _holds(blocks: Iterator[bytes], wanted: list[bytes]) -> bool:
    longest, end = max(map(len, wanted), default=0), b""
    for block in blocks:
        if any(piece in end + block for piece in wanted):
            return True
        end = (end + block)[-longest:]
    return False
