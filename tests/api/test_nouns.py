"""Speakers, events, interviews, sources, topics and utterances in the API."""

from itertools import product
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from quotes import editorial
from quotes.editorial.kept_pages import forget_kept_pages
from quotes.models import Interview, Speaker, Topic, Utterance, UtteranceMember
from tests import factories
from tests.api.conftest import Ask
from tests.api.edits import Editor, enter_turn, report_again
from tests.views.room import Room

pytestmark = pytest.mark.django_db
NOUNS = ["speakers", "events", "interviews", "sources", "topics"]


def test_a_speaker_has_names_and_offices(ask: Ask, room: Room, settings):
    site = settings.SITE_URL
    assert ask("speakers/ms-keeper") == {
        "name": "Ms Keeper",
        "slug": "ms-keeper",
        "url": f"{site}/speakers/ms-keeper/",
        "sort_name": "Ms Keeper",
        "kind": "person",
        "description": "A minister.",
        "wikidata_id": None,
        "names": [{"name": "Хранительница", "language": "ru"}],
        "roles": [
            {
                "title": "Minister",
                "organisation": "Republic",
                "start": {
                    "edtf": "2020",
                    "earliest": "2020-01-01",
                    "latest": "2020-12-31",
                    "text": "2020",
                },
                "end": {"edtf": None, "earliest": None, "latest": None, "text": None},
                "held": "from 2020",
                "basis": "Gazette",
            }
        ],
        "api_url": f"{site}/api/v1/speakers/ms-keeper",
        "passages_url": f"{site}/api/v1/passages?speaker=ms-keeper",
        "passage_count": 3,
    }


def test_an_interview_has_who_took_part_and_what_reports_it(ask: Ask, room: Room):
    record = ask("interviews/panel")
    parts = [(each["slug"], each["part"], each["role"]) for each in record["participants"]]
    assert parts == [("ms-keeper", "speaker", "Host"), ("asker", "interviewer", "Host")]
    assert [source["slug"] for source in record["sources"]] == ["report", "transcript"]
    assert record["dates"]["earliest"] == "2023-06-08"


def test_a_source_has_what_is_kept_and_what_was_left_out(ask: Ask, room: Room):
    record = ask("sources/transcript")
    assert record["captured_characters"] == 500
    assert record["left_out"] == [{"reason": "heading", "places": 1, "characters": 40}]
    assert (record["interview"]["slug"], record["event"]["slug"]) == ("panel", "forum-1")
    assert record["outlet"] == {"name": "Gazette", "slug": "gazette"}


def test_nouns_of_passages_are_told_with_the_same_fields(ask: Ask, room: Room):
    record = ask(f"passages/{room.first.identifier_id}")
    for name, noun in (("event", "events"), ("interview", "interviews"), ("source", "sources")):
        whole = ask(f"{noun}/{record[name]['slug']}")
        assert {field: whole[field] for field in record[name]} == record[name]


def test_an_event_has_its_series_and_a_series_its_editions(ask: Ask, room: Room):
    event = ask("events/forum-1")
    assert (event["type"], event["series"]["slug"]) == ("event", "forum-1-series")
    series = ask("events/forum-1-series")
    assert (series["type"], series["passage_count"]) == ("series", 4)
    assert [each["slug"] for each in series["editions"]] == ["forum-1"]


def test_a_topic_has_its_place_in_the_tree(ask: Ask, room: Room):
    open_doors, doors = ask("topics/open-doors"), ask("topics/doors")
    assert [each["slug"] for each in open_doors["above"]] == ["themes", "doors"]
    assert open_doors["aliases"] == ["Gates"]
    assert [each["slug"] for each in doors["below"]] == ["open-doors"]
    assert (open_doors["passage_count"], doors["passage_count"]) == (1, 1)


def test_topics_are_filtered_by_name_and_place(ask: Ask, room: Room):
    assert [each["slug"] for each in ask("topics?q=gate")["results"]] == ["open-doors"]
    assert [each["slug"] for each in ask("topics?parent=doors")["results"]] == ["open-doors"]
    assert ask("topics?parent=open-doors")["count"] == 0


