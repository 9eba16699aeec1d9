"""Addresses that lead to words inside a page."""

from urllib.parse import unquote

import pytest
from hypothesis import given, strategies as st

from quotes.text.fragments import to_words

PAGE = "https://news.example/a"


@pytest.mark.parametrize(
    ("parts", "fragment"),
    [
        (["We kept the door open."], "text=We%20kept%20the%20door%20open."),
        (["a-b, c & d"], "text=a%2Db%2C%20c%20%26%20d"),
        (["One two.", "Three."], "text=One%20two.&text=Three."),
        (
            ["a b c d e f g h i j k l m"],
            "text=a%20b%20c%20d%20e%20f,h%20i%20j%20k%20l%20m",
        ),
        (["First of all.\n\nThen the rest."], "text=First%20of%20all.,Then%20the%20rest."),
        (
            ["Дверь открыта"],
            "text=%D0%94%D0%B2%D0%B5%D1%80%D1%8C%20%D0%BE%D1%82%D0%BA%D1%80%D1%8B%D1%82%D0%B0",
        ),
    ],
    ids=["short", "signs", "interrupted", "long", "paragraphs", "cyrillic"],
)
def test_an_address_names_the_words(parts, fragment):
    assert to_words(PAGE, parts) == f"{PAGE}#:~:{fragment}"


def test_an_address_with_a_fragment_keeps_it():
    assert to_words(f"{PAGE}#top", ["Words."]) == f"{PAGE}#top:~:text=Words."


@pytest.mark.parametrize("url", ["", "ftp://news.example/a", "javascript:alert(1)"])
def test_what_is_no_web_address_stays_as_it_is(url):
    assert to_words(url, ["Words."]) == url


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_any_words_stay_inside_their_directive(words):
    directive = to_words(PAGE, [words]).removeprefix(PAGE).removeprefix("#:~:text=")
    assert not set(directive) & set("&-#<>\"' \n\r")
    assert unquote(directive.partition(",")[0]) in " ".join(words.split())
