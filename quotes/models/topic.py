"""Topics: a curated tree under three roots (themes, places, organisations)."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models.expressions import RawSQL
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.query import TreeQuerySet

from quotes.models.addresses import address
from quotes.models.base import Noun, NounQuerySet, among, name_contains
from quotes.models.fields import NameKeyField, PlainCharField, PlainTextField, no_controls

# Topics of known passages, and all that stand above them.
PUBLIC = """
WITH RECURSIVE reached(id) AS (
    SELECT tag.topic_id FROM quotes_passage_topics tag
    JOIN quotes_passage passage ON passage.id = tag.passage_id
    WHERE passage.state IN ('published', 'withdrawn')
    UNION SELECT topic.parent_id FROM quotes_topic topic JOIN reached ON topic.id = reached.id
) SELECT id FROM reached WHERE id IS NOT NULL
"""
# Published passages under each topic and those below it, each passage once.
PASSAGES_BELOW = """
WITH RECURSIVE below(id, topic_id) AS (
    SELECT id, id FROM quotes_topic
    UNION SELECT below.id, topic.id FROM quotes_topic topic
    JOIN below ON topic.parent_id = below.topic_id
) SELECT below.id, COUNT(DISTINCT passage.id) FROM below
JOIN quotes_passage_topics tag ON tag.topic_id = below.topic_id
JOIN quotes_passage passage ON passage.id = tag.passage_id AND passage.state = 'published'
GROUP BY below.id
"""


class TopicQuerySet(NounQuerySet, TreeQuerySet):
    """Topics as a tree."""

    def public(self) -> "TopicQuerySet":
        """Topics of published or withdrawn passages, and all above them."""
        return self.filter(pk__in=RawSQL(PUBLIC, []))  # noqa: S611 - a constant

    def matching(self, text: str) -> "TopicQuerySet":
        """Those with ``text`` in their name or one of their aliases."""
        others = TopicAlias.objects.filter(name_contains(text), topic=models.OuterRef("pk"))
        return self.filter(name_contains(text) | models.Exists(others))

    def passage_counts(self) -> dict[int, int]:
        """Published passages under each topic or one below it, by primary key; never 0."""
        with connection.cursor() as cursor:
            cursor.execute(PASSAGES_BELOW)
            return dict(cursor.fetchall())

    def most_of_source(self, source: models.Model) -> models.QuerySet:
        """Keys of the topics that passages of a source carry, those of most passages first."""
        used = self.filter(passages__turn__source=source, parent__isnull=False).order_by()
        counted = used.values("pk").annotate(number=models.Count("passages"))
        return counted.order_by("-number", "pk").values_list("pk", flat=True)

    def children_of(self, topic: models.Model) -> "TopicQuerySet":
        """The topics directly below one."""
        return self.filter(parent=topic)

    def ancestors_of(self, topic: models.Model) -> list[models.Model]:
        """The topics above one, from the root down."""
        above = self.ancestor_ids()
        return sorted(self.filter(pk__in=above[topic.pk]), key=lambda each: len(above[each.pk]))

    def subtree_ids(self, topic: models.Model) -> list[int]:
        """Primary keys of a topic and of all below it."""
        return [topic.pk, *(pk for pk, line in self.ancestor_ids().items() if topic.pk in line)]

    def taggable(self) -> "TopicQuerySet":
        """Topics a passage may carry: all but the roots."""
        return self.filter(parent__isnull=False)

    def of_passages(self, passages: models.QuerySet) -> "TopicQuerySet":
        """Topics that any of these passages carries."""
        through = self.model._meta.get_field("passages").through
        carried = through.objects.filter(passage__in=passages.order_by().values("pk"))
        return self.filter(pk__in=carried.values("topic"))

    def pairs(self, passages: Sequence[int]) -> models.QuerySet:
        """Primary keys of each of these passages and of each topic it carries, in pairs."""
        return self._tagged().filter(passage__in=passages).values_list("passage", "topic")

    def pairs_among(self, passages: Sequence[int]) -> models.QuerySet:
        """The same, perhaps with pairs of passages between these."""
        return self._tagged().filter(among("passage", passages)).values_list("passage", "topic")

    def _tagged(self) -> models.QuerySet:
        return self.model._meta.get_field("passages").through.objects.all()

    def tags(self, passages: Sequence[int]) -> models.QuerySet:
        """Key of passage, slug and name of topic, by name, for each topic that each carries."""
        pairs = self.pairs(passages).order_by("topic__name", "topic")
        return pairs.values_list("passage", "topic__slug", "topic__name")

    def ancestor_ids(self) -> dict[int, set[int]]:
        """Primary keys of all topics above each topic, in one query."""
        parents = dict(self.model._base_manager.values_list("pk", "parent_id"))
        above: dict[int, set[int]] = {}
        for pk in parents:
            line: set[int] = set()
            parent = parents[pk]
            while parent and parent not in line:
                line.add(parent)
                parent = parents[parent]
            above[pk] = line
        return above


class Topic(Noun):
    """A node of the tree; a passage carries it and is found under all nodes above it."""

    public_through = ("passages", "children__passages", "children__children__passages")

    name = PlainCharField(max_length=120)
    name_key = NameKeyField(of=("name",))
    scope_note = PlainTextField(blank=True, help_text="What it is for and what it is not for.")
    parent = TreeNodeForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )

    objects: ClassVar[Any] = TopicQuerySet.as_manager()

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
        return address("topic", self.slug)

    def clean(self) -> None:
        """No topic stands below itself."""
        super().clean()
        if self.pk and self.parent_id and self.parent in self._with_descendants():
            raise ValidationError({"parent": "A topic cannot stand below itself."})

    def _with_descendants(self) -> TopicQuerySet:
        return Topic.objects.descendants(self, include_self=True)


class TopicAlias(models.Model):
    """Another name for a topic, under which it is found."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="aliases")
    name = PlainCharField(max_length=120)
    name_key = NameKeyField(of=("name",))

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name_plural = "topic aliases"
        constraints: ClassVar = [
            *no_controls("name"),
            models.UniqueConstraint(fields=["topic", "name"], name="topicalias_once"),
        ]

    def __str__(self) -> str:
        return self.name
