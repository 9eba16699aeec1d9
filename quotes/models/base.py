"""What all nouns have in common: slug, stamp, history, and when they are public."""

from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from itertools import chain, count
from operator import or_
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.text import slugify
from simple_history.models import HistoricalRecords

from quotes.models.fields import DayOfField, NameKeyField
from quotes.models.vocabularies import PUBLIC_STATES
from quotes.text.names import name_key, readable_slug

# So many keys are listed in any case.
FEW_KEYS = 100


def name_contains(text: str, *paths: str) -> models.Q:
    """A condition: a row, or a row related to it, has ``text`` in a name, in any spelling.

    ``paths`` are relations such as ``event``; an empty one is the row itself.
    """
    key = name_key(text)
    if not key:
        return models.Q(pk__in=[])
    fields = [f"{path}__name_key" if path else "name_key" for path in paths or ("",)]
    lookups = [(f"{field}__contains", key) for field in fields]
    return models.Q(*lookups, _connector=models.Q.OR)


def among(path: str, pks: Sequence[int]) -> models.Q:
    """A condition: the key at ``path`` is among these, or between them if few are left out.

    Django takes 4 µs for each key of a list. Whoever asks ignores rows of others.
    """
    if len(pks) > FEW_KEYS and max(pks) - min(pks) < 2 * len(pks):
        return models.Q(**{f"{path}__gte": min(pks), f"{path}__lte": max(pks)})
    return models.Q(**{f"{path}__in": pks})


def related_model(model: type[models.Model], lookup: str) -> type[models.Model]:
    """The model at the end of a lookup such as ``turn__source``."""
    for name in lookup.split("__"):
        found: Any = model._meta.get_field(name).related_model
        model = found
    return model


def count_subquery(model: type[models.Model], path: str, **conditions: Any) -> Coalesce:
    """A count of the rows at ``path`` from each row of ``model``, each counted once.

    As a subquery, so that it neither multiplies with other joins nor groups by texts.
    """
    counted = (
        model._base_manager.filter(
            pk=models.OuterRef("pk"), **{f"{path}__{name}": v for name, v in conditions.items()}
        )
        .order_by()
        .values("pk")
        .annotate(n=models.Count(path, distinct=True))
        .values("n")
    )
    return Coalesce(models.Subquery(counted), 0)


class TracksEditor(models.Model):
    """A model whose history records who saved a row."""

    _history_user: Any
    _change_reason: str

    class Meta:
        abstract = True

    def with_editor(self, editor: Any) -> Self:
        """The same row, to be saved in this editor's name."""
        self._history_user = editor
        return self

    def differing_columns(self, other: models.Model) -> set[str]:
        """Names of the loaded columns in which this row differs from another."""
        absent = self.get_deferred_fields()
        return {
            field.name
            for field in self._meta.concrete_fields
            if field.attname not in absent
            and getattr(self, field.attname) != getattr(other, field.attname)
        }

    def restore_all_but(self, names: Collection[str], stored: models.Model) -> None:
        """Set every column except the named ones to its stored value."""
        for field in self._meta.concrete_fields:
            if field.name not in names:
                setattr(self, field.attname, getattr(stored, field.attname))

    def save_only(self, names: Iterable[str]) -> None:
        """Save the named columns, those derived from them, and no others."""
        wanted = set(names)
        for field in self._meta.concrete_fields:
            days = isinstance(field, DayOfField) and field.of in wanted
            if days or (isinstance(field, NameKeyField) and not wanted.isdisjoint(field.of)):
                wanted.add(field.name)
        self.save(update_fields=sorted(wanted))


class FormerSlugQuerySet(models.QuerySet):
    """Former slugs and the nouns they redirect to."""

    def targets(self, noun: str, slug: str) -> models.QuerySet:
        """Primary key of the noun that once had this slug; at most one."""
        return self.filter(noun=noun, slug=slug).values("target_id")


