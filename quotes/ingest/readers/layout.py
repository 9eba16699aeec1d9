"""What the page did to the text, taken back: line wraps, hyphens, page numbers, page breaks. Pure.

A line break is a wrap where the next line's first word would not have fitted, or where a sentence
goes on in lower case. What begins as a speaker's label or an item of a list does begins a line.
Each mend and each line left out is listed; nothing else is changed.
"""

import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from quotes.ingest.documents import Block, Dropped, Mend

WRAP = "line wrap"
HYPHEN = "hyphen at a line wrap"
BLANK_LINE = "blank line inside a sentence"
PAGE_BREAK = "page break inside a sentence"
PAGE_NUMBER = "page number"
RUNNING_HEAD = "running head or foot of pages"
LINK = "link to another page"

ENDED = re.compile(r"[.!?…:;։。！？؟：；][\"'“”‘’»›)\]*_」』】]*\Z")
LABEL = re.compile(
    r"[*_\"“«\[(]{0,3}[^\W\d_][^:：\n]{0,80}[:：](?:\s|[*_]|\Z)|[QAQRВОСЖ][.:：)]?\s*[-–—:]?\s|"
    r"[-–—•·▪●◦‣*]\s|[-–—][^\W\d_]|\(?(?:\d{1,3}|[a-zа-я]|[ivx]{1,4})[.)]\s|#{1,6}\s|>"
)
# What French writes with a hyphen behind a word.
CLITICS = frozenset((
    "même", "mêmes", "ci", "là", "il", "elle", "on", "ils", "elles", "je", "tu", "nous", "vous",
    "moi", "toi", "lui", "leur", "y", "en",
))  # fmt: skip
NUMBER_ALONE = re.compile(
    r"(?:page|p\.|seite|стр\.|страница|sayfa|página|бет)?\s*[-–—\[(/]?\s*(\d{1,4})\s*[-–—\])/]?"
    r"(?:\s*(?:/|of|de|из|von|sur)\s*\d{1,4})?",
    re.IGNORECASE,
)
URL_ALONE = re.compile(r"(?:https?://|www\.)\S+")
DIGITS = re.compile(r"\d+")
# Scripts written without spaces between words.
UNSPACED = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u0e00-\u0eff]")
# Lines at the top and at the foot of a page that may be furniture, and how often they come again.
EDGE_LINES = 2
MIN_REPEATS = 3
MAX_HEAD = 120
# Lines to look back and ahead for the sentence that stands round a page's end.
NEAR = 12
# Characters in a line: a column is wrapped between these.
MIN_WIDTH, MAX_WIDTH = 30, 130
MIN_LINES = 4


@dataclass(frozen=True)
class Line:
    """A line that is not blank, without white space around it; ``page`` counts from 0."""

    start: int
    end: int
    text: str
    indent: int
    page: int

    @property
    def width(self) -> int:
        """Characters from the margin on."""
        return self.indent + len(self.text)


@dataclass
class Layout:
    """What ``unwrapped`` found: lines left out, and breaks that are none of the text."""

    dropped: list[Dropped] = field(default_factory=list)
    mended: list[Mend] = field(default_factory=list)


def unwrapped(
    captured: str,
    page_ends: Sequence[int] = (),
    *,
    taken: Iterable[Dropped] = (),
) -> Layout:
    """The drops and mends that make running text of laid-out lines.

    ``page_ends`` are places at which pages end, where that is known; ``taken`` is left out already.
    """
    lines = list(_lines(captured, page_ends, taken))
    furniture = _furniture(lines, bool(page_ends))
    found = Layout(
        dropped=[
            Dropped(lines[at].start, lines[at].end, why) for at, why in sorted(furniture.items())
        ]
    )
    kept = [line for at, line in enumerate(lines) if at not in furniture]
    starts = [drop.start for drop in found.dropped]
    width = _width(captured, kept)
    words = _Words(captured)
    for line, following in itertools.pairwise(kept):
        if _goes_on(captured, line, following, width):
            first, last = bisect_left(starts, line.end), bisect_left(starts, following.start)
            inside = found.dropped[first:last]
            found.mended += _joined(captured, line, following, words, inside)
    found.dropped = _with_line_ends(captured, found)
    return found


