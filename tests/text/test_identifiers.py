from contextlib import suppress

import pytest
from hypothesis import given, strategies as st

from quotes.text.identifiers import ALPHABET, MistypedError, canonical, check_character, mint

SYMBOLS = st.text(ALPHABET, min_size=7, max_size=7)


def test_the_check_character_is_the_published_one_of_noid() -> None:
    # The example of the NOID documentation, 13030/xf93gt2 with check character q; the
    # slash counts nothing and holds a place.
    values = [ALPHABET.find(symbol) for symbol in "13030/xf93gt2"]
    total = sum(place * max(value, 0) for place, value in enumerate(values, start=1))
    assert ALPHABET[total % 29] == "q"
    assert check_character("1303") == ALPHABET[(1 + 2 * 3 + 4 * 3) % 29]


def test_a_minted_identifier_is_canonical() -> None:
    minted = mint()
    assert len(minted) == 8
    assert canonical(minted) == minted


@given(SYMBOLS)
def test_every_single_wrong_symbol_is_found(symbols: str) -> None:
    right = symbols + check_character(symbols)
    for place in range(8):
        for other in set(ALPHABET) - {right[place]}:
            with pytest.raises(MistypedError):
                canonical(right[:place] + other + right[place + 1 :])


@given(SYMBOLS)
def test_every_swap_of_neighbours_is_found(symbols: str) -> None:
    right = symbols + check_character(symbols)
    for place in range(7):
        swapped = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
        if swapped != right:
            with pytest.raises(MistypedError):
                canonical(swapped)


@given(SYMBOLS)
def test_case_and_hyphens_do_not_matter(symbols: str) -> None:
    right = symbols + check_character(symbols)
    assert canonical(f"{right[:4]}-{right[4:]}".upper()) == right
    assert canonical(f"{right[:4]}\u2013{right[4:]}") == right


@given(st.text())
def test_any_other_text_is_mistyped_and_nothing_worse(text: str) -> None:
    with suppress(MistypedError):
        assert canonical(text).strip(ALPHABET) == ""


@pytest.mark.parametrize("wrong", ["", "a", "aeiouly0", "0000000", "000000000", "0000000l"])
def test_wrong_lengths_and_foreign_symbols_are_mistyped(wrong: str) -> None:
    with pytest.raises(MistypedError):
        canonical(wrong)
