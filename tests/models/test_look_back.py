"""What the migration finds out about an archive from which words had gone before."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import User

from quotes import editorial
from quotes.editorial.expunging import expunge
from quotes.models import ArchiveState, Passage, Turn
from quotes.models.archive_state import last_removal
from tests import factories

pytestmark = pytest.mark.django_db
migration = import_module("quotes.migrations.0011_removed_words_are_remembered")


@pytest.fixture(autouse=True)
def _todays_name_of_the_stamp(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migration, "STAMP", "changed_in_version")


def test_an_archive_of_an_earlier_release_knows_when_words_went_and_what_marks_stand() -> None:
    editor = User.objects.create(username="chief")
    withdrawn = factories.published()
    turn = factories.turn("One was said. Two was said.")
    passages = [factories.published(turn=turn, spans=s) for s in ([[0, 13]], [[14, 27]])]
    editorial.withdraw(withdrawn, reason="An error.", editor=None)
    expunge([each.identifier_id for each in passages], reason="Order.", editor=editor)
    factories.published("[removed] is not the mark.")
    expected = last_removal()
    ArchiveState.objects.update(removed_in=0)
    Turn.objects.update(removed_marks=0)
    migration.look_back(apps, None)
    assert last_removal() == expected == Passage.objects.get(pk=passages[0].pk).changed_in_version
    assert dict(Turn.objects.filter(removed_marks__gt=0).values_list("pk", "removed_marks")) == {
        turn.pk: 2
    }


def test_an_archive_from_which_no_words_went_goes_on_offering_its_download() -> None:
    factories.published()
    migration.look_back(apps, None)
    assert last_removal() == 0
