"""Text as it arrives by copying: entities, broken encodings, and what a page puts in between. Pure.

``repaired`` undoes what changed the characters. ``without_furniture`` blanks what belongs to the
page or to the post and not to the words, so that places stay. Both leave a clean text as it is.
"""

import html
import re
from collections.abc import Callable, Iterator

Place = Callable[[int, int], tuple[int, int]]
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
# UTF-8 read as one of the two encodings of Windows: what cannot be read back was no such thing.
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]{2,}")
# First bytes of characters that are broken in practice: letters of Europe, Greek, Cyrillic, Hebrew,
# Arabic, marks, emoji. Others are words: “Её”, and “AKÖ’nün”.
READ_AS = {
    "cp1252": frozenset(b"\xc2\xc3\xc4\xc5\xce\xcf\xd0\xd1\xd7\xd8\xd9\xe2\xef\xf0"),
    "cp1251": frozenset(b"\xc2\xd0\xd1\xe2"),
}
# Links, also those that a post cuts short.
LINK = r"(?<![\w@])(?:https?://|www\.)[^\s<>“”\"]+|\b(?:t\.co|bit\.ly|pic\.twitter\.com)/\w+"
# Marks of time in captions, of references, and what an editor remarks.
CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
STAMP = rf"\[{CLOCK}\]|\({CLOCK}\)(?=\s*\n)|{CLOCK}\s*-->\s*{CLOCK}"
REFERENCE = (
    r"(?<=[\w.,;:!?”’\"»)\]])\[(?:\d{1,3}|note \d{1,3}|citation needed)\]"
    r"|(?<=[.,;:!?”])\[[a-z]\](?!\w)"
)
SUPERSCRIPT = r"(?<=[^\W\d][.,;:!?”’\"»)])[¹²³⁴-⁹⁰]+|(?<=[^\W\d_]{4})[¹²³⁴-⁹⁰]+"
SIC = r"[\[(]\s*(?i:sic)\s*[!.]?\s*[\])]"
# A line with nothing but the number of a page.
DASHES, NUMBER = r"[ \t]*[-–—]?[ \t]*", r"\d{1,4}(?:[ \t]*(?:/|of|von)[ \t]*\d{1,4})?"
PAGE = rf"(?m:^[ \t]*(?:(?i:page|seite|p\.)[ \t]*)?{DASHES}{NUMBER}{DASHES}$)"
TAGS = (
    r"</?(?i:p|br|div|span|em|strong|b|i|a|q|blockquote|cite|sup|sub|ul|ol|li|h[1-6])\b"
    r"[^<>]{0,300}>"
)
FURNITURE = re.compile("|".join([LINK, STAMP, REFERENCE, SUPERSCRIPT, SIC, TAGS]))
TAG = re.compile(TAGS)
PAGE_NUMBER = re.compile(PAGE)
# Behind the last sentence; inside of one they are words.
HASHTAGS = re.compile(r"(?:(?<=[.!?…”\"»’])|(?<=\n))(?:\s*[#@]\w+)+\s*\Z")
# Of what is blanked, what may be part of what was said all the same.
MAY_BE_SAID = re.compile(rf"{LINK}|(?<![\w&])[#@]\w+")
LIKELY = re.compile(r"&[#A-Za-z]|[\u00c2-\u00f4\u0420\u0421\u0432][\u0080-\uffff]")


def repaired(text: str) -> tuple[str, Place]:
    """``text`` with characters for entities and broken ones, and what leads back to its places."""
    if not LIKELY.search(text):
        return text, lambda start, end: (start, end)
    found = sorted(_replacements(text))
    if not found:
        return text, lambda start, end: (start, end)
    pieces, begins, ends, reached = [], [], [], 0
    for start, end, written in found:
        if start < reached:
            continue
        pieces += [text[reached:start], written]
        begins += [*range(reached, start), *[start] * len(written)]
        ends += [*range(reached + 1, start + 1), *[end] * len(written)]
        reached = end
    pieces.append(text[reached:])
    begins += range(reached, len(text))
    ends += range(reached + 1, len(text) + 1)
    return "".join(pieces), lambda start, end: (
        begins[start],
        ends[end - 1] if end > start else begins[start],
    )


def _replacements(text: str) -> Iterator[tuple[int, int, str]]:
    for match in ENTITY.finditer(text):
        written = html.unescape(match[0])
        if written != match[0] and len(written) == 1:
            yield match.start(), match.end(), written
    for match in BEYOND_ASCII.finditer(text):
        if (written := _read_back(match[0])) and written != match[0]:
            yield match.start(), match.end(), written


def _read_back(run: str) -> str:
    """Characters that were UTF-8 once; empty where they were not."""
    for encoding, leads in READ_AS.items():
        try:
            written = b"".join(_byte(sign, encoding) for sign in run).decode()
        except UnicodeError:
            continue
        if leads.issuperset(sign.encode()[0] for sign in written if not sign.isascii()):
            return written
    return ""


def _byte(sign: str, encoding: str) -> bytes:
    """The byte that was read as this character; those that mean none in Windows stay."""
    return bytes([ord(sign)]) if 0x80 <= ord(sign) < 0xA0 else sign.encode(encoding)


def without_tags(text: str) -> str:
    """``text`` with spaces for the tags of HTML that stand in running text."""
    return TAG.sub(_blank, text) if "<" in text else text


def without_furniture(text: str) -> str:
    """``text`` with spaces for links, marks of time, references, tags, page numbers, hashtags."""
    text = FURNITURE.sub(_blank, text)
    if "\n" in text:
        text = PAGE_NUMBER.sub(_blank, text)
    return HASHTAGS.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
