"""A corpus in batches, each one transaction: passages and progress together, or neither.

A file may have been loaded in part before. Then loading goes on behind the last line that was.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from django.db import IntegrityError, reset_queries
from django.db.models import Max

from quotes.editorial.publishing import publish_new
from quotes.editorial.version import locked_archive
from quotes.ingest.corpus.batches import Batch, batches
from quotes.ingest.corpus.files import Place, line_reader
from quotes.ingest.corpus.lines import Entry
from quotes.ingest.corpus.nouns import Nouns
from quotes.models import CorpusLoad, Passage, Source, Speaker, Turn, TurnKind, Wording
from quotes.models.bulk_insert import enlarge_cache, insert, new, refresh_statistics

ATTEMPTS = 3


class NotLoadableError(Exception):
    """A file that must not be loaded as it is; says why and what to do."""


@dataclass
class Tally:
    """What a run has done so far; ``refused`` counts the bad lines of earlier runs too."""

    resumed_at: int = 0
    lines: int = 0
    passages: int = 0
    refused: int = 0


def load(
    path: Path,
    *,
    limit: int | None = None,
    on_batch: Callable[[Tally], None] = lambda tally: None,
    on_bad_line: Callable[[int, str], None] = lambda number, reason: None,
) -> Tally:
    """Publish what the first ``limit`` lines of a file hold and no earlier run has loaded.

    Raises UnreadableError and NotLoadableError; what was told by ``on_batch`` stays.
    """
    progress = progress_of(path)
    tally = Tally(resumed_at=progress.lines_done, refused=progress.lines_refused)
    loader = _Loader(progress)
    enlarge_cache()
    # Closed as soon as one batch fails, so that nobody reads on.
    with closing(batches(path, progress.lines_done, limit)) as read:
        for batch in read:
            loader.enter(batch)
            for number, reason in batch.refused:
                on_bad_line(number, reason)
            tally.lines = batch.end.number - tally.resumed_at
            tally.passages += len(batch.entries)
            tally.refused = loader.progress.lines_refused
            on_batch(tally)
    refresh_statistics()
    return tally


class _Loader:
    """Enters batch after batch; what it knows of the archive is as of ``version``."""

    def __init__(self, progress: CorpusLoad) -> None:
        self.progress = progress
        self.nouns = Nouns()
        self.version = -1

    def enter(self, batch: Batch) -> None:
        """Publish a batch and move the progress on to where the file has been read."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self.progress = self._entered(batch)
            except IntegrityError:
                # An editor was at the same slug or place in the same moment.
                self.nouns.forget()
                if attempt == ATTEMPTS:
                    raise
            else:
                # Where DEBUG is on, Django keeps every statement.
                reset_queries()
                return

    def _entered(self, batch: Batch) -> CorpusLoad:
        with locked_archive() as state:
            if state.version != self.version:
                self.nouns.forget()
            self.version = state.version
            progress = advanced(self.progress, batch.end, refused=len(batch.refused))
            if batch.entries:
                passages = self._passages(batch.entries)
                publish_new(passages, editor=None)
                self.version = passages[0].changed_in_version
        return progress

    def _passages(self, entries: list[Entry]) -> list[Passage]:
        new = self.nouns.provide(entries)
        placed = [
            (
                entry,
                self.nouns.sources[entry.slugs.source],
                self.nouns.speakers[entry.slugs.speaker],
            )
            for entry in entries
        ]
        reached = _last_positions({source for _, source, _ in placed} - new)
        turns = []
        for entry, source, speaker in placed:
            reached[source.pk] += 1
            turns.append(_turn(entry, source, speaker, reached[source.pk]))
        insert(turns)
        return [
            _passage(entry, turn, speaker)
            for (entry, _, speaker), turn in zip(placed, turns, strict=True)
        ]


def _last_positions(sources: set[Source]) -> Counter[int]:
    turns = Turn.objects.filter(source__in=[source.pk for source in sources]).order_by()
    return Counter(dict(turns.values_list("source").annotate(Max("position"))))


def _turn(entry: Entry, source: Source, speaker: Speaker, position: int) -> Turn:
    is_reporters = entry.wording == Wording.PARAPHRASED
    return new(
        Turn,
        source=source,
        position=position,
        kind=TurnKind.NARRATION if is_reporters else TurnKind.STATEMENT,
        speaker=None if is_reporters else speaker,
        speaker_as_printed=entry.speaker,
        text=entry.text,
    )


def _passage(entry: Entry, turn: Turn, speaker: Speaker) -> Passage:
    passage = new(
        Passage,
        turn=turn,
        spans=[list(entry.span)],
        speaker=speaker,
        role_as_printed=entry.role,
        wording=entry.wording,
        language=entry.language,
    )
    passage.fill_from_turn()
    return passage


def progress_of(path: Path) -> CorpusLoad:
    """How far the file has been loaded, saved; or a new, unsaved progress.

    Raises NotLoadableError when lines that were loaded have changed since, and UnreadableError.
    """
    loads = list(CorpusLoad.objects.order_by("lines_done"))
    digests: dict[int, str] = {}
    with line_reader(path) as read:
        for load in loads:
            read.skip_to(load.lines_done)
            digests[read.number] = read.place.sha256
    known = [load for load in loads if digests.get(load.lines_done) == load.sha256]
    if not known and (similar := _similar_load(loads, read.place)):
        raise NotLoadableError(
            f"{similar.lines_done:,} lines of this file were loaded, and some of them are "
            "different now: loaded again, the others would be in the archive twice. Put new lines "
            "at the end, and corrected ones into a file of their own."
        )
    return known[-1] if known else CorpusLoad()


def advanced(load: CorpusLoad, read: Place, *, refused: int) -> CorpusLoad:
    """The progress after all that has been read, saved; the caller holds the archive's lock.

    ``load`` stays as it is. Raises NotLoadableError when another process loads the same file.
    """
    if load.pk is None:
        is_taken = _similar_load(list(CorpusLoad.objects.all()), read) is not None
    else:
        is_taken = CorpusLoad.objects.get(pk=load.pk).lines_done != load.lines_done
    if is_taken:
        raise NotLoadableError("Another process is loading this file: let it finish.")
    after = CorpusLoad(
        pk=load.pk,
        sha256=read.sha256,
        landmarks=list(read.landmarks),
        lines_done=read.number,
        lines_refused=load.lines_refused + refused,
    )
    after.save()
    return after


def _similar_load(loads: list[CorpusLoad], read: Place) -> CorpusLoad | None:
    """A load of the file as read, or of one much like it."""
    found = (load for load in loads if load.shares_a_line_with(read.landmarks))
    return next(found, None)
