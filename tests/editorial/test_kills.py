"""Editors killed in the middle of whatever they do leave an archive that verifies."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archives import Archive, kill, second_archive
from tests.effort import EFFORT

pytestmark = pytest.mark.django_db
KILLS = 3 * EFFORT


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with second_archive(tmp_path, "killed") as archive:
        yield archive


def test_whatever_an_editor_is_killed_in_is_done_whole_or_not_at_all(archive: Archive) -> None:
    """Publishing, revising, withdrawing, tagging, renaming, moving and merging, at random."""
    chance, done = random.Random(3), set()
    for turn in range(KILLS):
        editor = archive.start("edit", f"editor{turn}", "1000", worker="tests.api.worker")
        done |= {editor.stdout.readline().strip() for _ in range(chance.randrange(3, 25))}
        time.sleep(chance.uniform(0, 0.05))
        kill(editor)
        assert "sound" in archive.manage("verify_archive").stdout
    assert done >= {"publish_beside", "revise", "withdraw", "merge", "rename"}
