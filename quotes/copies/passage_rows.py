"""Turns, passages and utterances as rows of an export: the words that the public may read."""

from array import array
from collections.abc import Collection, Iterator
from itertools import groupby, zip_longest
from typing import Any, NamedTuple

from quotes.copies.snapshot import batches, streamed
from quotes.editorial.records import moment
from quotes.models import Passage, Speaker, State, Turn, UtteranceMember
from quotes.models.vocabularies import PUBLIC_STATES
from quotes.text.excerpts import excerpt
from quotes.text.gaps import Gap, gaps_by_place
from quotes.text.spans import interruptions

Row = dict[str, Any]
Spans = list[list[int]]
TURN = (
    "pk", "source__slug", "source__outlet__name", "position", "kind", "speaker_id",
    "speaker__slug", "speaker__name", "speaker_as_printed", "answers_id",
    "question_rewritten", "changed_in_version",
)  # fmt: skip
PASSAGE = (
    "pk", "identifier_id", "state", "version", "turn__source__slug", "turn_id", "text", "gaps",
    "speaker__slug", "role_as_printed", "wording", "language", "translated_from",
    "translated_by", "is_excerpt", "said_on", "note", "published_at", "updated_at",
    "changed_in_version",
)  # fmt: skip
SAME = (
    "state", "version", "wording", "language", "translated_from", "translated_by", "is_excerpt",
    "said_on", "note",
)  # fmt: skip


class ShownTurn(NamedTuple):
    """What is shown of a turn: all of it or the passages, how long, and the passages' places."""

    whole: str | None
    length: int
    spans: dict[int, Spans]


class TurnNumbers:
    """Numbers of the turns that are shown, in the order of their sources; 0 for all others."""

    def __init__(self) -> None:
        """Four bytes a turn, by primary key: everything else about turns is streamed."""
        self.by_pk = array("I")
        for number, pk in enumerate(streamed(shown_turns().values_list("pk", flat=True)), 1):
            self.by_pk.extend([0] * (pk + 1 - len(self.by_pk)))
            self.by_pk[pk] = number

    def of(self, pk: int | None) -> int | None:
        """The number of a turn that is shown; None for another, or for none."""
        return (self.by_pk[pk] or None) if pk is not None and pk < len(self.by_pk) else None


def shown_turns() -> Any:
    """The turns of an export, in its order."""
    return Turn.objects.shown().order_by("source_id", "position")


def turns(numbers: TurnNumbers) -> Iterator[Row]:
    """Turns of which something is public; other text of them is left out."""
    source, last, place = None, 0, 0
    # All at once: asked for some, a database may look through all passages each time.
    public = set(Speaker.objects.public().values_list("pk", flat=True))
    for batch in batches(streamed(shown_turns().values(*TURN))):
        shown = _shown([row["pk"] for row in batch])
        for row in batch:
            if row["source__slug"] != source:
                source, last, place = row["source__slug"], 0, 0
            place += 1 if row["position"] == last + 1 else 2
            last = row["position"]
            made = _turn(row, shown[row["pk"]], is_known=row["speaker_id"] in public)
            answers = numbers.of(row["answers_id"])
            yield {**made, "number": numbers.of(row["pk"]), "position": place, "answers": answers}


def _turn(row: Row, shown: ShownTurn, *, is_known: bool) -> Row:
    """A row; the speaker only if public. Whoever asks a printed question is public."""
    is_asked, printed = shown.whole is not None, row["speaker_as_printed"]
    asker = row["speaker__name"] or printed or row["source__outlet__name"]
    return {
        "source": row["source__slug"],
        "kind": row["kind"],
        "speaker": row["speaker__slug"] if is_known else None,
        "speaker_as_printed": printed,
        "text": shown.whole,
        "asker": asker if is_asked else None,
        "length": shown.length,
        "rewritten": row["question_rewritten"],
        "change": row["changed_in_version"],
    }


def _shown(turns: Collection[int]) -> dict[int, ShownTurn]:
    found: dict[int, dict[int, Spans]] = {}
    passages = Passage.public.filter(turn__in=turns).order_by("pk")
    for turn, pk, spans in passages.values_list("turn_id", "pk", "spans"):
        found.setdefault(turn, {})[pk] = spans
    answered = Passage.public.filter(turn__answers__in=turns).order_by()
    asked = set(answered.values_list("turn__answers", flat=True))
    rows = Turn.objects.filter(pk__in=turns).order_by().values_list("pk", "text")
    return {pk: _of_turn(text, pk in asked, found.get(pk, {})) for pk, text in rows}


def _of_turn(text: str, is_asked: bool, passages: dict[int, Spans]) -> ShownTurn:
    if is_asked:
        return ShownTurn(text, len(text), passages)
    made, spans = excerpt(text, list(passages.values()))
    return ShownTurn(None, len(made), dict(zip(passages, spans, strict=True)))


def passages(numbers: TurnNumbers) -> Iterator[Row]:
    """Passages ever published; withdrawn ones have neither words nor a place in a turn."""
    rows = Passage.objects.ever_published().order_by("pk").values(*PASSAGE)
    for batch in batches(streamed(rows)):
        topics = _topics([row["pk"] for row in batch])
        shown = _shown({row["turn_id"] for row in batch if row["state"] == State.PUBLISHED})
        for row in batch:
            is_public = row["state"] == State.PUBLISHED
            yield {
                **_passage(row),
                "topics": sorted(topics.get(row["pk"], [])),
                "turn": numbers.of(row["turn_id"]) if is_public else None,
                "spans": _spans(row, shown) if is_public else None,
                "text": row["text"] if is_public else None,
            }


def _spans(row: Row, shown: dict[int, ShownTurn]) -> list[list[Any]]:
    """The passage's spans; each except the last with the gap after it, if known."""
    spans = shown[row["turn_id"]].spans[row["pk"]]
    gaps = gaps_by_place(interruptions(spans), row["gaps"]).values()
    known_gaps: list[list[Any]] = [[gap] if gap != Gap.UNKNOWN else [] for gap in gaps]
    last: list[Any] = []
    return [[*span, *gap] for span, gap in zip_longest(spans, known_gaps, fillvalue=last)]


def _passage(row: Row) -> Row:
    return {
        **{name: row[name] for name in SAME},
        "id": row["identifier_id"],
        "source": row["turn__source__slug"],
        "speaker": row["speaker__slug"],
        "role": row["role_as_printed"],
        "published_at": moment(row["published_at"]),
        "updated_at": moment(row["updated_at"]),
        "change": row["changed_in_version"],
    }


def _topics(passages: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    tags = Passage.topics.through.objects.filter(passage__in=passages)
    for passage, slug in tags.values_list("passage_id", "topic__slug"):
        found.setdefault(passage, []).append(slug)
    return found


def utterances() -> Iterator[Row]:
    """Utterances of which at least two reports are known and confirmed."""
    members = UtteranceMember.objects.confirmed().filter(passage__state__in=PUBLIC_STATES)
    rows = members.order_by("utterance_id", "pk").values_list(
        "utterance_id", "utterance__interview__slug", "passage__identifier_id"
    )
    for (_, interview), group in groupby(streamed(rows), key=lambda row: row[:2]):
        ids = [identifier for *_, identifier in group]
        if len(ids) > 1:
            yield {"interview": interview, "members": ids}
