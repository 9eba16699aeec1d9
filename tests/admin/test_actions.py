"""What is done to many passages at once, and to one on a page of its own."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from quotes import editorial
from quotes.models import IdentifierEvent, Passage, PassageRevision
from tests import factories

LIST = "/admin/quotes/passage/"


def do(client, action, passages, **more):
    data = {"action": action, "_selected_action": [p.pk for p in passages], **more}
    return client.post(LIST, data, follow=True)


def publish(client, passages, **more):
    """Choose the action, and begin on the page that asks."""
    asked = do(client, "publish", passages, **more)
    return client.post(asked.request["PATH_INFO"], {"do": "begin"}, follow=True)


def said(page):
    return " ".join(str(message) for message in page.context["messages"])


def topics(passage):
    return sorted(topic.name for topic in Passage.objects.get(pk=passage.pk).topics.all())


def states():
    return sorted(Passage.objects.values_list("state", flat=True))


def place(passage, page):
    return reverse(f"admin:quotes_passage_{page}", args=[passage.pk])


@pytest.fixture
def published(db):
    return factories.published("The public words.")


def test_topics_are_asked_for_as_a_tree_without_roots(editor):
    factories.topic("Narrow", parent=factories.topic("Broad"))
    page = do(editor, "add_topics", [factories.draft()], index="0")
    labels = [label for _, label in page.context["form"].fields["topics"].choices]
    assert labels == ["Broad", "– Narrow"]


def test_topics_are_added_and_the_number_of_changed_passages_is_said(editor, published):
    topic = factories.topic("A")
    draft, tagged = factories.draft(), factories.draft(topics=[topic])
    page = do(editor, "add_topics", [published, draft, tagged], tagged="yes", topics=[topic.pk])
    assert said(page) == "2 passages changed. 1 stayed as they were."
    assert topics(published) == topics(draft) == ["A"]


def test_tagging_leaves_one_row_of_history_in_the_editors_name(editor, published):
    before = published.history.count()
    do(editor, "add_topics", [published], tagged="yes", topics=[factories.topic("A").pk])
    assert published.history.count() == before + 1
    assert published.history.first().history_user == editor.user


def test_topics_are_removed_from_those_that_carry_them(editor):
    a, b = factories.topic("A"), factories.topic("B")
    factories.topic("C")
    draft = factories.draft(topics=[a, b])
    asked = do(editor, "remove_topics", [draft], index="0")
    assert [label for _, label in asked.context["form"].fields["topics"].choices] == ["A", "B"]
    do(editor, "remove_topics", [draft], tagged="yes", topics=[a.pk])
    assert topics(draft) == ["B"]


def test_all_pages_of_a_list_are_tagged_as_its_filter_says(editor):
    topic = factories.topic("A")
    drafts = [factories.draft() for _ in range(3)]
    published = factories.published()
    editor.post(
        f"{LIST}?state__exact=draft",
        {"action": "add_topics", "_selected_action": drafts[0].pk, "select_across": "1",
         "tagged": "yes", "topics": [topic.pk]},
    )  # fmt: skip
    assert [topics(draft) for draft in drafts] == [["A"]] * 3
    assert topics(published) == []


def test_withdrawn_passages_keep_their_topics(editor, published):
    editorial.withdraw(published, reason="R", editor=None)
    do(editor, "add_topics", [published], tagged="yes", topics=[factories.topic("A").pk])
    assert topics(published) == []


@pytest.mark.parametrize("chosen", [[], ["abc"], ["9" * 30], ["\x00"], ["-1"]])
def test_topics_that_are_none_are_asked_for_again(editor, chosen):
    draft = factories.draft()
    page = do(editor, "add_topics", [draft], tagged="yes", topics=chosen)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert topics(draft) == []


def test_a_root_cannot_be_given(editor):
    draft, root = factories.draft(), factories.topic("A").parent
    do(editor, "add_topics", [draft], tagged="yes", topics=[root.pk])
    assert topics(draft) == []


def test_all_drafts_are_published(chief):
    page = publish(chief, [factories.draft(), factories.draft()])
    assert said(page) == "2 passages published."
    assert states() == ["published", "published"]
    assert {revision.editor for revision in PassageRevision.objects.all()} == {chief.user}


def test_none_is_published_if_one_cannot_be_and_the_reason_is_said(chief, published):
    page = publish(chief, [factories.draft(), published]).content.decode()
    assert "0 passages published. 2 stayed as they were." in page
    assert "The public words.</a>: It is published already." in page
    assert "It was held back, because another passage of its step" in page
    assert states() == ["draft", "published"]


def test_an_editor_is_not_offered_publishing_and_is_refused_it(editor):
    draft = factories.draft()
    assert 'value="publish"' not in editor.get(LIST).content.decode()
    assert do(editor, "publish", [draft], index="0").status_code == 403
    assert states() == ["draft"]


def test_drafts_are_sent_to_review_and_others_stay(editor, published):
    page = do(editor, "send_to_review", [factories.draft(), published], index="0")
    assert said(page) == "1 passage sent to review. 1 stayed as they were."
    assert states() == ["in_review", "published"]


def test_an_action_on_what_is_no_number_is_a_bad_request(chief):
    answer = chief.post(LIST, {"action": "publish", "index": "0", "_selected_action": "abc"})
    assert answer.status_code == 400


def test_actions_need_the_token_of_the_form(chief):
    chief.handler.enforce_csrf_checks = True
    draft = factories.draft()
    assert do(chief, "publish", [draft], index="0").status_code == 403
    assert chief.post(place(draft, "change"), {"_publish": "1"}).status_code == 403
    assert states() == ["draft"]


def test_drafts_are_deleted_together_after_asking(editor):
    drafts = [factories.draft(), factories.draft()]
    assert "Are you sure" in do(editor, "delete_selected", drafts, index="0").content.decode()
    do(editor, "delete_selected", drafts, post="yes")
    assert states() == []


def test_none_is_deleted_if_one_has_been_published(chief, published):
    page = do(chief, "delete_selected", [factories.draft(), published], post="yes")
    assert "“The public words.” cannot be deleted. What readers may have cited stays" in said(page)
    assert states() == ["draft", "published"]


def test_withdrawing_asks_for_a_reason_and_shows_the_words(chief, published):
    page = chief.get(place(published, "withdraw")).content.decode()
    assert "The public words." in page
    assert f"/q/{published.identifier_id}" in page
    assert states() == ["published"]


def test_a_passage_is_withdrawn_with_a_reason(chief, published):
    chief.post(place(published, "withdraw"), {"reason": "The speaker was another."})
    assert states() == ["withdrawn"]
    assert IdentifierEvent.objects.last().reason == "The speaker was another."
    assert published.history.first().history_user == chief.user


def test_a_withdrawn_passage_is_reinstated_with_a_reason(chief, published):
    editorial.withdraw(published, reason="R", editor=None)
    chief.post(place(published, "reinstate"), {"reason": "It was the speaker."})
    assert states() == ["published"]
    assert PassageRevision.objects.last().reason == "It was the speaker."


@pytest.mark.parametrize("reason", ["", "  ", "a\x07b", "\x00", "x" * 2001, "\u200b\x0b"])
def test_a_step_without_a_sound_reason_is_not_taken(chief, published, reason):
    page = chief.post(place(published, "withdraw"), {"reason": reason})
    assert page.context["form"].errors["reason"]
    assert states() == ["published"]


@pytest.mark.parametrize("step", ["withdraw", "reinstate"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_editor_takes_no_such_step(editor, published, step, method):
    if step == "reinstate":
        editorial.withdraw(published, reason="R", editor=None)
    before = states()
    answer = getattr(editor, method)(place(published, step), {"reason": "R"})
    assert answer.status_code == 403
    assert states() == before


@pytest.mark.parametrize("step", ["withdraw", "reinstate"])
def test_a_step_from_another_state_is_not_taken(chief, step):
    draft = factories.draft()
    answer = chief.post(place(draft, step), {"reason": "R"}, follow=True)
    assert "This passage is draft" in said(answer)
    assert states() == ["draft"]


def test_links_to_steps_are_for_those_who_may_take_them(editor, chief, published):
    link = place(published, "withdraw")
    assert link in chief.get(place(published, "change")).content.decode()
    assert link not in editor.get(place(published, "change")).content.decode()


def test_what_editorial_refuses_meanwhile_is_shown_on_the_page(chief, published):
    editorial.withdraw(published, reason="R", editor=None)
    factories.published("x", turn=published.turn, spans=[[0, 3]])
    page = chief.post(place(published, "reinstate"), {"reason": "R"})
    assert "shares words with" in str(page.context["form"].errors)


def test_a_draft_is_previewed_as_readers_would_see_it(editor):
    draft = factories.draft("Said <b>boldly</b>.", topics=[factories.topic("A")])
    page = editor.get(place(draft, "preview"))
    text = page.content.decode()
    assert "Draft: readers don’t see this." in text
    assert escape("Said <b>boldly</b>.") in text
    assert "no-store" in page["cache-control"]
    assert page["x-robots-tag"] == "noindex, nofollow"
    assert draft.history.count() == draft.history.count()
    assert Passage.objects.get().identifier is None


def test_the_preview_is_for_those_who_are_logged_in(client, db):
    answer = client.get(place(factories.draft(), "preview"))
    assert answer.status_code == 302
    assert answer["location"].startswith("/admin/login/")


def test_the_preview_is_for_those_who_may_see_passages(client, db, django_user_model):
    client.force_login(django_user_model.objects.create_user("guest", is_staff=True))
    assert client.get(place(factories.draft(), "preview")).status_code == 403


@pytest.mark.parametrize("pk", ["0", "abc", "9" * 30, "%00", "1_2F"])
@pytest.mark.parametrize("page", ["preview", "withdraw", "reinstate"])
def test_pages_of_no_passage_are_not_found(chief, pk, page):
    assert chief.get(f"{LIST}{pk}/{page}/").status_code == 404


def test_a_topic_filters_with_all_below_it(editor):
    broad = factories.topic("Broad")
    factories.draft("Under.", topics=[factories.topic("Narrow", parent=broad)])
    factories.draft("At.", topics=[broad])
    factories.draft("Beside.", topics=[factories.topic("Other")])
    page = editor.get(LIST, {"topic": broad.pk})
    assert {p.text for p in page.context["cl"].result_list} == {"Under.", "At."}
    assert "Broad (2)" in page.content.decode()


def test_untagged_passages_are_listed(editor):
    factories.draft("Tagged.", topics=[factories.topic("A")])
    factories.draft("Bare.")
    page = editor.get(LIST, {"topic": "none"})
    assert [p.text for p in page.context["cl"].result_list] == ["Bare."]


@pytest.mark.parametrize(
    "query",
    ["topic=abc", "topic=999", "topic=%00", "turn__source__id__exact=abc", "speaker__id__exact=%C0",
     "speaker__id__exact=99999999999999999999999", "state__exact=x", "p=-1", "p=99999", "o=x.9.-9",
     "q=%00", "all=1", "_facets=1", "language=%0B", "nonsense=1", "e=1"],
)  # fmt: skip
def test_hostile_filters_are_no_server_errors(editor, query):
    factories.published()
    assert editor.get(f"{LIST}?{query}").status_code in (200, 302, 400, 404)


def test_many_speakers_are_chosen_from_their_own_list(editor):
    for _ in range(42):
        factories.draft()
    page = editor.get(LIST, {"speaker__id__exact": Passage.objects.first().speaker_id})
    assert "Choose from all speakers …" in page.content.decode()
    assert page.context["cl"].result_count == 1
