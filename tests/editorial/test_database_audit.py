"""A database that is damaged, or that lacks one of its rules, is named: never a traceback or sound."""

import random
import shutil
import sqlite3
import struct
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.db.utils import load_backend
from pytest_django import DjangoDbBlocker

from archive.databases import database
from quotes.editorial.checkpoint import current_checkpoint
from quotes.editorial.database_audit import UnreadableError, database_faults
from tests import factories
from tests.archives import sqlite_archive

PAGE = 4096
A_PASSAGE_INDEX = "passage_changed_in"
on_sqlite = pytest.mark.skipif(
    "__import__('django').db.connection.vendor != 'sqlite'", reason="files are SQLite’s alone"
)
on_postgresql = pytest.mark.skipif(
    "__import__('django').db.connection.vendor != 'postgresql'",
    reason="PostgreSQL’s own rules; files of SQLite are damaged in other tests",
)


@contextmanager
def archive_at(path: Path) -> Iterator[None]:
    """Another database in the place of the suite's, on SQLite whatever that runs on."""
    values = database(f"sqlite:///{path}", path.parent)
    own = connections["default"]
    values = {**own.settings_dict, **values}
    connections["default"] = load_backend(values["ENGINE"]).DatabaseWrapper(values, "default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = own


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    """The file of a small archive, whole in itself."""
    folder = tmp_path_factory.mktemp("sound")
    sqlite_archive(folder)
    path = folder / "archive.sqlite3"
    with django_db_blocker.unblock(), archive_at(path):
        source = factories.source("Damaged")
        for number in range(30):
            factories.published(" ".join(20 * [f"Statement {number}."]), source=source)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=DELETE")
            cursor.execute("VACUUM")
    return path


@pytest.fixture
def path(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sound, tmp_path / "archive.sqlite3"))


def patch(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def overwrite(at: int, content: bytes) -> Callable[[Path], None]:
    return lambda path: patch(path, at, content)


def truncate(share: float, *, odd: int = 0) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        size = int(path.stat().st_size * share) // PAGE * PAGE + odd
        with path.open("r+b") as file:
            file.truncate(size)

    return damage


def root_page(path: Path, name: str) -> int:
    with closing(sqlite3.connect(path)) as db:
        return db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [name]).fetchone()[0]


def zero_page(name: str) -> Callable[[Path], None]:
    return lambda path: patch(path, (root_page(path, name) - 1) * PAGE, bytes(PAGE))


