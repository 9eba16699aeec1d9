"""``check_quotations``: every quotation in some files against the archive, for newsrooms and CI."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError

from quotes.answers.check_record import checked_record
from quotes.answers.check_report import SAFE, CheckReport
from quotes.checking.check import CheckRequest, UnknownSpeakerError, check
from quotes.ingest import files
from quotes.ingest.documents import UnreadableError
from quotes.ingest.readers.process import ReaderProcess
from quotes.management.base import ArchiveCommand
from quotes.search.catch_up import PreparingError
from quotes.text.controls import REFUSED
from quotes.text.counted import counted

# For one file; requests have two seconds.
SECONDS = 600
TO_LOOK_AT, UNREADABLE = 1, 2


class Command(ArchiveCommand):
    """Reads one file after another, and tells what to do about each quotation in it."""

    help = (
        "Check every quotation in text, Markdown, HTML or Word files against the archive. Exit "
        "status 0: the archive has all of them in these words; 1: there is something to look at; "
        "2: a file cannot be read. Quotations of fewer than four words are left out."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The files, and what is known of them."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--format", choices=["text", "json", "markdown"], default="text")
        parser.add_argument("--speaker", metavar="SLUG", default="", help="who is quoted in all")

    def handle(self, **options: Any) -> None:
        """Check all files; the worst of them gives the exit status."""
        status = 0
        with ReaderProcess() as reader:
            for path in files.files_in(options["files"]):
                try:
                    text = _words_of(reader, path)
                except UnreadableError as error:
                    self.stderr.write(f"{path}: {error}")
                    status = UNREADABLE
                    continue
                report = _report(REFUSED.sub(" ", text), options["speaker"])
                self.stdout.write("\n".join(_told(path, report, options["format"])))
                status = max(status, 0 if report.is_safe else TO_LOOK_AT)
        if status:
            raise SystemExit(status)


def _words_of(reader: ReaderProcess, path: Path) -> str:
    """The text of a file; a file without a word has not been checked, and passes nothing."""
    text = reader.read(path.name, files.contents_of(path)).text
    if not any(map(str.isalnum, text)):
        raise UnreadableError("The file holds no words.")
    return text


def _report(text: str, speaker: str) -> CheckReport:
    try:
        return CheckReport(check(CheckRequest(text, speaker, is_article=True), SECONDS), text)
    except UnknownSpeakerError:
        message = f"There is no speaker “{speaker}”: take the slug from the speaker’s address."
        raise CommandError(message, returncode=UNREADABLE) from None
    except DatabaseError as error:
        raise CommandError(f"The database failed: {error}.", returncode=UNREADABLE) from error
    except PreparingError:
        message = "The archive has no search index yet: run manage.py reindex."
        raise CommandError(message, returncode=UNREADABLE) from None


def _told(path: Path, report: CheckReport, form: str) -> Iterator[str]:
    if form == "json":
        record = checked_record(report.checked, settings.SITE_URL)
        yield json.dumps({"file": str(path), "text": report.text, **record}, ensure_ascii=False)
    elif form == "markdown":
        yield report.written("md")
    else:
        yield from _in_words(path, report)


def _in_words(path: Path, report: CheckReport) -> Iterator[str]:
    counts = ", ".join(f"{each.number} × {each.label.lower()}" for each in report.counts)
    number = len(report.checked.results)
    yield f"{path}: {counted(number, 'quotation')}{f': {counts}' if counts else ''}"
    for row in report.rows:
        spellings = row.result.sides.spellings
        if row.result.verdict in SAFE and not row.result.has_warning and not spellings:
            continue
        line = report.text.count("\n", 0, row.result.quotation.start) + 1
        yield f"{path}:{line}: {row.result.heading}"
        yield f"    {row.words}"
        yield from (f"    {change}" for change in row.result.changes)
        yield from (f"    written “{quoted}” for “{original}”" for quoted, original in spellings)
        if row.result.has_warning:
            yield f"    {row.result.explanation}"
        if row.address:
            yield f"    {row.address}"
