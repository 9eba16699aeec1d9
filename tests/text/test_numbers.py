"""Numbers as values: the same value in other writing is the same, any other value is not."""

from fractions import Fraction

import pytest
from hypothesis import assume, given, strategies as st

from quotes.text import units
from quotes.text.numbers import Quantity, quantities, same_quantity


def one(text: str) -> Quantity:
    [found] = quantities(text)
    assert (found.start, found.end) == (0, len(text))
    return found


def are_same(some: str, others: str, language: str = "en") -> bool:
    return same_quantity(one(some), one(others), language)


SAME = [
    ["7500 km", "7,500 km", "7 500 km", "7\u202f500 km", "7’500 km", "7,500 kilometres", "7500-kilometer"],
    ["35%", "35 %", "35 per cent", "35 percent", "thirty-five percent", "thirty five per cent", "٣٥٪"],
    ["$5bn", "$5 billion", "5 billion dollars", "US$5bn", "USD 5 billion", "5 billion U.S. dollars",
     "five billion dollars", "$5,000 million", "$5-billion"],
    ["€3.1 million", "EUR 3.1m", "3.1 million euros", "3,100,000 €"],
    ["−0.5", "-0.5", "–0.5", "minus 0.5"],
    ["-€5m", "€-5m", "−€5 million"],
    ["6 million", "six million", "6,000,000", "6M", "6 mln"],
    ["a million", "one million", "1 million"],
    ["21st", "twenty-first"], ["2nd", "second"],
    ["10:30", "10h30", "10:30 a.m.", "10.30am"], ["3 pm", "3 p.m.", "15:00"],
    ["2023–24", "2023-24", "2023—2024"], ["10–15%", "10-15 per cent"],
    ["½", "1/2", "1⁄2", "0.5"], ["2½", "2 1/2", "2.5"],
    ["≤5", "<= 5", "≦5"], ["~5", "≈ 5"],
    ["1,00,000", "100,000", "1 lakh"], ["1.250.000", "1,250,000", "1 250 000", "1.25 million", "1250000"],
    ["half a million", "500,000", "0.5 million", "½ million", "Half a million", "a half million",
     "half-million"],
    ["one and a half billion", "1.5 billion", "1½ billion", "one point five billion", "1,500 million"],
    ["three quarters of a million", "750,000"], ["a quarter of a million", "250,000"],
    ["three point five percent", "3.5%", "three and a half per cent"], ["zero point two five", "0.25"],
    ["twenty-one point five", "21.5"], ["minus zero point five", "-0.5"], ["2 and a half km", "2.5 km"],
    ["€12.345.678,90", "12,345,678.90 euros"], ["-7.500.000 km", "−7,500,000 kilometres"], ["१२३", "123", "١٢٣", "１２３"],
    ["$15m", "15 million dollars", "15m dollars"], ["15 metres", "15m", "15 m"],
    ["£5", "5 pounds sterling"], ["5 lb", "5 lbs"], ["3 M€", "€3m", "3 million euros"],
    ["300 MW", "300 megawatts"], ["5 mg", "5 milligrams", "5mg"], ["7 kW", "7 KW", "7 kilowatts"],
    ["300.000", "300,000", "300 000", "300k", "three hundred thousand"], ["14 h 30", "14h30", "14:30"],
    ["17:30", "17.30 Uhr", "17:30 h", "17 Uhr 30"], ["3 hours 20 minutes", "3 h 20 min"],
    ["2 million 300 thousand", "2,300,000", "2.3 million"], ["3亿5000万", "3.5亿"], ["5 ft 3", "5 feet 3 inches"],
    ["2 m 50", "2.5 m", "2 m 50 cm"], ["£5 50p", "£5.50"], ["two-thirds", "two thirds", "2/3", "⅔"],
    ["tenfold", "ten-fold", "10-fold"], ["1990s", "1990's", "1990’s"], ["03/04/2017", "3/4/2017"],
    ["3·2%", "3.2 per cent"], ["3 dozen", "36"], ["百分之二十", "20%"], ["5 µg", "5 micrograms"],
    ["dos millones trescientos mil", "2,300,000"],
    ["30 °C", "30 degrees Celsius", "30℃"], ["100 km²", "100 sq km", "100 square kilometres"],
    ["one hundred and five", "105"], ["two hundred thousand", "200,000"], ["3.50", "3.5"],
    ["тридцать", "тридцати", "тридцатью", "30", "thirty", "trente"], ["Сто двадцать один", "121"],
    ["двадцать пять тысяч триста", "25 300", "vingt-cinq mille trois cents"],
    ["тридцать тысяч", "30 тысяч", "30 000"], ["сорок процентов", "40 %", "quarante pour cent"],
    ["soixante-dix", "70", "septante"], ["quatre-vingts", "80"], ["dix-sept", "17"],
    ["quatre-vingt-dix-neuf", "99", "девяносто девять", "ninety-nine"],
    ["soixante et onze", "71"], ["mille neuf cent quatre-vingt-quatre", "1984"],
    ["-0.5", "-.5", "−.50"], ["十四亿", "14亿", "1400000000"], ["二千万", "2000万", "２０００万"],
    ["三点五亿", "3.5亿"], ["一千零五十", "1050"], ["二〇二四", "2024"], ["6'2\"", "6′2″", "6’ 2”"],
]  # fmt: skip
OTHER = [
    ("35", "3.5"), ("35", "35%"), ("35%", "35‰"), ("35%", "35 percentage points"), ("$5", "€5"),
    ("$5", "5"), ("$5", "A$5"), ("−0.5", "0.5"), ("≤5", "≥5"), ("<5", "≤5"), ("±5", "5"), ("65+", "65"),
    ("1:030", "10:30"), ("10:30", "10:30 pm"), ("10:30", "10.30"), ("5 million", "5 billion"),
    ("5bn", "5m"), ("5 km", "5 miles"), ("5 km", "5 km²"), ("30°C", "30°F"), ("30°", "30°C"),
    ("1.5 million", "15 million"), ("1,234", "1.234"), ("1/2", "12"), ("1/2", "1.2"), ("½", "¼"),
    ("2023–24", "202324"), ("2023–24", "2023"), ("2–1", "2:1"), ("21st", "21"), ("10⁶", "106"),
    ("thirty", "thirteen"), ("1.2.3", "12.3"), ("1.250.000", "1.250"), ("half a million", "a million"),
    ("three point five", "35"), ("three point five", "five"), ("one and a half billion", "1 billion"),
    ("two thirds of a million", "two million"), ("one point two five", "1.5"), ("12.05.2024", "12,052,024"), ("1.250.000.1", "1,250,000.1"), ("2024-05-05", "2024-05-06"), ("5 tons", "5 tonnes"),
    ("十五亿", "十四亿"), ("三点五", "三十五"), ("二千人", "二千万人"), ("6'2'", "6'2\""),
    ("тридцать", "тринадцать"), ("тридцать", "триста"), ("soixante-dix", "60"),
    ("quatre-vingt-dix", "80"), ("deux cents", "2"), ("тридцать тысяч", "30"),
    ("300.000", "300"), ("300.000", "300.0"), ("7.500", "7.5"), ("7.500", "7,500"), ("3.000%", "3,000%"),
    ("90 m", "90 million"), ("15m", "15 million"), ("¥500", "500 yuan"), ("¥500", "500 yen"),
    ("20 pounds", "£20"), ("20 pounds", "20 lb"), ("300 MW", "300 mW"), ("5 mg", "5 Mg"), ("5 mg", "5 MG"),
    ("3 M€", "3 m€"), ("300 K", "300k"), ("5 G", "5 g"), ("5 mil", "5 thousand"), ("14 h 30", "14 h"),
    ("3 hours 20 minutes", "3 hours"),
    ("2 million 300 thousand", "2 million"), ("3亿5000万", "3亿"), ("5 ft 3", "5 ft"), ("2 m 50", "2 m"),
    ("two thirds", "two"), ("tenfold", "ten"), ("1990s", "1990"), ("03/04/2017", "04/03/2017"),
    ("5·10⁶", "5·10⁷"), ("50p", "£50"), ("dos millones trescientos mil", "dos millones"), ("26'46'", "26'46\""), (".5", "5"), ("百二十", "百三十"), ("100–50", "100–150"), ("7 kW", "7 kWh"),
]  # fmt: skip


