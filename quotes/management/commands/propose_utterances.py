"""``propose_utterances``: passages that may report the same words, for editors to decide."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from quotes.checking.explanations import differs_by
from quotes.editorial.utterance_proposals import (
    ProposedPair,
    other_occasions,
    propose_utterances,
)
from quotes.management.base import ArchiveCommand
from quotes.models import Interview
from quotes.text.counted import counted

MAX_SHOWN = 70


class Command(ArchiveCommand):
    """Goes through the interviews that several sources report, and tells each pair."""

    help = (
        "Propose passages of different sources as reports of the same utterance. They wait in the "
        "admin; what an editor has rejected is not proposed again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Which interviews."""
        parser.add_argument("--interview", metavar="SLUG", help="only of this interview")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")

    def handle(self, **options: Any) -> None:
        """Propose what is found."""
        number = 0
        for interview in _interviews(options["interview"]):
            for pair in propose_utterances(interview, is_dry_run=options["dry_run"]):
                number += 1
                self._tell(
                    f"{interview.slug}: {pair.share:.0%} of the shorter one{_but(pair)}", pair
                )
            for pair in other_occasions(interview) if options["interview"] else ():
                other = pair.other.source.interview.slug
                self._tell(f"{interview.slug}, {other}: merge them, if they are one occasion", pair)
        will = "would be " if options["dry_run"] else ""
        self.stdout.write(f"{counted(number, 'pair')} {will}proposed.")

    def _tell(self, line: str, pair: ProposedPair) -> None:
        self.stdout.write(line)
        for passage in (pair.one, pair.other):
            words = " ".join(passage.text.split())[:MAX_SHOWN]
            self.stdout.write(f"    {passage.source.outlet.name}: {words}")


def _but(pair: ProposedPair) -> str:
    """What to look at before the two are called the same."""
    unlike = differs_by(pair.one.text, pair.other.text, pair.other.language)
    return f", but for {unlike}" if unlike else ""


def _interviews(slug: str | None) -> Any:
    if not slug:
        return Interview.objects.with_several_sources().order_by("pk").iterator()
    found = Interview.objects.at(slug)
    if found is None:
        raise CommandError(f"There is no interview “{slug}”: take its slug from its address.")
    return [found]
