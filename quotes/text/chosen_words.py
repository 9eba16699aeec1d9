"""Words of a text that an address names by their place, ``START-END`` in characters. Pure.

Nothing here is approximate: words are found as they stand, whole, or not at all. What is typed may
have other white space, and the apostrophes, quotation marks and dashes of a keyboard.
"""

import re
import unicodedata

from quotes.text.exact import SIGNS
from quotes.text.spans import SpanError, check_spans, check_whole_words, inside_words

PLACE = re.compile(r"([0-9]{1,7})-([0-9]{1,7})")
SPACE = re.compile(r"\s+")
# Signs that keyboards have in another form, one for one, so that places stay.
KEYED = {sign: plain for sign, plain in SIGNS.items() if plain and len(plain) == 1}

Place = tuple[int, int]


def place_of(written: str, text: str) -> Place:
    """The place that ``written`` names in ``text``.

    Raises SpanError unless it is one, lies inside the text and holds whole words.
    """
    match = PLACE.fullmatch(written)
    if not match:
        raise SpanError("Give the place of the words as START-END, in characters from 0.")
    place = int(match[1]), int(match[2])
    check_spans([list(place)], len(text))
    check_whole_words([place], text)
    return place


def places_of(sought: str, text: str) -> list[Place]:
    """The places at which exactly these words stand in ``text``, in order."""
    plain = unicodedata.normalize("NFC", sought).translate(KEYED)
    parts = [re.escape(part) for part in SPACE.split(plain.strip())]
    if not parts[0]:
        return []
    # Looked ahead, because places may overlap: “no, no” stands twice in “no, no, no”.
    pattern = re.compile("(?=(" + r"\s+".join(parts) + "))")
    places = [match.span(1) for match in pattern.finditer(text.translate(KEYED))]
    inside = inside_words(text) if places else set()
    return [(start, end) for start, end in places if not {start, end} & inside]


def same_words(place: Place, before: str, after: str) -> Place | None:
    """Where in ``after`` the words stand that have this place in ``before``; None if unsure.

    It is sure where nothing changed, and where both texts have these words once.
    """
    if before == after:
        return place
    sought = before[slice(*place)]
    places = places_of(sought, after)
    if len(places) != 1 or len(places_of(sought, before)) != 1:
        return None
    return places[0] if after[slice(*places[0])] == sought else None
