"""What the archive holds and what it lacks: speakers by year and wording, and known gaps."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import QueryDict

from quotes.answers.addresses import Addresses
from quotes.answers.errors import ParametersError
from quotes.answers.facets import COUNTED
from quotes.answers.grids import CELL, MarkedRow, OverAxis
from quotes.answers.nouns import search_url
from quotes.answers.time_axis import Stretch, height_percent, time_axis
from quotes.filters.strict import (
    LAST_PAGE,
    given,
    page_at,
    unknown_parameters,
    unreadable,
    whole_number,
)
from quotes.models import Source, Speaker, Version, Wording
from quotes.models.addresses import address
from quotes.models.names import Named, names
from quotes.search.compile import IndexFilters
from quotes.search.documents import UNDATED
from quotes.search.find import Request, find
from quotes.search.grids import cross_counts, most_quoted
from quotes.search.query import parse
from quotes.text.interface import joined, message
from quotes.text.problems import Problem

# Speakers on a page, and on all pages together: those quoted most.
ROWS, MOST = 25, 1_000


@dataclass(frozen=True)
class Part:
    """The hits of one wording in a mark: from ``y`` on, measured from above."""

    grade: Wording
    count: int
    y: int
    height: int


@dataclass(frozen=True)
class CoverageMark:
    """What a speaker said in a stretch of the axis, by wording, closest to speech below."""

    label: str
    count: int
    x: int
    url: str
    parts: list[Part]


@dataclass(frozen=True)
class CoverageRow(MarkedRow):
    """A speaker, the quotations by wording, and the years without any between others."""

    speaker: Named
    url: str
    count: int
    by_wording: list[tuple[Wording, int, str]]
    marks: list[CoverageMark]
    years: str
    without: list[str]

    @property
    def label(self) -> str:
        """The speaker's name."""
        return self.speaker.name


@dataclass(frozen=True)
class Gap:
    """What is known to be missing; with the search for it, where there is one."""

    what: str
    count: int
    url: str = ""


class Coverage(OverAxis):
    """A page of speakers over the axis of the whole archive. Raises ParametersError."""

    def __init__(self, data: QueryDict, version: Version) -> None:
        self.version = version
        number = _number(data)
        counts, self.is_lagging = most_quoted("speaker", MOST, version)
        self.is_limited = len(counts) >= MOST
        self.page = page_at(Paginator(list(counts), ROWS), number)
        whole = find(Request(parse(""), sort="newest", rows=1, values=COUNTED), version)
        self.count = whole.count
        self.is_lagging |= whole.is_lagging
        self.by_year = {int(year): n for year, n in whole.facets["year"].items()}
        self.axis = time_axis(self.by_year)
        self.most = 0
        self.rows = self._rows([int(pk) for pk in self.page.object_list])

    @property
    def gaps(self) -> list[Gap]:
        """Known gaps of the whole archive, those that there are."""
        sources, speakers = Source.objects.with_published_passages(), Speaker.objects.public()
        empty = [stretch.label for stretch in self.axis if not stretch.years]
        found = [
            Gap(
                message("quotations without a known day or year"),
                self.by_year.get(UNDATED, 0),
                search_url(year="undated"),
            ),
            Gap(
                message("sources whose address on the web is not known"),
                sources.without_address().count(),
            ),
            Gap(message("speakers of whom no office is known"), speakers.without_office().count()),
        ]
        if empty:
            years = joined(", ", empty[:40])
            what = message("years or decades without any quotation: {years}", years=years)
            found.append(Gap(what, len(empty)))
        return [gap for gap in found if gap.count]

    def _rows(self, pks: list[int]) -> list[CoverageRow]:
        named = names({"speaker": pks})
        fields = ("speaker", "year", "wording")
        counts, is_lagging = cross_counts(parse(""), IndexFilters(), fields, pks, self.version)
        self.is_lagging |= is_lagging
        self.most = max(
            (sum(map(sum_of, _within(stretch, years))) for years in counts.values()
             for stretch in self.axis),
            default=0,
        )  # fmt: skip
        return [
            self._row(named["speaker", pk], counts.get(pk, {}), self.most)
            for pk in pks
            if ("speaker", pk) in named
        ]

    def _row(self, speaker: Named, years: dict[int, dict[str, int]], most: int) -> CoverageRow:
        marks = [
            mark
            for place, stretch in enumerate(self.axis)
            if (mark := _mark(speaker, stretch, years, CELL * place, most))
        ]
        totals = {
            grade: sum(each.get(grade.value, 0) for each in years.values()) for grade in Wording
        }
        by_wording = [
            (grade, n, search_url(speaker=speaker.slug, wording=grade.value))
            for grade, n in totals.items()
        ]
        dated = sorted(year for year in years if year != UNDATED)
        own = time_axis(dated)
        return CoverageRow(
            speaker,
            address("speaker", speaker.slug),
            sum(totals.values()),
            by_wording,
            marks,
            "–".join(dict.fromkeys(str(year) for year in (dated[:1] + dated[-1:]))),
            [stretch.label for stretch in own if not stretch.years],
        )


def sum_of(counts: dict[str, int]) -> int:
    """All of the counts."""
    return sum(counts.values())


def _number(data: QueryDict) -> int:
    parameters = given(data)
    number = whole_number(parameters, "page", default=1, max_value=LAST_PAGE)
    problems = unreadable(parameters) or unknown_parameters(parameters, ("page",))
    if len(parameters.get("page", [])) > 1:
        problems.append(Problem("page", message("This is given twice.")))
    if isinstance(number, Problem):
        problems.append(number)
    if problems or isinstance(number, Problem):
        wanted = message(
            "Open {address}, or the same with page=2 and so on.", address=address("coverage")
        )
        raise ParametersError(problems, wanted=wanted)
    return number


def _within(stretch: Stretch, years: dict[int, dict[str, int]]) -> list[dict[str, int]]:
    return [years[year] for year in stretch.years if year in years]


def _mark(
    speaker: Named, stretch: Stretch, years: dict[int, dict[str, int]], x: int, most: int
) -> CoverageMark | None:
    within = _within(stretch, years)
    count = sum(map(sum_of, within))
    if not count:
        return None
    parts: list[Part] = []
    top = 100
    for grade in Wording:
        n = sum(each.get(grade.value, 0) for each in within)
        height = min(height_percent(n, most), top)
        top -= height
        if n:
            parts.append(Part(grade, n, top, height))
    given = {"speaker": [speaker.slug], "year": stretch.values}
    return CoverageMark(stretch.label, count, x, Addresses(given).setting("page", []), parts)
