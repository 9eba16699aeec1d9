"""Passages: the citable quoted words, and what the public may see of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from simple_history.models import HistoricalRecords

from quotes.models.addresses import address
from quotes.models.base import TracksEditor
from quotes.models.desk_queries import Beginning, DeskPassages
from quotes.models.fields import (
    DayOfField,
    EdtfField,
    LanguageField,
    PlainCharField,
    PlainTextField,
    no_controls,
)
from quotes.models.identifier import Identifier
from quotes.models.revision import PassageRevision
from quotes.models.speaker import Speaker
from quotes.models.topic import Topic
from quotes.models.turn import Turn, TurnKind
from quotes.models.utterance import UtteranceMember
from quotes.models.vocabularies import State, Wording
from quotes.text import spans as spans_of
from quotes.text.dates import in_words
from quotes.text.gaps import Gap, gaps_between, gaps_by_place, joined, told
from quotes.text.spans import bracketed

HISTORY_BATCH = 500
HISTORY = HistoricalRecords(
    m2m_fields=["topics"],
    excluded_fields=[
        "changed_in_version",
        "said_earliest",
        "said_latest",
        "first_character",
        "gaps",
    ],
)


class PassageQuerySet(DeskPassages):
    """Passages by state, and with what a page needs loaded."""

    def published(self) -> Self:
        """Those whose words the public may read."""
        return self.filter(state=State.PUBLISHED)

    def ever_published(self) -> Self:
        """Those that were ever published: published and withdrawn ones. Their addresses answer."""
        return self.filter(state__in=[State.PUBLISHED, State.WITHDRAWN])

    def for_display(self) -> Self:
        """With everything a passage prints, in two queries however many rows."""
        return self.with_nouns().prefetch_related("topics")

    def with_nouns(self) -> Self:
        """With every noun that a passage prints but its topics."""
        nouns = self.select_related(
            "speaker",
            "turn__source__outlet",
            "turn__source__interview__event__series",
            "turn__answers__speaker",
            "turn__answers__source__outlet",
        )
        # Long, and no page shows them.
        bulky = ("captured_text", "dropped")
        return nouns.defer(
            *(f"{lookup}__source__{name}" for lookup in ("turn", "turn__answers") for name in bulky)
        )

    def for_record(self) -> Self:
        """For display, with revisions, neighbours and other reports: a fixed number of queries."""
        members = UtteranceMember.objects
        return self.for_display().prefetch_related(
            "revisions",
            # Of all states: with a condition on the state, SQLite would scan all published ones.
            "turn__passages",
            models.Prefetch("memberships", members.select_related("utterance")),
            models.Prefetch("memberships__utterance__members", members.with_outlets()),
        )

    def in_order(self, pks: list[int]) -> list["Passage"]:
        """The passages with these primary keys, in the order given; missing ones left out."""
        found: dict[int, Any] = self.in_bulk(pks)
        return [found[pk] for pk in pks if pk in found]

    def in_bulk_by_identifier(self, identifiers: Collection[str]) -> "dict[str, Passage]":
        """The passages with these identifiers, by these; missing ones left out."""
        found: Any = self.order_by().filter(identifier__in=identifiers)
        return {str(passage.identifier_id): passage for passage in found}

    def in_language(self, code: str) -> Self:
        """Those in one language."""
        return self.filter(language=code)

    def as_spoken(self) -> Self:
        """In the order of their sources."""
        return self.order_by("turn__source_id", "turn__position", "first_character")

    def in_time(self) -> Self:
        """In the order in which they were said, those of unknown date last."""
        occasion = "turn__source__interview__"
        earliest = Coalesce("said_earliest", f"{occasion}earliest")
        latest = Coalesce("said_latest", f"{occasion}latest")
        return self.order_by(
            earliest.asc(nulls_last=True),
            latest.asc(nulls_last=True),
            "turn__source_id",
            "turn__position",
            "first_character",
        )

    def newest(self) -> Self:
        """Last published first."""
        return self.order_by(models.F("published_at").desc(nulls_last=True), "-pk")

    def last_entered(self) -> Self:
        """Last published first, by the log of records and not by the clock."""
        return self.filter(revisions__number=1).order_by("-revisions__sequence")

    def for_editors(self) -> Self:
        """With what a line in the editors' lists prints."""
        lines = self.select_related("speaker", "turn__source").prefetch_related("topics")
        return lines.defer("turn__source__captured_text", "turn__source__dropped")

    def open_to_tagging(self) -> Self:
        """Those whose topics may change: all but the withdrawn."""
        return self.exclude(state=State.WITHDRAWN)

    def untagged(self) -> Self:
        """Those without a topic."""
        return self.filter(topics=None)

    def by_state(self) -> dict[str, int]:
        """Counts by state."""
        rows = self.order_by().values_list("state").annotate(n=models.Count("pk"))
        return dict(rows)


