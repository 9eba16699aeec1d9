"""Which way words are written."""

import pytest

from quotes.text.direction import direction


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
