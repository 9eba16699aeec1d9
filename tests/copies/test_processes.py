"""Exports and imports as processes: beside editors at work, killed at any moment, on a full disk."""

import filecmp
import json
import random
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from quotes.copies.exporting import NAMES
from quotes.copies.verify_export import faults
from tests.archives import Archive, kill, second_archive
from tests.effort import EFFORT

pytestmark = pytest.mark.django_db
KILLS = 2 * EFFORT
COUNT = (
    "from quotes.models import *; "
    "print([m.objects.count() for m in (Topic, Source, Turn, Passage, PassageRevision, Identifier)])"
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with second_archive(tmp_path / "one", "copied") as archive:
        yield archive


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Archive]:
    with second_archive(tmp_path / "other", "copy") as archive:
        yield archive


def equal(one: Path, other: Path) -> bool:
    """Whether two folders have the same whole export."""
    same, _, _ = filecmp.cmpfiles(one, other, NAMES, shallow=False)
    return set(same) == NAMES


@pytest.fixture(scope="module")
def large(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory
) -> Iterator[tuple[Archive, Path]]:
    """An archive that takes a moment to load, and its export."""
    folder = tmp_path_factory.mktemp("large")
    corpus = folder / "corpus.jsonl"
    lines = [
        {"text": f"Statement {n}.", "speaker": f"Speaker {n % 50}", "event": f"Event {n % 9}"}
        for n in range(800)
    ]
    corpus.write_text("\n".join(map(json.dumps, lines)))
    with django_db_blocker.unblock(), second_archive(folder / "archive", "large") as archive:
        archive.manage("load_corpus", str(corpus))
        archive.manage("export_archive", str(folder / "export"))
        yield archive, folder / "export"


def test_an_export_is_of_one_moment_while_editors_go_on(archive: Archive, tmp_path: Path) -> None:
    editor = archive.start("publish", "busy")
    for number in range(2 * EFFORT):
        while int(editor.stdout.readline()) < 5 * number + 3:
            pass
        archive.manage("export_archive", str(tmp_path / f"{number}"))
        assert list(faults(tmp_path / f"{number}")) == []
    kill(editor)


def test_an_import_that_is_killed_leaves_nothing(
    other: Archive, large: tuple[Archive, Path]
) -> None:
    """Later each time, until one was quicker than its killer: that one is there whole."""
    archive, exported = large
    nothing, whole = "[0, 0, 0, 0, 0, 0]", counted(archive)
    moments = (0.05 * 2.2**n for n in count())
    found = [counted_when_killed(other, exported, next(moments))]
    while found[-1] == nothing:
        found.append(counted_when_killed(other, exported, next(moments)))
    assert found[-1] == whole
    assert len(found) > 1
    other.manage("verify_archive", "--checkpoint", str(exported / "checkpoint.txt"))


def counted_when_killed(archive: Archive, exported: Path, seconds: float) -> str:
    """What an archive holds after an import that was killed so long after its first line."""
    process = archive.start_managing("import_archive", str(exported))
    assert process.stdout.readline() == "checking …\n"
    time.sleep(seconds)
    kill(process)
    return counted(archive)


def counted(archive: Archive) -> str:
    """How many of everything an archive holds."""
    return archive.manage("shell", "-v0", "-c", COUNT).stdout.strip()


def test_an_export_that_is_killed_leaves_what_was_there(
    large: tuple[Archive, Path], tmp_path: Path
) -> None:
    (archive, exported), chance = large, random.Random(6)
    folder, packed = tmp_path / "folder", tmp_path / "packed.zip"
    archive.manage("export_archive", str(packed))
    before = packed.read_bytes()
    for number in range(KILLS):
        target = packed if number % 2 else folder
        process = archive.start_managing("export_archive", str(target))
        assert process.stdout.readline()
        time.sleep(chance.uniform(0, 0.5))
        kill(process)
        assert packed.read_bytes() == before
        assert not (folder / "checkpoint.txt").exists() or equal(exported, folder)
    archive.manage("export_archive", str(folder))
    assert equal(exported, folder)


@pytest.mark.parametrize("name", ["folder", "packed.zip"])
def test_an_export_that_is_stopped_politely_leaves_nothing_half_written(
    large: tuple[Archive, Path], tmp_path: Path, name: str
) -> None:
    archive, _ = large
    process = archive.start_managing("export_archive", str(tmp_path / name))
    assert process.stdout.readline()
    process.terminate()
    assert process.wait() != 0
    process.stdout.close()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_full_disk_is_told_in_a_sentence_and_leaves_no_export(
    large: tuple[Archive, Path], tmp_path: Path
) -> None:
    archive, _ = large
    for name in ("folder", "packed.zip"):
        done = archive.manage_on_a_full_disk("export_archive", str(tmp_path / name))
        assert "cannot be written: File too large. No export is there." in done.stderr
    assert not (tmp_path / "packed.zip").exists()
    assert list((tmp_path / "folder").iterdir()) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the file is SQLite's")
def test_a_full_disk_is_told_in_a_sentence_and_leaves_the_archive_empty(
    other: Archive, large: tuple[Archive, Path]
) -> None:
    _, exported = large
    done = other.manage_on_a_full_disk("import_archive", str(exported))
    assert "The database failed" in done.stderr
    assert "Nothing was imported." in done.stderr
    assert "Traceback" not in done.stderr
    assert counted(other) == "[0, 0, 0, 0, 0, 0]"
