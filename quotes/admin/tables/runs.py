"""One run over a table: which rows would change what, first in a dry run and then for good.

Rows are written a few at a time, each few in one transaction, so that no other editor waits long.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from tablib import Dataset

from quotes.admin.tables.columns import parts
from quotes.admin.tables.files import Table, TableError
from quotes.admin.tables.rows import WHY, writer
from quotes.editorial import locked_archive
from quotes.editorial.bulk import PAUSE
from quotes.text.counted import counted
from quotes.text.differences import WordDifference, differences
from quotes.text.names import readable_slug

# What a page keeps of a table until it is confirmed; a form of Django's may send 2.5 MB.
MAX_KEPT = 2_000_000
# Rows in a transaction: half a second's work (measured: 35 to 50 ms of a processor each).
STEP = 10
SALT = "quotes.admin.tables"
HOURS = 12
KINDS = {"new": "new", "update": "changed", "skip": "stays as it is", "invalid": "refused"}
MEANWHILE = "has been changed or entered since it was shown: give the file again."


class Shown(NamedTuple):
    """A row as the page shows it: its number in the file, what becomes of it, and why not."""

    number: int
    name: str
    kind: str
    changes: list[tuple[str, list[WordDifference]]]
    errors: list[str]


class Outcome(NamedTuple):
    """What a run did, or would do; nothing was done if there are errors."""

    rows: list[Shown]
    unchanged: int
    printing: int
    warnings: list[str]
    kept: str

    @property
    def errors(self) -> int:
        """How many rows are refused."""
        return sum(bool(row.errors) for row in self.rows)

    @property
    def summary(self) -> str:
        """What changed, in a sentence."""
        new = sum(row.kind == KINDS["new"] for row in self.rows)
        changed = sum(row.kind == KINDS["update"] for row in self.rows)
        return f"{counted(new, 'row')} entered, {counted(changed, 'row')} changed."


def try_out(own: Any, request: HttpRequest, table: Table, why: Mapping[str, str]) -> Outcome:
    """A dry run: every row is saved as it would be, and all of it is rolled back."""
    resource = writer(own, request, {**why, "why_seen": "on"})
    _check_columns(resource, table)
    rows, seen = _differing(resource, table)
    if len(rows) > resource.most_at_once:
        raise TableError(
            f"{len(rows):,} rows change something, and at most {resource.most_at_once} can "
            "at once, so that nobody waits long: split the table. The other rows may stay in it."
        )
    data = {
        "user": request.user.pk, "columns": table.columns, "rows": rows, "seen": seen,
        "why": dict(why), "last": _last(own),
    }  # fmt: skip
    kept = signing.dumps(data, salt=_salt(own), compress=True)
    if len(kept) > MAX_KEPT:
        raise TableError("The rows that change hold too much text for one page: split the table.")
    results = list(_tried(resource, table.columns, rows))
    return _outcome(resource, rows, results, kept, len(table.rows) - len(rows))


def carry_out(own: Any, request: HttpRequest, kept: str, *, seen: bool) -> Outcome:
    """What a dry run has shown, for good; nothing, if a row has changed since or is refused.

    Raises TableError; if that comes of something that happened between two steps, it says how far
    the table was carried out.
    """
    try:
        data = signing.loads(kept, salt=_salt(own), max_age=HOURS * 3600)
    except signing.BadSignature as error:
        raise TableError(
            "What was shown is too old, or not complete: give the file again."
        ) from error
    if data["user"] != request.user.pk:
        raise TableError("Somebody else was shown this: give the file again.")
    resource = writer(own, request, {**data["why"], "why_seen": "on" if seen else ""})
    columns, rows = data["columns"], data["rows"]
    if not seen:
        # Where it has to be ticked, every row that needs it says so, and none is written.
        results = list(_tried(resource, columns, rows))
        if any(row.validation_error for row in results):
            return _outcome(resource, rows, results, kept, 0)
        resource = writer(own, request, {**data["why"], "why_seen": ""})
    if len(rows) > STEP:
        # A step looks at its own rows again: others may write between two of them.
        _check_all_unchanged(own, resource, data)
    results = list(_carried_out(own, resource, data))
    return _outcome(resource, rows[: len(results)], results, kept, 0)


def _tried(resource: Any, columns: list[str], rows: list[Any]) -> Iterator[Any]:
    """What import-export says of each row in a dry run, each step of which is rolled back."""
    for start in range(0, len(rows), STEP):
        step = rows[start : start + STEP]
        before = _named_in(columns, step, rows[:start])
        _let_others_write(start)
        yield from _import(resource, columns, [*before, *step], dry_run=True)[len(before) :]


def _carried_out(own: Any, resource: Any, data: Mapping[str, Any]) -> Iterator[Any]:
    """Write the rows step by step; gives what import-export says of each."""
    columns, rows, last = data["columns"], data["rows"], data["last"]
    size = len(rows) if _name_each_other(resource, columns, rows) else STEP
    for start in range(0, len(rows), size):
        step = rows[start : start + size]
        _let_others_write(start)
        try:
            with locked_archive():
                seen = data["seen"][start : start + size]
                _check_unchanged(own, resource, columns, zip(step, seen, strict=True), last)
                found = _import(resource, columns, step, dry_run=False)
                last = _last(own)
            if start and (refused := [row for row in found if row.validation_error]):
                fault = " ".join(refused[0].validation_error.messages)
                raise TableError(f"{fault} Give the file again.")
        except TableError as error:
            raise TableError(f"{_how_far(rows[:start])} {error}") from error
        yield from found
        if any(row.validation_error for row in found):
            return


def _import(resource: Any, columns: list[str], rows: Sequence[Any], *, dry_run: bool) -> list[Any]:
    """One step: all its rows or none."""
    data = Dataset(headers=columns)
    for _, cells in rows:
        data.append(cells)
    resource.known = {}
    with locked_archive():
        result = resource.import_data(
            data, dry_run=dry_run, use_transactions=True, rollback_on_validation_errors=True
        )
        for row in result.rows:
            for fault in row.errors:
                raise fault.error
    return list(result.rows)


def _let_others_write(start: int) -> None:
    """Leave the lock alone for a moment between two steps."""
    time.sleep(PAUSE if start else 0)


def _name_each_other(resource: Any, columns: list[str], rows: Sequence[Any]) -> bool:
    """Whether a row names another: then only all of them together are as they were shown."""
    own = [_slugs(columns, row) | _stored_slugs(resource, columns, row) for row in rows]
    owners = Counter(slug for slugs in own for slug in slugs)
    named = ({part for cell in cells for part in parts(cell)} for _, cells in rows)
    return any(
        owners[part] > (part in slugs)
        for slugs, parts_of_row in zip(own, named, strict=True)
        for part in parts_of_row
    )


def _stored_slugs(resource: Any, columns: list[str], row: Any) -> set[str]:
    try:
        found = resource.stored(dict(zip(columns, row[1], strict=True)))
    except ValidationError:
        return set()
    return {found.slug} if hasattr(found, "slug") else set()


def _named_in(columns: list[str], step: Iterable[Any], earlier: Sequence[Any]) -> list[Any]:
    """Those of the earlier rows that cells of these name, such as a new topic's new parent."""
    named = {part for _, cells in step for cell in cells for part in parts(cell)}
    found = [row for row in earlier if not named.isdisjoint(_slugs(columns, row))]
    if not found or len(found) == len(earlier):
        return found
    further = _named_in(columns, found, [row for row in earlier if row not in found])
    return sorted([*further, *found], key=lambda row: row[0])


