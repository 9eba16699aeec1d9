"""Sentences of the interface: English for programs, translated where a page prints them."""

import copy
import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.utils.html import conditional_escape
from markupsafe import escape

from quotes.text.codes import language_name
from quotes.text.interface import (
    CATALOGUES,
    Message,
    all_of,
    available_languages,
    grouped,
    in_both,
    joined,
    listed,
    message,
    numbered,
    translated,
    use_language,
)


@pytest.fixture
def russian() -> Iterator[None]:
    use_language("ru")
    yield
    use_language("en")


def test_in_english_a_sentence_is_a_plain_string():
    assert type(message("No {name}.", name="x")) is str
    assert type(numbered("{count} day", "{count} days", 2)) is str
    assert type(joined(", ", ["a", "b"])) is str


def test_english_has_its_own_numbers():
    assert numbered("{count} day", "{count} days", 1) == "1 day"
    assert numbered("{count} day", "{count} days", 1_200) == "1,200 days"


def test_what_is_filled_in_is_never_read_as_a_pattern():
    assert message("There is no {name}.", name="{name} {0} %s") == "There is no {name} {0} %s."


def test_english_and_russian_can_be_chosen():
    assert available_languages() == ["en", "ru"]


@pytest.mark.usefixtures("russian")
def test_programs_read_english_and_pages_russian():
    said = message("Version {number}", number=3)
    assert json.dumps({"said": said}) == '{"said": "Version 3"}'
    assert f"{said}!" == "Version 3!"
    assert said == "Version 3"
    assert conditional_escape(said) == escape(said) == "Версия 3"


@pytest.mark.usefixtures("russian")
def test_values_are_translated_and_escaped_with_the_sentence():
    said = message("Reason: {reason}", reason=message("no reason given"))
    assert conditional_escape(said) == "Причина: причина не указана"
    hostile = message("Reason: {reason}", reason="<b>\"x\" & 'y'</b>")
    assert conditional_escape(hostile) == (
        "Причина: &lt;b&gt;&quot;x&quot; &amp; &#x27;y&#x27;&lt;/b&gt;"
    )


@pytest.mark.usefixtures("russian")
@pytest.mark.parametrize(
    ("number", "told"),
    [(1, "1\u00a0цитата"), (3, "3\u00a0цитаты"), (5, "5\u00a0цитат"), (11, "11\u00a0цитат"),
     (21, "21\u00a0цитата"), (1_002, "1\u00a0002\u00a0цитаты")],
)  # fmt: skip
def test_russian_has_three_forms(number: int, told: str):
    assert translated(numbered("{count} quotation", "{count} quotations", number)) == told


@pytest.mark.usefixtures("russian")
def test_messages_in_a_row_stay_messages():
    speaker, topic = message("Speaker"), message("Topic")
    assert translated(joined(": ", [speaker, "Weir"])) == "Спикер: Weir"
    assert translated(listed([speaker, topic])) == "Спикер и Тема"
    assert all_of([speaker, topic]) == "Speaker and Topic"
    assert translated(message("Speaker").lower()) == "спикер"


@pytest.mark.usefixtures("russian")
def test_a_copy_says_the_same():
    said = copy.deepcopy(message("Speaker"))
    assert isinstance(said, Message)
    assert translated(said) == "Спикер"


@pytest.mark.usefixtures("russian")
def test_what_no_catalogue_has_stays_english():
    assert translated(message("Never said")) == "Never said"
    assert translated("plain") == "plain"


@pytest.mark.usefixtures("russian")
def test_numbers_and_both_languages_side_by_side():
    assert (grouped(12_000), translated(grouped(12_000))) == ("12,000", "12\u00a0000")
    both = in_both("a", "а")
    assert (both, translated(both)) == ("a", "а")


@pytest.mark.usefixtures("russian")
def test_languages_go_by_the_names_of_the_interfaces_language():
    language_name.cache_clear()
    kazakh = language_name("kk", "Kazakh")
    assert (kazakh, translated(kazakh)) == ("Kazakh", "казахский")
    assert translated(language_name("x-none", "Something")) == "Something"
    language_name.cache_clear()


IN_RUSSIAN = """
from quotes.text.interface import use_language, translated
use_language("ru")
from quotes.text import dates
import sys
for edtf in sys.argv[1:]:
    print(translated(dates.in_words(edtf)))
"""


def test_dates_are_said_in_russian():
    said = {
        "2023": "2023",
        "2023-06": "июнь 2023",
        "2023-06-08": "8 июня 2023",
        "2023-06~": "около июня 2023",
        "2023-06/2023-07": "июнь – июль 2023",
        "2024-12-13/2024-12-15": "13–15 декабря 2024",
        "2024-11-30/2024-12-02": "30 ноября – 2 декабря 2024",
        "[2023-06-08..2023-06-09]": "8 или 9 июня 2023",
        "[2023-02-25..2023-06-07]": "между 25 февраля и 7 июня 2023",
        "[..2023-06]": "не позже июня 2023",
        "[2023-06-07..]": "не раньше 7 июня 2023",
    }
    # Names of months are made when the program starts; the settings would have it speak English.
    done = subprocess.run(
        [sys.executable, "-c", IN_RUSSIAN, *said], cwd=CATALOGUES.parent.parent,
        env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines() == list(said.values())
