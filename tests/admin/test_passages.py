"""Drafts, published and withdrawn passages on their form."""

import pytest
from django.urls import reverse

from quotes import editorial
from quotes.models import Passage, PassageRevision, State
from tests import factories
from tests.admin.forms import errors, fields, save

ADD = "/admin/quotes/passage/add/"
WHY = {"why_kind": "typo", "why_reason": "Misread."}


def change(passage):
    return reverse("admin:quotes_passage_change", args=[passage.pk])


@pytest.fixture
def turn(db):
    return factories.turn(
        "One thing. Another thing. A third thing.", speaker=factories.speaker("Ada")
    )


@pytest.fixture
def published(db):
    return factories.published(
        "One thing. Another.", spans=[[0, 10]], topics=[factories.topic("A")]
    )


def stands(passage):
    return Passage.objects.get(pk=passage.pk)


def test_a_draft_is_added_by_its_words_and_the_rest_follows_from_the_turn(editor, turn):
    save(editor, ADD, turn=turn.pk, words="Another   thing.")
    passage = Passage.objects.get()
    assert (passage.text, passage.spans) == ("Another thing.", [[11, 25]])
    assert passage.state == State.DRAFT
    assert (passage.speaker.name, passage.wording, passage.language) == ("Ada", "verbatim", "en")


def test_a_draft_is_added_by_its_spans(editor, turn):
    save(editor, ADD, turn=turn.pk, spans="[[0, 10], [26, 40]]")
    assert Passage.objects.get().text == "One thing. A third thing."


def test_words_in_two_parts_give_two_spans(editor, turn):
    save(editor, ADD, turn=turn.pk, words="One thing.\n[...]\nA third thing.")
    assert Passage.objects.get().spans == [[0, 10], [26, 40]]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("thing.", "stands 3 times in the turn"),
        ("Nothing.", "is not in the turn"),
        ("One \x07thing.", "U+0007, a control character"),
        ("One \x00thing.", "U+0000, a control character"),
    ],
)
def test_words_that_have_no_one_place_are_refused(editor, turn, words, message):
    assert message in errors(save(editor, ADD, turn=turn.pk, words=words))
    assert not Passage.objects.exists()


@pytest.mark.parametrize(
    "spans",
    [
        "", "[]", "[[", "null", "7", '"x"', "{}", "[[0]]", "[[0, 0]]", "[[5, 2]]", "[[0, 999]]",
        "[[-1, 3]]", "[[0, 1.5]]", '[["0", "3"]]', "[[true, 3]]", "[[0, 5], [2, 8]]", "[[0, NaN]]",
        "[" * 9_000, "[" * 200_000, "9" * 6_000, f"[[0, {'9' * 5_000}]]", "[[0, 99999999999999999999]]",
        '["\\ud800"]', "[[0, 3]]\x00",
    ],
)  # fmt: skip
def test_spans_that_are_none_are_errors_of_the_form(editor, turn, spans):
    page = save(editor, ADD, turn=turn.pk, spans=spans)
    assert "errorlist" in errors(page)
    assert not Passage.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("turn", ""), ("turn", "abc"), ("turn", "99999999999999999999999"), ("turn", "\x00"),
        ("speaker", "nobody"), ("wording", "sung"), ("said_on", "yesterday"), ("note", "a\x0bb"),
        ("language", "\x01"), ("language", "x" * 13), ("topics", "abc"), ("topics", "9" * 30),
        ("topics", "\x00"), ("role_as_printed", "x" * 301),
    ],
)  # fmt: skip
def test_hostile_values_are_errors_of_the_form(editor, turn, field, value):
    given = {"turn": turn.pk, "words": "Another thing.", field: value}
    page = editor.post(ADD, given)
    assert "errorlist" in errors(page)
    assert not Passage.objects.exists()


def test_a_root_is_refused_as_a_topic(editor, turn):
    root = factories.topic("Below").parent
    page = save(editor, ADD, turn=turn.pk, words="Another thing.", topics=[root.pk])
    assert "not one of the available choices" in errors(page)


