"""Where to go on in a file, some of whose lines may have been loaded before."""

from pathlib import Path

from quotes.ingest.corpus.files import LineReader, line_reader
from quotes.models import CorpusLoad


class NotLoadableError(Exception):
    """A file that must not be loaded as it is; says why and what to do."""


def progress_of(path: Path) -> CorpusLoad:
    """How far the file has been loaded, saved; or a new, unsaved progress.

    Raises NotLoadableError when lines that were loaded have changed since, and UnreadableError.
    """
    loads = list(CorpusLoad.objects.order_by("lines_done"))
    digests: dict[int, str] = {}
    with line_reader(path) as read:
        for load in loads:
            read.skip_to(load.lines_done)
            digests[read.number] = read.sha256
    known = [load for load in loads if digests.get(load.lines_done) == load.sha256]
    if not known and (kin := _kin(loads, read)):
        raise NotLoadableError(
            f"{kin.lines_done:,} lines of this file were loaded, and some of them are different "
            "now: loaded again, the others would be in the archive twice. Put new lines at the "
            "end, and corrected ones into a file of their own."
        )
    return known[-1] if known else CorpusLoad()


def advanced(load: CorpusLoad, read: LineReader, *, refused: int) -> CorpusLoad:
    """The progress after all that has been read, saved; the caller holds the archive's lock.

    ``load`` stays as it is. Raises NotLoadableError when another process loads the same file.
    """
    if load.pk is None:
        is_taken = _kin(list(CorpusLoad.objects.all()), read) is not None
    else:
        is_taken = CorpusLoad.objects.get(pk=load.pk).lines_done != load.lines_done
    if is_taken:
        raise NotLoadableError("Another process is loading this file: let it finish.")
    after = CorpusLoad(
        pk=load.pk,
        sha256=read.sha256,
        landmarks=read.landmarks,
        lines_done=read.number,
        lines_refused=load.lines_refused + refused,
    )
    after.save()
    return after


def _kin(loads: list[CorpusLoad], read: LineReader) -> CorpusLoad | None:
    """A load of the file as read, or of one much like it."""
    return next((load for load in loads if load.shares_a_line_with(read.landmarks)), None)
