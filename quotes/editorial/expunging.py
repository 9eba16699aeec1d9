"""Removing words for legal reasons: the only way to delete something published.

Record, hashes and identifier stay, and a tombstone says when and why. The words are removed from
all tables, and nothing is kept by which a guess at them could be confirmed. Files outside the
database are cleared by ``quotes.copies.kept_files``.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from operator import attrgetter

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.utils import timezone

from quotes.editorial import records, traces
from quotes.editorial.card_files import delete_cards_after_commit
from quotes.editorial.corrections import SPAN_FIELDS, CitedChange, revise_printing
from quotes.editorial.publishing import take_down
from quotes.editorial.version import NotPossibleError, archive_change, record_removal_of_words
from quotes.models import (
    ChangeKind,
    Passage,
    PendingImport,
    Removed,
    RevisionWords,
    Source,
    Turn,
    Utterance,
)
from quotes.text.excerpts import EXPUNGED, minus, without
from quotes.text.spans import Span, overlaps, parted
from quotes.text.text_finder import TextFinder


class WordsRemovedError(NotPossibleError):
    """The words have been removed before."""


def expunge(
    ids: Collection[str], *, reason: str, editor: User, versions: Collection[int] = ()
) -> int:
    """Remove the words of passages, or of some ``versions`` of one; gives how many versions.

    If the newest words of a passage are removed, it is also withdrawn for good, for the same
    reason. Passages that share words have to be removed together; otherwise NotPossibleError is
    raised, and nothing is removed.
    """
    if not reason.strip():
        raise NotPossibleError("Give the reason that readers will see.")
    _overwrite_what_is_deleted()
    with archive_change() as number:
        passages = passages_named(ids)
        rows = words_to_go(passages, versions)
        bare = _without_their_newest(passages, rows)
        for passage in filter(attrgetter("is_published"), bare):
            take_down(passage, number, reason=reason, editor=editor)
        _leave_tombstones(rows, reason, editor)
        for turn in Turn.objects.filter(pk__in={passage.turn_id for passage in passages}):
            _redact_turn(turn, [each for each in bare if each.turn_id == turn.pk], rows)
            revise_printing(turn, number, CitedChange(ChangeKind.SOURCE, reason), editor)
        Passage.objects.filter(pk__in=[each.pk for each in passages]).update(
            changed_in_version=number
        )
        _forget(passages, [row.text for row in rows], editor)
        record_removal_of_words(number)
        delete_cards_after_commit(passages)
    return len(rows)


def passages_named(ids: Collection[str]) -> list[Passage]:
    """The passages with these identifiers; raises NotPossibleError where one has none."""
    found = {str(each.identifier_id): each for each in Passage.objects.filter(identifier__in=ids)}
    if missing := set(ids) - found.keys():
        raise NotPossibleError(f"No passage has the identifier {min(missing)}.")
    return list(found.values())


def words_to_go(passages: Iterable[Passage], versions: Collection[int] = ()) -> list[RevisionWords]:
    """The words that ``expunge`` would remove, with their revisions; raises NotPossibleError."""
    found = RevisionWords.objects.filter(revision__passage__in=list(passages))
    rows = found.select_related("revision__passage").order_by("revision__sequence")
    chosen = rows.filter(revision__number__in=versions) if versions else rows
    if missing := set(versions).difference(row.revision.number for row in chosen):
        raise NotPossibleError(f"There is no version {min(missing)}.")
    standing = [row for row in chosen if not row.removed]
    if not standing:
        raise WordsRemovedError("These words have been removed already.")
    others = [row for row in rows if not row.removed and row not in standing]
    for row in standing:
        _refuse_to_separate(row, [each for each in others if _is_of_same_passage(each, row)])
    return standing


def _refuse_to_separate(row: RevisionWords, others: Iterable[RevisionWords]) -> None:
    """Refuse to remove words that another version of the passage would still show."""
    wanted = TextFinder([row.text], min_words=0)
    for other in others:
        if wanted.places(other.text):
            raise NotPossibleError(
                f"Version {other.revision.number} has all words of version "
                f"{row.revision.number} too: they have to go together."
            )


def _is_of_same_passage(one: RevisionWords, other: RevisionWords) -> bool:
    return one.revision.passage_id == other.revision.passage_id


def _overwrite_what_is_deleted() -> None:
    """Let SQLite overwrite deleted rows with zeros; otherwise the words stay in the file."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def _without_their_newest(
    passages: Iterable[Passage], rows: Iterable[RevisionWords]
) -> list[Passage]:
    gone = {(row.revision.passage_id, row.revision.number) for row in rows}
    return [passage for passage in passages if (passage.pk, passage.version) in gone]


def _leave_tombstones(rows: Sequence[RevisionWords], reason: str, editor: User) -> None:
    keys, now = [row.pk for row in rows], timezone.now()
    records.append_removals(keys, reason=reason.strip(), at=now)
    RevisionWords.objects.filter(pk__in=keys).update(
        text="",
        salt="",
        removed=Removed.EXPUNGED,
        removed_at=now,
        removed_reason=reason.strip(),
        removed_by=editor,
    )