def test_a_topic_above_another_given_one_is_left_out(editor, turn):
    broad = factories.topic("Broad")
    narrow = factories.topic("Narrow", parent=broad)
    save(editor, ADD, turn=turn.pk, words="Another thing.", topics=[broad.pk, narrow.pk])
    assert list(Passage.objects.get().topics.all()) == [narrow]


def test_adding_with_topics_leaves_one_row_of_history_with_the_editor(editor, turn):
    topic = factories.topic("A")
    save(editor, ADD, turn=turn.pk, words="Another thing.", topics=[topic.pk])
    row = Passage.objects.get().history.get()
    assert (row.history_type, row.history_user) == ("+", editor.user)
    assert [through.topic for through in row.topics.all()] == [topic]


def test_editing_a_draft_and_its_topics_leaves_one_row_of_history(editor):
    draft = factories.draft("One thing. Another.", topics=[factories.topic("A")])
    before = draft.history.count()
    save(editor, change(draft), words="One thing.", topics=[factories.topic("B").pk], note="Read.")
    assert draft.history.count() == before + 1
    assert stands(draft).text == "One thing."


def test_saving_without_a_change_leaves_no_history(editor):
    draft = factories.draft("One\nthing.", note="Two\nlines.")
    before = draft.history.count()
    answer = save(editor, change(draft), note="Two\r\nlines.")
    assert answer.status_code == 302
    assert stands(draft).note == "Two\nlines."
    assert draft.history.count() <= before + 1


def test_state_id_and_version_are_not_taken_from_the_form(chief):
    draft = factories.draft()
    save(chief, change(draft), state="published", version="7", identifier="x", note="New.")
    assert (stands(draft).state, stands(draft).version) == ("draft", 0)


def test_an_edit_of_what_another_changed_meanwhile_is_refused(editor, chief):
    draft = factories.draft()
    opened = fields(editor, change(draft))
    save(chief, change(draft), note="The chief’s.")
    page = editor.post(change(draft), opened | {"note": "The editor’s."})
    assert "clara saved this on" in errors(page)
    assert stands(draft).note == "The chief’s."


def test_a_cited_change_without_a_reason_is_refused_and_changes_nothing(chief, published):
    page = save(chief, change(published), note="He means her.", why_reason="")
    assert "Give the reason" in errors(page)
    assert "Say what kind of change" in errors(page)
    assert (stands(published).note, stands(published).version) == ("", 1)


def test_a_cited_change_with_a_reason_makes_a_version_and_keeps_the_old_one(chief, published):
    answer = save(chief, change(published), words="One thing. Another.", **WHY)
    assert answer.status_code == 302
    assert (stands(published).text, stands(published).version) == ("One thing. Another.", 2)
    first, second = PassageRevision.objects.order_by("number")
    assert (first.words.text, second.words.text) == ("One thing.", "One thing. Another.")
    assert (second.reason, second.kind, second.editor) == ("Misread.", "typo", chief.user)


def test_a_cited_change_and_topics_leave_one_row_of_history_and_one_version(chief, published):
    before = published.history.count()
    save(chief, change(published), note="N.", topics=[factories.topic("B").pk], **WHY)
    assert published.history.count() == before + 1
    assert published.history.first().history_user == chief.user
    assert [t.name for t in stands(published).topics.all()] == ["B"]
    assert stands(published).version == 2


@pytest.mark.parametrize("kind", ["first", "reinstated", "nonsense"])
def test_kinds_that_are_no_corrections_are_refused(chief, published, kind):
    page = save(chief, change(published), note="N.", why_kind=kind, why_reason="R")
    assert "Select a valid choice" in errors(page)


def test_a_reason_of_control_characters_is_refused(chief, published):
    page = save(chief, change(published), note="N.", why_kind="typo", why_reason="a\x07b")
    assert "control character" in errors(page)
    assert stands(published).version == 1


def test_words_of_another_published_passage_are_refused_and_nothing_is_half_saved(chief, published):
    factories.published("x", turn=published.turn, spans=[[11, 19]])
    topics = [factories.topic("B").pk]
    page = save(chief, change(published), words="One thing. Another.", topics=topics, **WHY)
    assert "has some of these words" in errors(page)
    assert (stands(published).text, stands(published).version) == ("One thing.", 1)
    assert [t.name for t in stands(published).topics.all()] == ["A"]


