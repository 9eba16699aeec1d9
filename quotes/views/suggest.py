"""Suggestions while typing: for the box's script, for browsers, and as a plain page."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quotes.filters.strict import given, unreadable
from quotes.models.addresses import address
from quotes.models.names import Spelling, spellings
from quotes.search.catch_up import PreparingError
from quotes.search.compile import Narrowing
from quotes.search.index import DamagedIndexError, reading
from quotes.search.instead import counts
from quotes.search.opened import Opened, opened
from quotes.search.query import QUOTES, SHORTEST_PREFIX, parse
from quotes.search.suggest import nouns
from quotes.search.vocabulary import beginning
from quotes.text.problems import Problem
from quotes.text.words import folded, words
from quotes.views.public import public_page
from quotes.views.search import honest, preparing, refused

MOST, MOST_NOUNS = 10, 6
LONGEST = 100
KINDS = {"speaker": "Speaker", "topic": "Topic", "event": "Event", "series": "Event series",
         "outlet": "Outlet"}  # fmt: skip


@dataclass(frozen=True)
class Suggestion:
    """What may be meant: ``text`` for the box, what it is, how much it finds, and its page."""

    text: str
    kind: str
    name: str
    count: int
    url: str

    @property
    def description(self) -> str:
        """What it is, in a few words."""
        of = f" {self.name}" if self.name not in ("", self.text) else ""
        return f"{self.kind}{of}, {self.count:,} passage{'s'[: self.count != 1]}"


@require_safe
@public_page
def as_json(request: HttpRequest) -> HttpResponse:
    """Completions, descriptions and addresses, as browsers expect them of a search engine."""
    text = _typed(request)
    if problems := _problems(request):
        return refused(request, problems)
    try:
        index = opened()
        found = _suggestions(index, text)
    except (PreparingError, DamagedIndexError):
        return preparing(request)
    body = [
        text,
        [each.text for each in found],
        [each.description for each in found],
        [settings.SITE_URL + each.url for each in found],
    ]
    response = JsonResponse(body, safe=False, content_type="application/x-suggestions+json")
    return honest(response, index)


@require_safe
@public_page
def page(request: HttpRequest) -> HttpResponse:
    """The same suggestions as links."""
    text, problems = _typed(request), _problems(request)
    index, found = None, []
    if not problems:
        try:
            index = opened()
            found = _suggestions(index, text)
        except (PreparingError, DamagedIndexError):
            return preparing(request)
    context = {"text": text, "problems": problems, "suggestions": found}
    return honest(render(request, "quotes/suggest.html", context), index)


def _typed(request: HttpRequest) -> str:
    return given(request.GET).get("q", [""])[-1].strip()


def _problems(request: HttpRequest) -> list[Problem]:
    parameters = given(request.GET)
    unknown = [
        Problem(name[:40], f"There is no parameter “{name[:40]}” here.")
        for name in parameters
        if name != "q"
    ]
    return unreadable(parameters) or unknown


def _suggestions(index: Opened, text: str) -> list[Suggestion]:
    typed = folded(text)
    if not typed or len(text) > LONGEST or len("".join(typed)) < _shortest(typed[0]):
        return []
    with reading():
        found = _nouns(index, typed)[:MOST_NOUNS]
        return [*found, *_words(index, text)][:MOST]


def _shortest(word: str) -> int:
    """One sign is enough where a sign is a word, as in Chinese and Japanese."""
    return SHORTEST_PREFIX if word < "\u3040" else 1


def _nouns(index: Opened, typed: list[str]) -> list[Suggestion]:
    counted = nouns(index.searcher, typed)
    found: dict[tuple[str, int], Suggestion] = {}
    # A noun's own name goes before its other spellings.
    for row in sorted(spellings(counted), key=lambda row: (row.name != row.spelled, row.spelled)):
        if (row.noun, row.pk) not in found and _begins(folded(row.spelled), typed):
            count = counted[row.noun][row.pk]
            found[row.noun, row.pk] = Suggestion(
                row.spelled, KINDS[row.noun], row.name, count, _url(row)
            )
    return sorted(found.values(), key=lambda each: (-each.count, each.text))


def _begins(name: list[str], typed: list[str]) -> bool:
    """Whether the typed words are of the name, the last of them perhaps unfinished."""
    whole = set(typed[:-1]) <= set(name)
    return whole and any(word.startswith(typed[-1]) for word in name)


def _url(row: Spelling) -> str:
    if row.noun == "outlet":
        return f"{address('search')}?{urlencode({'outlet': row.slug})}"
    return address("event" if row.noun == "series" else row.noun, row.slug)


def _words(index: Opened, text: str) -> Iterator[Suggestion]:
    """The text with its last word completed, where that finds something."""
    *_, last = words(text)
    head = text[: last.start]
    if ":" in head:
        return
    # An open quotation is closed, so that it is searched for as one.
    tail = '"' if sum(head.count(mark) for mark in QUOTES) % 2 else ""
    whole = [
        f"{head}{word}{tail}" for word in beginning(index.searcher, "exact", last.folded, MOST)
    ]
    found = counts(index.snapshot, ((parse(each).tree, Narrowing()) for each in whole))
    for each, count in zip(whole, found, strict=True):
        if count:
            url = f"{address('search')}?{urlencode({'q': each})}"
            yield Suggestion(each, "Word", "", count, url)
