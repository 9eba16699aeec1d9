"""Typed links from a permalink, for its head and its Link header (FAIR Signposting, level 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from quotes.citations.linked_data import VOCABULARY, type_of
from quotes.citations.offered import OFFERED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quotes.models import Passage

OEMBED = {"json": "application/json+oembed", "xml": "text/xml+oembed"}


class Typed(NamedTuple):
    """A link to an absolute address, with its relation and, if known, its media type."""

    rel: str
    url: str
    media_type: str = ""


def typed_links(passage: Passage, *, site: str) -> list[Typed]:
    """How to cite the passage, what describes it, what it is, whose it is and where from."""
    permalink = site + passage.get_absolute_url()
    links = [
        Typed("cite-as", permalink),
        Typed("type", VOCABULARY + type_of(passage)),
        *(
            Typed("describedby", permalink + form.ending, form.media_type)
            for form in OFFERED
            if form.ending
        ),
        Typed("collection", site + passage.source.get_absolute_url()),
    ]
    if passage.wording != "paraphrased":
        links.append(Typed("author", site + passage.speaker.get_absolute_url()))
    return links


def oembed_links(passage: Passage, *, site: str, endpoint: str, version: str = "") -> list[Typed]:
    """Where other sites ask how to embed the passage, whose reader may be at an older version."""
    below = f"/v/{version}" if version else ""
    permalink = quote(f"{site}{passage.get_absolute_url()}{below}", safe="")
    return [
        Typed("alternate", f"{site}{endpoint}?url={permalink}&format={form}", media_type)
        for form, media_type in OEMBED.items()
    ]


def link_header(links: Iterable[Typed]) -> str:
    """The links as the value of a Link header; addresses of ours are all ASCII."""
    return ", ".join(
        f'<{link.url}>; rel="{link.rel}"'
        + (f'; type="{link.media_type}"' if link.media_type else "")
        for link in links
    )
