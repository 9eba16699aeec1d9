"""Files to be imported: found, read in a process of their own, split, and described as JSON."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from quotes.ingest.captures import Capture, capture
from quotes.ingest.documents import Document, UnreadableError, day_of
from quotes.ingest.proposals import proposed_details
from quotes.ingest.readers.limits import MAX_BYTES
from quotes.ingest.readers.process import ReaderProcess
from quotes.ingest.splitters import Passage, ShapeError, split

Json = dict[str, Any]


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named, in order; hidden ones and links left out."""
    for path in paths:
        if path.is_dir():
            inside = (each for each in sorted(path.rglob("*")) if each.is_file())
            for each in inside:
                is_hidden = any(part.startswith(".") for part in each.relative_to(path).parts)
                if not is_hidden and not each.is_symlink():
                    yield each
        else:
            yield path


def contents_of(path: Path) -> bytes:
    """The bytes of a file; raises UnreadableError for what is none, or too large."""
    try:
        if not path.is_file():
            raise UnreadableError("There is no such file.")
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableError(f"The file has more than {MAX_BYTES / 1e6:.0f} MB. Split it.")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"The file cannot be opened: {error.strerror}.") from error


def digest(data: bytes) -> str:
    """What a file is known by."""
    return sha256(data).hexdigest()


def captured(reader: ReaderProcess, name: str, data: bytes, shape: str | None) -> Capture:
    """A file's document, split; raises UnreadableError where it has no conversation in it."""
    return split_document(reader.read(name, data), shape)


def split_document(document: Document, shape: str | None) -> Capture:
    """A document, split; raises UnreadableError where it has no conversation in it."""
    try:
        found = split(document, shape)
    except ShapeError as error:
        raise UnreadableError(str(error)) from error
    if not found.turns:
        raise UnreadableError("The file has no words that anybody says. Name its shape.")
    return capture(document, found)


def as_json(
    file: str, found: Capture, topics: Callable[[Passage], list[str]] = lambda passage: []
) -> Json:
    """A capture as programs read it; offsets of the receipt are places in the captured text.

    ``start`` and ``end`` of a passage are those of its first and last span in the turn's text.
    """
    return {
        "file": file,
        "shape": found.split.shape.value,
        "confidence": found.split.confidence,
        "metadata": _metadata(found),
        "turns": [
            {
                "position": turn.position,
                "kind": turn.kind.value,
                "speaker": turn.speaker,
                "speaker_as_printed": turn.speaker_as_printed,
                "text": turn.text,
                "locator": turn.locator,
            }
            for turn in found.split.turns
        ],
        "passages": [
            {
                "turn": each.turn,
                "start": each.spans[0][0],
                "end": each.spans[-1][1],
                "spans": [list(span) for span in each.spans],
                "text": each.text,
                "speaker": each.speaker,
                "wording": each.wording,
                "topics": topics(each),
            }
            for each in found.passages
        ],
        "receipt": {
            "characters_in": len(found.document.captured),
            "kept": found.kept,
            "dropped": [
                {key: each[key] for key in ("start", "end", "reason")} for each in found.dropped
            ],
            "mended": [
                {"start": each.start, "end": each.end, "text": each.text, "reason": each.reason}
                for each in found.document.receipt.mended
            ],
        },
        "refused": None,
    }


def _metadata(found: Capture) -> Json:
    """What the file says of itself; what only its words make likely is named as ``inferred``."""
    said = asdict(found.document.metadata)
    likely = proposed_details(found.document, found.split)
    inferred = {
        "date": day_of(likely.said_on),
        "language": likely.language,
        "event": likely.event.name if likely.event else "",
        "outlet": likely.outlet.name if likely.outlet else "",
    }
    added = {name: value for name, value in inferred.items() if value and not said[name]}
    return {**said, **added, "inferred": sorted(added), "format": found.document.format}


def refused_as_json(file: str, reason: str) -> Json:
    """A file that was refused, in the same form."""
    return {
        "file": file,
        "shape": None,
        "confidence": 0.0,
        "metadata": {},
        "turns": [],
        "passages": [],
        "receipt": {"characters_in": 0, "kept": 0, "dropped": [], "mended": []},
        "refused": reason,
    }
