"""``import_source``: documents as turns and draft passages, for editors to review."""

import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import OperationalError, reset_queries

from quotes.ingest import files
from quotes.ingest.anchors import Fate
from quotes.ingest.captures import Capture
from quotes.ingest.documents import UnreadableError
from quotes.ingest.importer import Imported, import_capture, imported_before
from quotes.ingest.proposals import TopicsOfArchive
from quotes.ingest.readers.process import ReaderProcess
from quotes.ingest.splitters import Shape
from quotes.management.base import ArchiveCommand
from quotes.models import Interview
from quotes.text.counted import counted

SHAPES = [shape.value for shape in Shape]
GO_ON = "What is imported stays; run the same command again to go on."
SECONDS_BETWEEN_REPORTS = 1


class Command(ArchiveCommand):
    """Reads, splits and imports one file after another, telling what became of each."""

    help = (
        "Import documents as sources with turns and draft passages. A file that was imported "
        "before is left out; one that has changed is brought up to date, its passages keep ids."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The files, and what is known of them."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE|FOLDER")
        parser.add_argument(
            "--interview", metavar="SLUG", help="the interview that the files report"
        )
        parser.add_argument("--shape", choices=SHAPES, help="how they mark who speaks")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, **options: Any) -> None:
        """Import all files; fails if one was refused."""
        self.options = options
        self.tally: Counter[str] = Counter()
        self.started = self.reported = time.monotonic()
        self.interview = self._interview(options["interview"])
        self.topics = TopicsOfArchive()
        try:
            with ReaderProcess() as reader:
                for path in files.files_in(options["files"]):
                    self._file(reader, path)
                    # Where DEBUG is on, Django keeps every statement.
                    reset_queries()
        except OperationalError as error:
            raise CommandError(f"The database failed: {error}. {GO_ON}") from error
        except KeyboardInterrupt:
            raise CommandError(f"Interrupted. {GO_ON}", returncode=130) from None
        self._report()

    def _interview(self, slug: str | None) -> Interview | None:
        if not slug:
            return None
        found = Interview.objects.at(slug)
        if found is None:
            raise CommandError(f"There is no interview “{slug}”: take its slug from its address.")
        return found

    def _file(self, reader: ReaderProcess, path: Path) -> None:
        self.tally["files"] += 1
        try:
            data = files.contents_of(path)
            digest = files.digest(data)
            is_text = self.options["format"] == "text"
            if is_text and not self.options["shape"] and (known := imported_before(digest)):
                self.tally["unchanged"] += 1
                self._tell(f"{path}: imported before, as {known.slug}.")
                return
            found = files.captured(reader, path.name, data, self.options["shape"])
            done = import_capture(
                found,
                name=path.name,
                file_sha256=digest,
                interview=self.interview,
                is_dry_run=self.options["dry_run"],
            )
        except UnreadableError as error:
            self.tally["refused"] += 1
            self._refused(path, str(error))
        else:
            self._imported(path, found, done)

    def _imported(self, path: Path, found: Capture, done: Imported) -> None:
        self.tally["unchanged"] += done.is_unchanged
        self.tally["drafts"] += done.drafts
        self.tally["flags"] += len(done.flags)
        if self.options["format"] == "json":
            as_json = files.as_json(str(path), found, self.topics.of(found))
            self.stdout.write(json.dumps({**as_json, "source": done.source, **_fates(done)}))
        else:
            self._tell(f"{path}: {_in_words(found, done)}")
            if done.reports:
                pairs = counted(done.reports, "pair")
                self._tell(f"  to decide: {pairs} of passages, as reports of the same words")
            if done.beside:
                others = ", ".join(done.beside)
                self._tell(f"  the same words stand in {others}: merge them, if one occasion")
            for flag in done.flags:
                of = counted(len(flag.passages), "passage")
                self._tell(f"  to look at: turn {flag.position}, with {of}: {flag.reason}")
            self._progress()

    def _refused(self, path: Path, reason: str) -> None:
        if self.options["format"] == "json":
            self.stdout.write(json.dumps(files.refused_as_json(str(path), reason)))
        else:
            self.stderr.write(f"{path}: {reason}")

    def _tell(self, line: str) -> None:
        if self.options["format"] == "text":
            self.stdout.write(line)

    def _progress(self) -> None:
        if time.monotonic() - self.reported >= SECONDS_BETWEEN_REPORTS:
            self.reported = time.monotonic()
            self._tell(self._so_far())

    def _so_far(self) -> str:
        seconds = max(time.monotonic() - self.started, 0.001)
        number = self.tally["files"]
        return f"{counted(number, 'file')}, {number / seconds:,.1f} a second"

    def _report(self) -> None:
        tally = self.tally
        if not tally["files"]:
            raise CommandError("There is no file in what was named.")
        will = "would be " if self.options["dry_run"] else ""
        self._tell(
            f"{self._so_far()}: {counted(tally['drafts'], 'draft')} {will}made, "
            f"{tally['unchanged']:,} unchanged, {tally['refused']:,} refused, "
            f"{tally['flags']:,} flagged."
        )
        if tally["refused"]:
            raise CommandError(
                f"{tally['refused']:,} of {counted(tally['files'], 'file')} refused; see above."
            )


def _fates(done: Imported) -> dict[str, Any]:
    return {
        "changes": {str(fate): done.turns[fate] for fate in Fate},
        "flagged": [flag.as_json() for flag in done.flags],
    }


def _in_words(found: Capture, done: Imported) -> str:
    if done.is_unchanged:
        return f"in the archive already, as {done.source}."
    shape = f"{found.split.shape.value} ({found.split.confidence:.0%})"
    fates = ", ".join(f"{number} {fate}" for fate, number in done.turns.items() if number)
    what = "new source" if done.is_new else "changed source"
    kept = found.kept / max(len(found.document.captured), 1)
    without = f", {done.without_speaker} left out without a speaker" if done.without_speaker else ""
    without += f", {done.unfit} left out that would halve a word" if done.unfit else ""
    return (
        f"{what} {done.source}, {shape}; turns: {fates}; "
        f"{counted(done.drafts, 'draft')}{without}; {kept:.0%} of the characters are in turns."
    )
