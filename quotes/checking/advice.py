"""What to do about a quotation: one line for its heading, and each change that would mend it. Pure.

Whether to change anything is for whoever prints it to decide; said is what would make the quotation
agree with the archive.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quotes.checking.differing import Difference
from quotes.checking.verdict import Verdict

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
) -> str:
    """What to do about a quotation with this verdict.

    ``is_partly``: only some of its sentences are in the archive. ``is_turned``: words right beside
    those quoted may turn their sense.
    """
    if is_partly:
        return "Only a part of it is here: find a source for the rest"
    also = f"; it is from {named.found}, not from {named.claimed}" if named.claimed else ""
    match verdict:
        case Verdict.OMISSION:
            return _of_omission(differences) + also
        case Verdict.ALTERED:
            return _of_altered(differences) + also
        case Verdict.OTHER_SPEAKER if named.claimed:
            return f"{named.found} said this, not {named.claimed}: correct the name"
        case Verdict.QUESTION if named.found:
            return f"{named.found} said this in asking: name who asked"
    return TURNED.get(verdict, SIMPLE[verdict]) if is_turned else SIMPLE[verdict]


SIMPLE = {
    Verdict.EXACT: "Word for word as in the archive: nothing to change",
    Verdict.TYPOGRAPHY: "The same words, written otherwise: look at the marked places",
    Verdict.ELIDED: "The same words, with marked omissions: look at what is left out",
    Verdict.OMISSION: "Words are left out without a mark: put them in, or mark the place with …",
    Verdict.ALTERED: "Words differ: correct them",
    Verdict.SPLICED: "Joined from separate places: quote them apart",
    Verdict.QUESTION: "Words of the one who asked: name who asked",
    Verdict.OTHER_SPEAKER: "Words of another speaker: correct the name",
    Verdict.PARAPHRASE: "Only an indirect account has this: take off the quotation marks",
    Verdict.NOT_FOUND: "Not in this archive: look for another source",
    Verdict.TOO_SHORT: "Too short to check: paste at least four words",
    Verdict.NOT_REACHED: "Not checked, for lack of time: check it by itself",
}
TURNED = {
    Verdict.EXACT: "Word for word, but cut: look at the words beside it",
    Verdict.TYPOGRAPHY: "The same words, but cut: look at the words beside it",
}


def _of_omission(differences: Sequence[Difference]) -> str:
    number = sum(len(WORD.findall(each.original)) for each in differences if _counts(each))
    if not number:
        return SIMPLE[Verdict.OMISSION]
    are, them = ("is", "it") if number == 1 else ("are", "them")
    return (
        f"{_words(number)} {are} left out without a mark: put {them} in, or mark the place with …"
    )


def _of_altered(differences: Sequence[Difference]) -> str:
    unlike = [each for each in differences if _counts(each)]
    number = sum(
        max(len(WORD.findall(each.quoted)) * (each.kind != "missing"),
            len(WORD.findall(each.original)))
        for each in unlike
    )  # fmt: skip
    if not number:
        return "Signs differ: correct them"
    them = "it" if number == 1 else "them"
    if all(each.kind == "added" for each in unlike):
        are = "is" if number == 1 else "are"
        return f"{_words(number)} {are} not in the archive: take {them} out"
    return f"{_words(number)} {'differs' if number == 1 else 'differ'}: correct {them}"


def _words(number: int) -> str:
    written = NUMBERS[number].capitalize() if number < len(NUMBERS) else f"{number:,}"
    return f"{written} {'word' if number == 1 else 'words'}"


def _counts(each: Difference) -> bool:
    """Whether a difference is one to mend: marks announce the others."""
    is_left_out_insertion = each.kind == "missing" and each.is_editorial_insertion
    return each.kind != "same" and not each.is_marked and not is_left_out_insertion


def changes(verdict: Verdict, differences: Sequence[Difference], named: Named) -> list[str]:
    """Each change that would make the quotation agree with the archive, in its order."""
    of_words = list(_changes(differences))
    more = len(of_words) - MAX_CHANGES
    if more > 0:
        of_words[MAX_CHANGES:] = [f"and {more} more"]
    return [*_of_name(verdict, named), *of_words]


def _changes(differences: Sequence[Difference]) -> Iterator[str]:
    for each in filter(_counts, differences):
        quoted, original = each.quoted.strip(), each.original.strip()
        if each.kind == "changed":
            yield f"“{quoted}” → “{original}”"
        elif each.kind == "added":
            yield f"take out “{quoted}”"
        elif original:
            yield f"put in “{original}”"


def _of_name(verdict: Verdict, named: Named) -> Iterator[str]:
    if verdict == Verdict.PARAPHRASE:
        yield "take off the quotation marks"
    is_other = named.claimed or verdict in (Verdict.OTHER_SPEAKER, Verdict.QUESTION)
    if is_other and named.found:
        instead = f" instead of {named.claimed}" if named.claimed else ""
        yield f"name {named.found}{instead}"
