"""What languages are called, in English and in the interface's language. Pure."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError

from quotes.text.interface import ENGLISH, in_both, language


@lru_cache(maxsize=256)
def language_name(code: str, english: str) -> str:
    """What a language is called; its ``english`` name where Unicode's CLDR does not know it."""
    if language() == ENGLISH:
        return english
    try:
        told = Locale.parse(code, sep="-").get_display_name(language())
    except (UnknownLocaleError, ValueError):
        told = None
    return in_both(english, told or english)