class PublicManager(models.Manager):
    """What public rooms use: passages with published words, and no others."""

    def get_queryset(self) -> PassageQuerySet:
        """Published passages."""
        return PassageQuerySet(self.model, using=self._db).published()


class Passage(TracksEditor):
    """The citable quoted passage: the words of its turn inside its spans."""

    turn = models.ForeignKey(Turn, models.PROTECT, related_name="passages")
    spans = models.JSONField(help_text="[[start, end], …] in the turn’s text, in characters.")
    first_character = models.PositiveIntegerField(editable=False, default=0)
    text = PlainTextField(editable=False)
    # A Gap for each place where parts are joined. Stored, because an export lacks the text between.
    gaps = models.JSONField(default=list, blank=True, editable=False)
    speaker = models.ForeignKey(Speaker, models.PROTECT, related_name="passages")
    role_as_printed = PlainCharField(
        max_length=300, blank=True, help_text="The role held then, as the source prints it."
    )
    wording = models.CharField(max_length=12, choices=Wording)
    language = LanguageField(default="en", help_text="Code, as in en.")
    translated_from = LanguageField(blank=True)
    translated_by = PlainCharField(max_length=200, blank=True)
    is_excerpt = models.BooleanField(
        "is an excerpt", default=False, help_text="Begins or ends inside a sentence."
    )
    said_on = EdtfField(help_text="EDTF; only where it differs from the interview’s date.")
    said_earliest = DayOfField(of="said_on", bound="earliest")
    said_latest = DayOfField(of="said_on", bound="latest")
    topics = models.ManyToManyField(
        Topic, related_name="passages", blank=True, limit_choices_to={"parent__isnull": False}
    )
    note = PlainTextField(blank=True, help_text="To readers: whom a pronoun means, an error left.")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, db_index=True)
    identifier = models.OneToOneField(
        Identifier, models.PROTECT, null=True, blank=True, editable=False, related_name="passage"
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    changed_in_version = models.BigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(null=True, blank=True, editable=False)
    history = HISTORY

    objects = PassageQuerySet.as_manager()
    public = PublicManager.from_queryset(PassageQuerySet)()

    class Meta:
        base_manager_name = "objects"
        default_manager_name = "objects"
        indexes: ClassVar = [
            models.Index(fields=["changed_in_version", "id"], name="passage_changed_in"),
            models.Index(fields=["speaker", "state"], name="passage_of_speaker"),
            models.Index(fields=["-published_at", "-id"], name="passage_newest"),
            # For the desk: who has no role, and whose words another passage has.
            models.Index(fields=["role_as_printed"], name="passage_role"),
            models.Index("speaker", Beginning("text"), name="passage_beginning"),
        ]
        constraints: ClassVar = [
            *no_controls("text", "role_as_printed", "translated_by", "note"),
            models.CheckConstraint(condition=~models.Q(text=""), name="passage_has_text"),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="passage_state"
            ),
            models.CheckConstraint(
                condition=models.Q(wording__in=Wording.values), name="passage_wording"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["published", "withdrawn"],
                    identifier__isnull=False,
                    version__gte=1,
                    published_at__isnull=False,
                )
                | models.Q(state__in=["draft", "in_review"], identifier__isnull=True, version=0),
                name="passage_id_from_first_publication",
            ),
        ]
        permissions: ClassVar = [
            ("publish_passage", "Can publish and revise passages"),
            ("withdraw_passage", "Can withdraw passages"),
            ("merge_passage", "Can merge speakers, topics and passages"),
            ("review_passage", "Can publish what others wrote, and decide on their corrections"),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"

    def get_absolute_url(self) -> str:
        """The permalink; only a passage that has been published has one."""
        return address("passage", str(self.identifier_id))

    @property
    def is_draft(self) -> bool:
        """Whether it was never published: a draft, or in review."""
        return self.state in (State.DRAFT, State.IN_REVIEW)

    @property
    def was_published(self) -> bool:
        """Whether it was ever published: it is published or withdrawn, and its address answers."""
        return self.state in (State.PUBLISHED, State.WITHDRAWN)

    @property
    def is_published(self) -> bool:
        """Whether the public may read its words."""
        return self.state == State.PUBLISHED

    @property
    def source(self):
        """The document it stands in."""
        return self.turn.source

    @property
    def interview(self):
        """The occasion it was said on."""
        return self.turn.source.interview

    @property
    def event(self):
        """What it was said at."""
        return self.interview.event

    @property
    def tags(self) -> list[Topic]:
        """The topics it carries."""
        return list(self.topics.all())

    @property
    def question(self) -> Turn | None:
        """The question it answers, if the source prints one."""
        return self.turn.answers

    @property
    def grade(self) -> Wording:
        """Its wording with rank, mark and meaning."""
        return Wording(self.wording)

    @property
    def words_by(self) -> str:
        """The reporter whose words a paraphrase is in; empty for quoted words."""
        return self.source.reporter if self.wording == Wording.PARAPHRASED else ""

    @property
    def said(self) -> str:
        """EDTF date of speaking: its own, or else the interview's."""
        return self.said_on or self.interview.dates

    @property
    def said_in_words(self) -> str:
        """When it was said, as a reader would say it; empty when unknown."""
        return in_words(self.said)

    @property
    def interruptions(self) -> list[int]:
        """Offsets in the text at which a new part begins."""
        return spans_of.interruptions(self.spans)

    @property
    def gaps_at(self) -> dict[int, Gap]:
        """What stands in the document between two parts, by the offset of the second."""
        return gaps_by_place(self.interruptions, self.gaps)

    @property
    def parts(self) -> list[str]:
        """The words as parts, one for each span."""
        return [self.turn.text[start:end] for start, end in self.spans]

    @property
    def told(self) -> str:
        """The words with “[…]”, or quotation marks, where they would read on over a gap."""
        gaps = self.gaps_at
        return told(spans_of.parted(self.text, list(gaps)), gaps.values())

    @property
    def quoted(self) -> str:
        """The words in quotation marks; a paraphrase without marks."""
        gaps, is_quoted = self.gaps_at, self.wording != Wording.PARAPHRASED
        return joined(spans_of.parted(self.text, list(gaps)), gaps.values(), is_quoted=is_quoted)

    @property
    def bracketed(self) -> list[list[int]]:
        """Places of the words that are the outlet's own, in square brackets."""
        return bracketed(self.text)

    @property
    def latest_revision(self) -> PassageRevision:
        """The revision of the version now published."""
        return next(r for r in self.revisions.all() if r.number == self.version)

    @property
    def before(self) -> "Passage | None":
        """The published passage before this one in its turn; needs ``for_record``."""
        before = (p for p in self._neighbours if p.first_character < self.first_character)
        return max(before, key=lambda p: p.first_character, default=None)

    @property
    def after(self) -> "Passage | None":
        """The published passage after this one in its turn; needs ``for_record``."""
        after = (p for p in self._neighbours if p.first_character > self.first_character)
        return min(after, key=lambda p: p.first_character, default=None)

    @property
    def _neighbours(self) -> "list[Passage]":
        return [each for each in self.turn.passages.all() if each.is_published]

    @property
    def change(self) -> int:
        """The archive's version in which anything of its record changed last."""
        turn, interview, question = self.turn, self.interview, self.question
        nouns = [self, self.speaker, turn, turn.source, turn.source.outlet, interview]
        nouns += [interview.event, interview.event.series, question, question and question.speaker]
        nouns += self.topics.all()
        return max(noun.changed_in_version for noun in nouns if noun)

    @property
    def reports(self) -> list["Passage"]:
        """All published reports of the same utterance, this one included, the closest first.

        Empty when no other report is confirmed.
        """
        found = [
            member.passage
            for membership in self.memberships.all()
            if membership.is_confirmed
            for member in membership.utterance.members.all()
            if member.is_confirmed and member.passage.is_published
        ]
        found.sort(key=lambda report: (report.grade.rank, report.pk))
        return found if len(found) > 1 else []

    @property
    def statement_url(self) -> str:
        """Address of the page with all reports of the utterance; empty if there is no other."""
        first = min(self.reports, key=lambda report: report.pk, default=None)
        return address("statement", str(first.identifier_id)) if first else ""

    @property
    def also_reported(self) -> list["Passage"]:
        """The other published reports of the same utterance, the closest wording first."""
        return [report for report in self.reports if report.pk != self.pk]

    def clean(self) -> None:
        """Spans lie inside the turn and, where they are new, round whole words."""
        if getattr(self, "turn", None) is None:
            return  # that it is missing, its field says
        try:
            spans_of.check_spans(self.spans, len(self.turn.text))
            if not self._has_stored_spans():
                spans_of.check_whole_words(self.spans, self.turn.text)
        except spans_of.SpanError as error:
            raise ValidationError({"spans": str(error)}) from error
        if self.turn.kind == TurnKind.NARRATION and self.wording in (
            Wording.VERBATIM, Wording.EDITED,
        ):  # fmt: skip
            raise ValidationError({"wording": "Words inside a report are reported or paraphrased."})
        self.fill_from_turn()

    def _has_stored_spans(self) -> bool:
        """Whether the spans are unchanged: an old fault in them must not block other edits."""
        if self.pk is None:
            return False
        stored = Passage.objects.filter(pk=self.pk, turn=self.turn_id)
        return list(stored.values_list("spans", flat=True)) == [self.spans]

    @contextmanager
    def one_history_row(self, editor: Any, kind: str = "~") -> Iterator[None]:
        """Fields and topics saved inside leave one row of history, in this editor's name."""
        self.skip_history_when_saving = True
        try:
            yield
        finally:
            del self.skip_history_when_saving
        self._history_user = editor
        HISTORY.create_historical_record(self, kind)

    @classmethod
    def begin_history(cls, links: Mapping["Passage", Sequence[Any]], editor: Any) -> None:
        """One first row of history for each new passage, with its links to topics; all at once."""
        rows = cls.history.bulk_history_create(
            list(links), batch_size=HISTORY_BATCH, default_user=editor
        )
        kept = HISTORY.m2m_models[cls._meta.get_field("topics")]
        kept.objects.bulk_create(
            [
                kept(history=row, id=link.pk, passage_id=passage.pk, topic_id=link.topic_id)
                for row, (passage, own) in zip(rows, links.items(), strict=True)
                for link in own
            ],
            batch_size=HISTORY_BATCH,
        )

    def fill_from_turn(self) -> None:
        """Set the columns derived from turn and spans: text, first character and gaps."""
        self.text = spans_of.spanned(self.turn.text, self.spans)
        self.first_character = self.spans[0][0]
        self.gaps = gaps_between(
            self.turn.text,
            self.spans,
            is_account=self.wording == Wording.PARAPHRASED,
            is_narration=self.turn.kind == TurnKind.NARRATION,
            is_reported=self.wording == Wording.REPORTED,
        )

    def overlapping(self, *, with_drafts: bool = False) -> list["Passage"]:
        """Published passages of the same turn that share a character with this one.

        ``with_drafts`` includes drafts and passages in review.
        """
        rows: Any = Passage.objects.all()
        rows = rows.exclude(state=State.WITHDRAWN) if with_drafts else rows.published()
        others = rows.filter(turn=self.turn_id).exclude(pk=self.pk)
        return [other for other in others if spans_of.overlaps(self.spans, other.spans)]
