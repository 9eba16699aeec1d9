"""Backups written and restored, on the engine of the suite, by processes as an operator would."""

import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.archives import Archive, second_archive, sqlite_archive

pytestmark = pytest.mark.django_db
STATE = (
    "SELECT archive_id, version, token, (SELECT count(*) FROM quotes_versiontoken), "
    "(SELECT count(*) FROM quotes_passage) FROM quotes_archivestate"
)
SPEAKERS = "SELECT name FROM quotes_speaker ORDER BY name"
RENAME = (
    "from quotes import editorial; from quotes.models import Speaker; "
    "from quotes.editorial import CitedChange; s = Speaker.objects.order_by('pk').first(); "
    "s.name = 'Somebody Else'; "
    "editorial.save_noun(s, editor=None, why=CitedChange('attribution', 'A wrong name.'))"
)

LATER = (
    "from django.db import connection; from django.db.migrations.recorder import *; "
    "MigrationRecorder(connection).record_applied('quotes', '9999_later')"
)
DROP = (
    "from django.db import connection; "
    "connection.cursor().execute('DROP SCHEMA public CASCADE; CREATE SCHEMA public')"
)


def state(archive: Archive) -> tuple[str, int, str, int, int, list[str]]:
    """Archive id, version, token, number of tokens, number of passages; and the speakers."""
    [(archive_id, version, token, tokens, passages)] = archive.rows(STATE)
    return (
        archive_id,
        version,
        token,
        tokens,
        passages,
        [name for (name,) in archive.rows(SPEAKERS)],
    )


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with second_archive(tmp_path / "one", "backed_up", has_demo=True) as archive:
        yield archive


@pytest.fixture
def backup(archive: Archive, tmp_path: Path) -> Path:
    archive.manage("backup_archive", str(tmp_path / "backup"))
    return tmp_path / "backup"


def test_a_restore_brings_everything_back_under_another_id(archive: Archive, backup: Path) -> None:
    before = state(archive)
    archive.manage("shell", "-v0", "-c", RENAME)
    archive.manage("export_archive")
    download = Path(archive.environment["EXPORT_DIR"], "on-record.zip")
    assert download.exists()
    later = state(archive)
    done = archive.manage("restore_archive", str(backup), "--replace")
    after = state(archive)
    assert (later[1], "Somebody Else" in later[5]) == (before[1] + 1, True)
    assert after[4:] == before[4:]
    assert after[1] == before[1]
    # The id and the token are new, and the lost version's token is not known any more.
    assert len({before[0], later[0], after[0]}) == 2
    assert after[0] not in {before[0], later[0]}
    assert after[2] not in {before[2], later[2]}
    assert after[3] == 1
    assert after[0] in done.stdout
    assert not download.exists()
    archive.manage("verify_archive")
    archive.manage("reindex")
    archive.manage("reindex", "--verify")


def test_an_empty_database_takes_a_backup_of_an_earlier_release(
    archive: Archive, tmp_path: Path
) -> None:
    before = state(archive)
    # The last migration adds tables, and so can be taken back.
    archive.manage("migrate", "-v0", "quotes", "0011")
    archive.manage("backup_archive", str(tmp_path / "earlier"))
    if connection.vendor == "sqlite":
        Path(archive.environment["DATABASE_URL"].removeprefix("sqlite:///")).unlink()
    else:
        archive.manage("shell", "-v0", "-c", DROP)
    archive.manage("restore_archive", str(tmp_path / "earlier"))
    assert state(archive)[4:] == before[4:]
    archive.manage("migrate", "--check")
    archive.manage("verify_archive")


def test_what_cannot_be_restored_changes_nothing(
    archive: Archive, backup: Path, tmp_path: Path
) -> None:
    other, half, later = tmp_path / "other", tmp_path / "half", tmp_path / "later"
    other.write_text("Not a backup.", encoding="utf-8")
    half.write_bytes(backup.read_bytes()[: backup.stat().st_size * 3 // 4])
    archive.manage("shell", "-v0", "-c", LATER)
    archive.manage("backup_archive", str(later))
    before = state(archive)
    refused = [
        (backup, [], "The database is not empty. Add --replace"),
        (tmp_path / "none", ["--replace"], "There is no file"),
        (other, ["--replace"], "Nothing was changed."),
        (half, ["--replace"], "Nothing was changed."),
        (later, ["--replace"], "is of a later release than this one: it has the migration 9999"),
    ]
    for file, options, why in refused:
        done = archive.manage("restore_archive", str(file), *options, may_fail=True)
        assert (done.returncode, why in done.stderr) == (1, True), done.stderr
    assert state(archive) == before


def test_a_backup_is_its_owners_and_replaces_no_file(archive: Archive, backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    done = archive.manage("backup_archive", str(backup), may_fail=True)
    assert (done.returncode, "exists already" in done.stderr) == (1, True)
    assert [path.name for path in backup.parent.glob(".backup-*")] == []


def test_a_copy_by_sqlite_with_its_log_is_a_backup(tmp_path: Path) -> None:
    archive = sqlite_archive(tmp_path / "sqlite", has_demo=True)
    before = state(archive)
    copy = tmp_path / "copy.sqlite3"
    own = archive.environment["DATABASE_URL"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(own)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    archive.manage("restore_archive", str(copy), "--replace")
    assert state(archive)[4:] == before[4:]


def test_an_open_reader_sees_the_restored_archive(archive: Archive, backup: Path) -> None:
    """A server that is not stopped goes on with what was restored, and breaks nothing."""
    reading = (
        "import sys; from quotes.models import ArchiveState as A; print(A.objects.get().archive_id, flush=True); "
        "sys.stdin.readline(); print(A.objects.get().archive_id, flush=True)"
    )
    before = state(archive)[0]
    reader = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-v0", "-c", reading],
        cwd=settings.BASE_DIR, env=archive.environment,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert reader.stdout.readline().strip() == before
    archive.manage("restore_archive", str(backup), "--replace")
    after = state(archive)[0]
    printed, _ = reader.communicate("go on\n", timeout=60)
    assert printed.strip() == after
