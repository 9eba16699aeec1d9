"""Sources: documents that report an interview, their outlets, and the files they came from."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models

from quotes.models.addresses import address
from quotes.models.base import Noun, NounQuerySet, name_contains
from quotes.models.fields import (
    CountryField,
    DayOfField,
    EdtfField,
    LanguageField,
    NameKeyField,
    PlainCharField,
    PlainTextField,
    ShapedJSONField,
    no_controls,
)
from quotes.models.interview import Interview
from quotes.models.vocabularies import Wording
from quotes.text.dates import in_words
from quotes.text.interface import message


class OutletQuerySet(NounQuerySet):
    """Outlets by name."""

    def names(self, wanted: Iterable[str]) -> list[str]:
        """Those of these names that an outlet has, letter for letter."""
        return list(self.filter(name__in=list(wanted)).values_list("name", flat=True))


class Outlet(Noun):
    """Who publishes: a newspaper, a broadcaster, an institute, a conference."""

    public_through = ("sources__turns__passages",)

    name = PlainCharField(max_length=200)
    name_key = NameKeyField(of=("name",))
    url = models.URLField("URL", max_length=500, blank=True)
    country = CountryField(help_text="ISO 3166 code, as in TR.")

    objects: ClassVar[Any] = OutletQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = no_controls("name")

    def __str__(self) -> str:
        return self.name


class SourceKind(models.TextChoices):
    """What kind of document a source is."""

    TRANSCRIPT = "transcript", message("Transcript")
    INTERVIEW_ARTICLE = "interview_article", message("Interview article")
    NEWS_REPORT = "news_report", message("News report")
    ANALYSIS = "analysis", message("Analysis")


class SourceQuerySet(NounQuerySet):
    """Sources by title, outlet and event."""

    def for_lists(self) -> Self:
        """With what a line in a list prints, and without the captured text."""
        return self.select_related("outlet", "interview__event").defer("captured_text", "dropped")

    def for_record(self) -> Self:
        """With everything but the captured text, in one query."""
        return self.select_related("outlet", "interview__event").defer("captured_text")

    def matching(self, text: str) -> Self:
        """Those with ``text`` in their title, byline or outlet."""
        return self.filter(name_contains(text, "", "outlet"))

    def unarchived(self) -> Self:
        """Those without an archived address."""
        return self.filter(archived_url="")

    def without_address(self) -> Self:
        """Those whose address on the web is not known."""
        return self.filter(url="")

    def with_imports_to_review(self) -> Self:
        """Those whose latest import has drafts, or places to look at."""
        return self.filter(pk__in=DocumentImport.objects.to_review().values("source"))

    def from_outlet(self, outlet: models.Model) -> Self:
        """Those that an outlet published."""
        return self.filter(outlet=outlet)

    def reporting(self, interview: models.Model) -> Self:
        """Those that report an interview."""
        return self.filter(interview=interview)

    def of_interviews(self, interviews: models.QuerySet | list[int]) -> Self:
        """Those that report one of these interviews."""
        return self.filter(interview__in=interviews)


class Source(Noun):
    """One published document about an interview.

    The captured text is kept for editors where it was imported and never shown whole. The turns'
    ranges and ``dropped`` tile it exactly, so that nothing was lost unnoticed.
    """

    public_through = ("turns__passages",)
    private_columns = frozenset({"changed_in_version", "captured_text"})

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="sources")
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=20, choices=SourceKind)
    title = PlainCharField(
        max_length=300, help_text="As printed; in [square brackets] when we supply it."
    )
    byline = PlainCharField(max_length=200, blank=True, help_text="The author, as printed.")
    name_key = NameKeyField(of=("title", "byline"))
    url = models.URLField(
        "URL", max_length=1000, blank=True, help_text="Empty when unknown; the page says so."
    )
    archived_url = models.URLField("archived URL", max_length=1000, blank=True)
    published = EdtfField(help_text="EDTF; empty when the document doesn't say.")
    published_earliest = DayOfField(of="published", bound="earliest")
    published_latest = DayOfField(of="published", bound="latest")
    accessed = models.DateField(null=True, blank=True)
    language = LanguageField(default="en", help_text="Code, as in en.")
    editorial_note = PlainCharField(
        max_length=500, blank=True, help_text="What the outlet says it did to the words."
    )
    default_wording = models.CharField(max_length=12, choices=Wording)
    basis = PlainTextField(blank=True, help_text="Where facts are from that it doesn't print.")
    captured_length = models.PositiveIntegerField(
        default=0, help_text="Characters of the captured text."
    )
    captured_sha256 = models.CharField("captured SHA-256", max_length=64, blank=True)
    captured_text = PlainTextField(blank=True, help_text="For editors; never shown whole.")
    dropped = ShapedJSONField(
        default=list, blank=True, help_text="What is not in a turn: [{start, end, reason}, …].",
        example=[{"start": 0, "end": 40, "reason": "heading"}],
    )  # fmt: skip

    objects: ClassVar[Any] = SourceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["title", "pk"]
        constraints: ClassVar = [
            *no_controls("title", "byline", "editorial_note", "basis", "captured_text"),
            models.CheckConstraint(
                condition=models.Q(default_wording__in=Wording.values),
                name="source_default_wording",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Address of the source's page."""
        return address("source", self.slug)

    @property
    def published_on(self) -> str:
        """When it was published, in words; empty when unknown."""
        return in_words(self.published)

    @property
    def reporter(self) -> str:
        """Whose words an indirect account is in: the byline, or else the outlet."""
        return self.byline or self.outlet.name


class DocumentImportQuerySet(models.QuerySet):
    """Imports by what was read."""

    def last_of_each_source(self) -> Self:
        """The last import of each source."""
        later = self.model._base_manager.filter(
            source=models.OuterRef("source"), pk__gt=models.OuterRef("pk")
        )
        return self.exclude(models.Exists(later))

    def latest_key(self) -> int:
        """The primary key of the last import of all, 0 without any: it tells of a new one."""
        return self.order_by("-pk").values_list("pk", flat=True).first() or 0

    def latest_of(self, file_sha256: str) -> Any:
        """The import of this file, if its source stands as this file left it; else None."""
        same = self.last_of_each_source().filter(file_sha256=file_sha256)
        return same.select_related("source").order_by("-pk").first()

    def to_review(self) -> Self:
        """The latest of each source with drafts that nobody sent to review, or with flags."""
        # By keys: drafts are few, and asked of each import, all its turns would be looked through.
        drafts = Source.objects.filter(turns__passages__state="draft").order_by()
        return self.last_of_each_source().filter(
            models.Q(source__in=drafts.values("pk")) | ~models.Q(flags=[])
        )

    def orphans(self) -> list[int]:
        """Primary keys of passages whose words the latest import of their source did not find."""
        flagged = self.last_of_each_source().exclude(flags=[]).values_list("flags", flat=True)
        return sorted({pk for flags in flagged for flag in flags for pk in flag["passages"]})


class DocumentImport(models.Model):
    """A file of which a source was made, or changed; the latest of a source says what it holds.

    ``flags`` is what an editor has to look at, ``[{turn, position, passages, reason, ranges}, …]``:
    by primary keys and by places in the captured text, and without words.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="imports")
    file_name = PlainCharField(max_length=255)
    file_sha256 = models.CharField("SHA-256 of the file", max_length=64, db_index=True)
    format = models.CharField(max_length=20)
    shape = models.CharField(max_length=20)
    confidence = models.FloatField()
    flags = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DocumentImportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.created_at:%Y-%m-%d}"
