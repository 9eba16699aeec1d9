"""What editors do to many passages: actions of the list, and the pages of the jobs they begin.

A job is confirmed, runs, and can be stopped, continued and undone.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from quotes import editorial
from quotes.admin.base import EditorsAdmin, editor_of
from quotes.admin.lookups import number_in
from quotes.editorial import bulk
from quotes.editorial.cautions import summary as summary_of
from quotes.models import BulkJob, BulkJobKind, BulkJobState, Passage

# How long a request works on a job before it answers.
SECONDS = 2.0
REFUSED_SHOWN = 100
# How many passages are looked at before they are published, and how many of a kind are named.
LOOKED_AT, CAUTIONS_SHOWN = 500, 10
DONE = {
    BulkJobKind.ADD_TOPICS: "changed",
    BulkJobKind.REMOVE_TOPICS: "changed",
    BulkJobKind.REPLACE_TOPICS: "changed",
    BulkJobKind.SEND_TO_REVIEW: "sent to review",
    BulkJobKind.PUBLISH: "published",
}
MAX_KEY_LENGTH = 18


class BulkPages(EditorsAdmin):
    """Adds the page of a job, and the link from the list to an editor’s latest one."""

    change_list_template = "admin/quotes/passage/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.bulk_job)
        return [path("bulk/<int:pk>/", page, name="quotes_bulk_job"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        job = BulkJob.objects.of(request.user).begun().first()
        is_open = job is not None and job.can_be_undone
        context = {
            "latest_job": job and (job, address_of(job)),
            "undo_latest": address_of(job) if job and is_open else "",
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    def response_action(
        self, request: HttpRequest, queryset: Any, *more: Any, **named: Any
    ) -> HttpResponse | None:
        """What the list answers; a button of an import's summary leads back there."""
        answer = super().response_action(request, queryset, *more, **named)
        leads_to_list = (
            isinstance(answer, HttpResponseRedirect) and answer.url == request.get_full_path()
        )
        if leads_to_list and "import" in request.POST:
            imported = number_in(request.POST["import"])
            return HttpResponseRedirect(reverse("admin:quotes_source_imported", args=[imported]))
        return answer

    def begin(self, request: HttpRequest, job: BulkJob) -> HttpResponse | None:
        """Start a job; None if it finished at once and its editor has got a message."""
        job = bulk.run(bulk.set_running(job, running=True), seconds=SECONDS)
        report = bulk.report(job)
        if job.state != BulkJobState.DONE or (job.is_publishing and report.refused):
            return HttpResponseRedirect(address_of(job))
        self.message_user(request, summary(job, report), level_of(report))
        return None

    def bulk_job(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page of a job: GET continues a running job, and shows its progress."""
        job = self._own_job(request, pk)
        if request.method == "POST":
            return self._act_on_job(request, job)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        if request.method == "GET" and job.is_running:
            job = self._gone_on(request, job)
        return self._job_page(request, job)

    def _own_job(self, request: HttpRequest, pk: int) -> BulkJob:
        if len(str(pk)) > MAX_KEY_LENGTH:
            raise Http404
        job = BulkJob.objects.select_related("undoes", "undone_by").filter(pk=pk).first()
        if job is None:
            raise Http404
        if job.editor_id != request.user.pk or not bulk.is_allowed(job, editor_of(request)):
            raise PermissionDenied
        return job

    def _act_on_job(self, request: HttpRequest, job: BulkJob) -> HttpResponse:
        wanted = request.POST.get("do")
        try:
            if wanted == "undo":
                return self._begun(request, bulk.make_undoing(job))
            if wanted == "again":
                return HttpResponseRedirect(address_of(bulk.make_second_try(job)))
        except editorial.NotPossibleError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(address_of(job))
        if wanted == "begin":
            return self._begun(request, job)
        if wanted == "stop":
            bulk.set_running(job, running=False)
        return HttpResponseRedirect(address_of(job))

    def _begun(self, request: HttpRequest, job: BulkJob) -> HttpResponse:
        try:
            answer = self.begin(request, job)
        except editorial.NotPossibleError as error:
            return self._stopped(request, job, error)
        return answer or HttpResponseRedirect(reverse("admin:quotes_passage_changelist"))

    def _gone_on(self, request: HttpRequest, job: BulkJob) -> BulkJob:
        try:
            return bulk.run(job, seconds=SECONDS)
        except editorial.NotPossibleError as error:
            self._stopped(request, job, error)
            return BulkJob.objects.get(pk=job.pk)

    def _stopped(self, request: HttpRequest, job: BulkJob, error: Exception) -> HttpResponse:
        bulk.set_running(job, running=False)
        self.message_user(request, str(error), messages.ERROR)
        return HttpResponseRedirect(address_of(job))

    def _job_page(self, request: HttpRequest, job: BulkJob) -> HttpResponse:
        report = bulk.report(job)
        shown = report.refused[:REFUSED_SHOWN]
        names = Passage.objects.in_bulk([pk for pk, _ in shown])
        context = {
            **self.admin_site.each_context(request),
            "title": str(job),
            "opts": self.opts,
            "job": job,
            "report": report,
            "summary": summary(job, report),
            "refused": [(names.get(pk), pk, reason) for pk, reason in shown],
            "step_size": bulk.SIZES[BulkJobKind(job.kind)],
            "is_begun": job.state != BulkJobState.WAITING,
            "looked_at": LOOKED_AT,
            "cautions": _cautions(job),
            "is_done": job.state == BulkJobState.DONE,
        }
        return TemplateResponse(request, "admin/quotes/passage/bulk_job.html", context)


def _cautions(job: BulkJob) -> list[tuple[str, int, list[Any]]]:
    """Warnings about what is to be published, by kind: how many, and the first of them."""
    if not job.is_publishing or job.state != BulkJobState.WAITING:
        return []
    steps = job.steps.values_list("passages", flat=True)
    pks = [pk for passages in steps for pk in passages][:LOOKED_AT]
    return [(kind, len(rows), rows[:CAUTIONS_SHOWN]) for kind, rows in summary_of(pks)]


def keys(passages: Any) -> list[int]:
    """Primary keys of passages, in the order of their sources."""
    return list(passages.as_spoken().values_list("pk", flat=True))


def address_of(job: BulkJob) -> str:
    """The address of a job’s page."""
    return reverse("admin:quotes_bulk_job", args=[job.pk])


def summary(job: BulkJob, report: bulk.Report) -> str:
    """What a job has done, in a sentence or two."""
    done = "changed back" if job.undoes_id else DONE[BulkJobKind(job.kind)]
    rest = f" {report.unchanged} stayed as they were." if report.unchanged else ""
    return f"{report.changed} passage{'' if report.changed == 1 else 's'} {done}.{rest}"


def level_of(report: bulk.Report) -> int:
    """The level of the message about a finished job: a warning if nothing was done."""
    return messages.SUCCESS if report.changed else messages.WARNING
