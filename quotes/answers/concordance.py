"""Keyword in line: the words searched for below one another, each with what stands around it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from quotes.answers.entries import Hit
from quotes.answers.query_marks import Reason
from quotes.answers.result import SORT_LABELS, Link, Result
from quotes.citations.csv_row import guarded
from quotes.filters.search import LINE_SORTS, SORTED_HITS
from quotes.models.result_rows import ResultRow
from quotes.search.find import SORTS
from quotes.search.hits import SPACE, Span
from quotes.search.tree import ranks
from quotes.text import dates
from quotes.text.gaps import stretch
from quotes.text.interface import grouped, joined, message
from quotes.text.words import folded

# Characters shown on each side of the words, and in a table.
SIDE, TABLE_SIDE = 48, 160
# Words of a side by which lines are put in order.
COMPARED_WORDS = 6
LINE_SORT_LABELS = {
    "left": message("Words before"), "right": message("Words after"), "speaker": message("Speaker"),
}  # fmt: skip
COLUMNS = (
    "guarded", "id", "url", "before", "keyword", "after", "speaker", "said_on", "outlet", "wording",
    "reasons",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One place in a passage where the words searched for stand."""

    passage: ResultRow
    span: Span
    # What a reader has to know of the hit.
    reasons: Sequence[Reason] = ()
    side: int = SIDE

    @property
    def keyword(self) -> str:
        """The words found."""
        return " ".join(self._stretch(*self.span).split())

    @property
    def before(self) -> str:
        """What stands before, from the beginning of a word on."""
        text, end = self.passage.text, self.span[0]
        start = max(0, end - self.side)
        is_inside = start > 0 and not text[start - 1].isspace()
        if is_inside and (gap := SPACE.search(text, start, end)):
            start = gap.end()
        return " ".join(self._stretch(start, end).split())

    @property
    def after(self) -> str:
        """What stands behind, to the end of a word; shorter where the keyword is long."""
        return " ".join(self._behind.split())

    @property
    def year(self) -> str:
        """The first year in which it may have been said; empty where none is known."""
        earliest, latest = dates.days(self.passage.said)
        known = earliest or latest
        return str(known.year) if known else ""

    @property
    def joins_after(self) -> bool:
        """Whether no space parts the keyword from what stands behind."""
        return not self._behind[:1].isspace()

    @cached_property
    def _behind(self) -> str:
        text, start = self.passage.text, self.span[1]
        end = start + max(self.side - len(self.keyword), self.side // 3)
        if end < len(text) and not text[end].isspace():
            spaces = list(SPACE.finditer(text, start, end))
            end = spaces[-1].start() if spaces else end
        return self._stretch(start, end)

    def _stretch(self, start: int, end: int) -> str:
        return stretch(self.passage.text, start, end, self.passage.gaps_at)

    def place(self, sort: str) -> tuple[object, ...]:
        """What it is put in order by."""
        match sort:
            case "left":
                return (folded(self.before)[::-1][:COMPARED_WORDS],)
            case "right":
                return (folded(self.after)[:COMPARED_WORDS],)
        return (self.passage.speaker.name.casefold(),)


def lines(hits: Iterable[Hit]) -> Iterator[Line]:
    """A line for each place where the words stand in the hits' texts, in order."""
    return (Line(hit.passage, span, hit.reasons) for hit in hits for span in hit.found)


def csv_rows(found: Iterable[Line], *, site: str) -> Iterator[list[str]]:
    """The cells under COLUMNS of each line, longer on both sides than on a page."""
    for line in (replace(each, side=TABLE_SIDE) for each in found):
        passage = line.passage
        yield guarded(COLUMNS[1:], [
            passage.identifier_id, site + passage.get_absolute_url(), line.before, line.keyword,
            line.after, passage.speaker.name, passage.said, passage.source.name, passage.wording,
            "; ".join(each.in_words for each in line.reasons),
        ])  # fmt: skip


class Concordance(Result):
    """A page of results as lines.

    In an order of hits, its lines are those of the hits of a page. In an order of lines, those of
    the first SORTED_HITS hits are put in order and then paged.
    """

    @cached_property
    def lines(self) -> list[Line]:
        """The lines of this page."""
        if not self.filters.line_sort:
            return list(lines(self.hits))
        first = self.filters.first
        return self._in_order[first : first + self.filters.rows]

    @cached_property
    def _in_order(self) -> list[Line]:
        sort = self.filters.line_sort
        return sorted(lines(self.hits), key=lambda line: line.place(sort))

    @property
    def pages(self) -> int:
        """How many pages there are; one where no words are searched for."""
        if not self.filters.has_lines:
            return 1
        if not self.filters.line_sort:
            return super().pages
        return max(1, -(-len(self._in_order) // self.filters.rows))

    @property
    def sizes(self) -> list[Link]:
        """As of every result; none where there are no lines."""
        return super().sizes if self.filters.has_lines else []

    @cached_property
    def without_line(self) -> list[Hit]:
        """Hits of this page in whose text the words don't stand; none in an order of lines."""
        return [] if self.filters.line_sort else [hit for hit in self.hits if not hit.found]

    @property
    def in_order_note(self) -> str:
        """What is in order, where that isn't everything found; empty where it is."""
        if not self.filters.line_sort or self.count <= SORTED_HITS:
            return ""
        sentence = (
            message("In this order stand the lines of the {number} best of {count} quotations.",
                    number=grouped(SORTED_HITS), count=grouped(self.count))
            if ranks(self.query.tree)
            else message(
                "In this order stand the lines of the {number} newest of {count} quotations.",
                number=grouped(SORTED_HITS), count=grouped(self.count))
        )  # fmt: skip
        whole = message("The table of all lines can be put in order as a whole.")
        return joined(" ", [sentence, whole])

    @property
    def sorts(self) -> list[Link]:
        """The orders of hits, and those of lines."""
        labels = SORT_LABELS | LINE_SORT_LABELS
        return [
            Link(labels[sort], self.addresses.setting("sort", [sort]), sort == self.sort)
            for sort in (*SORTS[:3], *LINE_SORTS)
            if sort != "relevance" or ranks(self.query.tree)
        ]
