"""The sitemap: permalinks and the pages of public nouns, in files that the page cache keeps."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from xml.sax.saxutils import escape

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from quotes.models import Event, EventSeries, Interview, Passage, Source, Speaker, Topic
from quotes.models.base import Noun

# Addresses to a file: with more, it would be longer than what is kept of pages.
LIMIT = 1_500


class PageSitemap(Sitemap):
    """Pages that stand by themselves."""

    def items(self) -> Sequence[str]:
        return (
            "home", "topics", "speakers", "events", "interviews", "sources",
            "search_help", "check", "coverage", "about", "about_wording", "about_permanence",
            "about_check_quality",
            "api_documentation", "data",
        )  # fmt: skip

    def location(self, item: str) -> str:
        return reverse(f"quotes:{item}")


class PassageSitemap(Sitemap):
    """Permalinks, in the order of publication."""

    limit = LIMIT

    def items(self) -> QuerySet:
        return Passage.public.order_by("pk").only("identifier", "updated_at")

    def location(self, item: Passage) -> str:
        return f"{self.root}{item.identifier_id}"

    @cached_property
    def root(self) -> str:
        """What stands before the identifier in every permalink."""
        return reverse("quotes:passage", args=["-"])[:-1]

    def lastmod(self, item: Passage) -> object:
        return item.updated_at


class NounSitemap(Sitemap):
    """Pages of one noun."""

    limit = LIMIT
    noun: type[Noun]

    def items(self) -> QuerySet:
        return self.noun.objects.public().order_by("pk").only("slug")


def _of(model: type[Noun]) -> type[NounSitemap]:
    return type(f"{model.__name__}Sitemap", (NounSitemap,), {"noun": model})


def urlset(sitemap: Sitemap, page: Any, *, site: str) -> str:
    """One page of a section as XML, joined by hand: a template takes ten times as long."""
    urls = "".join(_url(sitemap, item, site) for item in sitemap.paginator.page(page).object_list)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
    )


def _url(sitemap: Sitemap, item: Any, site: str) -> str:
    changed = sitemap.lastmod(item) if hasattr(sitemap, "lastmod") else None
    lastmod = f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else ""
    return f"<url><loc>{escape(site + sitemap.location(item))}</loc>{lastmod}</url>\n"


SITEMAPS: dict[str, type[Sitemap]] = {
    "pages": PageSitemap,
    "passages": PassageSitemap,
    "speakers": _of(Speaker),
    "events": _of(Event),
    "series": _of(EventSeries),
    "interviews": _of(Interview),
    "sources": _of(Source),
    "topics": _of(Topic),
}
