"""Damage to the files of an index: never a wrong answer, and all heals by itself."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from quotes.search import find as searching, index
from quotes.search.catch_up import PreparingError
from quotes.search.find import Request, find
from quotes.search.query import parse
from tests import factories
from tests.archives import Archive, second_archive
from tests.effort import EFFORT

# In each run; every file of the index meets several in all.
FAULTS = 27


@pytest.fixture(scope="module")
def archive(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Archive]:
    with django_db_blocker.unblock(), second_archive(tmp_path_factory.mktemp("damage")) as archive:
        archive.run("tests.search.damage", "prepare")
        yield archive


@pytest.mark.parametrize("seed", range(2 * EFFORT))
def test_whatever_happens_to_a_file_no_answer_is_wrong_and_search_heals(
    archive: Archive, seed: int
) -> None:
    assert archive.run("tests.search.damage", str(FAULTS), str(seed)).stdout == "done\n"


def test_cold_starts_tell_the_same_before_and_after_the_index_is_made_anew(
    archive: Archive,
) -> None:
    told = {archive.run("tests.search.damage", "answers").stdout for _ in range(2)}
    archive.manage("reindex")
    told |= {archive.run("tests.search.damage", "answers").stdout for _ in range(2)}
    assert len(told) == 1


def test_the_index_in_use_answers_while_another_is_made_and_its_makers_are_killed(
    archive: Archive,
) -> None:
    assert archive.run("tests.search.damage", "interrupt", str(6 * EFFORT), "1").stdout == "done\n"


def test_on_a_full_disk_the_index_in_use_answers_on(archive: Archive) -> None:
    assert archive.run("tests.search.damage", "fill").stdout == "done\n"


@pytest.mark.django_db
def test_a_search_that_fails_twice_on_sound_files_has_the_index_made_anew_but_not_all_the_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    factories.published("Words.")
    assert find(Request(parse("words"))).count == 1
    made = index.directory().stat().st_ino
    with monkeypatch.context() as patched:
        patched.setattr(searching, "_answer", fail)
        for _ in range(2):
            with pytest.raises(PreparingError):
                find(Request(parse("words")))
    assert find(Request(parse("words"))).count == 1
    anew = index.directory().stat().st_ino
    assert anew != made
    with monkeypatch.context() as patched:
        patched.setattr(searching, "_answer", fail)
        for _ in range(4):
            with pytest.raises(PreparingError):
                find(Request(parse("words")))
    assert find(Request(parse("words"))).count == 1
    assert index.directory().stat().st_ino == anew


def fail(*_: object) -> None:
    raise ValueError("what the engine says")