@pytest.mark.parametrize(
    ("address", "slugs"),
    [
        ("speakers?q=хранит", ["ms-keeper"]), ("events?series=forum-1-series", ["forum-1"]),
        ("events?kind=forum", []), ("interviews?format=panel&year=2023", ["panel"]),
        ("interviews?speaker=asker", ["panel"]), ("sources?outlet=herald", ["report"]),
        ("sources?kind=transcript", ["transcript"]),
    ],
)  # fmt: skip
def test_lists_take_the_filters_of_their_pages(
    ask: Ask, room: Room, address: str, slugs: list[str]
):
    assert [each["slug"] for each in ask(address)["results"]] == slugs


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("speakers?colour=red", "colour"), ("events?kind=party", "kind"),
        ("events?year=0", "year"), ("interviews?format=json", "format"),
        ("interviews?speaker=nobody", "speaker"), ("sources?page=0", "page"),
        ("topics?parent=nothing", "parent"), ("utterances?interview=x", "interview"),
        ("topics?per_page=1000", "per_page"), ("speakers/ms-keeper?x=1", "x"),
        ("topics/doors?page=1", "page"), ("?x=1", "x"), ("speakers?q=%00", "q"),
        ("sources/transcript?%00=1", "�"), ("utterances/khms7xrr?q=x", "q"),
    ],
)  # fmt: skip
def test_what_means_nothing_is_refused_by_name(
    client: Client, room: Room, address: str, parameter: str
):
    response = client.get(f"/api/v1/{address}")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert [each["parameter"] for each in response.json()["parameters"]] == [parameter]


@pytest.mark.parametrize("name", [*NOUNS, "utterances"])
def test_a_page_beyond_the_end_is_not_found(client: Client, room: Room, name: str):
    response = client.get(f"/api/v1/{name}?page=99")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(("name", "noun"), [("speakers", Speaker), ("interviews", Interview),
                                           ("topics", Topic)])  # fmt: skip
def test_a_former_slug_leads_to_the_new_one(client: Client, room: Room, name: str, noun: Any):
    found = noun.objects.public().first()
    old, found.slug = found.slug, "moved"
    editorial.save_noun(found, editor=None)
    response = client.get(f"/api/v1/{name}/{old}")
    assert (response.status_code, response["Location"]) == (301, f"/api/v1/{name}/moved")


def test_utterances_have_their_reports_the_closest_first(ask: Ask, room: Room):
    [found] = ask("utterances")["results"]
    first, report = room.first.identifier_id, room.report.identifier_id
    assert found["id"] == first
    assert [each["id"] for each in found["variants"]] == [first, report]
    assert found["passages"] == [ask(f"passages/{first}"), ask(f"passages/{report}")]
    assert ask(found["api_url"]) == found


def test_every_report_leads_to_its_utterance(client: Client, room: Room):
    response = client.get(f"/api/v1/utterances/{room.report.identifier_id}")
    expected = f"/api/v1/utterances/{room.first.identifier_id}"
    assert (response.status_code, response["Location"]) == (301, expected)


def test_words_reported_once_are_no_utterance(ask: Ask, client: Client, room: Room):
    response = client.get(f"/api/v1/utterances/{room.third.identifier_id}")
    assert response.status_code == 404
    assert response.json()["title"] == "These words are reported once"
    editorial.withdraw(room.report, reason="No.", editor=None)
    assert ask("utterances")["count"] == 0
    assert client.get(f"/api/v1/utterances/{room.first.identifier_id}").status_code == 404
    assert client.get(f"/api/v1/utterances/{room.report.identifier_id}").status_code == 410


def test_utterances_are_filtered(ask: Ask, room: Room):
    assert ask("utterances?interview=panel&speaker=ms-keeper")["count"] == 1
    assert ask("utterances?speaker=asker")["count"] == 0


def test_a_proposed_report_is_no_report(ask: Ask, room: Room):
    other = factories.published(source=factories.source(interview=room.first.interview))
    before = ask("utterances")
    UtteranceMember.objects.create(
        utterance=Utterance.objects.get(), passage=other, state="proposed"
    )
    assert ask("utterances") == before


def test_a_list_costs_the_same_queries_however_many_rows(
    client: Client, room: Room, django_assert_max_num_queries: DjangoAssertNumQueries
):
    editor = Editor(1)
    for _ in range(4):
        enter_turn(editor)
        report_again(editor)
        factories.published(speaker=factories.speaker(editor.called("Speaker")))
    for _ in range(40):
        editor.edit()
    for name, more in product([*NOUNS, "utterances"], ["", "&cursor=*"]):
        forget_kept_pages()
        address = f"/api/v1/{name}?per_page="
        with django_assert_max_num_queries(16, info=address) as few:
            assert client.get(f"{address}2{more}").json()["next"]
        forget_kept_pages()
        with django_assert_max_num_queries(len(few), info=address):
            assert len(client.get(f"{address}100{more}").json()["results"]) > 2