@pytest.mark.parametrize("written", SAME, ids=lambda written: written[0])
def test_one_value_is_the_same_however_it_is_written(written: list[str]) -> None:
    assert [other for other in written if not are_same(written[0], other)] == []


@pytest.mark.parametrize(("some", "others"), OTHER)
def test_another_value_is_not_the_same(some: str, others: str) -> None:
    one_way, other_way = list(quantities(some)), list(quantities(others))
    pairs = list(zip(one_way, other_way, strict=False))
    assert len(one_way) != len(other_way) or not all(same_quantity(*pair, "en") for pair in pairs)


@pytest.mark.parametrize(
    ("written", "language", "value"),
    [
        ("10.000", "en", Fraction(10_000)), ("10.000", "de", Fraction(10_000)),
        ("10,000", "en", Fraction(10_000)), ("10,000", "ru", Fraction(10_000)),
        ("10.125", "en", Fraction("10.125")), ("10,125", "ru", Fraction("10.125")),
        ("1.234,5", "en", Fraction("1234.5")), ("1,234.5", "de", Fraction("1234.5")),
        ("3,5", "en", Fraction("3.5")), ("0.125", "de", Fraction("0.125")),
        ("2 billion", "en", Fraction(2 * 10**9)), ("2 billion", "fr", Fraction(2 * 10**12)),
        ("3,5 млрд рублей", "ru", Fraction(35 * 10**8)), ("%40", "tr", Fraction(40)),
        ("yüzde 40", "tr", Fraction(40)), ("15億", "zh-Hant", Fraction(15 * 10**8)),
    ],
)  # fmt: skip
def test_the_language_tells_a_point_from_a_separator(
    written: str, language: str, value: Fraction
) -> None:
    assert {values for _, _, values, _ in one(written).values(language)} == {(value,)}


