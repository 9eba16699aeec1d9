"""What an editor decides about a document that was read, and the document with that applied. Pure.

A review waits in the database between two requests, so it can be written as JSON. So can the split
document, whose turns the review names by their numbers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from quotes.ingest.captures import Capture, capture
from quotes.ingest.documents import Document
from quotes.ingest.splitters import Kind, Leftover, Passage, Shape, Split, Turn
from quotes.ingest.splitters.assembling import linked
from quotes.text.spans import spanned

ACCEPTED, REJECTED, UNDECIDED = "accept", "reject", ""


@dataclass
class Details:
    """Facts about the document and its occasion; dates are EDTF, names as an editor types them.

    ``event_kind`` and ``format`` are those of a new event and interview; empty is not known.
    """

    title: str = ""
    byline: str = ""
    outlet: str = ""
    url: str = ""
    language: str = ""
    published: str = ""
    said_on: str = ""
    event: str = ""
    event_kind: str = ""
    format: str = ""
    wording: str = ""


@dataclass
class Person:
    """Who is meant by a name of the document: a name or slug, and the role printed there.

    The name is empty for a label such as “Q:”, until an editor says who that is.
    ``kind`` is a new speaker's; empty is a human being.
    """

    name: str
    role: str = ""
    kind: str = ""


@dataclass
class Proposal:
    """Words that may become a passage.

    ``topics`` are keys of those chosen; ``proposed`` holds ``{topic, words, nearest}`` for each
    that is likely, ``alike`` ``[passage, likeness]`` for published passages with like words.
    """

    turn: int
    spans: list[list[int]]
    speaker: str
    wording: str
    decision: str = UNDECIDED
    topics: list[int] = field(default_factory=list)
    proposed: list[dict[str, Any]] = field(default_factory=list)
    alike: list[list[float]] = field(default_factory=list)

    @property
    def is_accepted(self) -> bool:
        """Whether it is to become a draft."""
        return self.decision == ACCEPTED


@dataclass
class Review:
    """All decisions: ``people`` by their names in the document, ``turns`` by their positions.

    A turn that an editor has changed has ``speaker`` (a name of the document) and ``kind``.
    ``is_other`` says that the document is none that the archive has, however like it is to one.
    """

    details: Details
    people: dict[str, Person] = field(default_factory=dict)
    turns: dict[int, dict[str, str]] = field(default_factory=dict)
    passages: list[Proposal] = field(default_factory=list)
    is_other: bool = False

    def named(self, name: str) -> str:
        """The name of the document, if it stands for somebody."""
        person = self.people.get(name)
        return name if person is None or person.name else ""

    def as_json(self) -> dict[str, Any]:
        """What ``from_json`` makes this review of again."""
        return asdict(self)

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "Review":
        """The review that ``as_json`` made this of."""
        return cls(
            Details(**found["details"]),
            {name: Person(**each) for name, each in found["people"].items()},
            {int(position): each for position, each in found["turns"].items()},
            [Proposal(**each) for each in found["passages"]],
            found.get("is_other", False),
        )

    @property
    def accepted(self) -> list[Proposal]:
        """The passages that are to become drafts, in the order of the document."""
        return sorted(filter(lambda each: each.is_accepted, self.passages), key=_place)


def reviewed(found: Capture, review: Review) -> tuple[Capture, list[tuple[Proposal, Passage]]]:
    """The document as the editor wants it imported, and its passages with what each was made of."""
    turns = _turns(found.split.turns, review)
    texts = {turn.position: turn.text for turn in turns}
    pairs = [
        (each, _passage(each, texts[each.turn], review.named(each.speaker)))
        for each in review.accepted
    ]
    split = replace(
        found.split,
        turns=tuple(turns),
        passages=tuple(passage for _, passage in pairs),
        people={name: person.role for name, person in review.people.items()},
    )
    captured = zip(found.turns, turns, strict=True)
    changed = replace(
        found,
        document=replace(found.document, metadata=_metadata(found, review.details)),
        split=split,
        turns=tuple(replace(each, turn=turn) for each, turn in captured),
    )
    return changed, pairs


def without_speaker(wanted: Capture) -> list[Passage]:
    """The passages of a reviewed document of which nobody is named as the speaker."""
    speakers = {turn.position: turn.speaker for turn in wanted.split.turns}
    return [each for each in wanted.passages if not (each.speaker or speakers[each.turn])]


def unnamed_labels(found: Capture) -> list[str]:
    """What is printed before words instead of a name, as “Q”; each once."""
    printed = (turn.speaker_as_printed for turn in found.split.turns if not turn.speaker)
    return [each for each in dict.fromkeys(printed) if each and each not in found.split.people]


def stored(found: Capture) -> dict[str, Any]:
    """A document and how it was split, as JSON."""
    return {"document": found.document.as_json(), "split": asdict(found.split)}


def restored(kept: Mapping[str, Any]) -> Capture:
    """The capture that ``stored`` made this of."""
    split = kept["split"]
    return capture(
        Document.from_json(kept["document"]),
        Split(
            Shape(split["shape"]),
            split["confidence"],
            tuple(_turn(each) for each in split["turns"]),
            tuple(
                Passage(**{**each, "spans": _spans(each["spans"])}) for each in split["passages"]
            ),
            tuple(Leftover(**each) for each in split["leftovers"]),
            split["people"],
        ),
    )


def _turns(turns: Iterable[Turn], review: Review) -> list[Turn]:
    """The turns with the editor's speakers and kinds; roles are those of the people."""
    made = []
    for turn in turns:
        said = review.turns.get(turn.position, {})
        kind = Kind(said.get("kind", turn.kind))
        speaker = review.named(said.get("speaker", turn.speaker)) or _labelled(turn, review)
        made.append(replace(turn, role="", speaker=speaker, kind=kind))
    if any(review.turns.values()):
        return linked([replace(turn, answers=None) for turn in made])
    return made


def _labelled(turn: Turn, review: Review) -> str:
    """The label of a turn that names nobody, if an editor has said who is meant by it."""
    label = turn.speaker_as_printed
    is_settled = not turn.speaker and label in review.people
    return review.named(label) if is_settled else ""


def _passage(proposal: Proposal, text: str, speaker: str) -> Passage:
    return Passage(
        proposal.turn,
        _spans(proposal.spans),
        spanned(text, proposal.spans),
        speaker,
        proposal.wording,
    )


def _metadata(found: Capture, details: Details) -> Any:
    return replace(
        found.document.metadata,
        title=details.title, authors=details.byline, outlet=details.outlet, url=details.url,
        language=details.language, event=details.event,
    )  # fmt: skip


def _turn(kept: Mapping[str, Any]) -> Turn:
    return Turn(**{**kept, "kind": Kind(kept["kind"]), "ranges": _spans(kept["ranges"])})


def _spans(spans: Iterable[Iterable[int]]) -> tuple[Any, ...]:
    return tuple(tuple(span) for span in spans)


def _place(proposal: Proposal) -> tuple[int, int]:
    return proposal.turn, proposal.spans[0][0]
