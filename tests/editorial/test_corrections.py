import pytest
from hypothesis import given, strategies as st

from quotes import editorial
from quotes.editorial import CitedChange, NotPossibleError, ReasonNeededError
from quotes.editorial.corrections import PRINTED
from quotes.editorial.records import printed
from quotes.editorial.text_corrections import with_text_changed
from quotes.models import FormerSlug, Passage, current_version
from quotes.text.spans import spanned, uncorrected
from tests import factories

WHY = CitedChange("typo", "A letter was missing.")


def words_of(passage: Passage, number: int) -> str:
    return passage.revisions.get(number=number).words.text


@pytest.mark.django_db
def test_revising_makes_a_version_and_keeps_the_old_one() -> None:
    turn = factories.turn("The only side is cooperation, I think.")
    passage = factories.published(turn=turn, spans=[[0, 28]])
    editorial.revise(passage, {"spans": [[0, 37]], "note": "Whole."}, why=WHY, editor=None)
    passage.refresh_from_db()
    assert passage.text == "The only side is cooperation, I think"
    assert passage.version == 2
    assert words_of(passage, 1) == "The only side is cooperation"
    assert words_of(passage, 2) == "The only side is cooperation, I think"
    assert passage.revisions.get(number=2).reason == "A letter was missing."


@pytest.mark.django_db
@pytest.mark.parametrize("why", [CitedChange("typo", " "), CitedChange("", "because")])
def test_a_revision_without_a_reason_changes_nothing(why: CitedChange) -> None:
    passage = factories.published()
    with pytest.raises(NotPossibleError):
        editorial.revise(passage, {"note": "Other."}, why=why, editor=None)
    passage.refresh_from_db()
    assert (passage.note, passage.version) == ("", 1)


@pytest.mark.django_db
def test_a_revision_never_takes_words_of_another_passage() -> None:
    turn = factories.turn("One thought. Another thought.")
    first = factories.published(turn=turn, spans=[[0, 12]])
    factories.published(turn=turn, spans=[[13, 29]])
    with pytest.raises(NotPossibleError, match="Another published passage"):
        editorial.revise(first, {"spans": [[0, 20]]}, why=WHY, editor=None)


@pytest.mark.django_db
def test_renaming_a_speaker_makes_a_version_of_every_passage_that_prints_the_name() -> None:
    speaker = factories.speaker("Roman Vasilenko")
    passages = [factories.published(speaker=speaker) for _ in range(3)]
    other = factories.published()
    speaker.name = "Roman Vassilenko"
    with pytest.raises(ReasonNeededError) as refused:
        editorial.save_noun(speaker, editor=None)
    assert len(refused.value.passages) == 3
    assert Passage.objects.get(pk=passages[0].pk).speaker.name == "Roman Vasilenko"
    assert editorial.save_noun(speaker, editor=None, why=WHY) == 3
    for passage in passages:
        passage.refresh_from_db()
        assert passage.version == 2
        assert passage.revisions.get(number=1).printed["speaker"] == "Roman Vasilenko"
        assert passage.revisions.get(number=2).printed["speaker"] == "Roman Vassilenko"
    other.refresh_from_db()
    assert other.version == 1


@pytest.mark.django_db
def test_what_no_passage_prints_changes_without_a_reason() -> None:
    passage = factories.published()
    passage.speaker.description = "A diplomat."
    before = current_version().number
    assert editorial.save_noun(passage.speaker, editor=None) == 0
    passage.speaker.refresh_from_db()
    assert passage.speaker.changed_in_version == before + 1


@pytest.mark.django_db
def test_an_old_slug_is_kept_and_never_given_to_another() -> None:
    speaker = factories.published().speaker
    old, speaker.slug = speaker.slug, "new-slug"
    editorial.save_noun(speaker, editor=None)
    assert FormerSlug.objects.get(slug=old).target_id == speaker.pk
    other = factories.speaker()
    other.slug = old
    with pytest.raises(NotPossibleError, match="another’s"):
        editorial.save_noun(other, editor=None)
    speaker.slug = old
    editorial.save_noun(speaker, editor=None)
    assert FormerSlug.objects.get().slug == "new-slug"


