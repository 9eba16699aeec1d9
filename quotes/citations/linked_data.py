"""A passage in schema.org's words, for machines that read pages (docs/decisions/0015).

Facts that are not known are left out. A paraphrase is no Quotation of the speaker.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from quotes.citations.cited import ARCHIVE

if TYPE_CHECKING:
    from quotes.models import Event, Passage, Source, Speaker

Data = dict[str, Any]
VOCABULARY = "https://schema.org/"
# The dates of EDTF that are dates of ISO 8601 too.
ISO = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
# Of the words, in a name for the passage.
MAX_LETTERS = 90
DOCUMENTS = {
    "transcript": "CreativeWork",
    "interview_article": "Article",
    "news_report": "NewsArticle",
    "analysis": "Article",
}


def passage_graph(passage: Passage, *, site: str) -> Data:
    """The passage and the way to it; it has what ``Passage.objects.for_record()`` loads."""
    speaker = passage.speaker
    crumbs = [
        (ARCHIVE, f"{site}/"),
        (speaker.name, site + speaker.get_absolute_url()),
        (title(passage), site + passage.get_absolute_url()),
    ]
    graph = [_passage(passage, site), _breadcrumbs(crumbs)]
    return {"@context": VOCABULARY.rstrip("/"), "@graph": graph}


def site_graph(*, site: str, search: str) -> Data:
    """The archive, and how to search it at the address ``search``."""
    return {
        "@context": VOCABULARY.rstrip("/"),
        "@type": "WebSite",
        "@id": f"{site}/#website",
        "name": ARCHIVE,
        "url": f"{site}/",
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def type_of(passage: Passage) -> str:
    """What the passage is: the speaker's Quotation, or a reporter's Statement about it."""
    return "Statement" if passage.wording == "paraphrased" else "Quotation"


def title(passage: Passage) -> str:
    """A name for the passage: who, and how the words begin."""
    words = " ".join(passage.quoted.split())
    if passage.wording == "paraphrased":
        who = f"{passage.speaker.name}, as paraphrased by {passage.words_by}"
        return f"{who}: {_opening(words)}"
    return f"{passage.speaker.name}: “{_opening(words[1:-1])}”"


def _opening(words: str) -> str:
    if len(words) <= MAX_LETTERS:
        return words
    kept = words[: MAX_LETTERS - 1]
    return (kept.rpartition(" ")[0] or kept).rstrip("” “") + "…"


def _passage(passage: Passage, site: str) -> Data:
    permalink = site + passage.get_absolute_url()
    return _known(
        {
            "@type": type_of(passage),
            "@id": permalink,
            "url": permalink,
            "identifier": passage.identifier_id,
            "name": title(passage),
            "text": passage.told,
            "inLanguage": passage.language,
            "version": str(passage.version),
            **_whose(passage, site),
            "datePublished": passage.published_at and passage.published_at.isoformat(),
            "dateModified": passage.updated_at and passage.updated_at.isoformat(),
            "isBasedOn": _document(passage.source, site),
            "about": [
                {"@type": "Thing", "name": topic.name, "url": site + topic.get_absolute_url()}
                for topic in passage.topics.all()
            ],
            "image": f"{permalink}/v/{passage.version}/card.png",
            "isPartOf": {"@id": f"{site}/#website"},
        }
    )


def _whose(passage: Passage, site: str) -> Data:
    """Whose words they are, when and where said; a paraphrase only tells of speaker and event."""
    speaker, event = _speaker(passage.speaker, site), _event(passage.event, site)
    if passage.wording == "paraphrased":
        return {"creditText": f"Paraphrased by {passage.words_by}", "mentions": [speaker, event]}
    return {
        "creator": speaker,
        "creditText": passage.role_as_printed and _credit(passage),
        "dateCreated": _iso(passage.said),
        "recordedAt": event,
    }


def _credit(passage: Passage) -> str:
    return f"{passage.speaker.name}, {passage.role_as_printed}"


def _speaker(speaker: Speaker, site: str) -> Data:
    page = site + speaker.get_absolute_url()
    wikidata = speaker.wikidata_id
    return _known(
        {
            "@type": "Organization" if speaker.kind == "body" else "Person",
            "@id": page,
            "name": speaker.name,
            "url": page,
            "sameAs": wikidata and f"http://www.wikidata.org/entity/{wikidata}",
        }
    )


def _document(source: Source, site: str) -> Data:
    """The document; whether a byline names a person or an agency nobody has said."""
    return _known(
        {
            "@type": DOCUMENTS.get(source.kind, "CreativeWork"),
            "name": source.title,
            "url": source.url or site + source.get_absolute_url(),
            "archivedAt": source.archived_url,
            "creditText": source.byline,
            "datePublished": _iso(source.published),
            "inLanguage": source.language,
            "publisher": {"@type": "Organization", "name": source.outlet.name},
        }
    )


def _event(event: Event, site: str) -> Data:
    start, _, end = event.dates.partition("/")
    return _known(
        {
            "@type": "Event",
            "name": event.name,
            "url": site + event.get_absolute_url(),
            "startDate": _iso(start),
            "endDate": _iso(end),
            "location": event.place and {"@type": "Place", "name": event.place},
        }
    )


def _breadcrumbs(crumbs: list[tuple[str, str]]) -> Data:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": url}
            for place, (name, url) in enumerate(crumbs, start=1)
        ],
    }


def _iso(edtf: str) -> str:
    return edtf if ISO.fullmatch(edtf) else ""


def _known(facts: Data) -> Data:
    return {name: value for name, value in facts.items() if value}
