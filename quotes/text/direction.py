"""Which way words are written: browsers don't conclude it from the language. Pure."""

import unicodedata

# Languages written from right to left unless a script is named (“az-Arab”, “ku-Latn”).
# Source: Unicode CLDR, character order of its locales.
RIGHT_TO_LEFT = frozenset((
    "aii", "ar", "arc", "arz", "bal", "bgn", "bqi", "ckb", "dv", "fa", "glk", "he", "iw", "ji",
    "ks", "lrc", "luz", "mzn", "nqo", "pnb", "ps", "rhg", "sd", "sdh", "skr", "syr", "ug", "ur",
    "yi",
))  # fmt: skip
RIGHT_TO_LEFT_SCRIPTS = frozenset(("adlm", "arab", "hebr", "mand", "nkoo", "rohg", "syrc", "thaa"))
UNKNOWN = frozenset(("", "und", "mul", "zxx"))


def direction(language: str, text: str = "") -> str:
    """``rtl`` or ``ltr``, by a language tag such as ``ar`` or ``az-Arab``.

    Where the language is not known: by the first letter of ``text`` that has a direction.
    """
    primary, *rest = language.lower().split("-")
    if primary in UNKNOWN:
        return _of_letters(text)
    for part in rest:
        if len(part) == 4 and part.isalpha():
            return "rtl" if part in RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if primary in RIGHT_TO_LEFT else "ltr"


def _of_letters(text: str) -> str:
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "L")
    return "ltr" if first == "L" else "rtl"
