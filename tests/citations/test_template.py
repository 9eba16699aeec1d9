import pytest

from quotes.citations.template import (
    CAPITAL,
    HEADLINE,
    INITIALS,
    INITIALS_END,
    ITALIC,
    UPRIGHT,
    capital,
    filled,
    headline,
)

TITLE, NAME = "\ue100", "\uf001"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("not the time to resolve differences through war",
         "Not the Time to Resolve Differences Through War"),
        ("a story: the end", "A Story: The End"),
        ("what it was asked for", "What It Was Asked For"),
        ("self-made kazakhstan’s don't", "Self-Made Kazakhstan’s Don't"),
        ("NATO and iPhone sales in khms7xrr", "NATO and iPhone Sales in Khms7xrr"),
        ("Already Over There", "Already Over There"),
        ("ŉ ß", "ŉ ß"),  # the capitals of these are several letters
        ("", ""),
    ],
)  # fmt: skip
def test_a_headline_has_capitals_where_the_chicago_manual_has_them(
    text: str, expected: str
) -> None:
    assert headline(text) == expected


def test_a_capital_is_given_only_where_it_is_the_same_letter() -> None:
    assert [capital(word) for word in ("panel", "ßa", "жук", "1st", "")] == [
        "Panel", "ßa", "Жук", "1st", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arranged", "value", "expected"),
    [
        (f"“{TITLE}.” Next", "Is it so?", "“Is it so?” Next"),
        (f"“{TITLE},” next", "Is it so?", "“Is it so?,” next"),
        (f"‘{TITLE}’. Next", "Is it so?", "‘Is it so?’ Next"),
        (f"{TITLE}. Next", "Acme Inc.", "Acme Inc. Next"),
        (f"{TITLE}. Next", "He said “no.”", "He said “no.” Next"),
        (f"{TITLE}. Next", "And so on…", "And so on…. Next"),
        (f"“{TITLE}.”", "The “so-called” war", "“The ‘so-called’ war.”"),
        (f"‘{TITLE}’.", "The “so-called” war", "‘The “so-called” war’."),
        (f"{TITLE}{HEADLINE}.", "the end of it", "The End of It."),
        (f"{TITLE}{CAPITAL}.", "panel", "Panel."),
        (f"{NAME}{INITIALS}. {INITIALS_END}.", "Roman A.", "R. A."),
        (f"“{TITLE}{HEADLINE},” next", "[Talk of the town]", "[Talk of the town], next"),
        (f"{ITALIC}{TITLE}{UPRIGHT}. Next", "[Talk]", "[Talk]. Next"),
        (f"“{TITLE}.”", "one\r\ntwo\u2028three", "“one two three.”"),
        (f"{TITLE}.", "\u202eturned", "\u202eturned\u202c."),
    ],
)
def test_a_value_is_put_in_as_the_style_wants_it(arranged: str, value: str, expected: str) -> None:
    assert filled(arranged, {TITLE: value, NAME: value}).text == expected


def test_a_name_keeps_its_small_letters() -> None:
    assert filled(f"{NAME}{HEADLINE}{CAPITAL}.", {NAME: "un.org"}).text == "un.org."


def test_italics_are_elements_and_everything_else_is_escaped() -> None:
    rich = filled(f"<b> {ITALIC}{TITLE}{UPRIGHT}.", {TITLE: "</i><script>&"})
    assert rich.html == "&lt;b&gt; <i>&lt;/i&gt;&lt;script&gt;&amp;</i>."
    assert rich.text == "<b> </i><script>&."


def test_private_characters_of_a_value_are_no_places() -> None:
    value = f"{TITLE}{ITALIC}{NAME}{UPRIGHT}{HEADLINE}"
    assert filled(f"{TITLE}!", {TITLE: value, NAME: "no"}).text == f"{value}!"
