"""The page on which a read document is reviewed: its forms, what they show, what they change."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.http import QueryDict

from quotes.admin.import_forms import (
    DetailsForm,
    PersonForm,
    ProposalForm,
    TurnForm,
    shown_words,
)
from quotes.admin.lookups import MAX_LISTED, TopicLookup
from quotes.admin.words import Stretch, has_words, stretches
from quotes.ingest.anchors import Fate
from quotes.ingest.captures import Capture
from quotes.ingest.decisions import (
    ACCEPTED,
    UNDECIDED,
    Details,
    Person,
    Proposal,
    Review,
    unnamed_labels,
)
from quotes.ingest.desk import capture_of, speaker_named
from quotes.ingest.splitters import Turn as SplitTurn
from quotes.models import Event, Outlet, Passage, PendingImport, Speaker, Turn
from quotes.text.differences import differences

# What one page holds at most; one turn with more passages is whole all the same.
MAX_TURNS, MAX_PASSAGES = 40, 60
MAX_RECEIPT = 300
MAX_SPEAKERS = 500
SHOWN = 160


class ReceiptLine(NamedTuple):
    """What was left out or mended, where it stood, and why."""

    start: int
    text: str
    reason: str
    instead: str | None = None


@dataclass
class ShownProposal:
    """A proposed passage on the page."""

    number: int
    proposal: Proposal
    form: ProposalForm
    evidence: dict[int, str]
    alike: list[tuple[Passage, float]]
    is_hit: bool


@dataclass
class ShownTurn:
    """A turn on the page, beside its proposals."""

    turn: SplitTurn
    form: TurnForm
    proposals: list[ShownProposal]
    marked: list[Stretch]


class DeskPage:
    """One page of a document's turns with their proposals; ``data`` is what was sent, if anything.

    Where the archive has the document already, turns are shown that would be new, or in which
    proposals were left out.
    """

    def __init__(
        self, pending: PendingImport, number: int = 1, data: QueryDict | None = None, find: str = ""
    ) -> None:
        self.pending = pending
        self.data = data
        self.find = find
        self.review = Review.from_json(pending.choices)
        self.topics = TopicLookup()
        self.pages = list(self._pages())
        self.number = min(max(number, 1), len(self.pages))
        self.details = self._details()
        self.people = self._people()
        self.turns = [self._shown(turn) for turn in self.pages[self.number - 1]]

    @cached_property
    def capture(self) -> Capture:
        """The document."""
        return capture_of(self.pending)

    @property
    def is_known(self) -> bool:
        """Whether the archive has it, so that only what is new is reviewed."""
        return bool(self.pending.outcome)

    @property
    def shown(self) -> list[ShownProposal]:
        """The proposals that this page shows."""
        return [each for turn in self.turns for each in turn.proposals]

    @property
    def forms(self) -> Iterator[Any]:
        """All forms of the page."""
        if self.details:
            yield self.details
        yield from (form for _, form, _ in self.people)
        for turn in self.turns:
            yield turn.form
            yield from (each.form for each in turn.proposals)

    def is_valid(self) -> bool:
        """Whether everything that was sent can be kept."""
        # Every form, so that all that is wrong is marked at once.
        faults = [form.errors for form in self.forms if not form.is_valid()]
        return not faults

    def keep(self) -> None:
        """Take over what was sent, which is valid, into the review."""
        if self.details:
            said = self.details.cleaned_data
            self.review.details = Details(**{name: said[name] for name in asdict(Details())})
        for name, form, _ in self.people:
            self.review.people[name] = Person(**form.cleaned_data)
        for turn in self.turns:
            self._keep_turn(turn)
        self.pending.choices = self.review.as_json()

    @property
    def leaves_all_out(self) -> bool:
        """Whether nothing is accepted though something is not decided yet."""
        open_ones = [each for each in self.review.passages if each.decision == UNDECIDED]
        return bool(open_ones) and not self.review.accepted

    def accept_shown(self) -> int:
        """Accept what is visible and not decided yet; gives the number."""
        waiting = [each.proposal for each in self.shown if each.proposal.decision == UNDECIDED]
        for proposal in waiting:
            proposal.decision = ACCEPTED
        self.pending.choices = self.review.as_json()
        return len(waiting)

    def tick_likeliest(self) -> int:
        """Tick the first proposed topic of what is visible and carries none; gives the number."""
        bare = [e.proposal for e in self.shown if e.proposal.proposed and not e.proposal.topics]
        for proposal in bare:
            proposal.topics = [proposal.proposed[0]["topic"]]
        self.pending.choices = self.review.as_json()
        return len(bare)

    def tag_found(self, topic: int) -> int:
        """Tick a topic wherever the words looked for stand in what is visible; gives the number."""
        hits = [each.proposal for each in self.shown if each.is_hit]
        for proposal in hits:
            proposal.topics = sorted({*proposal.topics, topic})
        self.pending.choices = self.review.as_json()
        return len(hits)

    @cached_property
    def dropped(self) -> list[ReceiptLine]:
        """What is in no turn, with its reason."""
        captured = self.capture.document.captured
        return [
            ReceiptLine(
                each["start"], _opening(captured[each["start"] : each["end"]]), each["reason"]
            )
            for each in self.capture.dropped[:MAX_RECEIPT]
            if captured[each["start"] : each["end"]].strip()
        ]

    @cached_property
    def mended(self) -> list[ReceiptLine]:
        """What the page did to the text, and what stands there instead."""
        document = self.capture.document
        return [
            ReceiptLine(
                each.start,
                _opening(document.captured[each.start : each.end]),
                each.reason,
                each.text,
            )
            for each in document.receipt.mended[:MAX_RECEIPT]
        ]

    @cached_property
    def lists(self) -> dict[str, list[str]]:
        """What the fields offer while an editor types."""
        return {
            "people": list(self.review.people),
            "topics": self.topics.labels,
            "speakers": list(Speaker.objects.values_list("name", flat=True)[:MAX_SPEAKERS]),
            "outlets": list(Outlet.objects.values_list("name", flat=True)[:MAX_LISTED]),
            "events": list(Event.objects.values_list("name", flat=True)[:MAX_LISTED]),
        }

    @cached_property
    def changes(self) -> list[dict[str, Any]]:
        """Turns that the document has otherwise than the archive, with the words of both."""
        all_changes = self.pending.outcome.get("changes", [])
        changed = [
            each for each in all_changes if each[0] in (Fate.CHANGED, Fate.VANISHED, Fate.ADDED)
        ]
        texts = Turn.objects.texts([turn for _, turn, _ in changed if turn])
        flags = {flag["turn"]: flag for flag in self.pending.outcome["flags"]}
        made = []
        for fate, turn, new in changed:
            now = "" if new is None else self.capture.turns[new].text
            flag = flags.get(turn, {})
            made.append({
                "fate": fate, "turn": turn, "parts": differences(texts.get(turn, ""), now),
                "reason": flag.get("reason", ""), "passages": flag.get("passages", []),
            })  # fmt: skip
        return made

    def _details(self) -> DetailsForm | None:
        if self.is_known or self.number > 1:
            return None
        return DetailsForm(self.data, prefix="about", initial=asdict(self.review.details))

    def _people(self) -> list[tuple[str, PersonForm, Any]]:
        if self.number > 1:
            return []
        labels = unnamed_labels(self.capture)
        return [
            (
                name,
                PersonForm(
                    self.data,
                    prefix=f"who{number}",
                    initial=asdict(person),
                    is_label=name in labels,
                ),
                _known(person.name),
            )
            for number, (name, person) in enumerate(self.review.people.items())
        ]

    def _pages(self) -> Iterator[list[SplitTurn]]:
        page: list[SplitTurn] = []
        passages = 0
        for turn in self._reviewed_turns():
            own = len(self._of_turn.get(turn.position, ()))
            if page and (len(page) >= MAX_TURNS or passages + own > MAX_PASSAGES):
                yield page
                page, passages = [], 0
            page.append(turn)
            passages += own
        yield page

    def _reviewed_turns(self) -> list[SplitTurn]:
        turns = list(self.capture.split.turns)
        if not self.is_known:
            return turns
        all_changes = self.pending.outcome["changes"]
        new = {number for fate, _, number in all_changes if fate == Fate.ADDED}
        return [
            turn
            for number, turn in enumerate(turns)
            if number in new or turn.position in self._of_turn
        ]

    @cached_property
    def _of_turn(self) -> dict[int, list[tuple[int, Proposal]]]:
        """The proposals of each turn, with their numbers, in the order of their words."""
        found: dict[int, list[tuple[int, Proposal]]] = {}
        for number, proposal in enumerate(self.review.passages):
            found.setdefault(proposal.turn, []).append((number, proposal))
        for each in found.values():
            each.sort(key=lambda numbered: numbered[1].spans)
        return found

    def _shown(self, turn: SplitTurn) -> ShownTurn:
        own = self._of_turn.get(turn.position, [])
        said = {"speaker": turn.speaker, "kind": turn.kind.value}
        said |= self.review.turns.get(turn.position, {})
        form = TurnForm(self.data, prefix=f"t{turn.position}", initial=said, text=turn.text)
        proposals = [self._shown_proposal(number, each, turn) for number, each in own]
        return ShownTurn(turn, form, proposals, _marked(turn.text, own))

    def _shown_proposal(self, number: int, proposal: Proposal, turn: SplitTurn) -> ShownProposal:
        words = shown_words(turn.text, proposal.spans)
        offered = [each["topic"] for each in proposal.proposed]
        form = ProposalForm(
            self.data,
            prefix=f"p{number}",
            text=turn.text,
            spans=proposal.spans,
            topics=self.topics,
            offered=list(dict.fromkeys([*offered, *proposal.topics])),
            initial={
                "decision": proposal.decision, "words": words, "speaker": proposal.speaker,
                "wording": proposal.wording, "topics": proposal.topics,
            },
        )  # fmt: skip
        return ShownProposal(
            number,
            proposal,
            form,
            _evidence(proposal),
            self._alike(proposal),
            has_words(words, self.find),
        )

    def _alike(self, proposal: Proposal) -> list[tuple[Passage, float]]:
        known = ((self._passages.get(int(pk)), share) for pk, share in proposal.alike)
        return [(passage, share) for passage, share in known if passage]

    @cached_property
    def _passages(self) -> Mapping[int, Passage]:
        keys = {int(pk) for each in self.review.passages for pk, _ in each.alike}
        return Passage.objects.in_bulk(sorted(keys))

    def _keep_turn(self, shown: ShownTurn) -> None:
        turn, said = shown.turn, shown.form.cleaned_data
        changed = {"speaker": self._person(said["speaker"]), "kind": said["kind"]}
        as_read = {"speaker": turn.speaker, "kind": turn.kind.value}
        if changed != as_read:
            self.review.turns[turn.position] = changed
        else:
            self.review.turns.pop(turn.position, None)
        for each in shown.proposals:
            self._keep_proposal(each)
        if said["words"]:
            wording = shown.proposals[0].proposal.wording if shown.proposals else ""
            self.review.passages.append(Proposal(
                turn.position, said["words"], changed["speaker"],
                wording or self.review.details.wording, decision=ACCEPTED,
            ))  # fmt: skip

    def _keep_proposal(self, shown: ShownProposal) -> None:
        proposal, said = shown.proposal, shown.form.cleaned_data
        proposal.spans = said["words"]
        proposal.decision = said["decision"]
        proposal.speaker = self._person(said["speaker"])
        proposal.wording = said["wording"]
        typed = [said["other_topic"]] if said["other_topic"] else []
        proposal.topics = sorted({*said["topics"], *typed})

    def _person(self, name: str) -> str:
        """The document's name for a speaker who was typed; a name that it has not is added."""
        if name and name not in self.review.people:
            self.review.people[name] = Person(name)
        return name


def _marked(text: str, own: list[tuple[int, Proposal]]) -> list[Stretch]:
    places = [(start, end, number) for number, each in own for start, end in each.spans]
    return list(stretches(text, places))


def _evidence(proposal: Proposal) -> dict[int, str]:
    """What speaks for each proposed topic, in words."""
    evidence = {}
    for each in proposal.proposed:
        words = ", ".join(f"“{word}”" for word in islice(each["words"], 3))
        like = len(each["nearest"])
        nearest = f"{like} similar passage{'s' * (like > 1)}" if like else ""
        evidence[each["topic"]] = "; ".join(filter(None, [words, nearest]))
    return evidence


def _known(name: str) -> Speaker | None:
    try:
        return speaker_named(name) if name else None
    except ValidationError:
        return None


def _opening(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
