"""Editors at the same passage in the same moment: nobody loses what was acknowledged.

``EFFORT=50`` plays many rounds of all pairs of steps. The suite plays one round of those
below, and several of the pair that once was an error most of the time.
"""

from pathlib import Path

from tests.archives import second_archive
from tests.effort import EFFORT

# "delete selected" and "revise" take the ways of "delete" and "save".
FEW = [
    "save", "publish", "delete", "review", "bulk publish", "tag", "utterance", "withdraw", "merge",
    "reinstate",
]  # fmt: skip


def test_any_two_steps_at_once_are_told_cleanly_and_nothing_acknowledged_is_lost(
    tmp_path: Path, db: None
) -> None:
    with second_archive(tmp_path / "pairs", "at_once") as archive:
        played = ["1", *FEW] if EFFORT == 1 else [str(EFFORT)]
        *wrong, tried = archive.run("tests.admin.at_once", *played).stdout.splitlines()
        assert wrong == []
        assert tried == ("49 tried" if EFFORT == 1 else f"{70 * EFFORT} tried")
