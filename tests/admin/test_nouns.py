"""Nouns, turns, topics and utterances on their forms."""

import pytest
from django.urls import reverse

from quotes.models import (
    Event,
    FormerSlug,
    Interview,
    MemberState,
    Outlet,
    Passage,
    PassageRevision,
    Role,
    Source,
    Speaker,
    SpeakerName,
    Topic,
    Turn,
    Utterance,
    current_version,
)
from tests import factories
from tests.admin.forms import errors, save

WHY = {"why_kind": "attribution", "why_reason": "So printed.", "why_seen": "on"}


def change(thing):
    return reverse(f"admin:quotes_{thing._meta.model_name}_change", args=[thing.pk])


def stored(thing):
    return type(thing).objects.get(pk=thing.pk)


@pytest.fixture
def archive(db):
    """Two published passages of one source and speaker, and one of others."""
    source, speaker = factories.source("The source"), factories.speaker("Ada")
    question = factories.turn("Why so?", source=source, kind="question", speaker=speaker)
    for text in ("First words.", "Second words."):
        factories.published(text, source=source, speaker=speaker, answers=question)
    factories.published("Words of others.")
    return source


def printed(archive, noun):
    return {
        "speaker": Speaker.objects.get(name="Ada"),
        "event": archive.interview.event,
        "interview": archive.interview,
        "outlet": archive.outlet,
        "source": archive,
    }[noun]


FIELDS = [
    ("speaker", "name"), ("event", "name"), ("event", "place"), ("interview", "title"),
    ("outlet", "name"), ("source", "title"), ("source", "byline"),
]  # fmt: skip


@pytest.mark.parametrize(("noun", "field"), FIELDS)
def test_a_printed_field_changes_only_with_a_reason(chief, archive, noun, field):
    thing = printed(archive, noun)
    page = save(chief, change(thing), **{field: "Corrected", "why_reason": ""})
    text = errors(page)
    assert "2 published passages print what you changed" in text
    assert "First words." in text
    assert "Give the reason" in text
    assert "Look at the passages named above" in text
    assert getattr(stored(thing), field) != "Corrected"
    assert PassageRevision.objects.count() == 3


@pytest.mark.parametrize(("noun", "field"), FIELDS)
def test_with_a_reason_every_passage_that_prints_it_gets_a_version(chief, archive, noun, field):
    thing = printed(archive, noun)
    answer = save(chief, change(thing), **{field: "Corrected"}, **WHY)
    assert answer.status_code == 302
    assert getattr(stored(thing), field) == "Corrected"
    new = PassageRevision.objects.exclude(number=1)
    assert [(r.number, r.reason, r.kind, r.editor) for r in new] == [
        (2, "So printed.", "attribution", chief.user)
    ] * 2
    assert all("Corrected" in revision.record for revision in new)
    assert "Corrected" not in "".join(
        r.record for r in PassageRevision.objects.of(new[0].passage.identifier_id)[:1]
    )


def test_a_reason_alone_is_not_enough_before_the_passages_were_seen(chief, archive):
    page = save(chief, change(archive), title="Corrected", **(WHY | {"why_seen": ""}))
    assert "Look at the passages named above" in errors(page)
    assert stored(archive).title == "The source"


def test_an_editor_cannot_correct_what_is_printed(editor, archive):
    save(editor, change(archive), title="Corrected", **WHY)
    assert stored(archive).title == "The source"
    assert PassageRevision.objects.count() == 3


def test_what_no_passage_prints_needs_no_reason(chief, archive):
    answer = save(chief, change(archive), basis="The masthead.")
    assert answer.status_code == 302
    assert stored(archive).basis == "The masthead."
    assert PassageRevision.objects.count() == 3


def test_a_noun_without_published_passages_is_corrected_freely(editor):
    speaker = factories.draft().speaker
    save(editor, change(speaker), name="Other")
    assert stored(speaker).name == "Other"


@pytest.mark.parametrize("noun", ["speaker", "event", "interview", "outlet", "source"])
def test_one_save_leaves_one_row_of_history_in_the_editors_name(chief, archive, noun):
    thing = printed(archive, noun)
    before = thing.history.count()
    save(chief, change(thing), slug="another-slug")
    assert thing.history.count() == before + 1
    assert thing.history.first().history_user == chief.user


def test_an_old_slug_keeps_leading_to_the_noun(chief, archive):
    old = archive.slug
    save(chief, change(archive), slug="another-slug")
    assert FormerSlug.objects.get(slug=old).target_id == archive.pk


def test_a_slug_that_was_anothers_is_refused_in_the_form(chief, archive):
    other = factories.source("Other")
    save(chief, change(archive), slug="moved-away")
    page = save(chief, change(other), slug="the-source")
    assert "was another’s and still leads there" in errors(page)
    assert stored(other).slug == "other"


