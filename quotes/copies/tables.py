"""Rows of an export as rows of tables: a function for each resource, which takes them in batches.

The archive is empty, so keys are given from 1 up, in the order of the rows: whatever public order
goes by keys stays as it was. What a row refers to is looked up by its public name.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from quotes.copies import noun_rows
from quotes.models import (
    Event,
    EventSeries,
    FormerSlug,
    Identifier,
    IdentifierEvent,
    Interview,
    Outlet,
    Participation,
    Role,
    Source,
    Speaker,
    SpeakerName,
    Topic,
    TopicAlias,
)
from quotes.models.bulk_insert import insert_values
from quotes.models.fields import CodeField

Row = dict[str, Any]
_LOOKED_UP_AT_ONCE = 500


class UnknownError(LookupError):
    """A row refers to something that the export does not have."""


class Tables:
    """Keys given so far, by table; writes rows with the next ones."""

    def __init__(self) -> None:
        self.last: Counter[type[models.Model]] = Counter()

    def write(self, model: type[models.Model], rows: Iterable[Row]) -> list[int]:
        """Save rows that lack nothing but their key; gives the keys."""
        given = list(rows)
        _refuse_unknown_codes(model, given)
        first = self.last[model] + 1
        self.last[model] += len(given)
        keys = range(first, first + len(given))
        insert_values(model, [{**row, "id": key} for row, key in zip(given, keys, strict=True)])
        return list(keys)

    def write_nouns(
        self, model: type[models.Model], rows: list[Row], values: Iterable[Row]
    ) -> list[int]:
        """Save nouns: ``values`` in addition to common columns; former slugs redirect to them."""
        made = [
            {
                **{name: row[name] for name in noun_rows.OWN[model]},
                "slug": row["slug"],
                "changed_in_version": row["change"],
                **own,
            }
            for row, own in zip(rows, values, strict=True)
        ]
        keys = self.write(model, made)
        noun = model._meta.model_name
        former = [
            {"noun": noun, "slug": slug, "target_id": key}
            for row, key in zip(rows, keys, strict=True)
            for slug in row["former_slugs"]
        ]
        self.write(FormerSlug, former)
        return keys


def _refuse_unknown_codes(model: type[models.Model], rows: list[Row]) -> None:
    """Raise ValidationError for unknown languages and countries."""
    for field in model._meta.concrete_fields:
        if isinstance(field, CodeField):
            for code in {row[field.attname] for row in rows}:
                if code and field.parse_code(code) is None:
                    raise ValidationError(
                        f"{field.refusal(code)} Correct it in the archive that this is from, "
                        "and export that again."
                    )


def keys_of(
    model: type[models.Model], names: Collection[str | None], field: str = "slug"
) -> dict[str | None, int | None]:
    """Primary keys by public name; None for None. Raises UnknownError."""
    wanted = sorted({name for name in names if name is not None})
    found: dict[str | None, int | None] = {None: None}
    for start in range(0, len(wanted), _LOOKED_UP_AT_ONCE):
        some = wanted[start : start + _LOOKED_UP_AT_ONCE]
        rows = model._base_manager.filter(**{f"{field}__in": some}).order_by()
        found.update(rows.values_list(field, "pk"))
    if missing := [name for name in wanted if name not in found]:
        raise UnknownError(f"It names the {model._meta.verbose_name} “{missing[0]}” and has none.")
    return found


def moment(text: str | None) -> datetime | None:
    """A moment as an export writes it."""
    return datetime.fromisoformat(text) if text else None


def topics(tables: Tables, rows: list[Row]) -> None:
    """Topics; a topic may come before its parent, so parents are set afterwards."""
    keys = tables.write_nouns(Topic, rows, ({"parent_id": None} for _ in rows))
    for key, row in zip(keys, rows, strict=True):
        tables.write(TopicAlias, ({"topic_id": key, "name": name} for name in row["aliases"]))


def topic_parents(rows: Iterable[Row]) -> None:
    """Put each topic below its parent."""
    below = [row for row in rows if row["parent"] is not None]
    keys = keys_of(Topic, [row["parent"] for row in below])
    for row in below:
        Topic.objects.filter(slug=row["slug"]).update(parent=keys[row["parent"]])


def series(tables: Tables, rows: list[Row]) -> None:
    """Series of events."""
    tables.write_nouns(EventSeries, rows, ({} for _ in rows))


def events(tables: Tables, rows: list[Row]) -> None:
    """Events."""
    of = keys_of(EventSeries, [row["series"] for row in rows])
    tables.write_nouns(Event, rows, ({"series_id": of[row["series"]]} for row in rows))


def outlets(tables: Tables, rows: list[Row]) -> None:
    """Outlets."""
    tables.write_nouns(Outlet, rows, ({} for _ in rows))


def speakers(tables: Tables, rows: list[Row]) -> None:
    """Speakers, with names and roles."""
    keys = tables.write_nouns(Speaker, rows, ({} for _ in rows))
    for model, children in ((SpeakerName, "names"), (Role, "roles")):
        made = (
            {"speaker_id": key, **child}
            for key, row in zip(keys, rows, strict=True)
            for child in row[children]
        )
        tables.write(model, made)


def interviews(tables: Tables, rows: list[Row]) -> None:
    """Interviews, with who took part."""
    of = keys_of(Event, [row["event"] for row in rows])
    keys = tables.write_nouns(Interview, rows, ({"event_id": of[row["event"]]} for row in rows))
    parts = [
        (key, part) for key, row in zip(keys, rows, strict=True) for part in row["participants"]
    ]
    who = keys_of(Speaker, [part["speaker"] for _, part in parts])
    made = (
        {
            "interview_id": key,
            "speaker_id": who[part["speaker"]],
            "part": part["part"],
            "role_as_printed": part["role"],
        }
        for key, part in parts
    )
    tables.write(Participation, made)


def sources(tables: Tables, rows: list[Row]) -> None:
    """Sources, without the captured text, which nobody exports."""
    interview = keys_of(Interview, [row["interview"] for row in rows])
    outlet = keys_of(Outlet, [row["outlet"] for row in rows])
    made = (
        {
            "interview_id": interview[row["interview"]],
            "outlet_id": outlet[row["outlet"]],
            "accessed": row["accessed"],
            "editorial_note": row["note"],
            "captured_length": row["captured"]["length"],
            "captured_sha256": row["captured"]["sha256"],
            "captured_text": "",
            "dropped": row["captured"]["dropped"],
        }
        for row in rows
    )
    tables.write_nouns(Source, rows, made)


def registry(tables: Tables, rows: list[Row]) -> None:
    """Identifiers at their publication, and all that became of them."""
    minted = [row for row in rows if row["kind"] == "published"]
    insert_values(
        Identifier, [{"id": row["id"], "minted_at": moment(row["time"])} for row in minted]
    )
    made = (
        {
            "identifier_id": row["id"],
            "kind": row["kind"],
            "target_id": row["target"],
            "reason": row["reason"],
            "created_at": moment(row["time"]) or timezone.now(),
            "after_sequence": None,
        }
        for row in rows
    )
    tables.write(IdentifierEvent, made)
