"""A row of CSV: its columns, and cells that no spreadsheet runs."""

import csv
import io

import pytest

from quotes.citations.csv_row import BYTE_ORDER_MARK, COLUMNS, csv_row, csv_table
from quotes.models import Passage
from tests import factories

pytestmark = pytest.mark.django_db


def row_of(passage: Passage) -> dict[str, str]:
    loaded = Passage.public.for_display().get(pk=passage.pk)
    return dict(zip(COLUMNS, csv_row(loaded, site="https://archive.example"), strict=True))


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "－"])
def test_a_cell_that_a_spreadsheet_would_run_is_guarded_and_named(sign: str) -> None:
    row = row_of(factories.published(f"{sign}1+1 is a sum.", role_as_printed="@home"))
    assert row["text"] == f"'{sign}1+1 is a sum."
    assert row["role"] == "'@home"
    assert row["guarded"] == "text; role"


@pytest.mark.parametrize("sign", ["\t", "\n"])
def test_white_space_that_begins_a_formula_is_guarded_in_what_is_no_quotation(sign: str) -> None:
    row = row_of(factories.published("Words.", note=f"{sign}=1+1"))
    assert (row["note"], row["guarded"]) == (f"'{sign}=1+1", "note")


def test_a_harmless_row_is_left_as_it_is() -> None:
    passage = factories.published("Words, “quoted” = fine.")
    row = row_of(passage)
    assert (row["text"], row["guarded"]) == ("Words, “quoted” = fine.", "")
    assert row["url"] == f"https://archive.example/q/{passage.identifier_id}"
    assert row["permalink_version"] == f"{row['url']}/v/1"


def test_without_its_apostrophe_a_guarded_cell_is_the_record_again() -> None:
    passage = factories.published("'=already quoted", note="-")
    row = row_of(passage)
    assert row["guarded"] == "note"
    assert row["text"] == passage.text
    assert row["note"][1:] == passage.note


def test_a_table_opens_in_excel_and_reads_back_by_programs():
    rows = [("a", "b"), ("Қазақстан, “x”", 'two\nlines and a "'), ("=1", "\ufeff")]
    written = csv_table(rows).encode()
    assert written.startswith(b"\xef\xbb\xbf")
    read = csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""))
    assert [tuple(row) for row in read] == rows
    assert written.decode().count(BYTE_ORDER_MARK) == 2
