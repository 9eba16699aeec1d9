"""How well documents are split into turns and passages, against what was counted by hand."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from quotes.ingest.documents import UnreadableError
from quotes.ingest.measuring import (
    Measured,
    Quotations,
    compared,
    measured,
    quotations,
    sha256_of,
)
from quotes.ingest.readers import read_document
from quotes.ingest.splitters import Split, split
from quotes.ingest.topic_proposals import Tagged, TopicLabel, TopicProposals
from quotes.management.base import ArchiveCommand

MARKED = {"labelled", "structured"}
SUM = "all"


class Command(ArchiveCommand):
    """Prints a line for each file, sums by kinds of shape, and shares of topics."""

    help = "Measure import: turns, speakers, quotations; topics with --fixtures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, help="The documents.")
        parser.add_argument("truth", nargs="?", type=Path, help="JSON: what is right for each.")
        parser.add_argument(
            "--fixtures", type=Path, help="Curated sources to compare with; topics are measured."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder, truth, fixtures = options["folder"], options["truth"], options["fixtures"]
        if folder and truth:
            self._files(folder, json.loads(truth.read_text("utf-8")))
        if folder and fixtures:
            self._sources(folder, fixtures)
        if fixtures:
            self._topics(fixtures)

    def _files(self, folder: Path, truth: dict[str, Any]) -> None:
        rows: list[Measured] = []
        quoted = Quotations(0, 0, 0, 0)
        for name, right in truth.items():
            if (read := self._split(folder / name)) is None:
                continue
            row = measured(name, *read, right)
            rows.append(row)
            self._row(row)
            if pairs := right.get("quotations"):
                quoted += quotations(read[1], [(each["text"], each["speaker"]) for each in pairs])
        self._sum("labelled, structured", [r for r in rows if r.split.shape in MARKED])
        self._sum("other shapes", [r for r in rows if r.split.shape not in MARKED])
        self._sum(SUM, rows)
        if quoted.expected:
            self.stdout.write(
                f"quotations: exact-span F1 {quoted.f1:.3f} ({quoted.exact} of {quoted.expected}, "
                f"{quoted.found} found), speakers {quoted.speakers} of {quoted.exact}"
            )

    def _split(self, path: Path) -> tuple[Any, Split] | None:
        try:
            document = read_document(path.name, path.read_bytes())
        except UnreadableError as error:
            self.stdout.write(f"{path.name[:46]:46} refused: {error}")
            return None
        return document, split(document)

    def _row(self, row: Measured) -> None:
        self.stdout.write(
            f"{row.name[:46]:46} {row.split.shape:11} {row.split.confidence:4.2f} "
            f"found {row.found:4} of {row.expected:4}, right {row.right:4}, "
            f"kept {row.kept / max(row.characters, 1):4.0%}, "
            f"{'all told' if row.is_tiled else 'TEXT LOST'}"
        )

    def _sum(self, name: str, rows: list[Measured]) -> None:
        expected = sum(max(row.found, row.expected) for row in rows)
        right = sum(row.right for row in rows)
        if expected:
            self.stdout.write(f"{name}: {len(rows)} files, {right} of {expected} right "
                              f"({right / expected:.1%})")  # fmt: skip

    def _sources(self, folder: Path, fixtures: Path) -> None:
        """The documents of the curated sources, known by the hash of their text."""
        names = {
            row["slug"]: row["name"]
            for row in json.loads((fixtures / "speakers.json").read_text("utf-8"))
        }
        sources = [json.loads(path.read_text("utf-8")) for path in _sources(fixtures)]
        known = {source["captured"]["sha256"]: source for source in sources}
        for path in sorted(folder.iterdir()):
            if path.suffix == ".json" or (read := self._split(path)) is None:
                continue
            if (source := known.get(sha256_of(read[0]))) is None:
                continue
            got = compared(read[1], source, names)
            self.stdout.write(
                f"{source['slug'][:34]:34} {read[1].shape:11} turns {got.turns_right} of "
                f"{got.turns}; passages {got.passages_exact} exact, {got.passages_covered} covered "
                f"of {got.passages}"
            )

    def _topics(self, fixtures: Path) -> None:
        labels, tagged, sources, mates = _tagged(fixtures)
        proposals = TopicProposals(labels, tagged)
        ways = {
            "without the passage's own tags": lambda key: {key},
            "without all tags of its source": lambda key: {
                other for other in sources if sources[other] == sources[key]
            },
            "without any tags": lambda key: set(sources),
        }
        for name, without in ways.items():
            hits = 0
            for each in tagged:
                left_out = without(each.key) | mates.get(each.key, set())
                found = proposals.propose(each.text, each.language, without=left_out)
                hits += bool({topic.slug for topic in found} & set(each.topics))
            self.stdout.write(
                f"topics, {name}: a right one among five for {hits} of {len(tagged)} "
                f"({hits / len(tagged):.1%})"
            )


def _sources(fixtures: Path) -> list[Path]:
    return sorted((fixtures / "sources").glob("*.json"))


def _tagged(
    fixtures: Path,
) -> tuple[list[TopicLabel], list[Tagged], dict[str, str], dict[str, set[str]]]:
    """Topics, tagged passages, the source of each, and other reports of the same statement."""
    rows = json.loads((fixtures / "topics.json").read_text("utf-8"))
    labels = [
        TopicLabel(row["slug"], (row["name"], *row["aliases"]), row["scope_note"])
        for row in rows
        if row["parent"]
    ]
    tagged, sources = [], {}
    for path in _sources(fixtures):
        for turn in json.loads(path.read_text("utf-8"))["turns"]:
            for row in turn["passages"]:
                sources[row["id"]] = path.stem
                tagged.append(Tagged(row["id"], row["text"], row["language"], tuple(row["topics"])))
    mates: dict[str, set[str]] = {}
    for row in json.loads((fixtures / "utterances.json").read_text("utf-8")):
        members = {member["passage"] for member in row["members"]}
        mates |= dict.fromkeys(members, members)
    return labels, tagged, sources, mates
