"""Spellings of the same words: contractions, hyphens, and the house style of an outlet. Pure.

“It’s been” is “it has been” and “it’s the council” is “it is the council”: to take one for the
other would call words right that were never said. So the words beside a contraction decide.

An outlet chooses between British and American forms: “neighbour”, “neighbor”. Where their list is
from, and its licence, stand in NOTICE. Words whose two forms are two things (“tonne”, “ton”) are
not in it.
"""

import re
from functools import lru_cache
from pathlib import Path

from quotes.text.words import fold, spelled, word_set

# A sign that stands for one of several words.
EITHER = {
    "’s": {"is", "has", "us"}, "’d": {"would", "had"},
    "&": {"and", "und", "et", "y", "e", "i", "и", "ve", "en", "och", "og"}, "%": {"percent"},
}  # fmt: skip
# Past participles that do not end in -ed; those in -en and -wn are seen by their end.
PARTICIPLES = word_set(
    "become begun bent bet bitten bled blown bought bound bred brought built burnt burst cast "
    "caught clung come cost crept cut dealt done dreamt drunk dug fed felt fled flung found "
    "fought gone got ground had heard held hit hung hurt kept knelt laid lain leapt learnt led "
    "left lent let lit lost made meant met paid put quit read rent rung run said sat sent set "
    "shed shone shot shrunk shut slept slid spelt spent spilt split spoilt spread sprung spun "
    "stood stolen strode struck stuck stung sung sunk swept swollen sworn swum swung taught "
    "thought thrust told torn understood upset wept wet won worn wound written"
)
ENDS_AS_PARTICIPLE = re.compile(r"(?:ed|[^aeiou]en|aken|awn|own|een)\Z")
# Between the verb and its participle; either word may stand before them.
BETWEEN = word_set(
    "not never always already just also ever now long since still recently only again both all "
    "since too well yet even"
)
# “Had better”, “would rather”: and what only the one of the two stands before.
AFTER_HAD = frozenset({"better", "best", "to"})
AFTER_WOULD = frozenset({"be", "have", "rather", "do", "go", "like", "love", "prefer"})
# With a hyphen after it, “re” means again; without, these are words of another sense. Such pairs
# are what guides of usage keep the hyphen for.
RE_WORDS = word_set(
    "act bound call claim coil collect cord count cover create creation dress form formation "
    "fund fuse lay lease mark ply port pose present press proof prove search sent serve sign "
    "signed signing signs signation site soil solve sort sound store tire trace treat view"
)
RE_ENDINGS = re.compile(r"(?:e?s|e?d|ing|er|ers|ation|ations|al|als|ment|ments)?\Z")
AMERICAN_FORMS = Path(__file__).parent / "data" / "british_american.txt"
# Languages in which an accent is a foreign one, and a house may print it or not.
ACCENTS_OPTIONAL = frozenset({"en"})


def may_stand_for(sign: str, word: str, before: str, behind: str) -> bool:
    """Whether ``sign`` is ``word`` there; ``before`` and ``behind`` are the folded words beside."""
    if word not in EITHER.get(sign, ()):
        return False
    match sign, word:
        case "’s", "us":
            return before in ("let", "")
        case "’s", "has":
            return _may_be_participle(behind)
        case "’d", "had":
            return behind not in AFTER_WOULD
        case "’d", "would":
            return behind not in AFTER_HAD and behind != "been"
    return True


def _may_be_participle(word: str) -> bool:
    return (
        not word
        or word in BETWEEN
        or word in PARTICIPLES
        or word.endswith("ly")
        or ENDS_AS_PARTICIPLE.search(word) is not None
    )


def means_again(first: str, second: str) -> bool:
    """Whether “re” and the word behind its hyphen are another word than the two in one."""
    stem = RE_ENDINGS.sub("", second)
    return first == "re" and not {second, stem, f"{stem}e"}.isdisjoint(RE_WORDS)


@lru_cache(maxsize=1)
def american_forms() -> dict[str, str]:
    """The American form of each British one, in small letters."""
    lines = AMERICAN_FORMS.read_text(encoding="ascii").splitlines()
    return dict(line.split() for line in lines if line.strip())


def house_form(folded: str) -> str:
    """A folded English word in one of its spellings; any other word as it is."""
    return american_forms().get(folded, folded)


def same_in_house_style(one: str, other: str, language: str) -> bool:
    """Whether two words differ only in what a house style decides in a text of this language."""
    if house_form(spelled(one)) == house_form(spelled(other)):
        return True
    has_optional = language.split("-")[0].lower() in ACCENTS_OPTIONAL
    return has_optional and house_form(fold(one)) == house_form(fold(other))
