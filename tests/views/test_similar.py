"""More like this: similar passages below a permalink."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from quotes import editorial
from quotes.models import Passage, Utterance, UtteranceMember
from quotes.models.bulk_insert import refresh_statistics
from quotes.search import catch_up
from tests import factories
from tests.conftest import rolled_back

pytestmark = pytest.mark.django_db
WORDS = "The caravan of camels crossed the frozen river at dawn."


def similar(read, passage) -> list[str]:
    return [each.text for each in read(passage.get_absolute_url()).context["similar"]]


@pytest.fixture(scope="module")
def others(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Enough passages for words to be telling."""
    with rolled_back(django_db_blocker):
        drafts = [factories.draft(f"Nothing that is alike, number {n}.") for n in range(90)]
        editorial.publish(drafts, editor=None)
        # What was rolled back still lies in the tables, and PostgreSQL takes them for empty.
        refresh_statistics()
        yield


@pytest.fixture
def passage(others: None) -> Passage:
    return factories.published(WORDS)


def test_passages_that_share_telling_words_are_shown(read, passage):
    factories.published("At dawn a caravan with its camels came to the river.")
    page = read(passage.get_absolute_url())
    assert similar(read, passage) == ["At dawn a caravan with its camels came to the river."]
    assert "More like this" in page.text


def test_where_nothing_is_alike_nothing_is_shown(read, passage):
    assert similar(read, passage) == []
    assert "More like this" not in read(passage.get_absolute_url()).text


def test_the_passage_itself_and_reports_of_the_same_words_are_left_out(read, passage):
    report = factories.published(
        "A caravan of camels crossed the frozen river.",
        source=factories.source(interview=passage.interview),
    )
    assert similar(read, passage) == [report.text]
    utterance = Utterance.objects.create(interview=passage.interview)
    for member in (passage, report):
        UtteranceMember.objects.create(utterance=utterance, passage=member, state="confirmed")
    editorial.touch_reports(utterance.public_report_ids)
    assert similar(read, passage) == []


def test_neighbours_in_the_turn_are_shown_above_and_not_again(read, passage):
    turn = factories.turn("A sledge of huskies won. A sledge of huskies lost.")
    first = factories.published(turn=turn, spans=[[0, 24]])
    factories.published(turn=turn, spans=[[25, 50]])
    assert similar(read, first) == []


def test_only_published_passages_are_similar(read, passage):
    factories.draft("A caravan of camels at dawn.")
    gone = factories.published("A caravan of camels at the river.")
    assert similar(read, passage) == ["A caravan of camels at the river."]
    editorial.withdraw(gone, reason="An error.", editor=None)
    assert similar(read, passage) == []


def test_at_most_five_are_shown(read, passage):
    for n in range(8):
        factories.published(f"Camels of a caravan, frozen, number {n}.")
    assert len(similar(read, passage)) == 5


def test_many_withdrawals_do_not_disturb_it(read, passage):
    gone = [factories.draft(f"The caravan of camels {n}.") for n in range(40)]
    for each in editorial.publish(gone, editor=None):
        editorial.withdraw(each, reason="An error.", editor=None)
    assert similar(read, passage) == []


def test_without_an_index_the_page_is_whole_but_kept_by_nobody(
    client: Client, passage, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(catch_up, "_catch_up_or_wait", lambda version: None)
    page = client.get(passage.get_absolute_url())
    assert page.status_code == 200
    assert WORDS in page.text
    assert page["Cache-Control"] == "no-store"
    assert "ETag" not in page


def test_from_a_lagging_index_nothing_is_shown(
    client: Client, passage, monkeypatch: pytest.MonkeyPatch
):
    client.get("/search/")
    late = factories.published("At dawn a caravan with its camels came to the river.")
    with monkeypatch.context() as patched:
        patched.setattr(catch_up, "_catch_up_or_wait", lambda version: None)
        page = client.get(passage.get_absolute_url())
    assert page["Cache-Control"] == "no-store"
    assert late.text not in page.text
    assert late.text in client.get(passage.get_absolute_url()).text