def test_an_editor_cannot_change_what_is_cited_even_with_a_reason(editor, published):
    save(editor, change(published), note="N.", words="Another.", spans="[[0, 3]]", **WHY)
    assert (stands(published).note, stands(published).version) == ("", 1)
    assert stands(published).text == "One thing."


def test_an_editor_may_tag_a_published_passage(editor, published):
    before = stands(published).changed_in_version
    save(editor, change(published), topics=[factories.topic("B").pk])
    assert [t.name for t in stands(published).topics.all()] == ["B"]
    assert stands(published).changed_in_version > before
    assert stands(published).version == 1


def test_the_turn_of_a_published_passage_stays(chief, published, turn):
    save(chief, change(published), turn=turn.pk)
    assert stands(published).turn == published.turn


def test_a_withdrawn_passage_is_read_only(chief, published):
    editorial.withdraw(published, reason="R", editor=None)
    answer = chief.post(change(published), {"note": "N.", **WHY})
    assert answer.status_code == 403
    assert "It is withdrawn, so it is read only" in answer.content.decode()
    assert stands(published).note == ""


def test_a_draft_is_published_from_its_form(chief):
    draft = factories.draft()
    save(chief, change(draft), note="Read.", _publish="1", cautions_seen="yes")
    assert (stands(draft).state, stands(draft).note) == ("published", "Read.")


def test_publishing_from_the_form_needs_the_permission_and_saves_nothing_without(editor):
    draft = factories.draft()
    answer = save(editor, change(draft), note="Read.", _publish="1", cautions_seen="yes")
    assert answer.status_code == 403
    assert (stands(draft).state, stands(draft).note) == ("draft", "")


def test_what_keeps_a_draft_from_being_published_is_said_in_the_form(chief, published):
    draft = factories.draft("x", turn=published.turn, spans=[[0, 3]])
    page = save(chief, change(draft), note="Read.", _publish="1", cautions_seen="yes")
    assert "shares words with" in errors(page)
    assert stands(draft).note == ""


def test_a_draft_is_sent_to_review_from_its_form(editor):
    draft = factories.draft()
    before = draft.history.count()
    save(editor, change(draft), _review="1")
    assert stands(draft).state == "in_review"
    assert draft.history.count() == before + 1


def test_buttons_are_for_those_who_may_use_them(editor, chief):
    draft = factories.draft()
    assert "_publish" not in editor.get(change(draft)).content.decode()
    assert "_publish" in chief.get(change(draft)).content.decode()


def test_a_draft_is_deleted(editor):
    draft = factories.draft(topics=[factories.topic("A")])
    page = editor.post(reverse("admin:quotes_passage_delete", args=[draft.pk]), {"post": "yes"})
    assert page.status_code == 302
    assert not Passage.objects.exists()


@pytest.mark.parametrize("state", ["published", "withdrawn"])
def test_what_was_published_is_not_deleted(chief, published, state):
    if state == "withdrawn":
        editorial.withdraw(published, reason="R", editor=None)
    delete = reverse("admin:quotes_passage_delete", args=[published.pk])
    assert chief.post(delete, {"post": "yes"}).status_code == 403
    page = chief.get(change(published)).content.decode()
    assert delete not in page
    assert "What readers may have cited stays" in page


def test_an_old_state_is_shown_and_cannot_be_gone_back_to(chief, published):
    old = published.history.last()
    url = reverse("admin:quotes_passage_simple_history", args=[published.pk, old.pk])
    page = chief.get(url)
    assert page.status_code == 200
    assert 'value="Revert"' not in page.content.decode()
    assert chief.post(url, {"note": "Back."}).status_code == 403
    assert stands(published).note == ""


@pytest.mark.parametrize(
    "place", ["abc/history/", "1/history/abc/", f"{'9' * 40}/history/", "9/history/9/"]
)
def test_histories_that_are_none_are_not_found(chief, place):
    assert chief.get(f"/admin/quotes/passage/{place}").status_code == 404
