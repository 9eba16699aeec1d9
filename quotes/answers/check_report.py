"""A checked text for people: its quotations marked in it, and a table of what to do about each.

The page shows it; as HTML, Markdown or JSON it is a file that can be sent to a colleague. Nothing
of it is stored.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from quotes.answers.check_record import checked_record
from quotes.checking.check import Checked
from quotes.checking.explanations import LABELS, MARKS
from quotes.checking.results import Result
from quotes.checking.verdict import Verdict
from quotes.citations.attribution import attribution, escaped
from quotes.text.dates import in_words
from quotes.text.direction import closed, one_line

# What a quotation can be replaced by: words of one passage, in the mouth of its speaker.
COPIED = (
    Verdict.EXACT, Verdict.TYPOGRAPHY, Verdict.ELIDED, Verdict.OMISSION, Verdict.ALTERED,
    Verdict.OTHER_SPEAKER, Verdict.PARAPHRASE,
)  # fmt: skip
# Nothing has to be done about these.
SAFE = (Verdict.EXACT, Verdict.TYPOGRAPHY)


class ReportFile(NamedTuple):
    """A form in which a report can be downloaded."""

    key: str
    label: str
    media_type: str


FORMS = {
    each.key: each
    for each in (
        ReportFile("html", "HTML", "text/html; charset=utf-8"),
        ReportFile("md", "Markdown", "text/markdown; charset=utf-8"),
        ReportFile("json", "JSON", "application/json"),
    )
}


class MarkedPiece(NamedTuple):
    """A stretch of the text; a quotation has a result, and a number unless it is too short."""

    text: str
    result: Result | None = None
    number: int = 0


class VerdictCount(NamedTuple):
    """How many quotations have a verdict."""

    label: str
    mark: str
    verdict: Verdict
    number: int


@dataclass(frozen=True)
class Row:
    """A quotation by its number; ``same_as`` is that of an earlier one with the same passage."""

    number: int
    result: Result
    same_as: int = 0

    @cached_property
    def words(self) -> str:
        """The quotation, on one line."""
        return one_line(self.result.quotation.quoted)

    @property
    def address(self) -> str:
        """The permalink of the passage, in full; empty where there is none."""
        passage = self.result.passage
        return settings.SITE_URL + passage.get_absolute_url() if passage else ""

    @property
    def copied(self) -> str:
        """The words as the archive has them, with citation; empty where nothing can replace it."""
        passage, verdict = self.result.passage, self.result.verdict
        if passage is None or verdict not in COPIED:
            return ""
        original = self.result.sides.original
        words = "".join(piece.text for piece in original if piece.kind != "beside").strip()
        is_account = passage.wording == "paraphrased"
        quoted = closed(words) if is_account else f"“{closed(words)}”"
        return f"{quoted}\n{attribution(passage, site=settings.SITE_URL)}"


@dataclass(frozen=True)
class CheckReport:
    """A text, and what the archive says of its quotations."""

    checked: Checked
    text: str

    @cached_property
    def rows(self) -> list[Row]:
        """The quotations that are long enough to be checked, numbered from 1."""
        return list(_rows(self.checked.results))

    @cached_property
    def pieces(self) -> list[MarkedPiece]:
        """All of the text, in order, its quotations apart."""
        numbers = {id(row.result): row.number for row in self.rows}
        pieces, reached = [], 0
        for result in self.checked.results:
            quotation = result.quotation
            pieces.append(MarkedPiece(self.text[reached : quotation.start]))
            pieces.append(MarkedPiece(quotation.quoted, result, numbers.get(id(result), 0)))
            reached = quotation.end
        return [*pieces, MarkedPiece(self.text[reached:])]

    @cached_property
    def counts(self) -> list[VerdictCount]:
        """How many have each verdict that occurs."""
        counted = Counter(each.verdict for each in self.checked.results)
        return [
            VerdictCount(LABELS[each], MARKS[each], each, counted[each])
            for each in Verdict
            if counted[each]
        ]

    @property
    def too_short(self) -> int:
        """How many are too short to be checked."""
        return sum(each.verdict == Verdict.TOO_SHORT for each in self.checked.results)

    @property
    def is_safe(self) -> bool:
        """Whether the archive has every quotation that is long enough, in these words."""
        return all(row.result.verdict in SAFE for row in self.rows)

    def written(self, form: str) -> str:
        """The report as a file in one of FORMS."""
        if form == "json":
            record = {"text": self.text, **checked_record(self.checked, settings.SITE_URL)}
            return json.dumps(record, ensure_ascii=False, indent=1) + "\n"
        if form == "md":
            return "\n".join(_markdown(self)) + "\n"
        context = {"report": self, "site": settings.SITE_URL, "today": _today()}
        return render_to_string("quotes/check_report.html", context)


def _today() -> str:
    return in_words(timezone.now().date().isoformat())


def _rows(results: list[Result]) -> Iterator[Row]:
    """Each result by number, and the number of an earlier one that has the same passage."""
    shown: dict[int, int] = {}
    long_enough = (each for each in results if each.verdict != Verdict.TOO_SHORT)
    for number, result in enumerate(long_enough, 1):
        pk = result.passage.pk if result.passage else 0
        yield Row(number, result, shown.get(pk, 0))
        if pk:
            shown.setdefault(pk, number)


def _markdown(report: CheckReport) -> Iterator[str]:
    yield "# Quotations, checked"
    yield ""
    yield f"{_searched(report)} <{settings.SITE_URL}/>, {_today()}."
    yield ""
    for each in report.counts:
        yield f"* {each.mark} {each.number} × {each.label.lower()}"
    yield from ("", "## What to do", "")
    yield "| | quotation | verdict | where it stands | what to change |"
    yield "| --- | --- | --- | --- | --- |"
    yield from map(_markdown_row, report.rows)
    yield from ("", "## The text", "")
    yield "".join(map(_markdown_piece, report.pieces)).strip()
    for row in report.rows:
        yield from ("", f"## {row.number}. {escaped(row.result.heading)}", "")
        yield f"> {escaped(row.words)}"
        yield from ("", escaped(row.result.explanation))
        if row.copied:
            words, _, by = row.copied.rpartition("\n")
            yield from ("", f"As the archive has it: {_cell(words)} {_cell(by)}")


def _searched(report: CheckReport) -> str:
    searched = report.checked.searched
    return (
        f"Compared with {searched.passages:,} quotations of {searched.speakers:,} speakers. What "
        "is not there may still have been said. The archive:"
    )


def _markdown_row(row: Row) -> str:
    result = row.result
    passage = result.passage
    place = ""
    if passage:
        place = (
            f"{_cell(passage.speaker.name)}, {_cell(passage.source.outlet.name)}: <{row.address}>"
        )
    cells = [
        str(row.number),
        _cell(row.words),
        f"{result.mark} {_cell(result.heading)}",
        place,
        _cell("; ".join(result.changes)),
    ]
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return escaped(one_line(text))


def _markdown_piece(piece: MarkedPiece) -> str:
    text = escaped(piece.text)
    if not piece.number or piece.result is None:
        return text
    # Signs of emphasis may not stand at white space.
    return f"**{text.strip()}** [{piece.result.mark} {piece.number}]"
