"""Validators and the page cache of public pages.

Archive id, version and token identify the state of the archive; the pages of a passage have a state
of their own, which only what they print changes. Together with the address, the software (its
release and its files) and the interface's language the state is the cache key, so nothing ever has
to be invalidated. It is the ETag as well; on pages of nouns and versions, the ETag is made from
what is sent.
"""

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.crypto import salted_hmac
from django.utils.http import parse_etags

from quotes.answers.kept import empty_after_removal, lacks_removal, made_by, store_for
from quotes.answers.responses import REVALIDATE, View, answered, unconfirmed, undecided
from quotes.editorial.kept_pages import forget_kept_pages
from quotes.filters.tracking import without_tracking
from quotes.models import Version
from quotes.models.absence import noting_absences
from quotes.models.archive_state import current_version, is_standby
from quotes.models.page_state import PageState, page_state, whole_archive_state

CACHE_SECONDS = 3600
MAX_CACHED_BYTES = 256 * 1024
# How often a page is made again if the version changes meanwhile; then it is not cached.
ATTEMPTS = 3


def state_of_archive(**_: str) -> PageState:
    """The state of a page that may print anything of the archive, whatever its address."""
    return whole_archive_state()


def state_of_passage(*, written: str, **_: str) -> PageState:
    """The state of what is printed of the passage that the address names."""
    return page_state(written)


def state_of_permalink(*, written: str, **_: str) -> PageState:
    """The same for a page that shows similar passages too: as they are on this day, or were."""
    state = page_state(written)
    today = datetime.now(UTC).date()
    return PageState(state.version, state.removed_in, (*state.parts, today))


def public_page(
    view: View,
    *,
    state: Callable[..., PageState] = state_of_archive,
    more: Callable[[], str] = lambda: "",
    is_cached: bool = True,
    is_weak: bool = False,
    is_by_content: bool = False,
) -> View:
    """Answer from the validator, or the page cache, or the view, in this order.

    The state is read before the first query and again after the last one. If it is the same, the
    whole page was made from one state, that of its ETag. Only status 200 is cached. A view that
    answers from a lagging index sets ``no-store`` itself, and is not cached.

    An ETag is keyed with the archive's secret. Whoever sends one has received this page in this
    state, so access need not be checked again.

    ``state`` reads, from the parts of the address, what the page is made from; ``more`` gives the
    state of what it shows in addition. Pages that are not ``is_cached``, or very long, would
    displace pages that are requested again. A page ``is_weak`` if parts that nobody cites may
    differ in one state. Where no small state tells what a page prints, its validator is made from
    its content (``is_by_content``): it is kept or made, and then compared.
    """
    made = answered(view)

    def validated(request: HttpRequest, response: HttpResponse, key: str) -> HttpResponse:
        if is_by_content:
            key = page_key(request, [hashlib.sha256(response.content).hexdigest()], "")
            response = HttpResponseNotModified() if is_not_modified(request, key) else response
        return _with_validator(response, key, is_weak=is_weak)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        before = state(**kwargs)
        empty_after_removal(before)
        key = page_key(request, before.parts, more())
        if not is_by_content and is_not_modified(request, key):
            return _with_validator(HttpResponseNotModified(), key, is_weak=is_weak)
        store = store_for(request)
        if kept := store.get(key):
            content, headers = kept
            return validated(request, HttpResponse(content, headers=headers), key)
        if lacks_removal(before) and is_standby():
            return undecided(unconfirmed(request))
        for _attempt in range(ATTEMPTS):
            request.archive_version = before.version  # type: ignore[attr-defined]
            with noting_absences() as absences:
                response = made(request, *args, **kwargs)
            if absences:
                # What is missing now may exist in a moment, here or on another server.
                response["Cache-Control"] = response.get("Cache-Control", REVALIDATE)
                return undecided(response)
            if response.status_code != 200 or "no-store" in response.get("Cache-Control", ""):
                return response
            if is_cached and len(response.content) <= MAX_CACHED_BYTES:
                store.set(key, (response.content, dict(response.items())), CACHE_SECONDS)
            # Read behind that: what was kept while words were removed is emptied too. In most
            # cases nothing at all has changed, which is quicker to see.
            after = before if current_version() == before.version else state(**kwargs)
            if before.parts == after.parts:
                return validated(request, response, key)
            if after.removed_in != before.removed_in:
                forget_kept_pages()
            store.delete(key)
            before, key = after, page_key(request, after.parts, more())
        response["Cache-Control"] = "no-store"
        return response

    return answer


passage_page = partial(public_page, state=state_of_passage)
# No version ever changes, though its words may go: its pages, cards and citations.
version_page = partial(public_page, state=state_of_passage, is_by_content=True)
permalink_page = partial(public_page, state=state_of_permalink, is_weak=True)
noun_page = partial(public_page, is_by_content=True)


def version_of(request: HttpRequest) -> Version:
    """The version that a public page is made from; read once, before the view runs."""
    return request.archive_version  # type: ignore[attr-defined]


def page_key(request: HttpRequest, state: Iterable[object], more: str) -> str:
    """The cache key and ETag: the same for the same page in the same state, and for no other."""
    query = without_tracking(request.META.get("QUERY_STRING", ""))
    address = f"{request.path}?{query}"
    whole = f"{' '.join(map(str, state))} {' '.join(made_by())} {address} {more}".rstrip()
    return salted_hmac("quotes.page", whole, algorithm="sha256").hexdigest()[:40]


def is_not_modified(request: HttpRequest, key: str) -> bool:
    """Whether the client has this page in this state already (If-None-Match)."""
    sent = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    # A compressing proxy makes the validator weak; the page is the same.
    return f'"{key}"' in [etag.removeprefix("W/") for etag in sent]


def _with_validator(response: HttpResponse, key: str, *, is_weak: bool) -> HttpResponse:
    response["ETag"] = f'W/"{key}"' if is_weak else f'"{key}"'
    response["Cache-Control"] = REVALIDATE
    return response
