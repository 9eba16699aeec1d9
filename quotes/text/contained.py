"""Text that keeps to its place: on its line, and with its directions ended where it ends.

A name that holds U+202E (right-to-left override) would turn round the rest of the line it is
printed on, an address included. The text keeps its marks; what they opened is closed behind it.
"""

import re

LINE_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
OPENED_BY = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"),
    **dict.fromkeys("\u2066\u2067\u2068", "\u2069"),
}
ISOLATE_END = "\u2069"


def one_line(text: str) -> str:
    """``text`` with a space for each line break and tab, and its directions closed."""
    return closed(LINE_BREAKS.sub(" ", text)).strip()


def closed(text: str) -> str:
    """``text``, and behind each of its paragraphs what ends the directions opened in it."""
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
