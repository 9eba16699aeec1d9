"""Walks by cursor while everything is edited: each row once."""

from typing import Any

import pytest

from quotes import editorial
from quotes.models import Passage
from tests import factories
from tests.api.conftest import Ask, Walk
from tests.api.edits import Editor, enter_turn
from tests.effort import EFFORT

pytestmark = pytest.mark.django_db


def test_a_walk_goes_on_where_its_last_passage_is_withdrawn(ask: Ask):
    factories.published("One.")
    gone = factories.published("Two.")
    last = factories.published("Three.")
    first = ask("passages", {"cursor": "*", "per_page": 2})
    editorial.withdraw(gone, reason="No.", editor=None)
    assert [each["id"] for each in ask(first["next"])["results"]] == [last.identifier_id]


@pytest.mark.parametrize("seed", range(2 * EFFORT))
@pytest.mark.parametrize("sort", ["", "newest", "oldest"])
def test_whatever_is_edited_meanwhile_each_row_comes_once(walk: Walk, seed: int, sort: str):
    editor = Editor(seed)
    enter_turn(editor)
    for _ in range(15):
        editor.edit()
    before = dict(Passage.public.values_list("identifier", "changed_in_version"))
    met: list[str] = []
    for answer in walk("passages", {"per_page": 2, "sort": sort}):
        met += [each["id"] for each in answer["results"]]
        editor.edit()
    after = dict(Passage.public.values_list("identifier", "changed_in_version"))
    unchanged = {name for name, number in before.items() if after.get(name) == number}
    throughout = unchanged if sort else before.keys() & always_public(before)
    assert throughout <= set(met)
    if sort:
        met = [name for name in met if name in unchanged]
    assert len(met) == len(set(met))


def always_public(names: Any) -> set[str]:
    """Those that were never withdrawn: one withdrawn for a while may be missed."""
    kinds = ("withdrawn", "reinstated")
    known = Passage.public.filter(identifier__in=names)
    return set(
        known.exclude(identifier__events__kind__in=kinds).values_list("identifier", flat=True)
    )
