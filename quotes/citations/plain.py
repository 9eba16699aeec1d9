"""A passage as plain text: one citation line, and the quotation with its attribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotes.citations.cited import ARCHIVE

if TYPE_CHECKING:
    from quotes.models import Passage


def citation(passage: Passage, *, site: str) -> str:
    """One line that cites the source and this record: who, when, where, how, version, address."""
    source, event = passage.source, passage.interview.event
    speaker = ", ".join(filter(None, [passage.speaker.name, passage.role_as_printed]))
    occasion = ", ".join(filter(None, [event.name, event.place, passage.said_in_words]))
    where = ", ".join(filter(None, [_wording(passage), source.byline, f"“{source.title}”"]))
    outlet = ", ".join(filter(None, [source.outlet.name, source.published_on]))
    address = f"{site}{passage.get_absolute_url()}/v/{passage.version}"
    where = where[0].upper() + where[1:]
    return (
        f"{speaker}. {occasion}. {where}, {outlet}. {ARCHIVE}, version {passage.version}, {address}"
    )


def quotation(passage: Passage, *, site: str) -> str:
    """The words as they are quoted, with the attribution on a line of its own.

    A paraphrase stands without quotation marks; where a report had interrupted the speaker, the
    marks close and open again; where words are left out, […] stands.
    """
    attribution = ", ".join(
        filter(
            None,
            [passage.speaker.name, passage.role_as_printed, passage.interview.event.name,
             passage.said_in_words, _wording(passage)],
        )
    )  # fmt: skip
    return f"{passage.quoted}\n— {attribution}. {site}{passage.get_absolute_url()}"


def _wording(passage: Passage) -> str:
    """How close the words are, in a citation's terms; nothing for verbatim ones."""
    outlet = passage.source.outlet.name
    return {
        "verbatim": "",
        "edited": f"edited by {outlet}",
        "reported": f"quoted in {outlet}",
        "paraphrased": f"as paraphrased by {passage.words_by}",
    }[passage.wording]
