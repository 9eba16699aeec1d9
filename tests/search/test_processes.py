"""Real processes on one archive: nothing is missed, nothing is half done, all heals."""

import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archives import Archive, kill, second_archive
from tests.effort import EFFORT

pytestmark = pytest.mark.django_db
KILLS = 4 * EFFORT
# How many processes a rebuild of chunks of two starts, and how many passages it tells of last.
MADE_BY_SEVERAL = """
from quotes.search import catch_up
from quotes.text import ahead
started, start = [], ahead._start
ahead._start = lambda prepare: started.append(start(prepare)) or started[-1]
catch_up.MAX_IN_FOREGROUND, catch_up.CHUNK, catch_up.WORTH_PROCESSES = 0, 2, 1
told = []
catch_up.rebuild(told.append)
print(len(started), told[-1])
"""


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with second_archive(tmp_path) as archive:
        yield archive


def test_two_processes_that_edit_and_search_at_once_never_miss_a_change(archive: Archive) -> None:
    workers = [
        archive.start("edit", "a", "12"),
        archive.start("edit", "b", "12"),
        archive.start("search", "60"),
        archive.start("search", "60"),
    ]
    for worker in workers:
        output, _ = worker.communicate(timeout=110)
        assert (worker.returncode, output.strip()) == (0, "done")
    assert int(archive.work("agree").stdout) == 16
    archive.manage("verify_archive")


def test_a_process_killed_while_publishing_leaves_nothing_half_done(archive: Archive) -> None:
    chance = random.Random(1)
    for turn in range(KILLS):
        worker = archive.start("publish", str(turn))
        worker.stdout.readline()
        time.sleep(chance.uniform(0, 0.12))
        kill(worker)
    archive.manage("verify_archive")
    published = int(archive.work("agree").stdout)
    assert published >= 2 * KILLS
    assert published % 2 == 0


def test_an_index_that_several_processes_make_is_the_one_that_one_makes(archive: Archive) -> None:
    archive.work("edit", "a", "12")
    published = archive.work("agree").stdout.strip()
    assert int(published) > 6
    said = archive.manage("shell", "-v0", "-c", MADE_BY_SEVERAL).stdout.split()
    assert said == ["2", published]
    assert "agree" in archive.manage("reindex", "--verify").stdout


def test_an_index_deleted_under_a_running_process_heals(archive: Archive) -> None:
    worker = archive.start("publish", "a")
    for _ in range(5):
        worker.stdout.readline()
        shutil.rmtree(archive.index, ignore_errors=True)
    for _ in range(3):
        assert worker.stdout.readline()
    kill(worker)
    archive.work("agree")


def test_a_damaged_index_is_made_anew(archive: Archive) -> None:
    archive.work("edit", "a", "3")
    for damage in ("meta.json", "segments", "truncated", "foreign"):
        [index] = [path for path in archive.index.iterdir() if path.is_dir()]
        do_damage(index, damage)
        archive.work("agree")


def do_damage(index: Path, damage: str) -> None:
    segments = [path for path in index.iterdir() if path.suffix in (".idx", ".store", ".fast")]
    if damage == "meta.json":
        (index / "meta.json").write_text("no longer JSON")
    elif damage == "segments":
        for path in segments:
            path.unlink()
    elif damage == "truncated":
        for path in segments:
            path.write_bytes(path.read_bytes()[:-20])
    else:
        shutil.rmtree(index)
        index.mkdir()
        (index / "meta.json").write_text("{}")
