"""Whether characters are words: the text layer of a PDF can be rubbish. Pure."""

import re
import unicodedata

from quotes.ingest.documents import UnreadableError

WORD = re.compile(r"[^\W\d_]{3,}")
LATIN_WORD = re.compile(r"[A-Za-z]{4,}")
VOWELS = frozenset("aeiouyAEIOUY")
# A page of fewer characters has too few words to be judged by.
MIN_CHARACTERS = 200
MAX_UNKNOWN = 0.05
MIN_LETTERS = 0.5
MIN_WITH_VOWEL = 0.7
MAX_WORD = 60
ADVICE = "Recognise the text anew (OCR), or paste it."


def check_legible(text: str) -> None:
    """Raise UnreadableError for characters that stand for other ones, or for none.

    That is so where a PDF was scanned badly, or has fonts without a table of their characters.
    """
    signs = "".join(text.split())
    if not signs:
        raise UnreadableError(f"The PDF has pictures of pages, and no text. {ADVICE}")
    if len(signs) < MIN_CHARACTERS:
        return
    unknown = sum(
        unicodedata.category(sign) in ("Co", "Cn", "Cc") or sign == "\ufffd" for sign in signs
    )
    letters = sum(unicodedata.category(sign)[0] in "LM" for sign in signs)
    latin = LATIN_WORD.findall(text)
    with_vowel = sum(not VOWELS.isdisjoint(word) for word in latin)
    is_rubbish = (
        unknown > MAX_UNKNOWN * len(signs)
        or letters < MIN_LETTERS * len(signs)
        or (len(latin) > 20 and with_vowel < MIN_WITH_VOWEL * len(latin))
        or _has_no_spaces(text)
    )
    if is_rubbish:
        raise UnreadableError(f"The text layer of the PDF is not words. {ADVICE}")


def _has_no_spaces(text: str) -> bool:
    """Whether most words of an alphabet run together."""
    words = [word for word in WORD.findall(text) if ord(word[0]) < 0x0E00]
    long = sum(len(word) for word in words if len(word) > MAX_WORD)
    return long > 0.5 * sum(map(len, words)) > 0
