"""The archive against a checkpoint that was kept in another place."""

from collections.abc import Iterator
from dataclasses import replace

from quotes.copies.exporting import checkpoint_of_export
from quotes.editorial.checkpoint import Checkpoint, current_checkpoint
from quotes.models import PassageRevision, RegistryRecord
from quotes.text.counted import counted


def covers_all(known: Checkpoint) -> bool:
    """Whether it is of an export, and readers have been shown no change since."""
    return bool(known.package) and known.change == current_checkpoint().change


def checkpoint_faults(known: Checkpoint) -> Iterator[str]:
    """Where the archive disagrees, a sentence each."""
    now = current_checkpoint()
    if now.records < known.records or now.change < known.change:
        yield (
            f"The checkpoint knows of {counted(known.records, 'record')} and change "
            f"{known.change}; the archive ends at {now.records} and {now.change}."
        )
        return
    record = [
        sha256
        for model in (PassageRevision, RegistryRecord)
        for sha256 in model.objects.filter(sequence=known.records).values_list("sha256", flat=True)
    ]
    if known.records and record != [known.root]:
        yield f"Record {known.records} is not the one that the checkpoint names."
    elif now.change == known.change and now != replace(known, package=""):
        yield "There are other records than the checkpoint names, and no change was counted."
    elif covers_all(known) and checkpoint_of_export() != known:
        yield "Something public is not what it was at the checkpoint, and no change was counted."
