"""From bytes to characters: the encoding found, and what is no text kept out. Pure.

A stray byte in UTF-8 is read as Windows-1252, from which such bytes come nearly always; control
characters and what turns the direction of other words are dropped. Each has its place in the
receipt; in the captured text, U+FFFD stands in the place of a character that cannot be stored.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass, field

from charset_normalizer import from_bytes

from quotes.ingest.documents import Dropped, Mend, UnreadableError
from quotes.ingest.readers.limits import check_characters
from quotes.text.controls import REFUSED

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Enough to tell an encoding by.
SAMPLE = 200_000
# Encodings in which documents are found; the detector knows others, and takes one for the other.
LIKELY = [
    "cp1252", "cp1251", "koi8_r", "cp866", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256",
    "cp1257", "cp1258", "gb18030", "big5", "cp932", "euc_jp", "euc_kr",
]  # fmt: skip
# The detector takes these for one another on short texts; the letters that a language has beyond
# ASCII tell them apart. In this order where they tell nothing.
LATIN = {
    "cp1252": ("àâæçéèêëîïôœùûüÿ", "äöüß", "áéíñóúü", "àèéìòù", "áâãàçéêíóôõú", "åäöæøé"),
    "cp1250": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áéíóöőúüű", "ăâîşţ", "čćđšž"),
    "cp1254": ("çğıöşüâîû",),
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž"),
}
MARKS_OF_PRINT = "“”‘’„…–—«»‹›•°§€\xa0"
# Of all characters; a file with more is none of text in UTF-8, or none of text at all.
MAX_STRAY = 0.02
MAX_CONTROLS = 0.01
LINE_ENDS = re.compile("\r\n|[\r\v\x1c-\x1e\x85\u2028\u2029]")
PAGE_END = "\f"
PLACEHOLDER = "\N{REPLACEMENT CHARACTER}"
# Overrides and embeddings, which turn what follows; byte-order marks; tags, which nobody sees.
INVISIBLE = re.compile("[\u202a-\u202e\ufeff\U000e0001-\U000e007f]+")
SOFT_HYPHEN = "\u00ad"
NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f]")
STRAY = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True)
class Decoded:
    """Characters of a file, what was dropped and mended of them, and where pages end."""

    text: str
    dropped: list[Dropped] = field(default_factory=list)
    mended: list[Mend] = field(default_factory=list)
    page_ends: list[int] = field(default_factory=list)


def decoded(data: bytes, declared: str = "") -> Decoded:
    """The characters of ``data``, whose markup may have ``declared`` an encoding.

    Raises UnreadableError where the bytes are no text, or text in no encoding that is known.
    """
    return cleaned(_characters(data, declared))


def cleaned(text: str) -> Decoded:
    """Characters as they may be stored, with places for what was taken out."""
    check_characters(len(text))
    # Only these may change the length; what follows keeps every place.
    text = unicodedata.normalize("NFC", LINE_ENDS.sub("\n", text))
    page_ends = [match.start() for match in re.finditer(PAGE_END, text)]
    text = text.replace(PAGE_END, "\n")
    controls = list(REFUSED.finditer(STRAY.sub(PLACEHOLDER, text)))
    if len(controls) > max(20, MAX_CONTROLS * len(text)):
        raise UnreadableError("The file holds other than text. Save it as text, DOCX or PDF.")
    dropped = [
        Dropped(match.start(), match.end(), f"control character U+{ord(match.group()):04X}")
        for match in controls
    ]
    dropped += [
        Dropped(match.start(), match.end(), "invisible characters")
        for match in INVISIBLE.finditer(text)
    ]
    mended = [
        Mend(match.start(), match.end(), _meant(match.group()), "stray byte in UTF-8")
        for match in STRAY.finditer(text)
    ]
    at = text.find(SOFT_HYPHEN)
    while at >= 0:
        mended.append(Mend(at, at + 1, "", "soft hyphen"))
        at = text.find(SOFT_HYPHEN, at + 1)
    return Decoded(REFUSED.sub(PLACEHOLDER, text), dropped, mended, page_ends)


def _meant(escaped: str) -> str:
    """What a byte that is no UTF-8 means in Windows-1252, if anything."""
    meant = bytes([ord(escaped) - 0xDC00]).decode("cp1252", "replace")
    return PLACEHOLDER if REFUSED.search(meant) else meant


def _characters(data: bytes, declared: str) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    if encoding := _wide(data):
        return _strictly(data, encoding)
    text = data.decode("utf-8", "surrogateescape")
    stray = len(STRAY.findall(text))
    if not stray:
        return text
    if declared and (found := _as_declared(data, declared)):
        return found
    # A text in an older encoding has hardly a letter that is UTF-8 by chance.
    proper = sum(sign > "\x7f" for sign in text) - stray
    if stray <= MAX_STRAY * len(text) and proper >= stray:
        return text
    return _guessed(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"The file says that it is {encoding.upper()}, and is not (byte {error.start}). "
            "Save it as UTF-8."
        ) from error


def _wide(data: bytes) -> str:
    """The encoding of two bytes a character, seen by what no text has at every other place."""
    sample = data[:4096]
    even, odd = (len(NO_TEXT.findall(sample[first::2])) for first in (0, 1))
    most = len(sample) // 2
    if most and max(even, odd) > 0.4 * most and min(even, odd) < 0.05 * most:
        return "utf-16-be" if even > odd else "utf-16-le"
    return ""


def _as_declared(data: bytes, declared: str) -> str:
    try:
        # Browsers read Latin-1 as Windows-1252, and so does who writes it.
        is_latin = codecs.lookup(declared).name in ("iso8859-1", "ascii")
        return data.decode("cp1252" if is_latin else declared)
    except (LookupError, UnicodeError, ValueError):
        return ""


def _guessed(data: bytes) -> str:
    sample = data[:SAMPLE]
    # Not to be cut inside a line, and so inside a character.
    end = sample.rfind(b"\n") + 1 if len(data) > SAMPLE else 0
    best = from_bytes(sample[: end or None], cp_isolation=LIKELY).best()
    if best is None:
        raise UnreadableError("The encoding of the file is not known. Save it as UTF-8.")
    encoding = _latin(sample) if best.encoding in LATIN else best.encoding
    return data.decode(encoding, "replace")


def _latin(sample: bytes) -> str:
    """The encoding in which most letters beyond ASCII are those of one language."""

    def known(encoding: str) -> int:
        letters = [sign for sign in sample.decode(encoding, "replace").lower() if sign > "\x7f"]
        marks = sum(map(MARKS_OF_PRINT.__contains__, letters))
        return max(sum(map(each.__contains__, letters)) for each in LATIN[encoding]) + marks

    return max(LATIN, key=known)
