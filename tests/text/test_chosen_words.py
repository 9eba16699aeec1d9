"""Words by their place: whole, exact, or refused."""

import pytest
from hypothesis import given, settings, strategies as st

from quotes.text.chosen_words import place_of, places_of, same_words
from quotes.text.spans import SpanError

TEXT = "The only side: don’t take sides, take 10,000 steps. Қазақ 中国 – the only one."


@pytest.mark.parametrize(
    ("written", "words"),
    [("0-8", "The only"), ("15-20", "don’t"), ("38-44", "10,000"), ("52-57", "Қазақ"),
     ("58-59", "中"), ("0-76", TEXT)],
)  # fmt: skip
def test_a_place_names_whole_words(written, words):
    start, end = place_of(written, TEXT)
    assert TEXT[start:end] == words


@pytest.mark.parametrize(
    "written",
    ["", "x", "0", "0-", "-8", "8-0", "3-3", "0-2", "1-8", "0-4", "15-18", "38-40", "0-77", "0-8-9",
     "0–8", "٠-٨", " 0-8", "0-8\n", "9999999-99999999", "1e1-2e1"],
)  # fmt: skip
def test_what_is_no_place_of_whole_words_is_refused(written):
    with pytest.raises(SpanError):
        place_of(written, TEXT)


@pytest.mark.parametrize(
    ("sought", "places"),
    [("only", [(4, 8), (67, 71)]), ("the only", [(63, 71)]), ("don't  take\nsides", [(15, 31)]),
     ("- the", [(61, 66)]), ("side", [(9, 13)]), ("on", []), ("10", []), ("only side", [(4, 13)]),
     ("Only", []), ("only.*", []), ("", []), (" ", []), ("国", [(59, 60)])],
)  # fmt: skip
def test_words_are_found_as_they_stand(sought, places):
    assert places_of(sought, TEXT) == places


def test_places_that_overlap_are_all_found():
    assert places_of("no, no", "no, no, no") == [(0, 6), (4, 10)]


@pytest.mark.parametrize(
    ("before", "words", "after", "found"),
    [("We kept the door open.", "the door", "They kept the door open.", "the door"),
     ("We kept the door open.", "the door", "We kept the doors open.", None),
     ("We kept the door open.", "the door", "We kept the\ndoor open.", None),
     ("We kept the door open.", "the door", "The door: we kept the door.", "the door"),
     ("We kept the door open.", "door", "A door, a door.", None),
     ("A door, a door.", "door", "We kept the door open.", None),
     ("It doesn’t.", "doesn’t", "It doesn't.", None)],
)  # fmt: skip
def test_only_the_same_words_once_are_the_same_words(before, words, after, found):
    start = before.index(words)
    place = same_words((start, start + len(words)), before, after)
    assert (place and after[slice(*place)]) == found


@settings(max_examples=60)
@given(st.lists(st.sampled_from(["a", "door", "Қазақ", "10,000", "don’t", "–", "中国"]), min_size=1),
       st.data())  # fmt: skip
def test_what_is_found_is_what_was_sought(words, data):
    text = " ".join(words)
    first = data.draw(st.integers(0, len(words) - 1))
    sought = " ".join(words[first : data.draw(st.integers(first + 1, len(words)))])
    places = places_of(sought, text)
    assert places
    for start, end in places:
        assert text[start:end] == sought
        assert place_of(f"{start}-{end}", text) == (start, end)
        assert same_words((start, end), text, text) == (start, end)
