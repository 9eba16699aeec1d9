"""How well documents are split into turns and passages, against what was counted by hand.

A unit is a turn, or in a report a quotation; it is right if it has the right speaker.
"""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from quotes.ingest.documents import UnreadableError
from quotes.ingest.measuring import (
    Measured,
    Quotations,
    Rates,
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


def is_english(row: Measured) -> bool:
    """Whether a file is in English."""
    return row.language[:2] == "en"


def is_report(row: Measured) -> bool:
    """Whether a file was split as a report, whose units are quotations."""
    return row.split.shape == "report"


GROUPS: dict[str, Callable[[Measured], bool]] = {
    "labelled, structured": lambda row: row.split.shape in MARKED,
    "headed, dashed, alternating, speeches": lambda row: (
        row.split.shape not in MARKED and not is_report(row)
    ),
    "reports in English": lambda row: is_report(row) and is_english(row),
    "reports in other languages": lambda row: is_report(row) and not is_english(row),
    "all": lambda row: True,
}


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
        quoted: dict[bool, list[Quotations]] = {True: [], False: []}
        for name, right in truth.items():
            if (read := self._split(folder / name)) is None:
                continue
            rows.append(row := measured(name, *read, right))
            self._row(row)
            if pairs := right.get("quotations"):
                found = quotations(read[1], [(each["text"], each["speaker"]) for each in pairs])
                quoted[is_english(row)].append(found)
                self.stdout.write(f"    exact spans: {found.spans}; speakers {found.speakers}")
        for title, belongs in GROUPS.items():
            self._sum(title, [row for row in rows if belongs(row)])
        for english, title in ((True, "in English"), (False, "in other languages")):
            self._quoted(f"quotations {title}", quoted[english])

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

    def _sum(self, title: str, rows: list[Measured]) -> None:
        if rows:
            characters = sum(row.characters for row in rows)
            kept = sum(row.kept for row in rows) / max(characters, 1)
            self.stdout.write(
                f"{title}, {len(rows)} files: {Rates.sum(row.rates for row in rows)}; "
                f"{kept:.0%} of the text in turns, "
                f"{sum(not row.is_tiled for row in rows)} with lost text"
            )

    def _quoted(self, title: str, found: list[Quotations]) -> None:
        if found:
            spans = Rates.sum(each.spans for each in found)
            speakers = sum(each.speakers for each in found)
            self.stdout.write(
                f"{title}, exact spans: {spans}; speakers of these: {speakers} of {spans.right} "
                f"({speakers / max(spans.right, 1):.1%})"
            )

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
