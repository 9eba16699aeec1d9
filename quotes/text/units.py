"""Words for numbers, scales and units, in the languages that the archive has most of. Pure.

A unit has a name of our own, and after it all that it is written as, with ``_`` for a space.
"""

import re
from collections.abc import Mapping


def _words(text: str) -> list[str]:
    return text.split()


# Where the point of a number is a comma.
DECIMAL_COMMA = frozenset(_words(
    "az be bg bs ca cs da de el es et eu fi fr gl hr hu hy id is it ka kk ky lt lv mk nb nl nn no "
    "pl pt ro ru sk sl sq sr sv tg tk tr uk uz vi"
))  # fmt: skip
# Where a billion is a million of millions.
LONG_SCALE = frozenset(_words("cs da de es fi fr hr hu it nb nl nn no pl pt sk sl sr sv"))

UNITS = {
    "percent": "% 百分之 百分の ٪ ％ ﹪ per_cent percent pct pct. prozent pour_cent "
    "por_ciento por_cento per_cento процент процента процентов процентам процентами проценту "
    "відсоток відсотка відсотки відсотків відсоткам procent procenta procentów пайыз пайызы yüzde "
    "في_المئة في_المائة بالمئة بالمائة प्रतिशत",
    "percentage point": "percentage_point percentage_points percent_point percent_points pp pp. "
    "prozentpunkt prozentpunkte prozentpunkten %-point %-points п.п. points_de_pourcentage",
    "permille": "‰ per_mille permille per_mil promille промилле",
    "basis point": "basis_point basis_points bp bps",
    "usd": "$ us$ usd dollar dollars us_dollar us_dollars u.s._dollar u.s._dollars "
    "american_dollar american_dollars доллар доллара долларов dolar doları",
    "aud": "a$ au$ aud australian_dollar australian_dollars",
    "cad": "c$ ca$ cad canadian_dollar canadian_dollars",
    "hkd": "hk$ hkd hong_kong_dollar hong_kong_dollars",
    "nzd": "nz$ nzd new_zealand_dollar new_zealand_dollars",
    "sgd": "s$ sgd singapore_dollar singapore_dollars",
    "twd": "nt$ twd",
    "brl": "r$ brl real reais",
    "eur": "€ eur euro euros евро євро avro еуро يورو",
    "gbp": "£ gbp pound pounds pound_sterling pounds_sterling",
    "pound": "lb lbs pound pounds",
    "jpy": "¥ ￥ jpy yen 円",
    "cny": "¥ ￥ cny rmb yuan renminbi 元 人民币 人民幣",
    "rub": "₽ rub rouble roubles ruble rubles рубль рубля рублей руб руб.",
    "inr": "₹ inr rupee rupees rs rs.",
    "kzt": "₸ kzt tenge тенге теңге",
    "try": "₺ try tl lira liras lirası",
    "uah": "₴ uah hryvnia hryvnias гривна гривны гривен",
    "chf": "chf swiss_franc swiss_francs",
    "krw": "₩ krw won", "ils": "₪ ils shekel shekels", "thb": "฿ thb baht", "vnd": "₫ vnd dong",
    "ngn": "₦ ngn naira", "php": "₱ php", "crc": "₡", "ghs": "₵", "pyg": "₲",
    "cent": "¢ c cent cents",
    "penny": "p pence penny pennies",
    "degree": "° º degree degrees grad градусов",
    "celsius": "°c ℃ °_c ºc º_c degree_celsius degrees_celsius "
    "degrees_centigrade degrees_c grad_celsius",
    "fahrenheit": "°f ℉ °_f degree_fahrenheit degrees_fahrenheit degrees_f",
    "kilometre": "km kilometre kilometres kilometer kilometers kilometern kilomètre kilomètres "
    "kilómetro kilómetros км километр километра километров",
    "metre": "metre metres meter meters metern mètre mètres metro metros метр метра метров м",
    "centimetre": "cm centimetre centimetres centimeter centimeters см",
    "millimetre": "mm millimetre millimetres millimeter millimeters мм",
    "mile": "mile miles mi", "foot": "ft foot feet", "inch": "inch inches", "yard": "yd yard yards",
    "square kilometre": "km² km2 sq_km square_kilometre square_kilometres square_kilometer "
    "square_kilometers quadratkilometer кв._км км²",
    "square metre": "m² m2 sq_m square_metre square_metres square_meter square_meters м²",
    "square mile": "sq_mi square_mile square_miles",
    "cubic kilometre": "km³ km3 cubic_kilometre cubic_kilometres cubic_kilometer "
    "cubic_kilometers км³",
    "hectare": "ha hectare hectares hektar га", "acre": "acre acres",
    "cubic metre": "m³ m3 cubic_metre cubic_metres cubic_meter cubic_meters м³",
    "km/h": "km/h kmh kph kilometres_per_hour kilometers_per_hour kilometres_an_hour км/ч",
    "mph": "mph miles_per_hour miles_an_hour",
    "kilogram": "kg kilogram kilograms kilogramme kilogrammes kilo kilos кг килограмм килограммов",
    "microgram": "µg mcg microgram micrograms microgramme microgrammes",
    "gram": "g gram grams gramme grammes г",
    "tonne": "t tonne tonnes tonnen tonelada toneladas tonnellata tonnellate т тонна тонны "
    "тонн тонни",
    "ton": "ton tons", "ounce": "oz ounce ounces",
    "litre": "l litre litres liter liters литр литра литров", "gallon": "gal gallon gallons",
    "kilowatt": "kw kilowatt kilowatts", "megawatt": "megawatt megawatts мвт",
    "gigawatt": "gw gigawatt gigawatts гвт", "terawatt": "tw terawatt terawatts",
    "kilowatt-hour": "kwh kilowatt_hour kilowatt_hours", "megawatt-hour": "megawatt_hour "
    "megawatt_hours", "gigawatt-hour": "gwh gigawatt_hour gigawatt_hours",
    "terawatt-hour": "twh terawatt_hour terawatt_hours",
    "fold": "fold",
    "hour": "h hour hours hr hrs", "minute": "min minute minutes mins",
    "second": "sec secs second seconds",
}  # fmt: skip
SCALES = {
    100: "hundred", 1_000: "thousand k tausend mille mil mila bin duizend тыс тыс. тысяч "
    "тысячи тысяча тысяче тысячу тис тис. тисяч тисячі тисяча тисячу tys tys. tysiąc tysiące "
    "tysięcy мың ألف آلاف 千",
    10_000: "万 萬",
    12: "dozen dozens dutzend docena docenas",
    100_000: "lakh lakhs",
    10**6: "million millions m mn mn. mln mln. mio mio. millionen millón millones milione milioni "
    "milhão milhões milyon млн млн. миллион миллиона миллионов мільйон "
    "мільйона мільйони мільйонів miljoen milion miliona miliony milionów مليون ملايين",
    10**7: "crore crores",
    10**8: "亿 億",
    10**9: "bn bn. billions milliard milliards milliarde milliarden mrd mrd. miliardo miliardi "
    "bilhão bilhões milyar млрд млрд. миллиард миллиарда миллиардов "
    "мільярд мільярда мільярди мільярдів miljard miliard miliarda miliardy miliardów مليار مليارات "
    "mil_millones mil_milhões "
    "thousand_million",
    10**12: "trillion trillions tn trn billionen billón billones trilyon трлн трлн. триллион "
    "триллиона триллионов 兆",
}  # fmt: skip
BILLION = "billion"
# A million in the English press, a thousand where the word is Spanish or Portuguese.
MIL = "mil"
THOUSAND_IS_MIL = frozenset(_words("an ast ca es ext gl pt"))
METRE_OR_MILLION = "m"
MONEY_CODES = _words(
    "usd aud cad hkd nzd sgd twd brl eur gbp jpy cny rub inr kzt try uah chf krw ils thb vnd ngn "
    "php crc ghs pyg"
)
# What is had by the million, so that “15m tonnes” are no metres.
BY_THE_MILLION = frozenset({
    "", "tonne", "ton", "kilogram", "litre", "gallon", "hectare", "acre", "square kilometre",
    "square mile", "cubic metre", "kilowatt-hour", "megawatt-hour", *MONEY_CODES, "pound",
})  # fmt: skip
# As these, with “m” before them in English: “6m people”.
COUNTED = _words(
    "people persons inhabitants residents citizens jobs homes houses households users customers "
    "consumers subscribers viewers readers listeners followers votes voters children pupils "
    "students girls boys women men adults workers employees pensioners patients visitors "
    "passengers refugees migrants tourists travellers barrels doses copies units shares cars "
    "vehicles phones books trees times years"
)
# What is measured to a thousandth now and then, so that “3.000” of it may be three.
MEASURED = frozenset({
    "percent", "percentage point", "permille", "basis point", "degree", "celsius", "fahrenheit",
    "second", "metre", "centimetre", "millimetre", "inch", "gram", "kilogram", "litre", "hour",
})  # fmt: skip
# How many of the second make one of the first, where both are written one after the other.
PARTS_OF = {
    ("hour", "minute"): 60, ("minute", "second"): 60, ("foot", "inch"): 12,
    ("metre", "centimetre"): 100,
    ("kilogram", "gram"): 1000, ("pound", "ounce"): 16, ("usd", "cent"): 100, ("eur", "cent"): 100,
    ("kilometre", "metre"): 1000, ("gbp", "penny"): 100,
    # “2 m 50”, “3 € 20”, “5 ft 3”
    ("hour", ""): 60, ("foot", ""): 12, ("metre", ""): 100, ("eur", ""): 100,
}  # fmt: skip
# What a sign that has several meanings means in a language.
SIGN_OF = {"ja": frozenset({"jpy"}), "zh": frozenset({"cny"})}
# Signs of units that differ in the case of a letter alone, and by a thousand millions.
CASED = {
    prefix + sign: f"{name}{unit}"
    for prefix, name in (("m", "milli"), ("M", "mega"))
    for sign, unit in (
        ("g", "gram"), ("W", "watt"), ("Wh", "watt-hour"), ("Hz", "hertz"), ("V", "volt"),
        ("A", "ampere"), ("J", "joule"), ("Pa", "pascal"), ("Sv", "sievert"),
        ("eV", "electronvolt"),
        ("B", "byte"), ("b", "bit"), ("l", "litre"), ("L", "litre"),
    )
}  # fmt: skip
CASED |= {"Mt": "megatonne", "t": "tonne", "T": "T", "g": "gram", "G": "G", "h": "hour", "H": "H"}
CASED |= {"c": "cent", "C": "C", "p": "penny", "P": "P"}
SMALL = {word: number for number, word in enumerate(_words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"))}  # fmt: skip
TENS = {word: 10 * number for number, word in enumerate(_words(
    "twenty thirty forty fifty sixty seventy eighty ninety"), 2)}  # fmt: skip
LARGE = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
ORDINALS = {word: number for number, word in enumerate(_words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
), 1)}  # fmt: skip
ORDINALS |= {word.replace("ty", "tieth"): number for word, number in TENS.items()}
RELATIONS = {
    "<=": "≤", "≦": "≤", "⩽": "≤", ">=": "≥", "≧": "≥", "⩾": "≥", "+/-": "±", "+-": "±", "~": "≈",
    "∼": "≈", "≃": "≈",
}  # fmt: skip


def normal(written: str) -> str:
    """A word for a unit or scale in the form in which the tables have it."""
    return re.sub(r"[\s-]+", " ", written.casefold()).strip()


def _by_word(table: Mapping[str, str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for meant, written in table.items():
        for word in written.split():
            found.setdefault(normal(word.replace("_", " ")), set()).add(meant)
    return {word: frozenset(meant) for word, meant in found.items()}


UNIT_OF = _by_word(UNITS)
for _sign, _name in CASED.items():
    _words_for_it = _name.replace("-", " "), _name.replace("-", " ") + "s"
    for _word in (_sign, *(_words_for_it if len(_name) > 1 else ())):
        UNIT_OF[normal(_word)] = UNIT_OF.get(normal(_word), frozenset()) | {_name}
SCALE_OF = {
    normal(word.replace("_", " ")): scale
    for scale, written in SCALES.items()
    for word in written.split()
}


def units_of(written: str) -> frozenset[str]:
    """What a word or sign for a unit may mean, with the case of its letters where that tells."""
    cased = CASED.get(written)
    return frozenset({cased}) if cased else UNIT_OF[normal(written)]
