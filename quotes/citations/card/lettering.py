"""Letters of the cards: fonts that are with the archive, and lines of text that fit a box."""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from PIL import ImageFont

FONTS = Path(__file__).parent / "fonts"
SERIF, SANS, STRONG = "Literata-Regular.ttf", "NotoSans-Regular.ttf", "NotoSans-SemiBold.ttf"
# Drawn alike, and not in the fonts.
ALIKE = {0x2010: "-", 0x2011: "-", 0x2044: "/", 0x2212: "−", 0x00AD: ""}
MISSING = "\U0010ffff"
CUT = "…"
# More characters than these have no place on a card at any size.
MAX_CHARACTERS = 1_200


class Fitted(NamedTuple):
    """Lines that fit their box, and the size at which they do."""

    lines: list[str]
    size: int


@lru_cache(maxsize=128)
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """A font at a size in pixels; laid out the same on every machine."""
    return ImageFont.truetype(FONTS / name, size, layout_engine=ImageFont.Layout.BASIC)


def drawable(text: str, name: str) -> str:
    """``text`` in characters that the font has; empty when it lacks any.

    Signs that only steer the direction or the joining of letters have no picture.
    """
    seen = "".join(
        ALIKE.get(ord(sign), sign) for sign in text if unicodedata.category(sign) != "Cf"
    )
    return seen if all(_is_in(name, sign) for sign in set(seen)) else ""


@lru_cache(maxsize=4_096)
def _is_in(name: str, sign: str) -> bool:
    if sign.isspace():
        return True
    shape, none = (font(name, 24).getmask(each) for each in (sign, MISSING))
    return (shape.size, bytes(shape)) != (none.size, bytes(none))


def one_line(text: str, name: str, sizes: range, width: float) -> Fitted:
    """``text`` on one line at the first of ``sizes`` that fits, or cut at the last."""
    line = " ".join(text.split())
    for size in sizes:
        if font(name, size).getlength(line) <= width:
            return Fitted([line], size)
    return Fitted([_cut(line, name, sizes[-1], width, CUT)], sizes[-1])


def block(text: str, name: str, sizes: range, box: tuple[int, int], *, end: str) -> Fitted:
    """``text`` on the lines of a box (width, height), as large as fits.

    ``sizes`` go down. What is too long even for the last one is cut, and closed by ``end``.
    """
    text, width, height = text[:MAX_CHARACTERS], box[0], box[1]
    low, high = 0, len(sizes) - 1
    while low < high:
        middle = (low + high) // 2
        if len(_wrapped(text, name, sizes[middle], width)) <= _room(sizes[middle], height):
            high = middle
        else:
            low = middle + 1
    size = sizes[low]
    lines, most = _wrapped(text, name, size, width), _room(size, height)
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(lines[most - 1], name, size, width, end)]
    return Fitted(lines, size)


def line_height(size: int) -> int:
    """The distance of two lines."""
    return round(size * 1.34)


def _room(size: int, height: int) -> int:
    return max(1, height // line_height(size))


def _wrapped(text: str, name: str, size: int, width: float) -> list[str]:
    measure = cache(font(name, size).getlength)
    space, lines = measure(" "), []
    for paragraph in filter(str.strip, text.split("\n")):
        line, length = "", 0.0
        for word in _pieces(paragraph, measure, width):
            wide = measure(word)
            if line and length + space + wide > width:
                lines.append(line)
                line, length = word, wide
            else:
                length += wide + (space if line else 0)
                line = f"{line} {word}" if line else word
        lines.append(line)
    return lines


def _pieces(paragraph: str, measure: Callable[[str], float], width: float) -> Iterator[str]:
    """Words; those that are wider than a line in pieces that are not."""
    for word in paragraph.split():
        piece = word
        while measure(piece) > width:
            fits = _most_letters(piece, measure, width)
            yield piece[:fits]
            piece = piece[fits:]
        if piece:
            yield piece


def _most_letters(word: str, measure: Callable[[str], float], width: float) -> int:
    places = range(1, len(word))
    return max(1, bisect_right(places, width, key=lambda end: measure(word[:end])))


def _cut(line: str, name: str, size: int, width: float, end: str) -> str:
    """As many of the line's words as leave room for ``end``; of a single word, its letters."""
    measure = font(name, size).getlength
    kept = line
    while kept and measure(_closed(kept, end)) > width:
        kept = kept.rpartition(" ")[0] if " " in kept else kept[:-1]
    return _closed(kept, end)


def _closed(kept: str, end: str) -> str:
    return kept.rstrip(" “”,;:.…—–-") + end
