"""A captured document into the archive: one transaction, and the same document never twice.

A document that comes again, changed, is aligned with the turns that are there (``anchors``). Turns
that stay keep their passages, with their ids and addresses. What readers can cite, and what an
editor has changed, is never altered: it is flagged, with its place in the new captured text.
Nothing is deleted.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import F

from quotes import editorial
from quotes.editorial.reviewing import may_correct
from quotes.editorial.utterance_proposals import other_occasions, propose_utterances
from quotes.ingest.anchors import Anchor, Fate, Pair, aligned, likeness
from quotes.ingest.captures import Capture, CapturedTurn, hash_of
from quotes.ingest.document_nouns import (
    NOTHING_CONFIRMED,
    Confirmed,
    DocumentSpeakers,
    add_participants,
    document_language,
    made_source,
)
from quotes.ingest.documents import UnreadableError
from quotes.ingest.splitters import Passage as Proposed
from quotes.models import (
    DocumentImport,
    Interview,
    Passage,
    Removed,
    RevisionWords,
    Source,
    Turn,
)
from quotes.models.bulk_insert import insert, new_keys
from quotes.text.spans import SpanError, check_spans, check_whole_words, overlaps

# The reason in the history of rows that an import changed; any other is an editor's.
IMPORT = "import"
# Of a document's words, in the same turns: with fewer in common it is another document.
MIN_LIKENESS = 0.5
# The name of every pasted text, which tells nothing of the document: its words must tell more.
PASTED = "pasted.txt"
MIN_LIKENESS_OF_PASTED = 0.8
# Sources of one interview or file name that a document is compared with.
MAX_CANDIDATES = 50
# Beyond all positions, while turns change places.
AWAY = 1_000_000
NOWHERE: dict[str, Any] = {"ranges": [], "range_sha256": []}

VANISHED = "the document has it no longer"
EDITED = "the document changed what an editor had corrected"
CITED = "the document changed what readers can cite"
CUT = "the document changed where a passage begins or ends"
NOT_TAKEN_OVER = "changed words that wait for an editor"
OTHER_ORDER = (
    "The document has turns that readers see in another order. What readers see is changed by "
    "chief editors: ask one of them to import it."
)


@dataclass(frozen=True)
class Flag:
    """What an editor has to look at: a turn, its passages, and the words that came for it."""

    turn: int
    position: int
    passages: tuple[int, ...]
    reason: str
    ranges: tuple[tuple[int, int], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As it is kept: no words."""
        return {
            "turn": self.turn,
            "position": self.position,
            "passages": list(self.passages),
            "reason": self.reason,
            "ranges": [list(span) for span in self.ranges],
        }


@dataclass(frozen=True)
class TurnChange:
    """What became of a turn: its key in the archive, and its number in the new document."""

    fate: Fate
    turn: int | None
    new: int | None


@dataclass
class Imported:
    """What an import did, or would do: numbers of turns by fate, new drafts, flags.

    ``changes`` has the turns one by one where a document came again, ``passages`` keys of drafts.
    """

    source: str = ""
    is_new: bool = False
    is_unchanged: bool = False
    turns: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Fate, 0))
    drafts: int = 0
    without_speaker: int = 0
    # Passages that would begin or end inside a word.
    unfit: int = 0
    flags: list[Flag] = field(default_factory=list)
    # Pairs of passages proposed as reports of the same words; interviews that may be this one.
    reports: int = 0
    beside: list[str] = field(default_factory=list)
    changes: list[TurnChange] = field(default_factory=list)
    passages: list[int] = field(default_factory=list)


class LookedUp(NamedTuple):
    """The last import of all when a source was looked for, and the source.

    ``is_settled`` if an editor has said that it is another document than those it is like: then
    it is not looked for again.
    """

    seen: int
    source: Source | None
    is_settled: bool = False


class _DryRunError(Exception):
    """Ends the transaction of a dry run."""


