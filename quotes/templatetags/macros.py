"""Tags that draw what stands many times on a page: quotations, facets, years.

They call macros of ``templates/quotes/*.jinja``, which Jinja compiles: these take a fifth of the
time of the same markup as included templates (docs/decisions/0009).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from django import template
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from jinja2 import Environment

from quotes.answers.facets import language_called
from quotes.checking.results import Result
from quotes.models import Passage, Turn, Wording
from quotes.models.addresses import address
from quotes.templatetags.interface import in_its_language, plural_form
from quotes.templatetags.pieces import (
    Place,
    clipped,
    date,
    first_sentence,
    lang_dir,
    last_sentence,
    paragraphs,
)
from quotes.templatetags.reading import Marks
from quotes.text import direction
from quotes.text.gaps import Gap
from quotes.text.interface import catalogue, grouped, message, translated

SECTIONS = (
    (message("Search"), "search"),
    (message("Check"), "check"),
    (message("Topics"), "topics"),
    (message("Speakers"), "speakers"),
    (message("Events"), "events"),
    (message("Interviews"), "interviews"),
    (message("Sources"), "sources"),
    (message("About"), "about"),
)

register = template.Library()
register.simple_tag(date)
register.simple_tag(lang_dir)
register.filter(clipped)
register.filter(language_called)


@register.filter
def isolated(text: str) -> str:
    """What a sentence quotes kept apart, so that two words of Arabic keep their order."""
    return direction.isolated(translated(text))


register.filter(first_sentence)
register.filter(last_sentence)


class Hit(NamedTuple):
    """Places to highlight in a passage, and in its question."""

    found: list[tuple[int, int]]
    found_in_question: list[tuple[int, int]]


def environment(**options: Any) -> Environment:
    """What the settings name as Jinja's environment."""
    # Escaping is on: Django’s own backend says so in the options.
    made = Environment(extensions=[Marks], trim_blocks=True, lstrip_blocks=True, **options)  # noqa: S701
    made.globals |= {
        "address": address,
        "clipped": clipped,
        "date": date,
        "lang_dir": lang_dir,
        # A function of C, as long as the interface is English.
        "number": grouped if catalogue() else "{:,}".format,
        "paragraphs": paragraphs,
    }
    made.filters |= {"plural_form": plural_form, "in_its_language": in_its_language}
    return made


def macro(file: str, name: str) -> Callable[..., str]:
    """A macro of ``templates/quotes/<file>.jinja``; what it gives is safe markup."""
    engine = cast(Jinja2, engines["jinja2"])
    return getattr(engine.env.get_template(f"quotes/{file}.jinja").module, name)


@register.simple_tag
def words(
    text: str,
    gaps: Mapping[int, Gap] | None = None,
    hits: Sequence[Place] = (),
    **how: Any,
) -> str:
    """``text`` as paragraphs; ``gaps`` before parts, by offset; ``hits`` places to highlight.

    ``how`` as the macro takes it.
    """
    return macro("quotation", "words")(text, gaps, hits, **how)


@register.simple_tag
def words_in_line(text: str, gaps: Mapping[int, Gap] | None = None) -> str:
    """The same without paragraphs, for one line."""
    return macro("quotation", "words_in_line")(text, gaps)


@register.simple_tag
def wording(grade: Wording) -> str:
    """How close words are to those spoken, with a link to what that means."""
    return macro("quotation", "wording")(grade)


@register.simple_tag
def question(turn: Turn, hits: Iterable[Place] = (), *, is_whole: bool = False) -> str:
    """A question, long ones folded unless they are to stand whole or were found."""
    return macro("quotation", "question")(turn, hits, is_whole)


@register.simple_tag
def passage(found: Passage, **how: Any) -> str:
    """A passage with attribution and source; ``how`` as the macro takes it."""
    return macro("quotation", "passage")(found, **how)


@register.simple_tag
def entries(
    shown: Sequence[Any],
    view: str,
    query_string: str = "",
    *,
    with_role: bool = False,
    ticked: Sequence[str] = (),
) -> str:
    """Entries of a page of results: two lines each, or cards; ``ticked`` are items with a tick."""
    return macro("results", "entries")(shown, view, query_string, with_role, ticked)


@register.simple_tag
def lines(shown: Sequence[Any], query_string: str = "") -> str:
    """The lines of a concordance."""
    return macro("results", "lines")(shown, query_string)


@register.simple_tag
def facets(shown: Sequence[Any]) -> str:
    """The facets next to the results."""
    return macro("facets", "facets")(shown)


@register.simple_tag
def years(bars: Sequence[Any]) -> str:
    """How many passages each year has, as bars that lead to them."""
    return macro("facets", "years")(bars)


@register.simple_tag
def grid(shown: Any, heading: str) -> str:
    """Nouns over years, every mark a search, with a table beside."""
    return macro("pictures", "grid")(shown, heading)


@register.simple_tag
def coverage(shown: Any, grades: Iterable[Wording]) -> str:
    """Speakers over years, by wording, with a table beside."""
    return macro("pictures", "coverage")(shown, grades)


@register.simple_tag
def offices(shown: Any, speaker: Any) -> str:
    """Offices as bars over years."""
    return macro("pictures", "offices")(shown, speaker)


@register.simple_tag
def for_programs(meta: Iterable[Any], links: Iterable[Any]) -> str:
    """Elements of a head that tell programs what the page is of."""
    return macro("page", "for_programs")(meta, links)


@register.simple_tag
def navigation(path: str) -> str:
    """Links to the sections of the site; the one that holds ``path`` is marked."""
    sections = [(label, address(page)) for label, page in SECTIONS]
    marked = [(label, url, _current(path, url)) for label, url in sections]
    return macro("page", "navigation")(marked)


def _current(path: str, url: str) -> str:
    """The value of ``aria-current``: this page, or one of its section."""
    return "page" if path == url else "true" if path.startswith(url) else ""


@register.simple_tag
def checked_passage(result: Result) -> str:
    """The passage of a result; what was quoted is highlighted in it."""
    span = result.span
    found = [span] if span[0] < span[1] else []
    return macro("quotation", "passage")(result.passage, hit=Hit(found, []))
