"""What tells rows of the same name apart where one is chosen: by their path, date, role, outlet.

The one place for labels: of suggestions, of what a form has chosen already, and of lists' filters.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from quotes.models import (
    Event,
    EventSeries,
    Interview,
    Outlet,
    Role,
    Source,
    Speaker,
    Topic,
    TopicAlias,
)
from quotes.text.names import name_key

MAX_LENGTH = 90
ARROW = " › "
DASH = " — "


def labels(rows: Sequence[Any], typed: str = "") -> dict[Any, str]:
    """Name and details of each row, by primary key; a fixed number of queries.

    Rows of which even that is the same also get the name in their address.
    """
    found = details(rows, typed)
    names = {row.pk: DASH.join(filter(None, (str(row), found.get(row.pk)))) for row in rows}
    shared = _shared(names.values())
    slugs = {row.pk: getattr(row, "slug", "") or f"no. {row.pk}" for row in rows}
    return {
        pk: f"{name}{' · ' if found.get(pk) else DASH}{slugs[pk]}" if name in shared else name
        for pk, name in names.items()
    }


def details(rows: Sequence[Any], typed: str = "") -> dict[Any, str]:
    """For each row, what to show behind its name, by primary key; empty where nothing is known.

    For topics also the alias that ``typed`` matched. A fixed number of queries.
    """
    if not rows or type(rows[0]) not in DETAILS_OF:
        return {}
    found = DETAILS_OF[type(rows[0])](list(rows), typed)
    return {pk: _short(" · ".join(filter(None, parts))) for pk, parts in found}


def _topics(rows: list[Any], typed: str) -> Iterator[tuple[Any, list[str]]]:
    known = dict(Topic.objects.values_list("pk", "name"))
    parents = dict(Topic.objects.values_list("pk", "parent_id"))
    aliases: dict[int, list[Any]] = {}
    for row in TopicAlias.objects.filter(topic__in=rows):
        aliases.setdefault(row.topic_id, []).append(row)
    key = name_key(typed)
    for topic in rows:
        is_by_name = not key or key in topic.name_key
        matched = [] if is_by_name else [a for a in aliases.get(topic.pk, ()) if key in a.name_key]
        path = [known[pk] for pk in _line(topic.pk, parents)]
        yield topic.pk, [
            f"also “{matched[0].name}”" if matched else "", ARROW.join(path), topic.scope_note,
        ]  # fmt: skip


def _line(pk: int, parents: dict[int, int | None]) -> list[int]:
    """Primary keys of the topics above one, from the root down."""
    line: list[int] = []
    parent = parents.get(pk)
    while parent and parent not in line:
        line.insert(0, parent)
        parent = parents.get(parent)
    return line


def _speakers(rows: list[Any], typed: str) -> Iterator[tuple[Any, list[str]]]:
    roles: dict[int, str] = {}
    for role in Role.objects.filter(speaker__in=rows):
        roles.setdefault(role.speaker_id, ", ".join(filter(None, (str(role), role.held))))
    for speaker in rows:
        yield speaker.pk, [roles.get(speaker.pk, ""), speaker.description, speaker.wikidata_id]


def _events(rows: list[Any], typed: str) -> Iterator[tuple[Any, list[str]]]:
    return ((event.pk, [event.when, event.place]) for event in rows)


def _interviews(rows: list[Any], typed: str) -> Iterator[tuple[Any, list[str]]]:
    names = dict(Event.objects.filter(interviews__in=rows).values_list("interviews", "short_name"))
    return ((each.pk, [names.get(each.pk, ""), each.when]) for each in rows)


def _sources(rows: list[Any], typed: str) -> Iterator[tuple[Any, list[str]]]:
    names = dict(Outlet.objects.filter(sources__in=rows).values_list("sources", "name"))
    return ((each.pk, [names.get(each.pk, ""), each.published_on, each.byline]) for each in rows)


def _series(rows: list[Any], typed: str) -> Iterator[tuple[Any, list[str]]]:
    return ((each.pk, [each.short_name, each.get_kind_display()]) for each in rows)


def _outlets(rows: list[Any], typed: str) -> Iterator[tuple[Any, list[str]]]:
    return ((outlet.pk, [outlet.country, outlet.url]) for outlet in rows)


def _shared(names: Iterable[str]) -> set[str]:
    return {name for name, number in Counter(names).items() if number > 1}


def _short(text: str) -> str:
    return text if len(text) <= MAX_LENGTH else f"{text[: MAX_LENGTH - 1]}…"


DETAILS_OF: dict[type, Callable[[list[Any], str], Iterator[tuple[Any, list[str]]]]] = {
    Topic: _topics,
    Speaker: _speakers,
    Event: _events,
    EventSeries: _series,
    Interview: _interviews,
    Source: _sources,
    Outlet: _outlets,
}
