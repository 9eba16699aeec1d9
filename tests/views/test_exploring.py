"""Pages of nouns to explore: counts that equal the search, orders, pages, a search within."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quotes import editorial
from quotes.editorial.kept_pages import forget_kept_pages
from quotes.models import Speaker
from quotes.search.catch_up import PreparingError
from quotes.search.index import Snapshot
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("opening_archive")]
SPEAKER = "/speakers/roman-vassilenko/"
MARK = re.compile(r'<a tabindex="-1" href="([^"]+)" aria-label="([^"]*?: (?:[^"]*))">')

TABLE = re.compile(r'<td><a href="([^"]+)">([0-9,]+)</a></td>')


def content(client: Client, url: str) -> str:
    return client.get(url).content.decode()


@pytest.mark.parametrize(
    ("url", "kind", "marks"),
    [(SPEAKER, "topic_grid", 12), ("/topics/foreign-policy/", "speaker_grid", 2)],
)
def test_every_mark_leads_to_as_many_quotations_as_it_says(
    url: str, kind: str, marks: int, client: Client
) -> None:
    page = client.get(url)
    grid = getattr(page.context["explored"].result, kind)
    assert len(grid.rows) == marks
    shown = MARK.findall(page.content.decode().partition('class="grid"')[2])
    assert len(shown) >= sum(len(row.marks) for row in grid.rows)
    for mark in [grid.rows[0].marks[0], grid.rows[-1].marks[-1]]:
        assert client.get(mark.url).context["result"].count == mark.count


def test_a_grid_and_its_table_say_the_same(client: Client) -> None:
    page = content(client, SPEAKER)
    grid = page[page.index('id="grid"') :]
    marks = re.findall(r'tabindex="-1" href="([^"]+)" aria-label="[^"]*: ([0-9,]+) quot', grid)
    assert marks
    assert marks == TABLE.findall(grid)
    page = content(client, "/coverage/").partition('class="years-table"')
    assert MARK.findall(page[0])
    in_table = TABLE.findall(page[2].partition("</details>")[0])
    assert [url for url, _ in MARK.findall(page[0])] == [url for url, _ in in_table]
    assert sum(int(count) for _, count in in_table) == 113


def test_a_page_can_be_ordered_searched_and_turned(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quotes.answers.result.MAX_HITS", 3)
    page = client.get(f"{SPEAKER}?q=sanctions&sort=oldest&per_page=2")
    found = page.context["explored"].result
    assert f"Download the first 3 of {found.count} quotations:" in page.content.decode()
    whole = client.get("/search/?q=sanctions&speaker=roman-vassilenko&sort=oldest&per_page=50")
    assert found.count == whole.context["result"].count
    assert found.found.pks == whole.context["result"].found.pks[:2]
    assert found.next_url == f"{SPEAKER}?q=sanctions&sort=oldest&per_page=2&page=2"
    after = client.get(found.next_url).context["explored"].result
    assert after.found.pks == whole.context["result"].found.pks[2:4]


@pytest.mark.parametrize(
    ("query", "said"),
    [("topic=sanctions", "There is no parameter “topic” here."), ("sort=random", "not an order"),
     ("page=x", "not a whole number"), ("q=" + "%22a", "<q>")],
)  # fmt: skip
def test_what_a_page_cannot_do_it_says(query: str, said: str, client: Client) -> None:
    page = client.get(f"{SPEAKER}?{query}")
    assert page.status_code == 200
    assert said in page.content.decode()


def test_a_page_stands_without_an_index(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise PreparingError

    monkeypatch.setattr("quotes.answers.exploring.find", fail)
    monkeypatch.setattr("quotes.answers.newest.find", fail)
    for url, passages in ((SPEAKER, 20), ("/", 3)):
        page = client.get(url)
        assert page.status_code == 200
        assert page["Cache-Control"] == "no-store"
        assert page.content.decode().count("<blockquote") == passages


@pytest.mark.parametrize("url", ["/", "/speakers/?sort=quoted", "/coverage/"])
def test_what_an_index_behind_answers_is_not_kept(
    url: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get(url)["ETag"]
    forget_kept_pages()
    monkeypatch.setattr(Snapshot, "holds", lambda *_: False)
    page = client.get(url)
    assert (page.status_code, page["Cache-Control"], page.get("ETag")) == (200, "no-store", None)


def test_offices_are_drawn_as_far_as_they_are_known(client: Client) -> None:
    (row,) = client.get(SPEAKER).context["offices"].rows
    assert (row.start, row.end) == (0, 1000)
    assert 200 < row.certain_start < 230
    assert 960 < row.certain_end < 990


def test_speakers_stand_under_the_letters_of_every_script(client: Client) -> None:
    page = content(client, "/speakers/")
    assert "letter=V" in page
    assert "letter=%D0%92" in page
    for letter in ("v", "V", "В"):
        rows = client.get("/speakers/", {"letter": letter}).context["page"].object_list
        assert "roman-vassilenko" in [row.slug for row in rows]
    for letter in ("vv", "ʻ"):
        assert "is not a letter" in content(client, f"/speakers/?letter={letter}")


def test_the_letters_are_read_once_for_each_version(client: Client) -> None:
    draft = factories.draft(
        "Not for anybody’s eyes.", speaker=factories.speaker("Ωmega", slug="omega")
    )
    assert "letter=%CE%A9" not in content(client, "/speakers/")
    with CaptureQueriesContext(connection) as queries:
        rows = client.get("/speakers/?letter=В&q=roman").context["page"].object_list
    assert [row.slug for row in rows] == ["roman-vassilenko"]
    assert not [
        each for each in queries if 'SELECT "quotes_speakername"."speaker_id"' in each["sql"]
    ]
    editorial.publish([draft], editor=None)
    assert "letter=%CE%A9" in content(client, "/speakers/")


def test_the_most_quoted_speakers_stand_first_and_nobody_else(client: Client) -> None:
    rows = client.get("/speakers/?sort=quoted").context["page"].object_list
    assert [(row.slug, row.passage_count) for row in rows] == [
        ("roman-vassilenko", 107), ("thierry-de-montbrial", 6),
    ]  # fmt: skip


def test_the_order_by_quotations_says_whom_it_leaves_out(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quotes.answers.speaker_index.MAX_QUOTED", 1)
    for query in ("q=Montbrial", "letter=M", "letter=M&q=Montbrial"):
        page = client.get(f"/speakers/?{query}&sort=quoted")
        assert page.context["index"].left_out == 1
        assert "No speaker" not in page.content.decode()
        rows = client.get(page.context["index"].by_name_url).context["page"].object_list
        assert [row.slug for row in rows] == ["thierry-de-montbrial"]
    page = client.get("/speakers/?sort=quoted")
    assert page.context["index"].left_out == Speaker.objects.public().count() - 1
    assert "those quoted most" in page.content.decode()
    assert "No speaker has this name" in content(client, "/speakers/?q=zzzz&sort=quoted")


def test_the_tree_of_topics_tells_what_they_are_for(client: Client) -> None:
    assert "Use for a country’s dealings with other countries" in content(client, "/topics/")


@pytest.mark.parametrize("query", ["page=2", "page=x", "page=1&page=2", "colour=red", "page=%00"])
def test_the_tree_refuses_what_it_has_not(query: str, client: Client) -> None:
    page = content(client, f"/topics/?{query}")
    assert 'class="notice notice-problem"' in page
    assert 'class="tree"' not in page
    assert 'class="tree"' in content(client, "/topics/?page=1")


def test_pictures_tell_their_scale(client: Client) -> None:
    page = client.get("/coverage/")
    coverage = page.context["coverage"]
    fullest = max(mark.count for row in coverage.rows for mark in row.marks)
    assert f"A mark of full height is {fullest} quotations." in page.content.decode()
    grid = client.get("/speakers/roman-vassilenko/").context["explored"].result.topic_grid
    fullest = max(mark.count for row in grid.rows for mark in row.marks)
    assert grid.most == fullest


def test_a_page_with_a_problem_keeps_the_words_typed(client: Client) -> None:
    page = content(client, "/topics/sanctions/?q=war+peace&colour=red")
    assert 'href="/topics/sanctions/?q=war+peace">Start without filters' in page


def test_coverage_adds_up_and_tells_what_is_missing(client: Client) -> None:
    factories.published("Long ago.", said_on="2019")
    factories.published("Nobody knows when.")
    coverage = client.get("/coverage/").context["coverage"]
    assert sum(row.count for row in coverage.rows) == coverage.count == 115
    assert all(sum(n for _, n, _ in row.by_wording) == row.count for row in coverage.rows)
    first = coverage.rows[0]
    assert (first.speaker.slug, first.years, first.without) == ("roman-vassilenko", "2023–2024", [])
    mark = first.marks[0]
    assert client.get(unescape(mark.url)).context["result"].count == mark.count
    gaps = {gap.what: gap.count for gap in coverage.gaps}
    assert {gap.url for gap in coverage.gaps} == {"", "/search/?year=undated"}
    assert gaps["quotations without a known day or year"] == 1
    assert gaps["years or decades without any quotation: 2020, 2021, 2022"] == 3


@pytest.mark.parametrize("query", ["page=0", "page=1&page=2", "colour=red", "page=%00"])
def test_coverage_refuses_what_it_does_not_know(query: str, client: Client) -> None:
    page = client.get(f"/coverage/?{query}")
    assert page.status_code == 400
    assert "/coverage/" in page.content.decode()


def test_the_front_page_tells_said_from_added_and_prefers_what_can_be_quoted(
    client: Client,
) -> None:
    words = "Words said long ago, added last of all, and long enough to be quoted as they are."
    old = factories.published(words, said_on="2001")
    factories.published("Too short.", said_on="2002")
    factories.published(words, said_on="2003", wording="paraphrased")
    page = client.get("/").context
    assert page["added_last"][0] == old
    assert "paraphrased" not in {passage.wording for passage in page["added_last"]}
    assert all(len(passage.text) >= 50 for passage in page["added_last"])
    assert [passage.said[:4] for passage in page["said_last"]] == ["[202"] * 3
    assert all(50 <= len(passage.text) <= 300 for passage in page["said_last"])
