"""Whatever is planted in the registry, the words or the log is found with an older checkpoint.

The checkpoint holds nothing but length and root of the log, and changes have been counted since:
all that an export's package would find besides stays out of it.
"""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from pytest_django import DjangoDbBlocker

from quotes.copies import verify_export
from quotes.copies.exporting import checkpoint_faults, checkpoint_of_export, export
from quotes.editorial import audit, records
from quotes.editorial.checkpoint import Checkpoint, current_checkpoint
from quotes.models import (
    ArchiveState,
    Identifier,
    IdentifierEvent,
    Passage,
    RegistryRecord,
    Topic,
    append_only,
)
from quotes.text.excerpts import HIDDEN
from tests.copies import planted
from tests.copies.planted import FAULTS, SAME_IN_EXPORTS, Planted

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def archive(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Planted]:
    with django_db_blocker.unblock():
        block = transaction.atomic()
        with block:
            made = Planted()
            append_only.remove()
            yield made
            transaction.set_rollback(True)
        append_only.install()


@pytest.fixture
def known(archive: Planted) -> Iterator[Checkpoint]:
    """As kept before an editor's change that has nothing to do with it."""
    now = current_checkpoint()
    with transaction.atomic():
        ArchiveState.objects.get().advance()
        yield now
        # Before the end of the test asks for references that lead nowhere.
        transaction.set_rollback(True)


def told(known: Checkpoint) -> str:
    return " ".join(chain(audit.faults(), checkpoint_faults(known)))


def told_of_export(path: Path, known: Checkpoint) -> list[str]:
    return list(verify_export.faults(path, str(known)))


def test_no_alarm_is_false(archive: Planted, known: Checkpoint, tmp_path: Path) -> None:
    export(tmp_path / "x.zip")
    assert (told(known), told_of_export(tmp_path / "x.zip", known)) == ("", [])


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_planted_is_told_by_the_archive_and_of_its_export(
    name: str, archive: Planted, known: Checkpoint, tmp_path: Path
) -> None:
    """The export is made of the planted archive, with all its hashes as they should be."""
    plant, saying = FAULTS[name]
    plant(archive)
    assert saying in told(known)
    if name in SAME_IN_EXPORTS:
        return
    try:
        with transaction.atomic():
            export(tmp_path / "x.zip")
    except (ValueError, KeyError, TypeError, LookupError, DatabaseError):
        return  # nobody can be given such a one
    assert told_of_export(tmp_path / "x.zip", known)


def test_a_checkpoint_of_another_archive_is_told(
    archive: Planted, known: Checkpoint, tmp_path: Path
) -> None:
    export(tmp_path / "x.zip")
    for other in (
        Checkpoint(5, "0" * 64, known.date, 1),
        Checkpoint(known.records + 5, "0" * 64, known.date, 1),
    ):
        assert "checkpoint" in told(other)
        assert told_of_export(tmp_path / "x.zip", other)


def test_a_record_made_up_behind_the_checkpoint_shows_while_no_change_was_counted(
    archive: Planted,
) -> None:
    known = current_checkpoint()
    make_up_withdrawal(archive)
    assert "no change was counted" in told(known)


def make_up_withdrawal(archive: Planted) -> None:
    """All that a withdrawal writes, but for the change that is counted."""
    planted.withdraw_quietly(archive)
    event = IdentifierEvent.objects.latest("pk")
    records.append_ends(
        [event.identifier_id], kind=event.kind, target=None, reason=event.reason,
        at=event.created_at,
    )  # fmt: skip


class TestNotCovered:
    """What the reference says no older checkpoint can find: told as not covered, not as sound."""

    @pytest.fixture(params=["topic", "minted", "made up", "words of what is withdrawn"])
    def change(self, request: pytest.FixtureRequest, archive: Planted) -> str:
        if request.param == "topic":
            Topic.objects.update(scope_note="Something else.")
        elif request.param == "minted":
            Identifier.objects.update(minted_at="2001-01-01T00:00:00Z")
        elif request.param == "made up":
            make_up_withdrawal(archive)
        else:
            planted.remove("withdrawn", "not_exported")(archive)
            passage = Passage.objects.get(pk=archive.keys["withdrawn"])
            type(passage.turn).objects.filter(pk=passage.turn_id).update(text=HIDDEN)
            spans = [[0, len(HIDDEN)]]
            Passage.objects.filter(pk=passage.pk).update(text=HIDDEN, spans=spans)
        return request.param

    def test_it_is_said(
        self, known: Checkpoint, change: str, tmp_path: Path, capsys: pytest.CaptureFixture
    ) -> None:
        kept = tmp_path / "kept.txt"
        kept.write_text(str(known))
        append_only.install()
        call_command("verify_archive", checkpoint=kept)
        export(tmp_path / "x.zip")
        assert verify_export.main([str(tmp_path / "x.zip"), str(kept)]) == 0
        assert capsys.readouterr().out.count("Not covered: topics") == 2

    def test_what_is_public_of_it_is_found_by_the_checkpoint_of_an_export(
        self, archive: Planted, tmp_path: Path
    ) -> None:
        known = checkpoint_of_export()
        Topic.objects.update(scope_note="Something else.")
        append_only.install()
        (tmp_path / "kept.txt").write_text(str(known))
        with pytest.raises(CommandError, match="1 fault"):
            call_command("verify_archive", checkpoint=tmp_path / "kept.txt")
        export(tmp_path / "x.zip")
        assert "package" in " ".join(told_of_export(tmp_path / "x.zip", known))


def test_every_kind_of_record_is_among_what_was_tampered_with(archive: Planted) -> None:
    kinds = {row.content["kind"] for row in RegistryRecord.objects.all()}
    assert kinds == {"withdrawn", "merged_into", "expunged"}
    assert len(FAULTS) >= 50
