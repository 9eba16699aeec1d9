"""Locates pasted words in a text, so that editors need not count characters."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from quotes.text.spans import inside_words
from quotes.text.words import folded

ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.)\s*")
OUTER_MARKS = "\"“”„«»'‘’"
# Signs that a keyboard or a typesetter may give either way; each folds to one character.
FOLDED = str.maketrans(
    dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛′ʼ`", "'") | dict.fromkeys("‐‑‒–—―−", "-")
)
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# How much is shown of what differs.
SHOWN = 40


class Stretch(NamedTuple):
    """A part of a text, and the number of the passage that it belongs to, or None."""

    text: str
    of: int | None


class WordsError(ValueError):
    """The words are not in the text, or occur several times."""


def spans_of_words(words: str, text: str) -> list[list[int]]:
    """Spans of ``text`` that hold ``words``, in order; an ellipsis between words parts spans.

    The whole is looked for first, as the text may print an ellipsis itself; exactly, then without
    regard to white space, kinds of quotation marks and dashes. Raises WordsError.
    """
    words = words.strip()
    if not any(map(str.isalnum, words)):
        raise WordsError("Give the words of the passage.")
    parts = [part for part in ELLIPSIS.split(words) if part]
    if len(parts) < 2 or _places(words, text):
        return [_only(words, text, 0)]
    spans: list[list[int]] = []
    for part in parts:
        spans.append(_only(part, text, spans[-1][1] if spans else 0))
    return spans


def stretches(text: str, places: Iterable[tuple[int, int, int]]) -> Iterator[Stretch]:
    """A text cut where passages begin and end; joined, the parts are the text again.

    ``places`` are starts, ends and numbers; of passages that share words, the first has them.
    """
    reached = 0
    for start, end, number in sorted(places):
        if end > reached:
            start = max(start, reached)
            if reached < start:
                yield Stretch(text[reached:start], None)
            yield Stretch(text[start:end], number)
            reached = end
    if reached < len(text):
        yield Stretch(text[reached:], None)


def has_words(text: str, wanted: str) -> bool:
    """Whether words stand in a text side by side, in any case and with any accents."""
    own, sought = folded(text), folded(wanted)
    size = len(sought)
    places = range(len(own) - size + 1) if size else ()
    return any(own[at : at + size] == sought for at in places)


def _only(words: str, text: str, start: int) -> list[int]:
    """The only place of ``words`` in ``text`` at or after ``start``; raises WordsError."""
    found = _places(words, text)
    places = [place for place in found if place[0] >= start]
    if len(places) == 1:
        return places[0]
    said = f"“{words[:80]}{'…' if len(words) > 80 else ''}”"
    if len(places) > 1:
        at = " and ".join(str(place[0]) for place in places[:3])
        raise WordsError(
            f"{said} stands {len(places)} times in the turn, at characters {at}. "
            "Add words before or behind it, or set the spans."
        )
    if found:
        raise WordsError(f"{said} stands in the turn only before the words given first.")
    raise WordsError(f"{said} is not in the turn. {_agreement(words, text)}")


def _places(words: str, text: str) -> list[list[int]]:
    """All places of ``words``: exact; else normalised; else without outer quotation marks."""
    bare = words.strip(OUTER_MARKS).strip()
    return _exact(words, text) or _alike(words, text) or (_alike(bare, text) if bare else [])


def _exact(words: str, text: str) -> list[list[int]]:
    found = [[match.start(), match.end()] for match in re.finditer(re.escape(words), text)]
    return _whole_words(found, text)


def _alike(words: str, text: str) -> list[list[int]]:
    wanted = _folded(words)[0].strip()
    haystack, offsets = _folded(text)
    matches = re.finditer(re.escape(wanted), haystack) if wanted else ()
    found = [[offsets[match.start()], offsets[match.end() - 1] + 1] for match in matches]
    return _whole_words(found, text)


def _whole_words(places: list[list[int]], text: str) -> list[list[int]]:
    """Those places that begin and end at the edge of a word."""
    inside = inside_words(text) if places else set()
    return [place for place in places if inside.isdisjoint(place)]


def _folded(text: str) -> tuple[str, list[int]]:
    """``text`` with one form of each sign and single spaces; the place each character came from."""
    characters: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text.translate(FOLDED)):
        if character in INVISIBLE:
            continue
        if character.isspace():
            if characters and characters[-1] == " ":
                continue
            character = " "
        characters.append(character)
        offsets.append(offset)
    return "".join(characters), offsets


def _agreement(words: str, text: str) -> str:
    """How far the words agree with the text: what an editor needs to find the difference."""
    wanted, haystack = _folded(words)[0].strip(), _folded(text)[0]
    pieces = wanted.split(" ")
    low, high = 0, len(pieces)
    while low < high:
        middle = (low + high + 1) // 2
        if " ".join(pieces[:middle]) in haystack:
            low = middle
        else:
            high = middle - 1
    agreed = " ".join(pieces[:low])
    if low == len(pieces):
        return "It stands there inside longer words only. Begin and end with whole words."
    if not agreed:
        return "Copy them from the turn’s text."
    end = haystack.index(agreed) + len(agreed)
    difference = _difference(haystack[end:], wanted[len(agreed) :])
    return f"It agrees up to “…{agreed[-SHOWN:].lstrip()}”; {difference}"


def _difference(there: str, given: str) -> str:
    """What the turn has and what was given, where they part, so that it can be seen."""
    if not there.strip():
        return "there the turn ends."
    same = next(
        (at for at, (one, other) in enumerate(zip(there, given, strict=False)) if one != other),
        min(len(there), len(given)),
    )
    if there[:same].strip() == "" and (there[same] == " ") != (given[same] == " "):
        has = "a space" if there[same] == " " else "no space"
        return f"there the turn has {has} before “{there[same:].strip()[:SHOWN]}…”."
    # From the word on in which they part: it may be a long one.
    begin = max(there.rfind(" ", 0, same) + 1, same - SHOWN)
    shown = [side[begin : same + SHOWN].strip() for side in (there, given)]
    return f"there the turn goes on “{shown[0]}…”, not “{shown[1]}”{_names(there, given, same)}."


def _names(there: str, given: str, at: int) -> str:
    """The Unicode names of two characters that may look alike; empty for ASCII."""
    signs = [side[at : at + 1] for side in (there, given)]
    if all(sign.isascii() for sign in signs):
        return ""
    names = [unicodedata.name(sign, f"U+{ord(sign):04X}") if sign else "nothing" for sign in signs]
    return f" ({names[0]}, not {names[1]})"
