"""What the archive says round a handbook's entry; the entries themselves are in the golden files."""

from dataclasses import replace

import pytest

from quotes.citations.formats import FORMATS, render
from tests.citations.archived import INTERVIEW, PANEL, PARAPHRASED, PLAIN, QUOTED
from tests.citations.examples import SIGNED_PARAPHRASE, TRANSLATED, TWO_REPORTERS

STYLES = [each.key for each in FORMATS if each.style]


@pytest.mark.parametrize(
    ("key", "opening"),
    [
        ("apa", "van der Berg, J., quoted in Doe, J., & O’Neill, S. (2024, June 3)."),
        ("chicago-notes", "Jan van der Berg, quoted in Jane Doe and Seán O’Neill, “"),
        ("chicago-author-date", "van der Berg, Jan, quoted in Doe, Jane, and Seán O’Neill. 2024."),
        ("mla", "van der Berg, Jan, quoted in Doe, Jane, and Seán O’Neill. “"),
        ("harvard", "van der Berg, J., quoted in Doe, J. and O’Neill, S. (2024) ‘"),
        ("gost", "van der Berg J. Цит. по: Doe J., O’Neill S. “"),
    ],
)
def test_the_speaker_stands_before_the_report_that_quotes(key: str, opening: str) -> None:
    assert render(key, TWO_REPORTERS).startswith(opening)


@pytest.mark.parametrize("key", STYLES)
def test_a_paraphrase_says_whose_words_it_is_in(key: str) -> None:
    phrase = "В изложении: " if key == "gost" else "as paraphrased by "
    assert f"{phrase}AVIM" in render(key, PARAPHRASED)
    assert f"{phrase}" in render(key, SIGNED_PARAPHRASE)
    assert "Цит. по" not in render(key, PARAPHRASED)
    assert "quoted in" not in render(key, PARAPHRASED)


@pytest.mark.parametrize("key", STYLES)
def test_words_from_a_transcript_are_said_to_be_nothing_else(key: str) -> None:
    printed = render(key, PANEL)
    assert not any(word in printed for word in ("quoted", "edited", "paraphrased", "Цит.", "в ред"))


@pytest.mark.parametrize("key", STYLES)
def test_whoever_asked_is_named_once(key: str) -> None:
    asked = replace(INTERVIEW, asker=replace(INTERVIEW.speaker, name="Marta Ortiz",
                                             family="Ortiz", given="Marta"))  # fmt: skip
    assert render(key, asked).count("Ortiz") == 1
    assert render(key, PANEL).count("Montbrial") == 1


@pytest.mark.parametrize("key", STYLES)
def test_a_sentence_ends_once(key: str) -> None:
    inc = replace(QUOTED, event=replace(QUOTED.event, place="Washington, D.C."), said_on="")
    assert ".." not in render(key, inc)
    assert ".." not in render(key, replace(TRANSLATED, translated_by=""))


@pytest.mark.parametrize("key", STYLES)
def test_without_anything_to_remark_none_is_made(key: str) -> None:
    bare = replace(PLAIN, source=replace(PLAIN.source, title="Title", outlet="Outlet"))
    assert "  " not in render(key, bare)
    assert "[]" not in render(key, bare)
    assert ". ." not in render(key, bare)
