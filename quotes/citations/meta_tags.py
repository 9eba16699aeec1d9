"""Meta elements of a permalink: for Zotero what to cite, for other sites how to preview it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from quotes.citations.attribution import quotation
from quotes.citations.card import HEIGHT, WIDTH
from quotes.citations.cited import ARCHIVE
from quotes.citations.linked_data import title

if TYPE_CHECKING:
    from quotes.models import Passage

DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
# Zotero's types. It takes a page without one that has citation_title for a journal's article.
ITEM_TYPES = {
    "transcript": "interview",
    "interview_article": "interview",
    "news_report": "newspaperArticle",
    "analysis": "report",
}


class Meta(NamedTuple):
    """A meta element: ``attribute`` is ``name`` or, in Open Graph, ``property``."""

    attribute: str
    name: str
    content: str


def meta_tags(passage: Passage, *, site: str) -> list[Meta]:
    """The elements of a permalink's head; unknown facts have none."""
    tags = [*_zotero(passage, site), *_open_graph(passage, site)]
    return [tag for tag in tags if tag.content]


def _zotero(passage: Passage, site: str) -> list[Meta]:
    item_type = ITEM_TYPES.get(passage.source.kind, "webpage")
    own = _interview(passage) if item_type == "interview" else _article(passage)
    pairs = [
        ("z:itemType", item_type),
        *own,
        ("DC.title", passage.source.title),
        ("DC.publisher", passage.source.outlet.name),
        ("DC.language", passage.language),
        ("DC.description", quotation(passage, site=site)),
        ("DC.identifier", site + passage.get_absolute_url()),
        *(("DC.subject", topic.name) for topic in passage.topics.all()),
    ]
    return [Meta("name", name, content) for name, content in pairs]


def _interview(passage: Passage) -> list[tuple[str, str]]:
    question = passage.question
    # As printed: who asks may have no page, and then nothing else of them is public.
    asker = ""
    if question:
        asker = question.speaker.name if question.speaker else question.speaker_as_printed
    # Without citation_author: with one Zotero leaves these people out.
    return [
        ("z:interviewees", passage.speaker.sort_name),
        ("z:interviewers", asker),
        ("DC.date", passage.said if DAY.fullmatch(passage.said) else passage.said_in_words),
    ]


def _article(passage: Passage) -> list[tuple[str, str]]:
    source = passage.source
    return [
        ("citation_title", source.title),
        ("citation_author", source.byline),
        (
            "citation_publication_date",
            source.published.replace("-", "/") if _is_day(source) else "",
        ),
        ("citation_public_url", source.url),
        ("prism.publicationName", source.outlet.name),
    ]


def _is_day(source: object) -> bool:
    return bool(DAY.fullmatch(getattr(source, "published", "")))


def _open_graph(passage: Passage, site: str) -> list[Meta]:
    permalink = site + passage.get_absolute_url()
    card = f"{permalink}/v/{passage.version}/card.png"
    pairs = [
        ("og:type", "article"),
        ("og:site_name", ARCHIVE),
        ("og:url", permalink),
        ("og:title", title(passage)),
        ("og:description", _description(passage)),
        ("og:image", card),
        ("og:image:type", "image/png"),
        ("og:image:width", str(WIDTH)),
        ("og:image:height", str(HEIGHT)),
        ("og:image:alt", quotation(passage, site=site)),
    ]
    graph = [Meta("property", name, content) for name, content in pairs]
    return [*graph, Meta("name", "twitter:card", "summary_large_image")]


def _description(passage: Passage) -> str:
    source = passage.source
    facts = [
        passage.event.name, passage.said_in_words, passage.grade.label.lower(),
        f"{source.outlet.name}: “{source.title}”",
    ]  # fmt: skip
    return " · ".join(filter(None, facts))
