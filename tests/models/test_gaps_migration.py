"""The migration that tells the gaps of passages anew, on rows as the release before left them."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from quotes.models import Passage, append_only
from quotes.text.excerpts import HIDDEN
from tests import factories

MIGRATION = import_module("quotes.migrations.0013_gaps_of_interpolations").Migration
# Two parts each, between bars; what the release before told of the gap, and what is told now.
ROWS = [
    # The report's own words may stand inside the one pair of marks.
    ("«|Мы построим мост|, — сказал министр. — |Он будет готов в мае|».", "elision", "unknown"),
    ("“|Why would we?| Smith asked. |Nobody minds.|”", "elision", "unknown"),
    # Surely the speaker's: bare words, and a whole sentence.
    ("“|We build| the long |dyke and it will hold|.”", "elision", "elision"),
    ("“|We build the dyke.| It costs much. |It will hold.|”", "elision", "elision"),
    # Words that are not here cannot be told anew.
    (f"“|We build the dyke| {HIDDEN} |and it will hold|.”", "elision", "elision"),
    # What was no elision is left alone, whatever would be told of it today.
    ("“|Why would we?| Smith asked. |Nobody minds.|”", "interruption", "interruption"),
    ("“|We build the dyke|” — “|and it will hold|.”", "none", "none"),
]


def marked(text: str) -> tuple[str, list[list[int]]]:
    """The text without its bars, and where they stood, in pairs."""
    pieces = text.split("|")
    places = [len("".join(pieces[: number + 1])) for number in range(len(pieces) - 1)]
    return "".join(pieces), [list(pair) for pair in zip(places[::2], places[1::2], strict=True)]


@pytest.mark.django_db(transaction=True)
def test_elisions_of_before_are_told_anew_and_nothing_else() -> None:
    keys = []
    for text, before, _ in ROWS:
        words, spans = marked(text)
        turn = factories.turn(words, kind="narration")
        passage = factories.draft(turn=turn, spans=spans, wording="verbatim")
        Passage.objects.filter(pk=passage.pk).update(gaps=[before])
        keys.append(passage.pk)
    whole = factories.draft("Without a gap.")
    try:
        MigrationExecutor(connection).migrate(MIGRATION.dependencies)
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
        append_only.install()
    told = {row.pk: row.gaps for row in Passage.objects.all()}
    assert [told[key] for key in keys] == [[after] for _, _, after in ROWS]
    assert told[whole.pk] == []
