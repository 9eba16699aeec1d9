"""Damage to the files of an index: never a wrong answer, and all heals by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archives import Archive, second_archive

pytestmark = pytest.mark.django_db
# Two in each file of the index, at least, and a hundred in all.
FAULTS = 110


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with second_archive(tmp_path) as archive:
        archive.manage("load_demo")
        yield archive


def test_cold_starts_tell_the_same_before_and_after_the_index_is_made_anew(
    archive: Archive,
) -> None:
    archive.run("tests.search.damage", "prepare")
    told = {archive.run("tests.search.damage", "answers").stdout for _ in range(3)}
    archive.manage("reindex")
    told |= {archive.run("tests.search.damage", "answers").stdout for _ in range(3)}
    assert len(told) == 1


def test_whatever_happens_to_a_file_no_answer_is_wrong_and_search_heals(archive: Archive) -> None:
    archive.run("tests.search.damage", "prepare")
    assert archive.run("tests.search.damage", str(FAULTS), "1").stdout == "done\n"
