"""Passages as CSV that spreadsheets read as what it is: in UTF-8, and without formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quotes.models import Passage
    from quotes.text.gaps import Gap

COLUMNS = (
    "guarded", "id", "url", "permalink_version", "text", "language", "wording", "words_by",
    "speaker", "role", "said_on", "said_on_text", "question", "event", "place", "interview",
    "source", "outlet", "byline", "source_url", "archived_url", "published_on", "topics", "note",
    "translated_from", "translated_by", "version", "updated_at", "spans_joined_at", "gaps",
)  # fmt: skip
# A spreadsheet runs a cell that begins with one of these, also in the wide forms.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BETWEEN = "; "
BYTE_ORDER_MARK = "\ufeff"


def csv_table(rows: Iterable[Sequence[str]]) -> str:
    """A table with these rows, the first of which names the columns (RFC 4180).

    It begins with a byte-order mark, without which spreadsheet programs take UTF-8 for their own
    encoding; programs read it as ``utf-8-sig``.
    """
    return BYTE_ORDER_MARK + "".join(csv_rows(rows))


def csv_rows(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of such a table, each as soon as its row is there."""
    for row in rows:
        line = io.StringIO(newline="")
        csv.writer(line, quoting=csv.QUOTE_ALL).writerow(row)
        yield line.getvalue()


def csv_row(passage: Passage, *, site: str) -> list[str]:
    """The cells under COLUMNS of a published passage; every address of ours begins with ``site``.

    A cell that might be taken for a formula gets a leading apostrophe, and the first one names the
    columns of those. The passage has what ``Passage.objects.for_display()`` loads.
    """
    values = _values(passage, site)
    return guarded(COLUMNS[1:], [values[name] or "" for name in COLUMNS[1:]])


def guarded(columns: Sequence[str], cells: Sequence[str]) -> list[str]:
    """The cells, apostrophes before what looks like a formula, after a first that names these."""
    found = [name for name, cell in zip(columns, cells, strict=True) if cell.startswith(FORMULA)]
    safe = [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells]
    return [BETWEEN.join(found), *safe]


def joints_in_cell(gaps: Mapping[int, Gap]) -> str:
    """Offsets in the words at which a new part begins."""
    return BETWEEN.join(map(str, gaps))


def gaps_in_cell(gaps: Mapping[int, Gap]) -> str:
    """What stands in the document before each of these parts."""
    return BETWEEN.join(gaps.values())


def _values(passage: Passage, site: str) -> dict[str, str | None]:
    return {
        **_words(passage),
        **_occasion(passage),
        **_source(passage),
        "id": passage.identifier_id,
        "url": site + passage.get_absolute_url(),
        "permalink_version": f"{site}{passage.get_absolute_url()}/v/{passage.version}",
        "version": str(passage.version),
        "updated_at": passage.updated_at.isoformat() if passage.updated_at else "",
    }


def _words(passage: Passage) -> dict[str, str | None]:
    return {
        "text": passage.text,
        "spans_joined_at": joints_in_cell(passage.gaps_at),
        "gaps": gaps_in_cell(passage.gaps_at),
        "language": passage.language,
        "wording": passage.wording,
        "words_by": passage.words_by,
        "speaker": passage.speaker.name,
        "role": passage.role_as_printed,
        "question": passage.question.text if passage.question else "",
        "topics": BETWEEN.join(topic.name for topic in passage.topics.all()),
        "note": passage.note,
        "translated_from": passage.translated_from,
        "translated_by": passage.translated_by,
    }


def _occasion(passage: Passage) -> dict[str, str | None]:
    event = passage.interview.event
    return {
        "said_on": passage.said,
        "said_on_text": passage.said_in_words,
        "event": event.name,
        "place": event.place,
        "interview": passage.interview.title,
    }


def _source(passage: Passage) -> dict[str, str | None]:
    source = passage.source
    return {
        "source": source.title,
        "outlet": source.outlet.name,
        "byline": source.byline,
        "source_url": source.url,
        "archived_url": source.archived_url,
        "published_on": source.published,
    }
