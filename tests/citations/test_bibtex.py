"""What BibTeX itself asks for, beside what its readers give back."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from quotes.citations.bibtex import bibtex, tex
from quotes.citations.cited import Cited
from quotes.citations.names import Person
from tests.citations.archived import PANEL
from tests.citations.examples import TRANSLATED
from tests.citations.hostile import passages, texts


@settings(max_examples=300, deadline=None)
@given(texts())
def test_braces_balance_for_a_reader_that_knows_no_backslash(text: str) -> None:
    depth = 0
    for character in tex(text):
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0


@settings(max_examples=100, deadline=None)
@given(passages())
def test_no_line_of_a_value_begins_another_entry(cited: Cited) -> None:
    lines = bibtex(cited).splitlines()
    assert lines[0].startswith("@")
    assert not any(line.lstrip().startswith("@") for line in lines[1:])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("100% & more_or_less {so} #1 $2", r"100\% \& more\_or\_less "
         r"{\textbraceleft}so{\textbraceright} \#1 \$2"),
        (r"a\b ~ ^", r"a{\textbackslash}b {\textasciitilde} {\textasciicircum}"),
        ("a--b ``c'' <<d>> ?` ,,e", "a-{}-b `{}`c'{}' <{}<d>{}> ?{}` ,{},e"),
        ("a@b.example", "a{@}b.example"),
        ("Қасым-Жомарт – “да”", "Қасым-Жомарт – “да”"),
    ],
)  # fmt: skip
def test_what_tex_takes_for_its_own_is_written_as_text(text: str, expected: str) -> None:
    assert tex(text) == expected


@pytest.mark.parametrize(
    ("speaker", "expected"),
    [
        (Person("Roman Vassilenko", "Vassilenko", "Roman"), "{Vassilenko, Roman}"),
        (Person("Jean-Luc de la Tour", "Tour", "Jean-Luc", "de la"), "{de la Tour, Jean-Luc}"),
        (Person("Al Jazeera"), "{{Al Jazeera}}"),
        (Person("x", "Smith and Sons", "John, jr"), "{{Smith and Sons}, {John, jr}}"),
    ],
)
def test_a_name_is_one_name_to_bibtex(speaker: Person, expected: str) -> None:
    assert f"  author = {expected},\n" in bibtex(replace(PANEL, speaker=speaker))


def test_paragraphs_are_kept_apart() -> None:
    assert "count votes.\n\nOne weighs" in bibtex(TRANSLATED)
