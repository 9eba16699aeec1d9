"""The help page of the search: each example does what the page says, in the opening archive."""

import re
from dataclasses import dataclass
from html import escape, unescape
from typing import Any
from urllib.parse import unquote, urlencode

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from quotes.answers.result import Result
from quotes.search.help import (
    COMBINED,
    FILTERS,
    GROUPS,
    MISSPELT,
    MISTAKES,
    ORDERS,
    PAGES,
    Address,
    Example,
)
from tests.views import scan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("opening_archive")]
EXAMPLES = [example for group in GROUPS for example in group.examples]
ADDRESSES = [*FILTERS, *COMBINED, *ORDERS, *PAGES]
HELP = "/search/help/"
ROW = re.compile(r'<dt><a href="/search/\?([^"]+)"><code>.*?</code></a></dt>(.*?)</div>', re.DOTALL)
every_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.query)
every_mistake = pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.query)
every_address = pytest.mark.parametrize("address", ADDRESSES, ids=lambda each: each.parameters)


@dataclass(frozen=True)
class Pages:
    """The rows of the help page, and the pages that they lead to, by parameters."""

    said: dict[str, list[str]]
    found: dict[str, HttpResponse]
    understood: dict[str, Any]

    def result(self, parameters: str) -> Result:
        """What a row leads to, if it can be shown."""
        page = self.found[parameters]
        assert (page.status_code, page.context["problems"]) == (200, [])
        return page.context["result"]


@pytest.fixture(scope="module")
def pages(
    opening_archive: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Pages:
    """All asked for with one index: one for each test would take minutes."""
    index = override_settings(SEARCH_INDEX_DIR=tmp_path_factory.mktemp("index"))
    with django_db_blocker.unblock(), index:
        said, found, understood = {}, {}, {}
        for row in ROW.finditer(Client().get(HELP).text):
            parameters = unquote(unescape(row[1]))
            said[parameters] = list(map(unescape, re.findall(r"<dd[^>]*>(.*?)</dd>", row[2])))
            found[parameters] = Client().get(f"/search/?{unescape(row[1])}")
            answer = Client().get(f"/search.json?{unescape(row[1])}")
            understood[parameters] = answer.json()["query"]["understood_as"]
    return Pages(said, found, understood)


@pytest.fixture(scope="module")
def archive(opening_archive: None, django_db_blocker: DjangoDbBlocker) -> list[scan.Row]:
    with django_db_blocker.unblock():
        return scan.rows()


@every_example
def test_an_example_leads_to_what_a_plain_scan_finds(
    pages: Pages, archive: list[scan.Row], example: Example
) -> None:
    expected = sum(map(scan.QUERIES[example.query], archive))
    assert pages.result(f"q={example.query}").count == expected > 0


@every_example
def test_an_example_is_read_back_as_its_results_are(pages: Pages, example: Example) -> None:
    parameters = f"q={example.query}"
    read_back, lesson = pages.said[parameters]
    assert read_back == pages.result(parameters).query.understood_as == pages.understood[parameters]
    assert lesson == example.explanation


@every_example
def test_the_parts_shown_over_the_results_are_those_of_the_read_back(
    pages: Pages, example: Example
) -> None:
    parameters = f"q={example.query}"
    conditions = pages.result(parameters).conditions
    [read_back, _] = pages.said[parameters]
    assert [part.label for part in conditions if part.label not in read_back] == []
    page = pages.found[parameters].text
    assert all(f"{escape(part.label)} <span" in page for part in conditions)


@every_example
def test_no_part_of_an_example_is_passed_over(pages: Pages, example: Example) -> None:
    assert pages.result(f"q={example.query}").notes == []


@pytest.mark.parametrize(
    "example",
    [example for example in EXAMPLES if example.explanation.startswith("Finds")],
    ids=lambda example: example.query,
)
def test_what_an_example_is_said_to_find_is_found(client: Client, example: Example) -> None:
    page = client.get("/search/", {"q": example.query, "per_page": 100})
    words = " ".join(hit.passage.text for hit in page.context["result"].hits)
    claimed = re.findall("“(.+?)”", re.split("[.;]", example.explanation)[0])
    assert claimed
    assert [claim for claim in claimed if claim not in words] == []


@every_mistake
def test_a_mistake_is_told_as_on_the_page_of_its_results(pages: Pages, mistake: Example) -> None:
    parameters = f"q={mistake.query}"
    said = pages.said[parameters]
    assert said == [*pages.result(parameters).notes, mistake.explanation]
    link = f'<a rel="help" href="{HELP}#mistakes">'
    assert f"{escape(said[0])} {link}" in pages.found[parameters].text


def test_the_misspelt_word_is_offered_in_its_right_spelling(client: Client) -> None:
    assert f'href="/search/?{urlencode({"q": MISSPELT})}"' in client.get(HELP).text
    found = client.get("/search/", {"q": MISSPELT}).context["result"]
    assert (found.count, found.alternatives.suggestion.text) == (0, "sanctions")


@every_address
def test_an_address_leads_to_what_a_plain_scan_finds(
    pages: Pages, archive: list[scan.Row], address: Address
) -> None:
    found = pages.result(address.parameters)
    assert found.count == sum(map(scan.ADDRESSES[address.parameters], archive)) > 0
    assert found.hits


@pytest.mark.parametrize("address", FILTERS, ids=lambda each: each.parameters)
def test_a_filter_and_its_counterpart_add_up_to_the_whole(
    client: Client, pages: Pages, archive: list[scan.Row], address: Address
) -> None:
    left_out = f"/search/?exclude_{address.parameters}"
    assert f'href="{left_out}"' in client.get(HELP).text
    count = client.get(left_out).context["result"].count
    assert pages.result(address.parameters).count + count == len(archive)


def test_every_example_has_a_scan_and_every_scan_an_example() -> None:
    assert set(scan.QUERIES) == {example.query for example in EXAMPLES}
    assert set(scan.ADDRESSES) == {address.parameters for address in ADDRESSES}


@pytest.mark.parametrize(("sort", "backwards"), [("newest", True), ("oldest", False)])
def test_the_orders_by_day_are_as_described(pages: Pages, sort: str, backwards: bool) -> None:
    hits = pages.result(f"q=sanctions&sort={sort}").hits
    days = [re.findall(r"\d{4}-\d\d-\d\d", hit.passage.said)[0] for hit in hits]
    assert len(set(days)) > 1
    assert days == sorted(days, reverse=backwards)
