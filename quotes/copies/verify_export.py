"""Checks an export of On Record: alone, with nothing but Python's standard library.

    python3 verify_export.py FOLDER-OR-ZIP [CHECKPOINT]

CHECKPOINT was published earlier and kept by somebody you trust; without it, contradictions show.
The exit status is 0 if the export is sound, and 1 if not.
"""

import io
import json
import os
import re
import stat
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from hashlib import sha256
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

FORMATS = (1, 2)
RESOURCES = (
    "topics", "series", "events", "outlets", "speakers", "interviews", "sources", "turns",
    "registry", "passages", "records", "words", "utterances",
)  # fmt: skip
PACKAGE, CHECKPOINT, VERIFIER = "datapackage.json", "checkpoint.txt", "verify_export.py"
NAMES = (*(f"{name}.jsonl" for name in RESOURCES), PACKAGE, CHECKPOINT, VERIFIER)
TITLE = "On Record checkpoint 1"
FORMS = {
    "records": "[0-9]{1,18}", "root": "[0-9a-f]{64}|-", "date": "[0-9T:.+-]{1,40}",
    "change": "[0-9]{1,18}", "package": "[0-9a-f]{64}", "verifier": "[0-9a-f]{64}",
}  # fmt: skip
NEEDED = ("records", "root", "date", "change")
SHOWN, ENDS = ("published", "reinstated"), ("withdrawn", "merged_into", "split_into")
ALPHABET = "0123456789bcdfghjkmnpqrstvwxz"
OWN = ["role", "wording", "language", "translated_from", "translated_by", "is_excerpt", "note"]
EVENT = ["name", "short_name", "kind", "dates", "place"]
SOURCE = ["title", "kind", "byline", "url", "archived_url", "published", "note"]
# What no export reaches: a file that does was made to fill somebody's memory or time.
MAX_SMALL_FILE, MAX_LINE = 4 << 20, 64 << 20
MAX_RATIO, RATIO_COUNTS_FROM = 200, 16 << 20
Row = dict[str, Any]


class FaultError(Exception):
    """Something so wrong that nothing can be checked behind it."""


