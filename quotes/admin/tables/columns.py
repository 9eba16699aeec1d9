"""The columns of each table, and how their cells are written and read."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import Widget

from quotes.models import (
    Event,
    EventSeries,
    Interview,
    Outlet,
    Passage,
    Source,
    Speaker,
    Topic,
)

BETWEEN = " | "
LANGUAGE = re.compile(r"(.*?)\s*\[([A-Za-z-]+)\]", re.DOTALL)
# Of a new topic: it only groups topics.
ROOT = "is_root"
YES = ("yes", "true", "1", "x")


class TextWidget(Widget):
    """A value as it is stored, as text."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value)


class SlugWidget(Widget):
    """A related noun, or several, by the name in its address."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        if isinstance(value, models.Manager):
            return BETWEEN.join(sorted(each.slug for each in value.all()))
        return value.slug if value else ""


class NamesWidget(Widget):
    """Rows with other names: “Name | Имя [ru]”."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return BETWEEN.join(sorted(map(name_of, value.all()))) if value is not None else ""


class RootWidget(Widget):
    """Whether a stored topic stands below none."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "yes" if value else ""


class Inline(NamedTuple):
    """Names in a cell that are rows of an inline: its prefix, its link, if they have languages."""

    prefix: str
    link: str
    has_language: bool

    def cells(self, text: str) -> dict[str, str]:
        """What the row of “Name [ru]” holds."""
        found = LANGUAGE.fullmatch(text) if self.has_language else None
        if found:
            return {"name": found[1], "language": found[2]}
        return {"name": text, "language": ""} if self.has_language else {"name": text}


class TableResource(ModelResource):
    """Columns of a noun. Every row of a file is matched by ``id``, or else by ``slug``."""

    inlines: dict[str, Inline] = {}
    related: tuple[str, ...] = ()
    # Rows changed at once: they are one transaction, in which other editors wait. A form takes some
    # 70 ms (measured) where a passage gets a version, and a request waits for 8 s at most.
    most_at_once = 100
    # Columns that every file has to have.
    needed: tuple[str, ...] = ()

    class Meta:
        import_id_fields = ()
        use_transactions = True
        report_skipped = True

    @classmethod
    def widget_from_django_field(cls, f: Any, default: Any = Widget) -> Any:
        """Texts as they are stored, and related nouns by their slugs."""
        return SlugWidget if f.is_relation else TextWidget

    @classmethod
    def field_from_django_field(cls, field_name: str, django_field: Any, readonly: bool) -> Field:
        """The column of a model’s field."""
        widget = cls.widget_from_django_field(django_field)()
        return Field(
            attribute=field_name, column_name=field_name, widget=widget, readonly=field_name == "id"
        )

    @property
    def columns(self) -> list[str]:
        """Names of all columns."""
        return [str(field.column_name) for field in self.get_export_fields()]

    @property
    def read_columns(self) -> list[str]:
        """Names of the columns that are read back; the others say what a row is."""
        fields = self.get_import_fields()
        return [str(field.column_name) for field in fields if not field.readonly]

    def values(self, row: models.Model) -> dict[str, str]:
        """The cells of a stored row, by column."""
        return {str(each.column_name): each.export(row) for each in self.get_export_fields()}


class SpeakerResource(TableResource):
    """Speakers with their other names."""

    other_names = Field(attribute="names", column_name="other_names", widget=NamesWidget())
    inlines = {"other_names": Inline("names", "speaker", has_language=True)}
    related = ("names",)

    class Meta(TableResource.Meta):
        model = Speaker
        fields = (
            "id", "slug", "name", "sort_name", "kind", "description", "wikidata_id", "other_names",
        )  # fmt: skip


class EventSeriesResource(TableResource):
    """Series of events."""

    class Meta(TableResource.Meta):
        model = EventSeries
        fields = ("id", "slug", "name", "short_name", "kind", "description")


class EventResource(TableResource):
    """Events."""

    related = ("series",)

    class Meta(TableResource.Meta):
        model = Event
        fields = (
            "id", "slug", "name", "short_name", "series", "kind", "dates", "place", "country",
            "organiser", "url", "basis",
        )  # fmt: skip


class OutletResource(TableResource):
    """Outlets."""

    class Meta(TableResource.Meta):
        model = Outlet
        fields = ("id", "slug", "name", "url", "country")


class InterviewResource(TableResource):
    """Interviews, without their participants."""

    related = ("event",)

    class Meta(TableResource.Meta):
        model = Interview
        fields = ("id", "slug", "title", "event", "format", "dates", "language", "basis")


class SourceResource(TableResource):
    """Sources, without their turns and what was captured."""

    related = ("interview", "outlet")

    class Meta(TableResource.Meta):
        model = Source
        fields = (
            "id", "slug", "title", "interview", "outlet", "kind", "byline", "language",
            "default_wording", "editorial_note", "url", "archived_url", "published", "accessed",
            "basis",
        )  # fmt: skip


class TopicResource(TableResource):
    """Topics with parent and aliases."""

    is_root = Field(attribute="is_root", column_name="is_root", widget=RootWidget())
    aliases = Field(attribute="aliases", column_name="aliases", widget=NamesWidget())
    inlines = {"aliases": Inline("aliases", "topic", has_language=False)}
    related = ("parent", "aliases")

    class Meta(TableResource.Meta):
        model = Topic
        fields = ("id", "slug", "name", "parent", "is_root", "scope_note", "aliases")

    def values(self, row: models.Model) -> dict[str, str]:
        """The cells of a topic."""
        is_root = row.pk is not None and row.parent_id is None  # type: ignore[attr-defined]
        return super().values(row) | {"is_root": "yes" if is_root else ""}


class TagResource(TableResource):
    """Topics of passages. Speaker, state and words say which passage it is."""

    passage = Field(
        attribute="identifier_id", column_name="passage", widget=TextWidget(), readonly=True
    )
    speaker = Field(attribute="speaker", column_name="speaker", widget=TextWidget(), readonly=True)
    words = Field(attribute="text", column_name="words", widget=TextWidget(), readonly=True)
    topics = Field(attribute="topics", column_name="topics", widget=SlugWidget())
    related = ("speaker", "topics")
    most_at_once = 200
    needed = ("topics",)

    class Meta(TableResource.Meta):
        model = Passage
        fields = ("id", "passage", "state", "speaker", "words", "topics")

    def get_import_fields(self) -> list[Field]:
        """Topics alone are changed."""
        return [self.fields["topics"]]


RESOURCES: dict[type[models.Model], type[TableResource]] = {
    each._meta.model: each
    for each in (
        SpeakerResource, EventSeriesResource, EventResource, OutletResource, InterviewResource,
        SourceResource, TopicResource, TagResource,
    )
}  # fmt: skip


def parts(cell: str) -> list[str]:
    """The names in a cell, each once, in their order."""
    return list(dict.fromkeys(filter(None, (part.strip() for part in cell.split("|")))))


def slugs_found(model: Any, slugs: Sequence[str]) -> list[Any]:
    """The nouns with these slugs, former ones included; raises ValidationError for any other."""
    rows = [model.objects.at(slug) for slug in slugs]
    for slug, row in zip(slugs, rows, strict=True):
        if row is None:
            what = model._meta.verbose_name
            raise ValidationError(
                f"There is no {what} “{slug[:120]}”: write the slug of one, or enter it first."
            )
    return rows


def choice(field: Any, cell: str) -> str:
    """The stored value of a choice, written as such or as it is shown."""
    for value, label in field.flatchoices:
        if cell.casefold() in (str(value).casefold(), str(label).casefold()):
            return str(value)
    offered = ", ".join(str(value) for value, _ in field.flatchoices)
    raise ValidationError(f"{field.verbose_name}: “{cell[:80]}” is none of {offered}.")


def name_of(row: Any) -> str:
    """A row of an inline as it is written: “Name [ru]”."""
    language = getattr(row, "language", "")
    return f"{row.name} [{language}]" if language else row.name
