"""A citation as a style arranged it, with places kept for the words, and the words put in.

A style never sees a word of ours: it gets one private character for each value and arranges those.
So nothing it does to text (cutting, casing, joining, guessing at markup) can touch what somebody
wrote, and nothing that somebody wrote can be taken for markup. The marks that may follow a place
say what the style wants of the words there; what is done to them then is done here.
"""

import html
import re
from collections.abc import Mapping
from typing import NamedTuple

from quotes.citations.names import initials
from quotes.text.direction import one_line

ITALIC, UPRIGHT = "\ue000", "\ue001"
HEADLINE, CAPITAL = "\ue002", "\ue003"
INITIALS, INITIALS_END = "\ue004", "\ue005"
NUMBER = "\ue006"
# Places of titles and the like, whose letters a style may make large; and of names, as they are.
FIRST_TITLE, FIRST_NAME = 0xE100, 0xF000
PLACE = re.compile(
    rf"(?P<place>[\ue100-\uf8ff])(?P<headline>{HEADLINE})?(?P<capital>{CAPITAL})?"
    rf"(?:{INITIALS}(?P<point>[^{INITIALS_END}]*){INITIALS_END})?"
)
MARK = re.compile(rf"[{ITALIC}{UPRIGHT}]")
# Words that stay small inside an English headline: articles, conjunctions, and prepositions of
# up to four letters (Chicago Manual of Style, 18th ed., 8.160).
SMALL = frozenset((
    "a", "an", "and", "as", "at", "but", "by", "down", "for", "from", "in", "into", "nor", "of",
    "off", "on", "onto", "or", "out", "over", "per", "so", "the", "to", "up", "via", "vs", "with",
    "yet",
))  # fmt: skip
WORD = re.compile(r"\w+(?:[’']\w+)*")
SENTENCE_END = re.compile(r"[.?!][”’\"'»]*\Z")
A_POINT_MORE = re.compile(rf"(?P<between>[”’»{UPRIGHT}]*)\.")


class Run(NamedTuple):
    """Words in one type."""

    text: str
    is_italic: bool = False


class Rich(tuple[Run, ...]):
    """Words in roman and italic type, as plain text or as HTML."""

    __slots__ = ()

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(run.text for run in self)

    @property
    def html(self) -> str:
        """The words for a page: escaped, with ``i`` as the only element."""
        return "".join(f"<i>{html.escape(run.text)}</i>" if run.is_italic else html.escape(run.text)
                       for run in self)  # fmt: skip


def filled(arranged: str, values: Mapping[str, str]) -> Rich:
    """The arrangement with the value of each place put in."""
    runs: list[Run] = []
    is_italic, rest = False, _without_dress(arranged, values)
    while rest:
        found = PLACE.match(rest)
        if found:
            value = _as_wanted(values[found["place"]], found, runs)
            runs.append(Run(value, is_italic))
            rest = _without_a_second_point(value, rest[found.end() :])
            continue
        if MARK.match(rest):
            is_italic = rest[0] == ITALIC
        else:
            runs.append(Run(rest[0], is_italic))
        rest = rest[1:]
    return _joined(runs)


def _without_dress(arranged: str, values: Mapping[str, str]) -> str:
    """Titles that this archive supplies, in brackets, lose quotation marks and italics.

    No handbook gives them to a description, and a quoted one would look like a printed title.
    """
    for place, value in values.items():
        if is_supplied(value):
            dress = rf"[{ITALIC}“‘]{place}[{HEADLINE}{CAPITAL}]*([.,]?)[{UPRIGHT}”’]"
            arranged = re.sub(dress, rf"{place}\1", arranged).replace(place + HEADLINE, place)
    return arranged


def _as_wanted(value: str, found: re.Match[str], before: list[Run]) -> str:
    value = one_line(value)
    if found["point"] is not None:
        value = initials(value, found["point"])
    if found["headline"] and ord(found["place"]) < FIRST_NAME:
        value = headline(value)
    if found["capital"] and ord(found["place"]) < FIRST_NAME:
        value = capital(value)
    # American styles quote titles in double marks; those inside become single ones.
    if before and before[-1].text == "“":
        value = inside_marks(value)
    return value


def _without_a_second_point(value: str, rest: str) -> str:
    second = A_POINT_MORE.match(rest)
    if second and SENTENCE_END.search(value):
        return second["between"] + rest[second.end() :]
    return rest


def is_supplied(title: str) -> bool:
    """Whether the archive supplied a title, for want of a printed one."""
    return title.startswith("[") and title.endswith("]")


def inside_marks(text: str) -> str:
    """``text`` for a place between double quotation marks: those inside become single ones."""
    return text.replace("“", "‘").replace("”", "’")


def capital(text: str) -> str:
    """``text`` with a capital at its head, where the letter has one of its own."""
    head = text[:1].upper()
    return head + text[1:] if len(head) == 1 and head.lower() == text[:1] else text


def headline(text: str) -> str:
    """``text`` capitalised as English headlines are; only words in small letters are touched."""
    words = list(WORD.finditer(text))
    for number, word in enumerate(words):
        start, end = word.span()
        opens = number == 0 or re.search(r"[:.?!—–]\W*\Z", text[words[number - 1].end() : start])
        closes = number == len(words) - 1
        if word.group().islower() and (opens or closes or word.group() not in SMALL):
            text = text[:start] + capital(text[start:end]) + text[end:]
    return text


def _joined(runs: list[Run]) -> Rich:
    joined: list[Run] = []
    for run in runs:
        if joined and joined[-1].is_italic == run.is_italic:
            joined[-1] = Run(joined[-1].text + run.text, run.is_italic)
        else:
            joined.append(run)
    return Rich(joined)