def _redact_turn(turn: Turn, gone: Sequence[Passage], rows: Iterable[RevisionWords]) -> None:
    """Replace these passages' words in their turn by marks; other passages stay complete.

    Words of older versions in the turn are replaced too, unless another passage publishes them.
    Hashes of captured ranges and text corrections are deleted: the former could confirm a guess,
    the latter quote.
    """
    others = list(turn.passages.exclude(pk__in=[passage.pk for passage in gone]))
    older = [row for row in rows if row.revision.passage.turn_id == turn.pk]
    kept = [span for other in others if other.is_published for span in other.spans]
    cuts = [span for passage in gone for span in passage.spans]
    cuts += minus(_places(older, turn.text), kept, turn.text)
    for other in others:
        if overlaps(other.spans, cuts):
            name = other.identifier_id or f"the draft “{other}”"
            raise NotPossibleError(f"{name} has some of these words too: they have to go together.")
    text, moved = without(turn.text, cuts, EXPUNGED)
    turn.text = text
    for passage in [*gone, *others]:
        _move(passage, moved, turn)
    Turn.objects.filter(pk=turn.pk).update(
        text=text, mends=[], range_sha256=[], removed_marks=text.count(EXPUNGED)
    )


def _move(passage: Passage, moved: Callable[[Span], list[int]], turn: Turn) -> None:
    """Set a passage's spans in the new text of its turn; spans inside one cut become one."""
    spans: list[list[int]] = []
    for span in map(moved, passage.spans):
        spans += [span] if span not in spans else []
    passage.turn, passage.spans = turn, spans
    passage.fill_from_turn()
    Passage.objects.filter(pk=passage.pk).update(
        **{name: getattr(passage, name) for name in SPAN_FIELDS}
    )


def _places(rows: Iterable[RevisionWords], text: str) -> list[Span]:
    """Where the words of versions stand in a turn's text as it is now."""
    found: list[Span] = []
    for row in rows:
        for part in parted(row.text, row.revision.printed["joints"]):
            start = text.find(part)
            while start >= 0:
                found.append([start, start + len(part)])
                start = text.find(part, start + 1)
        found += TextFinder([row.text], run=traces.RUN).places(text)
    return found


def _forget(passages: Sequence[Passage], texts: Sequence[str], editor: User) -> None:
    """Take the words out of captured texts, the editors' history and the admin's log.

    Then history gets rows of the present state, so that a page opened before cannot be saved.
    Raises NotPossibleError where words are left.
    """
    turns = {passage.turn_id for passage in passages}
    sources = set(Turn.objects.filter(pk__in=turns).values_list("source", flat=True))
    Source.objects.filter(pk__in=sources).update(captured_text="")
    Source.history.filter(id__in=sources).update(captured_text="")
    Turn.history.filter(id__in=turns).update(text=EXPUNGED, mends=[], range_sha256=[])
    _forget_passages(passages, turns, texts)
    _forget_in_log(passages, turns, sources)
    # Documents that wait have the words as their files do: with other spaces, breaks and signs.
    waiting = PendingImport.objects.filter(source=None)
    PendingImport.objects.filter(pk__in=traces.rows_with(waiting, texts)).delete()
    traces.redact_history(texts)
    if left := list(traces.traces_in_history(texts)):
        raise NotPossibleError(f"The words would be left in {left[0]}.")
    for model, pks in ((Source, sources), (Turn, turns)):
        for row in model._default_manager.filter(pk__in=pks):
            row.with_editor(editor).save()
    for passage in Passage.objects.filter(turn__in=turns):
        passage.with_editor(editor).save()


def _forget_passages(
    passages: Sequence[Passage], turns: Collection[int], texts: Sequence[str]
) -> None:
    """Redact the history of passages, and of deleted drafts, which exist only in history."""
    standing = set(Passage.objects.filter(turn__in=turns).values_list("pk", flat=True))
    gone = {passage.pk for passage in passages}
    history = Passage.history.filter(turn__in=turns)
    history.exclude(id__in=standing - gone).update(text=EXPUNGED)
    Passage.history.filter(id__in=gone).update(text=EXPUNGED)
    traces.redact(history.order_by(), TextFinder(texts, run=traces.RUN_IN_LOG))


def _forget_in_log(
    passages: Sequence[Passage], turns: Collection[int], sources: Collection[int]
) -> None:
    """Redact the admin's log, which names rows by their first words."""
    known = Passage.history.filter(turn__in=turns).values_list("id", flat=True)
    standing = Passage.objects.filter(turn__in=turns).values_list("pk", flat=True)
    gone = {passage.pk for passage in passages}
    ours = gone | (set(known) - set(standing))
    _logged(Passage, ours).update(object_repr=EXPUNGED)
    _logged(Turn, turns).update(object_repr=EXPUNGED)
    # What was done to the rows inside of these, by their first words.
    for model, pks in (
        (Turn, turns), (Source, sources), (Utterance, _utterances_logged(sources)),
    ):  # fmt: skip
        _logged(model, pks).filter(change_message__contains='"object"').update(change_message="")


def _utterances_logged(sources: Collection[int]) -> set[str]:
    """Keys of logged utterances that may have had a draft of these sources as a member.

    Nothing tells it of former members, so it is any of the interview, or deleted.
    """
    kind = ContentType.objects.get_for_model(Utterance)
    logged = LogEntry.objects.filter(content_type=kind).values_list("object_id", flat=True)
    others = Utterance.objects.exclude(interview__sources__in=sources)
    return set(map(str, logged.order_by())) - set(map(str, others.values_list("pk", flat=True)))


def _logged(model: type[models.Model], pks: Iterable[int | str]) -> models.QuerySet:
    kind = ContentType.objects.get_for_model(model)
    return LogEntry.objects.filter(content_type=kind, object_id__in=[str(pk) for pk in pks])
