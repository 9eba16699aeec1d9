"""All citation formats: by key, by suffix of an address, or listed."""

from collections.abc import Callable
from dataclasses import dataclass

from quotes.citations import styles
from quotes.citations.ap import ap_sentence
from quotes.citations.attribution import blockquote, markdown, plain_text
from quotes.citations.bibtex import bibtex
from quotes.citations.cited import Cited
from quotes.citations.csl_item import csl_json
from quotes.citations.ris import ris
from quotes.text.interface import message

TEXT, HTML = "text/plain; charset=utf-8", "text/html; charset=utf-8"


class UnknownFormatError(LookupError):
    """Nobody knows a format by this name; ``known`` are the names there are."""

    def __init__(self, wanted: str, known: tuple[str, ...]) -> None:
        self.wanted = wanted
        self.known = known
        super().__init__(f"There is no format “{wanted[:40]}”. There are: {', '.join(known)}.")


@dataclass(frozen=True)
class Format:
    """One format: its key in addresses, its name for readers, its media type and file suffix.

    ``style`` is the handbook's where it is one.
    """

    key: str
    label: str
    media_type: str
    suffix: str
    write: Callable[[Cited], str]
    style: styles.Style | None = None


def _in_style(key: str, label: str, style: styles.Style) -> Format:
    def write(cited: Cited) -> str:
        return styles.citation(style, cited).text + "\n"

    return Format(key, label, TEXT, f".{key}.txt", write, style)


FORMATS = (
    _in_style("apa", message("APA, 7th edition"), styles.APA),
    _in_style("chicago-notes", message("Chicago, 18th edition: note"), styles.CHICAGO_NOTES),
    _in_style(
        "chicago-author-date",
        message("Chicago, 18th edition: author–date"),
        styles.CHICAGO_AUTHOR_DATE,
    ),
    _in_style("mla", message("MLA, 9th edition"), styles.MODERN_LANGUAGE),
    _in_style("harvard", "Harvard (Cite Them Right)", styles.HARVARD),
    _in_style("gost", "ГОСТ Р 7.0.5–2008", styles.GOST),
    Format("ap", message("AP-style sentence"), TEXT, ".ap.txt", ap_sentence),
    Format("bibtex", "BibTeX", "application/x-bibtex; charset=utf-8", ".bib", bibtex),
    Format("ris", "RIS", "application/x-research-info-systems; charset=utf-8", ".ris", ris),
    Format(
        "csl-json", "CSL-JSON", "application/vnd.citationstyles.csl+json", ".csl.json", csl_json
    ),
    Format("text", message("Plain text"), TEXT, ".txt", plain_text),
    Format("markdown", "Markdown", "text/markdown; charset=utf-8", ".md", markdown),
    Format("html", message("HTML block quotation"), HTML, ".html", blockquote),
)
BY_KEY = {each.key: each for each in FORMATS}
BY_SUFFIX = {each.suffix: each for each in FORMATS}


def get_format(key: str) -> Format:
    """The format with this key; raises UnknownFormatError, which lists the keys there are."""
    if key not in BY_KEY:
        raise UnknownFormatError(key, tuple(BY_KEY))
    return BY_KEY[key]


def get_format_by_suffix(suffix: str) -> Format:
    """The format of files that end in ``suffix``, as “.bib”; raises UnknownFormatError."""
    if suffix not in BY_SUFFIX:
        raise UnknownFormatError(suffix, tuple(BY_SUFFIX))
    return BY_SUFFIX[suffix]


def render(key: str, cited: Cited) -> str:
    """The passage in a format; raises UnknownFormatError."""
    return get_format(key).write(cited)


def render_html(key: str, cited: Cited) -> str:
    """A handbook's citation for a page: escaped, with ``i`` where the style has italics.

    Raises UnknownFormatError, which lists the styles, for what is none.
    """
    style = BY_KEY[key].style if key in BY_KEY else None
    if style is None:
        raise UnknownFormatError(key, tuple(each.key for each in FORMATS if each.style))
    return styles.citation(style, cited).html
