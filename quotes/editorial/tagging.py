"""Topics of passages: public, but not printed; they change without a new version."""

from collections.abc import Iterable

from django.contrib.auth.models import User

from quotes.editorial.version import NotPossibleError, archive_change
from quotes.models import Passage, Topic


def tag(
    passages: Iterable[Passage],
    *,
    add: Iterable[Topic] = (),
    remove: Iterable[Topic] = (),
    editor: User | None,
) -> int:
    """Give and take topics; the number of passages that changed.

    A passage never carries a topic beside one above it: a narrower topic takes the place of the
    broader, and a broader one is left out where a narrower stands. Roots are refused.
    """
    add, remove = set(add), set(remove)
    if roots := [topic.name for topic in add if topic.parent_id is None]:
        raise NotPossibleError(f"“{roots[0]}” only groups topics: choose one below it.")
    above = Topic.objects.above()
    changed = 0
    with archive_change() as number:
        for passage in Passage.objects.filter(pk__in=[p.pk for p in passages]):
            before = set(passage.topics.all())
            after = narrowest((before - remove) | add, above)
            if after == before:
                continue
            with passage.one_history_row(editor):
                passage.topics.set(after)
                passage.changed_in = number
                passage.save(update_fields=["changed_in"])
            changed += 1
    return changed


def narrowest(topics: set[Topic], above: dict[int, set[int]]) -> set[Topic]:
    """The topics without those that stand above another of them."""
    broader = set().union(*(above[topic.pk] for topic in topics))
    return {topic for topic in topics if topic.pk not in broader}