@pytest.mark.django_db
def test_a_typing_error_in_a_turn_is_mended_under_its_passages() -> None:
    turn = factories.turn("Kazakhstans place. The middle corridor matters.")
    first = factories.published(turn=turn, spans=[[0, 18]])
    second = factories.published(turn=turn, spans=[[19, 47]])
    turn.text = "Kazakhstan’s place. The middle corridor matters."
    assert editorial.save_turn(turn, editor=None, why=WHY) == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.text, first.version) == ("Kazakhstan’s place.", 2)
    assert (second.text, second.version) == ("The middle corridor matters.", 1)
    turn.refresh_from_db()
    assert turn.raw == "Kazakhstans place. The middle corridor matters."


@pytest.mark.django_db
def test_a_change_across_the_end_of_a_passage_is_refused_whole() -> None:
    turn = factories.turn("One thought. Another thought.")
    factories.published(turn=turn, spans=[[0, 12]])
    turn.text = "One thoughtless. Bother thought."
    with pytest.raises(NotPossibleError, match="begins or ends inside"):
        editorial.save_turn(turn, editor=None, why=WHY)
    turn.refresh_from_db()
    assert turn.text == "One thought. Another thought."


@given(old=st.text("ab ", min_size=1, max_size=20), new=st.text("ab ", min_size=1, max_size=20))
def test_any_change_of_a_text_can_be_taken_back(old: str, new: str) -> None:
    mends, _ = with_text_changed(old, new, [], [], "reason")
    assert uncorrected(new, mends) == old
    again, _ = with_text_changed(new, old + "b", mends, [], "reason")
    assert uncorrected(old + "b", again) == old


@given(
    st.text("ab ", max_size=10), st.text("ab ", min_size=3, max_size=10), st.text("ab ", max_size=9)
)
def test_words_behind_a_change_keep_their_place(before: str, words: str, other: str) -> None:
    old, new = f"{before}| {words}", f"{other}| {words}"
    span = [[len(old) - len(words), len(old)]]
    if not words.strip() or old == new:
        return
    _, [moved] = with_text_changed(old, new, [], [span], "reason")
    assert spanned(new, moved) == words


@pytest.mark.django_db
def test_the_list_of_printed_fields_is_complete() -> None:
    """Changing any field of a noun alters the printed record just when the list names it."""
    passage = factories.published(
        answers=factories.turn("What of it?", kind="question"), kind="answer"
    )
    source = passage.source
    answers = passage.question
    answers.source = source
    nouns = [
        passage.speaker, source, source.outlet, passage.interview, passage.interview.event,
        passage.interview.event.series, passage.turn, answers,
    ]  # fmt: skip
    before = printed(passage)
    for noun in nouns:
        for field in noun._meta.concrete_fields:
            if field.get_internal_type() not in ("CharField", "TextField", "URLField"):
                continue
            kept = getattr(noun, field.attname)
            value = "2001" if type(field).__name__ == "EdtfField" else f"{kept}x"
            setattr(noun, field.attname, value)
            if field.attname != "text" or noun is answers:
                changed = printed(passage) != before
                assert not changed or field.attname in PRINTED[type(noun)][0], field
            setattr(noun, field.attname, kept)


@pytest.mark.django_db
def test_what_only_drafts_print_changes_without_the_public_noticing() -> None:
    factories.published()
    draft = factories.draft("Words of a draft.")
    before = current_version()
    draft.speaker.name = "Another name"
    editorial.save_noun(draft.speaker, editor=None)
    draft.source.title = "Another title"
    editorial.save_noun(draft.source, editor=None)
    draft.turn.text = "Other words of a draft."
    editorial.save_turn(draft.turn, editor=None)
    editorial.touch(draft.speaker)
    assert current_version() == before
    assert Passage.objects.get(pk=draft.pk).text == "Other words of a draft."
