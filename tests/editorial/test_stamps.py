"""Stamps of what passages share: the records of others change when one comes, goes or moves."""

from collections.abc import Callable

import pytest

from quotes import editorial
from quotes.editorial import CitedChange
from quotes.models import Passage, current_version
from tests import factories
from tests.views.room import Room, furnish

pytestmark = pytest.mark.django_db
WHY = CitedChange("wording", "It was wrong.")


@pytest.fixture
def room(db: None) -> Room:
    return furnish()


def last_change(passage: Passage) -> int:
    return Passage.public.for_record().get(pk=passage.pk).change


def publish_between(room: Room) -> None:
    factories.published(turn=room.first.turn, spans=[[23, 42]], speaker=room.first.speaker)


def withdraw_the_neighbour(room: Room) -> None:
    editorial.withdraw(room.third, reason="No.", editor=None)


def reinstate_the_neighbour(room: Room) -> None:
    editorial.withdraw(room.third, reason="No.", editor=None)
    editorial.reinstate(room.third, reason="Yes.", editor=None)


def move_the_neighbour(room: Room) -> None:
    editorial.revise(room.third, {"spans": [[43, 60]]}, why=WHY, editor=None)


def withdraw_the_report(room: Room) -> None:
    editorial.withdraw(room.report, reason="No.", editor=None)


def rename_the_outlet_of_the_report(room: Room) -> None:
    outlet = room.report.source.outlet
    outlet.name = "Herald and Post"
    editorial.save_noun(outlet, why=WHY, editor=None)


@pytest.mark.parametrize(
    "change",
    [publish_between, withdraw_the_neighbour, reinstate_the_neighbour, move_the_neighbour,
     withdraw_the_report, rename_the_outlet_of_the_report],
)  # fmt: skip
def test_a_passage_is_changed_by_what_stands_beside_it(room: Room, change: Callable[[Room], None]):
    change(room)
    assert last_change(room.first) == current_version().number


def test_a_passage_is_not_changed_by_what_has_nothing_to_do_with_it(room: Room):
    before = last_change(room.first)
    editorial.withdraw(room.question, reason="No.", editor=None)
    factories.published(source=room.first.source, speaker=room.first.speaker)
    assert last_change(room.first) == before


def test_a_draft_beside_it_changes_nothing(room: Room):
    before = (last_change(room.first), current_version())
    factories.draft(turn=room.first.turn, spans=[[23, 42]], speaker=room.first.speaker)
    assert (last_change(room.first), current_version()) == before


def test_neighbours_are_told_while_one_is_being_withdrawn(room: Room):
    """What is loaded may be a moment older than its neighbours."""
    [loaded] = Passage.public.for_record().in_order([room.third.pk])
    loaded.turn.passages.all()._result_cache.remove(loaded)
    assert (loaded.before.pk, loaded.after) == (room.first.pk, None)
