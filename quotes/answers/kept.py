"""What is kept between requests, and for how long: never past a removal of words.

Whatever takes words from the public empties the cache. The process that commits it does so at once;
those of other machines, and one that was stopped before it could, at the first page after.
"""

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.core.cache import BaseCache, cache, caches
from django.http import HttpRequest

from quotes.editorial.kept_pages import forget_kept_pages
from quotes.models.page_state import PageState

T = TypeVar("T")
SECONDS = 30 * 24 * 3600
# The last removal that the cache knows of: archive id and version.
REMOVAL = "removal"
_noticed: dict[str, tuple[str, int]] = {}


def store_for(request: HttpRequest) -> BaseCache:
    """Where the page of this address is kept: what a reader typed goes to no disk."""
    return caches["memory" if request.META.get("QUERY_STRING") else "default"]


def empty_after_removal(state: PageState) -> None:
    """Empty the cache if words have been taken from the public since it was begun.

    A database that lags behind may not know of the last removal, and gives an earlier one.
    """
    if not _is_news(_noticed.get(REMOVAL), state):
        return
    removal = (state.version.archive_id, state.removed_in)
    if _is_news(cache.get(REMOVAL), state):
        forget_kept_pages()
        cache.set(REMOVAL, removal, None)
    _noticed[REMOVAL] = removal


def lacks_removal(state: PageState) -> bool:
    """Whether words were taken from the public since, as this node has heard already.

    Of a database that lags behind so far nothing must be made anew: it would be kept.
    """
    archive_id, removed_in = cache.get(REMOVAL) or ("", 0)
    return archive_id == state.version.archive_id and removed_in > state.removed_in


def _is_news(known: tuple[str, int] | None, state: PageState) -> bool:
    archive_id, removed_in = known or ("", 0)
    return archive_id != state.version.archive_id or removed_in < state.removed_in


def made_by() -> tuple[str, ...]:
    """What makes pages beside the archive: another checkout makes the same page otherwise."""
    return settings.RELEASE, settings.CODE_DIGEST, settings.INTERFACE_LANGUAGE


def made_once(make: Callable[[], T], *made_from: object) -> T:
    """What ``make`` gives, kept for as long as it would be made from the same; None is not kept."""
    whole = repr((*made_by(), *made_from))
    key = hashlib.sha256(whole.encode(errors="surrogatepass")).hexdigest()
    found = cache.get(key)
    if found is None:
        found = make()
        if found is not None:
            cache.set(key, found, SECONDS)
    return found
