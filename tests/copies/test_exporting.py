"""How an export is written: described in full, whole or not at all."""

import errno
import itertools
import json
import os
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from quotes import editorial
from quotes.copies.exporting import NAMES, checkpoint_of_export, export
from quotes.copies.schema import RESOURCES, Resource
from quotes.copies.writing import NotWrittenError
from tests import factories
from tests.copies import forging
from tests.copies.conftest import Original

pytestmark = pytest.mark.django_db
TYPES = {
    "string": str, "integer": int, "boolean": bool, "array": list, "object": dict,
    "datetime": str, "date": str,
}  # fmt: skip
# Of the description of the fields. It may only change together with the number of the format: the
# package of an archive would be another one than published checkpoints name.
FORMAT_2 = "424bffc248a14805f989c04c009e754cf3e09f7b18bf18ef0897199338ffe6b2"


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda each: each.name)
def test_every_row_has_the_fields_that_are_described(
    original: Original, resource: Resource
) -> None:
    described = {field["name"]: TYPES[field["type"]] for field in resource.fields}
    rows = forging.rows(original.folder, resource.name)
    assert rows
    for row in rows:
        assert row.keys() <= described.keys()
        # Records have the fields of their kind.
        assert row.keys() == described.keys() or resource.name == "records"
        for name, value in row.items():
            assert value is None or type(value) is described[name], (name, value)


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda each: each.name)
def test_every_line_is_canonical_json(original: Original, resource: Resource) -> None:
    for line in (original.folder / f"{resource.name}.jsonl").read_text("utf-8").split("\n")[:-1]:
        row = json.loads(line)
        assert line == json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_the_description_of_format_2_does_not_change() -> None:
    described = json.dumps([each.described(0, "", 0) for each in RESOURCES])
    assert sha256(described.encode()).hexdigest() == FORMAT_2


def test_the_reference_names_every_file_and_field() -> None:
    reference = (settings.BASE_DIR / "docs/reference/export-format-2.md").read_text("utf-8")
    for resource in RESOURCES:
        section = reference.split(f"### {resource.name}.jsonl\n")[1].split("\n### ")[0]
        documented = re.findall(r"^\| `(\w+)` \| (\w+) \|", section, re.MULTILINE)
        assert documented == [(field["name"], field["type"]) for field in resource.fields]


def test_the_package_says_what_the_files_are(original: Original) -> None:
    package = json.loads((original.folder / "datapackage.json").read_text("utf-8"))
    assert [each["name"] for each in package["resources"]] == [each.name for each in RESOURCES]
    for resource in package["resources"]:
        content = (original.folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["rows"] == content.count(b"\n")
        assert resource["hash"] == f"sha256:{sha256(content).hexdigest()}"


def test_a_line_of_the_log_has_the_hash_that_pages_show(original: Original) -> None:
    lines = (original.folder / "records.jsonl").read_bytes().split(b"\n")[:-1]
    for line, following in itertools.pairwise(lines):
        assert json.loads(following)["previous"] == sha256(line).hexdigest()
    assert f"root: {sha256(lines[-1]).hexdigest()}" in (
        original.folder / "checkpoint.txt"
    ).read_text("utf-8")


def test_the_verifier_travels_along_and_stands_alone(original: Original, tmp_path: Path) -> None:
    verifier = original.folder / "verify_export.py"
    done = subprocess.run(
        [sys.executable, "-I", str(verifier), str(original.folder),
         str(original.folder / "checkpoint.txt")],
        cwd=tmp_path, env={}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = "The published checkpoint covers all of it.\nThe export is sound.\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, said, "")


def test_the_verifier_tells_by_its_status_that_something_is_wrong(tmp_path: Path) -> None:
    verifier = settings.BASE_DIR / "quotes/copies/verify_export.py"
    done = subprocess.run(
        [sys.executable, "-I", str(verifier), str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout.endswith("The export is not sound.\n")


class TestWriting:
    def test_an_empty_archive_can_be_exported(self, tmp_path: Path) -> None:
        assert str(export(tmp_path / "empty")).startswith(
            "On Record checkpoint 1\nrecords: 0\nroot: -\ndate: -\nchange: 0\npackage: "
        )
        assert {path.name for path in (tmp_path / "empty").iterdir()} == NAMES

    def test_nothing_need_be_written_to_know_the_checkpoint(self, tmp_path: Path) -> None:
        factories.published()
        assert checkpoint_of_export() == export(tmp_path / "export")

    def test_an_earlier_export_is_replaced(self, tmp_path: Path) -> None:
        export(tmp_path)
        factories.published()
        checkpoint = export(tmp_path)
        assert (tmp_path / "checkpoint.txt").read_text() == str(checkpoint)
        assert {path.name for path in tmp_path.iterdir()} == NAMES

    def test_a_folder_with_something_else_is_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "thesis.txt").write_text("years of work")
        with pytest.raises(NotWrittenError, match=r"holds something else, such as thesis\.txt"):
            export(tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]

    @pytest.mark.parametrize("name", ["export", "export.zip"])
    def test_a_full_disk_leaves_what_was_there(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        before = export(tmp_path / name)
        factories.published()
        calls = iter([None, None, None] if name == "export" else [])

        def full(descriptor: int) -> None:
            if next(calls, "full"):
                raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        told = "No space left on device. The export made before is still there."
        with pytest.raises(NotWrittenError, match=re.escape(told)):
            export(tmp_path / name)
        monkeypatch.undo()
        assert [path.name for path in tmp_path.iterdir()] == [name]
        call_command("verify_archive", verbosity=0)
        if name == "export":
            assert (tmp_path / name / "checkpoint.txt").read_text() == str(before)
            assert {path.name for path in (tmp_path / name).iterdir()} == NAMES

    def test_what_a_killed_run_left_is_cleared_away(self, tmp_path: Path) -> None:
        (tmp_path / ".partial").mkdir()
        (tmp_path / ".partial" / "topics.jsonl").write_text("half a line")
        export(tmp_path)
        assert {path.name for path in tmp_path.iterdir()} == NAMES

    def test_the_command_prints_the_checkpoint(self, tmp_path: Path, capsys) -> None:
        factories.published()
        call_command("export_archive", tmp_path / "export")
        assert (tmp_path / "export" / "checkpoint.txt").read_text() in capsys.readouterr().out

    def test_without_a_target_the_download_is_made(self, settings) -> None:
        call_command("export_archive", verbosity=0)
        assert [path.name for path in Path(settings.EXPORT_DIR).iterdir()] == ["on-record.zip"]

    def test_what_a_killed_run_left_of_a_zip_file_is_cleared_away(self, tmp_path: Path) -> None:
        (tmp_path / ".export.zip.partial").write_text("half a file")
        export(tmp_path / "export.zip")
        assert [path.name for path in tmp_path.iterdir()] == ["export.zip"]

    @pytest.mark.parametrize("name", ["export", "export.zip"])
    def test_an_export_during_which_words_go_is_not_finished(
        self, tmp_path: Path, name: str
    ) -> None:
        passage = factories.published("Said and taken back.")

        def withdraw_meanwhile(resource: str, rows: int) -> None:
            if resource == "passages":
                editorial.withdraw(passage, reason="An error.", editor=None)

        with pytest.raises(NotWrittenError, match="Words were removed from the archive meanwhile"):
            export(tmp_path / name, progress=withdraw_meanwhile)
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []

    def test_the_command_says_why_not(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(CommandError, match="cannot be written: Not a directory"):
            call_command("export_archive", tmp_path / "file" / "below")
