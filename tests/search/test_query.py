import pytest
from hypothesis import given, strategies as st

from quotes.search.query import MAX_CHARACTERS, MAX_WORDS, parse
from quotes.search.tree import (
    EVERYTHING,
    NOTHING,
    And,
    Field,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Question,
    Word,
)


def word(text: str) -> Word:
    return Word((text,), text)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", EVERYTHING),
        ("  ", EVERYTHING),
        ("war", word("war")),
        ("war peace", And((word("war"), word("peace")))),
        ('"boxing ring"', Phrase(("boxing", "ring"), "boxing ring")),
        ("“boxing ring”", Phrase(("boxing", "ring"), "boxing ring")),
        ("«boxing ring»", Phrase(("boxing", "ring"), "boxing ring")),
        ("„boxing ring“", Phrase(("boxing", "ring"), "boxing ring")),
        ("-war", Not(word("war"))),
        ("peace -war", And((word("peace"), Not(word("war"))))),
        ("peace –war", And((word("peace"), Not(word("war"))))),
        ('-"great game"', Not(Phrase(("great", "game"), "great game"))),
        ("war OR peace", Or((word("war"), word("peace")))),
        ("a war OR peace", Or((And((word("a"), word("war"))), word("peace")))),
        ("a (war OR peace)", And((word("a"), Or((word("war"), word("peace")))))),
        ("a -(war OR peace)", And((word("a"), Not(Or((word("war"), word("peace"))))))),
        ("invest*", Prefix("invest", "invest*")),
        ("multi-vector", Word(("multi", "vector"), "multi-vector")),
        ("don’t", Word(("don", "t"), "don’t")),
        ("peace - war", And((word("peace"), word("war")))),
        ('"war peace"~5', Near(("war", "peace"), 5, "war peace")),
        ("“war and peace”~0", Near(("war", "and", "peace"), 0, "war and peace")),
        ('"war"~5', Phrase(("war",), "war")),
        ("topic:sanctions", Field("topic", "sanctions")),
        ("Topic:sanctions", Field("topic", "sanctions")),
        ('speaker:"Roman Vassilenko"', Field("speaker", "Roman Vassilenko")),
        ("lang:ru", Field("language", "ru")),
        ("-topic:sanctions", Not(Field("topic", "sanctions"))),
        (
            "topic:a topic:b war",
            And((Field("topic", "a"), Field("topic", "b"), word("war"))),
        ),
        ("(topic:a OR after:2023)", Or((Field("topic", "a"), Field("after", "2023")))),
        ("question:war", Question(word("war"))),
        ('question:"the war"', Question(Phrase(("the", "war"), "the war"))),
        ("O'z*", Prefix("oz", "O'z*")),
        ("दि*", Prefix("दि", "दि*")),
        ("J. F. Kennedy", And((Word(("jf",), "J. F."), Word(("kennedy",), "Kennedy")))),
        ("10 000 men", And((Word(("10000",), "10 000"), word("men")))),
        ("in 2020 100 men", And((word("in"), word("2020"), word("100"), word("men")))),
        ('צה"ל', Word(("צהל",), 'צה"ל')),
        ('"מנכ"ל חדש"', Phrase(("מנכל", "חדש"), 'מנכ"ל חדש')),
        ('"שלום" עולם', And((Phrase(("שלומ",), "שלום"), Word(("עולמ",), "עולם")))),
        ("https://example.org", Word(("https", "example", "org"), "https://example.org")),
    ],
)
def test_the_language(text: str, tree: object) -> None:
    assert parse(text).tree == tree


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('"boxing ring', "a quotation mark has no partner"),
        ("(war", "an opening bracket has no closing one"),
        ("war)", "a closing bracket has no opening one"),
        ("OR war", "OR needs something on both sides"),
        ("war OR", "OR needs something on both sides"),
        ("war --peace -OR", "a minus sign stands before nothing"),
        ("topic:(a OR b)", "topic: stands before nothing"),
        ('"war peace"~51', "two words and up to 50"),
        ('"war and peace"~6', "3 words and up to 5"),
        ('"a b c d"~1', "3 words"),
        ('"war peace"~999999999', "~ takes"),
        ("(" * 30 + "war" + ")" * 30, "nested"),
    ],
)
def test_what_is_malformed_is_searched_as_plain_words_and_says_so(text: str, reason: str) -> None:
    query = parse(text)
    assert "Searched as plain words" in query.notes[0]
    assert reason in query.notes[0]
    assert isinstance(query.tree, Word | And)


def test_nothing_is_left_out_silently() -> None:
    assert "“&” has no letter or digit" in parse("war & peace").notes[0]
    assert "at least two letters" in parse("w*").notes[0]
    assert parse("!?").tree == NOTHING
    assert parse("!?").notes
    assert str(MAX_WORDS) in parse("word " * (MAX_WORDS + 1)).notes[0]
    assert f"{MAX_CHARACTERS:,}" in parse("x" * (MAX_CHARACTERS + 1)).notes[0]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("U.S. law", "“U.S.” is searched as one word, “us”."),
        ('"J. F. Kennedy"', "“J. F.” is searched as one word, “jf”."),
        ("10 000", "“10 000” is searched as one word, “10000”."),
        ('"A* search"', "“A*” is searched as “a”: * is not searched for."),
        ("50%", "“50%” is searched as “50”: % is not searched for."),
        (".NET", "“.NET” is searched as “net”: . is not searched for."),
        ('"war & peace"', "“&” has no letter or digit and is not searched for."),
        ("multi-vec*", "“multi-vec*” is searched as “multi vec”: before * stands a single word."),
    ],
)
def test_a_word_that_is_read_otherwise_than_typed_is_told(text: str, note: str) -> None:
    assert parse(text).notes == (note,)


@pytest.mark.parametrize("text", ["C++", "C#", "AT&T", "10,000", "3.5", "O'Brien", "don’t", "war."])
def test_a_word_that_is_read_as_typed_is_not_told(text: str) -> None:
    assert parse(text).notes == ()


def test_a_query_is_read_back_in_words() -> None:
    query = parse('"boxing ring" -war invest* (a OR b)')
    assert query.understood_as == (
        "quotations with exactly “boxing ring” and not war and a word that begins with invest "
        "and (a or b)"
    )


@pytest.mark.parametrize(
    ("within", "said"),
    [(0, "no other word"), (1, "at most 1 other"), (5, "at most 5 others")],
)
def test_a_proximity_says_how_many_others_may_stand_among_its_words(within: int, said: str) -> None:
    query = parse(f'"war peace"~{within}')
    assert query.understood_as == f"quotations with “war peace” in any order with {said} among them"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("war", [("war", "")]),
        (
            'war  -"great game" topic:sanctions',
            [
                ("war", '-"great game" topic:sanctions'),
                ("not exactly “great game”", "war topic:sanctions"),
                ("topic “sanctions”", 'war  -"great game"'),
            ],
        ),
        ("war (a OR b)", [("war", "(a OR b)"), ("a or b", "war")]),
        ("war OR peace", [("war or peace", "")]),
    ],
)
def test_each_condition_can_be_taken_off(text: str, parts: list[tuple[str, str]]) -> None:
    assert list(parse(text).parts) == parts


@given(st.text(max_size=200))
def test_any_text_is_a_query(text: str) -> None:
    query = parse(text)
    assert query.understood_as


@given(st.text('ab"“”«»-()*~:9 OR\n\x00\ud800', max_size=60))
def test_any_row_of_operators_is_a_query(text: str) -> None:
    assert parse(text).understood_as
