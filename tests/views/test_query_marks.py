"""The highlight survives the click: from a result to the permalink, and into the interview."""

import re

import pytest

from quotes import editorial
from quotes.answers.query_marks import MAX_MARKED_QUERY
from tests import factories
from tests.views.room import Room

pytestmark = pytest.mark.django_db


def marked(text: str) -> list[str]:
    return re.findall(r"<mark>(.*?)</mark>", text)


def test_results_lead_to_marked_words(room: Room, read):
    page = read('/search/?q="kept the door"').text
    permalink = f"/q/{room.first.identifier_id}?q=%22kept+the+door%22"
    assert f'href="{permalink}"' in page
    assert marked(read(permalink).text) == ["kept the door"]


def test_the_same_words_are_marked_in_the_interview(room: Room, read):
    permalink = f"/q/{room.first.identifier_id}"
    context = f"{permalink}/context?q=doors"
    assert f'href="{context}"' in read(f"{permalink}?q=doors").text
    answer = read(context)
    assert answer["Location"] == f"/interviews/panel/?q=doors#q-{room.first.identifier_id}"
    page = read(answer["Location"].split("#")[0]).text
    assert marked(page).count("door") == 3


def test_words_searched_for_in_the_question_are_marked_there(room: Room, read):
    permalink = f"/q/{room.first.identifier_id}?q=question:door"
    assert marked(read(permalink).text) == ["door"]
    page = read("/interviews/panel/?q=question:door").text
    assert marked(page) == ["door"]


def test_a_query_changes_nothing_but_the_marks(room: Room, read):
    for path in (f"/q/{room.first.identifier_id}", "/interviews/panel/"):
        plain, with_query = read(path).text, read(f"{path}?q=door").text
        assert "<mark>" in with_query
        without_marks = with_query.replace("<mark>", "").replace("</mark>", "")
        assert without_marks.replace("?q=door", "") == plain


@pytest.mark.parametrize("path", ["/q/{}", "/interviews/panel/"])
def test_the_canonical_address_carries_no_query(room: Room, read, settings, path):
    path = path.format(room.first.identifier_id)
    page = read(f"{path}?q=door").text
    assert f'<link rel="canonical" href="{settings.SITE_URL}{path}">' in page


@pytest.mark.parametrize(
    "q", ["%00", "%ff", "%ed%a0%80", '"', "((((", "speaker:x", "<script>", "x" * 20_000, "%22" * 99]
)
def test_any_query_is_carried_harmlessly(room: Room, read, q):
    for path in (f"/q/{room.first.identifier_id}", "/interviews/panel/"):
        page = read(f"{path}?q={q}")
        assert page.status_code == 200
        assert "<script>" not in page.text
    assert read(f"/q/{room.first.identifier_id}/context?q={q}").status_code == 302


def test_a_query_that_marks_nothing_or_is_long_is_not_carried(room: Room, read):
    long = " ".join(["door"] * (MAX_MARKED_QUERY // 5 + 1))
    for q in ("speaker:keeper", "-war", long):
        page = read(f"/search/?q={q}").text
        assert f'href="/q/{room.first.identifier_id}"' in page


def test_a_mistyped_permalink_keeps_the_query_on_the_way(room: Room, read):
    written = room.first.identifier_id.upper()
    assert read(f"/q/{written}?q=door")["Location"] == f"/q/{room.first.identifier_id}?q=door"


def test_the_page_of_a_long_interview_and_the_query_go_together(read):
    turn = factories.turn("Door. " * 130)
    passages = [factories.draft(turn=turn, spans=[[n * 6, n * 6 + 5]]) for n in range(130)]
    last = editorial.publish(passages, editor=None)[-1]
    answer = read(f"/q/{last.identifier_id}/context?q=door")
    assert answer["Location"].endswith(f"?page=2&q=door#q-{last.identifier_id}")
    assert "q=door" in read(answer["Location"].split("#")[0]).text
