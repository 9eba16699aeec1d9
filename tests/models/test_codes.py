"""Languages and countries in the database: entered as codes from a list, in whatever way."""

import json

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ValidationError

from quotes import editorial
from quotes.copies.tables import Tables
from quotes.editorial import CitedChange
from quotes.ingest import opening
from quotes.ingest.corpus.lines import BadLineError, parse
from quotes.models import Event, Interview, Outlet, Passage, Source, SpeakerName
from quotes.models.fields import CodeField, CountryField
from tests import factories

pytestmark = pytest.mark.django_db
COLUMNS = [
    (Passage, "language"), (Passage, "translated_from"), (Interview, "language"), (Source, "language"),
    (SpeakerName, "language"), (Event, "country"), (Outlet, "country"),
]  # fmt: skip
WHY = CitedChange("typo", "A slip.")


@pytest.mark.parametrize(("model", "name"), COLUMNS)
def test_every_column_of_codes_refuses_what_is_none(model, name):
    field = model._meta.get_field(name)
    assert isinstance(field, CodeField)
    for odd in ("klingon", "ZZ", "Ge", "xx", "1", "en\n"):
        with pytest.raises(ValidationError):
            field.clean(odd, None)
    known = "AE" if isinstance(field, CountryField) else "kk"
    assert field.clean(known, None) == known


def test_no_column_of_codes_is_forgotten():
    named = ("language", "country", "translated_from")
    for model in (Passage, Interview, Source, SpeakerName, Event, Outlet):
        for field in model._meta.concrete_fields:
            assert (field.name in named) == isinstance(field, CodeField), (model, field)


def test_a_language_is_stored_in_its_one_form():
    passage = factories.published()
    editorial.revise(passage, {"language": "ENG"}, why=WHY, editor=None)
    assert Passage.objects.get(pk=passage.pk).language == "en"
    with pytest.raises(ValidationError):
        editorial.revise(passage, {"language": "klingon"}, why=WHY, editor=None)


def test_a_stored_value_that_is_none_can_stay_and_is_reported():
    outlet = factories.outlet(country="Ge")
    passage = factories.published(language="klingon")
    outlet.full_clean()
    editorial.revise(passage, {"note": "A note."}, why=WHY, editor=None)
    outlet.country = "ZZ"
    with pytest.raises(ValidationError, match="is not the code of a country"):
        outlet.full_clean()
    said = [each.msg for each in run_checks(databases=["default"]) if each.id == "quotes.W001"]
    assert sorted(each.split("”")[0] for each in said) == ["“Ge", "“klingon"]
    assert [each for each in run_checks() if each.id == "quotes.W001"] == []


def test_the_form_shows_a_country_that_is_none_and_offers_those_there_are():
    field = Outlet._meta.get_field("country").formfield()
    html = field.widget.render("country", "Ge")
    assert '<option value="Ge" selected>' in html
    assert "Kazakhstan (KZ)" in html
    assert 'value="ZZ"' not in field.widget.render("country", "KZ")
    assert field.widget.render("country", "KZ").count("selected") == 1


def test_a_corpus_takes_codes_alone():
    def line(code: str) -> bytes:
        return json.dumps({"speaker": "A", "text": "Words.", "lang": code}).encode()

    assert parse(line("ENG")).language == "en"
    for odd in ("klingon", "xx", "English", "en-XX"):
        with pytest.raises(BadLineError, match="is not a language code"):
            parse(line(odd))


def test_an_import_takes_codes_alone():
    row = {"name": "Herald", "slug": "herald", "url": "", "country": "Ge", "changed_in_version": 0}
    with pytest.raises(ValidationError, match="Correct it in the archive that this is from"):
        Tables().write(Outlet, [row])
    assert not Outlet.objects.exists()


def test_fixtures_take_codes_alone():
    with pytest.raises(ValidationError):
        opening._make(Outlet, {"name": "Herald", "slug": "herald", "country": "Ge"})
    with pytest.raises(ValidationError):
        opening._load_speaker(
            {"name": "A", "slug": "a", "sort_name": "A", "roles": [],
             "names": [{"name": "B", "language": "klingon"}]}
        )  # fmt: skip


def test_a_filter_takes_a_language_in_any_form(client):
    factories.published("Words.", language="zh-Hant")
    for written in ("zh-Hant", "zh-hant", "ZH-HANT"):
        assert client.get("/search.json", {"language": written}).json()["count"] == 1
        assert client.get("/search.json", {"q": f"lang:{written}"}).json()["count"] == 1
    assert client.get("/search.json", {"language": "klingon"}).status_code == 400
