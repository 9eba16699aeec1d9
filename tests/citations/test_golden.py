"""Every format over the same twelve passages, compared with what somebody has read."""

import pytest

from tests.citations.golden import FOLDER, files

WRITTEN = dict(files())


@pytest.mark.parametrize("path", WRITTEN)
def test_a_citation_is_the_one_that_was_found_right(path: str) -> None:
    with (FOLDER / path).open(encoding="utf-8", newline="") as golden:
        assert WRITTEN[path] == golden.read()


def test_no_golden_file_is_left_over() -> None:
    found = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file()}
    assert found == set(WRITTEN)
