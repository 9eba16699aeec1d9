"""The sitemap: permalinks and the pages of public nouns, 5,000 addresses to a file."""

from collections.abc import Sequence

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from quotes.models import Event, EventSeries, Interview, Passage, Source, Speaker, Topic
from quotes.models.cited import Noun


class PageSitemap(Sitemap):
    """Pages that stand by themselves."""

    def items(self) -> Sequence[str]:
        return (
            "home", "topics", "speakers", "events", "interviews", "sources",
            "search_help", "check", "about", "about_wording", "about_permanence",
            "api_documentation", "data",
        )  # fmt: skip

    def location(self, item: str) -> str:
        return reverse(f"quotes:{item}")


class PassageSitemap(Sitemap):
    """Permalinks, in the order of publication."""

    limit = 5_000

    def items(self) -> QuerySet:
        return Passage.public.order_by("pk").only("identifier", "updated_at")

    def lastmod(self, item: Passage) -> object:
        return item.updated_at


class NounSitemap(Sitemap):
    """Pages of one noun."""

    limit = 5_000
    noun: type[Noun]

    def items(self) -> QuerySet:
        return self.noun.objects.public().order_by("pk").only("slug")


def _of(model: type[Noun]) -> type[NounSitemap]:
    return type(f"{model.__name__}Sitemap", (NounSitemap,), {"noun": model})


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
