"""Optimistic locking of the admin's forms: a token with digests of the stored values.

Each form carries a signed token with a digest of every stored value of its row and of its inline
rows. Saving compares the digests with what is stored by then, so it needs neither history rows nor
time stamps. The digests also show which fields the editor did not change: these take the values
that somebody else has saved meanwhile.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.forms import BaseModelForm
from django.http import QueryDict
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from quotes.text.controls import RefusedCharacterError, plain

NAME = "edit_token"
SALT = "quotes.admin.edit_token"
# Columns that the archive sets; nobody edits them.
STAMPS = frozenset({"changed_in_version", "version", "updated_at"})
# The key of the row itself in a state; its other keys are prefixes of inlines.
OWN = ""
MAX_ROWS = 2_000
MAX_SHOWN = 1_000

# Digests by field, by primary key, by prefix.
Row = dict[str, str]
Rows = dict[str, Row]
State = dict[str, Rows]


@dataclass(frozen=True)
class Token:
    """Who opened which page and when, and the digests of what was stored then."""

    user: int
    of: str
    opened_at: datetime
    state: State

    @classmethod
    def now(cls, user: Any, of: str, state: State) -> "Token":
        """The token of a page that is being opened."""
        return cls(user.pk, of, timezone.now(), state)

    @classmethod
    def read(cls, text: str) -> "Token | None":
        """The token in this text; None if the signature is not ours."""
        try:
            user, of, opened_at, state = signing.loads(text, salt=SALT)
            return cls(user, of, datetime.fromisoformat(opened_at), state)
        except (signing.BadSignature, ValueError, TypeError):
            return None

    def __str__(self) -> str:
        values = [self.user, self.of, self.opened_at.isoformat(), self.state]
        return signing.dumps(values, salt=SALT, compress=True)


def name_of(model: type[models.Model], pk: Any = None) -> str:
    """The name of a page's object: one row, or a new one."""
    return f"{model._meta.label_lower}:{'' if pk is None else pk}"


def digest(value: Any) -> str:
    """A short keyed digest of a field's value."""
    if isinstance(value, models.Model):
        value = value.pk
    elif isinstance(value, models.QuerySet | set):
        value = sorted(getattr(each, "pk", each) for each in value)
    text = json.dumps("" if value is None else value, cls=DjangoJSONEncoder, sort_keys=True)
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()[:16]


def digests(rows: models.QuerySet, *, whole: bool = False) -> Rows:
    """Digests of rows, in their order; with ``whole``, one digest for each row."""
    fields = [each for each in rows.model._meta.concrete_fields if each.name not in STAMPS]
    found: Rows = {}
    for pk, *values in rows.values_list("pk", *(str(each.attname) for each in fields)):
        if whole:
            found[str(pk)] = {OWN: digest([str(value) for value in values])}
        else:
            named = zip(fields, values, strict=True)
            found[str(pk)] = {each.name: digest(value) for each, value in named}
    return found


def digests_with_links(row: models.Model) -> Rows:
    """Digests of one row as it is stored, its many-to-many fields included."""
    found = digests(type(row)._base_manager.filter(pk=row.pk))
    for own in found.values():
        for each in row._meta.many_to_many:
            own[each.name] = digest(set(each.value_from_object(row)))
    return found


def digest_of_all(rows: models.QuerySet) -> State:
    """The state of several rows: one digest for all of them."""
    return {OWN: {"": {"": digest(digests(rows.order_by("pk"), whole=True))}}}


