"""Warnings before publishing: seen first, then passed; for one passage and for many."""

import pytest

from quotes.models import Passage
from tests import factories
from tests.admin.forms import errors, save

LIST = "/admin/quotes/passage/"
pytestmark = pytest.mark.django_db


def test_warnings_stand_before_publishing_and_keep_nobody_from_it(chief):
    draft = factories.draft()
    at = f"{LIST}{draft.pk}/change/"
    told = errors(save(chief, at, note="Read.", _publish="1"))
    assert "It carries no topic" in told
    assert "No role is given" in told
    assert Passage.objects.get().note == ""
    save(chief, at, note="Read.", _publish="1", cautions_seen="yes")
    assert Passage.objects.get().is_published


def test_where_nothing_is_to_be_warned_of_one_click_publishes(chief):
    speaker = factories.speaker()
    turn = factories.turn("We slept.", speaker=speaker)
    draft = factories.draft(
        "x", turn=turn, speaker=speaker, role_as_printed="Guide", topics=[factories.topic()]
    )
    save(chief, f"{LIST}{draft.pk}/change/", _publish="1")
    assert Passage.objects.get().is_published


def test_an_error_is_told_and_not_to_be_ticked_away(chief):
    published = factories.published("We slept.")
    draft = factories.draft("x", turn=published.turn)
    at = f"{LIST}{draft.pk}/change/"
    told = errors(save(chief, at, _publish="1", cautions_seen="yes"))
    assert "shares words with" in told
    assert Passage.objects.get(pk=draft.pk).is_draft


def test_many_are_summed_up_before_they_are_published(chief):
    drafts = [factories.draft() for _ in range(3)]
    chosen = {"action": "publish", "_selected_action": [d.pk for d in drafts], "index": "0"}
    address = chief.post(LIST, chosen)["location"]
    page = chief.get(address).content.decode()
    assert "No topic: 3 passages" in page
    assert "No role: 3 passages" in page
    chief.post(address, {"do": "begin"})
    assert Passage.objects.published().count() == 3
