"""Cards: a picture of a version of a passage, drawn once and kept on disk."""

import logging
import os
from functools import partial
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from quotes.answers.permalinks import WordsRemovedError, resolve
from quotes.answers.public import version_page
from quotes.citations.card import DESIGN, card_words, draw
from quotes.editorial.card_files import card_path
from quotes.models import Passage, PassageRevision
from quotes.models.addresses import address

logger = logging.getLogger(__name__)


@require_safe
@version_page
def card(request: HttpRequest, written: str) -> HttpResponse:
    """The card of the version now published."""
    found = resolve(written, address=partial(address, "passage_card"))
    return _picture(found, str(found.version))


@require_safe
@version_page
def version_card(request: HttpRequest, written: str, number: str) -> HttpResponse:
    """The card of one version."""
    found = resolve(
        written,
        address=lambda identifier: address("version_card", identifier, number),
        moved=partial(address, "passage_card"),
    )
    return _picture(found, number)


def _picture(found: Passage, number: str) -> HttpResponse:
    identifier = str(found.identifier_id)
    revision = PassageRevision.objects.version(identifier, number)
    if revision is None:
        raise Http404
    if not revision.standing_words:
        raise WordsRemovedError(revision)
    picture = _drawn(revision, identifier)
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type="image/png")


def _drawn(revision: PassageRevision, identifier: str) -> bytes | None:
    """The card from the disk, or drawn and put there; None when its words have just gone."""
    gaps = " ".join(revision.gaps_at.values())
    path = card_path(revision, look=f"{DESIGN} {settings.SITE_URL} {gaps}".rstrip())
    try:
        return path.read_bytes()
    except OSError:
        picture = draw(card_words(revision, identifier=identifier, site=settings.SITE_URL))
    try:
        _keep(picture, path)
    except OSError as error:
        logger.warning("The card could not be kept as %s: %s", path, error)
    # Whoever removes words deletes their cards afterwards, and may have done so in between.
    if PassageRevision.objects.readable().filter(pk=revision.pk).exists():
        return picture
    path.unlink(missing_ok=True)
    return None


def _keep(picture: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written to another file and renamed, so that nobody reads half a picture. Its name begins like
    # the card's, so that it is deleted with the others.
    beside = path.with_suffix(f".{os.getpid()}-{os.urandom(4).hex()}")
    try:
        beside.write_bytes(picture)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
