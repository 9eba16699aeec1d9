"""Passages as a page of results shows them: rows instead of model instances, in two queries.

They have the attributes of Passage that templates/quotes/quotation.jinja uses. Instances take three
times as long: twenty passages need two hundred of them, of which a page shows thirty columns.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from quotes.models.addresses import address
from quotes.models.compiled import CompiledColumns
from quotes.models.passage import Passage
from quotes.models.topic import Topic
from quotes.models.utterance import MemberState, UtteranceMember
from quotes.models.vocabularies import Wording
from quotes.text import spans as spans_of
from quotes.text.gaps import Gap, gaps_by_place, told

SOURCE, QUESTION = "turn__source__", "turn__answers__"
COLUMNS = (
    "pk", "identifier_id", "text", "spans", "gaps", "wording", "language",
    "role_as_printed", "said_on", "version",
    "speaker__slug", "speaker__name", f"{SOURCE}interview__dates",
    f"{SOURCE}interview__event__slug", f"{SOURCE}interview__event__name",
    f"{SOURCE}slug", f"{SOURCE}url", f"{SOURCE}byline", f"{SOURCE}outlet__name",
    "turn__answers", f"{QUESTION}text", f"{QUESTION}speaker__name", f"{QUESTION}speaker_as_printed",
    f"{QUESTION}question_rewritten", f"{QUESTION}source__language",
    f"{QUESTION}source__outlet__name",
)  # fmt: skip

ROWS = CompiledColumns(
    lambda keys: Passage.public.filter(pk__in=keys).order_by().values_list(*COLUMNS)
)
TAGS = CompiledColumns(Topic.objects.tags)


@dataclass(slots=True)
class NounRow:
    """A noun with its name and the address of its page."""

    page: str
    slug: str
    name: str

    def get_absolute_url(self) -> str:
        """Address of its page."""
        return address(self.page, self.slug)


@dataclass(slots=True)
class SourceRow(NounRow):
    """A document; ``name`` is its outlet's."""

    url: str
    byline: str

    @property
    def outlet(self) -> "SourceRow":
        """Who published it; the outlet's name is this row's name."""
        return self


@dataclass(slots=True)
class QuestionRow:
    """The question that a passage answers; ``pk`` is its turn's."""

    pk: int
    text: str
    asker: str
    question_rewritten: bool | None
    language: str

    @property
    def source(self) -> "QuestionRow":
        """Its source, of which only the language is needed."""
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
    version: int
    speaker: NounRow
    event: NounRow
    source: SourceRow
    question: QuestionRow | None
    tags: list[NounRow] = field(default_factory=list)

    @property
    def grade(self) -> Wording:
        """Its wording with mark and meaning."""
        return Wording(self.wording)

    @property
    def item(self) -> str:
        """What names it, as it is now, among those of a dossier."""
        return f"{self.identifier_id}.v{self.version}"

    @property
    def gaps_at(self) -> dict[int, Gap]:
        """What stands in the document between two parts, by the offset of the second."""
        return gaps_by_place(spans_of.interruptions(self.spans), self.gaps)

    @property
    def told(self) -> str:
        """The words with “[…]”, or quotation marks, where they would read on over a gap."""
        gaps = self.gaps_at
        return told(spans_of.parted(self.text, list(gaps)), gaps.values())

    def get_absolute_url(self) -> str:
        """The permalink."""
        return address("passage", self.identifier_id)


def result_rows(pks: Sequence[int], *, with_tags: bool = True) -> list[ResultRow]:
    """The published passages with these primary keys, in this order; others are left out."""
    found = {row[0]: _passage(*row) for row in ROWS.rows(pks)}
    for pk, slug, name in TAGS.rows(list(found)) if with_tags else ():
        found[pk].tags.append(NounRow("topic", slug, name))
    return [found[pk] for pk in pks if pk in found]


@dataclass(slots=True)
class OtherReport:
    """Another report of the same words: who published it, and how close it is to them.

    ``differs_by``: a denial or number in which it is unlike the passage that it is told with.
    """

    identifier_id: str
    wording: str
    outlet: str
    text: str
    differs_by: str = ""

    @property
    def grade(self) -> Wording:
        """Its wording with mark and meaning."""
        return Wording(self.wording)

    def get_absolute_url(self) -> str:
        """The permalink."""
        return address("passage", self.identifier_id)


def other_reports(pks: Sequence[int]) -> dict[int, list[OtherReport]]:
    """The other published reports of the words of each of these passages, the closest first."""
    members = UtteranceMember.objects.published().order_by("passage")
    others = members.filter(
        utterance__members__passage__in=pks, utterance__members__state=MemberState.CONFIRMED
    ).values_list(
        "utterance__members__passage", "passage", "passage__identifier", "passage__wording",
        "passage__turn__source__outlet__name", "passage__text",
    )  # fmt: skip
    found: dict[int, list[OtherReport]] = defaultdict(list)
    for of, passage, *report in others:
        if of != passage:
            found[of].append(OtherReport(*report))
    for reports in found.values():
        reports.sort(key=lambda report: report.grade.rank)
    return dict(found)


def _passage(*row: Any) -> ResultRow:
    pk, identifier, text, spans, gaps, wording, language, role, said_on, version, *more = row
    speaker, name, dates, event, event_name, source, url, byline, outlet, *asked = more
    return ResultRow(
        pk, identifier, text, json.loads(spans), json.loads(gaps), wording, language, role,
        said=said_on or dates,
        version=version,
        speaker=NounRow("speaker", speaker, name),
        event=NounRow("event", event, event_name),
        source=SourceRow("source", source, outlet, url, byline),
        question=_question(*asked),
    )  # fmt: skip


def _question(
    pk: int | None, text: str, speaker: str, as_printed: str, rewritten: bool | None, language: str,
    outlet: str,
) -> QuestionRow | None:  # fmt: skip
    if pk is None:
        return None
    return QuestionRow(pk, text, speaker or as_printed or outlet, rewritten, language)
