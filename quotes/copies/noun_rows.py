"""Nouns as rows of an export: those that the public can meet, in the order of their keys."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from quotes.copies.snapshot import batches, streamed
from quotes.models import (
    Event,
    EventSeries,
    FormerSlug,
    Interview,
    Outlet,
    Source,
    Speaker,
    Topic,
)
from quotes.models.base import Noun, NounQuerySet

Row = dict[str, Any]
# What a noun and its children have by the same name in the database and in an export.
OWN: dict[type[models.Model], tuple[str, ...]] = {
    Topic: ("name", "scope_note"),
    EventSeries: ("name", "short_name", "kind", "description"),
    Event: (
        "name", "short_name", "kind", "dates", "place", "country", "organiser", "url", "basis",
    ),
    Outlet: ("name", "url", "country"),
    Speaker: ("name", "sort_name", "kind", "description", "wikidata_id"),
    Interview: ("title", "format", "dates", "language", "basis"),
    Source: (
        "kind", "title", "byline", "url", "archived_url", "published", "language",
        "default_wording", "basis",
    ),
}  # fmt: skip
NAME = ("name", "language")
ROLE = ("title", "organisation", "start", "end", "basis")


def topics() -> Iterator[Row]:
    """Topics of known passages, and all above them."""
    rows = Topic.objects.public().select_related("parent").prefetch_related("aliases")
    for topic, row in _rows(rows):
        row["parent"] = topic.parent and topic.parent.slug
        row["aliases"] = sorted(alias.name for alias in topic.aliases.all())
        yield row


def series() -> Iterator[Row]:
    """Series of events."""
    return (row for _, row in _rows(EventSeries.objects.public()))


def events() -> Iterator[Row]:
    """Events."""
    for event, row in _rows(Event.objects.public().select_related("series")):
        yield {**row, "series": event.series and event.series.slug}


def outlets() -> Iterator[Row]:
    """Outlets."""
    return (row for _, row in _rows(Outlet.objects.public()))


def speakers() -> Iterator[Row]:
    """Speakers, with their other names and their offices."""
    for speaker, row in _rows(Speaker.objects.public().prefetch_related("names", "roles")):
        names = sorted(speaker.names.all(), key=lambda name: (name.language, name.name))
        roles = sorted(speaker.roles.all(), key=lambda role: role.pk)
        row["names"] = [_values(name, NAME) for name in names]
        row["roles"] = [_values(role, ROLE) for role in roles]
        yield row


def interviews() -> Iterator[Row]:
    """Interviews, with who took part."""
    rows = Interview.objects.public().select_related("event")
    for interview, row in _rows(rows.prefetch_related("participations__speaker")):
        parts = sorted(interview.participations.all(), key=lambda part: part.pk)
        row["event"] = interview.event.slug
        row["participants"] = [
            {"speaker": part.speaker.slug, "part": part.part, "role": part.role_as_printed}
            for part in parts
        ]
        yield row


def sources() -> Iterator[Row]:
    """Sources, with what is known of the captured text, but not that text."""
    rows = Source.objects.public().select_related("interview", "outlet").defer("captured_text")
    for source, row in _rows(rows):
        row |= {
            "interview": source.interview.slug,
            "outlet": source.outlet.slug,
            "accessed": source.accessed and source.accessed.isoformat(),
            "note": source.editorial_note,
            "captured": {
                "length": source.captured_length,
                "sha256": source.captured_sha256,
                "dropped": source.dropped,
            },
        }
        yield row


def _rows(nouns: NounQuerySet) -> Iterator[tuple[Any, Row]]:
    """Each noun with what all nouns have, and its own values."""
    for batch in batches(streamed(nouns.order_by("pk"))):
        former = _former_slugs(nouns.model, batch)
        for noun in batch:
            common = {"slug": noun.slug, "change": noun.changed_in_version}
            slugs = sorted(former.get(noun.pk, []))
            yield noun, {**common, "former_slugs": slugs, **_values(noun, OWN[nouns.model])}


def _former_slugs(model: type[Noun], nouns: list[Noun]) -> dict[int, list[str]]:
    targets = {noun.pk for noun in nouns}
    found: dict[int, list[str]] = {}
    rows = FormerSlug.objects.filter(noun=model._meta.model_name, target_id__in=targets)
    for target, slug in rows.values_list("target_id", "slug"):
        found.setdefault(target, []).append(slug)
    return found


def _values(row: models.Model, names: tuple[str, ...]) -> Row:
    return {name: getattr(row, name) for name in names}
