"""Cards: a picture of a version of a passage, drawn once and kept on disk."""

import hashlib
import logging
import os
from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from quotes.citations.card import DESIGN, card_words, draw
from quotes.models import Passage, PassageRevision
from quotes.models.addresses import address
from quotes.views.permalinks import resolve
from quotes.views.public import View, public_page

logger = logging.getLogger(__name__)
FOREVER = "public, max-age=31536000, immutable"


def kept_forever(view: View) -> View:
    """Let browsers and proxies keep what the view finds: its address has the version in it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code in (200, 304):
            response["Cache-Control"] = FOREVER
        return response

    return answer


@require_safe
@public_page
def card(request: HttpRequest, written: str) -> HttpResponse:
    """The card of the version now published."""
    found = _resolve(request, written, address=partial(address, "passage_card"))
    if isinstance(found, HttpResponse):
        return found
    return _picture(found, str(found.version))


@require_safe
@kept_forever
@public_page
def version_card(request: HttpRequest, written: str, number: str) -> HttpResponse:
    """The card of one version."""
    found = _resolve(
        request,
        written,
        address=lambda identifier: address("version_card", identifier, number),
        moved=partial(address, "passage_card"),
    )
    return found if isinstance(found, HttpResponse) else _picture(found, number)


def _resolve(request: HttpRequest, written: str, **to: Callable) -> Passage | HttpResponse:
    return resolve(request, written, Passage.public.all(), **to)


def _picture(found: Passage, number: str) -> HttpResponse:
    revision = PassageRevision.objects.version(str(found.identifier_id), number)
    # Words can be removed for legal reasons: then a card kept from before is not shown either.
    if revision is None or not hasattr(revision, "words"):
        raise Http404
    return HttpResponse(_drawn(revision, str(found.identifier_id)), content_type="image/png")


def _drawn(revision: PassageRevision, identifier: str) -> bytes:
    """The card from the disk, or drawn and put there."""
    path = _path(revision)
    try:
        return path.read_bytes()
    except OSError:
        picture = draw(card_words(revision, identifier=identifier, site=settings.SITE_URL))
    try:
        _keep(picture, path)
    except OSError as error:
        logger.warning("The card could not be kept as %s: %s", path, error)
    return picture


def _path(revision: PassageRevision) -> Path:
    """Named after all that the picture depends on, so that archives can share the folder."""
    gaps = " ".join(revision.gaps_at.values())
    state = f"{revision.sha256} {DESIGN} {settings.SITE_URL} {gaps}".rstrip()
    return Path(settings.CARD_DIR) / f"{hashlib.sha256(state.encode()).hexdigest()}.png"


def _keep(picture: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written beside and renamed: nobody reads half a picture.
    beside = path.with_suffix(f".{os.getpid()}-{os.urandom(4).hex()}")
    try:
        beside.write_bytes(picture)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
