"""Topics of passages: public, but not printed; they change without a new version."""

from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import chain
from typing import NamedTuple

from django.contrib.auth.models import User

from quotes.editorial.version import NotPossibleError, locked_archive
from quotes.models import Passage, State, Topic
from quotes.models.bulk_insert import insert

BATCH = 500


class Tagged(NamedTuple):
    """A passage and its topics before and after a change, by primary keys."""

    passage: int
    before: list[int]
    after: list[int]


def tag(
    passages: Iterable[Passage],
    *,
    add: Iterable[Topic] = (),
    remove: Iterable[Topic] = (),
    editor: User | None,
) -> int:
    """Give and take topics; the number of passages that changed.

    A passage never has both a topic and one of its ancestors: only the narrower one is kept. Roots
    are refused. A withdrawn passage keeps its topics.
    """
    with locked_archive():
        return len(
            retag(
                [passage.pk for passage in passages],
                add=[topic.pk for topic in add],
                remove=[topic.pk for topic in remove],
                editor=editor,
            )
        )


def tag_new(wanted: Mapping[Passage, Collection[int]], *, editor: User | None) -> None:
    """Give drafts that were inserted just now their topics; thousands at once.

    With an editor, this is the first row of their history. Raises NotPossibleError.
    """
    _wanted(set().union(*wanted.values()), (), instead=False)
    above = Topic.objects.ancestor_ids()
    link = Passage.topics.through
    links = {
        draft: [
            link(passage_id=draft.pk, topic_id=pk) for pk in sorted(_narrowest(set(topics), above))
        ]
        for draft, topics in wanted.items()
    }
    insert(list(chain.from_iterable(links.values())))
    if editor:
        Passage.begin_history(links, editor)


def retag(
    passages: Collection[int],
    *,
    add: Collection[int] = (),
    remove: Collection[int] = (),
    instead: bool = False,
    editor: User | None,
) -> list[Tagged]:
    """What ``tag`` does, by primary keys; gives what changed. The topics must all be there.

    With ``instead``, only passages that carry a topic to be removed get the others.
    """
    with locked_archive():
        wanted = _wanted(add, remove, instead=instead)
        return _saved(_changes(passages, wanted), editor)


def would_change(
    passages: Collection[int],
    *,
    add: Collection[int] = (),
    remove: Collection[int] = (),
    instead: bool = False,
) -> list[Tagged]:
    """What ``retag`` would change now; nothing is changed. Raises NotPossibleError."""
    return _changes(passages, _wanted(add, remove, instead=instead))


def _wanted(
    add: Collection[int], remove: Collection[int], *, instead: bool
) -> Callable[[int, set[int]], set[int]]:
    """The topics that a passage is to have, from its primary key and those it has."""
    topics = Topic.objects.in_bulk([*add, *remove])
    if set(topics) != {*add, *remove}:
        raise NotPossibleError("One of the topics is no longer there: choose them again.")
    if roots := [topics[pk].name for pk in add if topics[pk].parent_id is None]:
        raise NotPossibleError(f"“{roots[0]}” only groups topics: choose one below it.")
    above = Topic.objects.ancestor_ids()

    def wanted(passage: int, now: set[int]) -> set[int]:
        if instead and now.isdisjoint(remove):
            return now
        return _narrowest((now - set(remove)) | set(add), above)

    return wanted


def untag(tagged: Iterable[Tagged], *, editor: User | None) -> list[Tagged]:
    """Give passages the topics back that they had before; gives what changed.

    A passage whose topics have been changed since, or have gone, is left as it is.
    """
    with locked_archive():
        above = Topic.objects.ancestor_ids()
        given = {each.passage: each for each in tagged}

        def wanted(passage: int, now: set[int]) -> set[int]:
            before, after = given[passage].before, given[passage].after
            is_sound = now == set(after) and above.keys() >= set(before)
            return _narrowest(set(before), above) if is_sound else now

        return _saved(_changes(given, wanted), editor)


def narrowest(topics: set[Topic], above: dict[int, set[int]]) -> set[Topic]:
    """The topics without ancestors of others among them."""
    kept = _narrowest({topic.pk for topic in topics}, above)
    return {topic for topic in topics if topic.pk in kept}


def _narrowest(topics: set[int], above: dict[int, set[int]]) -> set[int]:
    return topics - set().union(*(above[pk] for pk in topics))


def _changes(passages: Iterable[int], wanted: Callable[[int, set[int]], set[int]]) -> list[Tagged]:
    """Which of these passages have other topics than are wanted of them."""
    pks = sorted(set(passages))
    changed: list[Tagged] = []
    for start in range(0, len(pks), BATCH):
        some = pks[start : start + BATCH]
        now: dict[int, set[int]] = {pk: set() for pk in some}
        for passage, topic in Topic.objects.pairs(some):
            now[passage].add(topic)
        for pk, before in now.items():
            after = wanted(pk, before)
            if after != before:
                changed.append(Tagged(pk, sorted(before), sorted(after)))
    return changed


def _saved(changed: list[Tagged], editor: User | None) -> list[Tagged]:
    rows = Passage.objects.in_bulk([each.passage for each in changed])
    changeable = [
        each
        for each in changed
        if each.passage in rows and rows[each.passage].state != State.WITHDRAWN
    ]
    is_seen = any(rows[each.passage].was_published for each in changeable)
    with locked_archive() as state:
        number = state.advance() if is_seen else state.version
        for each in changeable:
            passage = rows[each.passage]
            with passage.one_history_row(editor):
                passage.topics.set(each.after)
                if passage.was_published:
                    passage.changed_in_version = number
                    passage.save_only(["changed_in_version"])
    return changeable
