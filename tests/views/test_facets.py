"""What is selected is shown as selected, whatever way it was named."""

import pytest
from django.test import Client

from quotes import editorial
from quotes.models import Speaker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("opening_archive")]


@pytest.mark.parametrize(
    ("query", "facet", "value", "count"),
    [
        ("event=wpc", "event", "wpc", 27),
        ("event=wpc-2024", "event", "wpc-2024", 27),
        ("topic=places", "topic", "places", 37),
        ("wording=verbatim&q=zzzz", "wording", "verbatim", 0),
        ("exclude_wording=verbatim", "wording", "verbatim", 17),
    ],
)
def test_a_selected_value_is_shown_with_its_count(
    client: Client, query: str, facet: str, value: str, count: int
) -> None:
    facets = client.get(f"/search.json?{query}").json()["facets"]
    [found] = [row for row in facets[facet] if row["value"] == value]
    assert found["count"] == count
    assert found["selected"] == (not query.startswith("exclude"))


def test_series_and_roots_stand_among_the_values_only_when_selected(client: Client) -> None:
    facets = client.get("/search.json").json()["facets"]
    assert set(facets) == {"speaker", "event", "topic", "outlet", "wording", "language", "year"}
    assert "wpc" not in {row["value"] for row in facets["event"]}
    assert "places" not in {row["value"] for row in facets["topic"]}


def test_a_former_slug_selects_the_value_of_today(client: Client) -> None:
    speaker = Speaker.objects.get(slug="roman-vassilenko")
    speaker.slug = "vassilenko"
    editorial.save_noun(speaker, editor=None)
    page = client.get("/search/?speaker=roman-vassilenko")
    [selected] = [
        value for facet in page.context["result"].facets for value in facet.values if value.selected
    ]
    assert (selected.value, selected.label) == ("vassilenko", "Roman Vassilenko")
    assert page.context["active"][0].label == "Speaker: Roman Vassilenko"


def test_filters_are_joined_in_words_and_several_are_applied_at_once(client):
    url = "/search/?speaker=roman-vassilenko&topic=sanctions&topic=russia&exclude_outlet=al-jazeera"
    page = client.get(url)
    active = page.context["active"]
    assert [(each.joiner, each.parameter) for each in active] == [
        ("", "speaker"), ("and", "topic"), ("or", "topic"), ("and", "exclude_outlet"),
    ]  # fmt: skip
    form = page.content.decode().partition('<form class="facets-inner"')[2].partition("</form>")[0]
    assert form.count(" checked>") == 3
    assert '<input type="hidden" name="exclude_outlet" value="al-jazeera">' in form


@pytest.mark.parametrize(
    ("facet", "first"),
    [("topic", "sanctions"), ("wording", "edited"), ("event", "wpc"), ("event", "wpc-2024")],
)
def test_what_a_further_value_adds_is_what_it_adds(facet, first, client):
    result = client.get(f"/search/?{facet}={first}").context["result"]
    (values,) = [each.values for each in result.facets if each.parameter == facet]
    others = [value for value in values if not value.selected][:3]
    assert others
    for value in others:
        assert client.get(value.url).context["result"].count == result.count + value.added
