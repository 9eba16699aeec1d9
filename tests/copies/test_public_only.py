"""An export holds what the public may read, and no byte of it differs because of anything else."""

import filecmp
from pathlib import Path

import pytest

from quotes.copies.exporting import NAMES, export
from tests.copies import forging, full
from tests.copies.conftest import Original
from tests.views.room import furnish

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "hidden",
    [full.SECRET, "chief-editor", "chief@archive.example", "Half expunged", "captured_text"],
)
def test_nothing_hidden_is_in_any_file(original: Original, hidden: str) -> None:
    for path in original.folder.iterdir():
        assert hidden not in path.read_text("utf-8"), path.name


def test_drafts_change_no_byte(tmp_path: Path) -> None:
    room = furnish()
    export(tmp_path / "without")
    full.hide_things(room)
    export(tmp_path / "with")
    same, differing, _ = filecmp.cmpfiles(
        tmp_path / "without", tmp_path / "with", NAMES, shallow=False
    )
    assert (set(same), differing) == (NAMES, [])


def test_withdrawn_passages_have_neither_words_nor_a_place(original: Original) -> None:
    found = [
        row for row in forging.rows(original.folder, "passages") if row["state"] != "published"
    ]
    assert len(found) == 3
    for row in found:
        assert (row["turn"], row["spans"], row["text"]) == (None, None, None)


def test_words_are_there_or_it_is_said_why_not(original: Original) -> None:
    words = forging.rows(original.folder, "words")
    removed = [(row["removed"], row["reason"]) for row in words if row["removed"]]
    assert sorted(removed) == [
        ("expunged", "Order 7."),
        ("expunged", "Order 8."),
        ("withdrawn", ""),
        ("withdrawn", ""),
    ]
    assert all((row["salt"] is None) == bool(row["removed"]) for row in words)
    assert all((row["words"] is None) == bool(row["removed"]) for row in words)


def test_turns_tell_neither_hidden_words_nor_how_many_turns_there_are_between(
    original: Original,
) -> None:
    turns = [row for row in forging.rows(original.folder, "turns") if row["source"] == "gaps"]
    assert [row["position"] for row in turns] == [2, 3, 5, 6, 7]
    assert [row["text"] for row in turns] == [
        "Why? You said so. Explain.", None, None, "Who asks?", None,
    ]  # fmt: skip


def test_who_asks_a_printed_question_is_told_with_it(original: Original) -> None:
    turns = {row["asker"]: row for row in forging.rows(original.folder, "turns")}
    assert turns["Unpaged Asker"]["speaker"] == "unpaged-asker"
    assert turns["Asker"]["speaker"] == "asker"
    speakers = {row["slug"] for row in forging.rows(original.folder, "speakers")}
    assert {"unpaged-asker", "asker"} <= speakers
