import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quotes import editorial
from quotes.models import (
    Event,
    EventSeries,
    Identifier,
    Interview,
    MemberState,
    Outlet,
    Participation,
    Passage,
    PassageRevision,
    Role,
    Source,
    Speaker,
    SpeakerName,
    Topic,
    TopicAlias,
    Turn,
    Utterance,
    UtteranceMember,
)
from tests import factories
from tests.conftest import rolled_back

pytestmark = pytest.mark.django_db

NOUNS = [
    Event, EventSeries, Interview, Outlet, Passage, Source, Speaker, Topic, Turn, Utterance,
]  # fmt: skip
READ_ONLY = [Identifier, PassageRevision]


@pytest.fixture(scope="module")
def archive(django_db_setup, django_db_blocker):
    with rolled_back(django_db_blocker):
        fill()
        yield


def fill():
    for number in range(3):
        topic = factories.topic(f"Topic of {number}")
        TopicAlias.objects.create(topic=topic, name="other")
        speaker = factories.speaker(f"Speaker of {number}")
        SpeakerName.objects.create(speaker=speaker, name="Василенко", language="ru")
        Role.objects.create(speaker=speaker, title="Minister", start="2020")
        source = factories.source(f"Source of {number}")
        Participation.objects.create(interview=source.interview, speaker=speaker)
        question = factories.turn("Why?", source=source, kind="question", speaker=speaker)
        passage = factories.draft(
            f"Words of {number}.", source=source, answers=question, speaker=speaker, topics=[topic]
        )
        factories.draft("Others.", source=source, speaker=speaker, topics=[topic])
        editorial.publish([passage], editor=None)
        utterance = Utterance.objects.create(interview=source.interview)
        UtteranceMember.objects.create(
            utterance=utterance, passage=passage, state=MemberState.PROPOSED
        )
    editorial.withdraw(passage, reason="An error", editor=None)


def address(model, page, *args):
    return reverse(f"admin:quotes_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("who", ["editor", "chief"])
@pytest.mark.parametrize("model", NOUNS + READ_ONLY)
def test_lists_open_with_few_queries(request, archive, model, who, django_assert_max_num_queries):
    client = request.getfixturevalue(who)
    with django_assert_max_num_queries(22):
        page = client.get(address(model, "changelist"))
    assert page.status_code == 200


@pytest.mark.parametrize("model", NOUNS + READ_ONLY)
def test_a_longer_list_needs_no_more_queries(archive, chief, model):
    client, url = chief, address(model, "changelist")
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as before:
        client.get(url)
    source = factories.source("A further source")
    for number in range(8):
        published = factories.published(
            f"More {number}.", source=source, topics=[factories.topic(f"Further {number}")]
        )
        Utterance.objects.create(interview=source.interview).members.create(passage=published)
    with CaptureQueriesContext(connection) as after:
        client.get(url)
    assert len(after) <= len(before) + 2


@pytest.mark.parametrize("who", ["editor", "chief"])
@pytest.mark.parametrize("model", NOUNS + READ_ONLY)
def test_forms_and_histories_open(request, archive, model, who):
    client = request.getfixturevalue(who)
    for thing in model.objects.all():
        page = client.get(address(model, "change", thing.pk))
        assert page.status_code == 200
        history = client.get(address(model, "history", thing.pk))
        assert history.status_code == 200


@pytest.mark.parametrize("who", ["editor", "chief"])
@pytest.mark.parametrize("model", NOUNS)
def test_forms_for_adding_open(request, archive, model, who):
    client = request.getfixturevalue(who)
    assert client.get(address(model, "add")).status_code == 200


@pytest.mark.parametrize("model", READ_ONLY)
def test_what_is_written_once_has_no_form_for_adding(archive, chief, model):
    assert chief.get(address(model, "add")).status_code == 403


@pytest.mark.parametrize("model", NOUNS + READ_ONLY)
def test_lists_are_searched(archive, chief, model):
    page = chief.get(address(model, "changelist"), {"q": "василенко of"})
    assert page.status_code == 200


def test_a_speaker_is_found_under_another_script_and_case(archive, chief):
    page = chief.get(address(Speaker, "changelist"), {"q": "василенко"})
    assert page.context["cl"].result_count == 3


@pytest.mark.parametrize("model", [Event, Interview, Outlet, Passage, Source, Speaker, Topic, Turn])
def test_things_are_chosen_by_typing(archive, chief, model):
    field = {
        Event: ("interview", "event"), Interview: ("source", "interview"),
        Outlet: ("source", "outlet"), Passage: ("utterancemember", "passage"),
        Source: ("turn", "source"), Speaker: ("passage", "speaker"),
        Topic: ("passage", "topics"), Turn: ("passage", "turn"),
    }[model]  # fmt: skip
    answer = chief.get(
        reverse("admin:autocomplete"),
        {"app_label": "quotes", "model_name": field[0], "field_name": field[1], "term": "of"},
    )
    assert answer.status_code == 200


def test_roots_are_not_offered_as_topics_of_a_passage(archive, chief):
    answer = chief.get(
        reverse("admin:autocomplete"),
        {"app_label": "quotes", "model_name": "passage", "field_name": "topics", "term": "Themes"},
    )
    assert answer.json()["results"] == []


def test_the_desk_counts_and_leads_to_the_lists(archive, editor):
    page = editor.get(reverse("admin:index")).content.decode()
    assert '<a href="/admin/quotes/passage/?state__exact=draft">3 draft</a>' in page
    assert ">2 published</a>" in page
    assert ">1 withdrawn</a>" in page
    assert "<strong>3</strong> variants to confirm" in page


def test_the_desk_is_for_those_who_may_see_passages(db, client, django_user_model):
    client.force_login(django_user_model.objects.create_user("guest", is_staff=True))
    assert "On the desk" not in client.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("model", NOUNS + READ_ONLY)
def test_lists_are_for_editors(archive, client, model):
    answer = client.get(address(model, "changelist"))
    assert answer.status_code == 302
    assert answer["location"].startswith("/admin/login/")


@pytest.mark.parametrize("model", NOUNS + READ_ONLY)
def test_columns_show_values_not_managers(archive, chief, model):
    assert "quotes.Passage.None" not in chief.get(address(model, "changelist")).content.decode()
    assert ".None<" not in chief.get(address(model, "changelist")).content.decode()


def test_counts_lead_to_the_passages(archive, chief):
    speaker = Speaker.objects.get(name="Speaker of 1")
    page = chief.get(address(Speaker, "changelist")).content.decode()
    assert f'<a href="/admin/quotes/passage/?speaker__id__exact={speaker.pk}">1</a>' in page


def test_the_passage_form_leads_to_help_on_wording_dates_spans_and_topics(chief):
    draft = factories.draft("We wait.")
    form = chief.get(reverse("admin:quotes_passage_change", args=[draft.pk])).content.decode()
    page = chief.get(reverse("admin:quotes_help")).content.decode()
    for about in ("wording", "edtf", "spans", "topics"):
        assert f'href="/admin/help/#{about}"' in form
        assert f'id="{about}"' in page
