"""Which way words are written, and text that keeps to its place."""

import pytest
from hypothesis import given, strategies as st

from quotes.text.direction import closed, direction, isolated, one_line


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ar", "NATO حلف", "rtl"),
        ("ar-EG", "", "rtl"),
        ("he", "", "rtl"),
        ("fa", "", "rtl"),
        ("ckb", "", "rtl"),
        ("yi", "", "rtl"),
        ("ku-Arab", "", "rtl"),
        ("ar-Latn", "marhaban", "ltr"),
        ("az-Arab-IR", "", "rtl"),
        ("en", "שלום", "ltr"),
        ("kk", "", "ltr"),
        ("", "«سلام» hello", "rtl"),
        ("und", "hello سلام", "ltr"),
        ("", "", "ltr"),
    ],
)
def test_words_run_as_their_language_or_letters_say(language, text, expected):
    assert direction(language, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("\u202eturned", "\u202eturned\u202c"),
        ("\u2067isolated", "\u2067isolated\u2069"),
        ("\u2066one\u202etwo", "\u2066one\u202etwo\u202c\u2069"),
        ("\u202ealready closed\u202c", "\u202ealready closed\u202c"),
        # The end of the isolate has ended the override inside it too.
        ("\u2066one\u202etwo\u2069", "\u2066one\u202etwo\u2069"),
        # An end reaches no further than its own isolate.
        ("\u202eone\u2066two\u202c", "\u202eone\u2066two\u202c\u2069\u202c"),
        ("stray \u202c end", "stray \u202c end"),
        ("\u202eone\ntwo", "\u202eone\u202c\ntwo"),
        ("\u200fa mark opens nothing", "\u200fa mark opens nothing"),
    ],
)
def test_what_a_direction_opens_is_closed_where_its_text_ends(text: str, expected: str) -> None:
    assert closed(text) == expected


@given(st.text("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069a\n"))
def test_closed_text_is_closed(text: str) -> None:
    assert closed(closed(text)) == closed(text)
    assert closed(text).translate(dict.fromkeys(map(ord, "\u202c\u2069"))) == text.translate(
        dict.fromkeys(map(ord, "\u202c\u2069"))
    )


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\r", "\t", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_one_line_holds_no_sign_that_any_reader_takes_for_a_line_end(sign: str) -> None:
    assert one_line(f" one{sign}{sign}two ") == "one two"
    assert len(one_line(f"one{sign}two").splitlines()) == 1


def test_one_line_keeps_the_spaces_of_the_text() -> None:
    assert one_line("7\u00a0June  2023") == "7\u00a0June  2023"


def test_words_that_a_sentence_quotes_keep_their_order():
    assert isolated("“مليار” → “مليون”") == "\u2068“مليار”\u2069 → \u2068“مليون”\u2069"
    assert isolated("nothing") == "nothing"
