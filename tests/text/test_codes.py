"""Codes of languages and countries."""

import pytest
from hypothesis import given, strategies as st

from quotes.text.codes import COUNTRIES, country_code, language_tag


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("en", "en"), ("EN", "en"), ("eng", "en"), ("en_gb", "en-GB"), ("zh-hant", "zh-Hant"),
        ("sr-Latn", "sr-Latn"), ("tlh", "tlh"), ("und", "und"), ("mul", "mul"), ("es-419", "es-419"),
    ],
)  # fmt: skip
def test_a_language_has_one_form(written, tag):
    assert language_tag(written) == tag


@pytest.mark.parametrize(
    "written",
    [
        "klingon",
        "English",
        "xx",
        "zz",
        "e",
        "",
        "en-",
        "en-XX",
        "en-ZZ",
        "x-a",
        "ж",
        "en\n",
        "en\x00",
        "12",
    ],
)
def test_what_is_no_language_is_none(written):
    assert language_tag(written) is None


@given(st.text(max_size=20))
def test_any_text_is_a_tag_or_none(text):
    assert language_tag(text) is None or language_tag(language_tag(text)) == language_tag(text)


def test_countries_are_those_of_iso_3166():
    assert len(COUNTRIES) == 250
    assert (country_code("KZ"), country_code("AE"), country_code("XK")) == ("KZ", "AE", "XK")
    for none in ("ZZ", "Ge", "ge", "UK", "EU", "XX", "", "G", "GEO", "Germany", "K\n"):
        assert country_code(none) is None
