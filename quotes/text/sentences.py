"""Sentences of a text, by the signs that end them; in any script. Pure.

A point behind an initial, a title or another abbreviation ends none, nor does one inside a number.
"""

import re
from collections.abc import Iterator

from quotes.text.marks import Span

END = re.compile(
    r"(?:[.!?…]+|\.\s\.\s\.)['\"’”»›)\]*_]*(?=\s|\Z)|[。！？]+[”」』）]*|[؟۔]+\S?(?=\s|\Z)|\n\s*\n"
)
ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "hon",
        "rev",
        "gen",
        "col",
        "lt",
        "sgt",
        "capt",
        "gov",
        "sen",
        "rep",
        "st",
        "jr",
        "sr",
        "vs",
        "etc",
        "e.g",
        "i.e",
        "u.s",
        "u.k",
        "u.n",
        "p.m",
        "a.m",
        "no",
        "nos",
        "art",
        "dec",
        "nov",
        "oct",
        "sept",
        "aug",
        "jan",
        "feb",
        "fig",
        "cf",
        "m",
        "mm",
        "mme",
        "mlle",
        "p",
        "pp",
        "vol",
        "ed",
        "inc",
        "ltd",
        "co",
        "corp",
        "bzw",
        "usw",
        "z.b",
        "d.h",
        "nr",
        "str",
        "abs",
        "hr",
        "fr",
        "т.е",
        "т.д",
        "т.п",
        "г",
        "гг",
        "в",
        "вв",
        "им",
        "др",
        "проф",
        "ул",
        "д",
        "стр",
        "руб",
        "млн",
        "млрд",
        "тыс",
        "сm",
        "sra",
        "ud",
        "uds",
        "av",
        "ave",
        "approx",
        "dept",
        "est",
        "messrs",
        "ph.d",
    ]
)
BEFORE = re.compile(r"[\w.’'-]+\Z")


def sentences(text: str) -> Iterator[Span]:
    """The places of the sentences of ``text``, without the white space between them."""
    start = 0
    for match in END.finditer(text):
        if match.group().strip() == "." and not _is_end(text, match.start(), match.end()):
            continue
        end = match.end() if match.group().strip() else match.start()
        if text[start:end].strip():
            yield _without_space(text, start, end)
        start = match.end()
    if text[start:].strip():
        yield _without_space(text, start, len(text))


def _is_end(text: str, at: int, behind: int) -> bool:
    word = BEFORE.search(text[max(0, at - 20) : at])
    following = re.compile(r"\s*[\"'“«„(\[]*(\S)").match(text, behind)
    if following and following[1].islower():
        return False
    if word is None:
        return True
    bare = word.group().casefold().strip("'’")
    is_initial = len(bare) == 1 and word.group().isupper()
    return not is_initial and bare not in ABBREVIATIONS


def _without_space(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    begins = start + len(words) - len(words.lstrip())
    return begins, begins + len(words.strip())
