"""The one form in which two texts are compared where they have to be exactly equal. Pure.

What a keyboard, a typesetter or a web page does to a text without touching its words and signs is
undone: normal form, typographic quotation marks, apostrophes, dashes and ellipses, ligatures,
invisible signs, white space. Case and all other punctuation stay.
"""

import re
import unicodedata

from quotes.text.letters import IDEOGRAPH, INVISIBLE, MARK, SYLLABIC

SIGNS = str.maketrans(
    dict.fromkeys("“”„‟«»〝〞〟＂❝❞″", '"')
    | dict.fromkeys("‘’‚‛‹›ʻʼʽ＇`´′", "'")
    | dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
    | {"…": "..."}
    | {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
    | dict.fromkeys(INVISIBLE)
)
SPACE = re.compile(r"\s+")
MARKED = re.compile(f"[{MARK}]")
# Each sign of these is a word.
SIGN = re.compile(f"[{IDEOGRAPH}{SYLLABIC}]")
# A dash is a dash with or without spaces round it, and so are three points.
SPACED = re.compile(r"\s*(-(?:\s*-)*|\.\s?\.\s?\.)\s*")


def exact_form(text: str) -> str:
    """``text`` with one form for each sign that has several; equal ones are exactly equal."""
    folded = unicodedata.normalize("NFC", text.translate(SIGNS))
    return SPACE.sub(" ", SPACED.sub(_sign, folded)).strip()


def _sign(match: re.Match[str]) -> str:
    return "..." if match[1].startswith(".") else "-"


def stands_exactly_in(part: str, whole: str) -> bool:
    """Whether ``part`` stands in ``whole``, both in their exact form, between edges of words."""
    start = whole.find(part) if part else -1
    while start >= 0:
        end = start + len(part)
        if not _cuts_word(whole, start) and not _cuts_word(whole, end):
            return True
        start = whole.find(part, start + 1)
    return False


def _cuts_word(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    before, behind = text[at - 1], text[at]
    if MARKED.match(behind):
        return True
    is_inside = before.isalnum() or MARKED.match(before) is not None
    return is_inside and behind.isalnum() and not (SIGN.match(before) or SIGN.match(behind))
