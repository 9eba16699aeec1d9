"""Names of people as texts print them, and whether one may be that of somebody known. Pure.

A text says “Kazakh Deputy Foreign Minister Roman Vassilenko”, “Vassilenko” or “Р. Василенко”, an
archive “Mr. VASSILENKO”. One of the two has all words of the other.
"""

import re
from collections.abc import Iterator, Sequence

from quotes.text.attribution_words import ARTICLES, NOT_NAMES, PREPOSITIONS, ROLE_ENDS, ROLES
from quotes.text.letters import APOSTROPHE
from quotes.text.names import MIN_TRANSLITERATED, name_key, sound

# Of the scripts that have capitals and stand before this one.
LAST_CAPITAL = 0x1FFF
CAPITAL = f"[{''.join(sign for sign in map(chr, range(LAST_CAPITAL)) if sign.isupper())}]"
PARTICLE = r"(?:de|da|di|del|della|der|den|van|von|zu|al|el|bin|bint|ibn|ben|la|le|du|dos|ter|ten)"
# Typed in the place of an apostrophe, and quotation marks elsewhere: only before a letter.
INNER = "".join(sign for sign in APOSTROPHE if not sign.isalnum() and sign not in "’'")
# A point belongs to an initial or a title; a longer word ends a sentence there.
SHORT = "".join(rf"|(?<=(?<!\w)\w{{{number}}})\." for number in range(1, 4))
WORD = rf"(?<!\w){CAPITAL}(?:[\w’'-]|[{INNER}](?=\w))*(?:{SHORT.removeprefix('|')})?"
# No name goes on in the next paragraph.
SPACE = r"(?:[^\S\n]+|[^\S\n]*\n(?!\s*\n))"
NAME = rf"{WORD}(?:{SPACE}(?:{PARTICLE}\s+){{0,3}}(?:{PARTICLE}[-{APOSTROPHE}])?{WORD}){{0,8}}"
POSSESSIVE = ("’s", "'s", "s’", "s'")
# Behind an office in Chinese, the name; of so many signs.
CHINESE_OFFICE = re.compile(
    "(?:主席|总统|總統|主任|部长|部長|总理|總理|首相|外长|外長|大使|代表|发言人|發言人|议员|議員|"
    "秘书长|秘書長|局长|局長|市长|市長|省长|校长|校長|院长|院長|会长|會長|书记|書記|教授|博士|"
    "经理|經理|总裁|總裁|董事长|董事長|负责人|負責人|专家|專家|律师|律師|记者|記者|官员|官員|"
    "领导人|領導人|渔民|漁民|农民|農民|居民|工人|学生|學生|教师|教師|医生|醫生|女士|先生)"
    r"(?P<name>[\u4e00-\u9fff·]{2,12})\Z"
)
# Scripts without spaces or without capitals: there the name stands somewhere in what was read.
UNCASED = re.compile(r"[\u0590-\u06ff\u0e00-\u0eff\u3040-\u30ff\u4e00-\u9fff]")
# Behind a name: whose son or daughter, and how many of that name there were.
ENDINGS = frozenset("jr sr ii iii iv".split())  # noqa: SIM905 – shorter than a list


def names_in(words: str) -> Iterator[str]:
    """The names in words behind a verb of saying, but for places, owners and who listened."""
    for match in re.finditer(NAME, words):
        before = words[: match.start()].split()
        if match[0].endswith(POSSESSIVE):
            continue
        if before and before[-1].lower().strip(",") in PREPOSITIONS:
            continue
        name = bare_name(match[0])
        is_thing = before and before[-1].lower() in ARTICLES and name == match[0].rstrip(".,")
        if name and not (is_thing and " " not in name):
            yield name


def bare_name(found: str) -> str:
    """A name without offices, titles and small words; empty if nothing else is left."""
    if chinese := CHINESE_OFFICE.search(found):
        return chinese["name"]
    words = found.split()
    ends = [at for at, word in enumerate(words) if _is_role(word)]
    words = words[ends[-1] + 1 :] if ends else words
    while words and _key(words[0]) in NOT_NAMES:
        del words[0]
    name = " ".join(words).rstrip(".,")
    for ending in POSSESSIVE[:2]:
        name = name.removesuffix(ending)
    return name


def _key(word: str) -> str:
    return word.lower().strip(".,’'")


def _is_role(word: str) -> bool:
    key = _key(word)
    return (
        key in ROLES
        or ("-" in key and key.endswith(ROLE_ENDS))
        or (len(key) > 10 and key.endswith(ROLE_ENDS))
    )


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
