"""The text of a card: the words of one version, and what else that version printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from quotes.text.dates import in_words

if TYPE_CHECKING:
    from quotes.models import PassageRevision


@dataclass(frozen=True)
class CardWords:
    """The strings of a card; ``words`` with quotation marks if they are the speaker's."""

    words: str
    speaker: str
    role: str
    occasion: str
    source: str
    wording: str
    by: str
    address: str

    @property
    def is_quoted(self) -> bool:
        """Whether the words are the speaker's, and so stand between quotation marks."""
        return self.wording != "paraphrased"


def card_words(revision: PassageRevision, *, identifier: str, site: str) -> CardWords:
    """The strings of a version's card; its words must not have been removed."""
    printed = revision.printed
    event, source = printed["event"], printed["source"]
    return CardWords(
        words=revision.quoted,
        speaker=printed["speaker"],
        role=printed["role"],
        occasion=_listed(event["name"], event["place"], in_words(printed["said_on"])),
        source=_listed(source["outlet"], f"“{source['title']}”"),
        wording=printed["wording"],
        by=_by(printed),
        address=f"{urlsplit(site).netloc}/q/{identifier}",
    )


def _by(printed: dict[str, Any]) -> str:
    """Who edited, reported or paraphrased the words; empty for a transcript."""
    outlet = printed["source"]["outlet"]
    return {
        "verbatim": "",
        "edited": f"by {outlet}",
        "reported": f"in {outlet}",
        "paraphrased": f"by {printed['words_by']}",
    }[printed["wording"]]


def _listed(*facts: str) -> str:
    return ", ".join(filter(None, facts))
