"""Validators and the page cache of public pages.

Archive id, version and token identify the state of the archive. Together with the address and the
software's release they are the ETag and the cache key, so nothing ever has to be invalidated.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.crypto import salted_hmac
from django.utils.http import parse_etags

from quotes.answers.responses import REVALIDATE, View, answered
from quotes.filters.tracking import without_tracking
from quotes.models import Version, current_version

CACHE_SECONDS = 3600
MAX_CACHED_BYTES = 256 * 1024
# How often a page is made again if the version changes meanwhile; then it is not cached.
ATTEMPTS = 3


def public_page(
    view: View, *, more: Callable[[], str] = lambda: "", is_cached: bool = True
) -> View:
    """Answer from the validator, or the page cache, or the view, in this order.

    The version is read before the first query and again after the last one. If it is the same, the
    whole page was made from one state, that of its ETag. Only status 200 is cached. A view that
    answers from a lagging index sets ``no-store`` itself, and is not cached.

    An ETag is keyed with the archive's secret. Whoever sends one has received this page in this
    state, so access need not be checked again.

    ``more`` gives the state of what the page shows in addition to the archive. Pages that are not
    ``is_cached``, or very long, would displace pages that are requested again.
    """
    made = answered(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = current_version()
        key = page_key(request, version, more())
        if is_not_modified(request, key):
            return _with_validator(HttpResponseNotModified(), key)
        if kept := cache.get(key):
            content, headers = kept
            return _with_validator(HttpResponse(content, headers=headers), key)
        for _attempt in range(ATTEMPTS):
            request.archive_version = version  # type: ignore[attr-defined]
            response = made(request, *args, **kwargs)
            if response.status_code != 200 or "no-store" in response.get("Cache-Control", ""):
                return response
            before, version = version, current_version()
            if before == version:
                if is_cached and len(response.content) <= MAX_CACHED_BYTES:
                    cache.set(key, (response.content, dict(response.items())), CACHE_SECONDS)
                return _with_validator(response, key)
            key = page_key(request, version, more())
        response["Cache-Control"] = "no-store"
        return response

    return answer


def version_of(request: HttpRequest) -> Version:
    """The version that a public page is made from; read once, before the view runs."""
    return request.archive_version  # type: ignore[attr-defined]


def page_key(request: HttpRequest, version: Version, more: str) -> str:
    """The cache key and ETag: the same for the same page in the same state, and for no other."""
    query = without_tracking(request.META.get("QUERY_STRING", ""))
    address = f"{request.path}?{query}"
    state = f"{' '.join(map(str, version))} {settings.RELEASE} {address} {more}".rstrip()
    return salted_hmac("quotes.page", state, algorithm="sha256").hexdigest()[:40]


def is_not_modified(request: HttpRequest, key: str) -> bool:
    """Whether the client has this page in this state already (If-None-Match)."""
    sent = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    # A compressing proxy makes the validator weak; the page is the same.
    return f'"{key}"' in [etag.removeprefix("W/") for etag in sent]


def _with_validator(response: HttpResponse, key: str) -> HttpResponse:
    response["ETag"] = f'"{key}"'
    response["Cache-Control"] = REVALIDATE
    return response
