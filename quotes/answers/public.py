"""What every public page has in common: validator, page cache, no cookie.

One idea serves all: archive id, version and its token say which state answers. Together with the
address and the software's release they are the ETag and the cache key, so nothing ever has to be
invalidated.
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

KEPT_SECONDS = 3600
MAX_KEPT_BYTES = 256 * 1024
# How often a page is made anew while editors go on; then nobody keeps it.
ATTEMPTS = 3


def public_page(view: View, *, more: Callable[[], str] = lambda: "", is_kept: bool = True) -> View:
    """Answer from the validator, or the page cache, or the view, in this order.

    The version is read before any row and again behind the last one: only where it is the same has
    the page seen one state, that of its ETag, and no part of another. Only 200 is cached; a view
    that answers from a lagging index sets ``no-store`` itself and stays out. An ETag is keyed with
    the archive's secret: whoever sends one has had this page in this state, so no visibility has to
    be looked up first. ``more`` is the state of what a page shows besides the archive. What is not
    ``is_kept``, or is very long, stays out of the cache, where it would push out pages that are
    asked for again.
    """
    made = answered(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = current_version()
        key = page_key(request, version, more())
        if was_sent(request, key):
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
                if is_kept and len(response.content) <= MAX_KEPT_BYTES:
                    cache.set(key, (response.content, dict(response.items())), KEPT_SECONDS)
                return _with_validator(response, key)
            key = page_key(request, version, more())
        response["Cache-Control"] = "no-store"
        return response

    return answer


def version_of(request: HttpRequest) -> Version:
    """The version that a public page is made from: read before it, once, and handed down."""
    return request.archive_version  # type: ignore[attr-defined]


def page_key(request: HttpRequest, version: Version, more: str) -> str:
    """What is the same for the same page in the same state, and for no other."""
    query = without_tracking(request.META.get("QUERY_STRING", ""))
    address = f"{request.path}?{query}"
    state = f"{' '.join(map(str, version))} {settings.RELEASE} {address} {more}".rstrip()
    return salted_hmac("quotes.page", state, algorithm="sha256").hexdigest()[:40]


def was_sent(request: HttpRequest, key: str) -> bool:
    """Whether the reader has this page in this state already."""
    sent = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    # A proxy that compresses makes a validator weak; the page behind it is the same.
    return f'"{key}"' in [etag.removeprefix("W/") for etag in sent]


def _with_validator(response: HttpResponse, key: str) -> HttpResponse:
    response["ETag"] = f'"{key}"'
    response["Cache-Control"] = REVALIDATE
    return response