@dataclass
class Conflict:
    """A form of an outdated page: what has changed since, and what happens to the input."""

    opened: State
    current: State
    saved_by: str
    notes: list[str] = field(default_factory=list)
    # Names of the fields on the page, read-only ones included.
    shown: frozenset[str] = frozenset()

    @property
    def message(self) -> SafeString:
        """What has changed and what happens next, for the top of the form."""
        return format_html(
            "{} Nothing has been saved. What you typed is kept below; where you had changed "
            "nothing, the form now has what is stored.<ul>{}</ul>"
            "Saving it once more replaces what is stored by what stands here.",
            self.saved_by,
            format_html_join("", "<li>{}</li>", ((note,) for note in dict.fromkeys(self.notes))),
        )

    def changed(self, prefix: str, pk: str) -> set[str]:
        """Names of a row's fields that are not stored as they were when the page was opened."""
        before = self.opened.get(prefix, {}).get(pk, {})
        after = self.current.get(prefix, {}).get(pk, {})
        return {name for name in before | after if before.get(name) != after.get(name)}

    def merge_stored(self, form: BaseModelForm, prefix: str = OWN, label: str = "") -> None:
        """Show the stored value in fields that the editor did not change, and note all changes.

        ``label`` names the row if there are several.
        """
        pk = str(form.instance.pk)
        opened = self.opened.get(prefix, {}).get(pk, {})
        for each in _fields(form.instance, self.changed(prefix, pk)):
            stored = f"{label}“{each.verbose_name}” is now “{stored_text(form.instance, each)}”"
            if each.name in form.fields and form.fields[each.name].disabled:
                self.notes.append(f"“{each.verbose_name}” has been changed.")
            elif each.name not in form.fields and not (each.editable or each.name in self.shown):
                continue  # derived from other fields, such as the key of a name
            elif each.name not in form.fields:
                self.notes.append(f"{stored}.")
            elif digest(typed(form, each.name)) == opened.get(each.name):
                show_stored(form, each.name)
                self.notes.append(f"{stored}: taken over below.")
            elif digest(typed(form, each.name)) != self.current[prefix][pk].get(each.name):
                self.notes.append(f"{stored}; what you typed stands below.")

    def merge_stored_row(self, form: BaseModelForm, prefix: str) -> None:
        """``merge_stored`` for a row of an inline; a row that was added shows what is stored."""
        pk = str(form.instance.pk)
        if form.instance.pk is None or not (changed := self.changed(prefix, pk)):
            return
        if pk in self.opened.get(prefix, {}) and OWN in changed:
            self.notes.append(f"“{form.instance}” has been changed.")
        elif any(form.add_prefix(name) in form.data for name in form.fields if name != "id"):
            self.merge_stored(form, prefix, f"“{form.instance}”: ")
        else:
            self.notes.append(f"“{form.instance}” has been added.")
            for name in form.fields:
                show_stored(form, name)

    def note_typed_elsewhere(self, form: Any) -> None:
        """Note input for fields that the form no longer shows."""
        data, shown = form.data, set(form.fields).intersection(form._meta.fields)
        opened = self.opened.get(OWN, {}).get(str(form.instance.pk), {})
        own = {each.name: each.verbose_name for each in _fields(form.instance, data)}
        names = own | {name: each.label or name for name, each in form.declared_fields.items()}
        for name in [name for name in names if name in data and name not in shown]:
            sent = " ".join(data.getlist(name)).strip()[:MAX_SHOWN]
            if sent and opened.get(name) not in _digests_of_text(sent):
                note = f"“{names[name]}” can no longer be changed here; you typed “{sent}”."
                self.notes.append(note)

    def rows_again(self, data: QueryDict, prefix: str) -> QueryDict:
        """The data of an inline for the rows that are stored now, followed by new rows.

        A row that somebody else has removed is not restored; input for it becomes a new row. A row
        that somebody else has added comes with its stored values.
        """
        sent = _sent_rows(data, prefix)
        current = self.current.get(prefix, {})
        by_pk = {row.get("id", [""])[0]: row for row in sent if any(row.get("id", []))}
        gone = [row for pk, row in by_pk.items() if pk not in current]
        kept = [row for row in gone if self._is_typed(prefix, row)]
        self._note_gone(prefix, gone, kept)
        rows = [by_pk.get(pk, {"id": [pk]}) for pk in current]
        added = [row for row in sent if not any(row.get("id", []))]
        return _with_rows(data, prefix, rows, [*({**row, "id": [""]} for row in kept), *added])

    def _is_typed(self, prefix: str, row: dict[str, list[str]]) -> bool:
        opened = self.opened.get(prefix, {}).get(row["id"][0], {})
        values = ((name, opened[name], row[name][0]) for name in opened if name in row)
        typed_into = any(was not in _digests_of_text(value) for name, was, value in values)
        return "DELETE" not in row and typed_into

    def _note_gone(self, prefix: str, gone: list[Any], kept: list[Any]) -> None:
        if gone:
            name = prefix.replace("_", " ")
            rest = " What you had typed into it stands as a new row." if kept else ""
            self.notes.append(f"{len(gone)} of the {name} has been removed.{rest}")


