"""What editors or addresses give as text: nouns under any spelling, and numbers."""

from collections import defaultdict
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError

from quotes.models import Interview, Topic
from quotes.text.names import name_key

# A browser shows few of a list at once; a longer one only makes the page heavy.
MAX_LISTED = 2_000


class TopicLookup:
    """All topics by what an editor may type for them: name, alias, slug, or name and parent."""

    @cached_property
    def by_pk(self) -> dict[int, Topic]:
        """The topics that passages may carry."""
        rows = Topic.objects.filter(parent__isnull=False).select_related("parent")
        return {topic.pk: topic for topic in rows.prefetch_related("aliases").order_by("name")}

    @cached_property
    def labels(self) -> list[str]:
        """The suggestions: each name with the topic above it, so that those of one name differ."""
        return [self.label(pk) for pk in self.by_pk][:MAX_LISTED]

    def label(self, pk: int) -> str:
        """A topic as it is offered; of one that is gone, that it is."""
        topic = self.by_pk.get(pk)
        return f"{topic.name} ({topic.parent.name})" if topic and topic.parent else "(gone)"

    def named(self, text: str) -> int | None:
        """The key of the topic typed; None for nothing. Raises ValidationError."""
        if not text.strip():
            return None
        found = self._by_key.get(name_key(text), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            labels = ", ".join(sorted(map(self.label, found)))
            raise ValidationError(f"Several topics are called “{text}”: {labels}.")
        raise ValidationError(f"No topic is called “{text}”. Make it first, or choose another.")

    @cached_property
    def _by_key(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = defaultdict(set)
        for pk, topic in self.by_pk.items():
            others = [alias.name for alias in topic.aliases.all()]
            for name in (topic.name, topic.slug, self.label(pk), *others):
                found[name_key(name)].add(pk)
        return found


def interview_named(text: str) -> Any:
    """The interview with this slug or title; None for nothing. Raises ValidationError."""
    if not text.strip():
        return None
    if found := Interview.objects.at(text.strip()):
        return found
    rows = list(Interview.objects.filter(name_key=name_key(text))[:5])
    if len(rows) == 1:
        return rows[0]
    if rows:
        slugs = ", ".join(each.slug for each in rows)
        raise ValidationError(f"Several interviews are called so: give one of {slugs}.")
    raise ValidationError("There is no such interview: take its title or slug from its page.")


def number_in(text: str | None) -> int:
    """The number of a page or row that an address or a form gives; 1 for what is none."""
    is_number = text and text.isascii() and text.isdecimal() and len(text) < 19
    return int(text) if text and is_number else 1