def zero_middle(path: Path) -> None:
    patch(path, path.stat().st_size // PAGE // 2 * PAGE, bytes(20 * PAGE))


def swap_pages(path: Path) -> None:
    one, other = root_page(path, "quotes_passage"), root_page(path, "quotes_turn")
    content = path.read_bytes()
    pages = [content[(number - 1) * PAGE : number * PAGE] for number in (one, other)]
    patch(path, (one - 1) * PAGE, pages[1])
    patch(path, (other - 1) * PAGE, pages[0])


def fill_with_noise(path: Path) -> None:
    chance = random.Random(7)
    patch(path, (root_page(path, "quotes_passage") - 1) * PAGE, chance.randbytes(PAGE))


def append_noise(path: Path) -> None:
    """A page that no table knows, and that the header counts."""
    with path.open("ab") as file:
        file.write(b"x" * PAGE)
    patch(path, 28, struct.pack(">I", path.stat().st_size // PAGE))


def sql(*statements: str, is_schema: bool = False) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        with closing(sqlite3.connect(path)) as db:
            if is_schema:
                db.execute("PRAGMA writable_schema = ON")
            for statement in statements:
                db.execute(statement)
            db.commit()

    return damage


def unguarded(*statements: str) -> Callable[[Path], None]:
    """Statements past the triggers, which then stand again."""

    def damage(path: Path) -> None:
        with closing(sqlite3.connect(path)) as db:
            triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = triggers.fetchall()
            for name, _ in triggers:
                db.execute(f"DROP TRIGGER {name}")
            db.execute("PRAGMA ignore_check_constraints = ON")
            for statement in statements:
                db.execute(statement)
            for _, made in triggers:
                db.execute(made)
            db.commit()

    return damage


def empty_an_index(path: Path) -> None:
    """The page of an index becomes one without entries, well-formed."""
    page = root_page(path, A_PASSAGE_INDEX)
    patch(path, (page - 1) * PAGE, b"\x0a" + struct.pack(">HHHB", 0, 0, PAGE, 0) + bytes(PAGE - 8))


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "no file": (lambda path: path.unlink(), "There is no database at"),
    "empty": (lambda path: path.write_bytes(b""), "was not run"),
    "not a database": (lambda path: path.write_text("words " * 5_000), "not a database"),
    "another program's": (lambda path: path.write_bytes(b"\x89PNG" * 3_000), "not a database"),
    "garbage in the header": (overwrite(0, b"x" * 100), "not a database"),
    "header alone": (lambda path: path.write_bytes(path.read_bytes()[:100]), "database"),
    "unknown schema format": (overwrite(44, struct.pack(">I", 99)), "unsupported file format"),
    "another page size": (overwrite(16, b"\x02\x00"), "malformed"),
    "another text encoding": (overwrite(56, struct.pack(">I", 2)), "database"),
    "half": (truncate(0.5), "malformed"),
    "last pages cut off": (truncate(0.9), "malformed"),
    "cut inside of a page": (truncate(0.7, odd=1_000), "database"),
    "first page alone": (truncate(0, odd=PAGE), "malformed"),
    "zeros in the schema": (overwrite(100, bytes(PAGE - 100)), "database"),
    "zeros in passages": (zero_page("quotes_passage"), "database"),
    "zeros in records": (zero_page("quotes_passagerevision"), "database"),
    "zeros in an index": (zero_page(A_PASSAGE_INDEX), "database"),
    "zeros in the middle": (zero_middle, "database"),
    "pages swapped": (swap_pages, "damaged"),
    "noise": (fill_with_noise, "database"),
    "page of nobody": (append_noise, "damaged"),
    "index without rows": (empty_an_index, "damaged"),
    "words that are no UTF-8": (
        unguarded("UPDATE quotes_revisionwords SET text = CAST(x'c328' AS TEXT) WHERE "
                  "revision_id = 7"), "was ended by the database",
    ),
    "table missing": (sql("DROP TABLE quotes_topicalias"), "quotes_topicalias is missing"),
    "table is a view": (
        unguarded("ALTER TABLE quotes_topicalias RENAME TO other",
                  "CREATE VIEW quotes_topicalias AS SELECT * FROM other"),
        "quotes_topicalias is missing",
    ),
    "column missing": (
        unguarded("ALTER TABLE quotes_outlet RENAME COLUMN country TO land"),
        "quotes_outlet.country is missing",
    ),
    "migration missing": (
        sql("DELETE FROM django_migrations WHERE name = '0010_registry_records'"), "was not run",
    ),
    "check missing": (
        sql("UPDATE sqlite_master SET sql = replace(sql, 'identifierevent_target', 'x') "
            "WHERE name = 'quotes_identifierevent'", is_schema=True),
        "lacks its constraint identifierevent_target",
    ),
    "uniqueness missing": (
        sql("UPDATE sqlite_master SET sql = replace(sql, 'revision_number_once', 'x') "
            "WHERE name = 'quotes_passagerevision'", is_schema=True),
        "lacks its constraint revision_number_once",
    ),
    "trigger missing": (
        sql("DROP TRIGGER quotes_identifierevent_no_update"), "no_update on quotes_identifierevent is",
    ),
    "trigger altered": (
        sql("DROP TRIGGER quotes_identifier_no_delete",
            "CREATE TRIGGER quotes_identifier_no_delete BEFORE DELETE ON quotes_identifier "
            "WHEN OLD.id = 'x' BEGIN SELECT RAISE(ABORT, 'No.'); END"),
        "quotes_identifier_no_delete on quotes_identifier is not what it should be",
    ),
    "trigger on another table": (
        sql("DROP TRIGGER quotes_identifier_no_delete",
            "CREATE TRIGGER quotes_identifier_no_delete BEFORE DELETE ON quotes_topic "
            "BEGIN SELECT RAISE(ABORT, 'No.'); END"),
        "quotes_identifier_no_delete on quotes_identifier is not what it should be",
    ),
    "trigger of somebody": (
        sql("CREATE TRIGGER swallow BEFORE INSERT ON quotes_registryrecord "
            "BEGIN SELECT RAISE(IGNORE); END"),
        "swallow on quotes_registryrecord is not the archive's",
    ),
    "text for a number": (
        unguarded("UPDATE quotes_passage SET version = 'one' WHERE id = 3"),
        "Row 3 of quotes_passage holds what",
    ),
    "bytes for a text": (
        unguarded("UPDATE quotes_speaker SET description = x'00ff' WHERE id = 3"),
        "CHECK constraint failed in quotes_speaker",
    ),
    "number for a text": (
        unguarded("UPDATE quotes_turn SET text = x'3132' WHERE id = 3"), "quotes_turn",
    ),
    "time that is none": (
        unguarded("UPDATE quotes_identifierevent SET created_at = 'yesterday' WHERE id = 3"),
        "Row 3 of quotes_identifierevent holds what",
    ),
    "neither true nor false": (
        unguarded("UPDATE quotes_passage SET is_excerpt = 7 WHERE id = 3"),
        "Row 3 of quotes_passage holds what",
    ),
    "row that refers to nothing": (
        unguarded("DELETE FROM quotes_identifier WHERE id = (SELECT identifier_id FROM "
                  "quotes_passage WHERE id = 3)"), "which is not there",
    ),
}  # fmt: skip


@on_sqlite
def test_a_sound_file_gives_no_alarm(path: Path, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), archive_at(path):
        call_command("verify_archive", verbosity=0)


@on_sqlite
@pytest.mark.parametrize("name", DAMAGES)
def test_damage_to_a_file_is_named(
    name: str, path: Path, django_db_blocker: DjangoDbBlocker, capsys: pytest.CaptureFixture
) -> None:
    damage, saying = DAMAGES[name]
    damage(path)
    with django_db_blocker.unblock(), archive_at(path), pytest.raises(CommandError, match="fault"):
        call_command("verify_archive")
    assert saying in capsys.readouterr().err


@on_sqlite
def test_no_database_is_made_by_looking_for_one(
    path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    path.unlink()
    with django_db_blocker.unblock(), archive_at(path), pytest.raises(CommandError):
        call_command("verify_archive")
    assert not path.exists()


@on_sqlite
def test_what_a_missing_write_ahead_log_held_is_missed_by_the_checkpoint(
    path: Path, tmp_path: Path, django_db_blocker: DjangoDbBlocker, capsys: pytest.CaptureFixture
) -> None:
    """The file is whole, and older: only who kept a checkpoint can know."""
    bare, kept = tmp_path / "bare.sqlite3", tmp_path / "kept.txt"
    with django_db_blocker.unblock(), archive_at(path):
        shutil.copy(path, bare)
        factories.published("Said last.")
        call_command("verify_archive", verbosity=0)
        kept.write_text(str(current_checkpoint()))
    with django_db_blocker.unblock(), archive_at(bare), pytest.raises(CommandError):
        call_command("verify_archive", checkpoint=kept)
    assert "the archive ends at 30" in capsys.readouterr().err


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, None)


ON_POSTGRESQL = {
    "trigger missing": (
        ["DROP TRIGGER quotes_identifierevent_no_update ON quotes_identifierevent"],
        "quotes_identifierevent_no_update on quotes_identifierevent is missing",
    ),
    "trigger disabled": (
        ["ALTER TABLE quotes_identifier DISABLE TRIGGER quotes_identifier_no_delete"],
        "quotes_identifier_no_delete on quotes_identifier is not what it should be",
    ),
    "trigger of replicas alone": (
        ["ALTER TABLE quotes_identifier ENABLE REPLICA TRIGGER quotes_identifier_no_delete"],
        "quotes_identifier_no_delete on quotes_identifier is not what it should be",
    ),
    "trigger for some rows": (
        ["CREATE OR REPLACE TRIGGER quotes_identifier_no_delete BEFORE DELETE ON quotes_identifier "
         "FOR EACH ROW WHEN (OLD.id <> 'x') EXECUTE FUNCTION quotes_append_only()"],
        "quotes_identifier_no_delete on quotes_identifier is not what it should be",
    ),
    "tombstones without a reason": (
        ["CREATE OR REPLACE TRIGGER quotes_revisionwords_no_update BEFORE UPDATE ON "
         "quotes_revisionwords FOR EACH ROW WHEN (NEW.text <> '') "
         "EXECUTE FUNCTION quotes_append_only()"],
        "quotes_revisionwords_no_update on quotes_revisionwords is not what it should be",
    ),
    "function that lets all pass": (
        ["CREATE OR REPLACE FUNCTION quotes_append_only() RETURNS trigger LANGUAGE plpgsql AS "
         "$$ BEGIN RETURN COALESCE(NEW, OLD); END $$"],
        "The function quotes_append_only is not what it should be",
    ),
    "trigger of somebody": (
        ["CREATE TRIGGER swallow BEFORE INSERT ON quotes_registryrecord FOR EACH ROW "
         "EXECUTE FUNCTION suppress_redundant_updates_trigger()"],
        "swallow on quotes_registryrecord is not the archive's",
    ),
    "check missing": (
        ["ALTER TABLE quotes_identifierevent DROP CONSTRAINT identifierevent_target"],
        "lacks its constraint identifierevent_target",
    ),
    "check never checked": (
        ["ALTER TABLE quotes_identifierevent DROP CONSTRAINT identifierevent_target",
         "ALTER TABLE quotes_identifierevent ADD CONSTRAINT identifierevent_target "
         "CHECK (kind <> '') NOT VALID"],
        "identifierevent_target of quotes_identifierevent was never checked",
    ),
    "row that a lost check forbids": (
        ["ALTER TABLE quotes_identifier DROP CONSTRAINT identifier_lower_case",
         "INSERT INTO quotes_identifier VALUES ('ABCDEFGH', now())",
         "ALTER TABLE quotes_identifier ADD CONSTRAINT identifier_lower_case CHECK (id <> '')"],
        "Row ABCDEFGH of quotes_identifier holds what the archive does not allow",
    ),
    "uniqueness missing": (
        ["ALTER TABLE quotes_passagerevision DROP CONSTRAINT revision_number_once"],
        "lacks its constraint revision_number_once",
    ),
    "references unchecked": (
        ["ALTER TABLE quotes_identifierevent DISABLE TRIGGER ALL"], "triggers are disabled",
    ),
    "table missing": (["DROP TABLE quotes_topicalias"], "quotes_topicalias is missing"),
    "column missing": (
        ["ALTER TABLE quotes_outlet RENAME COLUMN country TO land"],
        "quotes_outlet.country is missing",
    ),
    "row deleted as a replica would": (
        ["SET LOCAL session_replication_role = replica",
         "DELETE FROM quotes_identifier", "SET LOCAL session_replication_role = origin"],
        "which is not there",
    ),
}  # fmt: skip


@pytest.mark.django_db
@on_postgresql
class TestOnPostgresql:
    @pytest.fixture(autouse=True)
    def _rolled_back(self) -> Iterator[None]:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    def test_no_alarm_is_false(self) -> None:
        assert list(database_faults()) == []

    @pytest.mark.parametrize("name", ON_POSTGRESQL)
    def test_a_rule_that_is_missing_or_altered_is_named(self, name: str) -> None:
        statements, saying = ON_POSTGRESQL[name]
        factories.published()
        run("SET CONSTRAINTS ALL IMMEDIATE", *statements)
        found: list[str] = []
        try:
            found += database_faults()
        except UnreadableError as error:
            found.append(str(error))
        assert saying in " ".join(found)