def import_capture(
    capture: Capture,
    *,
    name: str,
    file_sha256: str,
    interview: Interview | None = None,
    editor: User | None = None,
    confirmed: Confirmed = NOTHING_CONFIRMED,
    is_dry_run: bool = False,
    before: LookedUp | None = None,
) -> Imported:
    """Import a document, or bring its source up to date; a dry run leaves no trace.

    Comparing takes seconds, so the source is looked for before the archive is locked. A dry run of
    a known source locks the archive only for each changed turn that it tries.

    ``name`` is the file's, without its folders. ``before`` is what ``looked_up`` gave, for callers
    that lock the archive themselves; they propose reports when the lock is free. Raises
    UnreadableError where words of this document were removed for legal reasons: it may still have
    them; NotPossibleError where a topic confirmed is not there any more, or only groups others.
    """
    done = Imported()
    seen, source, is_settled = before or looked_up(capture, name, interview)
    if is_dry_run and source:
        done.source = source.slug
        done.is_unchanged = source.captured_sha256 == capture.sha256
        if not done.is_unchanged:
            _keep_removed_words_out(source)
            _Again(capture, source, editor, done, confirmed, is_dry_run=True).foresee()
        return done
    try:
        with editorial.locked_archive():
            if DocumentImport.objects.latest_key() != seen and not is_settled:
                source = source_before(capture, name, interview)
            elif source:
                source = Source.objects.filter(pk=source.pk).first()
            if source and source.captured_sha256 == capture.sha256:
                done.is_unchanged = True
            elif source:
                _keep_removed_words_out(source)
                _Again(capture, source, editor, done, confirmed).enter()
            else:
                source = _entered(capture, name, interview, editor, confirmed, done)
            done.source = source.slug
            _remember(capture, source, name, file_sha256, done)
            if is_dry_run:
                propose_reports(done)
                raise _DryRunError
    except _DryRunError:
        return done
    if before is None:
        propose_reports(done)
    return done


def propose_reports(done: Imported) -> None:
    """Propose what other documents report in the same words, for an editor to decide.

    Comparing takes seconds; each proposal locks the archive by itself.
    """
    if done.is_unchanged:
        return
    interview = Interview.objects.get(sources__slug=done.source)
    done.reports = len(propose_utterances(interview))
    others = other_occasions(interview)
    done.beside = [pair.other.source.interview.slug for pair in others]


def _entered(
    capture: Capture,
    name: str,
    interview: Interview | None,
    editor: User | None,
    confirmed: Confirmed,
    done: Imported,
) -> Source:
    """The source of a document that the archive has not had, with its turns and drafts."""
    source = made_source(
        capture, name=name, interview=interview, editor=editor, confirmed=confirmed
    )
    done.is_new = True
    done.turns[Fate.ADDED] = len(capture.turns)
    cast = DocumentSpeakers(source.interview, editor, confirmed.speakers)
    rows = _rows(capture, source, cast)
    drafts = _enter(capture, source, rows, cast, done, confirmed)
    if interview is None:
        add_participants(source.interview, rows.values(), drafts)
    return source


def _keep_removed_words_out(source: Source) -> None:
    """Refuse a document from which words were removed; nothing tells where they stand in it."""
    removed = RevisionWords.objects.filter(
        removed=Removed.EXPUNGED, revision__passage__turn__source=source
    )
    if removed.exists():
        raise UnreadableError(
            f"Words of the source {source.slug} were removed for legal reasons, and this file may "
            "still have them: correct its turns in the admin instead."
        )


def imported_before(file_sha256: str) -> Source | None:
    """The source that this very file was imported as, if it still stands so."""
    found = DocumentImport.objects.latest_of(file_sha256)
    return found.source if found else None


def _remember(
    capture: Capture, source: Source, name: str, file_sha256: str, done: Imported
) -> None:
    if done.is_unchanged and DocumentImport.objects.latest_of(file_sha256):
        return
    DocumentImport.objects.create(
        source=source,
        file_name=name[-255:],
        file_sha256=file_sha256,
        format=capture.document.format,
        shape=capture.split.shape,
        confidence=capture.split.confidence,
        flags=[flag.as_json() for flag in done.flags],
    )


def looked_up(capture: Capture, name: str, interview: Interview | None) -> LookedUp:
    """The source of a document, if there is one, and the last import that was looked at."""
    seen = DocumentImport.objects.latest_key()
    return LookedUp(seen, source_before(capture, name, interview))


def source_before(capture: Capture, name: str, interview: Interview | None) -> Source | None:
    """The source that this document is, or was before it changed."""
    sources = Source.objects.all()
    if interview:
        sources = sources.reporting(interview)
    same = sources.filter(captured_sha256=capture.sha256).order_by("pk").first()
    if same:
        return same
    new = [Anchor.of("", turn.text) for turn in capture.turns]
    best, most = None, MIN_LIKENESS_OF_PASTED if name == PASTED else MIN_LIKENESS
    for candidate in _candidates(capture, name, interview):
        # A turn that lost words to a removal is like none, however the rest of it agrees.
        whole = (turn for turn in candidate.turns.all() if not turn.removed_marks)
        old = [Anchor.of("", turn.raw) for turn in whole]
        if (found := likeness(old, new)) >= most:
            best, most = candidate, found
    return best