class Export:
    """The files of an export, in a folder or a zip file; ``at`` is the place read last."""

    def __init__(self, path: Path) -> None:
        self.path, self.zip = path, zipfile.ZipFile(path) if path.is_file() else None
        self.at: tuple[str, int] = ("", 0)

    @cached_property
    def package(self) -> Row:
        """What ``datapackage.json`` says."""
        return _object(self.read(PACKAGE))

    @cached_property
    def checkpoint(self) -> dict[str, str]:
        """What ``checkpoint.txt`` says."""
        return _parsed(self.read(CHECKPOINT).decode())

    @property
    def place(self) -> str:
        """Where somebody should look."""
        name, line = self.at
        return f"{name}, line {line}" if line else name or "It"

    def open(self, name: str) -> Any:
        """One of the files, to be read as bytes."""
        self.at = (name, 0)
        if self.zip is None:
            return (self.path / name).open("rb")
        return io.BufferedReader(self.zip.open(name), 1 << 20)

    def read(self, name: str) -> bytes:
        """All of a small file."""
        with self.open(name) as file:
            content = file.read(MAX_SMALL_FILE + 1)
        if len(content) > MAX_SMALL_FILE:
            raise FaultError(f"{name} is longer than {MAX_SMALL_FILE:,} bytes.")
        return content

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a resource, in order, with their line feeds."""
        number = 0
        with self.open(f"{name}.jsonl") as file:
            while line := file.readline(MAX_LINE + 1):
                number += 1
                if len(line) > MAX_LINE:
                    raise FaultError(f"{name}.jsonl, line {number} is too long.")
                self.at = (f"{name}.jsonl", number)
                yield line

    def rows(self, name: str) -> Iterator[Row]:
        """The rows of a resource, in order."""
        return map(_object, self.lines(name))


def _object(text: bytes) -> Row:
    """The JSON object that ``text`` is; whole numbers alone."""
    made = json.loads(text, parse_float=_refused, parse_constant=_refused)
    if not isinstance(made, dict):
        raise ValueError("not a JSON object")
    return made


def _refused(number: str) -> None:
    raise ValueError(f"not a whole number: {number[:20]}")


def _canonical(row: Row) -> bytes:
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _parsed(checkpoint: str) -> dict[str, str]:
    title, *lines = checkpoint.strip().splitlines() or [""]
    values = dict(line.partition(": ")[::2] for line in lines)
    is_well_formed = all(re.fullmatch(FORMS.get(name, ".*"), values[name]) for name in values)
    is_whole = len(values) == len(lines) and all(name in values for name in NEEDED)
    if title != TITLE or not is_whole or not is_well_formed:
        raise FaultError("The checkpoint is none of On Record, or not whole.")
    return values


def faults(path: Path, published: str = "") -> Iterator[str]:
    """What is wrong, a sentence each; ``published`` is the text of an earlier checkpoint."""
    export: Export | None = None
    try:
        known = _parsed(published) if published else {}
        listing = list(_listing_faults(path))
        yield from listing
        if not listing:
            export = Export(path)
            yield from (
                _format_faults(export)
                or [*_file_faults(export, known)]
                or (_row_faults(export, known))
            )
    except FaultError as error:
        yield str(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, this is no sound export
        place = export.place if export else "It"
        yield f"{place} is incomplete or malformed: {type(error).__name__}: {str(error)[:200]}."


def _listing_faults(path: Path) -> Iterator[str]:
    """Files that an export has not or has not like this, and files that are missing."""
    found = list(_packed(path) if path.is_file() else _in_folder(path))
    yield from (f"{name!a} {fault}." for name, fault in found if fault)
    for name, times in Counter(name for name, _ in found).items():
        if name not in NAMES:
            like = [each for each in NAMES if each.casefold() == name.casefold()]
            yield f"{name!a} is no file of an export{', only like ' * bool(like)}{''.join(like)}."
        elif times > 1:
            yield f"{name} is there {times} times."
    names = {name for name, _ in found}
    yield from (f"{name} is missing." for name in NAMES if name not in names)


def _in_folder(path: Path) -> Iterator[tuple[str, str]]:
    for entry in os.scandir(path):
        is_plain = entry.is_file(follow_symlinks=False)
        kind = "is a symbolic link" if entry.is_symlink() else "is not a plain file"
        yield entry.name, "" if is_plain else kind


def _packed(path: Path) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(path) as packed:
        entries = packed.infolist()
        if packed.comment or min((each.header_offset for each in entries), default=0):
            yield path.name, "holds something beside its files"
    for each in entries:
        kind = stat.S_IFMT(each.external_attr >> 16)
        fault = ""
        if kind == stat.S_IFLNK:
            fault = "is a symbolic link"
        elif (
            kind not in (0, stat.S_IFREG) or each.flag_bits & 1 or each.compress_type not in (0, 8)
        ):
            fault = "is not a plain file"
        elif each.file_size > max(RATIO_COUNTS_FROM, MAX_RATIO * each.compress_size):
            fault = f"would unpack to {each.file_size:,} bytes of nothing much"
        yield each.filename, fault


def _format_faults(export: Export) -> list[str]:
    formats = [export.package[name] for name in ("export_format", "record_format")]
    if formats[0] not in FORMATS or formats[0] != formats[1]:
        return [f"It has format {formats[0]}, records {formats[1]}; this reads 1 and 2."]
    described = [(each["name"], each["path"]) for each in export.package["resources"]]
    if described != [(name, f"{name}.jsonl") for name in RESOURCES]:
        return ["datapackage.json describes other files than an export has."]
    return []


def _file_faults(export: Export, known: dict[str, str]) -> Iterator[str]:
    checkpoint = export.checkpoint
    if sha256(export.read(PACKAGE)).hexdigest() != checkpoint.get("package"):
        yield "datapackage.json is not what the checkpoint says."
    verifier = sha256(export.read(VERIFIER)).hexdigest()
    if export.package["export_format"] > 1 and verifier != checkpoint.get("verifier"):
        yield "verify_export.py is not what the checkpoint says."
    for each in export.package["resources"]:
        read, size, rows = sha256(), 0, 0
        with export.open(each["path"]) as file:
            while block := file.read(1 << 20):
                read.update(block)
                size, rows = size + len(block), rows + block.count(b"\n")
        if (f"sha256:{read.hexdigest()}", size, rows) != (
            each["hash"],
            each["bytes"],
            each["rows"],
        ):
            yield f"{each['path']} is not what datapackage.json says."
    for name, own in checkpoint.items() if known else ():
        if name in ("records", "change") and int(own) < int(known[name]):
            yield f"It is older than the published checkpoint, or cut off: {name} {own}."
        elif checkpoint["change"] == known["change"] and own != known.get(name, own):
            yield f"The published checkpoint says otherwise: {name} {known[name]}."


def _row_faults(export: Export, known: dict[str, str]) -> Iterator[str]:
    states: dict[str, str] = {}
    for event in export.rows("registry"):
        name, is_first = event["id"], event["kind"] == "published"
        check = sum(place * ALPHABET.index(c) for place, c in enumerate(name[:-1], 1))
        if len(name) != 8 or ALPHABET[check % 29] != name[-1] or is_first == (name in states):
            yield f"Identifier {name}: it is mistyped, or its history has another beginning."
        states[name] = "published" if event["kind"] in SHOWN else "withdrawn"
    log = Log(export, states)
    yield from log.faults(known)
    for row, printed in _passages(export):
        state, (version, recorded) = states.pop(row["id"], ""), log.last.pop(row["id"], (0, b""))
        is_same = state == "withdrawn" or _digest(printed, row["text"]) == recorded
        is_same &= _fits(row) and row["published_at"] == log.first.get(row["id"])
        if (row["version"], row["state"], is_same) != (version, state, True):
            yield f"Passage {row['id']}: it is not what log and registry say."
    yield from (f"Passage {name} is missing." for name in log.last.keys() | states.keys())


class Log:
    """The records, read in order beside the words and the events that belong to them."""

    def __init__(self, export: Export, states: dict[str, str]) -> None:
        self.export, self.states = export, states
        self.words, self.events = export.rows("words"), export.lines("registry")
        self.sequence, self.previous, self.format, self.time = 0, "", 0, "-"
        self.do_events_agree = True
        self.first: dict[str, str] = {}
        self.last: dict[str, tuple[int, bytes]] = {}
        # When and why words were removed, by passage and version: as recorded, and as shown.
        self.removals: dict[tuple[str, int], tuple[str, str]] = {}
        self.tombstones: dict[tuple[str, int], tuple[str, str]] = {}

    def faults(self, known: dict[str, str]) -> Iterator[str]:
        """What is wrong with the records, and with what must agree with them."""
        for line in self.export.lines("records"):
            self.sequence += 1
            yield from (f"Record {self.sequence}: {fault}." for fault in self._of_record(line))
            self.previous = sha256(line.rstrip(b"\n")).hexdigest()
            if known.get("records") == str(self.sequence) and known["root"] != self.previous:
                yield f"Record {self.sequence} is not the one that the published checkpoint names."
        yield from self._at_the_end()

    def _of_record(self, line: bytes) -> Iterator[str]:
        record = _object(line)
        self.time, kind = record["time"], record["kind"]
        if (record["sequence"], record["previous"]) != (self.sequence, self.previous):
            yield "it does not continue the record before"
        if _canonical(record) + b"\n" != line:
            yield "it is not in canonical form"
        formats = (self.format, record["format"])
        # Format 2 is the first, or begins behind format 1 with a record of the registry.
        if formats not in ([(1, 2)] if kind == "registry" else [(0, 1), (0, 2), (1, 1), (2, 2)]):
            yield f"no record of kind {kind} and format {formats[1]} can stand here"
        self.format = record["format"]
        if "printed" in record:
            yield from self._of_version(record)
        elif self.format == 1 or kind not in (*ENDS, "expunged", "registry"):
            yield f"it is of an unknown kind, {kind}"
        elif kind == "expunged":
            when = record["happened"] if "happened" in record else record["time"]
            self.removals[record["passage"], record["version"]] = (when, record["reason"])
        if self.format > 1 and self.do_events_agree and not self._has_its_events(record):
            self.do_events_agree = False  # one that is missing would shift all behind it
            yield "registry.jsonl says otherwise, and was not compared further"

    def _of_version(self, record: Row) -> Iterator[str]:
        words: Row = next(self.words, {"salt": "", "words": "", "removed": "", "sequence": 0})
        name, version, removed = record["passage"], record["version"], words["removed"]
        before = self.last.get(name, (0,))[0]
        belongs = (words["sequence"], words.get("passage"), words.get("version"))
        if (version, belongs) != (before + 1, (self.sequence, name, version)):
            yield "it or its words do not continue the version before"
        if (version == 1) != (record["kind"] == "first"):
            yield "it is the first version, or says so, and one alone is true"
        hashed = sha256(f"{words['salt']}\n{words['words']}".encode()).hexdigest()
        is_gone = removed == "expunged" or removed == "withdrawn" == self.states.get(name)
        is_gone &= (words["salt"], words["words"]) == (None, None)
        if not (is_gone if removed else hashed == record["words"]):
            yield "its words are missing, or not what their hash says"
        if removed == "expunged":
            self.tombstones[name, version] = (words["time"], words["reason"])
        self.first.setdefault(name, record["time"])
        self.last[name] = version, _digest(record["printed"], words["words"])

    def _has_its_events(self, record: Row) -> bool:
        """Whether the next lines of the registry are what this record vouches for."""
        if record["kind"] == "registry":
            number, read = 0, sha256()
            for line in islice(self.events, record["events"]):
                number += 1
                read.update(line)
            return (number, read.hexdigest()) == (record["events"], record["events_sha256"])
        kind = "published" if record["kind"] == "first" else record["kind"]
        if kind not in (*SHOWN, *ENDS):
            return True
        event = {"id": record["passage"], "kind": kind, "target": record.get("target")}
        line = _canonical({**event, "reason": record["reason"], "time": record["time"]})
        return next(self.events, b"") == line + b"\n"

    def _at_the_end(self) -> Iterator[str]:
        package, checkpoint = self.export.package, self.export.checkpoint
        if next(self.words, None):
            yield "words.jsonl holds words that no record tells of."
        if package["export_format"] > 1:
            if self.do_events_agree and next(self.events, None):
                yield "registry.jsonl holds events that no record tells of."
            for name, version in self.removals.keys() | self.tombstones.keys():
                key = (name, version)
                if self.removals.get(key) != self.tombstones.get(key):
                    yield (
                        f"Passage {name}, version {version}: log and words.jsonl disagree on "
                        "whether, when or why its words were removed."
                    )
        elif self.format > 1:
            yield "It holds records of another format than it says."
        own = {"records": self.sequence, "root": self.previous or "-", "date": self.time}
        own |= {"change": package["change"], "package": checkpoint["package"]}
        own |= {name: checkpoint[name] for name in ("verifier",) if name in checkpoint}
        text = "".join(f"{name}: {value}\n" for name, value in own.items())
        if self.export.read(CHECKPOINT).decode() != f"{TITLE}\n{text}":
            yield "Its own checkpoint is not that of its records."


def _passages(export: Export) -> Iterator[tuple[Row, Row]]:
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


def _fits(row: Row) -> bool:
    """Whether a passage's places in its turn are as long as its words, which a space joins."""
    lengths = [end - start for start, end, *_ in row["spans"] or []]
    return row["text"] is None or sum(lengths) + len(lengths) - 1 == len(row["text"])


