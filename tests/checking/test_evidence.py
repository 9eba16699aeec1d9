"""What a find needs, what a cut hides, and which spellings a house may choose."""

import pytest

from quotes.checking.context import left_off
from quotes.checking.evidence import is_one_slip_away
from quotes.checking.reading import read
from quotes.checking.verdict import Verdict, compare


def laid(quoted: str, original: str, *, passages: int = 0, weight: float = 4.0) -> Verdict:
    """The verdict where each word weighs the same."""
    found = compare(
        read(quoted), read(original, language="en"), lambda _: weight, passages=passages
    )
    return found.verdict


def test_common_words_are_no_find():
    original = "Everybody wants to be loved by the people around."
    assert laid("everybody wants to be rich", original, passages=10**6) == Verdict.NOT_FOUND


def test_the_more_passages_the_more_has_to_speak_for_a_find():
    quoted, original = "the ferry leaves from the pontoon", "the ferry leaves from the harbour"
    assert laid(quoted, original, passages=50) == Verdict.ALTERED
    assert laid(quoted, original, passages=10**6) == Verdict.NOT_FOUND


def test_a_long_sentence_is_found_with_some_words_changed():
    original = "the ferry leaves the northern pontoon when fog covers the whole estuary at dawn"
    quoted = original.replace("northern", "southern").replace("whole", "entire")
    assert laid(quoted, original, passages=10**6) == Verdict.ALTERED


@pytest.mark.parametrize("quoted", ["we sold 35 boats last year", "we sold −3.5 boats last year"])
def test_a_number_alone_never_makes_a_sentence_absent(quoted: str):
    original = "we sold 3.5 boats last year"
    assert laid(quoted, original, passages=10**6) == Verdict.ALTERED


@pytest.mark.parametrize(
    ("quoted", "original"),
    [
        ("the harbor organized its defense", "the harbour organised its defence"),
        ("we honor Erdogan and his program", "we honour Erdoğan and his programme"),
        ("travelers recognize the gray color", "travellers recognise the grey colour"),
    ],
)
def test_a_house_spelling_is_typography(quoted: str, original: str):
    assert laid(quoted, original) == Verdict.TYPOGRAPHY


def test_a_tonne_is_no_ton():
    assert laid("they landed a ton of cod", "they landed a tonne of cod") == Verdict.ALTERED


@pytest.mark.parametrize(
    ("original", "quoted", "before", "behind"),
    [
        ("We will pay if the town agrees.", "We will pay", "", "if the town agrees"),
        ("They need no licence, except in the north.", "They need no licence", "",
         "except in the north"),
        ("It looks like they will pay.", "they will pay", "It looks like", ""),
        ("Nobody avoided a state where we would fight.", "we would fight",
         "Nobody avoided a state where", ""),
        ("There is this myth of ferries for all.", "ferries for all", "There is this myth of", ""),
        ("The mill stays. If you ask me, we sell the boats.", "The mill stays", "", ""),
        ("On Monday we will pay the town.", "we will pay the town", "", ""),
    ],
)  # fmt: skip
def test_a_clause_that_turns_the_sense_is_seen(original, quoted, before, behind):
    whole, part = read(original), read(quoted)
    first = next(
        at for at in range(len(whole.keys)) if whole.keys[at : at + len(part.keys)] == part.keys
    )
    assert left_off(whole, first, first + len(part.keys)) == (before, behind)


def test_no_as_an_answer_negates_nothing_and_not_does():
    told = compare(read("I think it was safe"), read("No, I think it was safe."), lambda _: 1.0)
    assert told.negated_by == ""
    told = compare(read("think it was safe"), read("I do not think it was safe."), lambda _: 1.0)
    assert told.negated_by


def test_a_mark_of_omission_skips_to_the_nearest_place():
    original = "We are a small town. It is cold. We are not going to sell the bridge."
    told = compare(read("We are … going to sell the bridge"), read(original), lambda _: 1.0)
    assert told.verdict == Verdict.ELIDED
    assert [each.original.strip() for each in told.differences if each.kind != "same"] == ["not"]


@pytest.mark.parametrize("pair", [("govemment", "government"), ("rea1istic", "realistic")])
def test_a_slip_of_the_scanner_is_the_word(pair):
    assert is_one_slip_away(*pair)


@pytest.mark.parametrize("pair", [("russian", "ukrainian"), ("increase", "decrease"), ("up", "us")])
def test_another_word_is_no_slip(pair):
    assert not is_one_slip_away(*pair)


REWORDED = (
    "The new plan will set up a fair, shore-led and fisher-centred way to halt and answer illegal "
    "trawling by means of harbour patrols and help for crews."
)
AS_SAID = (
    "The revised plan will establish a fair, shore-led and fisher-centred approach to stop and "
    "counter illegal trawling through harbour patrols and support for crews."
)


