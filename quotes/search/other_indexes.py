"""Index folders that no search reads: of other releases, or set aside as damaged."""

import re
from pathlib import Path

from django.conf import settings

from quotes.search import index

# The names that ``schema.signature`` has given, and what ``set_aside`` adds to one; the lock stays.
FOLDER = re.compile(r"schema\d+-analysis\d+-tantivy[\w.]+?(\.damaged)?")
LOCK = ".lock"


def other_indexes() -> list[Path]:
    """Index folders next to the one in use, and no other folders."""
    place = Path(settings.SEARCH_INDEX_DIR)
    if not place.is_dir():
        return []
    mine = index.directory()
    return sorted(
        path
        for path in place.iterdir()
        if path != mine and FOLDER.fullmatch(path.name) and path.suffix != LOCK
    )


def remove_other_indexes() -> None:
    """Delete them; a release that is still running on one makes its own anew."""
    for path in other_indexes():
        index.remove(path)
