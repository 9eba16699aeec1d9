"""What cannot be imported: a clear sentence, and an archive as empty as before."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from quotes.copies import importing
from quotes.copies.importing import NotImportedError, import_export
from quotes.models import Event, FormerSlug, Passage, Topic, Turn, current_version
from tests import factories
from tests.copies import forging
from tests.copies.conftest import Original

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(original: Original, tmp_path: Path) -> Path:
    """The export in a folder that may be spoilt."""
    return Path(shutil.copytree(original.folder, tmp_path / "export"))


def refused(folder: Path, saying: str, **how: str) -> None:
    """Importing is refused with these words, and leaves nothing behind."""
    before = current_version()
    with pytest.raises(NotImportedError, match=saying) as refusal:
        import_export(folder, **how)
    assert "Nothing was imported." in str(refusal.value)
    rows = [model.objects.count() for model in (Topic, Turn, Passage, Event, FormerSlug)]
    assert (rows, current_version()) == ([0] * 5, before)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


@pytest.mark.parametrize("name", ["topics", "passages", "records", "words", "registry"])
@pytest.mark.parametrize("spoil", [cut, flip])
def test_a_spoilt_file_is_named(folder: Path, name: str, spoil: Callable[[Path], None]) -> None:
    spoil(folder / f"{name}.jsonl")
    refused(folder, f"{name}.jsonl is not what datapackage.json says")


@pytest.mark.parametrize("name", ["checkpoint.txt", "datapackage.json", "words.jsonl"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    refused(folder, name)


def test_a_folder_that_is_no_export_is_refused(tmp_path: Path) -> None:
    refused(tmp_path, "is no sound export")


def test_a_file_that_is_no_export_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_text("no zip file")
    refused(tmp_path / "x.zip", "File is not a zip file")


def test_another_format_is_refused_by_its_number(folder: Path) -> None:
    forging.forge(folder, export_format=3, record_format=3)
    refused(folder, "It has format 3, records 3; this reads 1 and 2")


def test_an_archive_that_holds_a_draft_is_not_empty(original: Original) -> None:
    factories.draft("Mine.")
    with pytest.raises(NotImportedError, match="The archive is not empty: it holds"):
        import_export(original.folder)
    assert Passage.objects.get().text == "Mine."


def test_nothing_is_imported_twice(original: Original) -> None:
    import_export(original.folder)
    with pytest.raises(NotImportedError, match="not empty"):
        import_export(original.folder)


def test_a_checkpoint_that_disagrees_is_heeded(folder: Path) -> None:
    published = (folder / "checkpoint.txt").read_text()
    forging.change(folder, "topics", lambda rows: rows[0].update(name="Renamed"))
    refused(folder, "The published checkpoint says otherwise: package", published=published)


def forge_unknown(rows: list) -> None:
    rows[-1]["interview"] = "no-such-interview"


def forge_twice(rows: list) -> None:
    rows.append(rows[-1])


def forge_control(rows: list) -> None:
    rows[0]["scope_note"] = "a\u0007b"


def forge_date(rows: list) -> None:
    next(row for row in rows if row["roles"])["roles"][0]["start"] = "2023-13"


def forge_composed(rows: list) -> None:
    rows[0]["name"] = "e\u0301"


def forge_length(rows: list) -> None:
    next(row for row in rows if row["text"] is None)["length"] += 1


def forge_without_kind(rows: list) -> None:
    del rows[1]["kind"]


@pytest.mark.parametrize(
    ("name", "how", "saying"),
    [
        ("utterances", forge_unknown, "names the interview “no-such-interview” and has none"),
        ("topics", forge_twice, "breaks a rule of the archive"),
        ("topics", forge_control, "control character"),
        ("speakers", forge_date, "contradicts itself: “2023-13” is not a date"),
        ("topics", forge_composed, "exported again, the archive would differ"),
        ("turns", forge_length, "contradicts itself"),
        ("turns", forge_without_kind, "contradicts itself"),
    ],
)
def test_an_export_with_true_hashes_and_false_rows_is_refused(
    folder: Path, name: str, how: Callable[[list], None], saying: str
) -> None:
    forging.change(folder, name, how)
    refused(folder, saying)


def test_a_database_that_fails_at_the_end_keeps_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(importing, "description_of_export", full)
    refused(folder, "database or disk is full")


def test_what_would_be_exported_otherwise_is_not_imported(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault in our own loading shows before anything is kept."""
    write = importing.NOUNS["speakers"]

    def forgetful(tables: object, rows: list) -> None:
        write(tables, [{**row, "names": []} for row in rows])

    monkeypatch.setitem(importing.NOUNS, "speakers", forgetful)
    refused(folder, "exported again, the archive would differ")


def test_the_command_says_what_is_wrong(folder: Path, tmp_path: Path) -> None:
    flip(folder / "words.jsonl")
    with pytest.raises(CommandError, match=r"words.jsonl is not .* Nothing was imported"):
        call_command("import_archive", folder)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_archive", folder, checkpoint=tmp_path / "missing")


def test_the_command_imports_what_agrees_with_a_checkpoint(folder: Path, capsys) -> None:
    call_command("import_archive", folder, checkpoint=folder / "checkpoint.txt")
    assert "byte by byte" in capsys.readouterr().out
    assert Passage.public.exists()
