"""What stands right before and behind the words that are quoted, where it turns their sense. Pure.

A quotation may have every word right and leave off the “if” behind it, or the “it looks like”
before. Words that do so are looked up in lists; what a sentence means is not judged.
"""

import re
from typing import NamedTuple

from quotes.checking.differing import NEGATIONS, is_interjection
from quotes.checking.reading import Reading
from quotes.text.words import fold

SENTENCE_END = re.compile(r"[.!?。！？؟]")
CLAUSE_END = re.compile(r"[,;:–—]|\s-\s")
# Words before the quotation that are told, behind it, and among which a turning one is looked for.
MAX_BEFORE, MAX_BEHIND, MAX_LOOKED_AT = 14, 12, 3


def _words(text: str) -> frozenset[str]:
    return frozenset(map(fold, text.split()))


# What comes after and takes back, limits or makes a condition.
TURNING_BEHIND = _words(
    "if unless only until till provided providing except excepting but however although though "
    "otherwise without depending assuming supposing once whether hardly not never or "
    "wenn falls sofern außer solange aber jedoch obwohl nur bevor bis nicht "
    "si sauf mais tant sinon toutefois cependant bien lorsque quand pas jamais "
    "salvo excepto pero aunque siempre cuando hasta sino no "
    "если только кроме но однако пока хотя разве иначе егер бірақ тек "
    "eğer ama ancak fakat sürece إذا إلا لكن شرط 如果 除非 但 但是"
)
# What comes before and hedges, asks, denies, or says that somebody else says so.
TURNING_BEFORE = _words(
    "if unless whether when provided suppose supposing assume assuming imagine pretend "
    "looks look looked seems seem seemed appears appear appeared perhaps maybe possibly probably "
    "might may could would allegedly supposedly apparently reportedly "
    "avoid avoided avoids avoiding prevent prevented prevents preventing stop stopped risk danger "
    "instead rather than without lest fear fears feared doubt doubts doubted doubtful unlikely "
    "deny denied denies refuse refused reject rejected rejects wrong false untrue lie lies myth "
    "nonsense absurd ridiculous fiction illusion fallacy mistake motto slogan notion idea claim "
    "claims claimed claiming rumour rumor rumours rumors accusation accusations allegation "
    "allegations propaganda narrative story dream dreamed hope hoped hopes wish wished pretends "
    "say says said saying told tell tells heard hear argue argues argued believe believed believes "
    "ask asked asks wonder wondered wondering question hardly barely few little only "
    "wenn falls ob scheint angeblich vielleicht möglicherweise wäre würde könnte verhindern statt "
    "behauptet behaupten sagt sagen falsch lüge märchen bezweifle fürchte "
    "semble paraît peut-être prétend prétendent éviter évité faux mensonge disent dit doute "
    "parece quizá quizás acaso evitar falso mentira dicen dice dudo "
    "если кажется якобы будто возможно может избежать вместо ложь неправда говорят сомневаюсь "
    "мүмкін sanki belki yalan güya 如果 似乎 也许"
)
# Words before the quotation among which a negation is told by itself.
RIGHT_BEFORE = 3


class LeftOff(NamedTuple):
    """Words beside the quotation that turn its sense; empty where there are none."""

    before: str = ""
    behind: str = ""


NOTHING_LEFT_OFF = LeftOff()


def left_off(original: Reading, first: int, end: int) -> LeftOff:
    """What turns the sense of words ``first … end`` in the same sentence, right beside them."""
    return LeftOff(_before(original, first), _behind(original, end))


def _before(original: Reading, first: int) -> str:
    """The words of the sentence up to the quotation, if any turns it."""
    at = first
    while at and first - at < MAX_BEFORE and not _is_parted(original, at, SENTENCE_END):
        at -= 1
    turning = [
        place
        for place in range(at, first)
        if original.tokens[place].key in TURNING_BEFORE | NEGATIONS
        and not is_interjection(original, place)
    ]
    if not turning:
        return ""
    clauses = [place for place in range(at + 1, turning[-1] + 1)
               if _is_parted(original, place, CLAUSE_END)]  # fmt: skip
    start = clauses[-1] if clauses else at
    return original.text[original.tokens[start].start : original.tokens[first - 1].end]


def _behind(original: Reading, end: int) -> str:
    """The clause that follows in the sentence, if a word that turns begins it."""
    stop = end
    while stop < len(original.tokens) and stop - end < MAX_BEHIND:
        if stop and _is_parted(original, stop, SENTENCE_END):
            break
        if stop > end and _is_parted(original, stop, CLAUSE_END) and _turns(original, end, stop):
            break
        stop += 1
    if not _turns(original, end, stop):
        return ""
    return original.text[original.tokens[end].start : original.tokens[stop - 1].end]


def _turns(original: Reading, end: int, stop: int) -> bool:
    keys = [token.key for token in original.tokens[end : min(stop, end + MAX_LOOKED_AT)]]
    return any(key in TURNING_BEHIND for key in keys)


def _is_parted(original: Reading, at: int, by: re.Pattern[str]) -> bool:
    """Whether a sign stands before the word of this number."""
    before = original.text[original.tokens[at - 1].end : original.tokens[at].start] if at else ""
    return by.search(before) is not None


def negation_before(original: Reading, number: int) -> str:
    """A negation among the words right before the one of this number, in the same sentence."""
    for at in reversed(range(max(0, number - RIGHT_BEFORE), number)):
        token = original.tokens[at]
        between = original.text[token.end : original.tokens[number].start]
        if re.search(r"[.!?…:;]", between):
            return ""
        if token.key in NEGATIONS and not is_interjection(original, at):
            return original.text[token.start : token.end]
    return ""
