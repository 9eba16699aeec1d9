"""What the release before has left: its exports can be read, and its archives brought along."""

import importlib
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from quotes import editorial
from quotes.copies.exporting import export
from quotes.copies.importing import import_export
from quotes.copies.verify_export import faults
from quotes.editorial import audit, records
from quotes.editorial.checkpoint import current_checkpoint
from quotes.models import (
    IdentifierEvent,
    Passage,
    PassageRevision,
    RegistryRecord,
    RevisionWords,
    Turn,
    append_only,
    current_version,
)
from quotes.text.excerpts import EXPUNGED
from tests import factories

# Written by the release that knew format 1 alone, from the archive of ``tests.copies.full``.
OLD = Path(__file__).parent / "archived" / "export-format-1.zip"
HERE = importlib.import_module("quotes.migrations.0010_registry_records")


def migrate_to_before() -> None:
    MigrationExecutor(connection).migrate(HERE.Migration.dependencies)


def migrate() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def checkpoint_of(path: Path) -> str:
    with zipfile.ZipFile(path) as packed:
        return packed.read("checkpoint.txt").decode()


@pytest.mark.django_db
class TestExports:
    def test_an_old_export_is_sound(self) -> None:
        assert list(faults(OLD, checkpoint_of(OLD))) == []

    def test_its_records_stay_byte_by_byte_and_one_stands_for_its_registry(self) -> None:
        import_export(OLD, published=checkpoint_of(OLD))
        with zipfile.ZipFile(OLD) as packed:
            old = packed.read("records.jsonl").decode().split("\n")[:-1]
        found = PassageRevision.objects.order_by("sequence").values_list("record", flat=True)
        assert list(found) == old
        kinds = [row.content["kind"] for row in RegistryRecord.objects.all()]
        assert kinds == ["registry", "expunged", "expunged"]

    def test_the_import_is_sound_and_agrees_with_the_old_checkpoint(self, tmp_path: Path) -> None:
        import_export(OLD)
        (tmp_path / "kept.txt").write_text(checkpoint_of(OLD))
        call_command("verify_archive", checkpoint=tmp_path / "kept.txt", verbosity=0)
        export(tmp_path / "new.zip")
        assert list(faults(tmp_path / "new.zip", checkpoint_of(OLD))) == []

    def test_an_export_of_it_can_be_imported_and_goes_on(self, tmp_path: Path) -> None:
        with transaction.atomic():
            import_export(OLD)
            export(tmp_path / "new.zip")
            transaction.set_rollback(True)
        import_export(tmp_path / "new.zip", published=checkpoint_of(tmp_path / "new.zip"))
        editorial.withdraw(Passage.public.first(), reason="An error.", editor=None)
        assert list(audit.faults()) == []
        assert current_checkpoint().records == RegistryRecord.objects.latest("sequence").sequence

    def test_an_old_export_cannot_hold_new_records(self, tmp_path: Path) -> None:
        import_export(OLD)
        export(tmp_path / "new")
        package = json.loads((tmp_path / "new" / "datapackage.json").read_text())
        package |= {"export_format": 1, "record_format": 1}
        (tmp_path / "new" / "datapackage.json").write_text(json.dumps(package))
        assert list(faults(tmp_path / "new"))


@pytest.mark.django_db(transaction=True)
class TestMigration:
    @pytest.fixture
    def old(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
        """An archive as the release before left it, with its tables; gives its records."""
        with monkeypatch.context() as patched:
            patched.setattr(records, "FORMAT", 1)
            patched.setattr(records, "append_ends", lambda *_, **__: None)
            passages = [factories.published(f"Before {number}.") for number in range(4)]
            for passage in passages[:2]:
                editorial.withdraw(passage, reason="An error.", editor=None)
            editorial.reinstate(passages[0], reason="None.", editor=None)
            # As they are: both took the time, one after the other.
            later = models.F("created_at") + timedelta(milliseconds=1)
            append_only.remove()
            IdentifierEvent.objects.update(created_at=later)
            RevisionWords.objects.filter(revision__passage=passages[1]).update(
                text="", salt="", removed="expunged", removed_reason="Order.",
                removed_at=timezone.now(),
            )  # fmt: skip
            whole = {"text": EXPUNGED, "spans": [[0, len(EXPUNGED)]]}
            Turn.objects.filter(pk=passages[1].turn_id).update(text=EXPUNGED)
            Passage.objects.filter(pk=passages[1].pk).update(**whole)
        migrate_to_before()
        yield list(PassageRevision.objects.order_by("sequence").values_list("record", flat=True))
        migrate()
        append_only.install()

    def test_what_was_before_enters_the_log_and_is_vouched_for(self, old: list[str]) -> None:
        before = current_version()
        migrate()
        append_only.install()
        found = PassageRevision.objects.order_by("sequence").values_list("record", flat=True)
        assert list(found) == old
        registry, removal = (row.content for row in RegistryRecord.objects.all())
        assert (registry["kind"], registry["events"], registry["sequence"]) == ("registry", 7, 6)
        assert (removal["kind"], removal["reason"]) == ("expunged", "Order.")
        assert removal["happened"] < removal["time"] == registry["time"]
        assert current_version()[:2] == (before.archive_id, before.number + 1)
        assert list(audit.faults()) == []
        append_only.remove()
        IdentifierEvent.objects.filter(kind="withdrawn").update(reason="Another.")
        assert "before format 2 are not those of record 6" in " ".join(audit.faults())

    def test_an_empty_archive_needs_no_record(self) -> None:
        append_only.remove()
        migrate_to_before()
        migrate()
        append_only.install()
        assert (RegistryRecord.objects.count(), current_checkpoint().records) == (0, 0)

    def test_going_back_does_not_lose_records(self) -> None:
        passage = factories.published()
        editorial.withdraw(passage, reason="An error.", editor=None)
        with pytest.raises(HERE.IrreversibleError, match="would be lost"):
            migrate_to_before()
        migrate()  # the migrations after it were taken back
        append_only.install()
        assert RegistryRecord.objects.exists()
