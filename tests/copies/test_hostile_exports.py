"""Exports that somebody spoilt on purpose: a sentence that names the file, and status 1."""

import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from quotes.copies import verify_export
from quotes.copies.verify_export import NAMES, faults
from quotes.editorial.checkpoint import Checkpoint, NoCheckpointError
from tests.copies import forging
from tests.copies.conftest import Original

pytestmark = pytest.mark.django_db
DEEP = b"[" * 200_000
HUGE = b"9" * 10_000


@pytest.fixture
def folder(original: Original, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original.folder, tmp_path / "export"))


@pytest.fixture
def packed(folder: Path) -> Path:
    """The export as a zip file."""
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for each in NAMES:
            packed.write(folder / each, each)
    return path


def replace_by_link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to(path.parent.parent / "words.jsonl")
    path.with_name("elsewhere").rename(path.parent.parent / "words.jsonl")


IN_FOLDERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "extra": (lambda it: (it / "notes.txt").write_text("x"), "'notes.txt' is no file of an export"),
    "hidden": (lambda it: (it / ".words.jsonl").write_text("x"), "'.words.jsonl' is no file"),
    "folder": (lambda it: (it / "more").mkdir(), "'more' is not a plain file"),
    "other case": (
        lambda it: shutil.copy(it / "words.jsonl", it / "Words.jsonl"), "only like words.jsonl",
    ),
    "renamed to other case": (
        lambda it: (it / "words.jsonl").rename(it / "WORDS.jsonl"), "words.jsonl is missing",
    ),
    "missing": (lambda it: (it / "words.jsonl").unlink(), "words.jsonl is missing"),
    "missing verifier": (lambda it: (it / "verify_export.py").unlink(), "verify_export.py is missing"),
    "link": (lambda it: replace_by_link(it / "words.jsonl"), "'words.jsonl' is a symbolic link"),
    "link to nothing": (
        lambda it: (it / "more.jsonl").symlink_to("nowhere"), "'more.jsonl' is a symbolic link",
    ),
    "pipe": (lambda it: os.mkfifo(it / "pipe"), "'pipe' is not a plain file"),
    "pipe for a file": (
        lambda it: ((it / "checkpoint.txt").unlink(), os.mkfifo(it / "checkpoint.txt")),
        "'checkpoint.txt' is not a plain file",
    ),
    "replaced": (
        lambda it: shutil.copy(it / "topics.jsonl", it / "series.jsonl"),
        "series.jsonl is not what datapackage.json says",
    ),
    "swapped": (
        lambda it: [(it / "a").write_bytes((it / "events.jsonl").read_bytes()),
                    shutil.copy(it / "series.jsonl", it / "events.jsonl"),
                    (it / "a").rename(it / "series.jsonl")],
        "events.jsonl is not what datapackage.json says",
    ),
    "other verifier": (
        lambda it: (it / "verify_export.py").write_text("print('The export is sound.')"),
        "verify_export.py is not what the checkpoint says",
    ),
    "name that no screen shows": (
        lambda it: (it / "\udcff\x1b[2Jx").write_text("x"), "is no file of an export",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", IN_FOLDERS)
def test_files_that_do_not_belong_are_named(name: str, folder: Path, capfd) -> None:
    spoil, saying = IN_FOLDERS[name]
    spoil(folder)
    assert verify_export.main([str(folder)]) == 1
    out = capfd.readouterr().out
    assert saying in out
    assert out.endswith("The export is not sound.\n")


def entry(name: str, mode: int = stat.S_IFREG | 0o644) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.external_attr = mode << 16
    made.compress_type = zipfile.ZIP_DEFLATED
    return made


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("added", "content", "saying"),
    [
        (entry("notes.txt"), b"x", "'notes.txt' is no file of an export"),
        (entry("words.jsonl"), b"", "words.jsonl is there 2 times"),
        (entry("Words.JSONL"), b"", "only like words.jsonl"),
        (entry("../words.jsonl"), b"", "'../words.jsonl' is no file of an export"),
        (entry("on-record/words.jsonl"), b"", "'on-record/words.jsonl' is no file"),
        (entry("more/", stat.S_IFDIR), b"", "'more/' is not a plain file"),
        (entry("link.jsonl", stat.S_IFLNK), b"/etc/passwd", "'link.jsonl' is a symbolic link"),
        (entry("bomb.jsonl"), bytes(40_000_000), "would unpack to 40,000,000 bytes"),
    ],
)
def test_entries_of_a_zip_file_that_do_not_belong_are_named(
    packed: Path, added: zipfile.ZipInfo, content: bytes, saying: str
) -> None:
    assert list(faults(packed)) == []
    with zipfile.ZipFile(packed, "a") as zipped:
        zipped.writestr(added, content)
    assert saying in " ".join(faults(packed))


def test_a_zip_file_with_something_before_or_behind_its_files_is_named(packed: Path) -> None:
    content = packed.read_bytes()
    packed.write_bytes(b"#!/bin/sh\n" + content)
    assert "holds something beside its files" in " ".join(faults(packed))
    packed.write_bytes(content)
    with zipfile.ZipFile(packed, "a") as zipped:
        zipped.comment = b"Sound."
    assert "holds something beside its files" in " ".join(faults(packed))


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_zip_file_that_is_cut_off_is_malformed(packed: Path, share: float) -> None:
    content = packed.read_bytes()
    packed.write_bytes(content[: int(len(content) * share)])
    assert "incomplete or malformed" in " ".join(faults(packed))


