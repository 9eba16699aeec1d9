"""Passages as a page of results shows them: rows and no instances, in two queries.

They answer to the same names as Passage does in templates/quotes/quotation.jinja. Instances take
three times as long: twenty passages make two hundred of them, of which a page shows thirty columns.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import connection

from quotes.models.addresses import address
from quotes.models.passage import Passage
from quotes.models.topic import Topic
from quotes.models.vocabularies import Wording
from quotes.text import spans as spans_of
from quotes.text.gaps import Gap, joined, placed

# Primary keys that no passage has, for a query that is compiled once.
PLACES = range(-1, -1_001, -1)
SOURCE, ASKED = "turn__source__", "turn__answers__"
COLUMNS = (
    "pk", "identifier_id", "text", "spans", "gaps", "wording", "language",
    "role_as_printed", "said_on",
    "speaker__slug", "speaker__name", f"{SOURCE}interview__dates",
    f"{SOURCE}interview__event__slug", f"{SOURCE}interview__event__name",
    f"{SOURCE}slug", f"{SOURCE}url", f"{SOURCE}byline", f"{SOURCE}outlet__name",
    f"{ASKED}text", f"{ASKED}speaker__name", f"{ASKED}speaker_as_printed",
    f"{ASKED}question_rewritten", f"{ASKED}source__language", f"{ASKED}source__outlet__name",
)  # fmt: skip


@dataclass(slots=True)
class ShownNoun:
    """A noun with its name and the address of its page."""

    page: str
    slug: str
    name: str

    def get_absolute_url(self) -> str:
        """Address of its page."""
        return address(self.page, self.slug)


@dataclass(slots=True)
class ShownSource(ShownNoun):
    """A document; ``name`` is its outlet's."""

    url: str
    byline: str

    @property
    def outlet(self) -> "ShownSource":
        """Who published it."""
        return self


@dataclass(slots=True)
class ShownQuestion:
    """The question that a passage answers."""

    text: str
    asker: str
    question_rewritten: bool | None
    language: str

    @property
    def source(self) -> "ShownQuestion":
        """Where it stands, for the language it is in."""
        return self


@dataclass(slots=True)
class ResultRow:
    """A passage with what is printed around it."""

    pk: int
    identifier_id: str
    text: str
    spans: list[list[int]]
    gaps: list[str]
    wording: str
    language: str
    role_as_printed: str
    said: str
    speaker: ShownNoun
    event: ShownNoun
    source: ShownSource
    question: ShownQuestion | None
    tags: list[ShownNoun] = field(default_factory=list)

    @property
    def grade(self) -> Wording:
        """Its wording with mark and meaning."""
        return Wording(self.wording)

    @property
    def gaps_at(self) -> dict[int, Gap]:
        """What stands in the document between two parts, by the offset of the second."""
        return placed(spans_of.interruptions(self.spans), self.gaps)

    @property
    def told(self) -> str:
        """The words with a mark where some are left out."""
        gaps = self.gaps_at
        return joined(spans_of.parted(self.text, list(gaps)), gaps.values(), is_quoted=False)

    def get_absolute_url(self) -> str:
        """The permalink."""
        return address("passage", self.identifier_id)


def result_rows(pks: Sequence[int]) -> list[ResultRow]:
    """The published passages with these primary keys, in this order; others are left out."""
    found = {row[0]: _passage(*row) for row in _rows(pks)}
    tags = defaultdict(list)
    for pk, slug, name in Topic.objects.tags(list(found)):
        tags[pk].append(ShownNoun("topic", slug, name))
    for pk, passage in found.items():
        passage.tags = tags[pk]
    return [found[pk] for pk in pks if pk in found]


def _rows(pks: Sequence[int]) -> list[tuple[Any, ...]]:
    """COLUMNS of these passages, as the database gives them."""
    if not pks:
        return []
    sql, given = _query(connection.vendor, len(pks))
    left = iter(pks)
    # Its only numbers are PLACES.
    values = [next(left) if isinstance(value, int) else value for value in given]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


@cache
def _query(vendor: str, number: int) -> tuple[str, tuple[Any, ...]]:
    """The query for so many passages, with PLACES where their primary keys go.

    To compile it takes four times as long as it runs; pages have few sizes.
    """
    rows = Passage.public.filter(pk__in=PLACES[:number]).order_by().values_list(*COLUMNS)
    return rows.query.sql_with_params()


def _passage(*row: Any) -> ResultRow:
    pk, identifier, text, spans, gaps, wording, language, role, said_on, *more = row
    speaker, name, dates, event, event_name, source, url, byline, outlet, *asked = more
    return ResultRow(
        pk, identifier, text, json.loads(spans), json.loads(gaps), wording, language, role,
        said=said_on or dates,
        speaker=ShownNoun("speaker", speaker, name),
        event=ShownNoun("event", event, event_name),
        source=ShownSource("source", source, outlet, url, byline),
        question=_question(*asked),
    )  # fmt: skip


def _question(
    text: str | None, speaker: str, as_printed: str, rewritten: bool | None, language: str,
    outlet: str,
) -> ShownQuestion | None:  # fmt: skip
    if text is None:
        return None
    return ShownQuestion(text, speaker or as_printed or outlet, rewritten, language)
