"""From a passage, or an old version of it, to the values that citations are made from."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from quotes.citations.cited import Cited, Event, Record, Source
from quotes.citations.names import Person, person
from quotes.text.gaps import Gap

if TYPE_CHECKING:
    from quotes.models import Passage, PassageRevision, Speaker

# All that RFC 3986 lets stand in an address, and what is already written as one.
IN_ADDRESSES = "%:/?#[]@!$&'()*+,;=-._~"


def cited(passage: Passage, *, site: str, revision: PassageRevision | None = None) -> Cited:
    """What is cited of a published passage: the version of ``revision``, or else the latest.

    Everything printed comes from the version's record, so that it is cited in the same words for
    ever; from the present only where a family name begins. The passage has what
    ``Passage.objects.for_record()`` loads, a revision its words.
    """
    wanted = revision or passage.latest_revision
    text = _words(wanted) if revision else passage.text
    gaps = revision.gaps_at if revision and text else {} if revision else passage.gaps_at
    record = json.loads(wanted.record) | {"printed": wanted.shown}
    return _from_record(record, wanted.sha256, (text, gaps), passage, site)


def _words(revision: PassageRevision) -> str:
    words = revision.standing_words
    return words.text if words else ""


def _from_record(
    record: dict[str, Any],
    sha256: str,
    words: tuple[str, dict[int, Gap]],
    passage: Passage,
    site: str,
) -> Cited:
    printed, question = record["printed"], record["printed"]["question"]
    asker = passage.question.speaker if passage.question else None
    return Cited(
        text=words[0],
        gaps_at=words[1],
        **{name: printed[name] for name in _SAME},
        speaker=_person(printed["speaker"], passage.speaker),
        format=printed["interview"]["format"],
        asker=_person(question["speaker"], asker) if question else None,
        question=question["text"] if question else "",
        event=_event(printed["event"]),
        source=_source(printed["source"]),
        record=Record(
            identifier=record["passage"],
            version=record["version"],
            sha256=sha256,
            made_on=datetime.fromisoformat(record["time"]).date(),
            url=f"{site}{passage.get_absolute_url()}/v/{record['version']}",
        ),
    )


_SAME = (
    "language", "wording", "words_by", "translated_from", "translated_by", "is_excerpt", "note",
    "role", "said_on",
)  # fmt: skip


def _person(name: str, known: Speaker | None) -> Person:
    if known is None or known.kind == "body":
        return Person(name)
    return person(name, known.sort_name)


def _event(printed: dict[str, str]) -> Event:
    return Event(name=printed["name"], kind=printed["kind"], place=printed["place"])


def _source(printed: dict[str, str]) -> Source:
    addresses = ("url", "archived_url")
    rest = {name: value for name, value in printed.items() if name not in addresses}
    return Source(**rest, **{name: web_address(printed[name]) for name in addresses})


def web_address(url: str) -> str:
    """An address of the web in characters that no format takes for its own; empty for others."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return ""
    return quote(url.strip(), safe=IN_ADDRESSES)