def test_other_names_and_roles_are_saved_and_stamp_the_speaker_once(chief, archive):
    speaker = printed(archive, "speaker")
    before = current_version().number
    save(
        chief, change(speaker),
        **{"names-TOTAL_FORMS": "1", "names-0-name": "Ада", "names-0-language": "ru",
           "names-0-speaker": speaker.pk,
           "roles-TOTAL_FORMS": "1", "roles-0-title": "Minister", "roles-0-speaker": speaker.pk},
    )  # fmt: skip
    assert SpeakerName.objects.get().name == "Ада"
    assert Role.objects.get().title == "Minister"
    assert current_version().number == before + 1
    assert stored(speaker).changed_in_version == before + 1


def test_names_of_an_unpublished_speaker_move_no_public_version(editor):
    speaker = factories.draft().speaker
    before = current_version()
    save(
        editor, change(speaker),
        **{"names-TOTAL_FORMS": "1", "names-0-name": "Ада", "names-0-speaker": speaker.pk},
    )  # fmt: skip
    assert current_version() == before


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        ("2020", "2010", "ends before it begins"),
        ("soon", "", "not a date"),
        ("2020", "\x01", "U+0001"),
    ],
)
def test_roles_with_impossible_dates_are_errors_of_the_form(editor, start, end, message):
    speaker = factories.speaker()
    page = save(
        editor, change(speaker),
        **{"roles-TOTAL_FORMS": "1", "roles-0-title": "Minister", "roles-0-speaker": speaker.pk,
           "roles-0-start": start, "roles-0-end": end},
    )  # fmt: skip
    assert message in errors(page)
    assert not Role.objects.exists()


@pytest.mark.parametrize("value", ["\x00", "a\x07", "a\x0bb", "x" * 5000, "b\x85b"])
@pytest.mark.parametrize(
    ("model", "field"),
    [(Speaker, "name"), (Event, "dates"), (Interview, "language"), (Outlet, "country"),
     (Source, "url"), (Topic, "slug"), (Speaker, "wikidata_id")],
)  # fmt: skip
def test_hostile_values_are_errors_of_the_form(editor, model, field, value):
    page = save(editor, reverse(f"admin:quotes_{model._meta.model_name}_add"), **{field: value})
    assert field in page.context["adminform"].form.errors


def test_a_speaker_is_added_with_one_row_of_history(editor):
    save(editor, "/admin/quotes/speaker/add/", name="Ada", sort_name="Ada", slug="ada")
    assert Speaker.objects.get().history.get().history_user == editor.user


def test_what_passages_lean_on_is_not_deleted(chief, archive):
    for thing in (
        *(printed(archive, n) for n in ("speaker", "event", "outlet", "source")),
        Turn.objects.first(),
    ):
        address = reverse(f"admin:quotes_{thing._meta.model_name}_delete", args=[thing.pk])
        assert chief.post(address, {"post": "yes"}).status_code == 403
        page = chief.get(change(thing)).content.decode()
        assert address not in page
        assert "This cannot be deleted. It stays as long as" in page


def test_a_topic_that_passages_carry_is_not_deleted(chief):
    topic = factories.topic("A")
    factories.draft(topics=[topic])
    address = reverse("admin:quotes_topic_delete", args=[topic.pk])
    assert chief.post(address, {"post": "yes"}).status_code == 403
    assert Topic.objects.contains(topic)


def test_a_noun_that_nothing_leans_on_is_deleted(editor):
    speaker = factories.speaker()
    editor.post(reverse("admin:quotes_speaker_delete", args=[speaker.pk]), {"post": "yes"})
    assert not Speaker.objects.exists()


def test_topics_are_listed_as_a_tree(editor):
    z = factories.topic("Z below themes")
    factories.topic("A below Z", parent=z)
    factories.topic("B below themes")
    page = editor.get("/admin/quotes/topic/")
    names = [topic.name for topic in page.context["cl"].result_list]
    assert names == ["Themes", "B below themes", "Z below themes", "A below Z"]


def test_a_topic_does_not_go_below_itself(editor):
    top = factories.topic("Top")
    below = factories.topic("Below", parent=top)
    page = save(editor, change(top), parent=below.pk)
    assert "cannot stand below itself" in errors(page)


def test_a_topic_that_passages_carry_does_not_become_a_root(chief):
    topic = factories.topic("A")
    factories.published(topics=[topic])
    assert "a root only groups" in errors(save(chief, change(topic), parent=""))


