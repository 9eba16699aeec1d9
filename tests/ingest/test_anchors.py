from hypothesis import given, settings, strategies as st

from quotes.ingest.anchors import Anchor, Fate, aligned, likeness

PORT = "The harbour will be open in spring, unless the winter is a hard one."
TOWN = "The town has been saving for this for twenty years, and it shows."
RAIL = "A treaty with the railways has been signed, so that goods can go on inland."


def anchors(*turns: tuple[str, str]) -> list[Anchor]:
    return [Anchor.of(speaker, words) for speaker, words in turns]


def fates(old: list[Anchor], new: list[Anchor]) -> list[tuple[int | None, int | None, str]]:
    return [(pair.old, pair.new, str(pair.fate)) for pair in aligned(old, new)]


def test_what_is_the_same_but_for_print_is_kept() -> None:
    old = anchors(("Jane Harrow", PORT))
    new = anchors(("JANE HARROW", PORT.replace("spring,", "spring –").upper()))
    assert fates(old, new) == [(0, 0, "kept")]


def test_what_changed_its_place_is_moved_and_what_stays_around_it_kept() -> None:
    old = anchors(("A", PORT), ("B", TOWN), ("A", RAIL))
    new = anchors(("A", RAIL), ("A", PORT), ("B", TOWN))
    assert fates(old, new) == [(2, 0, "moved"), (0, 1, "kept"), (1, 2, "kept")]


def test_a_turn_much_like_one_at_its_place_is_that_one_changed() -> None:
    old = anchors(("A", PORT), ("B", TOWN), ("A", RAIL))
    new = anchors(("A", PORT), ("B", TOWN.replace("twenty", "thirty")), ("A", RAIL))
    assert fates(old, new)[1] == (1, 1, "changed")


def test_the_same_words_by_somebody_else_are_changed_and_like_words_are_another_turn() -> None:
    old = anchors(("A", PORT), ("B", TOWN))
    new = anchors(("C", PORT), ("C", TOWN.replace("twenty", "thirty")))
    assert fates(old, new) == [(0, 0, "changed"), (1, None, "vanished"), (None, 1, "added")]


def test_what_vanished_stands_behind_what_it_stood_behind() -> None:
    old = anchors(("A", PORT), ("B", TOWN), ("A", RAIL))
    assert fates(old, anchors(("A", PORT), ("A", RAIL))) == [
        (0, 0, "kept"), (1, None, "vanished"), (2, 1, "kept"),
    ]  # fmt: skip


def test_a_document_is_like_another_by_the_words_of_the_same_turns() -> None:
    old, new = anchors(("", PORT), ("", TOWN)), anchors(("", PORT), ("", RAIL))
    assert 0.4 < likeness(old, new) < 0.6
    assert likeness(old, old[:1]) == likeness(old[:1], old) == 1
    assert likeness([], []) == 0


def test_a_document_with_a_word_corrected_in_each_turn_is_much_like_itself() -> None:
    old = anchors(("", PORT), ("", TOWN))
    new = anchors(("", PORT.replace("hard", "mild")), ("", TOWN.replace("twenty", "thirty")))
    assert 0.8 < likeness(old, new) < 1


TURNS = st.lists(
    st.tuples(st.sampled_from("AB"), st.sampled_from([PORT, TOWN, RAIL, PORT[:40], "Yes.", "No."])),
    max_size=12,
)


@settings(max_examples=200, deadline=None)
@given(TURNS, TURNS)
def test_every_turn_has_one_fate_and_an_equal_one_is_never_lost(
    before: list[tuple[str, str]], after: list[tuple[str, str]]
) -> None:
    old, new = anchors(*before), anchors(*after)
    pairs = aligned(old, new)
    assert sorted(p.old for p in pairs if p.old is not None) == list(range(len(old)))
    assert [p.new for p in pairs if p.new is not None] == list(range(len(new)))
    for pair in pairs:
        if pair.fate in (Fate.KEPT, Fate.MOVED):
            assert old[pair.old] == new[pair.new]
    lost = {old[p.old] for p in pairs if p.fate is Fate.VANISHED}
    assert not lost & {new[p.new] for p in pairs if p.fate is Fate.ADDED}
