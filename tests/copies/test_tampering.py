"""Every tampering with an export is found by whoever kept a checkpoint.

EFFORT=10 makes ten times as many of each kind; the seed is fixed.
"""

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quotes.copies.verify_export import faults
from quotes.editorial.checkpoint import Checkpoint
from tests.copies import forging, tampering
from tests.copies.conftest import Original
from tests.effort import EFFORT

pytestmark = pytest.mark.django_db
NUMBER = 200 * EFFORT
ALL_FILES = [*tampering.FILES, "datapackage.json", "checkpoint.txt"]


@pytest.fixture(scope="module")
def folder(original: Original, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(original.folder, tmp_path_factory.mktemp("tampered") / "export"))


def restore(original: Original, folder: Path) -> None:
    """Put back what differs: copying all would take longer than checking it."""
    for path in original.folder.iterdir():
        content = path.read_bytes()
        if content != (folder / path.name).read_bytes():
            (folder / path.name).write_bytes(content)


def test_no_alarm_is_false(original: Original) -> None:
    assert list(faults(original.folder, (original.folder / "checkpoint.txt").read_text())) == []


def test_every_change_to_an_export_contradicts_its_hashes(original: Original, folder: Path) -> None:
    chance, missed = random.Random(1), []
    for _ in range(NUMBER):
        restore(original, folder)
        done = tampering.tamper_with_export(chance, folder, ALL_FILES)
        if not list(faults(folder)):
            missed.append(done.told)
    assert missed == [], "\n".join(missed)


def test_every_change_is_found_by_a_checkpoint_though_all_hashes_are_made_anew(
    original: Original, folder: Path
) -> None:
    chance, missed = random.Random(2), []
    published = (original.folder / "checkpoint.txt").read_text()
    for _ in range(NUMBER):
        restore(original, folder)
        done = tampering.tamper_with_export(chance, folder, tampering.FILES)
        try:
            forging.forge(folder)
        except ValueError:
            continue  # not even the forger can read it
        if not list(faults(folder, published)):
            missed.append(done.told)
    assert missed == [], "\n".join(missed)


@pytest.mark.parametrize("name", ["records", "words", "passages"])
def test_what_records_hold_is_found_by_the_length_and_root_of_an_older_log(
    original: Original, folder: Path, name: str
) -> None:
    """Against the five lines of /checkpoint.txt, of an archive that has since gone on."""
    chance, missed = random.Random(3), []
    known = Checkpoint.parse((original.folder / "checkpoint.txt").read_text())
    published = str(Checkpoint(known.records, known.root, known.date, known.change - 1))
    for _ in range(max(NUMBER // 4, 1)):
        restore(original, folder)
        rows = forging.rows(original.folder, name)
        row = chance.choice([row for row in rows if row.get("words") or row.get("text")])
        field = chance.choice(FIELDS_OF_RECORDS[name])
        row[field] = tampering._other_value(chance, row[field])
        forging.write(folder, name, rows)
        forging.forge(folder)
        if not list(faults(folder, published)):
            missed.append(f"{name}: {field}")
    assert missed == [], "\n".join(missed)


@pytest.mark.parametrize("state", ["published", "withdrawn"])
def test_when_a_passage_was_first_published_is_that_of_its_first_record(
    original: Original, folder: Path, state: str
) -> None:
    def later(row: dict[str, Any]) -> None:
        row["published_at"] = row["published_at"].replace("20", "19", 1)

    assert _forged(original, folder, lambda row: row["state"] == state, later) == []


@pytest.mark.parametrize("change", ["shorter", "longer", "none", "one more", "one less"])
def test_the_places_of_words_are_as_long_as_the_words(
    original: Original, folder: Path, change: str
) -> None:
    def moved(row: dict[str, Any]) -> None:
        *others, last = row["spans"]
        row["spans"] = {
            "shorter": [*others, [last[0], last[1] - 1]],
            "longer": [*others, [last[0], last[1] + 1]],
            "none": None,
            "one more": [*row["spans"], [last[1] + 2, last[1] + 5]],
            "one less": others,
        }[change]

    assert _forged(original, folder, lambda row: row["text"], moved) == []


def _forged(
    original: Original, folder: Path, is_meant: Callable[[Any], Any], change: Callable[[Any], None]
) -> list[str]:
    """Which rows of passages nobody finds out about that were changed, all hashes made anew."""
    missed = []
    stored = forging.rows(original.folder, "passages")
    meant = [place for place, row in enumerate(stored) if is_meant(row)]
    assert meant
    for place in meant[:3]:
        row = stored[place]
        restore(original, folder)
        rows = forging.rows(original.folder, "passages")
        change(rows[place])
        forging.write(folder, "passages", rows)
        forging.forge(folder)
        if not list(faults(folder)):
            missed.append(str(row["id"]))
    return missed


FIELDS_OF_RECORDS = {
    "records": ["passage", "version", "words", "printed", "kind", "reason", "time", "previous"],
    "words": ["passage", "version", "salt", "words", "removed", "sequence"],
    "passages": [
        "id", "state", "version", "text", "role", "wording", "language", "translated_from",
        "translated_by", "is_excerpt", "said_on", "note", "source", "speaker",
    ],
}  # fmt: skip
