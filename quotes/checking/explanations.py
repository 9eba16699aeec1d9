"""What the check says of a verdict, in neutral words. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from quotes.checking.context import NOTHING_LEFT_OFF, LeftOff
from quotes.checking.differing import Difference
from quotes.checking.reading import read
from quotes.checking.verdict import Verdict, compare
from quotes.text.gaps import ELLIPSIS
from quotes.text.interface import all_of, joined, listed, message

LABELS = {
    Verdict.EXACT: message("Exact"),
    Verdict.TYPOGRAPHY: message("Same words, other typography"),
    Verdict.ELIDED: message("Same words, with marked omissions"),
    Verdict.OMISSION: message("Words left out without a mark"),
    Verdict.ALTERED: message("Words differ"),
    Verdict.SPLICED: message("Joined from separate places"),
    Verdict.QUESTION: message("Words of the one who asked"),
    Verdict.OTHER_SPEAKER: message("Words of another speaker"),
    Verdict.PARAPHRASE: message("Only in an indirect account"),
    Verdict.NOT_FOUND: message("Not in this archive"),
    Verdict.TOO_SHORT: message("Too short to check"),
    Verdict.NOT_REACHED: message("Not reached"),
}
MARKS = {
    Verdict.EXACT: "=", Verdict.TYPOGRAPHY: "≈", Verdict.ELIDED: "…", Verdict.OMISSION: "−",
    Verdict.ALTERED: "≠", Verdict.SPLICED: "⁄", Verdict.QUESTION: "?", Verdict.OTHER_SPEAKER: "↔",
    Verdict.PARAPHRASE: "~", Verdict.NOT_FOUND: "∅", Verdict.TOO_SHORT: "·",
    Verdict.NOT_REACHED: "·",
}  # fmt: skip
MEANINGS = {
    Verdict.EXACT: message("The archive has these words exactly as quoted."),
    Verdict.TYPOGRAPHY: message(
        "The archive has the same words. Only punctuation, case, spacing or the "
        "spelling of contractions and numbers differs."
    ),
    Verdict.ELIDED: message(
        "The archive has the same words in this order. What was left out or put in "
        "is marked as such, by an ellipsis or by brackets."
    ),
    Verdict.OMISSION: message(
        "The archive has these words in this order, and others between them that the "
        "quotation leaves out without a mark."
    ),
    Verdict.ALTERED: message(
        "The archive has this statement in words that differ from the quotation’s."
    ),
    Verdict.SPLICED: message(
        "The quotation joins words that do not stand together in the archive."
    ),
    Verdict.QUESTION: message("These are words of the one who asked, not of the one who answered."),
    Verdict.OTHER_SPEAKER: message("The archive has these words from another speaker."),
    Verdict.PARAPHRASE: message(
        "The archive has this only as somebody’s indirect account, in the words of "
        "the one who reports it."
    ),
    Verdict.NOT_FOUND: message(
        "These words are not in this archive. That does not mean that they were not said."
    ),
    Verdict.TOO_SHORT: message(
        "Fewer than four words: many people say the same few words, so there is "
        "nothing to tell one statement from another by."
    ),
    Verdict.NOT_REACHED: message(
        "The time for one request was over before this quotation’s turn came. Check it by itself."
    ),
}
CUT = message(
    "The archive has these words as a part of a sentence that says something else: what is left "
    "off denies them, or makes them a condition."
)
# So many words left out at one place are mentioned.
MANY_SKIPPED = 40
# Numbers in another writing that are named.
MAX_REWRITTEN = 3
SIGNALS = {
    "negation": message("a negation"),
    "number": message("a number"),
    "name": message("a name"),
    "qualifier": message("a dropped qualifier"),
}


CONTRADICTING = frozenset({"negation", "number"})
OTHER_WORDS = message("And the words differ from the quotation’s.")
MAX_NAMES = 2


def commonplace(names: Sequence[str]) -> str:
    """Who says common words here."""
    if len(names) == 1:
        return message(
            "Words as common as these single nobody out; one speaker here says them: {names}.",
            names=names[0],
        )
    some = listed(names[:MAX_NAMES])
    return message(
        "Words as common as these are said here by {names} speakers, among them {some}.",
        names=len(names),
        some=some,
    )


def claim_differences(
    date: tuple[str, str] | None, source: tuple[str, str] | None
) -> Iterator[str]:
    """What to say where the date or outlet named beside a quotation is not the one found."""
    if date:
        yield message(
            "The words beside it name {claimed}; the archive has {found}.",
            claimed=date[0], found=date[1],
        )  # fmt: skip
    if source:
        yield message(
            "The words beside it name {claimed}; the archive has it from {found}.",
            claimed=source[0], found=source[1],
        )  # fmt: skip


def contrary_report(outlet: str, wording: str, differences: Sequence[Difference]) -> str:
    """How another report of the same has it, where that is another statement."""
    pairs = [_pair(each) for each in contradictions(differences)][:MAX_REWRITTEN]
    return message(
        "{outlet} ({wording}) reports it otherwise: {pairs}.",
        outlet=outlet, wording=wording, pairs=joined(", ", pairs),
    )  # fmt: skip


def _pair(each: Difference) -> str:
    quoted, original = each.quoted.strip(), each.original.strip()
    if each.kind == "missing":
        return message("with “{original}”", original=original)
    if each.kind == "added":
        return message("without “{quoted}”", quoted=quoted)
    return message("“{original}” for “{quoted}”", original=original, quoted=quoted)


def contradictions(differences: Sequence[Difference]) -> list[Difference]:
    """Those that make another statement of it: another denial or number."""
    return [
        each for each in differences if each.kind != "same" and CONTRADICTING & set(each.signals)
    ]


def listed_signals(differences: Sequence[Difference]) -> str:
    """What to look at first in these differences, in words."""
    found = {signal for each in differences if each.kind != "same" for signal in each.signals}
    return listed([words for signal, words in SIGNALS.items() if signal in found])


def partly_found(parts: Sequence[tuple[int, int, object]], quoted: str) -> str:
    """Which part of a quotation is here, and which is not."""
    here = " … ".join(f"“{quoted[start:end].strip()}”" for start, end, _ in parts)
    edges = [0, *(edge for start, end, _ in parts for edge in (start, end)), len(quoted)]
    gaps = (quoted[a:b].strip() for a, b in zip(edges[::2], edges[1::2], strict=True))
    absent = " … ".join(f"“{gap}”" for gap in gaps if any(map(str.isalnum, gap)))
    return message(
        "Only a part of it is here: {here}. Not in this archive: {absent}.",
        here=here,
        absent=absent,
    )


def explanation(
    verdict: Verdict,
    differences: Sequence[Difference] = (),
    *,
    names: Iterable[str] = (),
    by: str = "",
    claimed: str = "",
    negated_by: str = "",
    quoted_by: str = "",
    left_off: LeftOff = NOTHING_LEFT_OFF,
    is_cut: bool = False,
    also: Sequence[str] = (),
) -> str:
    """A few sentences on a verdict.

    ``names`` are the speakers of the words found, ``by`` who asked or reported, ``claimed`` who is
    said to have said them, ``negated_by`` a negation right before them, ``quoted_by`` who has them
    in quotation marks, ``left_off`` words beside them that turn their sense; each may be empty.
    ``is_cut``: a part of a sentence is printed as one.
    ``also`` are further sentences, which come right behind the verdict.
    """
    opening = _opening(verdict, list(names), by, claimed)
    said = [CUT if is_cut and verdict == Verdict.OMISSION else opening, *also]
    if signals := listed_signals(differences):
        said.append(message("Among the differences: {signals}.", signals=signals))
    if rewritten := [each for each in differences if each.is_rewritten]:
        said.append(
            message(
                "Written otherwise, and the same value: {rewritten}.",
                rewritten=_rewritten(rewritten),
            )
        )
    if quoted_by:
        said.append(
            message(
                "There they stand in quotation marks: {quoted_by} quotes them.", quoted_by=quoted_by
            )
        )
    if negated_by:
        said.append(
            message(
                "Right before them stands a negation that is not quoted: “{negated_by}”.",
                negated_by=negated_by,
            )
        )
    said += _of_left_off(LeftOff(behind=left_off.behind) if negated_by else left_off)
    said += _of_skipped(differences)
    if any(each.kind == "missing" and each.original.strip() == ELLIPSIS for each in differences):
        said.append(
            message(
                "The archive itself leaves words out where it has {ellipsis}.", ellipsis=ELLIPSIS
            )
        )
    return joined(" ", [*said, *_of_brackets(differences)])


def _of_left_off(left_off: LeftOff) -> Iterator[str]:
    if left_off.before:
        yield message(
            "The sentence begins before: “{before} …”. That may turn its sense.",
            before=left_off.before,
        )
    if left_off.behind:
        yield message(
            "The sentence goes on: “… {behind}”. That may turn its sense.", behind=left_off.behind
        )


def _of_skipped(differences: Sequence[Difference]) -> Iterator[str]:
    """What to say of a mark of omission that stands for much."""
    skipped = max(
        (len(each.original.split()) for each in differences if each.kind == "missing"), default=0
    )
    if skipped >= MANY_SKIPPED:
        yield message(
            "Between two of its parts the archive has {skipped} words more.", skipped=skipped
        )


def _of_brackets(differences: Sequence[Difference]) -> Iterator[str]:
    if any(d.is_editorial_insertion and d.kind == "missing" for d in differences):
        yield message(
            "Words in brackets, which the outlet put in, are left out: that is no change."
        )
    if any(d.is_editorial_insertion and d.kind == "changed" for d in differences):
        yield message("Words that the outlet put in, in brackets, are quoted as the speaker’s own.")


def _opening(verdict: Verdict, names: list[str], by: str, claimed: str) -> str:
    name = all_of(list(dict.fromkeys(names)))
    if verdict == Verdict.OTHER_SPEAKER and name and claimed:
        return message(
            "The archive has these words from {name}, not from {claimed}.",
            name=name,
            claimed=claimed,
        )
    if verdict == Verdict.QUESTION and by:
        return message(
            "These are words of the question, asked by {by}, and not of the answer.", by=by
        )
    if verdict == Verdict.PARAPHRASE and by:
        return message(
            "The archive has this only as an indirect account, in the words of {by}.", by=by
        )
    if verdict == Verdict.SPLICED and len(set(names)) > 1:
        return joined(" ", [MEANINGS[verdict], message("They are of {name}.", name=name)])
    return MEANINGS[verdict]


def _rewritten(differences: Sequence[Difference]) -> str:
    pairs = [(each.quoted.strip(), each.original.strip()) for each in differences[:MAX_REWRITTEN]]
    said = joined(
        ", ",
        [
            message("“{quoted}” for “{original}”", quoted=quoted, original=original)
            for quoted, original in pairs
        ],
    )
    return said if len(differences) <= MAX_REWRITTEN else message("{said} and others", said=said)


def differs_by(one: str, other: str, language: str) -> str:
    """The denials and numbers in which two texts that say nearly the same differ, in words."""
    found = compare(read(one), read(other, language=language), lambda _: 1.0)
    return listed_signals(contradictions(found.differences))
