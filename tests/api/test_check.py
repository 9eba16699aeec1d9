"""The quotation check for programs: the contract, refusals, methods, other sites' scripts."""

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings, strategies as st

from quotes.api.openapi import document
from quotes.checking import check as checking
from quotes.search.catch_up import PreparingError
from tests.api.test_openapi import SITE, differences
from tests.effort import EFFORT
from tests.views.room import Room, furnish

pytestmark = pytest.mark.django_db
CHECK = "/api/v1/check"
FIELDS = {
    "quoted", "start", "end", "verdict", "passage", "similarity", "differences", "checks",
    "explanation", "alternatives",
}  # fmt: skip


@pytest.fixture
def room() -> Room:
    return furnish()


def post(client: Client, body: Any, **more: Any):
    raw = body if isinstance(body, bytes) else json.dumps(body)
    return client.post(CHECK, raw, **{"content_type": "application/json"} | more)


@pytest.mark.parametrize(
    "body",
    [
        {"text": "We kept the door open."},
        {"text": "We kept the window open. Nobody had asked.", "speaker": "ms-keeper"},
        {"text": "We kept the door open.", "speaker": "asker", "article": False},
        {"text": "“We kept the door open,” she said. “No.” “Cheese is what the moon is made of.”",
         "article": True},
        {"text": "nothing", "speaker": None, "article": None},
    ],
)  # fmt: skip
def test_answers_have_exactly_the_fields_described(client: Client, room: Room, body: dict):
    response = post(client, body)
    assert response.status_code == 200
    answer = response.json()
    assert set(answer["searched"]) == {"passages", "speakers", "from", "to"}
    assert all(FIELDS <= set(each) for each in answer["quotations"])
    schemas = document(SITE)["components"]["schemas"]
    assert differences(answer, {"$ref": "#/components/schemas/Checked"}, schemas) == []


def test_the_passage_is_the_record_of_its_permalink(client: Client, room: Room):
    [found] = post(client, {"text": "We kept the door open."}).json()["quotations"]
    assert found["verdict"] == "exact"
    assert found["passage"] == client.get(f"{room.first.get_absolute_url()}.json").json()
    assert found["alternatives"][0]["id"] == room.report.identifier_id


def test_offsets_are_of_the_text_as_it_was_sent(client: Client, room: Room):
    text = "😀\r\nShe said: “We kept the door open.”\r\nE\u0301t “we would do it again”"
    found = post(client, {"text": text, "article": True}).json()["quotations"]
    assert [text[each["start"] : each["end"]] for each in found] == [
        "We kept the door open.", "we would do it again",
    ]  # fmt: skip


def test_what_was_searched_is_told(client: Client, room: Room):
    searched = post(client, {"text": "Nothing like it was ever said"}).json()["searched"]
    assert searched == {"passages": 4, "speakers": 2, "from": 2023, "to": 2023}


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ({}, "text"),
        ({"text": None}, "text"),
        ({"text": 1}, "text"),
        ({"text": ["a"]}, "text"),
        ({"text": " \n"}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"text": "a\x00b"}, "text"),
        (b'{"text": "\\ud800 we kept it"}', "text"),
        ({"text": "We kept the door", "speaker": "nobody"}, "speaker"),
        ({"text": "We kept the door", "speaker": 7}, "speaker"),
        ({"text": "We kept the door", "speaker": "\x00"}, "speaker"),
        ({"text": "We kept the door", "article": "yes"}, "article"),
        ({"text": "We kept the door", "speakr": "x"}, "speakr"),
        (b'{"text": "a b c d", "\\ud800": 1}', "�"),
        ([], "body"),
        (b"{", "body"),
        (b"\xff", "body"),
        (b"[" * 100_000, "body"),
        (b'{"text": "a", "article": 1' + b"0" * 5_000 + b"}", "body"),
    ],
)
def test_what_cannot_be_checked_is_refused_by_name(client: Client, room, body, parameter: str):
    response = post(client, body)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    assert [each["parameter"] for each in response.json()["parameters"]] == [parameter]
    detail = response.json()["detail"]
    assert all(f"“{name}”" in detail for name in ("text", "speaker", "article"))
    assert json.loads(detail.split("Example: ")[1])["text"]


def test_what_is_no_json_is_told_what_is_wanted(client: Client, room: Room):
    response = client.post(CHECK, "text=a", content_type="application/x-www-form-urlencoded")
    assert response.status_code == 415
    assert 'Example: {"text": ' in response.json()["detail"]


def test_parameters_in_the_address_are_refused(client: Client, room: Room):
    response = client.post(f"{CHECK}?text=a", "{}", content_type="application/json")
    assert response.status_code == 400
    assert response.json()["parameters"][0]["parameter"] == "text"


def test_other_media_types_and_long_bodies_are_refused(client: Client, room: Room):
    assert (
        post(client, b"text=a", content_type="application/x-www-form-urlencoded").status_code == 415
    )
    assert post(client, b"{}", content_type="").status_code == 415
    assert post(client, {"text": "x" * 600_000}).status_code == 413
    assert post(client, {"text": "a b c d"}, headers={"accept": "text/html"}).status_code == 406


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete"])
def test_it_only_takes_post(client: Client, method: str):
    response = getattr(client, method)(CHECK)
    assert (response.status_code, response["Allow"]) == (405, "POST, OPTIONS")


def test_scripts_of_any_site_may_ask(client: Client, room: Room):
    before = client.options(CHECK)
    assert before.status_code == 204
    assert before["Access-Control-Allow-Methods"] == "POST, OPTIONS"
    assert before["Access-Control-Allow-Headers"] == "Content-Type"
    for answer in (before, post(client, {"text": "We kept the door open."}), post(client, {})):
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert not answer.cookies


def test_without_an_index_it_says_when_to_come_again(client: Client, room: Room, monkeypatch):
    def none() -> None:
        raise PreparingError

    monkeypatch.setattr(checking, "open_index", none)
    response = post(client, {"text": "We kept the door open."})
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert response["Cache-Control"] == "no-store"


def test_queries_do_not_grow_with_what_is_found(
    client: Client, room: Room, django_assert_max_num_queries
):
    post(client, {"text": "We kept the door open."})
    with django_assert_max_num_queries(26):
        post(client, {"text": "We kept the door open. Nobody had asked.", "speaker": "ms-keeper"})


def test_the_beginning_names_it(client: Client, room: Room, settings):
    assert client.get("/api/v1/").json()["check"] == f"{settings.SITE_URL}{CHECK}"


@settings(max_examples=50 * EFFORT, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    text=st.text(st.characters(codec=None), max_size=80)
    | st.text(
        st.sampled_from("[](){}…. “”‘’'\"«»\u202e\u0301\u200b\U0001f600門aA1-–"), max_size=80
    ),
    speaker=st.none() | st.text(st.characters(codec=None), max_size=20) | st.integers(),
    article=st.none() | st.booleans() | st.text(max_size=3),
)
def test_hostile_bodies_are_answered(opening_archive: None, client: Client, text, speaker, article):
    body = {"text": text, "speaker": speaker, "article": article}
    response = post(client, json.dumps(body).encode())
    assert response.status_code in (200, 400)
    for each in response.json().get("quotations", ()):
        assert text[each["start"] : each["end"]] == each["quoted"]
