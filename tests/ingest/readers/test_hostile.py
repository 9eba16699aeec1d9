import time
from collections import Counter
from pathlib import Path

import pytest

from quotes.ingest.documents import Document, UnreadableError
from quotes.ingest.readers.limits import MAX_MEMORY, MAX_SECONDS
from quotes.ingest.readers.process import ReaderProcess
from quotes.text.controls import plain
from tests.ingest.readers.hostile import FIRST, LAST, Hostile, Outcome, hostile_files


def faults_of(hostile: Hostile, found: Document | UnreadableError, took: float) -> list[str]:
    faults = []
    if took > MAX_SECONDS + 1:
        faults.append(f"took {took:.0f} seconds")
    if isinstance(found, UnreadableError):
        if hostile.outcome is Outcome.READ:
            faults.append(f"refused: {found}")
        if not str(found).endswith(".") or len(str(found)) > 400:
            faults.append(f"gives no sentence for a reason: {found}")
        return faults
    if hostile.outcome is Outcome.REFUSED:
        faults.append(f"read as {found.format}")
    receipt = found.receipt
    if (
        receipt.kept + sum(each.end - each.start for each in receipt.dropped)
        != receipt.characters_in
    ):
        faults.append("the receipt does not add up")
    if hostile.has_marks and not (FIRST in found.captured and LAST in found.captured):
        faults.append("words are lost without a word")
    if plain(found.captured) != found.captured or plain(found.text) != found.text:
        faults.append("cannot be stored as it is")
    return faults


def peak_of(reader: ReaderProcess) -> int:
    """Bytes of memory that the process had at most."""
    process = reader._process
    status = Path(f"/proc/{process.pid}/status") if process else Path("/nowhere")
    if not status.exists():
        return 0
    line = next((each for each in status.read_text().splitlines() if each.startswith("VmHWM")), "")
    return int(line.split()[1]) * 1024 if line else 0


@pytest.mark.slow
def test_every_hostile_file_is_read_whole_or_refused_with_a_reason_in_time() -> None:
    faults, outcomes, peak = [], Counter(), 0
    with ReaderProcess() as reader:
        for hostile in hostile_files():
            began = time.monotonic()
            try:
                found: Document | UnreadableError = reader.read(hostile.name, hostile.data)
            except UnreadableError as error:
                found = error
            outcomes["read" if isinstance(found, Document) else "refused"] += 1
            took = time.monotonic() - began
            faults += [f"{hostile.name[:60]}: {each}" for each in faults_of(hostile, found, took)]
            peak = max(peak, peak_of(reader))
    assert not faults
    assert outcomes.total() >= 200
    assert min(outcomes["read"], outcomes["refused"]) >= 50
    assert peak <= MAX_MEMORY
