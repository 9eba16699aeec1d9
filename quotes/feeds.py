"""Atom feeds of passages, which report what is new in a search; and of corrections."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.templatetags.static import static
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.text import Truncator
from django.utils.xmlutils import SimplerXMLGenerator

from quotes.citations.attribution import attribution
from quotes.citations.cited import ARCHIVE
from quotes.citations.markup import xml_text
from quotes.models import IdentifierEvent, Passage, PassageRevision
from quotes.models.public_log import Change, Removal
from quotes.models.revision import Correction
from quotes.text.direction import attributes
from quotes.text.interface import grouped, message, numbered, translated

TITLE_WORDS = 12
XHTML = "http://www.w3.org/1999/xhtml"
FOR_BROWSERS = message(
    "This is a feed: it tells a feed reader what is new. Copy its address into yours. "
)
# The date of an empty feed; Atom requires one.
BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
REMOVED = message("The words of this version have been removed for legal reasons.")
ENDED = {
    "withdrawn": message("Withdrawn"),
    "merged_into": message("Merged"),
    "split_into": message("Split"),
}


class PassageFeed(Atom1Feed):
    """An Atom feed of passages, newest change as its own; with links to its neighbours.

    A browser shows it by its stylesheet, and what is in it of XHTML as links; readers of feeds
    leave that out (RFC 4287, section 6.3).
    """

    def root_attributes(self) -> dict[str, str]:
        """Those of Atom, and the name space of what only browsers show."""
        return {**super().root_attributes(), "xmlns:html": XHTML}

    def latest_post_date(self) -> datetime:
        """The time of the latest change."""
        return max((item["updateddate"] for item in self.items), default=BEFORE_ALL)

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Elements of every feed, and links to the previous and next page (RFC 5005)."""
        super().add_root_elements(handler)
        for rel in ("first", "previous", "next"):
            if url := self.feed[rel]:
                handler.addQuickElement("link", "", {"rel": rel, "href": url})
        handler.startElement("html:p", AttributesImpl({}))
        handler.characters(translated(FOR_BROWSERS))
        handler.addQuickElement(
            "html:a", translated(message("Read it as a page")), {"href": self.feed["link"]}
        )
        handler.endElement("html:p")

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Elements of an entry, and its title as a link."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("html:a", item["title"], {"href": item["link"]})


def atom(passages: Iterable[Passage], *, title: str, site: str, **addresses: str) -> str:
    """Passages, loaded for display, as an Atom feed in the order given.

    ``addresses`` on the site: ``page`` of the search, ``feed`` itself, the ``first`` page of the
    feed, which names it, and ``previous`` and ``next`` where there are such.
    """
    return _feed([_entry(passage, site) for passage in passages], title, site, addresses)


def corrections(
    changes: Iterable[Change],
    revisions: Iterable[PassageRevision],
    removed: Mapping[tuple[str, int], PassageRevision],
    *,
    site: str,
    **addresses: str,
) -> str:
    """What became of published passages, in the order given; ``addresses`` as for ``atom``.

    With ``revisions`` of the corrections, and ``removed`` ones by identifier and number.
    """
    by_place = {revision.sequence: revision for revision in revisions}
    first = site + addresses["first"]

    def entry(change: Change) -> dict[str, Any]:
        if isinstance(change, IdentifierEvent):
            return _ended(change, site)
        if isinstance(change, Removal):
            versions = [removed[each] for each in change.versions if each in removed]
            return _removed(change, versions, site, first)
        return _corrected(change, by_place, site, first)

    return _feed(map(entry, changes), message("corrections and withdrawals"), site, addresses)


def _feed(
    entries: Iterable[dict[str, Any]], title: str, site: str, addresses: dict[str, str]
) -> str:
    here = {name: site + path for name, path in addresses.items()}
    feed = PassageFeed(
        title=xml_text(f"{ARCHIVE}: {translated(title)}"),
        link=here["page"],
        description="",
        feed_url=here["feed"],
        feed_guid=here["first"],
        author_name=ARCHIVE,
        first=here["first"] if "previous" in here else None,
        previous=here.get("previous"),
        next=here.get("next"),
    )
    for entry in entries:
        feed.add_item(**{name: _in_xml(value) for name, value in entry.items()})
    looks = f'<?xml-stylesheet href="{static("css/feed.css")}" type="text/css"?>'
    return feed.writeString("utf-8").replace("?>", f"?>\n{looks}", 1)


def _in_xml(value: Any) -> Any:
    if isinstance(value, list):
        return [xml_text(each) for each in value]
    return xml_text(value) if isinstance(value, str) else value


def _entry(passage: Passage, site: str) -> dict[str, Any]:
    permalink = site + passage.get_absolute_url()
    opening = Truncator(passage.told).words(TITLE_WORDS, truncate="…")
    return {
        "title": f"{passage.speaker.name}: {opening}",
        "link": permalink,
        "unique_id": permalink,
        "description": _quoted(passage.quoted, passage.language)
        + linebreaks(attribution(passage, site=site), autoescape=True),
        "author_name": passage.speaker.name,
        "pubdate": passage.published_at,
        "updateddate": passage.updated_at,
        "categories": [topic.name for topic in passage.topics.all()],
    }