def typed(form: BaseModelForm, name: str) -> Any:
    """A field's input as it would be stored; the raw text if it is invalid."""
    bound = form[name]
    try:
        value = bound.field.clean(bound.data)
        return plain(value) if isinstance(value, str) else value
    except (ValidationError, RefusedCharacterError):
        return str(bound.data)


def show_stored(form: BaseModelForm, name: str) -> None:
    """Let a field of a bound form show the stored value."""
    form.fields[name].bound_data = lambda data, initial: initial  # type: ignore[method-assign]


def stored_text(row: models.Model, each: Any) -> str:
    """A field's stored value as text, cut off where it is long."""
    text = whole_text(row, each)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"


def whole_text(row: models.Model, each: Any) -> str:
    """A field's stored value as text."""
    if each.many_to_many:
        return ", ".join(map(str, getattr(row, each.name).all()))
    shown = getattr(row, f"get_{each.name}_display", None)
    try:
        value = shown() if shown else getattr(row, each.name)
    except ObjectDoesNotExist:  # history may lead to what has been deleted
        value = f"no. {getattr(row, each.attname)}"
    return "" if value is None else str(value)


def who_saved_since(row: models.Model, since: datetime | None) -> str:
    """A sentence: who saved a row after a moment, and when, as far as log and history know."""
    if since is None:
        return "This form doesn’t say from which state of the page it was made."
    kind = ContentType.objects.get_for_model(row)
    log = LogEntry.objects.filter(
        content_type=kind, object_id=str(row.pk), action_time__gt=since
    ).select_related("user")
    saves = [(entry.action_time, entry.user) for entry in log[:1]]
    if hasattr(row, "history"):
        history = row.history.filter(history_date__gt=since).select_related("history_user")
        saves += [(each.history_date, each.history_user) for each in history[:1]]
    if not saves:
        return "This has been changed since you opened it."
    at, user = max(saves, key=lambda save: (save[0], save[1] is not None))
    when = date_format(timezone.localtime(at), "j F, H:i")
    return f"{user or 'Somebody'} saved this on {when} UTC, after you opened it."


def _fields(row: models.Model, names: Iterable[str]) -> Iterator[Any]:
    """The model's own fields among ``names``, in the model's order."""
    wanted = set(names)
    for each in (*row._meta.concrete_fields, *row._meta.many_to_many):
        if each.name in wanted and not each.primary_key:
            yield each


def _digests_of_text(text: str) -> set[str]:
    """Digests of the stored values that this text may stand for."""
    as_stored = text.replace("\r\n", "\n")
    numbers = {digest(int(text))} if text.isascii() and text.isdecimal() else set()
    return {digest(as_stored), digest(as_stored.strip())} | numbers


def _sent_rows(data: QueryDict, prefix: str) -> list[dict[str, list[str]]]:
    """The values of each row of an inline as they were sent, by the name of the field."""
    given = data.get(f"{prefix}-TOTAL_FORMS", "")
    number = min(int(given), MAX_ROWS) if given.isascii() and given.isdecimal() else 0
    rows: list[dict[str, list[str]]] = [{} for _ in range(number)]
    place = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,4}})-(.+)")
    for name, values in data.lists():
        if (found := place.fullmatch(name)) and int(found[1]) < number:
            rows[int(found[1])][found[2]] = values
    return rows


def _with_rows(
    data: QueryDict, prefix: str, standing: list[dict[str, list[str]]], added: list[Any]
) -> QueryDict:
    """The data with these rows of an inline: first the existing ones, then new ones."""
    made = QueryDict(mutable=True)
    for name, values in data.lists():
        if not name.startswith(f"{prefix}-"):
            made.setlist(name, values)
    for index, row in enumerate([*standing, *added]):
        for name, values in row.items():
            made.setlist(f"{prefix}-{index}-{name}", values)
    counts = {
        "TOTAL_FORMS": len(standing) + len(added), "INITIAL_FORMS": len(standing),
        "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000,
    }  # fmt: skip
    for name, number in counts.items():
        made[f"{prefix}-{name}"] = str(number)
    return made
