"""A passage's source as an item of CSL-JSON 1.0.2: the form that all styles are made from.

https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types and -iv-variables.
The item is the document: an interview or a speech by the speaker where it gives the words
themselves, a reporter's article where it quotes or paraphrases them. This archive's record is its
``archive_location``.
"""

import json
from typing import Any

from quotes.citations import phrases
from quotes.citations.cited import ARCHIVE, Cited
from quotes.citations.days import BRITISH
from quotes.citations.names import Person
from quotes.text import dates
from quotes.text.direction import one_line

Item = dict[str, Any]
REPORTS = {"analysis": "article-magazine"}
GENRES = {"panel": "panel", "briefing": "briefing", "speech": "speech"}
# The signs by which JSON inside a page would be cut short, and the line ends of JavaScript alone.
UNSAFE_IN_PAGES = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def csl_json(cited: Cited) -> str:
    """A list of the one item, as Zotero and others take it.

    Its address is the record's where that of the source is unknown.
    """
    item = csl_item(cited)
    item.setdefault("URL", cited.record.url)
    return json.dumps([item], ensure_ascii=False, indent=2).translate(UNSAFE_IN_PAGES) + "\n"


def csl_item(cited: Cited) -> Item:
    """The item with every variable that has a value."""
    item = {
        "id": cited.record.key,
        "type": item_type(cited),
        **_who(cited),
        **_document(cited),
        **_occasion(cited),
        "language": cited.language,
        "abstract": cited.told,
        "archive": ARCHIVE,
        "archive_location": cited.record.url,
        "note": note(cited),
        "custom": _custom(cited),
    }
    return {name: value for name, value in item.items() if value}


def item_type(cited: Cited) -> str:
    """What the document is: ``interview``, ``speech``, or an article about one."""
    if cited.stands_in_a_report:
        return REPORTS.get(cited.source.kind, "article-newspaper")
    return "interview" if cited.is_interview else "speech"


def csl_name(name: Person) -> dict[str, str]:
    """A name in CSL's parts; whole where its parts are not known."""
    if not name.family:
        return {"literal": name.name}
    parts = {"family": name.family, "given": name.given, "dropping-particle": name.particle}
    return {part: text for part, text in parts.items() if text}


def csl_date(edtf: str) -> Item:
    """An EDTF date in CSL's terms: exact, a range, or else in words; empty for unknown.

    “One of these days” is no range: CSL would say that it lasted.
    """
    match = dates.ACCEPTED.fullmatch(edtf)
    if not match:
        return {}
    if match["single"]:
        date: Item = {"date-parts": [_parts(match["single"])]}
        return {**date, "circa": True} if match["about"] else date
    if match["start"]:
        return {"date-parts": [_parts(match["start"]), _parts(match["end"])]}
    return {"literal": dates.in_words(edtf)}


def certain_date(edtf: str) -> Item:
    """What of an EDTF date is certain as one date: the year and month its bounds share, or none."""
    match = dates.ACCEPTED.fullmatch(edtf)
    if not match:
        return {}
    if match["single"]:
        return csl_date(edtf)
    first, last = match["start"] or match["first"], match["end"] or match["last"]
    if not (first and last):
        return {}
    shared = []
    for a, b in zip(_parts(first), _parts(last), strict=False):
        if a != b:
            break
        shared.append(a)
    return {"date-parts": [shared]} if shared else {}


def _parts(single: str) -> list[int]:
    return [int(part) for part in single.split("-")]


def _who(cited: Cited) -> Item:
    return {
        "author": [csl_name(each) for each in cited.authors],
        "interviewer": [csl_name(cited.asker)] if cited.asker and cited.is_interview else [],
        "translator": [{"literal": cited.translated_by}] if cited.translated_by else [],
    }


def _document(cited: Cited) -> Item:
    source, kind = cited.source, item_type(cited)
    return {
        "title": source.title,
        "publisher" if kind == "speech" else "container-title": source.outlet,
        "genre": GENRES.get(cited.format, "") if kind == "speech" else "",
        "issued": _issued(cited.issued),
        "URL": source.url,
    }


def _issued(edtf: str) -> Item:
    """A date that programs can sort by, as far as it is certain; ``event-date`` has the words."""
    return (certain_date(edtf) if edtf.startswith("[") else {}) or csl_date(edtf)


def _occasion(cited: Cited) -> Item:
    return {
        "event-title": cited.event.name,
        "event-place": cited.event.place,
        "event-date": csl_date(cited.said_on),
    }


def note(cited: Cited) -> str:
    """In one sentence each: whose words in what wording, on what occasion, and which record."""
    said = [
        ", ".join(filter(None, [one_line(cited.speaker.name), one_line(cited.role)])),
        ", ".join(filter(None, [phrases.occasion(cited, BRITISH), phrases.asker(cited)])),
        phrases.wording(cited),
        phrases.byline(cited),
        phrases.translation(cited),
        phrases.published(cited, BRITISH, says_about=False),
    ]
    record = cited.record
    return (
        f"{'; '.join(filter(None, said))}. {ARCHIVE}, {phrases.version(cited)} "
        f"({record.made_on.isoformat()}), {record.url}, SHA-256 {record.sha256}"
    )


def _custom(cited: Cited) -> Item:
    """What CSL has no variable for, under names of the archive's own."""
    record = cited.record
    values = {
        "passage": record.identifier,
        "version": record.version,
        "sha256": record.sha256,
        "recorded": record.made_on.isoformat(),
        "wording": cited.wording,
        "words_by": cited.words_by,
        "speaker": cited.speaker.name,
        "role": cited.role,
        "said_on": cited.said_on,
        "published_on": cited.source.published,
        "asked_by": cited.asker.name if cited.asker else "",
        "question": cited.question,
        "translated_from": cited.translated_from,
        "archived_url": cited.source.archived_url,
        "byline": cited.source.byline,
        "source_note": cited.source.note,
        "note": cited.note,
        "is_excerpt": cited.is_excerpt,
        "spans_joined_at": list(cited.gaps_at),
        "gaps": list(cited.gaps_at.values()),
    }
    return {name: value for name, value in values.items() if value}
