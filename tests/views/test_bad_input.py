"""Anything as an address: an answer that says what is wrong, never a fault of ours."""

import json
from urllib.parse import quote, quote_from_bytes

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from hypothesis import HealthCheck, example, given, settings, strategies as st

from quotes.editorial.kept_pages import forget_kept_pages
from quotes.filters.search import SearchFilters
from quotes.urls import urlpatterns
from tests.effort import EFFORT

pytestmark = pytest.mark.django_db
FUZZ = settings(
    max_examples=40 * EFFORT,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
HOSTILE = [
    "", " ", "0", "-1", "1", "01", "2", "1e9", str(2**31), str(2**63), "9" * 400, "٣", "½", "NaN",
    "\x00", "a\x00b", "\r\nSet-Cookie: a=b", "\ud800", "\udfff", "\u202e", "\x0b", "'", '"', "\\",
    "' OR 1=1 --", "<script>alert(1)</script>", "{{7*7}}", "%00", "%ff", "../../etc/passwd", "*",
    "a*", "(", ")", "((((", "-", "--", "OR", "NEAR/999999999", '"', '""', '"a b"~5', "topic:x",
    "x" * 10_000, "wort " * 5_000, "undated", "0000", "10000", "2023-02-30", "2023-13", "[]", "{}",
    "roman-vassilenko", "sanctions", "wpc", "2023", "newest", "verbatim", "en", "t90s1618",
]  # fmt: skip
TEXT = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=60),
    st.text(st.characters(codec=None), max_size=20),
)
NAMES = [*SearchFilters.base_filters, "page", "per_page", "utm_source", "x", "q\x00"]


def escaped(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def query_string(pairs: list[tuple[str, str]]) -> str:
    return "&".join(f"{escaped(name)}={escaped(value)}" for name, value in pairs)


def addresses() -> list[str]:
    """Every address of the public site, with {} for each part that can be anything."""
    found = []
    for pattern in urlpatterns:
        route = str(pattern.pattern)
        while "<" in route:
            route = f"{route[: route.index('<')]}{{}}{route[route.index('>') + 1 :]}"
        found.append(f"/{route}")
    return found


def assert_answered(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code < 500, (address, response.status_code)
    if response.status_code >= 400:
        if "json" in response["Content-Type"]:
            assert json.loads(response.content)["title"]
        elif "text/plain" in response["Content-Type"]:
            assert response.content.strip()
        else:
            assert b"<h1" in response.content


def test_the_list_of_addresses_is_the_whole_site() -> None:
    assert len(addresses()) == len([p for p in urlpatterns if isinstance(p, URLPattern)])
    assert get_resolver("quotes.urls")


@FUZZ
@given(
    address=st.sampled_from(addresses()),
    parts=st.lists(TEXT, min_size=3, max_size=3),
    pairs=st.lists(st.tuples(st.sampled_from(NAMES), TEXT), max_size=4),
)
@example("/search/", ["", "", ""], [("after", "2023-02-30"), ("page", str(2**63))])
@example("/q/{}", ["\x00", "", ""], [])
def test_any_path_and_parameters_are_answered(
    opening_archive: None,
    client: Client,
    address: str,
    parts: list[str],
    pairs: list[tuple[str, str]],
) -> None:
    path = address.format(*map(escaped, parts))
    assert_answered(client, f"{path}?{query_string(pairs)}")


@FUZZ
@given(pairs=st.lists(st.tuples(st.sampled_from(NAMES), TEXT), min_size=1, max_size=5))
def test_any_search_is_answered_alike_as_page_and_as_json(
    opening_archive: None, client: Client, pairs: list[tuple[str, str]]
) -> None:
    query = query_string(pairs)
    forget_kept_pages()  # an answer from the page cache has no context to look into
    page = client.get(f"/search/?{query}")
    data = client.get(f"/search.json?{query}")
    assert page.status_code == 200
    assert data.status_code in (200, 400, 404)
    assert bool(page.context["problems"]) == (data.status_code == 400)
    if data.status_code == 200:
        assert json.loads(data.content)["count"] == page.context["result"].count


@FUZZ
@given(path=st.binary(max_size=40), query=st.binary(max_size=40))
def test_any_bytes_are_answered(
    opening_archive: None, client: Client, path: bytes, query: bytes
) -> None:
    assert_answered(client, f"/{quote_from_bytes(path)}?{quote_from_bytes(query)}")


def test_each_hostile_value_of_each_parameter_is_answered(
    opening_archive: None, client: Client
) -> None:
    for name in NAMES:
        for value in HOSTILE:
            assert_answered(client, f"/search/?{query_string([(name, value)])}")


def test_what_cannot_be_used_can_be_left_out_alone(client):
    page = client.get(
        "/search/?q=caravan&wording=edited&after=June+2023&nonsense=1"
    ).content.decode()
    kept = 'href="/search/?q=caravan&amp;wording=edited">Leave out these alone'
    assert kept in page
    assert 'href="/search/?q=caravan">Start without filters' in page


def test_where_nothing_else_is_filtered_only_one_way_on_is_offered(client):
    page = client.get("/search/?q=caravan&after=June+2023").content.decode()
    assert "Start without filters" in page
    assert "alone</a>" not in page
