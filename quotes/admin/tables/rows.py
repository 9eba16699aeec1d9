"""Rows of a table, saved by the noun's own form; tags, by editorial.

django-import-export goes through the rows, compares before and after, and rolls a dry run back.
What a row may change, and what it needs for that, is said by the form and by editorial alone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import unescape
from typing import Any

from django.contrib.messages import constants
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, QueryDict
from django.utils.html import strip_tags
from import_export.resources import Diff

from quotes import editorial
from quotes.admin import edit_token
from quotes.admin.base import editor_of
from quotes.admin.choices import NUMBER
from quotes.admin.editing import REFUSALS
from quotes.admin.forms import refusals, send
from quotes.admin.tables.columns import (
    RESOURCES,
    ROOT,
    YES,
    Inline,
    TableResource,
    TagResource,
    choice,
    name_of,
    parts,
    slugs_found,
)
from quotes.editorial.tagging import retag
from quotes.models import Passage, State, Topic

BATCH = 500
# Columns of a file beside those of its table: why the row is changed.
WHY = ("why_kind", "why_reason")
CHANGE = re.compile(r"/(\d+)/change/")


class Differences(Diff):
    """Names of columns with the cells before and after."""

    def __init__(self, resource: Any, instance: Any, new: bool) -> None:
        self.before = {} if new else resource.values(instance)
        self.after: dict[str, str] = {}

    def compare_with(self, resource: Any, instance: Any) -> None:
        self.after = resource.values(instance)

    def as_html(self) -> Any:
        """``(column, before, after)`` where they differ; the page marks the words."""
        pairs = ((name, self.before.get(name, ""), text) for name, text in self.after.items())
        return [(name, old, new) for name, old, new in pairs if old != new and name != "id"]


class Writer(TableResource):
    """What an import does with rows, for one editor; goes before a table's own resource."""

    def __init__(self, own: Any, request: HttpRequest, why: Mapping[str, str]) -> None:
        super().__init__()
        self.own, self.request, self.why = own, request, why
        self.warned: list[str] = []
        # How many published passages print what changes, by the primary key of each row.
        self.printed_by: dict[int, int] = {}
        # Rows read ahead, many in one query, by what a file names them by.
        self.known: dict[str, Any] = {}

    @property
    def printing(self) -> int:
        """How many times a published passage prints something that the rows change."""
        return sum(self.printed_by.values())

    def get_diff_class(self) -> type[Diff]:
        return Differences

    def get_or_init_instance(self, loader: Any, row: Any) -> tuple[Any, bool]:
        found = self.stored(row)
        return (found, False) if found else (self._meta.model(), True)

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Nothing is set here: the form reads the cells."""

    def skip_row(self, instance: Any, original: Any, row: Any, errors: Any = None) -> bool:
        return instance.pk is not None and not self.changed(instance, row)

    def validate_instance(self, *args: Any, **kwargs: Any) -> None:
        """The form does."""

    def save_m2m(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """The form has."""

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """No sequence is behind: ids are never taken from a file."""

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        try:
            instance.pk = self.write(instance, row)
        except (*REFUSALS, IntegrityError) as error:
            if isinstance(error, ValidationError):
                raise
            raise ValidationError(str(error)) from error
        instance._state.adding = False
        instance.refresh_from_db()

    def digest(self, found: Any) -> str:
        """A digest of a row as it is stored, or of its absence."""
        return edit_token.digest(self.values(found) if found else None)

    def read_ahead(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Read what rows name by their ids in a few queries."""
        keys = {row.get("id", "").strip() for row in rows}
        numbers = sorted(int(key) for key in keys if NUMBER.fullmatch(key))
        related = self.related
        every = self._meta.model.objects.prefetch_related(*related)
        for start in range(0, len(numbers), BATCH):
            found = every.in_bulk(numbers[start : start + BATCH])
            self.known |= {str(pk): row for pk, row in found.items()}

    def with_id(self, key: str) -> Any:
        """The stored row with this id, or None."""
        if not NUMBER.fullmatch(key):
            return None
        rows = self._meta.model.objects
        return self.known.get(str(int(key))) or rows.filter(pk=key).first()

    def stored(self, row: Any) -> Any:
        """The stored row that a row of a file means; None for a new one."""
        raise NotImplementedError

    def changed(self, stored: Any, row: Any) -> dict[str, str]:
        """Cells that differ from what is stored, by column."""
        now, left_out = self.values(stored), {ROOT}
        if not row.get("id", "").strip():
            left_out.add("slug")  # it names the row, perhaps as it was called once
        wanted = set(self.read_columns) - left_out
        return {
            name: text
            for name, text in row.items()
            if name in wanted and not _same(now[name], text)
        }

    def write(self, stored: Any, row: Any) -> int:
        """Write a row; gives its primary key. Raises what editorial and forms do."""
        raise NotImplementedError