@pytest.mark.parametrize(
    ("written", "others", "language"),
    [("5 mil", "5 000", "es"), ("¥500", "500 yen", "ja"), ("¥500", "500 yuan", "zh"),
     ("300,000", "300.000", "de"), ("300,000", "300 000", "ru")],
)  # fmt: skip
def test_the_language_tells_what_else_may_be_meant(
    written: str, others: str, language: str
) -> None:
    assert are_same(written, others, language)


@pytest.mark.parametrize(
    ("text", "scale"),
    [("a shaft 90 m deep", ""), ("the 100 m foot race", ""), ("some 6m people", "m"), ("THE SHAFT IS 90 M DEEP", ""),
     ("over 6m new jobs", "m"), ("15m tonnes", "m"), ("$90 m", "m"), ("90 m de haut", "")],
)  # fmt: skip
def test_metres_are_no_millions_but_of_money_and_what_is_counted(text: str, scale: str) -> None:
    [found] = quantities(text)
    assert found.scale == scale
    assert found.units != {""} or scale


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("G20 and COVID-19 in the 5th row, 4chan", ["19", "5th"]),
        ("2023年5月15億", ["2023", "5", "15億"]),
        ("They said: - 5 people; and -5 of them", ["5", "-5"]),
        ("> 5 people", ["5"]),
        ("nineteen eighty-four", ["nineteen", "eighty-four"]),
        ("in May, 1,000 people paid $10.", ["1,000", "$10"]),
        ("several million people, hundreds of them", []),
        ("x 1.5bn y", ["1.5bn"]),
    ],
)
def test_numbers_are_found_with_what_belongs_to_them(text: str, found: list[str]) -> None:
    assert [text[each.start : each.end] for each in quantities(text)] == found


GROUPED = st.sampled_from([",", " ", "\u00a0", "\u202f", "’", ""])
SIGNS = st.sampled_from(["", "-", "≤", "≥", "<", ">", "±"])
SCALES = st.sampled_from(["", " thousand", " million", " billion", " trillion"])
TAILS = st.sampled_from(["", "%", " km", " miles", " kg", "‰", " dollars", " euros"])


@given(number=st.integers(0, 10**9), part=st.text("0123456789", max_size=4), sign=GROUPED)
def test_digits_have_their_value_however_they_are_grouped(
    number: int, part: str, sign: str
) -> None:
    written = f"{number:,}".replace(",", sign) + (f".{part}" if part else "")
    # A fraction that ends with a zero may be thousands.
    assume(number > 999 or number == 0 or len(part) != 3 or part[-1] != "0")
    [value] = one(written).values("en")
    assert value == ("", "number", (Fraction(f"{number}.{part or 0}"),), "")


@given(
    digits=st.text("123456789", min_size=2, max_size=6),
    at=st.integers(0, 5),
    digit=st.sampled_from("123456789"),
    signs=st.tuples(SIGNS, SIGNS),
    scales=st.tuples(SCALES, SCALES),
    tails=st.tuples(TAILS, TAILS),
)
def test_whatever_is_changed_in_a_number_makes_another_number(
    digits: str, at: int, digit: str, signs: tuple, scales: tuple, tails: tuple
) -> None:
    at = min(at, len(digits) - 1)
    other = digits[:at] + digit + digits[at + 1 :]
    before = f"{signs[0]}{digits}{scales[0]}{tails[0]}"
    assume(f"{signs[1]}{other}{scales[1]}{tails[1]}" != before)
    pointed = f"{signs[0]}{digits[0]}.{digits[1:]}{scales[0]}{tails[0]}"
    for after in (f"{signs[1]}{digits}{scales[0]}{tails[0]}", f"{signs[0]}{other}{scales[0]}{tails[0]}",
                  f"{signs[0]}{digits}{scales[1]}{tails[0]}", f"{signs[0]}{digits}{scales[0]}{tails[1]}",
                  pointed):  # fmt: skip
        assert are_same(before, after) is (before == after)