def _candidates(capture: Capture, name: str, interview: Interview | None) -> Iterable[Source]:
    if interview:
        found = Source.objects.reporting(interview)
    else:
        named = DocumentImport.objects.filter(file_name=name[-255:]).values("source")
        found = Source.objects.filter(pk__in=named)
        if url := capture.document.metadata.url:
            found |= Source.objects.filter(url=url)
    return found.order_by("-pk")[:MAX_CANDIDATES]


def _rows(capture: Capture, source: Source, cast: DocumentSpeakers) -> dict[int, Turn]:
    """Turns to be inserted, by their numbers in the document."""
    return {at: _row(turn, source, cast, position=at + 1) for at, turn in enumerate(capture.turns)}


def _row(captured: CapturedTurn, source: Source, cast: DocumentSpeakers, *, position: int) -> Turn:
    turn = captured.turn
    return Turn(
        source=source,
        position=position,
        kind=turn.kind.value,
        speaker=cast.speaker(turn.speaker),
        speaker_as_printed=(turn.speaker_as_printed or turn.speaker)[:300],
        text=turn.text,
        **_places(captured),
    )


def _places(captured: CapturedTurn) -> dict[str, Any]:
    return {
        "ranges": [list(span) for span in captured.ranges],
        "range_sha256": list(captured.hashes),
        "mends": list(captured.mends),
    }


def _enter(
    capture: Capture,
    source: Source,
    rows: dict[int, Turn],
    cast: DocumentSpeakers,
    done: Imported,
    confirmed: Confirmed,
) -> list[Passage]:
    """Save new turns and the drafts of their passages, many at once; gives the drafts."""
    for row, key in zip(rows.values(), new_keys(Turn, len(rows)), strict=True):
        row.pk = key
    positions = {turn.turn.position: at for at, turn in enumerate(capture.turns)}
    for at, row in rows.items():
        question = capture.turns[at].turn.answers
        row.answers = rows.get(positions[question]) if question else None
    insert(list(rows.values()))
    return _enter_drafts(capture, rows, cast, done, confirmed)


def _enter_drafts(
    capture: Capture,
    turns: dict[int, Turn],
    cast: DocumentSpeakers,
    done: Imported,
    confirmed: Confirmed,
) -> list[Passage]:
    """Save the passages of some turns, which are given by their numbers, as drafts."""
    made = list(_drafts(capture, turns, cast, document_language(capture), done))
    drafts = [draft for _, draft in made]
    insert(drafts)
    done.passages += [draft.pk for draft in drafts]
    topics = {draft: confirmed.topics.get(proposed, ()) for proposed, draft in made}
    editorial.tag_new(topics, editor=cast.editor)
    return drafts


def _drafts(
    capture: Capture, rows: dict[int, Turn], cast: DocumentSpeakers, language: str, done: Imported
) -> Iterator[tuple[Proposed, Passage]]:
    numbers = {turn.turn.position: at for at, turn in enumerate(capture.turns)}
    for proposed in capture.passages:
        turn = rows.get(numbers[proposed.turn])
        if turn is None:
            continue
        captured = capture.turns[numbers[proposed.turn]].turn
        speaker = cast.speaker(proposed.speaker) or turn.speaker or cast.speaker(captured.speaker)
        if speaker is None:
            done.without_speaker += 1
            continue
        draft = Passage(
            turn=turn,
            spans=[list(span) for span in proposed.spans],
            speaker=speaker,
            role_as_printed=_role(capture, numbers[proposed.turn], proposed)[:300],
            wording=proposed.wording,
            language=language,
        )
        if _fits(draft):
            done.drafts += 1
            yield proposed, draft
        else:
            done.unfit += 1


def kept_turns(capture: Capture, source: Source) -> dict[int, Turn]:
    """The turns that a source has in the very words of the document, by their numbers in that."""
    turns, pairs = _Again(
        capture, source, None, Imported(), NOTHING_CONFIRMED, is_dry_run=True
    ).aligned()
    return {
        pair.new: turns[pair.old]
        for pair in pairs
        if pair.old is not None
        and pair.new is not None
        and turns[pair.old].text == capture.turns[pair.new].text
    }


