"""A passage's source and record as BibTeX, in UTF-8, for BibTeX and biblatex alike.

BibTeX counts braces without heeding backslashes, so a brace in a value is a TeX command and never a
brace; all that TeX takes for a command, a comment, mathematics or a ligature is written as a
command or parted by an empty group.
"""

import re

from quotes.citations.cited import Cited
from quotes.citations.csl_item import GENRES, certain_date, note
from quotes.citations.names import Person

COMMANDS = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "^": r"{\textasciicircum}",
    "~": r"{\textasciitilde}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
    "@": "{@}",  # some readers take it for the next entry
}
SPECIAL = re.compile(r"[\\{}^~#$%&_@]")
# What TeX draws as one sign: dashes, curly quotes, «, ¡ and ¿.
LIGATURES = re.compile(r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=,)(?=,)|(?<=<)(?=<)|(?<=>)(?=>)"
                       r"|(?<=[!?])(?=`)")  # fmt: skip
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SPACES = re.compile(r"[\t\v\f\r\x1c-\x1e\x85\u2028\u2029 ]+")


def bibtex(cited: Cited) -> str:
    """The entry: ``misc`` for an interview or speech, ``article`` for a report."""
    kind = "article" if cited.stands_in_a_report else "misc"
    fields = [f"  {name} = {value},\n" for name, value in _fields(cited) if value]
    return f"@{kind}{{{cited.record.key},\n{''.join(fields)}}}\n"


def tex(text: str) -> str:
    """``text`` for a value in braces."""
    written = SPECIAL.sub(lambda found: COMMANDS[found.group()], SPACES.sub(" ", text))
    return LIGATURES.sub("{}", written)


def _fields(cited: Cited) -> list[tuple[str, str]]:
    source, outlet = cited.source, _braced(cited.source.outlet)
    in_report = cited.stands_in_a_report
    return [
        ("author", _braced_names(cited)),
        # A second pair of braces keeps the capitals as they are printed.
        ("title", f"{{{{{tex(source.title)}}}}}" if source.title else ""),
        ("journal", outlet if in_report else ""),
        ("howpublished", "" if in_report else _braced(_how(cited))),
        ("eventtitle", _braced(cited.event.name)),
        ("venue", _braced(cited.event.place)),
        *_date(cited.issued),
        ("url", f"{{{source.url or cited.record.url}}}"),
        ("language", _braced(cited.language)),
        ("abstract", _braced(cited.told)),
        ("note", _braced(note(cited))),
    ]


def _braced(text: str) -> str:
    return f"{{{tex(text)}}}" if text else ""


def _braced_names(cited: Cited) -> str:
    names = " and ".join(_name(person) for person in cited.authors)
    return f"{{{names}}}" if names else ""


def _name(person: Person) -> str:
    """“Family, Given”; what is one name, or holds BibTeX's comma or “and”, goes in braces."""
    if not person.family:
        return f"{{{tex(person.name)}}}"
    family = " ".join(_part(part) for part in (person.particle, person.family) if part)
    return f"{family}, {_part(person.given)}"


def _part(text: str) -> str:
    written = tex(text)
    is_safe = re.fullmatch(r"[^,{}\\]*", written) and not re.search(r"(?i)(^|\s)and(\s|$)", written)
    return written if is_safe else f"{{{written}}}"


def _how(cited: Cited) -> str:
    kind = "Interview" if cited.is_interview else GENRES.get(cited.format, "").capitalize()
    by = f" by {cited.asker.name}" if cited.asker and cited.is_interview else ""
    return ", ".join(filter(None, [f"{kind}{by}", cited.source.outlet]))


def _date(issued: str) -> list[tuple[str, str]]:
    parts = certain_date(issued).get("date-parts", [[]])[0]
    year = [("year", f"{{{parts[0]}}}")] if parts else []
    month = [("month", MONTHS[parts[1] - 1])] if len(parts) > 1 else []
    day = [("day", f"{{{parts[2]}}}")] if len(parts) > 2 else []
    return [*year, *month, *day]
