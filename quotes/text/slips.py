"""Texts from which one differs by a slip of the keyboard. Pure."""


def with_another_sign(text: str, signs: str) -> set[str]:
    """``text`` with one of ``signs`` in the place of any of its own; ``text`` may be among them."""
    return {f"{text[:at]}{sign}{text[at + 1 :]}" for at in range(len(text)) for sign in signs}


def with_a_swap(text: str) -> set[str]:
    """``text`` with two neighbouring signs swapped; ``text`` itself where they are the same."""
    places = range(len(text) - 1)
    return {f"{text[:at]}{text[at + 1]}{text[at]}{text[at + 2 :]}" for at in places}
