"""Old states in the admin, of every model that keeps them."""

import pytest
from django.contrib.admin import site
from django.urls import reverse
from simple_history.admin import SimpleHistoryAdmin

from quotes import editorial
from quotes.models import Interview, Participation, Passage, Role, Speaker, Turn
from tests import factories
from tests.admin.forms import save
from tests.admin.one_of_each import EDITED, one_of_each

pytestmark = pytest.mark.django_db
KEPT = [model for model in EDITED if isinstance(site.get_model_admin(model), SimpleHistoryAdmin)]


def page_of(model, page, *args):
    return reverse(f"admin:quotes_{model._meta.model_name}_{page}", args=args)


def histories(client, model, pk):
    """Status of the list of old states and of each of them."""
    found = [client.get(page_of(model, "history", pk)).status_code]
    for row in model.history.filter(id=pk):
        page = client.get(page_of(model, "simple_history", pk, row.pk))
        found.append(page.status_code)
    return found


def test_old_states_of_every_model_are_shown(editor):
    rows = one_of_each(published=True)
    for model in KEPT:
        thing = rows[model]
        found = histories(editor, model, thing.pk)
        assert set(found) == {200}, model
        assert len(found) == 1 + model.history.filter(id=thing.pk).count() >= 2


def test_an_old_state_shows_what_was_stored_then(chief):
    speaker = factories.speaker("Ada")
    speaker.name = "Ada King"
    speaker.save()
    first = speaker.history.last()
    page = chief.get(page_of(Speaker, "simple_history", speaker.pk, first.pk)).content.decode()
    assert '<div class="readonly">Ada</div>' in page


def test_old_states_that_name_what_is_gone_are_shown(chief):
    gone, stays = factories.speaker("Gone"), factories.speaker("Stays")
    turn = factories.turn("Words.", speaker=gone)
    draft = factories.draft("Other words.", speaker=gone)
    event = factories.event("Old event")
    interview = factories.interview("An interview", event=event)
    why = editorial.CitedChange("attribution", "One person.")
    editorial.merge_nouns(gone, stays, editor=None, why=why)
    editorial.merge_nouns(event, factories.event("New event"), editor=None, why=why)
    for thing in (turn, draft, interview):
        assert set(histories(chief, type(thing), thing.pk)) == {200}
    assert set(histories(chief, Speaker, gone.pk)) == {200}


def test_a_deleted_draft_has_old_states(chief):
    draft = factories.draft()
    pk = draft.pk
    draft.delete()
    assert set(histories(chief, Passage, pk)) == {200}


def test_an_old_state_has_no_form_to_send(chief):
    turn = factories.turn("Words.")
    address = page_of(Turn, "simple_history", turn.pk, turn.history.first().pk)
    assert chief.post(address, {"text": "Other."}).status_code == 403


def test_a_changed_office_is_in_the_history_of_its_speaker(editor):
    speaker = factories.speaker("Ada")
    role = Role.objects.create(speaker=speaker, title="Analyst")
    address = page_of(Speaker, "change", speaker.pk)
    save(editor, address, **{"roles-0-title": "Mathematician"})
    save(editor, address, **{"roles-0-DELETE": "on"})
    assert not Role.objects.exists()
    assert [(row.history_type, row.title) for row in role.history.model.objects.all()] == [
        ("-", "Mathematician"), ("~", "Mathematician"), ("+", "Analyst"),
    ]  # fmt: skip
    page = editor.get(page_of(Speaker, "history", speaker.pk)).content.decode()
    assert "title: Mathematician" in page
    assert "title: Analyst" in page
    assert page.count("<td>edda</td>") == 2


def test_a_changed_participation_is_in_the_history_of_its_interview(editor):
    interview, speaker = factories.interview(), factories.speaker("Ada")
    Participation.objects.create(interview=interview, speaker=speaker, role_as_printed="Guest")
    save(
        editor, page_of(Interview, "change", interview.pk),
        **{"participations-0-role_as_printed": "Host"},
    )  # fmt: skip
    page = editor.get(page_of(Interview, "history", interview.pk)).content.decode()
    assert "speaker: Ada; part: Speaker; role as printed: Host" in page


def test_pages_of_histories_take_no_strange_keys(chief):
    for key in ("abc", "0", "9" * 30):
        assert chief.get(f"/admin/quotes/speaker/{key}/history/").status_code == 404
        assert chief.get(f"/admin/quotes/speaker/1/history/{key}/").status_code == 404
