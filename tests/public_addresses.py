"""Every public address there is, found from the URLconf: a page that is added is among them."""

from itertools import product

from django.apps import apps
from django.urls import URLPattern, reverse

from quotes.citations.formats import FORMATS
from quotes.models import EventSeries, Identifier, PassageRevision, Topic
from quotes.models.base import Noun
from quotes.sitemaps import SITEMAPS
from quotes.urls import urlpatterns
from quotes.views.data import PARTS


def every_address() -> list[str]:
    """All addresses of the archive as it is now."""
    return [
        reverse(f"quotes:{pattern.name}", kwargs=chosen)
        for pattern in urlpatterns
        if pattern.name
        for chosen in _arguments(pattern)
    ]


def _arguments(pattern: URLPattern) -> list[dict[str, str]]:
    """All that can stand in the parts of an address."""
    names = list(pattern.pattern.regex.groupindex)
    found = [
        dict(zip(names, c, strict=True)) for c in product(*(_values(n, pattern) for n in names))
    ]
    if {"written", "number"} <= set(names):
        rows = PassageRevision.objects.values_list("passage__identifier", "number")
        versions = {(identifier, str(number)) for identifier, number in rows}
        found = [each for each in found if (each["written"], each["number"]) in versions]
    return found


def _values(name: str, pattern: URLPattern) -> list[str]:
    if name == "slug":
        return _slugs(pattern)
    numbers = set(PassageRevision.objects.values_list("number", flat=True))
    return {
        "written": lambda: list(Identifier.objects.values_list("pk", flat=True)),
        "identifier": lambda: list(Identifier.objects.values_list("pk", flat=True)),
        "number": lambda: [str(number) for number in sorted(numbers)],
        # Of the handbooks one: they have one writer, which is slow.
        "suffix": lambda: [e.suffix[1:] for e in FORMATS if e.style in (None, FORMATS[0].style)],
        # Of the topics a few: their pages of one speaker are made alike.
        "topic": lambda: list(
            Topic.objects.filter(passages__isnull=False)
            .distinct()
            .order_by("slug")
            .values_list("slug", flat=True)[:4]
        ),
        "section": lambda: list(SITEMAPS),
        "name": lambda: list(PARTS),
    }[name]()


def _slugs(pattern: URLPattern) -> list[str]:
    """Those of the noun that a page is named after, or of all nouns."""
    nouns = [m for m in apps.get_app_config("quotes").get_models() if issubclass(m, Noun)]
    named = {m for m in nouns if m._meta.model_name in str(pattern.name)}
    named |= {EventSeries} if "event" in str(pattern.name) else set()
    slugs = {s for m in named or nouns for s in m._default_manager.values_list("slug", flat=True)}
    return sorted(slugs)