def test_a_long_text_reworded_throughout_is_found_with_its_speaker_alone():
    def verdict(**more: int) -> Verdict:
        quoted, original = read(REWORDED), read(AS_SAID, language="en")
        return compare(quoted, original, lambda _: 3.5, passages=60_000, **more).verdict

    assert verdict(claimed_among=500) == Verdict.ALTERED
    assert verdict() == Verdict.NOT_FOUND


def test_what_a_speaker_has_said_little_else_like_needs_less():
    def verdict(**more: int) -> Verdict:
        quoted = read("with deference to her wise directives")
        original = read("with deference for her wise directives", language="en")
        return compare(quoted, original, lambda _: 3.5, passages=60_000, **more).verdict

    assert verdict() == Verdict.NOT_FOUND
    assert verdict(claimed_among=50_000) == Verdict.NOT_FOUND
    assert verdict(claimed_among=200) == Verdict.ALTERED


@pytest.mark.parametrize(
    ("quoted", "original", "language"),
    [
        ("Herr Kollege Brandt, erlauben Sie", "Herr Kollege Sommer, erlauben Sie eine Frage", "de"),
        (
            "Monsieur le ministre, chers collègues, bonjour à",
            "Chers collègues, bonjour à tous",
            "fr",
        ),
        ("Good morning, ladies and gentlemen, dear", "Good morning, dear colleagues", "en"),
    ],
)
def test_forms_of_address_single_nothing_out(quoted: str, original: str, language: str):
    def told(weight: float) -> Verdict:
        pair = read(quoted), read(original, language=language)
        return compare(*pair, lambda _: weight, passages=60_000).verdict

    assert told(4.5) == Verdict.NOT_FOUND


@pytest.mark.parametrize(
    ("quoted", "original", "run"),
    [
        ("New Delhi and Lima", "New Delhi, Lima", 3),
        ("Новый Дели и Лима", "Новый Дели, Лима", 3),
        ("New Delhi, Lima", "New Delhi und Lima", 3),
        ("New Delhi not Lima", "New Delhi, Lima", 2),
    ],
)
def test_an_and_that_moves_in_a_list_ends_no_run(quoted: str, original: str, run: int):
    assert compare(read(quoted), read(original), lambda _: 4.0).longest == run


@pytest.mark.parametrize(
    ("language", "quoted", "original", "skipped"),
    [
        ("en", "The crane weighs … 148 metres",
         "The crane weighs 12.5 tonnes and has a height of 148 metres", "12.5 tonnes"),
        ("de", "Die Mühle kostet … 60 Prozent",
         "Die Mühle kostet 3 Millionen Euro, davon zahlt die Stadt 60 Prozent", "3 Millionen"),
        ("fr", "Le phare est … obligatoire",
         "Le phare est gratuit pour tous, et il n’est pas obligatoire", "pas"),
        ("ru", "Паром везёт … зимой", "Паром везёт 40 тонн соли и стоит зимой", "40 тонн"),
        ("tr", "Vapur bizi … kışın", "Vapur bizi her gün taşır ama durur kışın", "her gün"),
    ],
)  # fmt: skip
def test_a_word_alone_behind_a_mark_stands_where_it_stands(language, quoted, original, skipped):
    told = compare(read(quoted), read(original, language=language), lambda _: 4.0)
    assert told.verdict == Verdict.ELIDED
    [left_out] = [each for each in told.differences if each.kind != "same"]
    assert skipped in left_out.original


def test_another_number_behind_a_mark_is_another_number():
    original = "The crane weighs 12.5 tonnes and has a height of 148 metres"
    told = compare(read("The crane weighs … 184 metres"), read(original), lambda _: 4.0)
    assert told.verdict == Verdict.ALTERED


@pytest.mark.parametrize(
    ("quoted", "original", "is_found"),
    [
        ("Fishing is our future", "Fishing is our second largest trade", False),
        ("Our island is a rich country", "Our island is a country", False),
        ("the war until the last gull", "the war until the last swan", True),
        ("the old ferry leaves from the northern pontoon", "the old ferry leaves from the southern pontoon", True),
        ("we sold 35 boats", "we sold 53 boats", True),
    ],
)  # fmt: skip
def test_in_a_small_archive_a_few_common_words_are_no_find(
    quoted: str, original: str, *, is_found: bool
):
    # So much weighs a word that every third of a hundred passages has.
    told = laid(quoted, original, passages=100, weight=1.2)
    assert told == (Verdict.ALTERED if is_found else Verdict.NOT_FOUND)
