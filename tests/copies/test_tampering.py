"""Every tampering with an export is found by whoever kept a checkpoint.

EFFORT=10 makes ten times as many of each kind; the seed is fixed.
"""

import random
import shutil
from pathlib import Path

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


FIELDS_OF_RECORDS = {
    "records": ["passage", "version", "words", "printed", "kind", "reason", "time", "previous"],
    "words": ["passage", "version", "salt", "words", "removed", "sequence"],
    "passages": [
        "id", "state", "version", "text", "role", "wording", "language", "translated_from",
        "translated_by", "is_excerpt", "said_on", "note", "source", "speaker",
    ],
}  # fmt: skip
