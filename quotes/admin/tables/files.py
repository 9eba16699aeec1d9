"""CSV and XLSX files: written without formulas, read within limits, refused with a reason."""

import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

import openpyxl
from import_export.formats.base_formats import XLSX
from openpyxl.utils.exceptions import InvalidFileException
from tablib import Dataset

from quotes.citations.csv_row import BETWEEN, FORMULA, csv_table, guarded
from quotes.ingest.documents import UnreadableError
from quotes.ingest.readers.limits import check_archive

MAX_BYTES = 5_000_000
# Of a workbook, unpacked: its strings are held in memory.
MAX_UNPACKED = 20_000_000
MAX_ROWS, MAX_COLUMNS = 5_000, 60
# Rows of a sheet that are looked at, empty ones included.
MAX_SCANNED = 100_000
# A spreadsheet's cell holds no more, and openpyxl cuts what is longer.
LONGEST_CELL = 32_767
# Names the cells of a row that got an apostrophe when they were written.
GUARDED = "guarded"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
DELIMITERS = ",;\t"
DECLARED = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
MERGED = re.compile(rb"<(\w+:)?mergeCell\b")
BROKEN = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError,
    AttributeError, IndexError, SyntaxError, EOFError, OverflowError, NotImplementedError, OSError,
)  # fmt: skip

Record = tuple[int, list[str]]


class TableError(ValueError):
    """A file that is no table we take: why, and what to do."""


class Table(NamedTuple):
    """Names of columns, and rows with their numbers in the file; rows are as long as the names."""

    columns: list[str]
    rows: list[Record]


def csv_of(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as CSV with a byte-order mark; its first column names the guarded cells."""
    safe = (guarded(columns, row) for row in rows)
    return csv_table([[GUARDED, *columns], *safe]).encode()


def xlsx_of(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The same table as a workbook; raises TableError for cells that are too long for one."""
    data = Dataset(headers=[GUARDED, *columns])
    for row in rows:
        if max(map(len, row)) >= LONGEST_CELL:
            raise TableError("A text is too long for a workbook’s cell: take the CSV.")
        data.append(guarded(columns, row))
    return XLSX().export_data(data)


def read_table(data: bytes) -> Table:
    """The table in a file, whatever its name; raises TableError."""
    if len(data) > MAX_BYTES:
        raise TableError(f"The file has more than {MAX_BYTES // 10**6} MB: split it.")
    if data.startswith(OLD_EXCEL):
        raise TableError("This is Excel’s old format, or has a password: save it as XLSX or CSV.")
    records = _sheet(data) if data.startswith(b"PK") else _lines(data)
    return _without_guards(_table(records))


def _table(records: Iterator[Record]) -> Table:
    found = next(((number, cells) for number, cells in records if any(cells)), None)
    if found is None:
        raise TableError("The file is empty.")
    columns = _columns(found[1])
    rows: list[Record] = []
    for number, cells in records:
        if not any(cells):
            continue
        if len(rows) == MAX_ROWS:
            raise TableError(f"The table has more than {MAX_ROWS:,} rows: split it.")
        rows.append((number, _row(number, cells, len(columns))))
    return Table(columns, rows)


def _columns(cells: list[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > MAX_COLUMNS:
        raise TableError(f"The table has more than {MAX_COLUMNS} columns: leave out the others.")
    if "" in names:
        raise TableError(f"Column {names.index('') + 1} has no name in the first row: give it one.")
    if twice := [name for name in names if names.count(name) > 1]:
        raise TableError(f"Two columns are called “{twice[0][:80]}”: leave one out.")
    return names


def _row(number: int, cells: list[str], wanted: int) -> list[str]:
    if any(cells[wanted:]):
        raise TableError(f"Row {number} has more cells than the first row has names of columns.")
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise TableError(f"Row {number} has a cell of more than {LONGEST_CELL:,} characters.")
    if any("\0" in cell for cell in cells):
        raise TableError(f"Row {number} has a NUL sign, which no text has: save the file anew.")
    return cells[:wanted]


def _lines(data: bytes) -> Iterator[Record]:
    """The rows of a CSV, with commas, semicolons or tabs."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError("The file is not in UTF-8: save it as “CSV UTF-8”, or as XLSX.") from error
    head = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    length = 0
    try:
        for number, cells in enumerate(reader, 1):
            length = length or len(cells)
            if cells and len(cells) < length:
                fault = f"Row {number} has {len(cells)} cells, and the first row {length}."
                raise TableError(f"{fault} A quotation mark or separator may be missing.")
            yield number, cells
    except csv.Error as error:
        raise TableError(f"Row {reader.line_num} cannot be read as CSV: {error}.") from error


def _sheet(data: bytes) -> Iterator[Record]:
    """The rows of a workbook’s only sheet."""
    try:
        _check_parts(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which nobody reads here
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            if len(book.sheetnames) != 1 or len(book.worksheets) != 1:
                raise TableError("The workbook has several sheets: keep the one that is meant.")
            sheet: Any = book.worksheets[0]
            sheet.reset_dimensions()
            width = 0
            for number, row in enumerate(sheet.iter_rows(), 1):
                if number > MAX_SCANNED:
                    raise TableError(f"The sheet goes on below row {MAX_SCANNED:,}: shorten it.")
                if len(row) > MAX_COLUMNS:
                    fault = f"Row {number} has cells beyond column {MAX_COLUMNS}:"
                    raise TableError(f"{fault} delete the columns to the right.")
                width = max(width, len(row))
                cells = [_text(cell) for cell in row]
                yield number, cells + [""] * (width - len(cells))
    except TableError:
        raise
    except UnreadableError as error:
        raise TableError(str(error)) from error
    except BROKEN as error:
        raise TableError("The workbook cannot be read: save it anew, or as CSV.") from error


def _check_parts(data: bytes) -> None:
    """Look at a packed workbook before openpyxl unpacks it."""
    check_archive(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
            raise TableError(f"It unpacks to more than {MAX_UNPACKED // 10**6} MB: split it.")
        for part in archive.infolist():
            content = archive.read(part)
            # In two-byte encodings, too.
            if DECLARED.search(content.replace(b"\0", b"")):
                raise TableError("The workbook declares entities: save it anew, or as CSV.")
            if part.filename.startswith("xl/worksheets/") and MERGED.search(content):
                raise TableError(
                    "The sheet has merged cells: split them, so that each has a value."
                )


def _text(cell: Any) -> str:
    """A cell as text; a formula has no value that could be trusted."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        what = "a formula" if cell.data_type == "f" else "an error"
        raise TableError(f"Cell {cell.coordinate} holds {what}: put a value in its place.")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    return value.isoformat() if isinstance(value, date) else str(value)


def _without_guards(table: Table) -> Table:
    """The table without the column of guarded cells, and without their apostrophes."""
    if GUARDED not in table.columns:
        return table
    place = table.columns.index(GUARDED)
    columns = [name for name in table.columns if name != GUARDED]
    rows: list[Record] = []
    for number, cells in table.rows:
        named = cells[place].split(BETWEEN)
        own = cells[:place] + cells[place + 1 :]
        pairs = zip(columns, own, strict=True)
        rows.append((number, [_unguarded(cell, is_named=name in named) for name, cell in pairs]))
    return Table(columns, rows)


def _unguarded(cell: str, *, is_named: bool) -> str:
    return cell[1:] if is_named and cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell
