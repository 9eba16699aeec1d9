"""Keys of names, and slugs."""

import re

import pytest
from hypothesis import given, strategies as st

from quotes.text.names import name_key, readable_slug


@pytest.mark.parametrize(
    "spellings",
    [
        ("O’Brien", "O'Brien", "OʼBrien", "O`Brien", "o´brien", "OBRIEN"),
        ("Sinéad", "Sinéad", "sinead", "SINÉAD"),
        ("Oʻzbekiston", "O‘zbekiston", "O'zbekiston", "ozbekiston"),
        ("Łukasz Brzęczyszczykiewicz", "lukasz brzeczyszczykiewicz"),
        ("İsmail Ağa", "ismail aga", "İSMAİL AĞA", "Ismail Aga"),
        ("Jean-Luc Dupont", "jean luc dupont", "Jean‑Luc  Dupont"),
        ("J.R.R. Tolkien", "J. R. R. Tolkien"),
        ("Straße", "STRASSE"),
        ("Фёдоров", "ФЕДОРОВ"),
        ("Ελένη", "ελενη", "ΕΛΕΝΗ"),
        ("مُحَمَّد", "محمد"),
        ("Al‑Jazeera", "al jazeera"),
        ("Ｎａｔｏ", "nato"),
    ],
)
def test_spellings_of_one_name_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len({name_key(each) for each in spellings}) == 1
    assert name_key(spellings[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [("Иванов", "Йванов"), ("دل", "دال"), ("Қали", "Кали"), ("Ann Poe", "Anne Poe")],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)


@pytest.mark.parametrize("text", ["", " ", "—", "’", "…!", "\u200e"])
def test_what_has_no_letter_has_no_key(text: str) -> None:
    assert name_key(text) == ""


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Roman Vassilenko", "roman-vassilenko"),
        ("Василенко Роман", "vasilenko-roman"),
        ("Қасым-Жомарт Тоқаев", "qasym-zhomart-toqaev"),
        ("Sinéad O’Connor", "sinead-oconnor"),
        ("Łukasz Øst", "lukasz-ost"),
        ("محمد بن سلمان", "mhmd-bn-slmn"),
        ("习近平", "xijinping"),
        ("김정은", "gimjeongeun"),
        ("बराक ओबामा", "brak-obama"),
        ("Αλέξης Τσίπρας", "alexis-tsipras"),
        ("…", ""),
    ],
)
def test_a_name_of_any_script_has_a_readable_slug(name: str, slug: str) -> None:
    assert readable_slug(name) == slug


@given(st.text(max_size=300))
def test_a_slug_is_a_slug(text: str) -> None:
    assert re.fullmatch(r"|[a-z0-9]+(-[a-z0-9]+)*", readable_slug(text))
    assert len(readable_slug(text)) <= 100
