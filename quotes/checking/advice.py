"""What to do about a quotation: one line for its heading, and each change that would mend it. Pure.

Whether to change anything is for whoever prints it to decide; said is what would make the quotation
agree with the archive.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from quotes.checking.differing import Difference
from quotes.checking.verdict import Verdict
from quotes.text.interface import grouped, in_both, message, numbered, translated
from quotes.text.numbers import quantities

WORD = re.compile(r"\w+(?:[-.,’'ʼ]\w+)*")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
MAX_CHANGES = 6


class Named(NamedTuple):
    """Who has the words in the archive, and who else is said to have them, if anybody is."""

    found: str = ""
    claimed: str = ""


def heading(
    verdict: Verdict,
    differences: Sequence[Difference] = (),
    named: Named = Named(),  # noqa: B008 – a value that nobody can change
    *,
    is_partly: bool = False,
    is_turned: bool = False,
    is_cut: bool = False,
    otherwise: str = "",
    unlike: Collection[str] = (),
) -> str:
    """What to do about a quotation with this verdict.

    ``is_partly``: only some of its sentences are in the archive. ``is_turned``: words right beside
    those quoted may turn their sense; ``is_cut``: they do, and a part is printed as a sentence.
    ``otherwise``: by what another report of it differs. ``unlike``: “date” and “source”, where
    what is named beside it is not the archive’s.
    """
    if is_partly:
        return message("Only a part of it is here: find a source for the rest")
    said = _of_verdict(verdict, differences, named, is_turned=is_turned, is_cut=is_cut)
    if otherwise:
        said = message(
            "{advice}; another report of it differs by {otherwise}: compare both",
            advice=IN_PART.get(said, said),
            otherwise=otherwise,
        )
    if "date" in unlike:
        said = message(
            "{advice}; the date named beside it is another: compare it",
            advice=IN_PART.get(said, said),
        )
    if "source" in unlike:
        said = message(
            "{advice}; the outlet named beside it is another: compare it",
            advice=IN_PART.get(said, said),
        )
    return said


def _of_verdict(
    verdict: Verdict,
    differences: Sequence[Difference],
    named: Named,
    *,
    is_turned: bool,
    is_cut: bool,
) -> str:
    match verdict:
        case Verdict.OMISSION if is_cut:
            return _and_from_another(CUT, named)
        case Verdict.OMISSION:
            return _and_from_another(_of_omission(differences), named)
        case Verdict.ALTERED:
            return _and_from_another(_of_altered(differences), named)
        case Verdict.OTHER_SPEAKER if named.claimed:
            return message(
                "{found} said this, not {claimed}: correct the name",
                found=named.found,
                claimed=named.claimed,
            )
        case Verdict.QUESTION if named.found:
            return message("{found} said this in asking: name who asked", found=named.found)
    return TURNED.get(verdict, SIMPLE[verdict]) if is_turned else SIMPLE[verdict]


SIMPLE = {
    Verdict.EXACT: message("Word for word as in the archive: nothing to change"),
    Verdict.TYPOGRAPHY: message("The same words, written otherwise: look at the marked places"),
    Verdict.ELIDED: message("The same words, with marked omissions: look at what is left out"),
    Verdict.OMISSION: message(
        "Words are left out without a mark: put them in, or mark the place with …"
    ),
    Verdict.ALTERED: message("Words differ: correct them"),
    Verdict.SPLICED: message("Joined from separate places: quote them apart"),
    Verdict.QUESTION: message("Words of the one who asked: name who asked"),
    Verdict.OTHER_SPEAKER: message("Words of another speaker: correct the name"),
    Verdict.PARAPHRASE: message("Only an indirect account has this: take off the quotation marks"),
    Verdict.NOT_FOUND: message("Not in this archive: look for another source"),
    Verdict.TOO_SHORT: message("Too short to check: paste at least four words"),
    Verdict.NOT_REACHED: message("Not checked, for lack of time: check it by itself"),
}
# Where something more is to look at, there is not nothing to change.
IN_PART = {SIMPLE[Verdict.EXACT]: message("Word for word as in the archive")}
CUT = message("Cut so that the sense turns: put in what is left off")
TURNED = {
    Verdict.EXACT: message("Word for word, but cut: look at the words beside it"),
    Verdict.TYPOGRAPHY: message("The same words, but cut: look at the words beside it"),
}


def _of_omission(differences: Sequence[Difference]) -> str:
    number = sum(_length(each.original) for each in differences if _counts(each))
    if not number:
        return SIMPLE[Verdict.OMISSION]
    if _has_negation(differences):
        return numbered(
            "{words} word is left out, a negation: put it back, or the sense turns",
            "{words} words are left out, among them a negation: put it back, or the sense turns",
            number,
            words=_written(number),
        )
    return numbered(
        "{words} word is left out without a mark: put it in, or mark the place with …",
        "{words} words are left out without a mark: put them in, or mark the place with …",
        number,
        words=_written(number),
    )


def _of_altered(differences: Sequence[Difference]) -> str:
    unlike = [each for each in differences if _counts(each)]
    number = sum(
        max(_length(each.quoted) * (each.kind != "missing"), _length(each.original))
        for each in unlike
    )
    if not number:
        return message("Signs differ: correct them")
    if all(each.kind == "added" for each in unlike):
        return numbered(
            "{words} word is not in the archive: take it out",
            "{words} words are not in the archive: take them out",
            number,
            words=_written(number),
        )
    if _has_negation(differences):
        return numbered(
            "{words} word differs, a negation: correct it, or the sense turns",
            "{words} words differ, among them a negation: correct it, or the sense turns",
            number,
            words=_written(number),
        )
    return numbered(
        "{words} word differs: correct it",
        "{words} words differ: correct them",
        number,
        words=_written(number),
    )


def _has_negation(differences: Sequence[Difference]) -> bool:
    """Whether a denial is among what is to mend."""
    return any("negation" in each.signals for each in differences if _counts(each))


def _length(text: str) -> int:
    """How many words a text has; a number is one, whatever it is written in."""
    for each in reversed(list(quantities(text))):
        text = f"{text[: each.start]}0{text[each.end :]}"
    return len(WORD.findall(text))


def _written(number: int) -> str:
    """A number at the beginning of a sentence: in English written out, where it is small."""
    written = NUMBERS[number].capitalize() if number < len(NUMBERS) else f"{number:,}"
    return in_both(written, translated(grouped(number)))


def _and_from_another(said: str, named: Named) -> str:
    if not named.claimed:
        return said
    return message(
        "{advice}; it is from {found}, not from {claimed}",
        advice=said, found=named.found, claimed=named.claimed,
    )  # fmt: skip


def _counts(each: Difference) -> bool:
    """Whether a difference is one to mend: marks announce the others."""
    is_left_out_insertion = each.kind == "missing" and each.is_editorial_insertion
    return each.kind != "same" and not each.is_marked and not is_left_out_insertion


def changes(verdict: Verdict, differences: Sequence[Difference], named: Named) -> list[str]:
    """Each change that would make the quotation agree with the archive, in its order."""
    of_words = list(_changes(differences))
    more = len(of_words) - MAX_CHANGES
    if more > 0:
        of_words[MAX_CHANGES:] = [message("and {more} more", more=more)]
    return [*_of_name(verdict, named), *of_words]


def _changes(differences: Sequence[Difference]) -> Iterator[str]:
    for each in filter(_counts, differences):
        quoted, original = each.quoted.strip(), each.original.strip()
        if each.kind == "changed":
            yield f"“{quoted}” → “{original}”"
        elif each.kind == "added":
            yield message("take out “{quoted}”", quoted=quoted)
        elif original:
            yield message("put in “{original}”", original=original)


def _of_name(verdict: Verdict, named: Named) -> Iterator[str]:
    if verdict == Verdict.PARAPHRASE:
        yield message("take off the quotation marks")
    is_other = named.claimed or verdict in (Verdict.OTHER_SPEAKER, Verdict.QUESTION)
    if is_other and named.found:
        if named.claimed:
            yield message(
                "name {found} instead of {claimed}", found=named.found, claimed=named.claimed
            )
        else:
            yield message("name {found}", found=named.found)
