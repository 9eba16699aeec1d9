"""Numbers in words of many languages: every one is its digits, and no other number."""

import pytest
from hypothesis import assume, given, strategies as st

from quotes.text.counting_words import LEFT_ALONE, numbers_in_words, value_in
from quotes.text.numbers import quantities, same_quantity

# Below twenty, tens from twenty on, hundreds, a thousand, and how they are joined.
SPELLERS = {
    "es": ("uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
           "diecisiete dieciocho diecinueve", "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
           "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos",
           "mil", " y ", " "),
    "pt": ("um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezasseis "
           "dezassete dezoito dezanove", "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
           "cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos",
           "mil", " e ", " e "),
    "pl": ("jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście trzynaście "
           "czternaście piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście",
           "dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt dziewięćdziesiąt",
           "sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset", "tysięcy", " ", " "),
    "uk": ("один два три чотири п’ять шість сім вісім дев’ять десять одинадцять дванадцять тринадцять "
           "чотирнадцять п'ятнадцять шістнадцять сімнадцять вісімнадцять дев'ятнадцять",
           "двадцять тридцять сорок п’ятдесят шістдесят сімдесят вісімдесят дев'яносто",
           "сто двісті триста чотириста п’ятсот шістсот сімсот вісімсот дев'ятсот", "тисяч", " ", " "),
    "tr": ("bir iki üç dört beş altı yedi sekiz dokuz on on_bir on_iki on_üç on_dört on_beş on_altı on_yedi "
           "on_sekiz on_dokuz", "yirmi otuz kırk elli altmış yetmiş seksen doksan",
           "yüz iki_yüz üç_yüz dört_yüz beş_yüz altı_yüz yedi_yüz sekiz_yüz dokuz_yüz", "bin", " ", " "),
    "kk": ("бір екі үш төрт бес алты жеті сегіз тоғыз он он_бір он_екі он_үш он_төрт он_бес он_алты он_жеті "
           "он_сегіз он_тоғыз", "жиырма отыз қырық елу алпыс жетпіс сексен тоқсан",
           "жүз екі_жүз үш_жүз төрт_жүз бес_жүз алты_жүз жеті_жүз сегіз_жүз тоғыз_жүз", "мың", " ", " "),
    "it": ("uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici "
           "sedici diciassette diciotto diciannove", "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
           "cento duecento trecento quattrocento cinquecento seicento settecento ottocento novecento", "mila", "", ""),
}  # fmt: skip
INVERTED = {
    "de": ("ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
           "siebzehn achtzehn neunzehn", "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
           "und", "hundert", "tausend"),
    "nl": ("een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien "
           "zeventien achttien negentien", "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
           "en", "honderd", "duizend"),
}  # fmt: skip
ARABIC = (
    "واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة",
    "عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون",
    "مئة مئتان ثلاثمئة أربعمئة خمسمئة ستمئة سبعمئة ثمانمئة تسعمئة",
)
AFTER_VEINTI = "uno dós trés cuatro cinco séis siete ocho nueve"


