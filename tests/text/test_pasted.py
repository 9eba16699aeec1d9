"""Addresses with what stood behind them in a sentence."""

import pytest

from quotes.text.pasted import without_ending


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
