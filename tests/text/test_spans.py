import pytest

from quotes.text import spans
from quotes.text.controls import RefusedCharacterError, plain
from quotes.text.spans import bracketed


def test_several_spans_are_joined_by_one_space() -> None:
    text = "“There are no corners,” he said. “Therefore, no sides.”"
    assert spans.spanned(text, [[1, 22], [34, 54]]) == "There are no corners, Therefore, no sides."
    assert spans.interruptions([[1, 22], [34, 54]]) == [22]


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
    assert spans.uncorrected("I am not talking’s", mends) == "I am not\n\n\ntalkings"


def test_a_mend_that_does_not_fit_is_refused() -> None:
    with pytest.raises(spans.SpanError):
        spans.uncorrected("abc", [{"at": 1, "raw": "x", "text": "c"}])


def test_words_in_brackets_are_the_outlets() -> None:
    assert bracketed("[it] has pursued [a policy]") == [[0, 4], [17, 27]]


def test_line_ends_and_accents_have_one_form() -> None:
    assert plain("a\r\nb\rc") == "a\nb\nc"
    assert plain("e\u0301") == "\u00e9"


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x7f", "\x85", "\ud800"])
def test_control_characters_are_refused_by_name(bad: str) -> None:
    with pytest.raises(RefusedCharacterError, match=f"U\\+{ord(bad):04X}"):
        plain(f"words{bad}")


@pytest.mark.parametrize(
    ("text", "given", "nearest"),
    [
        ("One thing. Another.", [0, 5], [0, 3]),
        ("One thing. Another.", [1, 8], [0, 9]),
        ("One thing. Another.", [0, 11], [0, 10]),
        ("One thing. Another.", [3, 10], [4, 10]),
        ("One\nthing.\u2003Two", [0, 11], [0, 10]),
        ("I don’t know.", [0, 5], [0, 7]),
        ("I don't know.", [5, 12], [2, 12]),
        ("Miss O’Brien spoke", [0, 6], [0, 4]),
        ("It was 1.5 billion", [0, 8], [0, 10]),
        ("It was 1.5 billion", [9, 18], [7, 18]),
        ("at 10:30 sharp", [0, 5], [0, 8]),
        ("of 10\u00a0000 men", [0, 5], [0, 2]),
        ("it fell −3 degrees", [9, 18], [8, 18]),
        ("дом и двор", [0, 2], [0, 3]),
        ("नमस्ते दुनिया", [0, 3], [0, 6]),
        ("दिल की बात", [0, 1], [0, 3]),
        ("שָׁלוֹם עולם", [0, 1], [0, 7]),
        ("مُحَمَّد قال", [0, 1], [0, 8]),
        ("caf\u0065\u0301 noir", [0, 4], [0, 5]),
        ("สวัสดี", [0, 2], [0, 3]),
    ],
)  # fmt: skip
def test_half_words_and_outer_spaces_are_refused_with_the_nearest_whole_words(
    text: str, given: list[int], nearest: list[int]
) -> None:
    with pytest.raises(spans.SpanError) as refused:
        spans.check_whole_words([given], text)
    said = str(refused.value)
    assert said.startswith(f"The span {given} ")
    assert said.endswith(f": the nearest span of whole words is {nearest}.")
    spans.check_whole_words([nearest], text)


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("“One thing,” he said.", [1, 10]),
        ("“One thing,” he said.", [0, 12]),
        ("a well-known man", [2, 6]),
        ("peace—war", [0, 5]),
        ("in 2023–2024", [0, 7]),
        ("中国的和平", [1, 3]),
        ("สวัสดีครับ", [0, 6]),
        ("soft\u00adhyphen", [0, 11]),
        ("One thing.", [4, 9]),
        ("one…two", [0, 4]),
    ],
)
def test_whole_words_are_taken_with_or_without_the_signs_beside_them(
    text: str, given: list[int]
) -> None:
    spans.check_whole_words([given], text)


@pytest.mark.parametrize(
    "sign", ["\u200b", "\ufeff", "\u00ad", "\u2060", "\u200e", "\u202b", "\u200c"]
)
def test_invisible_characters_at_an_end_are_refused_as_white_space_is(sign: str) -> None:
    text = f"One {sign}thing{sign} and another."
    for given in ([4, 10], [5, 11], [4, 11]):
        with pytest.raises(spans.SpanError, match=r"invisible character .* is .5, 10."):
            spans.check_whole_words([given], text)
    spans.check_whole_words([[5, 10]], text)
    with pytest.raises(spans.SpanError, match="holds white space alone"):
        spans.check_whole_words([[4, 5]], text)


def test_what_belongs_to_the_sign_before_may_end_a_span() -> None:
    spans.check_whole_words([[0, 6]], "Peace\ufe0f and")


def test_the_message_of_a_bad_span_holds_no_words_of_the_text() -> None:
    with pytest.raises(spans.SpanError) as refused:
        spans.check_whole_words([[0, 4]], "Confidential matters.")
    assert "Conf" not in str(refused.value)


def test_the_nearest_span_stays_between_its_neighbours() -> None:
    with pytest.raises(spans.SpanError, match=r"nearest span of whole words is \[4, 9\]"):
        spans.check_whole_words([[0, 3], [3, 9]], "One thing. Two")


def test_a_span_of_white_space_has_no_nearest_one() -> None:
    with pytest.raises(spans.SpanError, match="take it out"):
        spans.check_whole_words([[1, 3]], "a  b")