def below_a_thousand(number: int, language: str) -> str:
    if language == "ar":
        return in_arabic(number)
    hundreds, rest = divmod(number, 100)
    if language in INVERTED:
        small, tens, joint, hundred, _ = INVERTED[language]
        part = small.split()[rest - 1] if 0 < rest < 20 else ""
        if rest >= 20:
            unit = small.split()[rest % 10 - 1] if rest % 10 else ""
            link = "ën" if unit.endswith("e") and joint == "en" else joint
            part = (unit + link if unit else "") + tens.split()[rest // 10 - 2]
        return (small.split()[hundreds - 1] + hundred if hundreds else "") + part
    small, tens, many, _, joint, after_hundreds = SPELLERS[language]
    part = small.split()[rest - 1].replace("_", " ") if 0 < rest < 20 else ""
    if rest >= 20:
        ten, unit = tens.split()[rest // 10 - 2], small.split()[rest % 10 - 1] if rest % 10 else ""
        if language == "it" and unit in ("uno", "otto"):
            ten = ten[:-1]
        part = ten + (joint + unit if unit else "")
        if language == "es" and 20 < rest < 30:
            part = "veinti" + AFTER_VEINTI.split()[rest - 21]
    head = many.split()[hundreds - 1].replace("_", " ") if hundreds else ""
    if not rest and head in ("ciento", "cento") and language in ("es", "pt"):
        head = {"es": "cien", "pt": "cem"}[language]
    return head + (after_hundreds if head and part else "") + part


def in_arabic(number: int) -> str:
    units, tens, hundreds = (each.split() for each in ARABIC)
    hundred, rest = divmod(number, 100)
    ten, unit = divmod(rest, 10)
    if rest <= 10:
        part = [units[rest - 1]] if rest else []
    elif ten == 1:
        part = [f"{units[unit - 1]} عشر"]
    else:
        part = [*([units[unit - 1]] if unit else []), tens[ten - 2]]
    return " و".join([*([hundreds[hundred - 1]] if hundred else []), *part])


def in_words(number: int, language: str) -> str:
    thousands, rest = divmod(number, 1000)
    if language in INVERTED:
        thousand, joint = INVERTED[language][4], ""
    elif language == "ar":
        thousand, joint = " ألف", " و"
    else:
        thousand, joint = SPELLERS[language][3], " e " if language == "pt" else " "
        joint = "" if language == "it" else joint
        thousand = thousand if language == "it" else f" {thousand}"
    head = below_a_thousand(thousands, language) + thousand if thousands else ""
    if thousands == 1 and language == "it":
        head = "mille"
    part = below_a_thousand(rest, language) if rest else ""
    return (head + (joint if head and part else "") + part).strip()


LANGUAGES = [*SPELLERS, *INVERTED, "ar"]
NUMBERS = st.integers(2, 999) | st.integers(2_000, 999_999)


def are_same(some: str, others: str, language: str) -> bool:
    one, other = (list(quantities(each)) for each in (some, others))
    return (
        len(one) == len(other) == 1
        and (one[0].end - one[0].start, other[0].end - other[0].start) == (len(some), len(others))
        and same_quantity(one[0], other[0], language)
    )


@given(number=NUMBERS, other=NUMBERS, language=st.sampled_from(LANGUAGES))
def test_a_number_in_words_is_its_digits_and_no_others(
    number: int, other: int, language: str
) -> None:
    written = in_words(number, language)
    assume(written not in LEFT_ALONE)
    assert are_same(written, str(number), language)
    assert are_same(written, str(other), language) is (number == other)


@given(number=NUMBERS, other=NUMBERS, language=st.sampled_from(LANGUAGES))
def test_numbers_in_words_that_differ_are_not_the_same(
    number: int, other: int, language: str
) -> None:
    one, two = in_words(number, language), in_words(other, language)
    assume(not LEFT_ALONE & {one, two})
    assert are_same(one, two, language) is (number == other)


@pytest.mark.parametrize("word", sorted(LEFT_ALONE))
def test_words_as_common_in_another_sense_are_no_numbers_alone(word: str) -> None:
    assert list(numbers_in_words(f"{word}, xyz")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("eine halbe Million und anderthalb Liter", ["eine halbe", "anderthalb"]),
        ("dos millones, dos días", ["dos"]),
        ("полмиллиона человек, півтора року", ["полмиллиона", "півтора"]),
        ("treinta y dos y tres mil", ["treinta y dos", "tres mil"]),
        ("on bir kişi on the way", ["on bir"]),
        ("sei’s drum, п’ять шкіл", ["п’ять"]),
        ("zwanzig, dreißig", ["zwanzig", "dreißig"]),
    ],
)
def test_numbers_are_found_with_all_their_words(text: str, found: list[str]) -> None:
    assert [text[each.start : each.end] for each in numbers_in_words(text)] == found


def test_a_language_tells_what_one_word_is() -> None:
    assert (value_in("dos", "es"), value_in("dos", "pt"), value_in("on", "tr")) == (2, None, 10)


@given(st.text() | st.text("eéinundtauszmlyвпят'’- ", max_size=40))
def test_any_text_has_its_numbers_in_order(text: str) -> None:
    reached = 0
    for each in numbers_in_words(text):
        assert reached <= each.start < each.end <= len(text)
        reached = each.end
