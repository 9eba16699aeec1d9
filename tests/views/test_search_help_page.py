"""The help page of the search as a page: its limits, its links, and the ways to it."""

import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from quotes.editorial.kept_pages import forget_kept_pages
from quotes.models import Wording
from quotes.search import query
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("opening_archive")]
HELP = "/search/help/"
LIMITS = [
    "search.query.MAX_CHARACTERS", "search.query.MAX_WORDS", "search.query.MAX_NESTING",
    "search.query.MIN_PREFIX_LENGTH", "search.query.MAX_NEAR", "search.query.MAX_BETWEEN_TWO",
    "search.query.MAX_BETWEEN_THREE", "search.find.MAX_DEPTH", "filters.search.MAX_VALUES",
    "filters.search.ROWS", "filters.strict.MAX_PER_PAGE", "answers.facets.SHOWN_VALUES",
    "answers.facets.UNFOLDED_VALUES", "answers.without_a_filter.LITTLE", "search.suggest.MAX_SUGGESTIONS",
    "answers.query_marks.MAX_MARKED_QUERY",
]  # fmt: skip


@pytest.mark.parametrize("limit", LIMITS)
def test_every_limit_shown_is_the_one_in_force(
    client: Client, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    assert "<td>4,321</td>" not in client.get(HELP).text
    forget_kept_pages()
    monkeypatch.setattr(f"quotes.{limit}", 4321)
    assert client.get(HELP).text.count("<td>4,321</td>") == 1


def test_every_limit_of_the_parser_is_shown() -> None:
    numbers = {name for name, value in vars(query).items() if type(value) is int and name.isupper()}
    assert {f"search.query.{name}" for name in numbers} <= set(LIMITS)


def test_no_other_number_is_shown_as_a_limit(client: Client) -> None:
    assert client.get(HELP).text.count("</td>") == len(LIMITS)


def test_every_grade_of_wording_is_named(client: Client) -> None:
    page = client.get(HELP).text
    assert [grade for grade in Wording.values if f"<code>{grade}</code>" not in page] == []


def test_every_link_of_the_page_leads_somewhere(client: Client) -> None:
    page = client.get(HELP).text
    links = {unescape(link) for link in re.findall(r'href="([/#][^"]*)"', page)}
    pages = {link for link in links if link.startswith("/") and "/static/" not in link}
    assert {link: client.get(link).status_code for link in pages} == dict.fromkeys(pages, 200)
    places = {link[1:] for link in links - pages if link.startswith("#")}
    assert places <= set(re.findall(r' id="([^"]+)"', page))


@pytest.mark.parametrize(
    "url",
    ["/", "/speakers/", "/search/", "/search/?q=sanctions", "/search/?q=zzzz", "/search/?topic=x"],
)
def test_every_page_with_a_search_box_leads_here(client: Client, url: str) -> None:
    page = client.get(url).text
    box = page[page.index("<search") : page.index("</search>")]
    footer = page[page.index("<footer") :]
    assert f'href="{HELP}"' in box
    assert f'href="{HELP}"' in footer


def test_whoever_finds_nothing_is_led_here(client: Client) -> None:
    page = client.get("/search/?q=zzzz").text
    nothing = page[page.index('class="empty"') : page.index("</section>")]
    assert f'href="{HELP}"' in nothing


def test_a_note_that_is_not_about_the_query_does_not_lead_here(client: Client) -> None:
    assert f"{HELP}#mistakes" not in client.get("/search/?q=sanctions").text


def test_robots_and_the_sitemap_know_the_page(client: Client) -> None:
    lines = client.get("/robots.txt").text.splitlines()
    assert lines.index(f"Allow: {HELP}") < lines.index("Disallow: /search/")
    assert f"{HELP}</loc>" in client.get("/sitemap-pages.xml").text


def test_the_page_asks_the_database_for_nothing_but_the_version(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # Before the page is made, and again behind it: an ETag never stands for two states.
    with django_assert_num_queries(2) as asked:
        client.get(HELP)
    assert all("quotes_archivestate" in query["sql"] for query in asked.captured_queries)


@pytest.mark.parametrize(
    ("text", "language", "typed"),
    [
        ("哈萨克斯坦奉行多元外交政策。", "zh", "外交"),
        ("カザフスタンの外交方針。", "ja", "外交"),
        ("Елдер келісімге келді.", "kk", "елдердің"),
        ("Gwlad y gân.", "cy", "gan"),
    ],
    ids=["Chinese", "Japanese", "Kazakh", "a language without stems"],
)
def test_other_languages_are_matched_as_described(
    client: Client, text: str, language: str, typed: str
) -> None:
    passage = factories.published(text, language=language)
    found = client.get("/search/", {"q": typed}).context["result"]
    assert [hit.passage.pk for hit in found.hits] == [passage.pk]