def _digest(printed: Any, words: str | None) -> bytes:
    return sha256(json.dumps([printed, words], sort_keys=True).encode()).digest()[:16]


def coverage(path: Path, published: str) -> str:
    """How far the published checkpoint vouches for a sound export."""
    if not published:
        return "No published checkpoint was given: whoever made all of it anew is not found."
    known, own = _parsed(published), Export(path).checkpoint
    if known.get("package") == own["package"]:
        return "The published checkpoint covers all of it."
    return (
        f"The published checkpoint covers the log up to record {known['records']}. Not covered: "
        "topics, descriptions, offices, the order of things, and what came later."
    )


def main(arguments: list[str]) -> int:
    """Check what the arguments name, and tell; gives the exit status."""
    if len(arguments) not in (1, 2):
        sys.stderr.write(__doc__)
        return 1
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    path, published = Path(arguments[0]), ""
    try:
        if arguments[1:]:
            with Path(arguments[1]).open(encoding="utf-8") as file:
                published = file.read(MAX_SMALL_FILE)
            _parsed(published)
    except (OSError, ValueError, FaultError) as error:
        sys.stdout.write(f"{arguments[1]} is no checkpoint: {error}\nNothing was checked.\n")
        return 1
    is_sound = True
    for fault in faults(path, published):
        is_sound = False
        sys.stdout.write(f"{fault}\n")
    sys.stdout.write(f"{coverage(path, published)}\n" if is_sound else "")
    sys.stdout.write(f"The export is {'' if is_sound else 'not '}sound.\n")
    return not is_sound


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
