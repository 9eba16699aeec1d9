"""Checks an export of On Record: alone, with nothing but Python's standard library.

    python3 verify_export.py FOLDER-OR-ZIP [CHECKPOINT]

CHECKPOINT was published earlier and kept by somebody you trust; without it, contradictions show.
"""

import json
import sys
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from itertools import accumulate, zip_longest
from pathlib import Path
from typing import Any

FORMAT, SHOWN = 1, ("published", "reinstated")
ALPHABET = "0123456789bcdfghjkmnpqrstvwxz"
OWN = ["role", "wording", "language", "translated_from", "translated_by", "is_excerpt", "note"]
EVENT = ["name", "short_name", "kind", "dates", "place"]
SOURCE = ["title", "kind", "byline", "url", "archived_url", "published", "note"]


class Export:
    """The files of an export, in a folder or a zip file."""

    def __init__(self, path: Path) -> None:
        self.path, self.zip = path, zipfile.ZipFile(path) if path.is_file() else None
        self.read = self.zip.read if self.zip else lambda name: (path / name).read_bytes()
        self.package = json.loads(self.read("datapackage.json"))
        self.checkpoint = _parse(self.read("checkpoint.txt").decode())

    def open(self, name: str) -> Any:
        """One of the files, to be read as bytes."""
        return self.zip.open(name) if self.zip else (self.path / name).open("rb")

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """The rows of a resource, in order."""
        with self.open(f"{name}.jsonl") as file:
            yield from map(json.loads, file)


def _parse(checkpoint: str) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in checkpoint.splitlines()[1:])


def faults(path: Path, published: str = "") -> Iterator[str]:
    """What is wrong, a sentence each; ``published`` is the text of an earlier checkpoint."""
    try:
        export, known = Export(path), _parse(published)
        it = export.package["export_format"]
        other = [f"It has format {it}; this reads format {FORMAT}."] if it != FORMAT else []
        yield from other or [*_file_faults(export, known)] or _row_faults(export, known)
    except Exception as error:  # noqa: BLE001 - whatever it is, this is no sound export
        yield f"It is incomplete or malformed: {type(error).__name__}: {error}."


def _file_faults(export: Export, known: dict[str, str]) -> Iterator[str]:
    if sha256(export.read("datapackage.json")).hexdigest() != export.checkpoint["package"]:
        yield "datapackage.json is not what the checkpoint says."
    for each in export.package["resources"]:
        read, size, rows = sha256(), 0, 0
        with export.open(f"{each['name']}.jsonl") as file:
            while block := file.read(1 << 20):
                read.update(block)
                size, rows = size + len(block), rows + block.count(b"\n")
        if (read.hexdigest(), size, rows) != (each["hash"][7:], each["bytes"], each["rows"]):
            yield f"{each['name']}.jsonl is not what datapackage.json says."
    for name, own in export.checkpoint.items() if known else ():
        if name in ("records", "change") and int(own) < int(known[name]):
            yield f"It is older than the published checkpoint, or cut off: {name} {own}."
        elif export.checkpoint["change"] == known["change"] and own != known.get(name, own):
            yield f"The published checkpoint says otherwise: {name} {known[name]}."


def _row_faults(export: Export, known: dict[str, str]) -> Iterator[str]:
    states: dict[str, str] = {}
    last: dict[str, tuple[int, bytes]] = {}
    for event in export.rows("registry"):
        name, is_first = event["id"], event["kind"] == "published"
        check = sum(place * ALPHABET.index(c) for place, c in enumerate(name[:-1], 1))
        if len(name) != 8 or ALPHABET[check % 29] != name[-1] or is_first == (name in states):
            yield f"Identifier {name}: it is mistyped, or its history has another beginning."
        states[name] = "published" if event["kind"] in SHOWN else "withdrawn"
    yield from _log_faults(export, known, states, last)
    for row, printed in _passages(export):
        state, (version, recorded) = states.pop(row["id"], ""), last.pop(row["id"], (0, b""))
        is_same = state == "withdrawn" or _digest(printed, row["text"]) == recorded
        if (row["version"], row["state"], is_same) != (version, state, True):
            yield f"Passage {row['id']}: it is not what log and registry say."
    yield from (f"Passage {name} is missing." for name in last.keys() | states.keys())


def _log_faults(export: Export, known: dict, states: dict, last: dict) -> Iterator[str]:
    sequence, previous, record = 0, "", {"time": "-"}
    with export.open("records.jsonl") as lines:
        for line, words in zip_longest(lines, export.rows("words")):
            sequence, record = sequence + 1, json.loads(line)
            hashed = sha256(f"{words['salt']}\n{words['words']}".encode()).hexdigest()
            name, version, removed = record["passage"], record["version"], words["removed"]
            stands = (record["sequence"], name, version, record["previous"])
            belongs = (words["sequence"], words["passage"], words["version"], previous)
            if not stands == belongs == (sequence, name, last.get(name, (0,))[0] + 1, previous):
                yield f"Record {sequence}: it or its words do not continue the record before."
            is_gone = removed == "expunged" or removed == "withdrawn" == states.get(name)
            if not (is_gone if removed else hashed == record["words"]):
                yield f"Record {sequence}: its words are missing, or not what their hash says."
            previous = sha256(line.rstrip(b"\n")).hexdigest()
            if known.get("records") == str(sequence) and known["root"] != previous:
                yield f"Record {sequence} is not the one that the published checkpoint names."
            last[name] = version, _digest(record["printed"], words["words"])
    text = f"records: {sequence}\nroot: {previous or '-'}\ndate: {record['time']}\n"
    text += f"change: {export.package['change']}\npackage: {export.checkpoint['package']}\n"
    if export.read("checkpoint.txt").decode() != f"On Record checkpoint 1\n{text}":
        yield "Its own checkpoint is not that of its records."


def _passages(export: Export) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    speakers, outlets, events, interviews, sources = (
        {row["slug"]: row for row in export.rows(name)}
        for name in ("speakers", "outlets", "events", "interviews", "sources")
    )
    turns = {row["number"]: row for row in export.rows("turns") if row["answers"] or row["text"]}
    for row in export.rows("passages"):
        source, spans = sources[row["source"]], row["spans"] or []
        interview, outlet = interviews[source["interview"]], outlets[source["outlet"]]["name"]
        asked = turns.get(turns.get(row["turn"], {}).get("answers"))
        printed = {
            **{key: row[key] for key in OWN},
            "speaker": speakers[row["speaker"]]["name"],
            "words_by": (source["byline"] or outlet) if row["wording"] == "paraphrased" else "",
            "joints": [*accumulate(end - start + 1 for start, end, *_ in spans[:-1])],
            "said_on": row["said_on"] or interview["dates"],
            "question": asked and {"speaker": asked["asker"], "text": asked["text"]},
            "interview": {key: interview[key] for key in ("title", "format")},
            "event": {key: events[interview["event"]][key] for key in EVENT},
            "source": {**{key: source[key] for key in SOURCE}, "outlet": outlet},
        }
        yield row, printed


def _digest(printed: Any, words: str | None) -> bytes:
    return sha256(json.dumps([printed, words], sort_keys=True).encode()).digest()[:16]


if __name__ == "__main__":
    given = [Path(name) for name in sys.argv[1:]] or sys.exit(__doc__)
    wrong = list(faults(given[0], *(path.read_text() for path in given[1:])))
    sys.stdout.write("\n".join([*wrong, f"The export is {'not ' * bool(wrong)}sound.\n"]))
    sys.exit(bool(wrong))
