"""The search page and its JSON: parameters, facets, paging, errors."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from quotes import editorial
from quotes.models import Speaker
from quotes.search import catch_up
from tests import factories

pytestmark = pytest.mark.django_db


def search(client: Client, **parameters: Any) -> dict[str, Any]:
    response = client.get(f"/search.json?{urlencode(parameters, doseq=True)}")
    assert response.status_code == 200, response.content
    return response.json()


def test_the_answer_has_the_fields_that_programs_rely_on(
    client: Client, opening_archive: None
) -> None:
    answer = search(client, q='"boxing ring"')
    assert set(answer) >= {"count", "page", "pages", "results", "facets", "query"}
    assert (answer["count"], answer["page"], answer["pages"]) == (2, 1, 1)
    assert answer["query"] == {
        "text": '"boxing ring"',
        "understood_as": "quotations with exactly “boxing ring”",
        "notes": [],
        "suggestion": None,
        "fewer_words": None,
    }
    verbatim, reported = answer["results"]
    assert (verbatim["wording"], reported["wording"]) == ("verbatim", "reported")
    variants = verbatim["utterance"]["variants"]
    assert [v["id"] for v in variants] == [verbatim["id"], reported["id"]]
    assert reported["spans_joined_at"] == [
        len("In the traditional Kazakh home, there are no corners, ")
    ]
    assert verbatim["url"] == f"{settings.SITE_URL}/q/{verbatim['id']}"
    assert verbatim["question"]["speaker"] == "Thierry de Montbrial"
    assert verbatim["said_on"] == {
        "edtf": "[2024-12-13..2024-12-15]",
        "earliest": "2024-12-13",
        "latest": "2024-12-15",
        "text": "between 13 and 15 December 2024",
    }


def test_a_result_is_the_record_of_its_permalink(client: Client, opening_archive: None) -> None:
    for result in search(client, q="yurt")["results"]:
        assert client.get(f"/q/{result['id']}.json").json() == result


@pytest.mark.parametrize(
    ("parameters", "count"),
    [
        ({}, 113),
        ({"speaker": "roman-vassilenko"}, 107),
        ({"speaker": ["roman-vassilenko", "thierry-de-montbrial"]}, 113),
        ({"speaker": "roman-vassilenko", "outlet": "avim"}, 9),
        ({"event": "wpc"}, 27),
        ({"event": "wpc-2024"}, 27),
        ({"event": ["wpc", "al-jazeera-2023"]}, 56),
        ({"exclude_event": "wpc"}, 86),
        ({"wording": ["verbatim", "reported"]}, 22),
        ({"year": "2024"}, 27),
        ({"exclude_year": "2024"}, 86),
        ({"year": "undated"}, 0),
        ({"after": "2024"}, 27),
        ({"after": "2024-12-15"}, 27),
        ({"after": "2024-12-16"}, 0),
        ({"before": "2023-02"}, 29),
        ({"before": "2023-02-24"}, 0),
        ({"language": "en"}, 113),
        ({"interview": "aif-2023-briefing"}, 9),
        ({"source": "astana-times-2024-report"}, 10),
        ({"q": "", "speaker": "", "page": ""}, 113),
        ({"utm_source": "x", "fbclid": "y"}, 113),
    ],
)
def test_filters(
    client: Client, opening_archive: None, parameters: dict[str, Any], count: int
) -> None:
    assert search(client, **parameters)["count"] == count


def test_a_topic_includes_its_descendants_and_two_can_be_asked_for(
    client: Client, opening_archive: None
) -> None:
    below = search(client, topic="multivector-policy")["count"]
    above = search(client, topic="foreign-policy")["count"]
    assert above > below > 0
    both = search(client, topic_all=["sanctions", "russia"])
    either = search(client, topic=["sanctions", "russia"])
    assert 0 < both["count"] < either["count"]
    excluded = search(client, exclude_topic="foreign-policy")["count"]
    assert excluded == 113 - above


def test_facets_add_up_to_the_count(client: Client, opening_archive: None) -> None:
    answer = search(client, q="kazakhstan")
    for name in ("speaker", "event", "outlet", "wording", "language", "year"):
        assert sum(value["count"] for value in answer["facets"][name]) == answer["count"]


def test_a_facet_keeps_its_other_values_and_marks_the_selected(
    client: Client, opening_archive: None
) -> None:
    everything = search(client)["facets"]["wording"]
    selected = search(client, wording="verbatim")["facets"]["wording"]
    assert [(v["value"], v["count"]) for v in selected] == [
        (v["value"], v["count"]) for v in everything
    ]
    assert [v["value"] for v in selected if v["selected"]] == ["verbatim"]


def test_a_selected_value_never_disappears(client: Client, opening_archive: None) -> None:
    facets = search(client, q="yurt", speaker="thierry-de-montbrial")["facets"]
    selected = [value for value in facets["speaker"] if value["selected"]]
    assert [(value["value"], value["count"]) for value in selected] == [("thierry-de-montbrial", 0)]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "changed"])
def test_pages_together_are_all_rows_once(client: Client, opening_archive: None, sort: str) -> None:
    first = search(client, q="kazakhstan", sort=sort, per_page=7)
    ids = [
        result["id"]
        for page in range(1, first["pages"] + 1)
        for result in search(client, q="kazakhstan", sort=sort, per_page=7, page=page)["results"]
    ]
    assert len(ids) == len(set(ids)) == first["count"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("speaker", "nobody"), ("topic", "no-topic"), ("event", "wpc-1066"), ("outlet", "x"),
        ("wording", "exact"), ("language", "xx"), ("year", "0"), ("year", "20245"),
        ("after", "2023-02-30"), ("before", "yesterday"), ("sort", "best"), ("page", "0"),
        ("page", "-1"), ("page", str(2**63)), ("per_page", "101"), ("per_page", "0"),
        ("exclude_topic", "no-topic"), ("topic_all", "no-topic"), ("colour", "red"),
        ("speaker", "a\x00b"),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_an_error_that_names_the_parameter(
    client: Client, opening_archive: None, name: str, value: str
) -> None:
    query = urlencode({"q": "yurt", name: value})
    answer = client.get(f"/search.json?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert [p["parameter"] for p in answer.json()["parameters"]] == [name]
    page = client.get(f"/search/?{query}")
    assert page.status_code == 200
    assert page.context["result"] is None
    assert [p.parameter for p in page.context["problems"]] == [name]


def test_a_page_beyond_the_end_is_not_found_as_json_and_says_so_as_a_page(
    client: Client, opening_archive: None
) -> None:
    assert client.get("/search.json?q=yurt&page=2").status_code == 404
    page = client.get("/search/?q=yurt&page=2")
    assert page.status_code == 200
    assert "/search/?q=yurt" in page.content.decode()


def test_a_range_that_runs_backwards_is_an_error(client: Client, opening_archive: None) -> None:
    answer = client.get("/search.json?after=2024&before=2023")
    assert answer.status_code == 400


def test_a_former_slug_still_filters(client: Client, opening_archive: None) -> None:
    speaker = Speaker.objects.get(slug="roman-vassilenko")
    speaker.slug = "vassilenko"
    editorial.save_noun(speaker, editor=None)
    assert search(client, speaker="roman-vassilenko")["count"] == 107


def test_nouns_of_drafts_do_not_exist(client: Client) -> None:
    draft = factories.draft(topics=[factories.topic("Secret")])
    factories.published("Other words.")
    source = draft.source
    for name, slug in {
        "speaker": draft.speaker.slug,
        "topic": "secret",
        "source": source.slug,
        "outlet": source.outlet.slug,
        "interview": source.interview.slug,
        "event": source.interview.event.slug,
    }.items():
        answer = client.get(f"/search.json?{name}={slug}")
        other = client.get(f"/search.json?{name}=no-such-slug")
        assert answer.status_code == other.status_code == 400
        assert answer.json()["detail"].replace(slug, "no-such-slug") == other.json()["detail"]


@pytest.mark.parametrize("query", ["", "?q=kazakhstan", "?q=sanctions&speaker=roman-vassilenko"])
@pytest.mark.parametrize("path", ["/search/", "/search.json", "/search.csv", "/search.atom"])
def test_a_result_page_costs_few_queries(
    client: Client,
    opening_archive: None,
    path: str,
    query: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.get(path)
    with django_assert_max_num_queries(12):
        client.get(f"{path}{query}{'&' if query else '?'}per_page=100")


def test_every_filter_at_once_costs_few_queries(
    client: Client, opening_archive: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    query = (
        "q=kazakhstan&speaker=roman-vassilenko&event=wpc&topic=foreign-policy&outlet=wpc-ifri"
        "&interview=wpc-2024-vassilenko&source=wpc-2024-transcript&wording=verbatim&language=en"
        "&year=2024&exclude_speaker=thierry-de-montbrial&exclude_topic=brics&after=2024&before=2024"
    )
    client.get("/search/")
    with django_assert_max_num_queries(12):
        assert client.get(f"/search/?{query}").context["result"].count > 0


def test_while_there_is_no_index_search_says_when_to_come_again(
    client: Client, opening_archive: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catch_up, "_catch_up_or_wait", lambda version: None)
    for path in ("/search/", "/search.json", "/search.csv", "/search.atom", "/suggest.json?q=ka"):
        response = client.get(path)
        assert response.status_code == 503
        assert int(response["Retry-After"]) > 0
    assert client.get("/q/khms7xrr").status_code == 200


def test_an_answer_from_a_lagging_index_is_kept_by_nobody(
    client: Client, opening_archive: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/search/")
    factories.published("Late words.")
    with monkeypatch.context() as patched:
        patched.setattr(catch_up, "_catch_up_or_wait", lambda version: None)
        response = client.get("/search.json?q=late")
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response
    assert response.json()["query"]["notes"]
    assert search(client, q="late")["count"] == 1


def test_each_typed_condition_can_be_taken_off(client: Client, opening_archive: None) -> None:
    page = client.get("/search/?q=kazakhstan+-sanctions&wording=edited").content.decode()
    assert 'href="/search/?q=-sanctions&amp;wording=edited"' in page
    assert 'href="/search/?q=kazakhstan&amp;wording=edited"' in page
    assert "not sanctions" in page
    plain = client.get("/search/?q=kazakhstan").content.decode()
    assert "Searched for" not in plain


def test_a_hit_in_the_question_is_marked_there(client: Client, opening_archive: None) -> None:
    page = client.get("/search/?q=question:circumvent").content.decode()
    assert "found in the question" in page
    assert "<mark>circumvent</mark>" in page


def test_a_page_can_be_longer_and_keeps_its_search(client: Client, opening_archive: None) -> None:
    page = client.get("/search/?q=the")
    sizes = {link.label: link for link in page.context["result"].sizes}
    assert [label for label, link in sizes.items() if link.selected] == ["20"]
    longer = client.get(sizes["50"].url)
    assert len(longer.context["result"].hits) == 50
    assert longer.context["result"].count == page.context["result"].count
    assert 'aria-current="true">50</a>' in longer.content.decode()
    assert not client.get("/search/?q=yurt").context["result"].sizes
