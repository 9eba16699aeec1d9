"""Counts of the whole archive, carried on from state to state, are those of counting anew."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from quotes import editorial
from quotes.editorial import CitedChange
from quotes.models import Passage, current_version
from quotes.search import facets, index, whole_archive
from quotes.search.catch_up import current_snapshot, rebuild
from quotes.search.compile import IndexFilters, compiled
from quotes.search.index import Snapshot
from quotes.search.small_counts import coverage
from quotes.search.tree import EVERYTHING
from quotes.search.whole_archive import Counts, Whole, whole_counts
from tests import factories

WHY = CitedChange("attribution", "As the source has it.")
CHOSEN: dict[str, int | str] = {
    "language": "en",
    "speaker": 1,
    "year": 0,
    "wording": "other",
    "series": 1,
}
EVERY = compiled(EVERYTHING, IndexFilters(), ())


@pytest.fixture
def counted_anew(monkeypatch: pytest.MonkeyPatch) -> list[Snapshot]:
    """The states whose passages were all counted."""
    seen: list[Snapshot] = []
    carried = whole_archive._carried_on

    def told(earlier: Snapshot, snapshot: Snapshot) -> Whole | None:
        found = carried(earlier, snapshot)
        if found is None:
            seen.append(snapshot)
        return found

    monkeypatch.setattr(whole_archive, "_carried_on", told)
    return seen


def now() -> Snapshot:
    """The state of the index with all that is published, counted."""
    snapshot = current_snapshot(current_version())
    whole_counts(snapshot)
    return snapshot


def assert_counted_right(snapshot: Snapshot) -> None:
    """Its counts are those that the engine gives, in one order."""
    anew = whole_archive._counted(snapshot.searcher, EVERY)
    assert whole_counts(snapshot).keys() == anew.keys()
    for name, counts in whole_counts(snapshot).items():
        assert counts.first() == anew[name].first() == list(anew[name].before.items())
        assert len(counts) == len(anew[name])


def assert_right(snapshot: Snapshot) -> None:
    """Its counts are those that the engine gives, in one order, and so is all made of them."""
    assert_counted_right(snapshot)
    for limit in (3, 20, None):
        made = facets.facets(snapshot, EVERYTHING, IndexFilters(), (), limit=limit, hits=0)
        assert made == facets._counts(snapshot, EVERY, facets.MAIN_FACETS, limit)
        for name, value in CHOSEN.items():
            chosen = IndexFilters(include={name: (value,)})
            query = compiled(EVERYTHING, chosen, ())
            made = facets.facets(snapshot, EVERYTHING, chosen, (), limit=limit, hits=0)
            others = [n for n in facets.MAIN_FACETS if not chosen.touches(n)]
            assert {n: made[n] for n in others} == facets._counts(snapshot, query, others, limit)
            own = facets._counts(snapshot, EVERY, [name], limit)[name].counts
            assert own.items() <= made[name].counts.items()
    assert coverage(snapshot).passages == Passage.public.count()
    languages = Passage.public.values_list("language", flat=True)
    assert snapshot.languages == coverage(snapshot).languages == sorted(set(languages))


class Desk:
    """An editor who does one thing after another, at random."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.topics = [factories.topic(f"Topic {n}") for n in range(3)]
        self.topics.append(factories.topic("Narrow", parent=self.topics[0]))
        self.sources = [factories.source(language=code) for code in ("en", "en", "ru", "fr")]
        self.speakers = [factories.speaker() for _ in range(3)]
        for _ in range(12):
            self.publish()

    def any(self, state: str = "published") -> Passage | None:
        """One of the passages there are."""
        found = list(Passage.objects.filter(state=state).order_by("pk"))
        return self.chance.choice(found) if found else None

    def publish(self) -> None:
        """A new passage, with or without topics."""
        factories.published(
            source=self.chance.choice(self.sources), speaker=self.chance.choice(self.speakers),
            topics=self.chance.sample(self.topics[1:], self.chance.randrange(3)),
        )  # fmt: skip

    def withdraw(self) -> None:
        """A passage is no longer public."""
        if passage := self.any():
            editorial.withdraw(passage, reason="Said by another.", editor=None)

    def reinstate(self) -> None:
        """It is again."""
        if passage := self.any("withdrawn"):
            editorial.reinstate(passage, reason="Said after all.", editor=None)

    def tag(self) -> None:
        """A passage gets a topic."""
        if passage := self.any():
            editorial.tag([passage], add=[self.chance.choice(self.topics)], editor=None)

    def move_a_topic(self) -> None:
        """All its passages are about other topics too."""
        topic = self.topics[3]
        topic.refresh_from_db()
        topic.parent = self.chance.choice([t for t in self.topics[:3] if t.pk != topic.parent_id])
        editorial.save_noun(topic, editor=None, why=WHY)

    def date_an_interview(self) -> None:
        """All its passages are of another year."""
        interview = self.chance.choice(self.sources).interview
        interview.refresh_from_db()
        interview.dates = str(self.chance.randrange(1990, 2026))
        editorial.save_noun(interview, editor=None, why=WHY)

    def save_a_draft(self) -> None:
        """Nothing that readers see."""
        factories.draft(source=self.sources[0])

    def work(self) -> None:
        """One of these."""
        things: list[Callable[[], None]] = [
            self.publish, self.withdraw, self.reinstate, self.tag, self.move_a_topic,
            self.date_an_interview, self.save_a_draft,
        ]  # fmt: skip
        self.chance.choice(things)()


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kept_apart", [3, 500])
def test_whatever_editors_do_the_counts_are_right_and_only_what_changed_is_counted(
    monkeypatch: pytest.MonkeyPatch, kept_apart: int, seed: int, counted_anew: list[Snapshot]
) -> None:
    monkeypatch.setattr(whole_archive, "MAX_SINCE", kept_apart)
    desk = Desk(seed)
    now()
    for _ in range(15):
        for _ in range(desk.chance.randrange(1, 4)):
            desk.work()
        assert_right(now())
    assert not counted_anew


