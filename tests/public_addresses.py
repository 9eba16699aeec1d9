"""Every public address there is, found from the URLconf: a page that is added is among them."""

from collections.abc import Iterator
from itertools import product

from django.apps import apps
from django.urls import reverse

from quotes.citations.formats import FORMATS
from quotes.models import Identifier, PassageRevision
from quotes.models.cited import Noun
from quotes.sitemaps import SITEMAPS
from quotes.urls import urlpatterns
from quotes.views.data import PARTS


def every_address() -> list[str]:
    """All addresses of the archive as it is now; some that combine what does not belong together."""
    values = _values()
    return [
        reverse(f"quotes:{pattern.name}", kwargs=dict(zip(names, chosen, strict=True)))
        for pattern in urlpatterns
        if pattern.name
        for names in [list(pattern.pattern.regex.groupindex)]
        for chosen in product(*(values[name] for name in names))
    ]


def _values() -> dict[str, list[str]]:
    """What can stand in each part of an address."""
    identifiers = list(Identifier.objects.values_list("pk", flat=True))
    numbers = sorted(set(PassageRevision.objects.values_list("number", flat=True)))
    return {
        "written": identifiers,
        "identifier": identifiers,
        "number": [str(number) for number in numbers],
        "suffix": [each.suffix[1:] for each in FORMATS],
        "slug": sorted(set(_slugs())),
        "section": list(SITEMAPS),
        "name": list(PARTS),
    }


def _slugs() -> Iterator[str]:
    for model in apps.get_app_config("quotes").get_models():
        if issubclass(model, Noun):
            yield from model._default_manager.values_list("slug", flat=True)