def _slugs(columns: list[str], row: Any) -> set[str]:
    """What a row may be named by: its slug, or the one that is made of its name."""
    cells = dict(zip(columns, row[1], strict=True))
    names = (cells.get("name", ""), cells.get("title", ""))
    return {cells.get("slug", "").strip(), *map(readable_slug, names)} - {""}


def _outcome(
    resource: Any, rows: list[Any], results: list[Any], kept: str, unchanged: int
) -> Outcome:
    shown = [_shown(number, row) for (number, _), row in zip(rows, results, strict=True)]
    return Outcome(shown, unchanged, resource.printing, list(dict.fromkeys(resource.warned)), kept)


def _shown(number: int, row: Any) -> Shown:
    changes = [(name, differences(before, after)) for name, before, after in row.diff or ()]
    errors = list(row.validation_error.messages) if row.validation_error else []
    return Shown(number, row.object_repr or "", KINDS[row.import_type], changes, errors)


def _check_columns(resource: Any, table: Table) -> None:
    """Refuse columns that nobody knows, and tables whose rows name nothing."""
    known = [*resource.columns, *WHY]
    if unknown := [name for name in table.columns if name not in known]:
        raise TableError(
            f"There is no column “{unknown[0][:80]}”: leave it out. Known are {', '.join(known)}."
        )
    if set(table.columns).isdisjoint(resource.read_columns):
        raise TableError(f"Nothing to change: give a column of {', '.join(resource.read_columns)}.")
    if missing := [name for name in resource.needed if name not in table.columns]:
        raise TableError(f"The column “{missing[0]}” is missing.")


def _differing(resource: Any, table: Table) -> tuple[list[Any], list[str]]:
    """Rows that change something or are refused, and a digest of what is stored of each."""
    named = [dict(zip(table.columns, cells, strict=True)) for _, cells in table.rows]
    resource.read_ahead(named)
    rows: list[Any] = []
    seen: list[str] = []
    numbers: dict[int, int] = {}
    for (number, cells), row in zip(table.rows, named, strict=True):
        try:
            found = resource.stored(row)
            differs = found is None or bool(resource.changed(found, row))
        except ValidationError:
            found, differs = None, True
        if found is not None and numbers.setdefault(found.pk, number) != number:
            fault = f"Rows {numbers[found.pk]} and {number} are of the same"
            raise TableError(f"{fault} {resource._meta.model._meta.verbose_name}: leave one out.")
        if differs:
            rows.append([number, cells])
            seen.append(resource.digest(found))
    return rows, seen


def _check_unchanged(
    own: Any, resource: Any, columns: list[str], rows: Iterable[Any], last: int
) -> None:
    """Refuse what is no longer as it was shown, or has been carried out already."""
    for (number, cells), seen in rows:
        try:
            found = resource.stored(dict(zip(columns, cells, strict=True)))
        except ValidationError:
            found = None
        is_entered_since = found is None and _last(own) != last
        if is_entered_since or resource.digest(found) != seen:
            raise TableError(f"Row {number} {MEANWHILE}")


def _check_all_unchanged(own: Any, resource: Any, data: Mapping[str, Any]) -> None:
    columns, rows = data["columns"], data["rows"]
    try:
        with locked_archive():
            resource.read_ahead([dict(zip(columns, cells, strict=True)) for _, cells in rows])
            seen = zip(rows, data["seen"], strict=True)
            _check_unchanged(own, resource, columns, seen, data["last"])
            resource.known = {}
    except TableError as error:
        raise TableError(f"{_how_far([])} {error}") from error


def _how_far(done: Sequence[Any]) -> str:
    """How far a table was carried out before something came between."""
    if not done:
        return "Nothing has been done."
    return f"The rows up to number {done[-1][0]} are done, and the others are not."


def _last(own: Any) -> int:
    """The highest id so far."""
    return own.model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0


def _salt(own: Any) -> str:
    return f"{SALT}.{own.opts.model_name}"
