"""A light stemmer for Kazakh in Cyrillic, for which Snowball has none.

It takes off the endings that nouns carry, from the outside in: case, then possession, then plural,
as long as three letters stay. Verb forms and derivations are left alone: a stem that is too short
would find words that are not meant.
"""

SHORTEST = 3
CASES = (
    "ның", "нің", "дың", "дің", "тың", "тің", "дан", "ден", "тан", "тен", "нан", "нен",
    "мен", "бен", "пен", "ға", "ге", "қа", "ке", "на", "не", "да", "де", "та", "те",
    "ды", "ді", "ты", "ті", "ны", "ні",
)  # fmt: skip
POSSESSIONS = (
    "ымыз", "іміз", "ыңыз", "іңіз", "мыз", "міз", "ңыз", "ңіз", "сы", "сі", "ым", "ім", "ың", "ің",
)  # fmt: skip
PLURALS = ("лар", "лер", "дар", "дер", "тар", "тер")


def stem(word: str) -> str:
    """The folded Kazakh ``word`` without its noun endings."""
    for endings in (CASES, POSSESSIONS, PLURALS):
        word = _without(word, endings)
    return word


def _without(word: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word[: -len(ending)]
    return word
