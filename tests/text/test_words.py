import unicodedata

import pytest
from hypothesis import example, given, strategies as st

from quotes.text.stems import stem_term
from quotes.text.words import fold, folded, located, spelled, words

# Letters and signs of which words that are hard to tell apart are made.
TRICKY = st.text("abAsItumn0123 '’ʻ.,&+#\"-ñéşıİдйשל״ָكـِदिลำ้ကာ中がㄱ각\u00a0\u200d", max_size=40)


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
        ("US$1.5bn", ["us", "1.5", "bn"]),
        ("كِتَاب", ["كتاب"]),
        ("", []),
        ("— … “”", []),
    ],
)
def test_words_are_folded(text: str, expected: list[str]) -> None:
    assert folded(text) == expected


ONE_WORD = [
    # Marks that may be left out.
    ("שָׁלוֹם", "שלום"), ("בְּרֵאשִׁ֖ית", "בראשית"), ("كِتَابٌ", "كتاب"), ("كتـــاب", "كتاب"),
    ("ٱلرَّحْمَٰنِ", "الرحمن"), ("أحمد", "احمد"), ("می‌خواهم", "میخواهم"), ("کتاب", "كتاب"), ("ایران", "إيران"),
    ("за́мок", "замок"), ("ἄνθρωπος", "ΑΝΘΡΩΠΟΣ"), ("Việt", "Viet"),
    # One word in other characters.
    ("Vie\u0302\u0323t", "Việt"), ("\u1112\u1161\u11ab국", "한국"), ("ＡＢＣ１２", "abc12"), ("ガ", "ｶﾞ"),
    ("か\u3099", "が"), ("น้ำ", "น\u0e4d\u0e49า"), ("น้ำ", "น\u0e49\u0e4dา"), ("٢٠٢٣", "2023"), ("२०२३", "2023"),
    *((old, new) for old, new in zip(
        ("അവന്\u200d", "അവള്\u200d", "അവര്\u200d", "പാല്\u200d", "കണ്\u200d"), ["അവൻ", "അവൾ", "അവർ", "പാൽ", "കൺ"], strict=True
    )),
    ("װעלן", "וועלן"), ("ױד", "ויד"), ("שטײן", "שטיין"),
    ("İSTANBUL", "istanbul"), ("ΛΌΓΟΣ", "λόγος"), ("GROẞ", "gross"), ("Ĳsland", "ijsland"),
    # Apostrophes and letters like them.
    *(("Oʻzbekiston", f"o{mark}zbekiston") for mark in "'‘’`´ʼʹʿ"),
    ("Hawaiʻi", "Hawaii"), ("O’Connor", "OConnor"), ("Qurʾan", "Qur'an"), ("Qur'an", "Quran"),
    ("ma’no", "MAʼNO"), ("п'ять", "п’ять"), ("ʿAbd", "Abd"), ("ג׳ורג׳", "ג'ורג'"), ("צה״ל", 'צה"ל'),
    ("N’Djamena", "Ndjamena"), ("L'viv", "Lviv"),
    # Points, separators of digits, signs in names.
    ("F.B.I.", "FBI"), ("U.N", "UN"), ("С.С.С.Р.", "СССР"), ("Ph.D.", "PhD"), ("Η.Π.Α.", "ΗΠΑ"),
    ("J. F.", "J.F."), ("एस.पी.", "एसपी"), ("10,000", "10000"), ("10.000", "10 000"), ("10’000", "10\u202f000"),
    ("1,00,000", "100000"), ("1,234,567.8", "1.234.567,8"), ("3,5", "3.5"), ("٣٫٥", "3.5"),
    ("C++", "c++"), ("AT&T", "at&t"),
]  # fmt: skip
OTHER_WORDS = [
    ("दिल", "दाल"), ("कल", "काल"), ("हिंदी", "हिन्दी"), ("மலை", "மாலை"), ("ক", "কি"), ("ใกล้", "ไกล"), ("ป่า", "ป้า"),
    ("ຂ້າ", "ຂ່າ"), ("က", "ကာ"), ("ខ", "ខា"), ("か", "が"), ("ハ", "パ"), ("й", "и"), ("қ", "к"), ("각", "가"),
    ("C++", "C"), ("C#", "C++"), ("AT&T", "ATT"), ("3.5", "35"), ("3,5", "35"), ("0,125", "125"),
    ("അവൻ", "അവന്"), ("10,5", "105"), ("ޅި", "ޅު"), ("ሰ", "ሱ"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), ONE_WORD)
def test_one_word_in_other_signs_is_the_same_word(one: str, other: str) -> None:
    assert folded(one) == folded(other)
    assert len(folded(one)) == 1


@pytest.mark.parametrize(("one", "other"), OTHER_WORDS)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert folded(one) != folded(other)
    assert spelled(one) != spelled(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we'll they’ve I'm it's he'd can't", "we ll they ve i m it s he d can t"),
        ("the Kazakhs’ and Kazakhstan’s", "the kazakhs and kazakhstan s"),
        ("l'État qu’il dell’Oro d’Ivoire", "l etat qu il dell oro d ivoire"),
        ("Türkiye'nin Ankara’da Atatürk'ü 2018'de", "turkiye nin ankara da ataturk u 2018 de"),
        ("NATO'nun AB'ye CHP’li Prag'da", "nato nun ab ye chp li prag da"),
        ("yo‘li bog‘lar va'da to‘g‘ri", "yoli boglar vada togri"),
        ("U.S.-led e.g. i.e. V.V.Putin U.S.’s", "us led eg ie vv putin us s"),
        ("It ends. A new one. B follows", "it ends a new one b follows"),
        ("1.2.3 and 12.05.2024 and 10:30 and 5,6,7", "1 2 3 and 12 05 2024 and 10 30 and 5 6 7"),
        ("war & peace, A* and .NET", "war peace a and net"),
        ("ประชาธิปไตย", "ป ระ ชา ธิ ป ไต ย"),
        ("ខ្មែរ မြန်မာ ລາວ", "ខ្មែ រ မြ န် မာ ລາ ວ"),
        ("人々が𠮷野家", "人 々 が 𠮷 野 家"),
        ("1.5bn 10,000m 5bn", "1.5 bn 10000 m 5bn"),
    ],
)
def test_signs_part_words_where_two_words_meet(text: str, expected: str) -> None:
    assert folded(text) == expected.split()


@pytest.mark.parametrize("mark", "'‘’`´ʻʼʿʾʹ")
@pytest.mark.parametrize(
    "word", ["O*zbekiston", "Hawai*i", "don*t", "l*État", "Türkiye*nin", "va*da"]
)
def test_whichever_apostrophe_is_typed_the_words_are_the_same(word: str, mark: str) -> None:
    assert folded(word.replace("*", mark)) == folded(word.replace("*", "’"))


@given(TRICKY | st.text())
def test_words_are_the_same_with_and_without_their_places(text: str) -> None:
    assert folded(text) == [word.folded for word in words(text)]
    found, places = located(text)
    assert found == folded(text)
    assert places(len(found)) == [(word.start, word.end) for word in words(text)]


@given(TRICKY)
def test_decomposed_and_composed_texts_have_the_same_words(text: str) -> None:
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))


@given(TRICKY | st.text())
@example(".\u0e49\u05b8")
@example("(\u0301\u0327e\u0301")
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