def _quoted(words: str, language: str) -> str:
    """Words as HTML that says in which language and direction they are."""
    return f"<div {attributes(language, words)}>{linebreaks(words, autoescape=True)}</div>"


def _corrected(
    change: Correction, by_place: dict[int, PassageRevision], site: str, feed: str
) -> dict[str, Any]:
    """The one version that a change made, or all that it made in one entry."""
    near = (by_place.get(n) for n in range(change.first, change.last + 1))
    made = [each for each in near if each and each.created_at == change.created_at]
    if change.count == 1:
        return _revised(made[0], site)
    kind = made[0].kind_told
    title = numbered(
        "{heading} and {count} other ({kind})",
        "{heading} and {count} others ({kind})",
        change.count - 1,
        heading=_heading(made[0]),
        kind=kind.lower(),
    )
    new = numbered(
        "{count} quotation has a new version:",
        "{count} quotations have a new version:",
        change.count,
    )
    versions = "\n".join(f"{_heading(each)}: {_version_url(each, site)}" for each in made)
    left = change.count - len(made)
    return {
        **_revised(made[0], site),
        "title": translated(title),
        "unique_id": f"{feed}#records-{change.first}-{change.last}",
        "description": linebreaks(
            f"{translated(kind)}: {change.reason}\n\n{translated(new)}\n\n{versions}{_more(left)}",
            autoescape=True,
        ),
    }


def _more(left: int) -> str:
    more = translated(message("and {more} more", more=grouped(left)))
    return f"\n\n{more}" if left else ""


def _version_url(revision: PassageRevision, site: str) -> str:
    """The version's page; for a passage that is no longer published, its permalink."""
    permalink = site + revision.passage.get_absolute_url()
    return f"{permalink}/v/{revision.number}" if revision.passage.is_published else permalink


def _revised(revision: PassageRevision, site: str) -> dict[str, Any]:
    """A new version; its words only while its passage is published."""
    passage = revision.passage
    permalink = site + passage.get_absolute_url()
    kind = translated(revision.kind_told)
    description = linebreaks(f"{kind}: {revision.reason}", autoescape=True)
    if passage.is_published and revision.standing_words:
        description += _quoted(revision.quoted, revision.printed["language"])
    elif passage.is_published:
        description += linebreaks(translated(REMOVED))
    return {
        "title": f"{_heading(revision)} ({_version(revision)})",
        "link": _version_url(revision, site),
        "unique_id": f"{permalink}/v/{revision.number}",
        "description": description,
        "author_name": ARCHIVE,
        "pubdate": revision.created_at,
        "updateddate": revision.created_at,
        "categories": ["Corrected"],
    }


def _ended(event: IdentifierEvent, site: str) -> dict[str, Any]:
    """An entry for a passage without a page of its own any more; without its words."""
    permalink = f"{site}/q/{event.identifier_id}"
    last = event.ended_version
    lines = [event.reason]
    if event.target_id:
        lines.append(translated(message("Now at {address}", address=f"{site}/q/{event.target_id}")))
    return {
        "title": f"{translated(ENDED[event.kind])}: {_heading(last)}",
        "link": permalink,
        # A passage can be withdrawn again after it was reinstated, which makes a version.
        "unique_id": f"{permalink}#{event.kind}-after-{last.number}",
        "description": linebreaks("\n\n".join(lines), autoescape=True),
        "author_name": ARCHIVE,
        "pubdate": event.created_at,
        "updateddate": event.created_at,
        "categories": [ENDED[event.kind]],
    }


def _removed(
    removal: Removal, versions: Sequence[PassageRevision], site: str, feed: str
) -> dict[str, Any]:
    """A removal of words: of which versions, and why; never the words."""
    number = len(removal.versions)
    gone = "\n".join(
        f"{_heading(each)}, {_version(each)}: {_version_url(each, site)}" for each in versions
    )
    left = number - len(versions)
    first = f"{_heading(versions[0])} ({_version(versions[0])})"
    others = numbered(
        "Words removed: {first} and {count} other",
        "Words removed: {first} and {count} others",
        number - 1,
        first=first,
    )
    title = others if number > 1 else message("Words removed: {first}", first=first)
    summary = numbered(
        "The words of {count} version have been removed for legal reasons:",
        "The words of {count} versions have been removed for legal reasons:",
        number,
    )
    return {
        "title": translated(title),
        "link": _version_url(versions[0], site),
        "unique_id": f"{feed}#records-{removal.first}-{removal.last}",
        "description": linebreaks(
            f"{removal.reason}\n\n{translated(summary)}\n\n{gone}{_more(left)}",
            autoescape=True,
        ),
        "author_name": ARCHIVE,
        "pubdate": removal.created_at,
        "updateddate": removal.created_at,
        "categories": ["Words removed"],
    }


def _version(revision: PassageRevision) -> str:
    return translated(message("version {number}", number=revision.number))


def _heading(revision: PassageRevision) -> str:
    printed = revision.printed
    return f"{printed['speaker']}, {printed['event']['name']}"
