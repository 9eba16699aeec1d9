"""citeproc-py as an arranger: a style's order, punctuation and terms round places for our words.

Styles keep state while they are used, so each arrangement parses its own: 3 ms, and nothing is
shared between threads but the finished arrangements. Style files are never edited; what the engine
gets wrong is put right in ``mended`` and here.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, model
from citeproc.frontend import CitationStylesStyle
from citeproc.source.json import CiteProcJSON
from citeproc.string import String
from lxml import etree

from quotes.citations.mended import ELEMENTS, NAMESPACE
from quotes.citations.template import FIRST_NAME, FIRST_TITLE, ITALIC, NUMBER, UPRIGHT

FOLDER = Path(__file__).parent / "csl"
Item = Mapping[str, Any]
KEY = "cited"
NUMERAL = re.compile("[0-9]+")
# Years that styles print as they are; those that stand in for them are none of them.
LIKE_ANY_OTHER = range(1000, 3000)
FIRST_YEAR = 8001
# Days that stand in for days of one figure and of two: every month has them.
SHORT_DAYS, LONG_DAYS = range(9, 0, -1), range(28, 9, -1)


def arranged(style: str, locale: str, item: Item) -> tuple[str, dict[str, str]]:
    """How the style in ``csl/`` arranges a CSL-JSON item, and the value of each place in it.

    The entry of a bibliography, or a note where the style has no bibliography.
    """
    places = _Places()
    shape = json.dumps(places.item(item))
    entry = arrangement(style, locale, shape)
    return NUMERAL.sub(places.numeral, entry), places.values


@lru_cache(maxsize=10_000)
def arrangement(style: str, locale: str, shape: str) -> str:
    """How the style arranges an item of this shape: what there is of it, and when.

    Kept, because it takes 5 to 10 ms and passages with dates of one form and month share it.
    """
    parsed = _Style(style, locale)
    item = json.loads(shape)
    bibliography = CitationStylesBibliography(parsed, CiteProcJSON([item]), FORMATTER)
    citation = Citation([_Cited(KEY)])
    citation.printed = []
    bibliography.register(citation)
    if parsed.has_bibliography():
        entry = bibliography.bibliography()[0]
    else:
        entry = bibliography.cite(citation, lambda _: None)
    return _punctuated(str(entry), locale)


def _italic(text: str) -> str:
    return f"{ITALIC}{text}{UPRIGHT}"


FORMATTER = SimpleNamespace(
    preformat=str,
    Italic=_italic,
    Oblique=_italic,
    **dict.fromkeys(
        ["Bold", "Light", "Underline", "Superscript", "Subscript", "SmallCaps"], str
    ),
)  # fmt: skip


class _Places:
    """The private characters that stand for an item's values, and numbers for years and days."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self._standing_in: dict[int, int] = {}
        self._is_unusual = False

    def item(self, item: Item) -> dict[str, Any]:
        """The item with a place for each text; months, type and language stay."""
        dates = [date for value in item.values() for date in _dates(value)]
        self._is_unusual = any(date[0] not in LIKE_ANY_OTHER for date in dates)
        placed = {key: self._value(key, value) for key, value in item.items()}
        return {**placed, "id": KEY}

    def _value(self, key: str, value: Any) -> Any:
        if key in ("type", "language"):
            return value
        if isinstance(value, str):
            return self._place(value, FIRST_TITLE if key in ("title", "genre") else FIRST_NAME)
        if isinstance(value, list):
            return [{part: self._place(text) for part, text in name.items()} for name in value]
        if "literal" in value:
            return {**value, "literal": self._place(value["literal"])}
        return {**value, "date-parts": [self._dated(*parts) for parts in value["date-parts"]]}

    def _dated(self, year: int, *day: int) -> list[int]:
        """The date in another year, one of four digits, and on another day of its month."""
        if self._is_unusual:
            return [year, *day]
        return [self._year(year), *day[:1], *map(self._day, day[1:])]

    def _year(self, year: int) -> int:
        return self._instead(year, range(FIRST_YEAR, 10_000))

    def _day(self, day: int) -> int:
        return self._instead(day, SHORT_DAYS if day in SHORT_DAYS else LONG_DAYS)

    def _instead(self, number: int, others: Sequence[int]) -> int:
        """The number that stands in for this one, always the same."""
        for other in others:
            if self._standing_in.setdefault(other, number) == number:
                return other
        return number

    def numeral(self, printed: re.Match[str]) -> str:
        """What a style prints as a number, with the true one in place of that which stood in."""
        number = int(printed[0])
        return str(self._standing_in.get(number, number)).zfill(len(printed[0]))

    def _place(self, value: str, first: int = FIRST_NAME) -> str:
        place = chr(first + len(self.values))
        self.values[place] = value
        return place


def _dates(value: Any) -> list[list[int]]:
    return value.get("date-parts", []) if isinstance(value, dict) else []


def _punctuated(entry: str, locale: str) -> str:
    """The arrangement with what the engine leaves undone between its parts."""
    entry = re.sub(rf"{NUMBER}\.?\s*", "", entry)
    if locale == "en-US":  # points and commas go inside closing quotation marks
        entry = re.sub(rf"([”{UPRIGHT}]*”[”{UPRIGHT}]*)([.,])", r"\2\1", entry)
    entry = re.sub(rf"([.,])([”{UPRIGHT}]*)\1", r"\1\2", entry)
    # APA's file says “Retrieved” before the address of an undated page, even without a day; MLA's
    # begins a sentence with “circa” inside one.
    return re.sub(r"Retrieved (?=[\ue100-\uf8ff])", "", entry).replace(", Circa", ", circa")


class _Cited(CitationItem):
    """The one item cited; its number is a mark, because one item alone has no number."""

    @property
    def number(self) -> String:
        """The mark."""
        return String(NUMBER)


@lru_cache
def _bytes(style: str) -> bytes:
    return (FOLDER / f"{style}.csl").read_bytes()


class _Style(CitationStylesStyle):
    """A style parsed with our elements in the place of those that need mending."""

    def __init__(self, style: str, locale: str) -> None:
        lookup = etree.ElementNamespaceClassLookup()
        namespace = lookup.get_namespace(NAMESPACE)
        namespace[None] = model.CitationStylesElement
        shipped = [*model.CitationStylesElement.__subclasses__()]
        namespace.update({_tag(each): each for each in shipped})
        namespace.update(ELEMENTS)
        parser = etree.XMLParser(remove_comments=True, no_network=True, resolve_entities=False)
        parser.set_element_class_lookup(lookup)
        self.root = etree.fromstring(_bytes(style), parser)
        self.xml = self.root.getroottree()
        self.root.macros = {
            each.get("name"): each for each in self.root.findall("cs:macro", self.root.nsmap)
        }
        self.root.calls = {}
        self.root.set_locale_list(locale, validate=False)


def _tag(element: type) -> str:
    return element.__name__.replace("_", "-").lower()