def test_a_topic_moved_below_another_of_the_same_passage_takes_its_place(chief):
    broad, narrow = factories.topic("Broad"), factories.topic("Narrow")
    passage = factories.published(topics=[broad, narrow])
    save(chief, change(narrow), parent=broad.pk)
    assert list(stored(passage).topics.all()) == [narrow]


def test_the_text_of_a_turn_changes_only_with_a_reason(chief, archive):
    turn = Passage.objects.get(text="First words.").turn
    page = save(chief, change(turn), text="First word.")
    assert "1 published passage prints what you changed" in errors(page)
    assert stored(turn).text == "First words."
    save(chief, change(turn), text="First word.", **WHY)
    assert Passage.objects.get(turn=turn).text == "First word."
    assert PassageRevision.objects.filter(number=2).count() == 1


def test_a_corrected_turn_leaves_one_row_of_history(chief, archive):
    turn = Passage.objects.get(text="First words.").turn
    before = turn.history.count()
    save(chief, change(turn), text="First word.", **WHY)
    assert turn.history.count() == before + 1


def test_a_turn_with_mends_is_corrected_before_them(editor):
    turn = factories.turn(
        "Its a mended text.",
        mends=[{"at": 6, "raw": "men-ded", "text": "mended", "reason": "hyphen"}],
    )
    save(editor, change(turn), text="It is a mended text.")
    assert stored(turn).text == "It is a mended text."
    assert stored(turn).raw == "Its a men-ded text."


def test_outer_white_space_of_a_turn_is_no_change(editor):
    turn = factories.turn("Two\nlines.\n")
    save(editor, change(turn), speaker_as_printed="A.")
    assert stored(turn).text == "Two\nlines.\n"


def test_a_change_across_the_edge_of_a_passage_is_refused_in_the_form(chief, archive):
    turn = factories.turn("One two three four.", source=archive)
    factories.published("x", turn=turn, spans=[[4, 13]])
    page = save(chief, change(turn), text="One 2 3 4.", **WHY)
    assert "begins or ends inside the changed words" in errors(page)
    assert stored(turn).text == "One two three four."


def test_a_draft_is_added_on_its_turns_page(editor, archive):
    turn = factories.turn("Yes. No.", source=archive, speaker=factories.speaker("Bea"))
    factories.published("x", turn=turn, spans=[[0, 4]])
    save(
        editor, change(turn),
        **{"passages-TOTAL_FORMS": "2", "passages-1-words": "No.", "passages-1-turn": turn.pk},
    )  # fmt: skip
    added = Passage.objects.get(turn=turn, state="draft")
    assert (added.text, added.speaker.name, added.wording) == ("No.", "Bea", "verbatim")
    assert added.history.get().history_user == editor.user


def test_passages_that_stand_are_not_changed_on_their_turns_page(chief, archive):
    passage = Passage.objects.get(text="First words.")
    save(
        chief, change(passage.turn),
        **{"passages-0-words": "First", "passages-0-spans": "[[0, 5]]", "passages-0-wording": "edited"},
    )  # fmt: skip
    assert (stored(passage).text, stored(passage).wording) == ("First words.", "verbatim")


def test_words_that_are_not_in_the_turn_are_an_error_of_its_row(editor):
    turn = factories.turn("Yes. No.")
    page = save(
        editor, change(turn),
        **{"passages-TOTAL_FORMS": "1", "passages-0-words": "Maybe.", "passages-0-turn": turn.pk},
    )  # fmt: skip
    assert "is not in the turn" in errors(page)


def test_a_source_is_added_with_its_turns(editor):
    interview, outlet = factories.interview(), factories.outlet()
    save(
        editor, "/admin/quotes/source/add/", title="S", slug="s", interview=interview.pk,
        outlet=outlet.pk, kind="transcript", default_wording="verbatim",
        **{"turns-TOTAL_FORMS": "1", "turns-0-position": "1", "turns-0-kind": "statement",
           "turns-0-text": "Hello."},
    )  # fmt: skip
    turn = Source.objects.get().turns.get()
    assert turn.text == "Hello."
    assert turn.history.get().history_user == editor.user


def test_two_turns_with_one_position_are_an_error_of_the_form(editor):
    turn = factories.turn("One.")
    page = save(
        editor, change(turn.source),
        **{"turns-TOTAL_FORMS": "2", "turns-1-position": "1", "turns-1-kind": "statement",
           "turns-1-text": "Again.", "turns-1-source": turn.source_id},
    )  # fmt: skip
    assert "correct the duplicate values" in errors(page)
    assert Turn.objects.count() == 1


def test_turns_that_stand_are_not_changed_on_their_sources_page(chief, archive):
    save(chief, change(archive), **{"turns-0-text": "Other.", "turns-0-position": "77"})
    assert not Turn.objects.filter(text="Other.").exists()


