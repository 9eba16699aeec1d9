"""An archive goes from PostgreSQL to SQLite and back, as processes: nothing of it changes.

It runs on PostgreSQL alone; ``test_round_trip`` is what one engine has to show.
"""

import filecmp
import json
from pathlib import Path

import pytest

from quotes.copies.exporting import NAMES
from tests.archives import Archive, second_archive, sqlite_archive


@pytest.mark.django_db
def test_a_round_trip_over_engines_changes_no_byte(tmp_path: Path) -> None:
    """From the engine of the suite to SQLite, and from there back to another."""
    with (
        second_archive(tmp_path / "one", "copied") as archive,
        second_archive(tmp_path / "other", "copy") as other,
    ):
        _go_round(archive, sqlite_archive(tmp_path / "sqlite"), other, tmp_path)


def _go_round(archive: Archive, on_sqlite: Archive, other: Archive, tmp_path: Path) -> None:
    archive.run("tests.copies.pages", "fill")
    addresses, first = tmp_path / "addresses.json", tmp_path / "exported-1"
    archive.run("tests.copies.pages", "read", str(addresses), str(tmp_path / "pages-1.json"))
    archive.manage("export_archive", str(first))
    ways = [(archive, on_sqlite), (on_sqlite, other)]
    for number, (source, target) in enumerate(ways, 2):
        last = tmp_path / f"exported-{number}.zip"
        source.manage("export_archive", str(last))
        target.manage("import_archive", str(last), "--checkpoint", str(first / "checkpoint.txt"))
        target.manage("verify_archive", "--checkpoint", str(first / "checkpoint.txt"))
        target.manage("export_archive", str(tmp_path / f"exported-{number}"))
        pages = tmp_path / f"pages-{number}.json"
        target.run("tests.copies.pages", "read", str(addresses), str(pages))
        assert _differing(tmp_path / "pages-1.json", pages) == []
        same, _, _ = filecmp.cmpfiles(first, tmp_path / f"exported-{number}", NAMES, shallow=False)
        assert set(same) == NAMES


def _differing(one: Path, other: Path) -> list[str]:
    """Addresses of pages that are not the same in two files."""
    pages, again = json.loads(one.read_text()), json.loads(other.read_text())
    assert len(pages) > 250
    assert pages.keys() == again.keys()
    return [url for url in pages if pages[url] != again[url]]
