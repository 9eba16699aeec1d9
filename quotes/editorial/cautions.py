"""What to look at before a passage is published: warnings, which keep nobody from publishing."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from quotes.models import Passage
from quotes.text.dates import extends_beyond, in_words
from quotes.text.gaps import Gap
from quotes.text.sentences import sentences
from quotes.text.spans import SpanError, check_whole_words

# A detector needs some words, and is only believed where it is sure.
MIN_LETTERS, SURE = 60, 0.95
# Signs that may stand round a sentence without belonging to it.
ROUND = "\"'“”„‘’‚«»‹›「」『』()[]*_ \n\t—–-"
# Marks behind which quoted words begin, and before which they end.
OPENED = re.compile(r"[\"“„«‹「『‘]\s*\Z")
CLOSED = re.compile(r"\A\s*[,.;:!?…]*[\"”“»›」』]")
LETTERS = re.compile(r"[^\W\d_]")


class Caution(NamedTuple):
    """A warning about a passage: its kind, as summaries count it, and the sentence."""

    kind: str
    text: str


def cautions(passage: Passage) -> list[Caution]:
    """Every warning about a passage that is to be published; it has what ``for_display`` loads."""
    return [Caution(kind, text) for kind, find in CHECKS.items() for text in find(passage) if text]


def _topic(passage: Passage) -> Iterator[str]:
    if not passage.tags:
        yield "It carries no topic: readers who browse by topic will not find it."


def _role(passage: Passage) -> Iterator[str]:
    if not passage.role_as_printed:
        yield f"No role is given: readers cannot see as what {passage.speaker} spoke."


def _speaker(passage: Passage) -> Iterator[str]:
    if passage.speaker_id == passage.turn.speaker_id:
        return
    parts = passage.interview.participations.all()
    if passage.speaker_id not in {part.speaker_id for part in parts}:
        turn = passage.turn.speaker or "nobody named"
        yield (
            f"{passage.speaker} is not who speaks this turn ({turn}), and took no part in the "
            "interview as it is entered."
        )


def _edges(passage: Passage) -> Iterator[str]:
    text = passage.turn.text
    try:
        check_whole_words(passage.spans, text)
    except SpanError as error:
        yield str(error)
    if passage.is_excerpt:
        return
    begin, end = passage.spans[0][0], passage.spans[-1][1]
    for start, stop in sentences(text):
        if start < begin < stop and _is_cut(text[start:begin], OPENED):
            yield "It begins inside a sentence, and “is an excerpt” is not ticked."
        if start < end < stop and _is_cut(text[end:stop], CLOSED):
            yield "It ends inside a sentence, and “is an excerpt” is not ticked."


def _is_cut(rest: str, quoted: re.Pattern[str]) -> bool:
    """Whether the rest of a sentence has words, and no mark that parts quoted words from them."""
    return bool(rest.strip(f"{ROUND}.,;:!?…。！？؟۔।")) and not quoted.search(rest)


def _date(passage: Passage) -> Iterator[str]:
    for name, occasion in (("event", passage.event), ("interview", passage.interview)):
        if extends_beyond(passage.said, occasion.dates):
            yield (
                f"It is dated {in_words(passage.said)}, and its {name}, “{occasion}”, "
                f"{occasion.when}."
            )
            return


def _language(passage: Passage) -> Iterator[str]:
    if len(LETTERS.findall(passage.text)) < MIN_LETTERS:
        return
    found, sureness = _detector().classify(passage.text)
    given = passage.language.lower().partition("-")[0]
    if sureness >= SURE and given in _detector().labels and found != given:
        yield f"Its language is given as “{passage.language}”, and it looks like “{found}”."


def _omission(passage: Passage) -> Iterator[str]:
    if Gap.ELISION in passage.gaps:
        yield (
            "Words of the speaker are left out between its parts: its page says so, with […]. "
            "Make two passages of it if they belong to another thought."
        )
    if Gap.UNKNOWN in passage.gaps:
        yield "Words are left out between its parts, and nobody can tell whose: its page says so."


@cache
def _detector() -> Any:
    """The detector; reading its model takes about a second, and is done once a process."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


CHECKS: dict[str, Callable[[Passage], Iterator[str]]] = {
    "no topic": _topic,
    "no role": _role,
    "speaker not of the turn or interview": _speaker,
    "cut inside a sentence or word": _edges,
    "date outside the event": _date,
    "language": _language,
    "words left out": _omission,
}


def summary(pks: Sequence[int]) -> list[tuple[str, list[tuple[Passage, str]]]]:
    """Warnings about many passages by kind, the most frequent first, each with its passages."""
    found: dict[str, list[tuple[Passage, str]]] = {}
    rows = Passage.objects.for_display().select_related("turn__speaker")
    rows = rows.prefetch_related("turn__source__interview__participations")
    for passage in rows.in_order(list(pks)):
        for caution in cautions(passage):
            found.setdefault(caution.kind, []).append((passage, caution.text))
    return sorted(found.items(), key=lambda kind: -len(kind[1]))
