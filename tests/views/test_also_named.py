"""What the words of a search also name: said above the results, with counts that hold."""

from html import unescape
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from quotes.answers.also_named import also_named
from quotes.answers.result import Result
from quotes.filters.search import ResultPageFilters
from quotes.search.find import find
from tests import factories

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, **parameters: str) -> Any:
    response = client.get(address, parameters | {"per_page": "100"})
    assert response.status_code == 200
    return response


def pks(response: Any) -> set[int]:
    return {hit.passage.pk for hit in response.context["result"].hits}


@pytest.mark.parametrize(
    ("query", "name", "rest"),
    [
        ("санкции", "Sanctions", ""),
        ("санкциям", "Sanctions", ""),
        ("о санкциях", "Sanctions", ""),
        ("sanction", "Sanctions", ""),
        ("Василенко санкции", "Sanctions", "Василенко"),
        ("kazakhstan neighbour", "Location and neighbourhood", "kazakhstan"),
    ],
)
def test_a_topic_that_is_named_in_another_form_is_told_with_what_it_finds(
    client: Client, opening_archive: None, query: str, name: str, rest: str
) -> None:
    shown = page(client, "/search/", q=query)
    (named,) = shown.context["named"]
    assert (named.name, named.rest) == (name, rest)
    led_to = client.get(named.url)
    assert named.count == led_to.context["result"].count == len(pks(led_to))
    assert named.missing == len(pks(led_to) - pks(shown)) > 0
    text = unescape(shown.content.decode())
    assert f'<a href="{named.url}">{named.count} quotations</a> are about' in text
    assert (f"Of those with <q>{rest}</q>," in text) == bool(rest)


@pytest.mark.parametrize(
    "query",
    ["sanctions", "EU", "Василенко", "the war in Ukraine", '"sanction"', "sanction -war",
     "sanction OR war", "topic:sanctions sanction", "sanction*", "zzzz", ""],
)  # fmt: skip
def test_nothing_is_told_where_the_words_find_all_or_were_typed_with_care(
    client: Client, opening_archive: None, query: str
) -> None:
    assert page(client, "/search/", q=query).context["named"] == []


@pytest.mark.parametrize(
    "more", [{"topic": "russia"}, {"topic_all": "russia"}, {"exclude_topic": "russia"}]
)
def test_whoever_chose_topics_is_told_of_none(
    client: Client, opening_archive: None, more: dict[str, str]
) -> None:
    assert page(client, "/search/", q="санкции", **more).context["named"] == []


def test_filters_and_the_view_hold_for_what_is_told(client: Client, opening_archive: None) -> None:
    shown = page(client, "/search/", q="санкции", wording="edited", view="lines", sort="right")
    (named,) = shown.context["named"]
    led_to = client.get(named.url)
    assert not led_to.context["problems"]
    assert led_to.context["result"].count == named.count
    plain = page(client, "/search/", topic="sanctions", wording="edited")
    assert named.count == plain.context["result"].count


def test_a_speaker_who_is_named_in_another_form_is_told(client: Client) -> None:
    speaker = factories.speaker("Касым Токаев", slug="tokayev")
    for words in ("Nothing of it.", "Of something else."):
        factories.published(words, speaker=speaker)
    factories.published("Мы ждали Токаева.", language="ru")
    shown = page(client, "/search/", q="Токаева")
    (named,) = shown.context["named"]
    assert (named.noun, named.name, named.count, named.missing) == ("speaker", "Касым Токаев", 2, 2)
    assert client.get(named.url).context["result"].count == 2
    # One of several of the name would be a guess.
    factories.published("A third.", speaker=factories.speaker("Лев Токаев", slug="lev"))
    assert page(client, "/search/", q="Токаева").context["named"] == []


def test_a_topic_of_drafts_alone_is_never_told(client: Client) -> None:
    topic = factories.topic("Pontoons", factories.topic("Root"), slug="pontoons")
    factories.published("A pontoon sank.")
    draft = factories.draft("Nothing of it.")
    draft.topics.add(topic)
    assert page(client, "/search/", q="pontoon").context["named"] == []
    factories.published("Of something else.", topics=[topic])
    (named,) = page(client, "/search/", q="pontoon").context["named"]
    assert (named.count, named.missing) == (1, 1)


@pytest.mark.parametrize("query", ["sanctions", "Василенко", "growth of the economy", "войне мир"])
def test_where_nothing_is_to_be_told_nothing_is_looked_up(
    opening_archive: None, django_assert_num_queries: Any, query: str
) -> None:
    data = QueryDict(mutable=True)
    data["q"] = query
    filters = ResultPageFilters(data)
    assert not filters.problems
    shown = Result(filters, find(filters.asked))
    also_named(filters, shown)
    with django_assert_num_queries(0):
        assert also_named(filters, shown) == []
