"""Topics: a curated tree under three roots (themes, places, organisations)."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.query import TreeQuerySet

from quotes.models.cited import Noun, NounQuerySet
from quotes.models.fields import PlainCharField, PlainTextField, no_controls


class TopicQuerySet(NounQuerySet, TreeQuerySet):
    """Topics as a tree."""

    def taggable(self) -> "TopicQuerySet":
        """Topics a passage may carry: all but the roots."""
        return self.filter(parent__isnull=False)


class Topic(Noun):
    """A node of the tree; a passage carries it and is found under all nodes above it."""

    public_through = ("passages", "children__passages", "children__children__passages")

    name = PlainCharField(max_length=120)
    scope_note = PlainTextField(blank=True, help_text="What it is for and what it is not for.")
    parent = TreeNodeForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            *no_controls("name", "scope_note"),
            models.UniqueConstraint(fields=["parent", "name"], name="topic_name_once_by_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Address of the topic's page."""
        return reverse("quotes:topic", args=[self.slug])

    def clean(self) -> None:
        """No topic stands below itself."""
        if self.pk and self.parent_id and self.parent in self._with_descendants():
            raise ValidationError({"parent": "A topic cannot stand below itself."})

    def _with_descendants(self) -> TopicQuerySet:
        return Topic.objects.descendants(self, include_self=True)


class TopicAlias(models.Model):
    """Another name for a topic, under which it is found."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="aliases")
    name = PlainCharField(max_length=120)

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name_plural = "topic aliases"
        constraints: ClassVar = [
            *no_controls("name"),
            models.UniqueConstraint(fields=["topic", "name"], name="topicalias_once"),
        ]

    def __str__(self) -> str:
        return self.name
