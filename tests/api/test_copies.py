"""Real processes: copies kept by the API stay whole while several editors work."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archives import Archive, second_archive

pytestmark = pytest.mark.django_db
WORKER = "tests.api.worker"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with second_archive(tmp_path) as archive:
        yield archive


def test_copies_that_follow_while_editors_work_equal_the_archive(
    archive: Archive, tmp_path: Path
) -> None:
    ending = tmp_path / "over"
    followers = [archive.start("follow", str(ending), worker=WORKER) for _ in range(2)]
    editors = [archive.start("edit", name, "25", worker=WORKER) for name in ("a", "b", "c")]
    for editor in editors:
        output, _ = editor.communicate(timeout=110)
        assert (editor.returncode, output.split()[-1]) == (0, "done")
    ending.touch()
    for follower in followers:
        output, _ = follower.communicate(timeout=110)
        assert (follower.returncode, output.strip()) == (0, "done after True")
    archive.manage("verify_archive")
