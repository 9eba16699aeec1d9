"""Numbers in words of Russian and French as values: “тридцать”, “soixante-dix”. Pure.

Bare words that are as common in another sense or language are left alone: “seize”, “sept”, “семью”.
Ordinals are words as well. “Six cents” is read as English: six of a coin.
"""

import re
from collections.abc import Iterable

RUSSIAN = re.compile("[а-я]")
SPACE = r"(?:\s{1,3}|-)"


def _forms(stems: str, endings: str, first: int, step: int = 1) -> dict[str, int]:
    """Each stem with each ending, counted on from ``first``."""
    return {
        stem + ending.strip("0"): first + step * place
        for place, stem in enumerate(stems.split())
        for ending in endings.split()
    }


RUSSIAN_ONE = _forms("один одна одно одного одной одному одну", "0", 1, 0)
RUSSIAN_UNITS = {
    **_forms("дв", "а е ух ум умя", 2), **_forms("тр", "и ёх ех ём ем емя", 3),
    **_forms("четыр", "е ёх ех ём ем ьмя", 4), **_forms("пят шест сем", "ь и ью", 5),
    **_forms("восемь восьми восемью восьмью", "0", 8, 0), **_forms("девят", "ь и ью", 9),
}  # fmt: skip
RUSSIAN_TEENS = _forms(
    "десят одиннадцат двенадцат тринадцат четырнадцат пятнадцат шестнадцат семнадцат восемнадцат "
    "девятнадцат", "ь и ью", 10,
)  # fmt: skip
RUSSIAN_TENS = {
    **_forms("двадцат тридцат", "ь и ью", 20, 10), **_forms("сорок", "0 а", 40),
    **_forms("пятьдесят шестьдесят семьдесят восемьдесят", "0", 50, 10),
    **_forms("пятидесят шестидесят семидесят восьмидесят", "и", 50, 10),
    **_forms("девяност", "о а", 90),
}  # fmt: skip
RUSSIAN_HUNDREDS = {
    **_forms("ст", "о а", 100), **_forms("двести двухсот", "0", 200, 0),
    **_forms("триста трёхсот трехсот", "0", 300, 0),
    **_forms("четыреста четырёхсот четырехсот", "0", 400, 0),
    **_forms("пятьсот шестьсот семьсот восемьсот девятьсот", "0", 500, 100),
    **_forms("пятисот шестисот семисот восьмисот девятисот", "0", 500, 100),
}  # fmt: skip
FRENCH_UNITS = _forms("un deux trois quatre cinq six sept huit neuf", "0", 1) | {"une": 1}
FRENCH_TEENS = _forms("dix onze douze treize quatorze quinze seize", "0", 10)
FRENCH_TENS = _forms(
    "vingt trente quarante cinquante soixante septante huitante nonante", "0", 20, 10
)
VALUES = {
    **RUSSIAN_ONE, **RUSSIAN_UNITS, **RUSSIAN_TEENS, **RUSSIAN_TENS, **RUSSIAN_HUNDREDS,
    **FRENCH_UNITS, **FRENCH_TEENS, **FRENCH_TENS,
}  # fmt: skip
LEFT_ALONE = {*RUSSIAN_ONE, "семью", "un", "une", "cent", "cents", "mille", "onze", "seize", "sept",
              "neuf", "six"}  # fmt: skip


def _one_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})(?!\\w)"


def _russian() -> str:
    units, tens = _one_of({**RUSSIAN_ONE, **RUSSIAN_UNITS}), _one_of(RUSSIAN_TENS)
    small = rf"(?:{_one_of(RUSSIAN_TEENS)}|{tens}(?:{SPACE}{units})?|{units})"
    below = rf"(?:{_one_of(RUSSIAN_HUNDREDS)}(?:{SPACE}{small})?|{small})"
    # A thousand at the end is the scale of what stands before it.
    return rf"{below}(?:{SPACE}тысяч[аиу]?{SPACE}{below})?"


def _french() -> str:
    units = _one_of(FRENCH_UNITS)
    teens = rf"(?:dix{SPACE}(?:sept|huit|neuf)(?!\w)|{_one_of(FRENCH_TEENS)})"
    more = rf"(?:{SPACE}(?:et{SPACE})?(?:{teens}|{units}))?"
    small = (
        rf"(?:quatre{SPACE}vingts?(?!\w){more}|soixante(?!\w){more}"
        rf"|{_one_of(FRENCH_TENS)}(?:{SPACE}(?:et{SPACE})?{units})?|{teens}|{units})"
    )
    below = rf"(?:(?:{units}{SPACE})?cents?(?!\w)(?:{SPACE}{small})?|{small})"
    return rf"(?:(?:{below}{SPACE})?mille(?!\w)(?:{SPACE}{below})?|{below})"


PATTERN = rf"(?:{_russian()}|{_french()})"
FIRST_LETTERS = "cdhmqstuv" + "".join(sorted({word[0] for word in VALUES if word > "z"}))


# Words of which one stands in nearly every number of two words or more, and in hardly any English.
SIGNS = (
    "deux", "trois", "quatre", "cinq", "huit", "dix", "douze", "treize", "quatorze", "quinze",
    "vingt", "trente", "quarante", "cinquante", "soixante", "septante", "nonante", "cents",
    "cent ", "mille ",
)  # fmt: skip


def may_have_any(text: str) -> bool:
    """Whether it is worth while to look for such numbers in a text in small letters."""
    return RUSSIAN.search(text) is not None or any(word in text for word in SIGNS)


def value_of(written: str) -> int | None:
    """The value of words that ``PATTERN`` matches, in small letters; None for those left alone."""
    if written in LEFT_ALONE:
        return None
    total = current = 0
    joined = re.sub(rf"\bquatre{SPACE}vingts?\b", "huitante", written)
    for word in re.findall(r"\w+", joined):
        if word == "mille" or word.startswith("тысяч"):
            total, current = total + (current or 1) * 1000, 0
        elif word in ("cent", "cents"):
            current = (current or 1) * 100
        elif word != "et":
            current += VALUES[word]
    return total + current