@pytest.mark.django_db
def test_a_state_that_nobody_asked_is_passed_over(counted_anew: list[Snapshot]) -> None:
    desk = Desk(1)
    first = now()
    desk.withdraw()
    unasked = current_snapshot(current_version())
    desk.publish()
    last = now()
    assert unasked.counted is None
    assert last is not unasked is not first
    assert_right(last)
    assert last.earlier is None
    assert not counted_anew


@pytest.mark.django_db
def test_where_much_changed_or_history_was_lost_all_is_counted_anew(
    monkeypatch: pytest.MonkeyPatch, counted_anew: list[Snapshot]
) -> None:
    desk = Desk(2)
    now()
    monkeypatch.setattr(whole_archive, "MAX_CHANGED", 2)
    for _ in range(4):
        desk.publish()
    assert_right(now())
    assert len(counted_anew) == 1
    desk.publish()
    later = current_snapshot(current_version())
    assert later.earlier
    # As where another process has made the index anew, because the archive was restored.
    later.earlier.meta = replace(later.earlier.meta, token="of a version that was lost")
    assert_right(later)
    assert counted_anew[1:] == [later]


@pytest.mark.django_db
def test_a_database_that_is_later_than_the_index_is_not_asked_what_changed(
    monkeypatch: pytest.MonkeyPatch, counted_anew: list[Snapshot]
) -> None:
    """Its list of changes would lack some: so it may be on a standby."""
    desk = Desk(3)
    before = current_version()
    now()
    desk.withdraw()
    snapshot = current_snapshot(current_version())
    monkeypatch.setattr(whole_archive, "current_version", lambda: before)
    assert_right(snapshot)
    assert counted_anew == [snapshot]


@pytest.mark.django_db
def test_an_index_that_another_process_made_anew_is_counted_anew() -> None:
    """What the one before held may have been wrong."""
    desk, wrong = Desk(4), {"year": 3}
    found = now()
    found.counted = Whole({name: Counts(wrong) for name in whole_counts(found)})
    another = index.Reader(index.directory())
    whole_counts(another.snapshot()).update(found.counted)
    rebuild()
    assert another.snapshot(fresh=True).earlier is None
    desk.withdraw()
    assert_right(now())


@pytest.mark.django_db
def test_counts_never_go_on_from_a_later_state(tmp_path: Path) -> None:
    """An older index is copied into the folder while processes have the newer one open."""
    desk = Desk(5)
    now()
    copytree(index.directory(), tmp_path / "older")
    for _ in range(3):
        desk.publish()
    later = now()
    for file in index.directory().iterdir():
        file.unlink()
    copytree(tmp_path / "older", index.directory(), dirs_exist_ok=True)
    older = index.reader().snapshot(fresh=True)
    assert older
    assert older.meta.version < later.meta.version
    assert_counted_right(older)
    desk.publish()
    assert_right(now())


@pytest.mark.django_db
def test_counts_do_not_go_on_from_a_state_that_has_a_part_of_the_next(
    counted_anew: list[Snapshot],
) -> None:
    """The next one may be lost."""
    desk = Desk(6)
    now()
    desk.publish()
    later = current_snapshot(current_version())
    assert later.earlier
    later.earlier.meta = replace(later.earlier.meta, cursor=5)
    assert_right(later)
    assert counted_anew == [later]
