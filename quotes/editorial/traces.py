"""Traces of removed words: finding them in all tables, and redacting history and logs.

The editors' history, the admin's log and the desk keep values of rows; there the words are replaced
by marks. All other tables are only searched: whatever they hold was published on its own.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import models
from django.db.models.functions import Cast

from quotes.models import Proposal, ReviewEvent
from quotes.text.excerpts import EXPUNGED, without
from quotes.text.text_finder import TextFinder
from quotes.text.words import words

Model = type[models.Model]
# Words in a row that identify a text: in present texts; and in the editors' history, where a false
# match does little harm.
RUN, RUN_IN_HISTORY = 8, 5
# The admin's log names rows by their first words, cut off anywhere.
RUN_IN_LOG, MIN_IN_LOG = 4, 2
# What editors wrote to each other, or proposed; nobody else reads it.
DESK: tuple[Model, ...] = (ReviewEvent, Proposal)


class Trace(NamedTuple):
    """A column of a row that has words that were removed."""

    model: Model
    pk: Any
    column: str

    def __str__(self) -> str:
        return f"{self.model._meta.verbose_name} {self.pk}, {self.column}"


def traces(texts: Iterable[str]) -> Iterator[Trace]:
    """Every column of every table that has all words of one of these texts, in order."""
    wanted = list(texts)
    finder = TextFinder(wanted)
    for model in apps.get_models(include_auto_created=True):
        yield from _traces_in(model, finder, _likely(model, wanted))


def redact_history(texts: Iterable[str]) -> None:
    """Put marks in the place of these words in the editors' history and the admin's log."""
    wanted = list(texts)
    in_log = TextFinder(wanted, run=RUN_IN_LOG, min_words=MIN_IN_LOG)
    redact(LogEntry._base_manager.all(), in_log)
    for model in [*DESK, *history_models()]:
        redact(model._base_manager.all(), TextFinder(wanted, run=RUN_IN_HISTORY))


def traces_in_history(texts: Iterable[str]) -> Iterator[Trace]:
    """Traces that ``redact_history`` has left; none unless it has a fault."""
    wanted = list(texts)
    models_with_history: list[Model] = [LogEntry, *DESK, *history_models()]
    for model in models_with_history:
        yield from _traces_in(
            model, TextFinder(wanted, run=RUN_IN_HISTORY), model._base_manager.all()
        )


def rows_with(rows: models.QuerySet, texts: Iterable[str]) -> set[Any]:
    """Primary keys of the rows in which some words of one of these texts stand in a row."""
    finder = TextFinder(texts, run=RUN)
    return {trace.pk for trace in _traces_in(rows.model, finder, rows.order_by("pk"))}


def history_models() -> list[Model]:
    """Tables in which earlier states of rows are kept for editors."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if any(field.name == "history_id" for field in model._meta.concrete_fields)
    ]


def redact(rows: models.QuerySet, finder: TextFinder) -> None:
    """Put marks in the place of what the finder finds, in every text of these rows."""
    fields = [field for field in _texts(rows.model) if not isinstance(field, models.SlugField)]
    changed: dict[Any, dict[str, Any]] = {}
    for pk, *values in rows.values_list("pk", *(field.name for field in fields)).iterator():
        new = {
            field.name: _fitting(redacted, field)
            for field, value in zip(fields, values, strict=True)
            if (redacted := _redacted(value, finder)) != value
        }
        changed |= {pk: new} if new else {}
    for pk, new in changed.items():
        rows.model._base_manager.filter(pk=pk).update(**new)


def _traces_in(model: Model, finder: TextFinder, rows: models.QuerySet) -> Iterator[Trace]:
    names = [field.name for field in _texts(model)]
    if not names:
        return
    for pk, *values in rows.values_list("pk", *names).iterator():
        for name, value in zip(names, values, strict=True):
            if any(finder.places(text) for text in _strings(value)):
                yield Trace(model, pk, name)


def _texts(model: Model) -> list[models.Field]:
    """Columns that may hold words; codes of a vocabulary do not."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) and not field.choices and not field.primary_key
    ]


def _likely(model: Model, texts: list[str]) -> models.QuerySet:
    """Rows that contain the longest word of one of these texts, selected by the database."""
    condition, rows = models.Q(pk__in=[]), model._base_manager.order_by("pk")
    for field in _texts(model):
        name = f"text_of_{field.name}"
        rows = rows.alias(**{name: Cast(field.name, models.TextField())})
        for form in {form for text in texts for form in _forms_of_longest(text)}:
            condition |= models.Q(**{f"{name}__icontains": form})
    return rows.filter(condition)


def _forms_of_longest(text: str) -> Iterator[str]:
    """The longest word of a text as it stands, and as JSON in ASCII writes it."""
    spans = [(word.start, word.end) for word in words(text)]
    if spans:
        start, end = max(spans, key=lambda span: span[1] - span[0])
        yield text[start:end]
        yield json.dumps(text[start:end])[1:-1]


def _strings(value: Any) -> Iterator[str]:
    """Every string in a value; a text that is JSON is read as such."""
    if isinstance(value, str):
        inner = _read(value)
        yield from [value] if inner is None else _strings(inner)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def _redacted(value: Any, finder: TextFinder) -> Any:
    if isinstance(value, str):
        inner = _read(value)
        if inner is None:
            places = finder.places(value)
            return without(value, places, EXPUNGED)[0] if places else value
        new = _redacted(inner, finder)
        return value if new == inner else json.dumps(new)
    if isinstance(value, dict):
        return {key: _redacted(each, finder) for key, each in value.items()}
    if isinstance(value, list):
        return [_redacted(each, finder) for each in value]
    return value


def _read(text: str) -> Any:
    """The list or object that a text is in JSON; None for any other text."""
    if not text.startswith(("[{", "[[", '["', "{")):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _fitting(value: Any, field: models.Field) -> Any:
    """A text no longer than its column."""
    return value[: field.max_length] if field.max_length and isinstance(value, str) else value