class FormerSlug(models.Model):
    """A slug that now redirects; ``noun`` is the model's name in lower case."""

    noun = models.CharField(max_length=20)
    slug = models.SlugField(max_length=120)
    target_id = models.BigIntegerField(help_text="Primary key of the noun it leads to.")

    objects = FormerSlugQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["noun", "slug"], name="formerslug_once")
        ]

    def __str__(self) -> str:
        return f"{self.noun}/{self.slug}"


class PublicThroughPassages(models.QuerySet):
    """Rows that are public only through a public passage; ``public_through`` leads to these."""

    model: Any

    def public(self) -> Self:
        """Those with a published or withdrawn passage; to readers, no others exist."""
        known = [
            models.Exists(self._of_outer().filter(**{f"{path}__state__in": PUBLIC_STATES}))
            for path in self.model.public_through
        ]
        return self.filter(reduce(or_, known))

    def _of_outer(self) -> models.QuerySet:
        return self.model._base_manager.filter(pk=models.OuterRef("pk")).order_by()


class NounQuerySet(PublicThroughPassages):
    """Rows of a noun."""

    def matching(self, text: str) -> Self:
        """Those with ``text`` in their name."""
        return self.filter(name_contains(text))

    def at(self, slug: str) -> Any:
        """The row with this slug, or the one that had it once; None where there is neither."""
        former = FormerSlug.objects.targets(str(self.model._meta.model_name), slug)
        return self.filter(slug=slug).first() or self.filter(pk__in=former).first()

    def with_any_slug(self, slugs: Collection[str]) -> Self:
        """Those that have one of these slugs now, by slug."""
        return self.filter(slug__in=slugs).order_by("slug")

    def with_published_passages(self) -> Self:
        """Those with a published passage of their own."""
        path = self.model.public_through[0]
        published = self._of_outer().filter(**{f"{path}__state": "published"})
        return self.filter(models.Exists(published))

    def entered_after(self, pk: int) -> Self:
        """Those after this primary key, in the order of entry, which no edit changes."""
        return self.filter(pk__gt=pk).order_by("pk")

    def with_passage_count(self) -> Self:
        """Adds ``passage_count``: published passages, each counted once."""
        path = self.model.public_through[0]
        return self.annotate(passage_count=count_subquery(self.model, path, state="published"))


class Noun(TracksEditor):
    """A thing with a page of its own that passages print or are found by."""

    # Lookups from the noun to the passages that make it public. The first is used to count them.
    public_through: ClassVar[tuple[str, ...]]
    # Columns that no public page, feed or export shows.
    private_columns: ClassVar[frozenset[str]] = frozenset({"changed_in_version"})

    slug = models.SlugField(
        max_length=120,
        unique=True,
        blank=True,
        help_text="Name in addresses; left empty, it is made from the name. "
        "An old one keeps redirecting.",
    )
    changed_in_version = models.BigIntegerField(default=0, editable=False, db_index=True)
    history = HistoricalRecords(inherit=True, excluded_fields=["changed_in_version", "name_key"])

    objects: ClassVar[models.Manager[Any]] = NounQuerySet.as_manager()

    class Meta:
        abstract = True

    def clean(self) -> None:
        """A slug from the name, where none was given: every script has one."""
        super().clean()
        if not self.slug:
            self.slug = self._free_slug()

    @classmethod
    def models_in_its_addresses(cls) -> tuple[type["Noun"], ...]:
        """The models whose rows share its addresses, so that no two have one slug."""
        return (cls,)

    def _free_slug(self) -> str:
        wanted = readable_slug(str(self)) or slugify(str(self._meta.verbose_name))
        taken: set[str] = set()
        for model in self.models_in_its_addresses():
            rows = model._default_manager.filter(slug__startswith=wanted)
            former = FormerSlug.objects.filter(noun=model._meta.model_name, slug__startswith=wanted)
            taken.update(rows.values_list("slug", flat=True), former.values_list("slug", flat=True))
        others = (f"{wanted}-{number}" for number in count(2))
        return next(slug for slug in chain([wanted], others) if slug not in taken)
