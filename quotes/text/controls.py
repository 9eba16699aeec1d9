"""Normalises text on entry, and refuses characters that would break what we publish."""

import re
import unicodedata

# Category Cc without tab and line feed, and the surrogates: the first break feeds and
# terminals, the second cannot be written as UTF-8 at all.
REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class RefusedCharacterError(ValueError):
    """A text holds a character that the archive does not take."""

    def __init__(self, character: str, position: int) -> None:
        self.character = character
        self.position = position
        super().__init__(
            f"Character {position + 1} is U+{ord(character):04X}, a control character that "
            "cannot be stored or shown. Remove it and try again."
        )


def plain(text: str) -> str:
    """``text`` in NFC with LF line ends; raises RefusedCharacterError for what is not text."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := REFUSED.search(text):
        raise RefusedCharacterError(found.group(), found.start())
    return unicodedata.normalize("NFC", text)
