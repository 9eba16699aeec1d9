"""Whether a name as a text prints it may be the name of somebody: roles, initials, other scripts.

A text says “Kazakh Deputy Foreign Minister Roman Vassilenko”, “Vassilenko” or “Р. Василенко”, an
archive “Mr. VASSILENKO”. One of the two has all words of the other. Pure.
"""

import re
from collections.abc import Sequence

from quotes.text.names import MIN_TRANSLITERATED, name_key, sound
from quotes.text.person_names import bare_name

# Scripts without spaces or without capitals: there the name stands somewhere in what was read.
UNCASED = re.compile(r"[\u0590-\u06ff\u0e00-\u0eff\u3040-\u30ff\u4e00-\u9fff]")
# Behind a name: whose son or daughter, and how many of that name there were.
ENDINGS = frozenset("jr sr ii iii iv".split())  # noqa: SIM905 – shorter than a list


def is_called(claim: str, name: str) -> bool:
    """Whether ``claim`` may mean somebody of this ``name``."""
    claimed, known = name_words(claim), name_words(name)
    if not claimed or not known:
        return False
    if UNCASED.search(claim) and UNCASED.search(name):
        return "".join(known) in "".join(claimed) or "".join(claimed) in "".join(known)
    return _are_among(claimed, known) or _are_among(known, claimed)


def name_words(name: str) -> list[str]:
    """The words of a name, folded, without offices and titles."""
    words = name_key(bare_name(name)).split()
    return [word for word in words if word not in ENDINGS]


def _are_among(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether each of some words is one of the others; a single letter may be the first of one."""
    has_word = any(len(word) > 1 for word in some)
    return has_word and all(any(_is_same(word, other) for other in others) for word in some)


def _is_same(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) == 1:
        return one[0] == other[0] or sound(one)[:1] == sound(other)[:1]
    is_long = min(len(one), len(other)) >= MIN_TRANSLITERATED
    return is_long and sound(one) == sound(other)
