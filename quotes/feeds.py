"""Feeds: passages as Atom, so that a saved search tells what is new in it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.text import Truncator
from django.utils.xmlutils import SimplerXMLGenerator

from quotes.citations.plain import ARCHIVE, quotation
from quotes.models import Passage

TITLE_WORDS = 12
# What the specification wants of a feed in which nothing has changed yet.
BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


class PassageFeed(Atom1Feed):
    """An Atom feed of passages, newest change as its own; with links to its neighbours."""

    def latest_post_date(self) -> datetime:
        """When the passage that changed last did so."""
        return max((item["updateddate"] for item in self.items), default=BEFORE_ALL)

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """What every feed has, and the pages before and behind (RFC 5005)."""
        super().add_root_elements(handler)
        for rel in ("previous", "next"):
            if url := self.feed[rel]:
                handler.addQuickElement("link", "", {"rel": rel, "href": url})


def atom(passages: Iterable[Passage], *, title: str, site: str, **addresses: str) -> str:
    """Passages, loaded for display, as an Atom feed in the order given.

    ``addresses`` on the site: ``page`` of the search, ``feed`` itself, the ``first`` page of the
    feed, which names it, and ``previous`` and ``next`` where there are such.
    """
    here = {name: site + path for name, path in addresses.items()}
    feed = PassageFeed(
        title=f"{ARCHIVE}: {title}",
        link=here["page"],
        description="",
        feed_url=here["feed"],
        feed_guid=here["first"],
        author_name=ARCHIVE,
        previous=here.get("previous"),
        next=here.get("next"),
    )
    for passage in passages:
        feed.add_item(**_entry(passage, site))
    return feed.writeString("utf-8")


def _entry(passage: Passage, site: str) -> dict[str, Any]:
    permalink = site + passage.get_absolute_url()
    opening = Truncator(passage.text).words(TITLE_WORDS, truncate="…")
    return {
        "title": f"{passage.speaker.name}: {opening}",
        "link": permalink,
        "unique_id": permalink,
        "description": linebreaks(quotation(passage, site=site), autoescape=True),
        "author_name": passage.speaker.name,
        "pubdate": passage.published_at,
        "updateddate": passage.updated_at,
        "categories": [topic.name for topic in passage.topics.all()],
    }
