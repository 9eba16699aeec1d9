from dataclasses import replace
from typing import Any

import pytest

from quotes.citations.csl_item import certain_date, csl_date, csl_item, item_type
from tests.citations.archived import INTERVIEW, PARAPHRASED, QUOTED
from tests.citations.examples import CYRILLIC, DEBATE, EXAMPLES, TRANSLATED, TWO_REPORTERS


@pytest.mark.parametrize(
    ("edtf", "whole", "certain"),
    [
        ("2023", {"date-parts": [[2023]]}, {"date-parts": [[2023]]}),
        ("2023-06-08", {"date-parts": [[2023, 6, 8]]}, {"date-parts": [[2023, 6, 8]]}),
        ("2023-06~", {"date-parts": [[2023, 6]], "circa": True},
         {"date-parts": [[2023, 6]], "circa": True}),
        ("2024-12-13/2024-12-15", {"date-parts": [[2024, 12, 13], [2024, 12, 15]]},
         {"date-parts": [[2024, 12]]}),
        ("[2023-06-08..2023-06-09]", {"literal": "8 or 9 June 2023"}, {"date-parts": [[2023, 6]]}),
        ("[2023-02-25..2023-06-07]", {"literal": "between 25 February and 7 June 2023"},
         {"date-parts": [[2023]]}),
        ("[2022-12-30..2023-01-02]", {"literal": "between 30 December 2022 and 2 January 2023"},
         {}),
        ("[..2023-06-07]", {"literal": "not after 7 June 2023"}, {}),
        ("", {}, {}),
    ],
)  # fmt: skip
def test_a_date_says_no_more_than_is_known(
    edtf: str, whole: dict[str, Any], certain: dict[str, Any]
) -> None:
    assert csl_date(edtf) == whole
    assert certain_date(edtf) == certain


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("01-panel", "speech"),
        ("02-quoted-in-a-report", "article-newspaper"),
        ("03-paraphrased", "article-magazine"),
        ("04-interview-two-paragraphs", "interview"),
        ("12-debate", "speech"),
    ],
)
def test_the_item_is_the_document_that_the_words_stand_in(name: str, kind: str) -> None:
    assert item_type(EXAMPLES[name]) == kind


def test_the_author_is_who_speaks_in_the_document_or_who_reports() -> None:
    assert csl_item(CYRILLIC)["author"] == [
        {"family": "Қайратова", "given": "Әсел-Жанна Нұрланқызы"}
    ]
    assert csl_item(TWO_REPORTERS)["author"] == [
        {"family": "Doe", "given": "Jane"},
        {"family": "O’Neill", "given": "Seán"},
    ]
    assert "author" not in csl_item(QUOTED)
    assert csl_item(TRANSLATED)["translator"] == [{"literal": "Ann Poe"}]


def test_a_document_is_dated_by_its_own_date_or_by_the_speech_it_holds() -> None:
    assert csl_item(CYRILLIC)["issued"] == {"date-parts": [[2023, 6, 8]]}
    assert csl_item(CYRILLIC)["event-date"] == {"date-parts": [[2023, 6, 5]]}
    assert csl_item(DEBATE)["issued"] == {"date-parts": [[2020, 9, 22]]}
    # A report that doesn't say when it came out is not dated by what it reports.
    assert "issued" not in csl_item(PARAPHRASED)
    over_years = replace(INTERVIEW, said_on="[2022-12-30..2023-01-02]")
    assert csl_item(over_years)["issued"] == {
        "literal": "between 30 December 2022 and 2 January 2023"
    }
    lasting = replace(INTERVIEW, said_on="2024-12-13/2024-12-15")
    assert csl_item(lasting)["issued"] == {"date-parts": [[2024, 12, 13], [2024, 12, 15]]}


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        ("02-quoted-in-a-report", "quoted in The Astana Times"),
        ("03-paraphrased", "as paraphrased by AVIM"),
        ("04-interview-two-paragraphs", "edited by Al Jazeera"),
        ("09-speech-translated", "translated from French by Ann Poe"),
        ("11-interview-across-years", "published about 2023"),
    ],
)
def test_the_note_says_how_the_words_came_down(name: str, phrase: str) -> None:
    assert phrase in csl_item(EXAMPLES[name])["note"]


def test_a_language_without_a_name_here_is_named_by_its_code() -> None:
    assert "translated from tlh;" not in csl_item(TRANSLATED)["note"]
    unknown = replace(TRANSLATED, translated_from="tlh", translated_by="")
    assert "translated from tlh" in csl_item(unknown)["note"]
