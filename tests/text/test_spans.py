import pytest

from quotes.text import spans
from quotes.text.controls import RefusedCharacterError, plain
from quotes.text.marks import bracketed


def test_several_spans_are_joined_by_one_space() -> None:
    text = "“There are no corners,” he said. “Therefore, no sides.”"
    assert spans.spanned(text, [[1, 22], [34, 54]]) == "There are no corners, Therefore, no sides."
    assert spans.joints([[1, 22], [34, 54]]) == [22]


@pytest.mark.parametrize(
    "wrong",
    [None, [], {}, "0,1", [[0, 0]], [[2, 1]], [[0, 99]], [[3, 4], [1, 2]], [[0, 2], [1, 3]],
     [[0.0, 1.0]], [["0", "1"]], [[True, 2]], [[0, 1, 2]], [[-1, 2]], [0, 1]],
)  # fmt: skip
def test_spans_that_lie_wrong_are_refused(wrong: object) -> None:
    with pytest.raises(spans.SpanError):
        spans.check_spans(wrong, 10)


def test_a_tiling_has_no_gap_and_no_overlap() -> None:
    assert spans.gaps_in_tiling([[3, 10], [0, 3]], 10) == []
    assert spans.gaps_in_tiling([[0, 3], [4, 10]], 10) == ["characters 3 to 4 are in no range"]
    assert spans.gaps_in_tiling([[0, 5], [4, 10]], 10) == ["characters 4 to 5 are in two ranges"]
    assert spans.gaps_in_tiling([[0, 5]], 10) == ["the ranges end at 5, the text at 10"]


def test_mends_are_taken_back() -> None:
    mends = [{"at": 8, "raw": "\n\n\n", "text": " "}, {"at": 16, "raw": "", "text": "’"}]
    assert spans.unmended("I am not talking’s", mends) == "I am not\n\n\ntalkings"


def test_a_mend_that_does_not_fit_is_refused() -> None:
    with pytest.raises(spans.SpanError):
        spans.unmended("abc", [{"at": 1, "raw": "x", "text": "c"}])


def test_words_in_brackets_are_the_outlets() -> None:
    assert bracketed("[it] has pursued [a policy]") == [[0, 4], [17, 27]]


def test_line_ends_and_accents_have_one_form() -> None:
    assert plain("a\r\nb\rc") == "a\nb\nc"
    assert plain("e\u0301") == "\u00e9"


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x7f", "\x85", "\ud800"])
def test_control_characters_are_refused_by_name(bad: str) -> None:
    with pytest.raises(RefusedCharacterError, match=f"U\\+{ord(bad):04X}"):
        plain(f"words{bad}")
