"""The quotation check: a form, and what the archive says of the words pasted into it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from quotes.answers.check_report import FORMS, CheckReport
from quotes.answers.public import public_page
from quotes.answers.responses import answered
from quotes.checking.check import (
    EXAMPLE_TEXT,
    UnknownSpeakerError,
    check,
    check_request,
    request_problems,
    unknown_speaker,
)
from quotes.checking.explanations import LABELS, MARKS, MEANINGS
from quotes.checking.verdict import Verdict
from quotes.models import Speaker
from quotes.text.interface import message
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
    form = request.POST.get("format", "")
    found = [*request_problems(body), *_of_form(form)]
    slug, unknown = _speaker(typed["speaker"].strip()) if not found else ("", [])
    checked = None
    try:
        if not found and not unknown:
            checked = check(check_request(body | {"speaker": slug}))
    except UnknownSpeakerError:
        unknown = [unknown_speaker(slug)]
    report = CheckReport(checked, typed["text"]) if checked else None
    if report and form:
        return _file(report, form)
    context = {
        "typed": typed,
        "problems": [*found, *unknown],
        "guide": _guide_to(report) if report else GUIDE,
        "report": report,
        "forms": FORMS.values(),
    }
    return render(request, "quotes/check.html", context, status=200 if report else 400)


def _guide_to(report: CheckReport) -> list[tuple[Verdict, str, str, str]]:
    """What the verdicts mean that occur."""
    found = {count.verdict for count in report.counts}
    return [each for each in GUIDE if each[0] in found]


def _of_form(form: str) -> list[Problem]:
    if not form or form in FORMS:
        return []
    return [Problem("format", message("The result can be had as {forms}.", forms=", ".join(FORMS)))]


def _file(report: CheckReport, form: str) -> HttpResponse:
    response = HttpResponse(report.written(form), FORMS[form].media_type)
    response["Content-Disposition"] = f'attachment; filename="checked-quotations.{form}"'
    return response


def _speaker(typed: str) -> tuple[str, list[Problem]]:
    """The slug of the speaker whose name or slug was typed."""
    if not typed:
        return "", []
    named = Speaker.objects.public().called(typed)
    if len(named) == 1:
        return named[0].slug, []
    if not named:
        return "", [
            Problem(
                "speaker",
                message("Nobody here is called “{typed}”. Leave it empty.", typed=typed[:40]),
            )
        ]
    names = ", ".join(f"{each.name} ({each.slug})" for each in named[:5])
    return "", [
        Problem(
            "speaker",
            message("Several are called so: {names}. Type what is in brackets.", names=names),
        )
    ]
