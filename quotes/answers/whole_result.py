"""Every hit of a search as one file, made while it is read: memory stays flat however many."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from quotes.answers import concordance
from quotes.answers.errors import ParametersError
from quotes.answers.result import MAX_HITS, Result
from quotes.citations import docx
from quotes.citations.bibtex import bibtex
from quotes.citations.cited import ARCHIVE
from quotes.citations.csv_row import BYTE_ORDER_MARK, COLUMNS, csv_row, csv_rows
from quotes.citations.json_record import passage_record
from quotes.citations.reading import cited
from quotes.citations.ris import ris
from quotes.filters.search import ResultPageFilters
from quotes.models import Passage, Version
from quotes.search.find import find
from quotes.text.interface import message
from quotes.text.problems import Problem

# Passages loaded at a time.
CHUNK = 100
# What a file of everything has no use for.
PAGING = ("page", "per_page")


class WholeForm(NamedTuple):
    """A form that all hits can be had in."""

    media_type: str
    write: "Callable[[WholeResult], Iterator[str | bytes]]"


@dataclass(frozen=True)
class WholeResult:
    """The first MAX_HITS hits of a search in its order; ``site`` begins all addresses."""

    result: Result
    site: str

    @property
    def count(self) -> int:
        """How many hits there are."""
        return self.result.count

    @property
    def included(self) -> int:
        """How many of them are here."""
        return min(self.count, MAX_HITS)

    @property
    def url(self) -> str:
        """Address of the search."""
        return self.site + self.result.shared_url()

    @cached_property
    def asked(self) -> str:
        """What was asked for, in words."""
        filters = (active.label for active in self.result.active)
        return "; ".join([self.result.query.understood_as, *filters])

    @property
    def about(self) -> dict[str, Any]:
        """What a program has to know of the file."""
        return {
            "search": self.asked,
            "url": self.url,
            "count": self.count,
            "included": self.included,
            "order": self.result.sort,
            "notes": self.result.notes,
            "archive": self.result.found.version.archive_id,
            "archive_version": self.result.found.version.number,
        }

    @property
    def in_words(self) -> list[str]:
        """The same for people, a sentence each."""
        number = f"{self.count:,} quotation{'' if self.count == 1 else 's'}"
        here = "all of them here" if self.included == self.count else (
            f"the first {self.included:,} of them here: narrow the search for the others"
        )  # fmt: skip
        return [
            f"Searched On Record for {self.asked}.",
            f"Found {number}, {here if self.count else 'so there is none here'}.",
            *self.result.notes,
            self.url,
        ]

    def passages(self) -> Iterator[Passage]:
        """The hits, loaded for their records; those withdrawn in the meantime are left out."""
        pks = self.result.found.pks
        for first in range(0, len(pks), CHUNK):
            yield from Passage.public.for_record().in_order(pks[first : first + CHUNK])


def get_whole_result(filters: ResultPageFilters, version: Version, *, site: str) -> WholeResult:
    """All hits of a search; raises ParametersError for what a page has and a file has not."""
    problems = filters.problems or [
        Problem(name, message("This file has all hits and no pages: leave it out."))
        for name in PAGING
        if name in filters.paging
    ]
    if not problems:
        problems = filters.line_problems
    if filters.line_sort:
        problems.append(
            Problem("sort", message("Lines can be put in order on the page, or in a table."))
        )
    if problems:
        raise ParametersError(problems)
    asked = replace(filters.asked, first=0, rows=MAX_HITS, values=0)
    return WholeResult(Result(filters, find(asked, version)), site)


def _csv(whole: WholeResult) -> Iterator[str]:
    yield BYTE_ORDER_MARK
    more = ("search", "search_url", "found", "included")
    values = (whole.asked, whole.url, str(whole.count), str(whole.included))
    is_lines = whole.result.view == "lines"
    columns = concordance.COLUMNS if is_lines else COLUMNS
    yield from csv_rows([(*columns, *more)])
    rows = iter(_lines(whole) if is_lines else _rows(whole))
    # Without hits one row has the query and its counts, as all others would.
    yield from csv_rows([(*next(rows, [""] * len(columns)), *values)])
    for row in rows:
        yield from csv_rows([(*row, *values)])


def _rows(whole: WholeResult) -> Iterator[list[str]]:
    return (csv_row(passage, site=whole.site) for passage in whole.passages())


def _lines(whole: WholeResult) -> Iterator[list[str]]:
    pks = whole.result.found.pks
    for first in range(0, len(pks), CHUNK):
        hits = whole.result.hits_of(pks[first : first + CHUNK])
        yield from concordance.csv_rows(concordance.lines(hits), site=whole.site)


def _json_lines(whole: WholeResult) -> Iterator[str]:
    yield f"{json.dumps(whole.about, ensure_ascii=False)}\n"
    for passage in whole.passages():
        yield f"{json.dumps(passage_record(passage, site=whole.site), ensure_ascii=False)}\n"


def _bibtex(whole: WholeResult) -> Iterator[str]:
    # Outside of entries BibTeX reads nothing but @.
    for sentence in whole.in_words:
        yield f"% {' '.join(sentence.split()).replace('@', ' at ')}\n"
    for passage in whole.passages():
        yield f"\n{bibtex(cited(passage, site=whole.site))}"


def _ris(whole: WholeResult) -> Iterator[str]:
    # What stands before the first reference is for people, as in the files of other databases.
    yield f'Provider: {ARCHIVE}\r\nContent: text/plain; charset="UTF-8"\r\n'
    for sentence in whole.in_words:
        yield f"Database: {' '.join(sentence.split())}\r\n"
    for passage in whole.passages():
        yield f"\r\n{ris(cited(passage, site=whole.site))}"


def _docx(whole: WholeResult) -> Iterator[bytes]:
    quoted = (cited(passage, site=whole.site) for passage in whole.passages())
    return docx.document("Quotations", whole.in_words, quoted)


FORMS = {
    "csv": WholeForm("text/csv; charset=utf-8", _csv),
    "jsonl": WholeForm("application/jsonl; charset=utf-8", _json_lines),
    "bib": WholeForm("application/x-bibtex; charset=utf-8", _bibtex),
    "ris": WholeForm("application/x-research-info-systems; charset=utf-8", _ris),
    "docx": WholeForm(docx.MEDIA_TYPE, _docx),
}
