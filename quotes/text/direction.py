"""Which way words are written, and text that keeps to its place. Pure.

Browsers don't conclude the direction from the language. A name with U+202E (right-to-left override)
would turn round the rest of its line, an address included. So what a text opens is closed after it;
the marks in the text stay.
"""

import re
import unicodedata
from functools import lru_cache
from html import escape

from quotes.text.alphabets import script
from quotes.text.interface import language as spoken, message, translated

# Languages written from right to left unless a script is named (“az-Arab”, “ku-Latn”).
# Source: Unicode CLDR, character order of its locales.
RIGHT_TO_LEFT = frozenset((
    "aii", "ar", "arc", "arz", "bal", "bgn", "bqi", "ckb", "dv", "fa", "glk", "he", "iw", "ji",
    "ks", "lrc", "luz", "mzn", "nqo", "pnb", "ps", "rhg", "sd", "sdh", "skr", "syr", "ug", "ur",
    "yi",
))  # fmt: skip
RIGHT_TO_LEFT_SCRIPTS = frozenset(("adlm", "arab", "hebr", "mand", "nkoo", "rohg", "syrc", "thaa"))
UNKNOWN = frozenset(("", "und", "mul", "zxx"))
LINE_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
OPENED_BY = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"),
    **dict.fromkeys("\u2066\u2067\u2068", "\u2069"),
}
ISOLATE, ISOLATE_END = "\u2068", "\u2069"
QUOTED = re.compile("“[^”]*”")


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


def attributes(language: str, text: str = "") -> str:
    """Attributes of an HTML element that holds ``text``: its language, if known, and direction."""
    way = f'dir="{direction(language, text)}"'
    return f'lang="{escape(language)}" {way}' if language else way


def is_foreign(text: str, language: str = "") -> bool:
    """Whether ``text`` is in another language than the interface, as far as can be told.

    By its language, if that is known, and else by the script of its first letter.
    """
    if language:
        return language.split("-")[0] != spoken()
    first = text[:1] if text[:1].isalpha() else next(filter(str.isalpha, text), "")
    return bool(first) and script(first) != _own_script(spoken())


@lru_cache
def _own_script(language: str) -> str:
    """The script of the interface: that of any word of it in its ``language``."""
    return script(str(translated(message("Search")))[0])


def _of_letters(text: str) -> str:
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "L")
    return "ltr" if first == "L" else "rtl"


def isolated(text: str) -> str:
    """``text``, what it quotes kept apart in its own direction: “a” → “b” stays in this order."""
    return QUOTED.sub(lambda found: f"{ISOLATE}{found[0]}{ISOLATE_END}", text)


def one_line(text: str) -> str:
    """``text`` with a space for each line break and tab, and its directions closed."""
    return closed(LINE_BREAKS.sub(" ", text)).strip()


def closed(text: str) -> str:
    """``text``; after each paragraph, the characters that close its open directions."""
    if OPENED_BY.keys().isdisjoint(text):
        return text
    return "\n".join(paragraph + _missing(paragraph) for paragraph in text.split("\n"))


def _missing(paragraph: str) -> str:
    awaited: list[str] = []
    for character in paragraph:
        if character in OPENED_BY:
            awaited.append(OPENED_BY[character])
        elif character == ISOLATE_END and character in awaited:
            # The end of an isolate also ends what was opened inside it.
            while awaited.pop() != character:
                pass
        elif awaited and awaited[-1] == character:
            awaited.pop()
    return "".join(reversed(awaited))
