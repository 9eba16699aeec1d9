"""Citations in the styles of handbooks: the source as the style has it, then our record of it.

Order and punctuation are those of the style files in ``csl/``. No style knows words quoted through
a report, the occasion they were said on, or how close they are to it; these are said in front and
behind, in the style's language and dates:

    Vassilenko, Roman, quoted in *The Astana Times*. n.d. “Title.” The occasion; the wording.
    *On Record*. 2026. “Passage srmtshn4, version 1.” …
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from quotes.citations import phrases
from quotes.citations.cited import ARCHIVE, Cited
from quotes.citations.csl_item import Item, certain_date, csl_item
from quotes.citations.days import AMERICAN, BRITISH, MLA, RUS, RUSSIAN, Calendar
from quotes.citations.engine import arranged
from quotes.citations.names import Person, without_by
from quotes.citations.phrases import ENGLISH, Phrases
from quotes.citations.template import Rich, Run, capital, filled
from quotes.text.direction import one_line

PRINTED = (
    "type", "title", "author", "interviewer", "container-title", "publisher", "genre", "URL",
    "language",
)  # fmt: skip


@dataclass(frozen=True)
class Style:
    """One handbook's way: a style file in ``csl/``, and how the archive's own words go with it.

    ``name`` writes the speaker in front of a report, ``remark`` what stands behind the source. A
    report without an author begins with its outlet in some styles, in others with its title.
    """

    file: str
    locale: str = "en-US"
    calendar: Calendar = AMERICAN
    phrases: Phrases = ENGLISH
    name: Callable[[Person], str] = lambda person: person.inverted
    remark: str = "{}."
    names_interviewer: bool = True
    begins_with_outlet: bool = False
    says_about: bool = True
    is_gost: bool = False
    adapted: Callable[[Item, Cited], Item] = lambda item, cited: item


def _with_initials(person: Person) -> str:
    return person.abbreviated(". ")


def _without_comma(person: Person) -> str:
    return person.abbreviated(". ", comma="")


def _for_mla(item: Item, cited: Cited) -> Item:
    """The file dates speeches by the event alone: a speech that was published is dated so too."""
    return {**item, "event-date": item["issued"]} if item["type"] == "speech" else item


def _for_gost(item: Item, cited: Cited) -> Item:
    """What the file would drop: address, outlet and day belong to GOST's analytic description."""
    outlet = {"container-title": cited.source.outlet, "publisher": "", "genre": ""}
    kind = "webpage" if cited.source.url else "article-newspaper"
    return {**item, **outlet, "type": kind, "issued": _gost_day(item["issued"])}


def _gost_day(issued: Item) -> Item:
    """“2023. 8 июня”: the year, then the day, as newspapers are dated; the file has the year."""
    if not issued:
        return {}
    year, *rest = issued["date-parts"][0]
    if not rest:
        return {"literal": str(year)}
    month = f"{rest[1]} {RUS.months[rest[0] - 1]}" if len(rest) == 2 else RUSSIAN[rest[0] - 1]
    return {"literal": f"{year}. {capital(month)}"}


APA = Style("apa", name=_with_initials, remark="[{}].")
CHICAGO_NOTES = Style("chicago-notes", name=lambda person: person.name)
CHICAGO_AUTHOR_DATE = Style("chicago-author-date", begins_with_outlet=True)
MODERN_LANGUAGE = Style("modern-language-association", calendar=MLA, adapted=_for_mla)
HARVARD = Style(
    "harvard-cite-them-right",
    locale="en-GB",
    calendar=BRITISH,
    name=_with_initials,
    names_interviewer=False,
    begins_with_outlet=True,
    says_about=False,
)
GOST = Style(
    "gost-r-7-0-5-2008-numeric",
    locale="ru-RU",
    calendar=RUS,
    phrases=phrases.RUSSIAN,
    name=_without_comma,
    names_interviewer=False,
    says_about=False,
    is_gost=True,
    adapted=_for_gost,
)


def citation(style: Style, cited: Cited) -> Rich:
    """One paragraph that cites source and record in a style."""
    source = _entry(style, _source_item(style, cited))
    record = _entry(style, _record_item(style, cited))
    return Rich([Run(_lead(style, cited)), *source, Run(_remark(style, cited)), *record])


def _entry(style: Style, item: Item) -> Rich:
    return filled(*arranged(style.file, style.locale, item))


def _source_item(style: Style, cited: Cited) -> Item:
    """The item without fields that the remark after it states better than the style would."""
    item = {name: value for name, value in csl_item(cited).items() if name in PRINTED}
    item["issued"] = certain_date(cited.issued)
    return {name: value for name, value in style.adapted(item, cited).items() if value}


def _record_item(style: Style, cited: Cited) -> Item:
    made: date = cited.record.made_on
    issued: Item = {"date-parts": [[made.year, made.month, made.day]]}
    return {
        "type": "webpage",
        "language": "und",  # the record's name is no title: it keeps its small letters
        "title": capital(phrases.passage(cited, style.phrases)),
        "container-title": ARCHIVE,
        "issued": _gost_day(issued) if style.is_gost else issued,
        "URL": cited.record.url,
    }


def _lead(style: Style, cited: Cited) -> str:
    """Whose words a report holds, and that it quotes or paraphrases them."""
    if not cited.stands_in_a_report:
        return ""
    # The following entry begins with the report's author, else with outlet or title.
    if not cited.is_paraphrase:
        opening = style.phrases.reported.format("")
    elif cited.authors or style.begins_with_outlet:
        opening = style.phrases.paraphrased.format("")
    else:
        opening = style.phrases.paraphrased_in.format(one_line(without_by(cited.words_by)))
    name = one_line(style.name(cited.speaker))
    if style.is_gost:
        return f"{name.removesuffix('.')}. {capital(opening.strip())} "
    return f"{name}, {opening.strip()} "


def _remark(style: Style, cited: Cited) -> str:
    """What stands between source and record: occasion, wording, and what else is known."""
    said = "; ".join(filter(None, _said(style, cited)))
    if not said:
        return " "
    # The sentence ends once, also where its last word is an abbreviation.
    is_ended = said.endswith(".") and style.remark.endswith("}.")
    remark = style.remark.removesuffix(".") if is_ended else style.remark
    return f" {remark.format(said)} "


def _said(style: Style, cited: Cited) -> list[str]:
    words = style.phrases
    is_asker_printed = style.names_interviewer and cited.is_interview
    occasion = [
        phrases.occasion(cited, style.calendar),
        "" if is_asker_printed else phrases.asker(cited, words),
    ]
    return [
        ", ".join(filter(None, occasion)),
        "" if cited.stands_in_a_report else phrases.wording(cited, words),
        phrases.byline(cited, words),
        phrases.translation(cited, words),
        phrases.published(cited, style.calendar, words, says_about=style.says_about),
    ]
