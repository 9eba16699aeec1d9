"""Where quoted words stand in a text: what lets an editor paste words instead of counting."""

import re

ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.)\s*")
OUTER_MARKS = "\"“”„«»'‘’"
# Signs that a keyboard or a typesetter may give either way; each folds to one character.
FOLDED = str.maketrans(
    dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛′ʼ`", "'") | dict.fromkeys("‐‑‒–—―−", "-")
)
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


class WordsError(ValueError):
    """The words do not stand in the text, or not once only."""


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


def _only(words: str, text: str, start: int) -> list[int]:
    """The one place of ``words`` in ``text`` at or after ``start``."""
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
    """All places of ``words``: exact ones; else those alike; else without their outer marks."""
    bare = words.strip(OUTER_MARKS).strip()
    return _exact(words, text) or _alike(words, text) or (_alike(bare, text) if bare else [])


def _exact(words: str, text: str) -> list[list[int]]:
    return _whole_words(re.finditer(re.escape(words), text), text)


def _alike(words: str, text: str) -> list[list[int]]:
    wanted, _ = _folded(words)
    haystack, offsets = _folded(text)
    matches = re.finditer(re.escape(wanted.strip()), haystack) if wanted.strip() else ()
    found = _whole_words(matches, haystack)
    return [[offsets[start], offsets[end - 1] + 1] for start, end in found]


def _whole_words(matches: object, text: str) -> list[list[int]]:
    """Places of matches that begin and end at the edge of a word."""
    places = []
    for match in matches:  # type: ignore[attr-defined]
        start, end = match.span()
        cut_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
        cut_behind = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
        if not cut_before and not cut_behind:
            places.append([start, end])
    return places


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
        return "Begin and end with whole words."
    if not agreed:
        return "Copy them from the turn’s text."
    end = haystack.index(agreed) + len(agreed)
    return (
        f"It agrees up to “…{agreed[-40:].lstrip()}”; there the turn goes on "
        f"“{haystack[end : end + 40].strip()}…”, not “{' '.join(pieces[low:])[:40]}”."
    )
