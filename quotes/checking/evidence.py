"""How much speaks for it that the words of a quotation stand in one original, and not by chance.

Share is not evidence: a few common words are in many passages. So each word that both have counts
by how rare it is, and what differs is taken off. The rest has to outweigh the number of passages
among which the best was chosen. Pure.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from math import inf, log
from pathlib import Path

from rapidfuzz.distance import OSA

from quotes.checking.alignment import Step
from quotes.checking.reading import Reading, Token
from quotes.text.attribution_words import ROLES
from quotes.text.words import folded_set

Weigh = Callable[[str], float]
LIST = Path(__file__).parent.parent / "text" / "data" / "common_words.txt"


# Before a verdict is given, the original has to have so much of what the quotation says,
# in the same words and order, and so many words in one run; below, they merely share words. A long
# run makes up for less; so does a claim that the words are of this very speaker.
FOUND = ((0.65, 3), (0.55, 7))
FOUND_IF_CLAIMED = ((0.6, 3), (0.42, 4))
# Or the quotation has nearly all of the original there, and words put in between.
COVERED, MIN_RUN_COVERED, MIN_SHARE_COVERED = 0.9, 3, 0.25
NUMBER_WEIGHT = 1.0
# Of fewer passages nothing is by chance.
MIN_PASSAGES = 20
# In nats: at most for a word that is common in its language, whatever the archive has; the part of
# a name's weight that counts, since a name alone makes no statement.
COMMON, NAME_PART = 1.5, 0.5
# Taken off for each word that stands against others, is put in, is left out; for each new run.
CHANGED, ADDED, MISSING, BREAK = 4.0, 1.0, 2.0, 2.0
MAX_MISSING = 6
# Put on for each word by which the longest run is longer than this.
LONG_RUN, PER_WORD = 4, 0.6
# With so many passages these were measured (log of 60,000); the fewer, the less is taken off.
MEASURED_AT = 11.0
# What is left has to outweigh the number of passages, and more so in a large archive.
SLOPE, OFFSET = 1.33, -4.0
CLAIMED_NEEDS_LESS = 3.0
# A short quotation in other words has to be singled out as in so large an archive: in a small one
# every word is rare, and a few common ones would be a find. A single word that was exchanged is not
# asked for more: that is how short quotations are falsified.
SMALLEST = 1_000
# Of whom the words are said to be has these many passages or more to choose from by chance.
MIN_CLAIMED = 100
# A text of so many words may be reworded throughout; then each change says less against it.
MIN_REWORDED = 15
# A find in somebody else’s mouth accuses: it needs so many words that are common nowhere, or one
# that counts, or a long quotation. Thanks and forms of address are everybody’s.
MIN_TELLING, LONG_ENOUGH = 2, 9
FORMULAS = folded_set(
    "thank thanks thankful grateful welcome congratulate congratulations honour honor "
    "honourable honorable privilege pleasure delighted glad happy madam ladies gentlemen "
    "excellency excellencies colleagues friends morning afternoon evening question answer "
    "danke dank dame damen herr herren frau kollege kollegen kollegin kolleginnen geehrte geehrter "
    "guten morgen abend frage merci "
    "mesdames messieurs collègues bonjour gracias señoras señores buenos días спасибо "
    "благодарю уважаемый уважаемые господин госпожа коллеги друзья вопрос рахмет құрметті "
    "teşekkür ederim sayın شكرا السيد 谢谢 感谢 mr mrs ms hon everybody everyone hello dear"
)
COURTESIES = ROLES | FORMULAS | {"i"}
# No word may outweigh the others: an unknown one may be a slip.
MAX_OF_MEAN = 2.0
# Two words so alike, one for one, may be one that was read or typed wrongly.
MIN_LENGTH_ALIKE, MAX_SLIPS = 4, 1
MISREAD = (("rn", "m"), ("1", "l"), ("0", "o"), ("cl", "d"), ("vv", "w"), ("ii", "u"))
# They join what is listed; another order of a list puts them elsewhere.
LINKS = folded_set("and or und oder et ou y e o ed и или және мен ve ile و أو 和 与 與 及")
# In fewer words another order is no statement that somebody made.
MIN_WORDS_MOVED = 6
# Languages that write every noun with a capital.
CAPITAL_NOUNS = frozenset({"de", "lb"})


@lru_cache(maxsize=1)
def _common_by_language() -> dict[str, frozenset[str]]:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return {line.split()[0]: folded_set(line.partition(" ")[2]) for line in lines}


def common_words(language: str) -> frozenset[str]:
    """Words that say little by themselves in a language, folded; none where it has no list."""
    return _common_by_language().get(language.split("-")[0].lower(), frozenset())


def weight(token: Token, weigh: Weigh) -> float:
    """How telling a word is. Numbers tell about as much as other words, however rare they are."""
    return NUMBER_WEIGHT if token.number else weigh(token.key)


def share(found: list[Step], quoted: Reading, original: Reading, weigh: Weigh) -> float:
    """How much of what the quotation says stands in the original; its insertions aside.

    A number that stands against another number makes a statement neither here nor absent, and a
    misread word is nearly the word.
    """
    own = [0.0 if token.is_bracketed else weight(token, weigh) for token in quoted.tokens]
    known = [each for each in own if each]
    most = MAX_OF_MEAN * sum(known) / len(known) if known else 0.0
    own = [min(each, most) for each in own]
    same = 0.0
    moved = _moved_words(found, quoted, original)
    for step in found:
        inside = range(step.quoted_from, step.quoted_to)
        if step.kind == "same":
            same += sum(own[at] for at in inside)
        elif step.kind == "changed":
            for at in inside:
                if quoted.tokens[at].number and _has_number(original, step):
                    own[at] = 0.0
            same += sum(own[at] for at, _ in _misread(step, quoted, original))
        same += sum(own[at] for at in inside if at in moved)
    return same / sum(own) if sum(own) else 0.0


def _has_number(original: Reading, step: Step) -> bool:
    return any(token.number for token in original.tokens[step.original_from : step.original_to])


def _moved_words(found: list[Step], quoted: Reading, original: Reading) -> set[int]:
    """Which words of the quotation the original has at another place of the same stretch."""
    left: Counter[str] = Counter()
    if len(quoted.tokens) < MIN_WORDS_MOVED:
        return set()
    for step in found:
        if step.kind in ("missing", "changed"):
            theirs = original.tokens[step.original_from : step.original_to]
            left.update(token.key for token in theirs)
    moved = set()
    for step in found:
        for at in range(step.quoted_from, step.quoted_to):
            key = quoted.tokens[at].key
            if (
                step.kind in ("added", "changed")
                and left[key]
                and key not in common_words(original.language)
            ):
                left[key] -= 1
                moved.add(at)
    return moved


def _misread(step: Step, quoted: Reading, original: Reading) -> Iterator[tuple[int, Token]]:
    """Which words of a change seem to be a word of the original, each with that, and a slip."""
    theirs = original.tokens[step.original_from : step.original_to]
    if step.quoted_to - step.quoted_from != len(theirs):
        return
    for at, other in enumerate(theirs, step.quoted_from):
        if is_one_slip_away(quoted.tokens[at].key, other.key):
            yield at, other


def is_one_slip_away(one: str, other: str) -> bool:
    """Whether one folded word seems to be the other with a slip of the pen or of the scanner."""
    if min(len(one), len(other)) < MIN_LENGTH_ALIKE:
        return False
    for written, meant in MISREAD:
        one, other = one.replace(written, meant), other.replace(written, meant)
    return OSA.distance(one, other, score_cutoff=MAX_SLIPS) <= MAX_SLIPS


def longest_run(found: list[Step], quoted: Reading, original: Reading) -> int:
    """Words in the longest run that both have.

    Brackets, misread words, and an “and” that makes one list of two do not end it.
    """
    runs = [0]
    for step in found:
        ours = quoted.tokens[step.quoted_from : step.quoted_to]
        misread = len(list(_misread(step, quoted, original))) if step.kind == "changed" else 0
        if step.kind == "same" or (misread and misread == len(ours)):
            runs[-1] += len(ours)
        elif not _is_still_one_run(ours, original.tokens[step.original_from : step.original_to]):
            runs.append(0)
    return max(runs)


def _is_still_one_run(ours: Sequence[Token], theirs: Sequence[Token]) -> bool:
    """Whether what differs leaves a run one run."""
    is_marked = bool(ours) and all(token.is_bracketed for token in ours)
    return is_marked or all(token.key in LINKS for token in (*ours, *theirs))


def has_enough(of: float, longest: int, size: int, *, is_claimed: bool) -> bool:
    """Whether there is so much of the quotation that it is worth comparing.

    ``of`` its words, by weight; ``longest`` run of them and ``size`` in words, brackets aside.
    """
    enough = FOUND_IF_CLAIMED if is_claimed else FOUND
    return any(of >= least and longest >= min(run, size // 2) for least, run in enough)


def covers(found: list[Step], of: float, longest: int) -> bool:
    """Whether the quotation has nearly all of the original there, and puts words in between."""
    same = sum(s.original_to - s.original_from for s in found if s.kind == "same")
    theirs = sum(s.original_to - s.original_from for s in found)
    is_run = longest >= MIN_RUN_COVERED and of >= MIN_SHARE_COVERED
    return is_run and same >= COVERED * theirs


def singles_out(
    found: list[Step],
    quoted: Reading,
    original: Reading,
    weigh: Weigh,
    passages: int,
    *,
    longest: int,
    claimed_among: int = 0,
) -> bool:
    """Whether the words that both have single the original out among so many ``passages``.

    ``claimed_among``: of how many the one is said to be the speaker who is that of the original; 0
    where nobody or somebody else is named.
    """
    if passages < MIN_PASSAGES or _only_numbers_differ(found, quoted, original):
        return True
    is_short = len(quoted.tokens) < LONG_ENOUGH and not _is_one_word_for_another(found)
    if is_short and not claimed_among:
        passages = max(passages, SMALLEST)
    size = log(passages)
    scale = min(size / MEASURED_AT, 1.3)
    moved = _moved_words(found, quoted, original)
    left = sum(_weight_shared(step, quoted, original, weigh, moved) for step in found)
    off = scale * sum(_penalty(step, quoted, original, moved) for step in found)
    if claimed_among:
        off = min(off, _cost_of_rewording(found, quoted))
    left -= off
    left += PER_WORD * max(0, longest - LONG_RUN)
    left -= scale * BREAK * sum(step.kind != "same" for step in found[1:-1])
    needed = _threshold(passages)
    if claimed_among:
        own = _threshold(max(claimed_among, MIN_CLAIMED))
        needed = min(own, needed - CLAIMED_NEEDS_LESS)
    return left >= needed


def _cost_of_rewording(found: list[Step], quoted: Reading) -> float:
    """What speaks against a long text that is reworded throughout, in nats.

    That is what it takes to say which of its words are changed, and which are not.
    """
    number = len(quoted.tokens)
    if number < MIN_REWORDED:
        return inf
    same = sum(s.quoted_to - s.quoted_from for s in found if s.kind == "same") / number
    return -number * sum(each * log(each) for each in (same, 1 - same) if each > 0)


def _threshold(passages: int) -> float:
    """What the words have to say, in nats, to single one of so many passages out."""
    return SLOPE * log(passages) + OFFSET if passages >= MIN_PASSAGES else 0.0


def outweighs(quoted: Reading, weigh: Weigh, passages: int, language: str) -> bool:
    """Whether words that stand in a passage as they are stand there by more than chance."""
    said = sum(
        _absolute_weight(token, at, language, weigh) for at, token in enumerate(quoted.tokens)
    )
    return said + PER_WORD * max(0, len(quoted.tokens) - LONG_RUN) >= _threshold(passages)


def _only_numbers_differ(found: list[Step], quoted: Reading, original: Reading) -> bool:
    """Whether all is the same but for numbers against numbers: then nothing is by chance."""
    unlike = [step for step in found if step.kind != "same"]
    return bool(unlike) and all(
        step.kind == "changed"
        and _has_number(original, step)
        and any(t.number for t in quoted.tokens[step.quoted_from : step.quoted_to])
        for step in unlike
    )


def _is_one_word_for_another(found: list[Step]) -> bool:
    """Whether a single word stands in the place of another, and all else is the same."""
    unlike = [step for step in found if step.kind != "same"]
    return len(unlike) == 1 and all(
        step.quoted_to - step.quoted_from == step.original_to - step.original_from == 1
        for step in unlike
    )


def _weight_shared(
    step: Step, quoted: Reading, original: Reading, weigh: Weigh, moved: set[int]
) -> float:
    """How much the words say that both have, in nats; a misread one says what was meant."""
    places = range(step.quoted_from, step.quoted_to)
    tokens = {at: quoted.tokens[at] for at in places if step.kind == "same" or at in moved}
    if step.kind == "changed":
        tokens |= dict(_misread(step, quoted, original))
    return sum(
        _absolute_weight(token, at, original.language, weigh)
        for at, token in tokens.items()
        if not quoted.tokens[at].is_bracketed
    )


def _absolute_weight(token: Token, at: int, language: str, weigh: Weigh) -> float:
    own = weight(token, weigh)
    if token.key in FORMULAS or token.key in common_words(language):
        return min(own, COMMON)
    has_capital = token.written[:1].isupper() and not token.written.isupper()
    is_name = has_capital and at > 0 and language.split("-")[0] not in CAPITAL_NOUNS
    return own * NAME_PART if is_name else own


def _penalty(step: Step, quoted: Reading, original: Reading, moved: set[int]) -> float:
    ours = quoted.tokens[step.quoted_from : step.quoted_to]
    theirs = step.original_to - step.original_from
    is_marked = bool(ours) and all(token.is_bracketed for token in ours)
    if step.kind == "same" or is_marked:
        return 0.0
    if step.kind == "missing":
        is_skipped = step.quoted_from in quoted.skips
        return 0.0 if is_skipped else MISSING * min(theirs, MAX_MISSING)
    if step.kind == "added":
        return ADDED * len(ours)
    if any(token.number for token in ours) and _has_number(original, step):
        return 0.0
    places = {at for at, _ in _misread(step, quoted, original)}
    places |= moved & set(range(step.quoted_from, step.quoted_to))
    left, there = len(ours) - len(places), max(0, theirs - len(places))
    return CHANGED * left + MISSING * min(there, MAX_MISSING)


def is_long(quoted: Reading) -> bool:
    """Whether so many words are nobody else’s by chance, even if some of them differ."""
    return len(quoted.tokens) >= LONG_ENOUGH


def is_telling(quoted: Reading, weigh: Weigh, passages: int, language: str) -> bool:
    """Whether a quotation has words enough of its own to say that somebody else said it."""
    plain = common_words(language) | COURTESIES
    telling = {token.key for token in quoted.tokens if token.key not in plain}
    if is_long(quoted) or len(telling) >= MIN_TELLING or passages < MIN_PASSAGES:
        return True
    return bool(telling) and outweighs(quoted, weigh, passages, language)
