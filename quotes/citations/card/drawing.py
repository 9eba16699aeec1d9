"""Drawing a card: 1200 × 630 pixels, the words large, who, where and how close below."""

import io

from PIL import Image, ImageDraw

from quotes.citations.card.lettering import (
    CUT,
    SANS,
    SERIF,
    STRONG,
    block,
    drawable,
    font,
    line_height,
    one_line,
)
from quotes.citations.card.words import CardWords

# Part of the name under which a card is kept: a new design draws all cards anew.
DESIGN = 1
WIDTH, HEIGHT = 1200, 630
LEFT, RIGHT, TOP = 84, 1128, 54
INNER = RIGHT - LEFT
WORDS_HEIGHT = 326
SPEAKER_LINE, OCCASION_LINE, SOURCE_LINE, FOOT_LINE = 446, 489, 523, 584
PAPER, INK, SOFT, RULE, ACCENT = "#faf7f0", "#231f19", "#554e43", "#ded6c6", "#8a2d1a"
SIZES, LINE_SIZES, SMALL = range(64, 29, -2), range(34, 25, -2), range(24, 20, -1)
FOOT = range(24, 16, -1)
NO_LETTERS = "These words are in letters that this picture does not have. Read them on the page."
COLOURS = 48


def draw(words: CardWords) -> bytes:
    """The card as a PNG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 23, HEIGHT), fill=ACCENT)
    _words(pen, words)
    pen.line((LEFT, 398, RIGHT, 398), fill=RULE, width=2)
    _speaker(pen, words)
    _line(pen, OCCASION_LINE, words.occasion)
    _line(pen, SOURCE_LINE, words.source)
    _foot(pen, words)
    picture = io.BytesIO()
    small = image.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    small.save(picture, "PNG", compress_level=7)
    return picture.getvalue()


def _words(pen: ImageDraw.ImageDraw, words: CardWords) -> None:
    name, end = (SERIF, f"{CUT}”") if words.is_quoted else (SANS, CUT)
    text = drawable(words.words, name)
    if not text:
        name, text, end = SANS, NO_LETTERS, CUT
    lines, size = block(text, name, SIZES, (INNER, WORDS_HEIGHT), end=end)
    step = line_height(size)
    top = TOP + max(0, (WORDS_HEIGHT - step * len(lines)) // 2)
    for number, line in enumerate(lines):
        place = (LEFT, top + number * step + round(size * 1.05))
        pen.text(place, line, INK, font(name, size), anchor="ls")


def _speaker(pen: ImageDraw.ImageDraw, words: CardWords) -> None:
    speaker = drawable(words.speaker, STRONG)
    lines, size = one_line(speaker, STRONG, LINE_SIZES, INNER)
    pen.text((LEFT, SPEAKER_LINE), lines[0], INK, font(STRONG, size), anchor="ls")
    start = font(STRONG, size).getlength(lines[0])
    role = drawable(words.role, SANS)
    if role and INNER - start > 160:
        lines, size = one_line(
            f", {role}" if speaker else role, SANS, range(28, 21, -2), INNER - start
        )
        pen.text((LEFT + start, SPEAKER_LINE), lines[0], SOFT, font(SANS, size), anchor="ls")


def _line(pen: ImageDraw.ImageDraw, baseline: int, text: str) -> None:
    lines, size = one_line(drawable(text, SANS), SANS, SMALL, INNER)
    pen.text((LEFT, baseline), lines[0], SOFT, font(SANS, size), anchor="ls")


def _foot(pen: ImageDraw.ImageDraw, words: CardWords) -> None:
    """How close the words are, and where they stand; the address yields, the wording never."""
    _mark(pen, words.wording)
    at = LEFT + 36
    pen.text((at, FOOT_LINE), words.wording, INK, font(STRONG, 26), anchor="ls")
    at += round(font(STRONG, 26).getlength(f"{words.wording} "))
    address, size = _address(words.address)
    pen.text((RIGHT, FOOT_LINE), address, SOFT, font(SANS, size), anchor="rs")
    room = RIGHT - at - font(SANS, size).getlength(address) - 24
    by = drawable(words.by, SANS)
    if by and room > 60:
        lines, size = one_line(by, SANS, range(26, 19, -2), room)
        pen.text((at, FOOT_LINE), lines[0], INK, font(SANS, size), anchor="ls")


def _address(address: str) -> tuple[str, int]:
    """Where the passage stands, at a size that can be read; a long host is left out, not cut."""
    below = address[address.index("/") :]
    for text in (f"On Record · {address}", address, f"On Record · {below}"):
        lines, size = one_line(text, SANS, FOOT, INNER // 2)
        if lines == [text]:
            break
    return text, size


def _mark(pen: ImageDraw.ImageDraw, wording: str) -> None:
    """The wording's mark, as on every page: so that no meaning rests on colour."""
    disc = (LEFT, FOOT_LINE - 20, LEFT + 22, FOOT_LINE + 2)
    if wording == "verbatim":
        pen.ellipse(disc, fill=ACCENT)
    elif wording == "edited":
        pen.ellipse(disc, outline=ACCENT, width=3)
        pen.pieslice(disc, 90, 270, fill=ACCENT)
    elif wording == "reported":
        pen.text((LEFT, FOOT_LINE + 14), "“", ACCENT, font(SERIF, 58), anchor="ls")
    else:
        pen.text((LEFT, FOOT_LINE + 3), "~", ACCENT, font(STRONG, 36), anchor="ls")