def is_free(turn: Turn, spans: Sequence[Sequence[int]]) -> bool:
    """Whether no passage of a turn shares words with these spans."""
    return not any(overlaps(spans, each.spans) for each in turn.passages.all())


def draft_in_kept(
    capture: Capture,
    kept: dict[int, Turn],
    done: Imported,
    *,
    editor: User,
    confirmed: Confirmed,
) -> None:
    """Make drafts in turns that were there before, of words that are in no passage of theirs."""
    stored = Turn.objects.select_related("source__interview", "speaker").in_bulk(
        [turn.pk for turn in kept.values()]
    )
    turns = {number: stored[turn.pk] for number, turn in kept.items()}
    positions = {capture.turns[number].turn.position: turn for number, turn in turns.items()}
    wanted = tuple(
        each
        for each in capture.passages
        if each.turn in positions and is_free(positions[each.turn], each.spans)
    )
    if wanted:
        interview = next(iter(turns.values())).source.interview
        cast = DocumentSpeakers(interview, editor, confirmed.speakers)
        split = replace(capture.split, passages=wanted)
        _enter_drafts(replace(capture, split=split), turns, cast, done, confirmed)


def _role(capture: Capture, at: int, proposed: Proposed) -> str:
    """The role printed where the words stand, or else anywhere beside the speaker's name."""
    return capture.turns[at].turn.role or capture.split.people.get(proposed.speaker, "")


def _fits(draft: Passage) -> bool:
    """Whether the spans are round whole words; if so, what follows from them is set."""
    try:
        check_spans(draft.spans, len(draft.turn.text))
        check_whole_words(draft.spans, draft.turn.text)
    except SpanError:
        return False
    draft.fill_from_turn()
    return True


