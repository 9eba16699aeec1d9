"""The permalink page: words, marks, neighbours, citation."""

import re

import pytest

from quotes import editorial
from quotes.models import Utterance, UtteranceMember
from tests import factories
from tests.views.room import Room

pytestmark = pytest.mark.django_db


def test_the_outlets_words_are_marked_as_its_own(room: Room, read):
    page = read(room.third.get_absolute_url()).text
    assert re.search(r'<span class="outlets-own" title="[^"]+">\[the ministry\]</span>', page)


def test_a_joint_is_drawn_where_the_report_interrupts(room: Room, read):
    page = read(room.report.get_absolute_url()).text
    assert re.search(r'door open,<span class="joint"[^>]*> </span>Nobody had asked', page)


def test_the_plain_quotation_closes_and_reopens_at_the_joint(room: Room, read):
    page = read(room.report.get_absolute_url()).text
    assert "“We kept the door open,” “Nobody had asked.”" in page


def test_a_paraphrase_stands_without_quotation_marks_under_the_reporters_name(read):
    source = factories.source(kind="analysis", default_wording="paraphrased", byline="A. Reporter")
    passage = factories.published("She said that doors matter.", source=source, kind="narration")
    page = read(passage.get_absolute_url()).text
    assert '<blockquote class="account"' in page
    assert '<blockquote class="quoted"' not in page
    assert "as paraphrased by A. Reporter" in page


def test_before_and_after_are_the_published_neighbours(room: Room, read):
    page = read(room.first.get_absolute_url()).text
    assert f'rel="next" href="{room.third.get_absolute_url()}"' in page
    assert 'rel="prev"' not in page


def test_a_draft_is_no_neighbour(room: Room, read):
    before = read(room.first.get_absolute_url()).content
    factories.draft(turn=room.first.turn, spans=[[23, 42]])
    assert read(room.first.get_absolute_url()).content == before


def test_confirmed_reports_stand_side_by_side(room: Room, read):
    page = read(room.first.get_absolute_url()).text
    assert "Also reported" in page
    assert f'href="{room.report.get_absolute_url()}"' in page


@pytest.mark.parametrize("state", ["proposed", "rejected"])
def test_reports_that_nobody_confirmed_are_not_shown(state, read):
    source = factories.source()
    one = factories.published(source=source)
    other = factories.published(source=factories.source(interview=source.interview))
    utterance = Utterance.objects.create(interview=source.interview)
    UtteranceMember.objects.create(utterance=utterance, passage=one, state="confirmed")
    UtteranceMember.objects.create(utterance=utterance, passage=other, state=state)
    assert "Also reported" not in read(one.get_absolute_url()).text


def test_what_the_document_does_not_say_is_called_unknown(room: Room, read):
    page = read(room.first.get_absolute_url()).text
    assert "address unknown" in page
    assert '<span class="unknown">not known</span>' in page


def test_the_page_shows_where_its_record_is(room: Room, read, settings):
    settings.SITE_URL = "https://archive.example"
    page = read(room.first.get_absolute_url()).text
    link = f"https://archive.example/q/{room.first.identifier_id}"
    assert f'<link rel="canonical" href="{link}">' in page
    assert f'<link rel="alternate" type="application/json" href="{link}.json">' in page
    assert room.first.revisions.get().sha256[:12] in page


def test_a_long_question_is_clipped_and_can_be_opened(read):
    source = factories.source()
    question = factories.turn("Why? " * 100, source=source, kind="question")
    passage = factories.published("Because.", source=source, answers=question, kind="answer")
    page = read(passage.get_absolute_url()).text
    assert re.search(r"<details>\s*<summary>.*asked by", page, re.DOTALL)


def test_paragraphs_of_a_passage_stay_paragraphs(read):
    passage = factories.published("One.\n\nTwo.")
    assert '<p data-at="0">One.</p><p data-at="6">Two.</p>' in read(passage.get_absolute_url()).text


def test_a_revised_passage_names_its_version(read):
    passage = factories.published()
    why = editorial.CitedChange("typo", "A note was due.")
    editorial.revise(passage, {"note": "A note."}, why=why, editor=None)
    page = read(passage.get_absolute_url()).text
    assert f'Version <a href="/q/{passage.identifier_id}/v/2">2</a>' in page
