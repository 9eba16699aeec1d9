"""Slugs that follow from a line alone, by which its speaker and its source are found again."""

import hashlib
import re
from functools import lru_cache
from typing import NamedTuple

from quotes.text.names import readable_slug

UNNAMED_SPEAKER = "Unnamed speaker"
UNNAMED_EVENT = "[Event not named]"
UNKNOWN_OUTLET = "unknown"
UNNAMED = re.compile(r"\bunnamed\b", re.IGNORECASE)
# From these a slug can be read back, so that it needs no digest to be the only one.
PLAIN_NAME = re.compile(r"[A-Z][a-z]+( [A-Z][a-z]+)*")
PLAIN_HOST = re.compile(r"[a-z0-9]+(\.[a-z0-9]+)*")


class Slugs(NamedTuple):
    """The slugs of the nouns of a line."""

    # Of the one who speaks; without a name, of the unnamed one at this event.
    speaker: str
    # Of the document: a URL in an interview, or the interview.
    source: str
    # Of the occasion: an event at a date.
    interview: str
    # Of the event, which its name alone makes out.
    event: str
    # Of the outlet, which is the host.
    outlet: str


def slugs_of(*, speaker: str, event: str, said: str, url: str, host: str) -> Slugs:
    """The slugs of a line with these values, empty where it has none."""
    event = event or UNNAMED_EVENT
    return Slugs(
        speaker=_of_speaker(speaker, event if is_unnamed(speaker) else ""),
        source=_of(event, "source", said, url),
        interview=_of(event, "interview", said),
        event=_of(event, "event"),
        outlet=_of_outlet(host or UNKNOWN_OUTLET),
    )


def is_unnamed(speaker: str) -> bool:
    """Whether this names nobody."""
    return not speaker or UNNAMED.search(speaker) is not None


@lru_cache(maxsize=16_384)
def _of_speaker(name: str, event: str) -> str:
    if PLAIN_NAME.fullmatch(name) and len(name) <= 100:
        return readable_slug(name)
    if event:
        return _of(name or UNNAMED_SPEAKER, "speaker", event)
    return _of(name, "speaker")


@lru_cache(maxsize=4_096)
def _of_outlet(host: str) -> str:
    if PLAIN_HOST.fullmatch(host) and len(host) <= 100:
        return host.replace(".", "-")
    return _of(host, "outlet")


@lru_cache(maxsize=16_384)
def _of(name: str, *key: str) -> str:
    """A slug for ``name`` that is the only one for ``name`` and ``key`` together."""
    digest = hashlib.sha256("\n".join([name, *key]).encode()).hexdigest()
    return f"{_readable(name)}-{digest[:12]}"


@lru_cache(maxsize=16_384)
def _readable(name: str) -> str:
    return readable_slug(name) or "unnamed"