class _Again:
    """Brings a source up to date with its document."""

    def __init__(
        self,
        capture: Capture,
        source: Source,
        editor: User | None,
        done: Imported,
        confirmed: Confirmed,
        *,
        is_dry_run: bool = False,
    ) -> None:
        self.capture = capture
        self.source = source
        self.editor = editor
        self.done = done
        self.confirmed = confirmed
        self.is_dry_run = is_dry_run
        self.cast = DocumentSpeakers(
            source.interview, editor, confirmed.speakers, is_dry_run=is_dry_run
        )
        self.waiting: list[tuple[int, int]] = []

    def enter(self) -> None:
        """Write what is kept, changed and added; flag what is not for a program to decide."""
        turns, pairs = self.aligned()
        if _is_other_order(turns, pairs) and not (self.editor is None or may_correct(self.editor)):
            raise editorial.NotPossibleError(OTHER_ORDER)
        self._make_way(turns, pairs)
        rows = self._told(turns, pairs)
        for position, pair in enumerate(pairs, 1):
            if pair.old is not None:
                self._renew(turns[pair.old], pair, position)
        _enter(self.capture, self.source, rows, self.cast, self.done, self.confirmed)
        self._save_source()

    def foresee(self) -> None:
        """Tell what ``enter`` would do, and write nothing."""
        turns, pairs = self.aligned()
        rows = self._told(turns, pairs)
        for position, pair in enumerate(pairs, 1):
            if pair.old is not None:
                self._places(turns[pair.old], pair, position)
        list(_drafts(self.capture, rows, self.cast, document_language(self.capture), self.done))

    def aligned(self) -> tuple[list[Turn], list[Pair]]:
        """The turns of the source, and which of them is which turn of the document."""
        turns = list(self.source.turns.order_by("position").prefetch_related("passages"))
        old = [Anchor.of(turn.speaker_as_printed, turn.raw) for turn in turns]
        new = [Anchor.of(t.turn.speaker_as_printed or t.turn.speaker, self._raw(t))
               for t in self.capture.turns]  # fmt: skip
        return turns, aligned(old, new)

    def _told(self, turns: list[Turn], pairs: list[Pair]) -> dict[int, Turn]:
        """Count what becomes of each turn; gives the new ones, by their numbers, not yet saved."""
        rows: dict[int, Turn] = {}
        for position, pair in enumerate(pairs, 1):
            self.done.turns[pair.fate] += 1
            known = None if pair.old is None else turns[pair.old].pk
            self.done.changes.append(TurnChange(pair.fate, known, pair.new))
            if pair.old is None and pair.new is not None:
                row = _row(self.capture.turns[pair.new], self.source, self.cast, position=position)
                rows[pair.new] = row
        return rows

    def _raw(self, captured: CapturedTurn) -> str:
        text = self.capture.document.captured
        return "".join(text[start:end] for start, end in captured.ranges)

    def _make_way(self, turns: list[Turn], pairs: list[Pair]) -> None:
        """Let no turn stand at a position that another is to have."""
        wanted = {pair.old: at for at, pair in enumerate(pairs, 1) if pair.old is not None}
        if any(turn.position != wanted[at] for at, turn in enumerate(turns)):
            self.source.turns.update(position=F("position") + AWAY)

    def _renew(self, turn: Turn, pair: Pair, position: int) -> None:
        before = turn.position
        self._save(turn, {**self._places(turn, pair, position), "position": position})
        if position != before:
            editorial.touch(turn)

    def _places(self, turn: Turn, pair: Pair, position: int) -> dict[str, Any]:
        """Where a turn stands in the document; it takes over the document's words, if it may."""
        if pair.new is None:
            self._flag(turn, position, VANISHED)
            return NOWHERE
        return self._taken_over(turn, self.capture.turns[pair.new], position)

    def _taken_over(self, turn: Turn, captured: CapturedTurn, position: int) -> dict[str, Any]:
        """Let a turn have the document's words, if it may; gives where it stands there."""
        places = _places(captured)
        if turn.raw == self._raw(captured):
            # The text may be an editor's; it is of the same words of the document.
            return {**places, "mends": turn.mends}
        if turn.text == captured.text:
            return places
        if reason := self._refusal(turn, captured):
            self._flag(turn, position, reason, captured.ranges)
            return NOWHERE
        return places

    def _refusal(self, turn: Turn, captured: CapturedTurn) -> str:
        """Why a turn keeps its text; empty where it has taken the document's."""
        if _is_edited(turn):
            return EDITED
        renewed = Turn.objects.get(pk=turn.pk)
        renewed.text = captured.text
        renewed._change_reason = IMPORT
        try:
            with editorial.locked_archive():
                editorial.save_turn(renewed, editor=self.editor, fields=["text"])
                if self.is_dry_run:
                    raise _DryRunError
        except _DryRunError:
            return ""
        except editorial.ReasonNeededError:
            return CITED
        except (editorial.NotPossibleError, ValidationError):
            return CUT
        return ""

    def _save(self, turn: Turn, places: dict[str, Any]) -> None:
        """Save where a turn stands; that is nothing that passages print."""
        stored = Turn.objects.get(pk=turn.pk)
        changed = {name for name, value in places.items() if getattr(stored, name) != value}
        for name in changed:
            setattr(stored, name, places[name])
        if changed:
            stored._change_reason = IMPORT
            stored.with_editor(self.editor).save_only(changed)

    def _flag(
        self, turn: Turn, position: int, reason: str, ranges: Iterable[tuple[int, int]] = ()
    ) -> None:
        spans = tuple(ranges)
        passages = tuple(passage.pk for passage in turn.passages.all())
        self.done.flags.append(Flag(turn.pk, position, passages, reason, spans))
        self.waiting += spans

    def _save_source(self) -> None:
        text = self.capture.document.captured
        waiting = [
            {"start": start, "end": end, "sha256": hash_of(text[start:end]),
             "reason": NOT_TAKEN_OVER}
            for start, end in self.waiting
        ]  # fmt: skip
        source = Source.objects.get(pk=self.source.pk)
        source.captured_text = text
        source.captured_length = len(text)
        source.captured_sha256 = self.capture.sha256
        source.dropped = sorted([*self.capture.dropped, *waiting], key=lambda each: each["start"])
        names = ["captured_text", "captured_length", "captured_sha256", "dropped"]
        editorial.save_noun(source, editor=self.editor, fields=names)


def _is_other_order(turns: list[Turn], pairs: list[Pair]) -> bool:
    """Whether turns that readers see would stand in another order than now."""
    seen = set(
        Turn.objects.public()
        .filter(pk__in=[turn.pk for turn in turns])
        .values_list("pk", flat=True)
    )
    after = [turns[pair.old].pk for pair in pairs if pair.old is not None]
    return [pk for pk in after if pk in seen] != [turn.pk for turn in turns if turn.pk in seen]


def _is_edited(turn: Turn) -> bool:
    """Whether anybody but an import has changed the turn since it came."""
    return turn.history.exclude(history_change_reason=IMPORT).exclude(history_type="+").exists()