def paragraphs(text: str, start: int = 0, end: int | None = None) -> Iterator[Block]:
    """Stretches between blank lines, as blocks."""
    end = len(text) if end is None else end
    for match in re.finditer(r"\S(?:[^\n]|\n(?![^\S\n]*\n))*", text[start:end]):
        words = match.group().rstrip()
        yield Block(start + match.start(), start + match.start() + len(words))


def _lines(captured: str, page_ends: Sequence[int], taken: Iterable[Dropped]) -> Iterator[Line]:
    left_out = sorted((each.start, each.end) for each in taken if each.end - each.start > 1)
    starts = [start for start, _ in left_out]
    margin = 0
    for match in re.finditer(r"[^\n]+", captured):
        words = match.group().strip()
        if not words:
            continue
        indent = len(match.group()) - len(match.group().lstrip())
        start = match.start() + indent
        at = bisect_left(starts, start + 1) - 1
        if at >= 0 and left_out[at][1] >= start + len(words):
            continue
        page = bisect_left(page_ends, match.start())
        yield Line(start, start + len(words), words, margin + indent, page)


def _furniture(lines: Sequence[Line], has_pages: bool) -> dict[int, str]:
    """Why lines are the page's own, by their number."""
    found = {
        at: PAGE_NUMBER if NUMBER_ALONE.fullmatch(line.text) else LINK
        for at, line in enumerate(lines)
        if _is_stray(lines, at)
    }
    if has_pages:
        edges = _edges(lines)
        heads = Counter(key for at in edges if (key := _head_key(lines[at])))
        for at in edges:
            if NUMBER_ALONE.fullmatch(lines[at].text):
                found[at] = PAGE_NUMBER
            elif heads[_head_key(lines[at])] >= MIN_REPEATS:
                found[at] = RUNNING_HEAD
    else:
        found |= dict.fromkeys(_running_numbers(lines), PAGE_NUMBER)
    return found


def _edges(lines: Sequence[Line]) -> list[int]:
    """Numbers of the first and last lines of pages."""
    pages: dict[int, list[int]] = {}
    for at, line in enumerate(lines):
        pages.setdefault(line.page, []).append(at)
    return sorted({
        at for page in pages.values() for at in (*page[:EDGE_LINES], *page[-EDGE_LINES:])
    })  # fmt: skip


def _head_key(line: Line) -> str:
    """What a line has in common with those at the same place of other pages."""
    return "" if len(line.text) > MAX_HEAD else DIGITS.sub("0", line.text.casefold())


def _running_numbers(lines: Sequence[Line]) -> list[int]:
    """Lines that are numbers alone and count on, each one more than the one before."""
    found: list[int] = []
    run: list[tuple[int, int]] = []
    for at, line in enumerate(lines):
        match = NUMBER_ALONE.fullmatch(line.text)
        if not match:
            continue
        number = int(match[1])
        # An item of a list has its words right behind it; between page numbers stands a page.
        if run and number == run[-1][1] + 1 and at - run[-1][0] > 3:
            run.append((at, number))
        else:
            found += [at for at, _ in run] if len(run) >= MIN_REPEATS else []
            run = [(at, number)]
    return found + ([at for at, _ in run] if len(run) >= MIN_REPEATS else [])


