"""The command, as programs and people use it."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from quotes.models import DocumentImport, Passage, Source, Turn
from quotes.text.spans import gaps_in_tiling
from tests import factories

pytestmark = pytest.mark.django_db

TRANSCRIPT = """Ann Writer: Will the harbour be open in spring, as you said a year ago?

Jane Harrow: It will be open in spring, unless the winter is as hard as the last one was.

Ann Writer: And who is going to pay for it, now that the town has no money left?

Jane Harrow: The state pays two thirds, and the town has twenty years to pay the rest of it.
"""


@pytest.fixture
def transcript(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.txt"
    path.write_text(TRANSCRIPT, "utf-8")
    return path


def run(*arguments: Any, **options: Any) -> str:
    out = StringIO()
    call_command("import_source", *map(str, arguments), stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def told(*arguments: Any, **options: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(*arguments, format="json", **options).splitlines()]


def test_json_has_a_line_for_each_file_with_turns_passages_and_receipt(transcript: Path) -> None:
    [found] = told(transcript, dry_run=True)
    assert found["file"] == str(transcript)
    assert found["shape"] == "labelled"
    assert 0 < found["confidence"] <= 1
    assert [turn["speaker"] for turn in found["turns"]] == ["Ann Writer", "Jane Harrow"] * 2
    assert [turn["kind"] for turn in found["turns"]] == ["question", "answer"] * 2
    first = found["passages"][0]
    turn = found["turns"][first["turn"] - 1]
    assert turn["text"][first["start"] : first["end"]] == first["text"]
    receipt = found["receipt"]
    assert receipt["characters_in"] == len(TRANSCRIPT)
    lengths = [each["end"] - each["start"] for each in receipt["dropped"]]
    assert receipt["kept"] + sum(lengths) == len(TRANSCRIPT)
    assert found["refused"] is None


def test_what_the_words_make_likely_is_told_apart_from_what_the_file_says(
    transcript: Path,
) -> None:
    factories.event("Harbour Forum")
    heading = "Talks at the Harbour Forum, 5 March 2024\n\n"
    transcript.write_text(heading + TRANSCRIPT, "utf-8")
    [found] = told(transcript, dry_run=True)
    said = found["metadata"]
    assert (said["date"], said["event"], said["language"]) == ("2024-03-05", "Harbour Forum", "en")
    assert said["inferred"] == ["date", "event", "language"]


def test_a_dry_run_writes_nothing(transcript: Path) -> None:
    assert "drafts would be made" in run(transcript, dry_run=True)
    assert not Source.objects.exists()
    assert not DocumentImport.objects.exists()


def test_topics_are_proposed_by_their_names(transcript: Path) -> None:
    factories.topic("Harbours", slug="harbours").aliases.create(name="harbour")
    transcript.write_text(
        TRANSCRIPT.replace("It will be open", "The harbour will be open"), "utf-8"
    )
    [found] = told(transcript, dry_run=True)
    assert any("harbours" in each["topics"] for each in found["passages"])


def test_what_is_stored_tiles_what_was_captured(transcript: Path) -> None:
    told(transcript)
    source = Source.objects.get()
    kept = [span for turn in Turn.objects.all() for span in turn.ranges]
    dropped = [(each["start"], each["end"]) for each in source.dropped]
    assert source.captured_text == TRANSCRIPT
    assert not gaps_in_tiling([*kept, *dropped], len(TRANSCRIPT))


def test_a_folder_is_gone_through_and_a_second_run_leaves_out_what_is_there(
    transcript: Path,
) -> None:
    other = transcript.parent / "deeper" / "airport.md"
    other.parent.mkdir()
    other.write_text(TRANSCRIPT.replace("harbour", "airport").replace("spring", "May"), "utf-8")
    (transcript.parent / ".hidden").write_text("words")
    (transcript.parent / "link.txt").symlink_to(transcript)
    assert "2 files" in run(transcript.parent)
    assert Source.objects.count() == 2
    assert "2 unchanged" in run(transcript.parent)
    assert Source.objects.count() == 2


def test_an_interrupted_run_is_gone_on_with(transcript: Path) -> None:
    run(transcript)
    (transcript.parent / "later.txt").write_text(TRANSCRIPT.replace("harbour", "station"), "utf-8")
    assert "1 unchanged" in run(transcript.parent)


def test_a_corrected_file_says_what_was_kept_changed_added_and_flagged(transcript: Path) -> None:
    run(transcript)
    kept = set(Passage.objects.values_list("pk", flat=True))
    corrected = (
        TRANSCRIPT.replace("two thirds", "three quarters")
        + "\nAnn Writer: Thank you for that, minister.\n"
    )
    transcript.write_text(corrected, "utf-8")
    [found] = told(transcript)
    assert found["changes"] == {"kept": 3, "moved": 0, "changed": 1, "added": 1, "vanished": 0}
    assert kept <= set(Passage.objects.values_list("pk", flat=True))


def test_what_is_flagged_is_told_with_its_turn_and_reason(transcript: Path) -> None:
    run(transcript)
    transcript.write_text(TRANSCRIPT.split("Ann Writer: And who")[0], "utf-8")
    out = run(transcript)
    assert "2 kept, 2 vanished" in out
    assert "to look at: turn 4, with 1 passage: the document has it no longer" in out


def test_a_file_that_is_refused_is_named_with_the_reason_and_the_others_go_in(
    transcript: Path,
) -> None:
    (transcript.parent / "a.rtf").write_bytes(b"{\\rtf1 words}")
    out, errors = StringIO(), StringIO()
    with pytest.raises(CommandError, match="1 of 2 files refused"):
        call_command("import_source", str(transcript.parent), stdout=out, stderr=errors)
    assert "RTF" in errors.getvalue()
    assert Source.objects.count() == 1


def test_json_says_why_a_file_is_refused(tmp_path: Path) -> None:
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_source", str(tmp_path / "none.txt"), format="json", stdout=out)
    found = json.loads(out.getvalue())
    assert found["refused"] == "There is no such file."
    assert found["turns"] == found["passages"] == []


def test_an_interview_that_does_not_exist_is_an_error(transcript: Path) -> None:
    with pytest.raises(CommandError, match="no interview"):
        run(transcript, interview="none")


def test_a_shape_can_be_named_and_one_that_does_not_fit_is_refused(transcript: Path) -> None:
    assert told(transcript, shape="labelled", dry_run=True)[0]["shape"] == "labelled"
    with pytest.raises(CommandError, match="refused"):
        run(transcript, shape="structured", dry_run=True)
