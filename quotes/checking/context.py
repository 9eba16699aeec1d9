"""What stands right before and behind the words that are quoted, where it turns their sense. Pure.

A quotation may have every word right and leave off the “if” behind it, or the “it looks like”
before. Words that do so are looked up in lists; what a sentence means is not judged.
"""

import re
from typing import NamedTuple

from quotes.checking import turning
from quotes.checking.differing import is_interjection
from quotes.checking.reading import SKIP, Reading
from quotes.checking.turning import Phrases

SENTENCE_END = re.compile(r"[.!?。！？؟।]")
CLAUSE_END = re.compile(r"[,;:–—，；：،؛]|\s-\s")
# Words before the quotation that are told, behind it, and among which a turning one is looked for.
MAX_BEFORE, MAX_BEHIND, MAX_LOOKED_AT = 14, 12, 3
# Words before the quotation among which a negation is told by itself.
RIGHT_BEFORE = 3
NEGATIONS, CONDITIONS = Phrases(turning.NEGATIONS), Phrases(turning.CONDITIONS)
TURNING_BEFORE = Phrases(turning.NEGATIONS, turning.CONDITIONS, turning.MAY_TURN_BEFORE)
TURNING_BEHIND = Phrases(turning.NEGATIONS, turning.CONDITIONS, turning.MAY_TURN_BEHIND)
HARMLESS, JOINING = Phrases(turning.HARMLESS), Phrases(turning.JOINING)
NARROWING = Phrases(turning.NARROWING)
# A quotation that ends so is printed as a sentence; in English a comma stands for the point before
# “she said”.
ENDS_SENTENCE = re.compile(r"[.!?,。！？؟।][”’\"'»)\]]*\s*\Z")
MARKED_BEFORE = re.compile(rf"\A\W*(?:{SKIP})|\A\W*\[[^\W\d_]\]")
MARKED_BEHIND = re.compile(rf"(?:{SKIP})\W*\Z")


class LeftOff(NamedTuple):
    """Words beside the quotation that turn its sense; empty where there are none."""

    before: str = ""
    behind: str = ""


NOTHING_LEFT_OFF = LeftOff()


def left_off(original: Reading, first: int, end: int) -> LeftOff:
    """What turns the sense of words ``first … end`` in the same sentence, right beside them."""
    return LeftOff(_before(original, first), _behind(original, end))


class Cut(NamedTuple):
    """Words ``first … end`` of the original that are left off, and whose lack turns the sense."""

    first: int
    end: int
    signal: str


def cuts(quoted: Reading, original: Reading, first: int, end: int) -> list[Cut]:
    """Where ``quoted``, which is words ``first … end``, prints a part as a whole sentence.

    That is where what is left off denies it or makes it a condition, and neither a mark nor a small
    letter shows a part.
    """
    found = []
    before, behind = _turned_before(original, first), _turned_behind(original, end)
    if before and _begins_sentence(quoted, original, first, end):
        found.append(before)
    if behind and _ends_sentence(quoted):
        found.append(behind)
    return found


def _begins_sentence(quoted: Reading, original: Reading, first: int, end: int) -> bool:
    """Whether the quotation looks as if the original's sentence began where it begins."""
    letter = quoted.text[quoted.tokens[0].start]
    if letter.islower() or MARKED_BEFORE.search(quoted.written):
        return False
    if letter.isupper() and original.text[original.tokens[first].start].islower():
        return True
    has_capitals = letter.isupper() or not letter.isalpha()
    is_whole = not has_capitals and _ends_there(original, end)
    return is_whole or ENDS_SENTENCE.search(quoted.written) is not None


def _ends_sentence(quoted: Reading) -> bool:
    """Whether the quotation looks as if the original's sentence ended where it ends."""
    written = quoted.written
    if MARKED_BEHIND.search(written) or not ENDS_SENTENCE.search(written):
        return False
    inner = any(_is_parted(quoted, at, SENTENCE_END) for at in range(1, len(quoted.tokens)))
    return inner or not quoted.text[quoted.tokens[0].start].islower()


