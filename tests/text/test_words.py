import pytest
from hypothesis import given, strategies as st

from quotes.text.stems import stem_term
from quotes.text.words import fold, folded, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don’t", ["don", "t"]),
        ("multi-vector", ["multi", "vector"]),
        ("multi‑vector", ["multi", "vector"]),
        ("Ёлка ёж", ["елка", "еж"]),
        ("йод", ["йод"]),
        ("Қазақстан", ["қазақстан"]),
        ("naïve café", ["naive", "cafe"]),
        ("eﬃcient", ["efficient"]),
        ("co\u00adoperation", ["cooperation"]),
        ("Straße", ["strasse"]),
        ("İstanbul ılık", ["istanbul", "ilik"]),
        ("中国人", ["中", "国", "人"]),
        ("US$1.5bn", ["us", "1", "5bn"]),
        ("كِتَاب", ["كتاب"]),
        ("", []),
        ("— … “”", []),
    ],
)
def test_words_are_folded(text: str, expected: list[str]) -> None:
    assert folded(text) == expected


@given(st.text())
def test_places_are_in_order_and_inside_the_text(text: str) -> None:
    reached = 0
    for word in words(text):
        assert reached <= word.start < word.end <= len(text)
        assert fold(text[word.start : word.end]) == word.folded
        reached = word.end


@given(st.text())
def test_folded_words_hold_no_white_space(text: str) -> None:
    assert all(word and not any(map(str.isspace, word)) for word in folded(text))


@given(st.text(st.characters(categories=["Ll", "Lu"], max_codepoint=0x24F), min_size=1))
def test_case_does_not_matter(text: str) -> None:
    assert folded(text.upper()) == folded(text.upper().lower().upper())


def test_forms_of_a_word_have_one_stem_in_their_language() -> None:
    assert stem_term("investments", "en") == stem_term("investment", "en-GB")
    assert stem_term("санкций", "ru") == stem_term("санкции", "ru")
    assert stem_term("yurts", "mn") == "und:yurts"


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", ["invest", "invests", "invested", "investing"]),
        ("ru", ["санкция", "санкции", "санкций", "санкциями"]),
        ("kk", ["қала", "қалалар", "қаланың", "қалаға", "қалалардан", "қалада"]),
        ("kk", ["мемлекет", "мемлекеттер", "мемлекеттердің", "мемлекетте"]),
        ("fr", ["négociation", "négociations"]),
        ("de", ["Verhandlung", "Verhandlungen"]),
        ("tr", ["savaş", "savaşın", "savaşlar", "SAVAŞ"]),
        ("ar", ["دولة", "الدولة", "دول"]),
    ],
)
def test_forms_of_a_word_have_one_stem(language: str, forms: list[str]) -> None:
    assert len({stem_term(fold(form), language) for form in forms}) == 1


def test_a_stem_never_meets_a_word_of_another_language() -> None:
    assert stem_term("main", "fr") != stem_term("main", "en")
