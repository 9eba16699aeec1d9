"""A name is found however it is spelt, on every way that takes one."""

import json
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client

from quotes.models import EventSeries, Outlet, Speaker, SpeakerName
from quotes.text.names import readable_slug
from tests import factories
from tests.conftest import rolled_back

pytestmark = pytest.mark.django_db

TYPED = [
    ("Sinéad O’Brien", "O'Brien"),
    ("Sinéad O’Brien", "sinead"),
    ("Sinéad O’Brien", "OBRIEN"),
    ("Sinéad O’Brien", "Oʼbrien"),
    ("Łukasz Żółw", "zolw"),
    ("İsmail Ağaoğlu", "agaoglu"),
    ("Фёдор Семёнов", "семенов"),
    ("مُحمَّد", "محمد"),
    ("Владимир Путин", "putin"),
    ("Kostas Karamanlis", "Καραμανλής"),
    ("Shavkat Oʻrinov", "O'rinov"),
    ("Jean-Luc Dupré", "jean luc dupre"),
]


@pytest.fixture(scope="module", params=TYPED, ids=[typed for _, typed in TYPED])
def named(request, django_db_setup, django_db_blocker):
    with rolled_back(django_db_blocker):
        yield name_somebody(*request.param)


def name_somebody(name: str, typed: str) -> tuple[Speaker, str]:
    speaker = factories.speaker(name, slug=readable_slug(name))
    factories.published("We shall keep every word of it.", speaker=speaker)
    factories.published("Others said other things there.", speaker=factories.speaker("Zzz Nobody"))
    return speaker, typed


def test_typed_in_the_search_box(client: Client, named):
    speaker, typed = named
    found = client.get("/search.json", {"q": f'speaker:"{typed}"'}).json()
    assert [each["speaker"]["slug"] for each in found["results"]] == [speaker.slug]


def test_typed_without_quotes_where_it_is_one_word(client: Client, named):
    speaker, typed = named
    if " " not in typed:
        found = client.get("/search.json", {"q": f"speaker:{typed}"}).json()
        assert [each["speaker"]["slug"] for each in found["results"]] == [speaker.slug]


def test_in_the_list_of_speakers(client: Client, named):
    speaker, typed = named
    page = unescape(client.get("/speakers/", {"q": typed}).text)
    assert f">{speaker.name}</a>" in page
    assert page.count('class="line-title"') == 1


def test_in_the_api(client: Client, named):
    speaker, typed = named
    found = client.get("/api/v1/speakers", {"q": typed}).json()
    assert [each["slug"] for each in found["results"]] == [speaker.slug]


def test_in_the_quotation_check(client: Client, named):
    _, typed = named
    page = client.post("/check/", {"text": "We shall keep every word of it.", "speaker": typed})
    assert "✓ as claimed" in page.text


def test_in_the_editors_list_and_when_choosing(client: Client, named):
    speaker, typed = named
    client.force_login(User.objects.create_superuser("chief"))
    page = unescape(client.get("/admin/quotes/speaker/", {"q": typed}).text)
    assert speaker.name in page
    assert "Zzz Nobody" not in page
    question = {
        "app_label": "quotes",
        "model_name": "passage",
        "field_name": "speaker",
        "term": typed,
    }
    answer = json.loads(client.get("/admin/autocomplete/", question).content)
    assert [each["text"] for each in answer["results"]] == [speaker.name]


def test_another_spelling_and_other_nouns_are_found_alike(client: Client):
    outlet = factories.outlet("L’Équipe", slug="lequipe")
    speaker = factories.speaker("Roman Vassilenko")
    SpeakerName.objects.create(speaker=speaker, name="Василёнко")
    factories.published(
        "We shall keep every word of it.", speaker=speaker, source=factories.source(outlet=outlet)
    )
    for query in ("outlet:l'equipe", "speaker:василенко"):
        assert client.get("/search.json", {"q": query}).json()["count"] == 1, query


@pytest.mark.parametrize(
    ("noun", "slug"),
    [
        (Speaker(name="محمد", sort_name="محمد"), "mhmd"),
        (Outlet(name="Известия"), "izvestiya"),
        (Outlet(name="…"), "outlet"),
        (EventSeries(name="Форум", short_name="Ф"), "forum"),
    ],
)
def test_a_noun_without_a_slug_gets_one_from_its_name(noun, slug):
    noun.full_clean()
    assert noun.slug == slug


def test_a_slug_from_a_name_is_one_that_nobody_has():
    factories.event("Форум", slug="forum", series=None)
    again = EventSeries(name="Форум", short_name="Ф")
    again.full_clean()
    assert again.slug == "forum-2"
    taken = EventSeries(name="Форум", short_name="Ф", slug="forum")
    with pytest.raises(ValidationError, match="An event has this slug already"):
        taken.full_clean()
