"""One run over a table: which rows would change what, first in a dry run and then for good."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from tablib import Dataset

from quotes.admin.tables.files import Table, TableError
from quotes.admin.tables.rows import WHY, writer
from quotes.editorial import locked_archive
from quotes.text.counted import counted
from quotes.text.differences import WordDifference, differences

# What a page keeps of a table until it is confirmed; a form of Django's may send 2.5 MB.
MAX_KEPT = 2_000_000
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
    def told(self) -> str:
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
    return _run(resource, table.columns, rows, kept, len(table.rows) - len(rows), dry_run=True)


def carry_out(own: Any, request: HttpRequest, kept: str, *, seen: bool) -> Outcome:
    """What a dry run has shown, for good: all of it or nothing. Raises TableError."""
    try:
        data = signing.loads(kept, salt=_salt(own), max_age=HOURS * 3600)
    except signing.BadSignature as error:
        raise TableError(
            "What was shown is too old, or not complete: give the file again."
        ) from error
    if data["user"] != request.user.pk:
        raise TableError("Somebody else was shown this: give the file again.")
    resource = writer(own, request, {**data["why"], "why_seen": "on" if seen else ""})
    with locked_archive():
        _check_unchanged(own, resource, data)
        return _run(resource, data["columns"], data["rows"], kept, 0, dry_run=False)


def _run(
    resource: Any, columns: list[str], rows: list[Any], kept: str, unchanged: int, *, dry_run: bool
) -> Outcome:
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
    shown = [_shown(number, row) for (number, _), row in zip(rows, result.rows, strict=True)]
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
            told = f"Rows {numbers[found.pk]} and {number} are of the same"
            raise TableError(f"{told} {resource._meta.model._meta.verbose_name}: leave one out.")
        if differs:
            rows.append([number, cells])
            seen.append(resource.digest(found))
    return rows, seen


def _check_unchanged(own: Any, resource: Any, data: Mapping[str, Any]) -> None:
    """Refuse what is no longer as it was shown, or has been carried out already."""
    for (number, cells), seen in zip(data["rows"], data["seen"], strict=True):
        try:
            found = resource.stored(dict(zip(data["columns"], cells, strict=True)))
        except ValidationError:
            found = None
        is_entered_since = found is None and _last(own) != data["last"]
        if is_entered_since or resource.digest(found) != seen:
            raise TableError(f"Nothing has been done. Row {number} {MEANWHILE}")


def _last(own: Any) -> int:
    """The highest id so far."""
    return own.model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0


def _salt(own: Any) -> str:
    return f"{SALT}.{own.opts.model_name}"
