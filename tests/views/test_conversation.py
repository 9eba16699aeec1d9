"""The interview page: questions, passages and gaps."""

import re

import pytest

from quotes.answers.conversation import GAP, Item, conversation, page_of
from quotes.models import Passage
from tests import factories

pytestmark = pytest.mark.django_db


def shown(**more: bool) -> list[str]:
    """The conversation in short: words of passages, "?" before questions, "…" for gaps."""
    passages = Passage.public.for_display().as_spoken()
    return [short(item) for report in conversation(passages, **more) for item in report.items]


def short(item: Item) -> str:
    if item == GAP:
        return "…"
    return f"?{item.question.text}" if item.question else item.passage.text


def test_passages_that_touch_have_no_gap_between_them():
    turn = factories.turn("One. Two.")
    factories.published(turn=turn, spans=[[0, 4]])
    factories.published(turn=turn, spans=[[5, 9]])
    assert shown() == ["One.", "Two."]


def test_words_between_passages_are_one_gap():
    turn = factories.turn("One. Two. Three. Four.")
    factories.published(turn=turn, spans=[[0, 4]])
    factories.published(turn=turn, spans=[[17, 22]])
    assert shown() == ["One.", "…", "Four."]


def test_words_before_and_behind_passages_are_gaps():
    factories.published(turn=factories.turn("One. Two. Three."), spans=[[5, 9]])
    assert shown() == ["…", "Two.", "…"]


def test_marks_alone_between_passages_are_no_gap():
    turn = factories.turn("“One.” – “Two.”")
    factories.published(turn=turn, spans=[[1, 5]])
    factories.published(turn=turn, spans=[[10, 14]])
    assert shown() == ["One.", "Two."]


def test_a_question_stands_before_its_answer():
    source = factories.source()
    question = factories.turn("Why?", source=source, kind="question")
    factories.published("Because.", source=source, kind="answer", answers=question)
    assert shown() == ["?Why?", "Because."]


def test_a_passage_far_from_its_question_tells_it_again(client):
    source = factories.source()
    question = factories.turn("Why?", source=source, kind="question")
    turn = factories.turn("One. Two. Three. Four.", source=source, kind="answer", answers=question)
    for span in ([0, 4], [5, 9], [17, 22]):
        factories.published(turn=turn, spans=[span])
    factories.published("Unasked.", source=source)
    reports = conversation(Passage.public.for_display().as_spoken())
    asked = [(i.passage.text, i.asked and i.asked.text) for i in reports[0].items if i.passage]
    assert asked == [("One.", None), ("Two.", "Why?"), ("Four.", "Why?"), ("Unasked.", None)]
    page = client.get(source.interview.get_absolute_url()).text
    assert page.count('<p class="asked-before">') == 2


def test_a_question_without_a_published_answer_is_not_shown():
    source = factories.source()
    factories.published("Welcome.", source=source)
    question = factories.turn("Why?", source=source, kind="question")
    factories.draft("Because.", source=source, kind="answer", answers=question)
    assert shown() == ["Welcome."]


def test_turns_left_out_between_two_passages_are_one_gap():
    source = factories.source()
    factories.published("One.", source=source)
    for _ in range(3):
        factories.turn("Unpublished.", source=source)
    factories.published("Five.", source=source)
    assert shown() == ["One.", "…", "Five."]


def test_a_draft_in_a_gap_leaves_no_trace():
    turn = factories.turn("One. Two. Three.")
    factories.published(turn=turn, spans=[[0, 4]])
    factories.published(turn=turn, spans=[[10, 16]])
    without = shown()
    factories.draft(turn=turn, spans=[[5, 9]])
    assert shown() == without == ["One.", "…", "Three."]


def test_a_turn_of_drafts_at_the_end_leaves_no_trace():
    source = factories.source()
    factories.published("One.", source=source)
    factories.draft("Two.", source=source)
    assert shown() == ["One."]


def test_an_assertion_inside_a_question_follows_the_question():
    source = factories.source()
    question = factories.turn("Doors matter. Why?", source=source, kind="question")
    factories.published(turn=question, spans=[[0, 13]])
    factories.published("Because.", source=source, kind="answer", answers=question)
    assert shown() == ["?Doors matter. Why?", "Doors matter.", "Because."]


def test_a_later_page_does_not_open_with_a_gap():
    factories.published(turn=factories.turn("One. Two."), spans=[[5, 9]])
    assert shown(from_start=False) == ["Two."]


def test_the_report_closest_to_speech_comes_first_with_who_speaks_how_long(read):
    talk = factories.interview("Talk")
    told = factories.source(interview=talk, default_wording="reported", kind="news_report")
    factories.published("Told.", source=told)
    source = factories.source(interview=talk)
    question = factories.turn("Why?", source=source, kind="question")
    ann, ben = factories.speaker("Ann"), factories.speaker("Ben")
    factories.published("X" * 75, source=source, kind="answer", answers=question, speaker=ann)
    factories.published("Y" * 25, source=source, speaker=ben)
    page = read("/interviews/talk/").text
    outline = page[page.index('id="outline"') : page.index("</nav>", page.index('id="outline"'))]
    assert re.findall(r'href="#(in-[^"]+)"', outline) == [f"in-{source.slug}", f"in-{told.slug}"]
    assert re.findall(r">(Ann|Ben)</a>.*?(\d+) %", outline) == [("Ann", "75"), ("Ben", "25")]
    anchors = re.findall(r'href="#([^"]+)"', outline)
    assert all(f'id="{anchor}"' in page for anchor in anchors)
    assert [page_of(each) for each in Passage.public.all()] == [1, 1, 1]
    first = [each.text for each in Passage.public.as_reported()]
    assert first == ["X" * 75, "Y" * 25, "Told."]
    for place, passage in enumerate(Passage.public.as_reported()):
        assert Passage.public.preceding(passage).count() == place


def test_the_gap_is_read_out(read):
    turn = factories.turn(
        "One. Two.", source=factories.source(interview=factories.interview("Talk"))
    )
    factories.published(turn=turn, spans=[[0, 4]])
    assert "words not in the archive" in read("/interviews/talk/").text
    assert "Two." not in read("/interviews/talk/").text
