"""The quotation check: a form, and what the archive says of the words pasted into it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from quotes.answers.public import public_page
from quotes.answers.responses import answered
from quotes.checking.check import Checked, UnknownSpeakerError, check
from quotes.checking.request import EXAMPLE_TEXT, MAX_CHARACTERS, asked, problems, unknown_speaker
from quotes.checking.results import Result
from quotes.checking.saying import LABELS, MARKS, MEANINGS
from quotes.checking.verdict import Verdict
from quotes.models import Speaker
from quotes.text.problems import Problem

EXAMPLE = {"text": EXAMPLE_TEXT, "speaker": "Roman Vassilenko"}
GUIDE = [
    (verdict, LABELS[verdict], MARKS[verdict], MEANINGS[verdict])
    for verdict in Verdict
    if verdict != Verdict.NOT_REACHED
]


# No CSRF check: nothing is stored or changed, and public pages have no cookies, so a forged form
# could do nothing in a reader's name.
@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form; or the results of what was sent with it, which nobody may keep."""
    if request.method != "POST":
        return form(request)
    response = _answer(request)
    response["Cache-Control"] = "no-store"
    return response


@public_page
def form(request: HttpRequest) -> HttpResponse:
    """The empty form, with an example and what the verdicts mean."""
    return render(request, "quotes/check.html", {"guide": GUIDE, "example": EXAMPLE})


@answered
@sensitive_variables()
def _answer(request: HttpRequest) -> HttpResponse:
    typed = {name: request.POST.get(name, "") for name in ("text", "speaker", "article")}
    body = {**typed, "article": bool(typed["article"])}
    found = problems(body)
    slug, unknown = _speaker(typed["speaker"].strip()) if not found else ("", [])
    checked = None
    try:
        if not found and not unknown:
            checked = check(asked(body | {"speaker": slug}))
    except UnknownSpeakerError:
        unknown = [unknown_speaker(slug)]
    context = {"typed": typed, "problems": [*found, *unknown], "guide": GUIDE}
    context |= _shown(checked, typed["text"]) if checked else {}
    return render(request, "quotes/check.html", context, status=200 if checked else 400)


def _speaker(typed: str) -> tuple[str, list[Problem]]:
    """The slug of the speaker whose name or slug was typed."""
    if not typed:
        return "", []
    named = Speaker.objects.public().called(typed)
    if len(named) == 1:
        return named[0].slug, []
    if not named:
        return "", [Problem("speaker", f"Nobody here is called “{typed[:40]}”. Leave it empty.")]
    names = ", ".join(f"{each.name} ({each.slug})" for each in named[:5])
    return "", [Problem("speaker", f"Several are called so: {names}. Type what is in brackets.")]


def _with_first(results: list[Result]) -> Iterator[tuple[Result, int]]:
    """Each result, and the number of an earlier one that has the same passage, or 0."""
    shown: dict[int, int] = {}
    for number, result in enumerate(results, 1):
        pk = result.passage.pk if result.passage else 0
        yield result, shown.get(pk, 0)
        if pk:
            shown.setdefault(pk, number)


def _shown(checked: Checked, text: str) -> dict[str, Any]:
    """What the page tells: the results by number, how many of each verdict, the marked text."""
    results = [each for each in checked.results if each.verdict != Verdict.TOO_SHORT]
    counted = Counter(each.verdict for each in checked.results)
    numbers = {id(result): number for number, result in enumerate(results, 1)}
    pieces: list[tuple[str, Result | None, int]] = []
    reached = 0
    for result in checked.results:
        quotation = result.quotation
        pieces.append((text[reached : quotation.start], None, 0))
        pieces.append((quotation.quoted, result, numbers.get(id(result), 0)))
        reached = quotation.end
    pieces.append((text[reached:], None, 0))
    return {
        "checked": checked,
        "results": [(numbers[id(each)], each, first) for each, first in _with_first(results)],
        "counts": [
            (LABELS[each], MARKS[each], each, counted[each]) for each in Verdict if counted[each]
        ],
        "too_short": counted[Verdict.TOO_SHORT],
        "pieces": pieces,
        "most": MAX_CHARACTERS,
    }
