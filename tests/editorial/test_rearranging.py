"""Turns split, joined, moved and inserted: words, ids, tiling and versions stay."""

import pytest
from hypothesis import given, settings as hypothesis, strategies as st
from hypothesis.extra.django import TestCase

from quotes import editorial
from quotes.editorial import NotPossibleError
from quotes.editorial.audit import faults
from quotes.ingest.captures import capture
from quotes.ingest.importer import import_capture
from quotes.ingest.readers import read_document
from quotes.ingest.splitters import split
from quotes.models import ArchiveState, Passage, Source, Turn
from quotes.text.spans import SpanError
from tests import factories

pytestmark = pytest.mark.django_db

ONE = "The harbour will be dug out in the spring, and\nnot one year later than that."
TWO = "It will cost nine hundred million, of which the town has half."
THREE = "The railways pay for what goes on inland, by the treaty."
DOCUMENT = (
    f"Ann Pier: Who pays?\n\nJane Harrow: {ONE}\n\n{TWO}\n\n{THREE}\n\nAnn Pier: Thank you.\n"
)


def source() -> Source:
    document = read_document("harbour.txt", DOCUMENT.encode())
    found = capture(document, split(document, "labelled"))
    import_capture(found, name="harbour.txt", file_sha256=found.sha256)
    return Source.objects.get()


def answer() -> Turn:
    return Turn.objects.get(text__contains="nine hundred")


def words() -> list[str]:
    return [turn.text for turn in Turn.objects.order_by("position")]


def test_a_split_turn_keeps_passages_ids_versions_and_tiling() -> None:
    source()
    editorial.publish(Passage.objects.filter(text__startswith="It will"), editor=None)
    before = dict(Passage.objects.values_list("text", "identifier_id"))
    version = ArchiveState.objects.get().version
    turn = answer()
    second = editorial.split_turn(turn, turn.text.index("It will"), editor=None)
    assert words() == ["Who pays?", ONE.replace("\n", " "), f"{TWO}\n\n{THREE}", "Thank you."]
    assert (second.position, second.answers) == (3, Turn.objects.get(position=1))
    assert dict(Passage.objects.values_list("text", "identifier_id")) == before
    assert Passage.objects.get(text__startswith="It will").version == 1
    assert Passage.objects.get(text__startswith="It will").turn == second
    assert ArchiveState.objects.get().version > version
    assert not list(faults())


def test_joined_again_it_has_its_words_and_its_passages() -> None:
    source()
    editorial.publish(Passage.objects.filter(text__startswith="The railways"), editor=None)
    before, texts = words(), set(Passage.objects.values_list("text", flat=True))
    turn = answer()
    editorial.split_turn(turn, turn.text.index("The railways"), editor=None)
    editorial.join_turns(turn, editor=None)
    assert words() == before
    assert set(Passage.objects.values_list("text", flat=True)) == texts
    assert not list(faults())


def test_what_lies_across_or_halves_a_word_is_refused() -> None:
    source()
    turn = answer()
    with pytest.raises(NotPossibleError, match="lies across"):
        editorial.split_turn(turn, turn.text.index("of which"), editor=None)
    with pytest.raises(SpanError):
        editorial.split_turn(turn, turn.text.index("undred"), editor=None)
    with pytest.raises(NotPossibleError, match="Both parts"):
        editorial.split_turn(turn, len(turn.text), editor=None)
    assert len(words()) == 3


def test_a_published_question_is_not_split_unnoticed() -> None:
    turn = factories.turn("Who pays? And when is it done?", kind="question")
    answering = factories.turn("The town pays.", source=turn.source, answers=turn)
    factories.published("x", turn=answering)
    with pytest.raises(NotPossibleError, match="prints this question"):
        editorial.split_turn(turn, turn.text.index("And"), editor=None)
    assert Turn.objects.get(pk=turn.pk).text == "Who pays? And when is it done?"


def test_turns_are_moved_and_inserted_without_numbering_by_hand() -> None:
    own = factories.source()
    turns = [factories.turn(text, source=own) for text in ("One.", "Two.", "Three.")]
    published = factories.published("x", turn=turns[2])
    version = ArchiveState.objects.get().version
    editorial.move_turn(turns[2], 1, editor=None)
    assert words() == ["Three.", "One.", "Two."]
    editorial.insert_turn(Turn(source=own, kind="statement", text="New."), 2, editor=None)
    assert words() == ["Three.", "New.", "One.", "Two."]
    assert list(Turn.objects.values_list("position", flat=True)) == [1, 2, 3, 4]
    assert ArchiveState.objects.get().version > version
    assert Passage.objects.get(pk=published.pk).version == 1
    assert not list(faults())


def test_no_answer_comes_before_its_question() -> None:
    asked = factories.turn("Who pays?", kind="question")
    factories.turn("The town.", source=asked.source, answers=asked)
    with pytest.raises(NotPossibleError, match="question first"):
        editorial.move_turn(asked, 2, editor=None)


def test_two_speakers_are_not_joined() -> None:
    source()
    with pytest.raises(NotPossibleError, match="one speaker"):
        editorial.join_turns(Turn.objects.get(position=1), editor=None)


def test_a_draft_is_split_in_two_with_its_topics() -> None:
    topic = factories.topic("Harbours")
    text = "The harbour is dug. The town pays half."
    draft = factories.draft(text, topics=[topic])
    second = editorial.split_draft(draft, text.index("The town"), editor=None)
    draft.refresh_from_db()
    assert (draft.text, second.text) == ("The harbour is dug.", "The town pays half.")
    assert list(second.topics.all()) == [topic]
    with pytest.raises(SpanError):
        editorial.split_draft(draft, text.index("arbour"), editor=None)
    with pytest.raises(NotPossibleError, match="readers"):
        editorial.split_draft(factories.published(), 3, editor=None)
    assert not list(faults())


class TestAnywhere(TestCase):
    @hypothesis(max_examples=12, deadline=None)
    @given(at=st.integers(0, 200), again=st.booleans())
    def test_wherever_a_turn_is_split_the_archive_stays_sound(self, at: int, again: bool) -> None:
        source()
        Passage.objects.all().delete()
        turn = answer()
        raw = turn.raw
        try:
            second = editorial.split_turn(turn, at, editor=None)
        except (NotPossibleError, SpanError):
            assert answer().raw == raw
            return
        assert Turn.objects.get(pk=turn.pk).raw + second.raw == raw
        if again:
            editorial.join_turns(turn, editor=None)
            assert Turn.objects.get(pk=turn.pk).raw == raw
        assert not list(faults())
