"""``check_quotations``: documents in, what to do out, and an exit status."""

import json
from io import StringIO
from pathlib import Path

import docx
import pytest
from django.core.management import CommandError, call_command

from tests import factories

pytestmark = pytest.mark.django_db
WORDS = "The ferry will run on Sundays again from next spring."
RIGHT = f"Ines Roth said: “{WORDS}” She called it a “gift”."
WRONG = "Ines Roth said: “The ferry will not run on Sundays again from next spring.”"


@pytest.fixture(autouse=True)
def _archive(db: None) -> None:
    factories.published(WORDS, speaker=factories.speaker("Ines Roth"))


def run(*words: object) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("check_quotations", *map(str, words), stdout=out, stderr=err)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def written(path: Path, text: str) -> Path:
    if path.suffix == ".docx":
        document = docx.Document()
        document.add_paragraph(text)
        document.save(str(path))
    elif path.suffix == ".html":
        page = f"<!doctype html><html><body><article><p>{text}</p></article></body></html>"
        path.write_text(page, "utf-8")
    else:
        path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.docx"])
def test_the_status_tells_whether_there_is_something_to_look_at(tmp_path: Path, name: str):
    status, out, _ = run(written(tmp_path / name, RIGHT))
    assert (status, "1 × exact" in out) == (0, True)
    status, out, _ = run(written(tmp_path / name, WRONG))
    assert status == 1
    assert "One word is not in the archive: take it out" in out


def test_what_cannot_be_read_is_told_and_the_rest_is_checked(tmp_path: Path):
    status, out, err = run(tmp_path / "none.txt", written(tmp_path / "a.txt", WRONG))
    assert status == 2
    assert "none.txt: There is no such file." in err
    assert "a.txt:1: One word" in out


def test_programs_get_an_object_for_each_file(tmp_path: Path):
    paths = [written(tmp_path / "a.txt", RIGHT), written(tmp_path / "b.txt", WRONG)]
    status, out, _ = run(*paths, "--format", "json")
    told = [json.loads(line) for line in out.splitlines()]
    assert status == 1
    assert [each["file"] for each in told] == [str(path) for path in paths]
    for each in told:
        for found in each["quotations"]:
            assert each["text"][found["start"] : found["end"]] == found["quoted"]


def test_a_report_can_be_had_in_markdown(tmp_path: Path):
    _, out, _ = run(written(tmp_path / "a.txt", WRONG), "--format", "markdown")
    assert "| 1 | The ferry will not run on Sundays again from next spring. |" in out


def test_long_documents_are_checked_to_their_end(tmp_path: Path):
    text = "Nothing was said here.\n\n" * 1_500 + WRONG
    status, out, _ = run(written(tmp_path / "a.txt", text))
    assert status == 1
    assert ":3001: One word" in out


def test_an_unknown_speaker_is_no_finding(tmp_path: Path):
    with pytest.raises(CommandError) as raised:
        run(written(tmp_path / "a.txt", RIGHT), "--speaker", "nobody")
    assert raised.value.returncode == 2


def test_a_cut_is_told_and_the_status_follows_the_verdict(tmp_path: Path):
    factories.published("No more trams on the hill will come this year.")
    status, out, _ = run(written(tmp_path / "a.txt", "“More trams on the hill will come.”"))
    assert status == 1
    assert "put in what is left off" in out
    status, out, _ = run(written(tmp_path / "b.txt", "He says “more trams on the hill will come”."))
    assert status == 0
    assert "a negation that is not quoted: “No”" in out


def test_another_spelling_is_printed(tmp_path: Path):
    status, out, _ = run(written(tmp_path / "a.txt", f"“{WORDS.lower()}”"))
    assert status == 0
    assert "written “the” for “The”" in out


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.txt"])
def test_a_broken_file_is_no_file_without_quotations(tmp_path: Path, name: str):
    (tmp_path / name).write_bytes(b"\xff\xfe\x00\x00" if name == "a.txt" else b"x")
    status, _, err = run(tmp_path / name)
    assert (status, name in err) == (2, True)