def _is_stray(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is a number or an address alone, and stands in the midst of a sentence."""
    if not _is_foreign(lines[at]):
        return False
    before = next(
        (line.text for line in reversed(lines[max(0, at - NEAR) : at]) if not _is_foreign(line)),
        ".",
    )
    behind = next((line.text for line in lines[at + 1 : at + NEAR] if not _is_foreign(line)), ".")
    return not ENDED.search(before) and behind[0].islower()


def _is_foreign(line: Line) -> bool:
    return bool(NUMBER_ALONE.fullmatch(line.text) or URL_ALONE.fullmatch(line.text))


def _width(captured: str, lines: Sequence[Line]) -> int:
    """The width of the column that lines were wrapped to; 0 where they were not."""
    inner = [
        line.width
        for line, following in itertools.pairwise(lines)
        if captured.count("\n", line.end, following.start) == 1
    ]
    if len(inner) < MIN_LINES:
        return 0
    widest = sorted(inner)[int(len(inner) * 0.95)]
    full = sum(width >= 0.75 * widest for width in inner)
    return widest if MIN_WIDTH <= widest <= MAX_WIDTH and full >= 0.6 * len(inner) else 0


def _goes_on(captured: str, line: Line, following: Line, width: int) -> bool:
    """Whether the following line is of the same sentence, or of the same paragraph."""
    is_ended = ENDED.search(line.text) is not None
    if LABEL.match(following.text) and (is_ended or not following.text[0].islower()):
        return False
    in_lower_case = following.text[0].islower() and not is_ended
    is_paragraph = captured.count("\n", line.end, following.start) == 1
    if not width:
        # Lines of verse and of addresses are short.
        return in_lower_case and len(line.text) >= MIN_WIDTH
    if is_paragraph:
        is_full = _is_full(line, following, width) and not _is_indented(line, following)
        return in_lower_case or is_full
    is_long = len(line.text) >= MIN_WIDTH or following.page > line.page
    return not is_ended and is_long and (in_lower_case or _is_full(line, following, width))


def _is_full(line: Line, following: Line, width: int) -> bool:
    """Whether the first word of the following line had no room in this one."""
    word = following.text.split(maxsplit=1)[0]
    # Letters are of different widths on most pages.
    return line.width + 1 + len(word) > 0.92 * width


def _is_indented(line: Line, following: Line) -> bool:
    return following.indent >= line.indent + 2 and ENDED.search(line.text) is not None


class _Words:
    """The words of a text, to know whether a hyphen at a line's end is one of theirs."""

    def __init__(self, text: str) -> None:
        self._all = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.casefold()))

    def keeps_hyphen(self, before: str, behind: str) -> bool:
        """Whether elsewhere it stands with its hyphen, or only as two words; never as one."""
        before, behind = before.casefold(), behind.casefold()
        is_compound = self._all[f"{before}-{behind}"] > 0 or behind in CLITICS
        # Each half stands once at the line's end itself.
        are_words = self._all[before] > 1 and self._all[behind] > 1
        return (is_compound or are_words) and not self._all[before + behind]


def _joined(
    captured: str, line: Line, following: Line, words: _Words, inside: Sequence[Dropped]
) -> Iterator[Mend]:
    """Mends that make one line of two; white space round lines left out between is one of them."""
    between = captured[line.end : following.start]
    reason = _reason(between.count("\n"), is_same_page=line.page == following.page)
    start, joint = line.end, " "
    if UNSPACED.match(line.text[-1]) and UNSPACED.match(following.text[0]):
        joint = ""
    cut = re.search(r"([^\W\d_]+)[-‐\u00ad]\Z", line.text)
    rest = re.match(r"[^\W\d_]+", following.text)
    if cut and rest and rest.group()[0].islower():
        joint = ""
        if not words.keeps_hyphen(cut[1], rest.group()):
            start, reason = start - 1, HYPHEN
    if not inside:
        yield Mend(start, following.start, joint, reason)
        return
    yield Mend(start, inside[0].start, joint, reason)
    edges = [*inside, Dropped(following.start, following.start, "")]
    for one, other in itertools.pairwise(edges):
        yield Mend(one.end, other.start, "", reason)


def _reason(line_ends: int, *, is_same_page: bool) -> str:
    if line_ends > 2 or not is_same_page:
        return PAGE_BREAK
    return WRAP if line_ends == 1 else BLANK_LINE


def _with_line_ends(captured: str, found: Layout) -> list[Dropped]:
    """Lines left out with the line end behind, unless a mend has it: no blank line stays."""
    mended = {mend.start for mend in found.mended}
    return [
        Dropped(each.start, each.end + 1, each.reason)
        if each.end not in mended and captured[each.end : each.end + 1] == "\n"
        else each
        for each in found.dropped
    ]
