"""Speakers, the names they are known by, and the offices they held."""

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from quotes.models.addresses import address
from quotes.models.base import Noun, NounQuerySet, TracksEditor, name_contains
from quotes.models.fields import (
    DayOfField,
    EdtfField,
    LanguageField,
    NameKeyField,
    PlainCharField,
    PlainTextField,
    no_controls,
)
from quotes.models.vocabularies import PUBLIC_STATES
from quotes.text.alphabets import initial, script
from quotes.text.dates import DateError, days, edge_in_words
from quotes.text.interface import message
from quotes.text.names import name_key, readable_slug

# Speakers looked at for a name.
MAX_CALLED = 200


class SpeakerKind(models.TextChoices):
    """What speaks: a human being, or a body through unnamed people."""

    PERSON = "person", "Person"
    BODY = "body", "Body"


class SpeakerQuerySet(NounQuerySet):
    """Speakers by name."""

    def matching(self, text: str) -> Self:
        """Those with ``text`` in any of their names, or in the Latin letters of their slug."""
        others = SpeakerName.objects.filter(name_contains(text), speaker=models.OuterRef("pk"))
        named = name_contains(text) | models.Exists(others)
        latin = readable_slug(text)
        return self.filter(named | models.Q(slug__contains=latin) if latin else named)

    def called(self, text: str) -> list[Any]:
        """Those with this slug, or else one of whose names is ``text``, or holds all its words."""
        if found := list(self.filter(slug=text)):
            return found
        wanted = name_key(text).split()
        if not wanted:
            return []
        # The longest word finds a few; which of them has all words is seen here.
        likely: Any = self.matching(max(wanted, key=len)).prefetch_related("names")[:MAX_CALLED]
        keys = [(each, [name_key(name).split() for name in each.spellings]) for each in likely]
        exact = [each for each, names in keys if wanted in names]
        latin = set(readable_slug(text).split("-"))
        return exact or [
            each
            for each, names in keys
            if latin <= set(each.slug.split("-")) or any(set(wanted) <= set(name) for name in names)
        ]

    def letters(self) -> dict[str, list[int]]:
        """Primary keys of the speakers, in order of name, by the letters that they stand under.

        That is the first of the name as in an index, and of every word of names in other scripts,
        whose order of names we do not know. Two queries and no rows loaded whole.
        """
        own = dict(self.order_by("sort_name", "pk").values_list("pk", "sort_name"))
        of = {pk: {initial(name)} for pk, name in own.items()}
        for pk, name in SpeakerName.objects.order_by().values_list("speaker", "name"):
            if pk in own and script(initial(name)) != script(initial(own[pk])):
                of[pk].update(map(initial, name.split()))
        found: dict[str, list[int]] = {}
        for pk, letters in of.items():
            for letter in letters - {""}:
                found.setdefault(letter, []).append(pk)
        return found

    def without_office(self) -> Self:
        """Persons of whom no office is known."""
        return self.filter(kind=SpeakerKind.PERSON, roles__isnull=True)

    def with_names_and_roles(self) -> Self:
        """With other spellings and offices, in two queries however many rows."""
        return self.prefetch_related("names", "roles")

    def at_event(self, event: models.Model) -> Self:
        """Those who are quoted from an event, or took part in a public interview there."""
        quoted = self._of_outer().filter(
            passages__state="published", passages__turn__source__interview__event=event
        )
        taken = self._of_outer().filter(
            participations__interview__event=event,
            participations__interview__sources__turns__passages__state__in=PUBLIC_STATES,
        )
        return self.filter(models.Exists(quoted) | models.Exists(taken))


class Speaker(Noun):
    """A person, or a body, who speaks or asks."""

    # Who speaks, who took part, and who is named with a question.
    public_through = (
        "passages",
        "participations__interview__sources__turns__passages",
        "turns__answered_by__passages",
    )

    name = PlainCharField(max_length=200)
    sort_name = PlainCharField(max_length=200, help_text="As in an index: “Vassilenko, Roman”.")
    name_key = NameKeyField(of=("name", "sort_name"))
    kind = models.CharField(max_length=10, choices=SpeakerKind, default=SpeakerKind.PERSON)
    description = PlainTextField(blank=True, help_text="One or two public, cited facts.")
    wikidata_id = models.CharField(
        "Wikidata id", max_length=20, blank=True, help_text="As in Q42; empty when not certain."
    )

    objects: ClassVar[Any] = SpeakerQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["sort_name", "pk"]
        constraints: ClassVar = [
            *no_controls("name", "sort_name", "description"),
            models.CheckConstraint(
                condition=models.Q(wikidata_id="") | models.Q(wikidata_id__startswith="Q"),
                name="speaker_wikidata_id",
                violation_error_message="A Wikidata id begins with Q.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Address of the speaker's page."""
        return address("speaker", self.slug)

    @property
    def spellings(self) -> list[str]:
        """All its names."""
        return [self.name, self.sort_name, *(other.name for other in self.names.all())]


class SpeakerName(models.Model):
    """Another spelling or script of a speaker's name, under which the speaker is found."""

    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="names")
    name = PlainCharField(max_length=200)
    name_key = NameKeyField(of=("name",))
    language = LanguageField(blank=True, help_text="Code, as in ru.")

    class Meta:
        ordering: ClassVar = ["language", "name"]
        constraints: ClassVar = [
            *no_controls("name"),
            models.UniqueConstraint(
                fields=["speaker", "name", "language"], name="speakername_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Role(TracksEditor):
    """An office a speaker held, from when to when as far as sources show."""

    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="roles")
    title = PlainCharField(max_length=300)
    organisation = PlainCharField(max_length=300, blank=True)
    start = EdtfField(help_text="EDTF; [..2023-06-07] says “on 7 June 2023 at the latest”.")
    start_earliest = DayOfField(of="start", bound="earliest")
    start_latest = DayOfField(of="start", bound="latest")
    end = EdtfField(help_text="EDTF; empty when not known to have ended.")
    end_earliest = DayOfField(of="end", bound="earliest")
    end_latest = DayOfField(of="end", bound="latest")
    basis = PlainTextField(blank=True, help_text="Where title and dates are from.")
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["-start_latest", "title"]
        constraints: ClassVar = [
            *no_controls("title", "organisation", "basis"),
            models.CheckConstraint(
                condition=models.Q(start_earliest__isnull=True)
                | models.Q(end_latest__isnull=True)
                | models.Q(start_earliest__lte=models.F("end_latest")),
                name="role_begins_before_it_ends",
                violation_error_message="The role ends before it begins.",
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.title, self.organisation]))

    def clean(self) -> None:
        """The constraint's rule, for forms: the days it compares are set only on saving."""
        try:
            begins, ends = days(self.start).earliest, days(self.end).latest
        except DateError:
            return  # the field says so
        if begins and ends and begins > ends:
            raise ValidationError({"end": "The role ends before it begins."})

    @property
    def held(self) -> str:
        """When, in words: “from 7 June 2023 or before until 13 December 2024 or later”."""
        start, end = edge_in_words(self.start, is_declined=True), edge_in_words(self.end)
        if start and self.start_earliest is None:
            start = message("{day} or before", day=start)
        if end and self.end_latest is None:
            end = message("{day} or later", day=end)
        if start and end:
            return message("from {start} until {end}", start=start, end=end)
        if start:
            return message("from {start}", start=start)
        return message("until {end}", end=end) if end else ""
