"""Removing words for legal reasons: the one thing that takes away what was published.

Record, hashes and identifier stay, and a tombstone says when and why. The words leave every table
of the archive that has them. What lies outside of it, such as backups, the command speaks of.
"""

from collections.abc import Collection, Iterable, Sequence

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.utils import timezone

from quotes.editorial import records
from quotes.editorial.corrections import CitedChange, revise_printing
from quotes.editorial.publishing import take_down
from quotes.editorial.version import NotPossibleError, archive_change
from quotes.models import ChangeKind, Passage, Removed, RevisionWords, Source, Turn
from quotes.text.excerpts import EXPUNGED, without
from quotes.text.spans import overlaps, spanned


def expunge(
    ids: Collection[str], *, reason: str, editor: User, versions: Collection[int] = ()
) -> int:
    """Remove the words of passages, or of some ``versions`` of one; gives how many versions.

    A passage whose newest words go is withdrawn with them, for the same reason, for good. Passages
    that share words have to go together. Raises NotPossibleError, and removes nothing.
    """
    if not reason.strip():
        raise NotPossibleError("Give the reason that readers will see.")
    _overwrite_what_is_deleted()
    with archive_change() as number:
        passages = passages_named(ids)
        rows = words_to_go(passages, versions)
        bare = _without_their_newest(passages, rows)
        for passage in bare:
            if passage.is_published:
                take_down(passage, number, reason=reason, editor=editor)
        _leave_tombstones(rows, reason, editor)
        for turn in Turn.objects.filter(pk__in={passage.turn_id for passage in bare}):
            _blot(turn, [each for each in bare if each.turn_id == turn.pk])
            revise_printing(turn, number, CitedChange(ChangeKind.SOURCE, reason), editor)
        _forget(passages)
        Passage.objects.filter(pk__in=[each.pk for each in passages]).update(changed_in=number)
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
    rows = found.select_related("revision").order_by("revision__sequence")
    if versions:
        rows = rows.filter(revision__number__in=versions)
        if missing := set(versions).difference(row.revision.number for row in rows):
            raise NotPossibleError(f"There is no version {min(missing)}.")
    standing = [row for row in rows if not row.removed]
    if not standing:
        raise NotPossibleError("These words have been removed already.")
    return standing


def _overwrite_what_is_deleted() -> None:
    """Have SQLite write zeros where rows were; it would leave the words in the file."""
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


def _blot(turn: Turn, gone: Sequence[Passage]) -> None:
    """Put marks in the place of these passages' words in their turn; the others stay whole.

    Hashes of captured ranges and mends go too: the one could confirm a guess, the others quote.
    """
    cuts = [span for passage in gone for span in passage.spans]
    others = turn.passages.exclude(pk__in=[passage.pk for passage in gone])
    for other in others:
        if overlaps(other.spans, cuts):
            name = other.identifier_id or f"the draft “{other}”"
            raise NotPossibleError(f"{name} has some of these words too: they have to go together.")
    text, moved = without(turn.text, cuts, EXPUNGED)
    for passage in [*gone, *others]:
        spans: list[list[int]] = []
        for span in map(moved, passage.spans):
            # Spans of one cut have one mark.
            spans += [span] if span not in spans else []
        Passage.objects.filter(pk=passage.pk).update(
            spans=spans, first_character=spans[0][0], text=spanned(text, spans)
        )
    Turn.objects.filter(pk=turn.pk).update(text=text, mends=[], range_sha256=[])


def _forget(passages: Sequence[Passage]) -> None:
    """Take the words out of captured texts, the editors' history and the admin's log."""
    turns = {passage.turn_id for passage in passages}
    sources = set(Turn.objects.filter(pk__in=turns).values_list("source", flat=True))
    Source.objects.filter(pk__in=sources).update(captured_text="")
    Source.history.filter(id__in=sources).update(captured_text="")
    Turn.history.filter(id__in=turns).update(text=EXPUNGED, mends=[], range_sha256=[])
    pks = [passage.pk for passage in passages]
    Passage.history.filter(id__in=pks).update(text=EXPUNGED)
    _logged(Passage, pks).update(object_repr=EXPUNGED)
    _logged(Turn, turns).update(object_repr=EXPUNGED)
    # The log of a source tells what was done to its turns, by their first words.
    _logged(Source, sources).update(change_message="")


def _logged(model: type[models.Model], pks: Iterable[int]) -> models.QuerySet:
    kind = ContentType.objects.get_for_model(model)
    return LogEntry.objects.filter(content_type=kind, object_id__in=[str(pk) for pk in pks])
