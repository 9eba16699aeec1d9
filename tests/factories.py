"""Small true-to-life archives for tests: every function saves what it makes."""

import itertools
from typing import Any

from quotes import editorial
from quotes.models import (
    Event,
    EventSeries,
    Interview,
    Outlet,
    Passage,
    Source,
    Speaker,
    Topic,
    Turn,
)

_numbers = itertools.count(1)


def speaker(name: str = "", **more: Any) -> Speaker:
    """A speaker; the slug follows from the name."""
    name = name or f"Speaker {next(_numbers)}"
    more.setdefault("slug", _slug(name))
    return Speaker.objects.create(name=name, sort_name=name, **more)


def topic(name: str = "", parent: Topic | None = None, **more: Any) -> Topic:
    """A topic below ``parent``, or below a root of its own."""
    name = name or f"Topic {next(_numbers)}"
    if parent is None:
        parent, _ = Topic.objects.get_or_create(slug="themes", defaults={"name": "Themes"})
    more.setdefault("slug", _slug(name))
    return Topic.objects.create(name=name, parent=parent, **more)


def event(name: str = "", **more: Any) -> Event:
    """An event, in a series of its own unless one is given."""
    name = name or f"Event {next(_numbers)}"
    more.setdefault("slug", _slug(name))
    if "series" not in more:
        more["series"] = EventSeries.objects.create(
            name=f"{name} series", short_name=name[:20], slug=f"{more['slug']}-series"
        )
    return Event.objects.create(name=name, short_name=name[:20], **more)


def interview(title: str = "", **more: Any) -> Interview:
    """An interview at an event of its own unless one is given."""
    title = title or f"Interview {next(_numbers)}"
    more.setdefault("event", None)
    more["event"] = more["event"] or event(f"Event of {title}")
    more.setdefault("slug", _slug(title))
    return Interview.objects.create(title=title, **more)


def outlet(name: str = "", **more: Any) -> Outlet:
    """An outlet."""
    name = name or f"Outlet {next(_numbers)}"
    more.setdefault("slug", _slug(name))
    return Outlet.objects.create(name=name, **more)


def source(title: str = "", **more: Any) -> Source:
    """A verbatim transcript unless told otherwise."""
    title = title or f"Source {next(_numbers)}"
    more.setdefault("kind", "transcript")
    more.setdefault("default_wording", "verbatim")
    more["interview"] = more.get("interview") or interview(f"Interview of {title}")
    more["outlet"] = more.get("outlet") or outlet(f"Outlet of {title}")
    more.setdefault("slug", _slug(title))
    return Source.objects.create(title=title, **more)


def turn(text: str, **more: Any) -> Turn:
    """A turn at the end of its source."""
    more["source"] = more.get("source") or source()
    more.setdefault("kind", "statement")
    more.setdefault("position", more["source"].turns.count() + 1)
    return Turn.objects.create(text=text, **more)


def draft(text: str = "", **more: Any) -> Passage:
    """A draft passage over the whole of its turn, or over ``spans`` of it."""
    text = text or f"Words number {next(_numbers)}."
    topics = more.pop("topics", [])
    where = {key: more.pop(key) for key in ("source", "answers", "kind") if key in more}
    more["turn"] = more.get("turn") or turn(text, **where)
    more["speaker"] = more.get("speaker") or speaker()
    more.setdefault("spans", [[0, len(more["turn"].text)]])
    more.setdefault("wording", more["turn"].source.default_wording)
    passage = Passage(**more)
    passage.fill_from_turn()
    passage.save()
    passage.topics.set(topics)
    return passage


def published(text: str = "", **more: Any) -> Passage:
    """A published passage."""
    return editorial.publish([draft(text, **more)], editor=None)[0]


def _slug(name: str) -> str:
    return f"{'-'.join(name.lower().split())}"[:110]
