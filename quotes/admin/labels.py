"""What tells rows of the same name apart where one is chosen: by their path, date, role, outlet."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from quotes.models import Event, Interview, Outlet, Role, Source, Speaker, Topic, TopicAlias
from quotes.text.names import name_key

LONGEST = 90
ABOVE = " › "


def details(rows: Sequence[Any], typed: str = "") -> dict[Any, str]:
    """For each row, what to show behind its name, by primary key; empty where nothing is known.

    For topics also the alias that ``typed`` matched. A fixed number of queries.
    """
    if not rows or type(rows[0]) not in TOLD:
        return {}
    found = TOLD[type(rows[0])](list(rows), typed)
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
            f"also “{matched[0].name}”" if matched else "", ABOVE.join(path), topic.scope_note,
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
        roles.setdefault(role.speaker_id, ", ".join(filter(None, (role.title, role.organisation))))
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


def _outlets(rows: list[Any], typed: str) -> Iterator[tuple[Any, list[str]]]:
    return ((outlet.pk, [outlet.country, outlet.url]) for outlet in rows)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


TOLD: dict[type, Callable[[list[Any], str], Iterator[tuple[Any, list[str]]]]] = {
    Topic: _topics,
    Speaker: _speakers,
    Event: _events,
    Interview: _interviews,
    Source: _sources,
    Outlet: _outlets,
}