@given(st.text() | st.text("0123456789.,:/-–%$€½⅓⁰ apmkbntOne", max_size=30))
def test_any_text_has_numbers_in_order(text: str) -> None:
    reached = 0
    for each in quantities(text):
        assert reached <= each.start < each.end <= len(text)
        assert each.values("en")
        assert each.values("de")
        reached = each.end


@pytest.mark.parametrize(
    "text", ["They seize power.", "Ten per cents.", "свою семью", "One of us", "la onze", "in Sept"]
)
def test_words_as_common_in_another_sense_are_no_french_or_russian_numbers(text: str) -> None:
    found = [text[each.start : each.end] for each in quantities(text)]
    assert [each for each in found if each not in ("One", "Ten per cents", "Ten")] == []


@given(st.integers(17, 999).filter(lambda number: number != 100 and number // 100 != 6))
def test_every_french_number_below_a_thousand_is_its_digits(number: int) -> None:
    assert are_same(in_french(number), str(number))


def in_french(number: int) -> str:
    """A number below 1,000 as French writes it."""
    hundreds, rest = divmod(number, 100)
    words = [] if not hundreds else ["cent"] if hundreds == 1 else [UNITS[hundreds], "cents"]
    return " ".join([*words, *([below_a_hundred(rest)] if rest else [])])


UNITS = ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"]  # fmt: skip
TENS = ["vingt", "trente", "quarante", "cinquante", "soixante"]


def below_a_hundred(number: int) -> str:
    if number < 20:
        return UNITS[number]
    if number >= 80:
        return "quatre-vingts" if number == 80 else f"quatre-vingt-{UNITS[number - 80]}"
    tens, rest = (6, number - 60) if number >= 60 else divmod(number, 10)
    joint = " et " if rest in (1, 11) else "-"
    return TENS[tens - 2] + (f"{joint}{UNITS[rest]}" if rest else "")


def writings(table: dict) -> list[tuple[object, str]]:
    """What each word of a table means, and the word after a number, where it means one thing."""
    meant: dict[str, set] = {}
    for meaning, words in table.items():
        for word in words.split():
            meant.setdefault(word.replace("_", " "), set()).add(meaning)
    return [(min(each), word) for word, each in sorted(meant.items()) if len(each) == 1]


def of_three(word: str) -> Quantity:
    """Three and a half of what the word names."""
    [found] = quantities(f"3.5 {word}" if word[0].isalpha() else f"3.5{word}")
    return found


LANGUAGES = ["en", "de", "fr", "es", "it", "tr", "ru", "uk", "kk", "ar", "zh", "pt", "nl", "pl"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", [units.UNITS, units.SCALES], ids=["units", "scales"])
def test_words_of_a_table_are_the_same_where_they_mean_the_same_alone(
    table: dict, language: str
) -> None:
    # A prefix of the amount and what is decided by more than the word are tested by themselves.
    told = [
        (meaning, word, of_three(word).values(language))
        for meaning, word in writings(table)
        if word not in ("m", "mil", "百分之", "百分の", "k")
    ]
    by_values: dict[frozenset, set] = {}
    by_meaning: dict[object, set] = {}
    for meaning, _, values in told:
        by_values.setdefault(values, set()).add(meaning)
        by_meaning.setdefault(meaning, set()).add(values)
    assert [each for each in by_values.values() if len(each) > 1] == []
    assert {meaning: each for meaning, each in by_meaning.items() if len(each) > 1} == {}


@given(
    number=st.integers(1, 999_999_999),
    other=st.integers(1, 999_999_999),
    signs=st.tuples(*[st.sampled_from([",", ".", " ", "\u202f", "’", ""])] * 2),
    language=st.sampled_from(LANGUAGES),
)
def test_thousands_are_the_same_by_any_sign_or_not_told(
    number: int, other: int, signs: tuple[str, str], language: str
) -> None:
    some, others = (f"{number:,}".replace(",", sign) for sign in signs)
    foreign = "," if language in units.DECIMAL_COMMA else "."
    # One sign that a language has for fractions, before no three zeros, may be one.
    is_certain = not any(
        sign == foreign and 1_000 <= number < 10**6 and number % 1000 for sign in signs
    )
    if is_certain:
        assert are_same(some, others, language)
    assume(number != other)
    assert not are_same(some, f"{other:,}".replace(",", signs[1]), language)
    assert not are_same(some, f"{number / 1000:f}".replace(".", foreign), language) or (
        number < 1000 or number >= 10**6 or not is_certain
    )
