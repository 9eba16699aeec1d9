"""What is claimed of a quotation, compared with what the archive has; each point by itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from quotes.models import Passage
from quotes.text.words import folded


@dataclass(frozen=True)
class Claim:
    """Who is said to have said it: named in the request, with a key, or by the words around."""

    name: str = ""
    pk: int | None = None


@dataclass(frozen=True)
class Compared:
    """One point: what was claimed, what the archive has, and whether that is the same.

    None is what was not claimed, or cannot be told.
    """

    claimed: str | None
    found: str | None
    matches: bool | None


def compared(
    claim: Claim, passage: Passage | None, spellings: Iterable[str], asker: str = ""
) -> dict[str, Compared]:
    """Speaker, date and source; of words in a question, the speaker is who asked.

    ``spellings`` are all names of the passage's speaker.
    """
    speaker = asker or (passage.speaker.name if passage else None)
    is_known = claim.pk is not None and not asker
    matches = None
    if passage and claim.name:
        names = [asker] if asker else spellings
        matches = passage.speaker_id == claim.pk if is_known else is_named(claim.name, names)
    source = f"{passage.source.outlet.name}: {passage.source.title}" if passage else None
    return {
        "speaker": Compared(claim.name or None, speaker, matches),
        "date": Compared(None, (passage.said_in_words or None) if passage else None, None),
        "source": Compared(None, source, None),
    }


def is_named(name: str, spellings: Iterable[str]) -> bool:
    """Whether all words of ``name`` are in one of the spellings: “Vassilenko” is one of them."""
    wanted = set(folded(name))
    return bool(wanted) and any(wanted <= set(folded(each)) for each in spellings)
