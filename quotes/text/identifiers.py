"""Public identifiers: seven random symbols and a check character, in the NOID alphabet.

The alphabet has no vowels (no words by chance) and no letter that is taken for a digit. The check
character is NOID's: the sum of each symbol's value times its place, modulo 29; because 29 is prime
it finds every single wrong symbol and every swap of two neighbours.
"""

import secrets

from quotes.text.slips import with_a_swap, with_another_sign

ALPHABET = "0123456789bcdfghjkmnpqrstvwxz"
RANDOM_SYMBOLS = 7
LENGTH = RANDOM_SYMBOLS + 1
VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
# What people and typesetters put between the groups of a code.
SEPARATORS = dict.fromkeys(map(ord, "-\u2010\u2011\u2012\u2013\u2014\u2212\u00ad \u00a0"))


class MistypedError(ValueError):
    """A text that has been meant as an identifier but cannot be one."""


def check_character(symbols: str) -> str:
    """The check character for ``symbols``."""
    total = sum(place * VALUES[symbol] for place, symbol in enumerate(symbols, start=1))
    return ALPHABET[total % len(ALPHABET)]


def mint() -> str:
    """A new random identifier; the caller makes sure that it has not been given before."""
    # One number, because each drawing asks the system for randomness.
    number, symbols = secrets.randbelow(len(ALPHABET) ** RANDOM_SYMBOLS), ""
    for _ in range(RANDOM_SYMBOLS):
        number, value = divmod(number, len(ALPHABET))
        symbols += ALPHABET[value]
    return symbols + check_character(symbols)


def near_identifiers(written: str) -> set[str]:
    """The identifiers from which ``written`` differs by one wrong symbol or one swap; often eight.

    Empty for what is no eight symbols, or has more than one that no identifier has.
    """
    typed = written.translate(SEPARATORS).lower()
    if len(typed) != LENGTH or sum(symbol not in VALUES for symbol in typed) > 1:
        return set()
    near = with_another_sign(typed, ALPHABET) | with_a_swap(typed)
    return {each for each in near if _is_identifier(each)}


def _is_identifier(text: str) -> bool:
    return VALUES.keys() >= set(text) and check_character(text[:-1]) == text[-1]


def canonical(written: str) -> str:
    """The identifier meant by ``written``, in lower case and without hyphens or spaces.

    Raises MistypedError when it has another length, a symbol outside the alphabet, or a check
    character that does not fit.
    """
    identifier = written.translate(SEPARATORS).lower()
    if len(identifier) != LENGTH or not _is_identifier(identifier):
        raise MistypedError(written)
    return identifier
