"""What is saved, but looks like an error."""

import pytest
from django.urls import reverse

from quotes import editorial
from quotes.models import Interview
from tests import factories
from tests.admin.forms import fields

pytestmark = pytest.mark.django_db


def said(client, thing, **changes):
    """What is told after saving the form of a thing."""
    meta = thing._meta
    address = reverse(f"admin:quotes_{meta.model_name}_change", args=[thing.pk])
    page = client.post(address, fields(client, address) | changes, follow=True)
    return " ".join(str(message) for message in page.context["messages"])


def passage(event_dates="2024-12-13/2024-12-15", interview_dates=""):
    event = factories.event("Forum", dates=event_dates)
    interview = factories.interview("Panel", event=event, dates=interview_dates)
    return factories.draft(source=factories.source(interview=interview))


@pytest.mark.parametrize("said_on", ["2024-12-12", "2023"])
def test_words_dated_outside_the_event_are_warned_of(editor, said_on):
    draft = passage()
    told = said(editor, draft, said_on=said_on)
    assert "but the event, “Forum”, 13–15 December 2024" in told
    draft.refresh_from_db()
    assert draft.said_on == said_on


@pytest.mark.parametrize("said_on", ["", "2024-12"])
def test_words_that_may_be_of_the_events_days_are_not(editor, said_on):
    assert "dated" not in said(editor, passage(), said_on=said_on)


def test_words_dated_outside_the_interview_are_warned_of_where_the_event_has_no_days(editor):
    draft = passage(event_dates="", interview_dates="2023-06-08")
    assert "but the interview, “Panel”, 8 June 2023" in said(editor, draft, said_on="2023-06-09")


@pytest.mark.parametrize(
    "said_on",
    [
        "2024-03-05/2024-03-09", "[2024-03-05..2024-03-20]", "2024-03-04/2024-03-05",
        "[..2024-03-05]", "[2024-03-05..]", "2024-03/2024-04", "2024-03-04",
    ],
)  # fmt: skip
def test_words_that_may_be_of_days_beyond_the_interview_are_warned_of(editor, said_on):
    draft = passage(event_dates="", interview_dates="2024-03-05")
    assert "but the interview, “Panel”, 5 March 2024" in said(editor, draft, said_on=said_on)


@pytest.mark.parametrize("said_on", ["2024-12-13/2024-12-14", "[2024-12-14..2024-12-15]"])
def test_several_days_that_are_all_of_the_event_are_not_warned_of(editor, said_on):
    assert "dated" not in said(editor, passage(), said_on=said_on)


def test_a_correction_is_warned_of_too(chief):
    draft = passage()

    [published] = editorial.publish([draft], editor=None)
    why = {"why_kind": "date", "why_reason": "So printed."}
    kinds = {"why_kind": "attribution"}
    assert "but the event" in said(chief, published, said_on="2025", **(why | kinds))


def test_an_interview_outside_its_event_is_warned_of(editor):
    interview = passage().interview
    assert "but its event, “Forum”, 13–15 December 2024" in said(editor, interview, dates="2025")
    assert Interview.objects.get().dates == "2025"


def test_an_event_moved_away_from_its_interviews_is_warned_of(editor):
    event = passage(interview_dates="2024-12-14").interview.event
    assert "“Panel” is dated 14 December 2024" in said(editor, event, dates="2023")
