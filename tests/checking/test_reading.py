"""How the check reads a text: words, contractions, brackets, marks of omission."""

import pytest

from quotes.checking.reading import is_long_enough, read


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don’t we, WON'T they?", ["do", "not", "we", "will", "not", "they"]),
        ("We're here; she’s there", ["we", "are", "here", "she", "’s", "there"]),
        ("cannot dont Kant", ["can", "not", "do", "not", "kant"]),
        ("[T]he claim[ed] door", ["the", "claimed", "door"]),
        ("ﬁrst co\u00adop re\u0301sume\u0301", ["first", "coop", "resume"]),
        ("𝐁old Straße", ["bold", "strasse"]),
        ("門は開", ["門", "は", "開"]),
        ("— … “”", []),
    ],
)
def test_words_are_read_without_case_accents_and_brackets(text: str, words: list[str]):
    assert read(text).keys == words


def test_places_are_those_of_the_text_even_for_contractions_and_astral_signs():
    text = "😀 We don’t, e\u0301t it"
    assert [text[t.start : t.end] for t in read(text).tokens] == [
        "We",
        "do",
        "n’t",
        "e\u0301t",
        "it",
    ]


def test_words_in_brackets_are_told_apart_but_for_a_capital():
    reading = read("[W]e [the ministry] would [do] it [")
    assert [t.key for t in reading.tokens if t.is_bracketed] == ["the", "ministry", "do"]


@pytest.mark.parametrize("mark", ["…", "...", "[…]", "[...]", "(…)", ". . ."])
def test_marks_of_omission_stand_before_the_next_word(mark: str):
    assert read(f"… one two {mark} three …").skips == frozenset({2})


def test_what_interrupts_a_quotation_is_not_read():
    text = "We kept it,” she said. “Nobody asked."
    reading = read(text, ((11, 24),))
    assert reading.keys == ["we", "kept", "it", "nobody", "asked"]
    assert [text[t.start : t.end] for t in reading.tokens][-1] == "asked"


@pytest.mark.parametrize(
    ("text", "is_enough"),
    [
        ("one two three", False),
        ("one two three four", True),
        ("門は開いている", False),
        ("門は開いている本", True),
    ],
)
def test_four_words_are_enough_or_twice_as_many_signs(text: str, is_enough: bool):
    assert is_long_enough(read(text)) is is_enough


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("O'zbekiston F.B.I. दिल", ["ozbekiston", "fbi", "दिल"]),
        ("[D]on’t [i]nsanlar [Ş]imdi insan[lar] [un]do", ["do", "not", "insanlar", "simdi", "insanlar", "undo"]),
        ("[S\u0327]imdi", ["simdi"]),
        ("a ≤ b & c + d", ["a", "≤", "b", "&", "c", "+", "d"]),
        ("> a quoted line", ["a", "quoted", "line"]),
        ("O’Brien’s", ["obrien", "’s"]),
    ],
)  # fmt: skip
def test_words_are_those_of_the_search(text: str, keys: list[str]):
    assert read(text).keys == keys


def test_a_bracketed_letter_is_for_its_case_and_more_of_them_are_put_in():
    told = [token.is_bracketed for token in read("[T]he [un]known k[ilo]metre claim[ed]").tokens]
    assert told == [False, True, True, True]


def test_a_number_is_one_token_in_its_place_even_in_a_decomposed_text():
    text = "e\u0301t cost [us] −3.5 million km, \ue000"
    tokens = read(text).tokens
    assert [text[t.start : t.end] for t in tokens] == ["e\u0301t", "cost", "us", "−3.5 million km"]
    assert [bool(t.number) for t in tokens] == [False, False, False, True]


def test_a_number_counts_for_as_many_words_as_it_has():
    assert is_long_enough(read("It cost 5 billion dollars"))
    assert not is_long_enough(read("It cost $5bn"))
