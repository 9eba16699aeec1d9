"""Every format over the same twelve passages, compared with what somebody has read."""

import pytest

from tests.citations.golden import FOLDER, files

WRITTEN = dict(files())


@pytest.mark.parametrize("name", WRITTEN)
def test_citations_are_those_that_were_found_right(name: str) -> None:
    with (FOLDER / name).open(encoding="utf-8", newline="") as golden:
        assert WRITTEN[name] == golden.read()


def test_no_golden_file_is_left_over() -> None:
    found = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file()}
    assert found == set(WRITTEN)
