"""A passage's source and record in RIS, as EndNote, Zotero and others import it.

https://en.wikipedia.org/wiki/RIS_(file_format). A line is a tag and its value; a value with a line
break could forge tags, so every value is one line. RIS knows no interviews: one that an outlet
published goes as its article, a speech as what was read at a conference.
"""

from quotes.citations import phrases
from quotes.citations.cited import ARCHIVE, Cited
from quotes.citations.csl_item import certain_date, item_type, note
from quotes.text.direction import LINE_BREAKS

TYPES = {
    "interview": "NEWS",
    "speech": "CPAPER",
    "article-newspaper": "NEWS",
    "article-magazine": "MGZN",
}


def ris(cited: Cited) -> str:
    """The reference, with CRLF line ends as the format has them."""
    fields = [("TY", TYPES[item_type(cited)]), *_fields(cited)]
    printed = [f"{tag}  - {LINE_BREAKS.sub(' ', value)}" for tag, value in fields if value]
    return "\r\n".join([*printed, "ER  - ", ""])


def _fields(cited: Cited) -> list[tuple[str, str]]:
    source, record, is_speech = cited.source, cited.record, item_type(cited) == "speech"
    return [
        ("ID", record.key),
        *(("AU", author.inverted) for author in cited.authors),
        ("TI", source.title),
        ("T2", cited.event.name if is_speech else source.outlet),
        ("CY", cited.event.place if is_speech else ""),
        ("PB", source.outlet if is_speech else ""),
        ("M3", phrases.asker(cited)),
        *_date(cited.issued),
        ("LA", cited.language),
        ("AB", cited.told),
        ("N1", note(cited)),
        ("UR", source.url),
        ("UR", record.url),
        ("DB", ARCHIVE),
        ("AN", record.identifier),
        ("ET", f"version {record.version}"),
    ]


def _date(issued: str) -> list[tuple[str, str]]:
    """The year, and the date as YYYY/MM/DD/ with what isn't known left empty."""
    parts = certain_date(issued).get("date-parts", [[]])[0]
    if not parts:
        return []
    digits = [f"{part:02}" for part in parts] + [""] * (3 - len(parts))
    return [("PY", str(parts[0])), ("DA", "/".join([*digits, ""]))]
