"""All ways of making a passage lead to the same passage, and refuse the same."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from quotes import editorial
from quotes.editorial import CitedChange, NotPossibleError, audit
from quotes.models import Participation, Passage
from tests import factories
from tests.admin.forms import errors, save

WHY = CitedChange("typo", "Misread.")
HALVES = ["[[0, 6]]", "[[1, 10]]", "[[0, 11]]", "[[3, 10]]", "[[0, 3], [5, 10]]"]


@pytest.fixture
def turn(db):
    speaker = factories.speaker("Ada")
    made = factories.turn("One thing. Another thing. A third thing.", speaker=speaker)
    Participation.objects.create(
        interview=made.source.interview, speaker=speaker, role_as_printed="Minister of Doors"
    )
    return made


def by_passage_form(client, turn, **fields):
    return save(client, "/admin/quotes/passage/add/", turn=turn.pk, **fields)


def by_turn_page(client, turn, **fields):
    page = reverse("admin:quotes_turn_change", args=[turn.pk])
    number = turn.passages.count()
    row = {f"passages-{number}-{name}": value for name, value in fields.items()}
    row |= {f"passages-{number}-turn": turn.pk, "passages-TOTAL_FORMS": str(number + 1)}
    return save(client, page, **row)


WAYS = pytest.mark.parametrize("way", [by_passage_form, by_turn_page])


@WAYS
def test_role_topics_words_and_history_are_the_same(editor, turn, way):
    broad = factories.topic("Broad")
    narrow = factories.topic("Narrow", broad)
    answer = way(editor, turn, words="Another  thing.", topics=[broad.pk, narrow.pk])
    assert answer.status_code == 302
    passage = Passage.objects.get()
    assert (passage.text, passage.spans) == ("Another thing.", [[11, 25]])
    assert passage.role_as_printed == "Minister of Doors"
    assert (passage.speaker.name, passage.wording, passage.language) == ("Ada", "verbatim", "en")
    assert list(passage.topics.all()) == [narrow]
    row = passage.history.get()
    assert (row.history_type, row.history_user) == ("+", editor.user)
    assert [through.topic for through in row.topics.all()] == [narrow]


@WAYS
def test_words_that_a_published_passage_has_are_warned_of(editor, turn, way):
    factories.published(turn=turn, spans=[[0, 10]])
    answer = way(editor, turn, words="One thing. Another thing.")
    page = editor.get(answer["location"]).content.decode()
    assert "It shares words with “One thing.”" in page


@WAYS
@pytest.mark.parametrize("given", HALVES)
def test_half_words_and_outer_spaces_are_refused(editor, turn, way, given):
    said = errors(way(editor, turn, spans=given))
    assert "the nearest span of whole words is" in said
    assert not Passage.objects.exists()


@WAYS
@pytest.mark.parametrize("words", ["", "Nothing of it.", "hing. Anothe"])
def test_what_is_wrong_with_the_words_is_said_once(editor, turn, way, words):
    said = errors(way(editor, turn, words=words, role_as_printed="x"))
    assert "Give at least one span" not in said
    assert "words" in said
    assert not Passage.objects.exists()


def test_a_turn_that_is_new_takes_passages_on_the_same_page(editor, turn):
    save(
        editor, "/admin/quotes/turn/add/",
        source=turn.source_id, position="2", kind="statement", text="A new one.",
        speaker=turn.speaker_id,
        **{"passages-TOTAL_FORMS": "1", "passages-0-words": "A new one.", "passages-0-turn": ""},
    )  # fmt: skip
    passage = Passage.objects.get()
    assert (passage.text, passage.role_as_printed) == ("A new one.", "Minister of Doors")


@pytest.mark.parametrize("given", [[[0, 6]], [[0, 11]], [[1, 10]]])
def test_half_words_are_not_published_however_they_came(turn, given):
    draft = factories.draft(turn=turn, spans=given)
    with pytest.raises(NotPossibleError, match="the nearest span of whole words is"):
        editorial.publish([draft], editor=None)


@pytest.mark.parametrize("given", [[[0, 6]], [[0, 11]]])
def test_half_words_are_not_given_by_a_revision(turn, given):
    passage = factories.published(turn=turn, spans=[[0, 10]])
    with pytest.raises(ValidationError, match="nearest span"):
        editorial.revise(passage, {"spans": given}, why=WHY, editor=None)
    assert Passage.objects.get().version == 1


def test_an_old_half_word_blocks_no_other_correction_and_stays_readable(
    chief, client, turn, monkeypatch
):
    with monkeypatch.context() as earlier:
        # As a release published it that did not look at words.
        earlier.setattr("quotes.text.spans.check_whole_words", lambda spans, text: None)
        passage = factories.published(turn=turn, spans=[[0, 6]])
    page = reverse("admin:quotes_passage_change", args=[passage.pk])
    answer = save(chief, page, note="He means it.", why_kind="attribution", why_reason="Said so.")
    assert answer.status_code == 302, errors(answer)
    stored = Passage.objects.get()
    assert (stored.note, stored.version, stored.text) == ("He means it.", 2, "One th")
    assert client.get(stored.get_absolute_url()).status_code == 200
    assert list(audit.passage_faults()) == []
    refused = save(chief, page, spans="[[0, 8]]", why_kind="typo", why_reason="Longer.")
    assert "nearest span of whole words is [0, 9]" in errors(refused)
    assert (
        save(chief, page, spans="[[0, 9]]", why_kind="typo", why_reason="Whole.").status_code == 302
    )
    assert Passage.objects.get().text == "One thing"


def test_old_faults_of_other_fields_block_no_correction(turn):
    passage = factories.published(turn=turn, spans=[[0, 10]])
    beside = factories.published(turn=turn, spans=[[11, 25]])
    turn.kind = "narration"
    turn.save()
    Passage.objects.filter(pk=beside.pk).update(spans=[[4, 25]], text=turn.text[4:25])
    editorial.revise(passage, {"role_as_printed": "Minister"}, why=WHY, editor=None)
    assert Passage.objects.get(pk=passage.pk).version == 2


def test_a_correction_of_the_turn_cuts_no_word_of_a_passage(chief, turn):
    factories.published(turn=turn, spans=[[0, 9]])
    page = reverse("admin:quotes_turn_change", args=[turn.pk])
    refused = save(chief, page, text=turn.text.replace("thing.", "things.", 1))
    assert "would end inside a word" in errors(refused)
    assert Passage.objects.get().text == "One thing"


@WAYS
@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_words_that_another_draft_has_are_warned_of(editor, turn, way, state):
    factories.draft(turn=turn, spans=[[0, 10]], state=state)
    answer = way(editor, turn, words="One thing. Another thing.")
    page = editor.get(answer["location"]).content.decode()
    assert "It shares words with the draft “One thing.”: only one of them can be published." in page


@WAYS
def test_words_that_no_other_may_have_are_not_warned_of(editor, turn, way):
    gone = factories.published(turn=turn, spans=[[0, 10]])
    editorial.withdraw(gone, reason="An error.", editor=None)
    factories.draft("One thing.")
    answer = way(editor, turn, words="One thing.")
    assert "shares words" not in editor.get(answer["location"]).content.decode()
