from hypothesis import given, strategies as st

from quotes.search.hits import best_window, hits, question_hits
from quotes.search.query import parse


def marked(query: str, text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in hits(parse(query).tree, text, language)]


def test_forms_of_a_word_are_marked() -> None:
    assert marked("invest", "We invested; investing pays.") == ["invested", "investing"]


def test_a_phrase_is_marked_only_where_it_stands_whole() -> None:
    text = "A boxing match. The boxing-ring is a ring."
    assert marked('"boxing ring"', text) == ["boxing-ring"]


def test_excluded_words_are_not_marked() -> None:
    assert marked("peace -war", "war and peace") == ["peace"]


def test_a_prefix_is_marked_with_its_whole_word() -> None:
    assert marked("multi*", "multi-vector multilateralism") == ["multi", "multilateralism"]


def test_near_words_are_marked_where_they_stand_near() -> None:
    text = "war, then peace. War and much more of it. Peace."
    assert marked('"peace war"~1', text) == ["war", "peace", "War"]


def test_what_is_looked_for_in_questions_is_marked_there_alone() -> None:
    tree = parse("question:war peace").tree
    assert hits(tree, "war and peace", "en") == [(8, 13)]
    assert question_hits(tree, "war and peace", "en") == [(0, 3)]


def test_longer_marks_win_over_those_inside() -> None:
    assert marked('boxing "boxing ring"', "a boxing ring") == ["boxing ring"]


def test_the_window_holds_the_place_with_most_hits() -> None:
    text = "war " + "x " * 500 + "war and war" + " y" * 500
    window = best_window(text, hits(parse("war").tree, text, "en"))
    assert "war and war" in text[window.start : window.end]
    assert len(window.hits) == 2


@given(st.text("ab \n’-", max_size=400), st.text("ab ", max_size=10))
def test_a_window_lies_inside_its_text_and_holds_its_hits(text: str, query: str) -> None:
    found = hits(parse(query).tree, text, "en")
    window = best_window(text, found, size=40)
    assert 0 <= window.start <= window.end <= len(text)
    assert all(window.start <= a < b <= window.end for a, b in window.hits)
    assert bool(window.hits) == bool(found)