HOSTILE_LINES = {
    "no JSON": b"{",
    "no object": b"[]",
    "null": b"null",
    "empty": b"",
    "no UTF-8": b'{"id":"\xff"}',
    "null byte": b"\x00",
    "deep": DEEP,
    "deep objects": b'{"a":' * 100_000,
    "huge number": b'{"sequence":' + HUGE + b"}",
    "huge exponent": b'{"sequence":1e999}',
    "not a number": b'{"sequence":NaN}',
    "no fields": b"{}",
    "wrong types": b'{"id":1,"slug":[],"kind":{},"passage":[],"sequence":"x","printed":7,"text":8}',
    "lone surrogate": b'{"id":"\\ud800","slug":"\\ud800","kind":"first","text":"\\udfff"}',
    "endless": b"x" * 1_000_000,
}


@pytest.mark.parametrize("name", HOSTILE_LINES)
@pytest.mark.parametrize("resource", ["registry", "records", "words"])
def test_hostile_lines_under_true_hashes_are_named(
    folder: Path, resource: str, name: str, capfd
) -> None:
    path = folder / f"{resource}.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], HOSTILE_LINES[name] + b"\n", *lines[2:]]))
    forging.forge(folder)
    assert verify_export.main([str(folder)]) == 1
    out = capfd.readouterr().out
    named = f"{resource}.jsonl, line 3 is incomplete or malformed"
    assert named in out or "Identifier \\ud800: it is mistyped" in out


def test_a_line_longer_than_any_is_not_held_in_memory(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify_export, "MAX_LINE", 1_000)
    (folder / "topics.jsonl").write_bytes(b"x" * 2_000)
    (folder / "registry.jsonl").write_bytes(b"x" * 2_000)
    forging.forge(folder)
    assert "registry.jsonl, line 1 is too long" in " ".join(faults(folder))


PACKAGES: dict[str, bytes] = {
    "no JSON": b"{",
    "no object": b"[1]",
    "deep": DEEP,
    "nothing": b"{}",
    "huge format": b'{"export_format":' + HUGE + b"}",
    "format that is a list": b'{"export_format":[1],"record_format":[1]}',
    "resources that are none": b'{"export_format":2,"record_format":2,"resources":7}',
    "no resources": b'{"export_format":2,"record_format":2,"resources":[]}',
    "path elsewhere": json.dumps(
        {"export_format": 2, "record_format": 2,
         "resources": [{"name": "topics", "path": "/etc/passwd"}]}
    ).encode(),
    "longer than any": b" " * 5_000_000,
}  # fmt: skip


@pytest.mark.parametrize("name", PACKAGES)
def test_a_hostile_package_is_named(folder: Path, name: str) -> None:
    (folder / "datapackage.json").write_bytes(PACKAGES[name])
    found = list(faults(folder))
    assert len(found) == 1
    assert "datapackage.json" in found[0] or "format" in found[0]


FOUR = "records: 1\nroot: -\ndate: -\nchange: 1\n"
CHECKPOINTS = {
    "empty": "",
    "title alone": "On Record checkpoint 1\n",
    "other title": f"On Record checkpoint 2\n{FOUR}",
    "no number": "On Record checkpoint 1\nrecords: x\nroot: -\ndate: -\nchange: 1\n",
    "huge number": f"On Record checkpoint 1\nrecords: {'9' * 10_000}\nroot: -\ndate: -\nchange: 1\n",
    "negative number": "On Record checkpoint 1\nrecords: -1\nroot: -\ndate: -\nchange: 1\n",
    "digits of another script": "On Record checkpoint 1\nrecords: ٣\nroot: -\ndate: -\nchange: 1\n",
    "no root": "On Record checkpoint 1\nrecords: 1\nroot: x\ndate: -\nchange: 1\n",
    "a line twice": f"On Record checkpoint 1\n{FOUR}records: 2\n",
    "a line missing": "On Record checkpoint 1\nrecords: 1\nroot: -\ndate: -\n",
    "a line without a colon": f"On Record checkpoint 1\n{FOUR}x\nx\n",
}


@pytest.mark.parametrize("name", CHECKPOINTS)
def test_a_hostile_checkpoint_is_refused_before_anything_is_compared(
    folder: Path, name: str, tmp_path: Path, capfd
) -> None:
    with pytest.raises(NoCheckpointError):
        Checkpoint.parse(CHECKPOINTS[name])
    (tmp_path / "kept.txt").write_text(CHECKPOINTS[name])
    assert verify_export.main([str(folder), str(tmp_path / "kept.txt")]) == 1
    assert "is no checkpoint" in capfd.readouterr().out
    (folder / "checkpoint.txt").write_text(CHECKPOINTS[name])
    assert "The checkpoint is none of On Record" in " ".join(faults(folder))


@pytest.mark.parametrize("name", ["missing.txt", "binary.txt", ""])
def test_a_checkpoint_that_cannot_be_read_is_named(folder: Path, name: str, tmp_path: Path) -> None:
    (tmp_path / "binary.txt").write_bytes(b"\xff\xfe\x00")
    verifier = folder / "verify_export.py"
    done = subprocess.run(
        [sys.executable, "-I", str(verifier), str(folder), str(tmp_path / name)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")
    assert "is no checkpoint" in done.stdout


def test_too_many_arguments_are_answered_with_the_usage(folder: Path, capsys) -> None:
    assert verify_export.main([str(folder), "a", "b"]) == 1
    assert "python3 verify_export.py FOLDER-OR-ZIP" in capsys.readouterr().err


@pytest.mark.parametrize("path", ["/nowhere/at/all", "/dev/null", ""])
def test_a_path_that_is_no_export_is_named(path: str, capsys) -> None:
    assert verify_export.main([path]) == 1
    assert capsys.readouterr().out.endswith("The export is not sound.\n")
