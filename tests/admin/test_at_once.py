"""Editors at the same passage in the same moment: nobody loses what was acknowledged.

``AT_ONCE_ROUNDS=50`` plays many rounds of all pairs; the suite plays one, and several of the pair
that once was an error most of the time.
"""

import os
from pathlib import Path

from tests.archives import second_archive

ROUNDS = os.environ.get("AT_ONCE_ROUNDS", "1")


def test_any_two_steps_at_once_are_told_cleanly_and_nothing_acknowledged_is_lost(
    tmp_path: Path, db: None
) -> None:
    with second_archive(tmp_path / "pairs", "at_once") as archive:
        said = archive.run("tests.admin.at_once", ROUNDS).stdout.splitlines()
        assert said == [f"{72 * int(ROUNDS)} tried"]
