"""Topics of passages: public, but not printed; they change without a new version."""

from collections.abc import Iterable

from django.contrib.auth.models import User

from quotes.editorial.version import NotPossibleError, locked_archive
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
    with locked_archive() as state:
        changed = []
        for passage in Passage.objects.filter(pk__in=[p.pk for p in passages]):
            before = set(passage.topics.all())
            after = narrowest((before - remove) | add, above)
            if after != before:
                changed.append((passage, after))
        is_seen = any(passage.is_known for passage, _ in changed)
        number = state.advance() if is_seen else state.version
        for passage, after in changed:
            _set_topics(passage, after, number, editor)
    return len(changed)


def _set_topics(passage: Passage, topics: set[Topic], number: int, editor: User | None) -> None:
    with passage.one_history_row(editor):
        passage.topics.set(topics)
        passage.changed_in = number
        passage.save(update_fields=["changed_in"])


def narrowest(topics: set[Topic], above: dict[int, set[int]]) -> set[Topic]:
    """The topics without those that stand above another of them."""
    broader = set().union(*(above[topic.pk] for topic in topics))
    return {topic for topic in topics if topic.pk not in broader}
