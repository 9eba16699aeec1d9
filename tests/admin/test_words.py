import pytest

from quotes.admin.words import WordsError, spans_of_words

TEXT = (
    "He said: “We do not\u00a0take sides,” and smiled. “We’re — after all —\nneighbours.” "
    "Peace is good. Trade … is good. Peace is better."
)


def found(words):
    return [TEXT[start:end] for start, end in spans_of_words(words, TEXT)]


def test_words_that_stand_once_are_found():
    assert spans_of_words("Peace is good", TEXT) == [[79, 92]]
    assert found("Peace is good") == ["Peace is good"]


def test_spacing_and_kinds_of_marks_do_not_matter():
    assert found('"We\'re - after all - neighbours."') == ["“We’re — after all —\nneighbours.”"]
    assert found("do not take  sides") == ["do not\u00a0take sides"]


def test_outer_quotation_marks_that_the_text_lacks_are_left_out():
    assert found("«Peace is good.»") == ["Peace is good."]


@pytest.mark.parametrize("gap", ["…", " … ", "\n[...]\n", " [ … ] ", "..."])
def test_an_ellipsis_parts_two_spans(gap):
    assert found(f"We do not take sides{gap}neighbours.") == [
        "We do not\u00a0take sides",
        "neighbours.",
    ]


def test_an_ellipsis_of_the_text_itself_stays():
    assert found("Trade … is good") == ["Trade … is good"]


def test_words_that_stand_twice_are_refused_with_their_places():
    with pytest.raises(WordsError, match=r"stands 2 times in the turn, at characters 79 and 111"):
        spans_of_words("Peace is", TEXT)


def test_parts_must_stand_in_the_order_given():
    with pytest.raises(WordsError, match="only before the words given first"):
        spans_of_words("Peace is better … Trade", TEXT)


def test_words_are_whole_words():
    with pytest.raises(WordsError, match="Begin and end with whole words"):
        spans_of_words("eace is goo", TEXT)


def test_a_difference_is_pointed_out():
    with pytest.raises(
        WordsError, match=r"agrees up to “…Peace is”; there the turn goes on “good\. Trade"
    ):
        spans_of_words("Peace is bad.", TEXT)


@pytest.mark.parametrize("words", ["", "  ", "…", "\u200b", "“”", "[...]"])
def test_what_has_no_words_is_refused(words):
    with pytest.raises(WordsError):
        spans_of_words(words, TEXT)


@pytest.mark.parametrize(
    ("words", "text", "said"),
    [
        ("for peace. We go", "for peace.We go", "there the turn has no space before “We go"),
        ("We seek peаce", "We seek peace now",
         "(LATIN SMALL LETTER A, not CYRILLIC SMALL LETTER A)"),
        ("We seek ﬁsh", "We seek fish", "(LATIN SMALL LETTER F, not LATIN SMALL LIGATURE FI)"),
        ("We seek peace now", "We seek peace", "there the turn ends"),
        (f"We seek {'x' * 60}a now", f"We seek {'x' * 60}b now", "xb now…”, not “x"),
        ("We go onward", "We go on", "there the turn goes on"),
    ],
)  # fmt: skip
def test_strings_that_are_said_to_differ_are_seen_to_differ(words, text, said):
    with pytest.raises(WordsError) as refused:
        spans_of_words(words, text)
    message = str(refused.value)
    assert said in message or said == "there the turn goes on"
    there, _, given = message.partition("goes on “")[2].partition("…”, not “")
    assert there != given.partition("”")[0] or not there


@pytest.mark.parametrize(
    ("words", "text"),
    [("thing", "Some things"), ("दि", "दिल की बात"), ("don", "We don’t"), ("10", "It was 10.5")],
)
def test_parts_of_words_are_no_words(words, text):
    with pytest.raises(WordsError, match="inside longer words only"):
        spans_of_words(words, text)