class NounWriter(Writer):
    """Nouns, by their forms."""

    def stored(self, row: Any) -> Any:
        if key := row.get("id", "").strip():
            if (found := self.with_id(key)) is None:
                raise ValidationError(f"There is no id “{key[:40]}”: leave it empty for a new row.")
            return found
        slug = row.get("slug", "").strip()
        return self._meta.model.objects.at(slug) if slug else None

    def write(self, stored: Any, row: Any) -> int:
        obj = stored if stored.pk else None
        self._check_right(obj)
        # An empty cell of a new row leaves what an empty form begins with.
        cells = self.changed(stored, row) if obj else {n: text for n, text in row.items() if text}
        self._count_printing(obj, cells)
        fields = self._form_fields(obj) | dict(self._cells(cells))
        for name, inline in self.inlines.items():
            if name in cells:
                fields |= _inline(obj, inline, cells[name])
        why = {name: row.get(name, "").strip() or self.why.get(name, "") for name in WHY}
        fields |= why | {"why_seen": self.why.get("why_seen", "")}
        return self._send(obj, fields)

    def _check_right(self, obj: Any) -> None:
        if obj is None and not self.own.has_add_permission(self.request):
            raise ValidationError("You may not enter new ones: ask somebody who may.")
        if obj is not None and not self.own.has_change_permission(self.request, obj):
            raise ValidationError("You may not change it: ask somebody who may.")
        if self.own.may_propose(self.request, obj):
            raise ValidationError(
                "Readers see it, and chief editors change it: propose the correction on its page."
            )

    def _form_fields(self, obj: Any) -> dict[str, str]:
        """What the form would send as it stands, its inlines left as they are."""
        form = self.own.get_form(self.request, obj, change=obj is not None)(instance=obj)
        values = {name: form[name].value() for name in form.fields}
        sent = {
            name: str(value)
            for name, value in values.items()
            if value is not None and value is not False
        }
        for formset, _ in self.own.get_formsets_with_inlines(self.request, obj):
            prefix = formset.get_default_prefix()
            sent |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
        return sent

    def _count_printing(self, obj: Any, cells: Mapping[str, str]) -> None:
        """Count the published passages that print what changes."""
        if obj and not set(editorial.printed_fields(obj)).isdisjoint(cells):
            self.printed_by[obj.pk] = editorial.printing(obj).count()

    def _cells(self, cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Names of the form's fields with the values of these cells."""
        for name in self.read_columns:
            if name not in cells or name in self.inlines:
                continue
            cell = cells[name].strip()
            if name == ROOT:
                yield name, "on" if cell.casefold() in YES else ""
                continue
            field = self._meta.model._meta.get_field(name)
            if field.is_relation and cell:
                cell = str(slugs_found(field.related_model, [cell])[0].pk)
            elif field.choices and cell:
                cell = choice(field, cell)
            yield name, cell

    def _send(self, obj: Any, fields: dict[str, str]) -> int:
        sent = QueryDict(mutable=True)
        sent.update(fields)
        sent[edit_token.NAME] = self.own.new_token(self.request, str(obj.pk) if obj else None)
        if obj is None:
            sent["_continue"] = "1"  # the answer then leads to the new row
        with _messages_aside(self.request) as captured:
            answer: Any = send(self.own, self.request, sent, str(obj.pk) if obj else None)
            warnings = [str(each.message) for each in captured if each.level == constants.WARNING]
        if answer.status_code != 302:
            raise ValidationError([unescape(strip_tags(str(text))) for text in refusals(answer)])
        self.warned += [unescape(strip_tags(text)) for text in warnings]
        return obj.pk if obj else int(CHANGE.findall(answer["Location"])[-1])


class TagWriter(Writer):
    """Topics of passages, by editorial."""

    def stored(self, row: Any) -> Any:
        public_id, key = row.get("passage", "").strip(), row.get("id", "").strip()
        found = self.known.get(key) if key else None
        if found is not None and public_id in ("", found.identifier_id):
            return found
        if public_id:
            found = Passage.objects.filter(identifier=public_id).first()
        else:
            found = self.with_id(key)
        if found is None:
            raise ValidationError(
                f"There is no passage “{(public_id or key)[:40]}”: give its public id or its id."
            )
        return found

    def write(self, stored: Any, row: Any) -> int:
        if not self.own.has_change_permission(self.request, stored):
            raise ValidationError("You may not change it: ask somebody who may.")
        if stored.state == State.WITHDRAWN:
            raise ValidationError("A withdrawn passage keeps its topics: leave out its row.")
        wanted = {each.pk for each in slugs_found(Topic, parts(row["topics"]))}
        now = {topic.pk for topic in stored.topics.all()}
        retag([stored.pk], add=wanted, remove=now - wanted, editor=editor_of(self.request))
        return stored.pk


@contextmanager
def _messages_aside(request: Any) -> Iterator[Any]:
    """Collect messages instead of showing them: one for each row is too many."""
    kept = request._messages  # noqa: SLF001 - Django offers no other way
    request._messages = aside = type(kept)(request)  # noqa: SLF001
    try:
        yield aside
    finally:
        request._messages = kept  # noqa: SLF001


def writer(own: Any, request: HttpRequest, why: Mapping[str, str]) -> Any:
    """The resource that writes rows of a table for this editor."""
    table: type[TableResource] = RESOURCES[own.model]
    mixin = TagWriter if table is TagResource else NounWriter
    return type(f"Written{table.__name__}", (mixin, table), {})(own, request, why)


def _same(stored: str, cell: str) -> bool:
    """Whether a cell says what is stored; lists in any order."""
    texts = (stored.replace("\r\n", "\n").strip(), cell.replace("\r\n", "\n").strip())
    return texts[0] == texts[1] or ("|" in cell and set(parts(stored)) == set(parts(cell)))


def _inline(obj: Any, inline: Inline, cell: str) -> dict[str, str]:
    """Fields of the inline rows that have to go, and of those that have to come."""
    rows = list(getattr(obj, inline.prefix).all()) if obj else []
    if any("|" in row.name for row in rows):
        raise ValidationError("One of its names has a “|” in it: change the names on its page.")
    wanted, stored = parts(cell), {name_of(row): row for row in rows}
    gone = [row for name, row in stored.items() if name not in wanted]
    new = [name for name in wanted if name not in stored]
    cells = [
        {**inline.cells(name_of(row)), "id": str(row.pk), inline.link: str(obj.pk), "DELETE": "on"}
        for row in gone
    ] + [inline.cells(name) for name in new]
    sent = {"TOTAL_FORMS": str(len(cells)), "INITIAL_FORMS": str(len(gone))}
    for number, each in enumerate(cells):
        sent |= {f"{number}-{name}": text for name, text in each.items()}
    return {f"{inline.prefix}-{name}": text for name, text in sent.items()}
