"""Suggestions while typing, and the description that browsers find them by."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoDbBlocker

from quotes import editorial
from quotes.models import EventSeries, SpeakerName, TopicAlias
from tests import factories
from tests.conftest import rolled_back

pytestmark = pytest.mark.django_db


def suggest(client: Client, q: str) -> dict[str, str]:
    """Suggested texts, each with its description."""
    response = client.get("/suggest.json", {"q": q})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/x-suggestions+json"
    asked, texts, descriptions, urls = response.json()
    assert asked == q.strip()
    assert len(texts) == len(descriptions) == len(urls) <= 10
    return dict(zip(texts, descriptions, strict=True))


@pytest.fixture(scope="module")
def archive(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with rolled_back(django_db_blocker):
        fill()
        yield


def fill() -> None:
    speaker = factories.speaker("Roman Vassilenko", slug="roman-vassilenko")
    SpeakerName.objects.create(speaker=speaker, name="Роман Василенко", language="ru")
    topic = factories.topic("Sanctions", slug="sanctions")
    TopicAlias.objects.create(topic=topic, name="Embargo")
    series = EventSeries.objects.create(name="World Conference", short_name="WC", slug="wc")
    event = factories.event("Düsseldorf Forum", slug="duesseldorf", series=series)
    source = factories.source(
        interview=factories.interview(event=event), outlet=factories.outlet("Gazette")
    )
    factories.published("The boxing ring stands.", speaker=speaker, source=source, topics=[topic])
    factories.published("A boxing rink.", source=source)


@pytest.mark.parametrize(
    ("typed", "text", "description"),
    [
        ("vass", "Roman Vassilenko", "Speaker, 1 quotation"),
        ("Roman V", "Roman Vassilenko", "Speaker, 1 quotation"),
        ("васи", "Роман Василенко", "Speaker Roman Vassilenko, 1 quotation"),
        ("sanc", "Sanctions", "Topic, 1 quotation"),
        ("EMB", "Embargo", "Topic Sanctions, 1 quotation"),
        ("dusseld", "Düsseldorf Forum", "Event, 2 quotations"),
        ("world con", "World Conference", "Event series, 2 quotations"),
        ("gaz", "Gazette", "Outlet, 2 quotations"),
        ("box", "boxing", "Word, 2 quotations"),
        ("boxing ri", "boxing ring", "Word, 1 quotation"),
        ('"boxing ri', '"boxing ring"', "Word, 1 quotation"),
    ],
)
def test_names_topics_and_words_are_found_by_how_they_begin(
    client: Client, archive: None, typed: str, text: str, description: str
) -> None:
    assert suggest(client, typed)[text] == description


@pytest.mark.parametrize("typed", ["", " ", "b", "!!", "zz", "x" * 200, "speaker:va", "themes"])
def test_what_begins_nothing_gets_no_suggestion(client: Client, archive: None, typed: str) -> None:
    assert suggest(client, typed) == {}


def test_the_count_of_a_word_is_what_a_search_for_it_finds(client: Client, archive: None) -> None:
    factories.published("They boxed and stood.")
    factories.published("A stand, a standing rule.")
    for typed in ("box", "st", "boxing ri"):
        for text, description in suggest(client, typed).items():
            count = client.get("/search.json", {"q": text}).json()["count"]
            assert description == f"Word, {count} quotation{'s' if count != 1 else ''}"


def test_what_only_drafts_or_withdrawn_passages_have_is_not_suggested(client: Client) -> None:
    factories.draft("Clandestine.", speaker=factories.speaker("Clara Draft"))
    passage = factories.published(
        "Clamour.",
        speaker=factories.speaker("Claus Gone"),
        topics=[factories.topic("Clay", slug="clay")],
    )
    factories.published("Clarity.")
    assert set(suggest(client, "cla")) == {"Claus Gone", "Clay", "clamour", "clarity"}
    editorial.withdraw(passage, reason="An error.", editor=None)
    assert set(suggest(client, "cla")) == {"clarity"}


def test_the_plain_page_links_to_the_same(client: Client, archive: None) -> None:
    texts = list(suggest(client, "bo"))
    page = client.get("/suggest/?q=bo")
    assert [each.text for each in page.context["suggestions"]] == texts
    assert 'href="/search/?q=boxing"' in page.content.decode()
    names = client.get("/suggest/?q=vass").content.decode()
    assert 'href="/speakers/roman-vassilenko/"' in names


def test_every_suggestion_leads_to_a_page(client: Client, archive: None) -> None:
    for typed in ("vass", "sanc", "dus", "wor", "gaz", "box"):
        for url in client.get(f"/suggest.json?q={typed}").json()[3]:
            path = url.removeprefix("http://127.0.0.1:8000")
            assert client.get(path).status_code == 200


def test_an_unknown_parameter_is_named(client: Client, archive: None) -> None:
    assert client.get("/suggest.json?q=va&colour=red").status_code == 400
    assert "colour" in client.get("/suggest/?q=va&colour=red").content.decode()


def test_suggestions_cost_few_queries(
    client: Client, archive: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/suggest.json?q=zz")
    for typed in ("sa", "wor", "vas"):
        with django_assert_max_num_queries(3):
            client.get(f"/suggest.json?q={typed}")


def test_the_description_names_every_address_on_the_archives_site(client: Client, settings) -> None:
    settings.SITE_URL = "https://archive.example"
    response = client.get("/opensearch.xml")
    assert response["Content-Type"].startswith("application/opensearchdescription+xml")
    root = ElementTree.fromstring(response.content)  # noqa: S314 - our own
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    templates = {url.get("type"): url.get("template") for url in root.iter(f"{space}Url")}
    assert templates["text/html"] == "https://archive.example/search/?q={searchTerms}"
    assert (
        templates["application/x-suggestions+json"]
        == "https://archive.example/suggest.json?q={searchTerms}"
    )
    assert all(url.startswith("https://archive.example/") for url in templates.values())
    assert len(root.findtext(f"{space}ShortName")) <= 16


def test_every_address_of_the_description_answers(client: Client, archive: None) -> None:
    root = ElementTree.fromstring(client.get("/opensearch.xml").content)  # noqa: S314 - our own
    for url in root.iter("{http://a9.com/-/spec/opensearch/1.1/}Url"):
        path = url.get("template").removeprefix("http://127.0.0.1:8000")
        for name, value in {"searchTerms": "box", "count?": "", "startPage?": ""}.items():
            path = path.replace(f"{{{name}}}", value)
        assert client.get(path).status_code == 200, path


def test_every_page_leads_to_the_description(client: Client, archive: None) -> None:
    link = 'rel="search" type="application/opensearchdescription+xml" title="On Record"'
    for path in ("/", "/search/", "/topics/"):
        assert link in client.get(path).content.decode()


def test_the_script_is_small() -> None:
    assert Path(finders.find("js/suggest.js")).stat().st_size < 2_000
