"""Addresses that lead to words inside a page, or come with what stood behind them in a sentence."""

from urllib.parse import unquote

import pytest
from hypothesis import given, strategies as st

from quotes.text.links import to_words, without_ending

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


@pytest.mark.parametrize(
    "ending",
    [
        "", ".", ")", ",", ";", "”", "’", ">", "'", '"', "*", "_", "]", "…", "!", "?", "/", "/.", ".)", ")”.",
        "&gt;", "&gt", "%29", "%E2%80%9D", "%E2%80", "\u00a0", "»", "。", "）", "—", "&#39;",
    ],
)  # fmt: skip
def test_what_is_no_letter_or_digit_is_taken_off(ending):
    assert without_ending(f"/q/478qgxrn{ending}") == "/q/478qgxrn"


@pytest.mark.parametrize("path", ["/q/478qgxrn", "/q/478qgxrn.json", "/q/478qgxrnж", "/speakers/x"])
def test_letters_stay_in_any_script(path):
    assert without_ending(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "/topics/../",
        "/topics/..",
        "/topics/%00/".replace("%00", "\x00"),
        "/topics/😀/",
        "/data/x.txt\x00",
    ],
)
def test_what_no_sentence_leaves_behind_stays(path):
    assert without_ending(path) == path


def test_a_long_tail_takes_no_time():
    assert without_ending("/" + "&gt;" * 100_000) == ""
