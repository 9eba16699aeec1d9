"""What contractions and signs stand for, by the words beside them; hyphens that make a word. Pure.

“It’s been” is “it has been” and “it’s the council” is “it is the council”: to take one for the
other would call words right that were never said.
"""

import re


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A sign that stands for one of several words.
EITHER = {
    "’s": {"is", "has", "us"}, "’d": {"would", "had"},
    "&": {"and", "und", "et", "y", "e", "i", "и", "ve", "en", "och", "og"}, "%": {"percent"},
}  # fmt: skip
# Past participles that do not end in -ed; those in -en and -wn are seen by their end.
PARTICIPLES = _words(
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
BETWEEN = _words(
    "not never always already just also ever now long since still recently only again both all "
    "since too well yet even"
)
# “Had better”, “would rather”: and what only the one of the two stands before.
AFTER_HAD = frozenset({"better", "best", "to"})
AFTER_WOULD = frozenset({"be", "have", "rather", "do", "go", "like", "love", "prefer"})
# With a hyphen after it, “re” means again; without, these are words of another sense. Such pairs
# are what guides of usage keep the hyphen for.
RE_WORDS = _words(
    "act bound call claim coil collect cord count cover create creation dress form formation "
    "fund fuse lay lease mark ply port pose present press proof prove search sent serve sign "
    "signed signing signs signation site soil solve sort sound store tire trace treat view"
)
RE_ENDINGS = re.compile(r"(?:e?s|e?d|ing|er|ers|ation|ations|al|als|ment|ments)?\Z")


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