def test_a_member_of_an_utterance_is_confirmed_and_stamps_it(editor, archive):
    passage = Passage.objects.get(text="First words.")
    source = factories.source(interview=archive.interview)
    other = factories.published("The first words.", source=source)
    utterance = Utterance.objects.create(interview=archive.interview)
    utterance.members.create(passage=other, state="confirmed")
    member = utterance.members.create(passage=passage)
    save(editor, change(utterance), **{"members-1-state": "confirmed"})
    member.refresh_from_db()
    assert member.state == MemberState.CONFIRMED
    for each in (passage, other):
        assert stored(each).changed_in_version == current_version().number


def test_a_proposed_member_changes_nothing_that_the_public_sees(editor, archive):
    utterance = Utterance.objects.create(interview=archive.interview)
    passage = Passage.objects.get(text="First words.")
    utterance.members.create(passage=passage)
    before = current_version()
    save(editor, change(utterance), **{"members-0-state": "rejected"})
    assert utterance.members.get().state == MemberState.REJECTED
    assert current_version() == before


@pytest.mark.parametrize("passage", ["", "abc", "999", "\x00"])
def test_members_that_are_no_passages_are_errors_of_the_form(editor, archive, passage):
    utterance = Utterance.objects.create(interview=archive.interview)
    page = save(
        editor, change(utterance),
        **{"members-TOTAL_FORMS": "1", "members-0-passage": passage, "members-0-state": "confirmed"},
    )  # fmt: skip
    assert "'passage': [" in errors(page)


def test_a_member_of_another_interview_is_refused(editor, archive):
    other = Passage.objects.get(text="Words of others.")
    page = save(
        editor, "/admin/quotes/utterance/add/", interview=archive.interview.pk,
        **{"members-TOTAL_FORMS": "1", "members-0-passage": other.pk, "members-0-state": "proposed"},
    )  # fmt: skip
    assert "of another interview" in errors(page)
    assert not Utterance.objects.exists()


def test_an_utterance_with_confirmed_members_is_not_deleted(chief, archive):
    utterance = Utterance.objects.create(interview=archive.interview)
    utterance.members.create(passage=Passage.objects.get(text="First words."), state="confirmed")
    address = reverse("admin:quotes_utterance_delete", args=[utterance.pk])
    assert chief.post(address, {"post": "yes"}).status_code == 403


def test_a_source_with_very_many_turns_leads_to_their_list(chief, monkeypatch, archive):
    monkeypatch.setattr("quotes.admin.sources.MAX_SHOWN", 2)
    page = chief.get(change(archive)).content.decode()
    assert f'<a href="/admin/quotes/turn/?source__id__exact={archive.pk}">3</a>' in page
    assert "turns-TOTAL_FORMS" not in page


def test_a_draft_added_on_its_turns_page_has_its_sources_language(editor):
    source = factories.source(language="ru")
    turn = factories.turn("Да. Нет.", source=source, speaker=factories.speaker())
    save(
        editor, change(turn),
        **{"passages-TOTAL_FORMS": "1", "passages-0-words": "Да.", "passages-0-turn": turn.pk},
    )  # fmt: skip
    assert Passage.objects.get().language == "ru"


def test_an_utterance_of_drafts_moves_no_public_version(editor):
    draft = factories.draft()
    utterance = Utterance.objects.create(interview=draft.interview)
    utterance.members.create(passage=draft)
    before = current_version()
    save(editor, change(utterance), **{"members-0-state": "rejected"})
    assert current_version() == before


@pytest.mark.parametrize("position", ["99999999999", "2147483648", "-1", "9" * 30])
def test_a_number_that_no_engine_holds_is_refused_in_the_form(editor, position):
    turn = factories.turn("Words.")
    address = reverse("admin:quotes_turn_change", args=[turn.pk])
    assert "than or equal to" in errors(save(editor, address, position=position))
    turn.refresh_from_db()
    assert turn.position == 1


def test_the_greatest_number_is_taken(editor):
    turn = factories.turn("Words.")
    save(editor, reverse("admin:quotes_turn_change", args=[turn.pk]), position="2147483647")
    turn.refresh_from_db()
    assert turn.position == 2147483647


@pytest.mark.parametrize(("number", "told"), [(1, "1 interview leans"), (2, "2 interviews lean")])
def test_what_keeps_a_noun_is_told_in_the_right_number(boss, number, told):
    event = factories.event()
    for _ in range(number):
        factories.interview(event=event)
    page = boss.get(reverse("admin:quotes_event_change", args=[event.pk])).content.decode()
    assert f"It stays as long as {told} on it." in page