def _ends_there(original: Reading, end: int) -> bool:
    return end >= len(original.tokens) or _is_parted(original, end, SENTENCE_END)


def _sentence_start(original: Reading, first: int) -> int:
    """Where the sentence begins, or the last words before ``first`` that are looked at."""
    at = first
    while at and first - at < MAX_BEFORE and not _is_parted(original, at, SENTENCE_END):
        at -= 1
    return at


def _turned_before(original: Reading, first: int) -> Cut | None:
    """What denies or limits the clause in which word ``first`` stands, before it."""
    start = _sentence_start(original, first)
    if start == first or JOINING.all_of(original.tokens, first - 1, first, original.language):
        return None
    clause = next(
        (at for at in range(first, start, -1) if _is_parted(original, at, CLAUSE_END)), start
    )
    for at in range(clause, first):
        if _is(NEGATIONS, original, at):
            return Cut(clause, first, "negation")
    for at in range(start, first):
        if _is(CONDITIONS, original, at) and (at >= clause or _begins_clause(original, start, at)):
            return Cut(min(at, clause) if at < clause else clause, first, "qualifier")
    return None


def _begins_clause(original: Reading, start: int, at: int) -> bool:
    is_joined = at > start and JOINING.all_of(original.tokens, at - 1, at, original.language)
    return at == start or is_joined or _is_parted(original, at, CLAUSE_END)


def _turned_behind(original: Reading, end: int) -> Cut | None:
    """What denies or limits the clause that ends before word ``end``, right behind it."""
    stop = _sentence_stop(original, end)
    language = original.language
    for at in range(end, min(stop, end + MAX_LOOKED_AT)):
        narrows = NARROWING.all_of(original.tokens, end, at, language)
        if narrows and _is(CONDITIONS, original, at):
            return Cut(end, _clause_stop(original, at, stop), "qualifier")
    for at in range(end, min(stop, end + MAX_LOOKED_AT)):
        if _is_parted(original, at, CLAUSE_END) or JOINING.length_at(original.tokens, at, language):
            break
        if _is(NEGATIONS, original, at):
            return Cut(end, _clause_stop(original, at, stop), "negation")
    return None


def _sentence_stop(original: Reading, end: int) -> int:
    stop = end
    while stop < len(original.tokens) and stop - end < MAX_BEHIND:
        if stop and _is_parted(original, stop, SENTENCE_END):
            break
        stop += 1
    return stop


def _clause_stop(original: Reading, at: int, stop: int) -> int:
    places = range(at + 1, stop)
    return next((each for each in places if _is_parted(original, each, CLAUSE_END)), stop)


def _is(phrases: Phrases, original: Reading, at: int) -> bool:
    """Whether such a phrase begins there, and turns something."""
    return (
        phrases.length_at(original.tokens, at, original.language) > 0
        and not is_interjection(original, at)
        and not _is_harmless(original, at)
    )


def _is_harmless(original: Reading, at: int) -> bool:
    return any(
        HARMLESS.length_at(original.tokens, begins, original.language) > at - begins
        for begins in range(max(0, at - 2), at + 1)
    )


def _before(original: Reading, first: int) -> str:
    """The words of the sentence up to the quotation, if any turns it."""
    at = _sentence_start(original, first)
    turns = [place for place in range(at, first) if _is(TURNING_BEFORE, original, place)]
    if not turns:
        return ""
    clauses = [place for place in range(at + 1, turns[-1] + 1)
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
    places = range(end, min(stop, end + MAX_LOOKED_AT))
    return any(_is(TURNING_BEHIND, original, place) for place in places)


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
        if _is(NEGATIONS, original, at):
            # Of a contraction, all of it: “don’t”.
            whole = at - 1 if at and original.tokens[at - 1].end == token.start else at
            is_contracted = not token.written
            return original.text[original.tokens[whole if is_contracted else at].start : token.end]
    return ""
