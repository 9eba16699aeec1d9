"""Slugs from which one that nothing has may differ by a slip of the keyboard. Pure."""

from string import ascii_lowercase, digits

from quotes.text.slips import with_a_swap, with_another_sign

SIGNS = f"{ascii_lowercase}{digits}-"
# Of longer ones there are too many to look up.
MAX_LENGTH = 60


def near_slugs(written: str) -> set[str]:
    """The slugs that differ by one sign (wrong, missing, too much), one swap, or the words' order.

    Capitals and underscores count for nothing.
    """
    typed = written.lower().replace("_", "-").strip("-")
    if not 0 < len(typed) <= MAX_LENGTH:
        return set()
    places = range(len(typed))
    shortened = {f"{typed[:at]}{typed[at + 1 :]}" for at in places}
    longer = {f"{typed[:at]}{sign}{typed[at:]}" for at in (*places, len(typed)) for sign in SIGNS}
    words = typed.split("-")
    turned = {"-".join([*words[at:], *words[:at]]) for at in range(len(words))}
    slips = with_another_sign(typed, SIGNS) | with_a_swap(typed) | shortened | longer
    return (slips | turned) - {written, ""}
