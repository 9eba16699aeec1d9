"""Texts that say nearly the same in nearly the same words."""

from quotes.text.repeats import SAME_OCCASION, near_repeats

FERRY = "The ferry to the north shore will run on Sundays again from next spring."


def test_near_repeats_are_found_the_closest_first() -> None:
    texts = {
        1: FERRY,
        2: "Harbour dues are an old quarrel, and I will not settle it today.",
        3: "As I said, the ferry to the north shore will run on Sundays again.",
        4: f"{FERRY} That is a promise.",
    }
    found = near_repeats(texts)
    assert {(each.one, each.other) for each in found} == {(1, 4), (1, 3), (3, 4)}
    assert (found[0].one, found[0].other, found[0].share) == (1, 4, 1.0)


def test_phrases_that_many_use_make_no_pair() -> None:
    texts = {
        number: f"Thank you very much for your kind question about topic {number:03} here."
        for number in range(15)
    }
    assert near_repeats(texts) == []


def test_less_is_enough_on_one_occasion() -> None:
    texts = {
        1: "We kept an open door in the old harbour town, whatever others said of it then.",
        2: "An open door in the old town is what we stand for and always will stand for, sir.",
    }
    assert near_repeats(texts) == []
    assert len(near_repeats(texts, SAME_OCCASION)) == 1


def test_words_scattered_over_a_long_text_are_no_repeat() -> None:
    texts = {
        1: "It is one of the questions that we have to settle with the harbour masters.",
        2: "It is one of the old customs here to ring a bell at noon, and whoever hears it may go "
        "home to eat. That is how we have lived on the island since my own grandfather came, with "
        "a boat, a dog and the debts of another man, to the bay, and built the first of the huts.",
    }
    assert near_repeats(texts) == []
