"""Card files on disk: their paths, and their deletion together with the words they show."""

import hashlib
import logging
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import transaction

from quotes.models import Passage, PassageRevision

logger = logging.getLogger(__name__)
BATCH = 500


def card_path(revision: PassageRevision, *, look: str) -> Path:
    """The file of a version's card; ``look`` is everything else that the picture depends on.

    Its name begins with the hash of the version's record, by which it is found again.
    """
    state = hashlib.sha256(look.encode()).hexdigest()[:16]
    return Path(settings.CARD_DIR) / f"{revision.sha256}-{state}.png"


def delete_cards_after_commit(passages: Iterable[Passage]) -> None:
    """Delete the cards of all versions of passages after the transaction has committed."""
    mine = PassageRevision.objects.filter(passage__in=list(passages))
    records = set(mine.values_list("sha256", flat=True))
    transaction.on_commit(lambda: _delete(each for each in _cards() if _record(each) in records))


def delete_cards_without_words() -> None:
    """Delete every card whose version has no words that the public may read."""
    cards = _cards()
    for start in range(0, len(cards), BATCH):
        some = cards[start : start + BATCH]
        readable = PassageRevision.objects.readable().filter(sha256__in=map(_record, some))
        records = set(readable.values_list("sha256", flat=True))
        _delete(each for each in some if _record(each) not in records)


def _cards() -> list[Path]:
    folder = Path(settings.CARD_DIR)
    return [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []


def _record(card: Path) -> str:
    """The hash of the record that a card is of."""
    return card.name[:64]


def _delete(cards: Iterable[Path]) -> None:
    for path in cards:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            logger.warning("The card %s could not be deleted: %s", path, error)
