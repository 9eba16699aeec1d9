"""The editors' import: a document is received, reviewed beside its proposals, and accepted.

Every step is a form and works without scripts; ``static/js/import.js`` adds keys.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode

from quotes import editorial
from quotes.admin import edit_token
from quotes.admin.base import EditorsAdmin, editor_of
from quotes.admin.edit_token import Token
from quotes.admin.editing import REFUSALS, TAKEN
from quotes.admin.import_forms import SHAPES, ReceiveForm
from quotes.admin.import_page import DeskPage
from quotes.admin.lookups import number_in
from quotes.ingest import desk
from quotes.ingest.decisions import Review
from quotes.ingest.documents import UnreadableError
from quotes.models import Interview, Passage, PendingImport, Source, State
from quotes.text.counted import counted

NEEDED = ("quotes.add_source", "quotes.add_turn", "quotes.add_passage")
MAX_INTERVIEWS = 500
# Imported documents that the first page leads to, the newest.
MAX_IMPORTED = 20
SAVED_ELSEWHERE = (
    "Somebody else, or another window of yours, has saved this document meanwhile. Nothing has "
    "been saved; what you typed stands below. Saving once more replaces what they saved."
)

NO_LONGER_WAITS = "This document waits no longer: it has been discarded, or is in the archive."
NOTHING_ACCEPTED = (
    "No passage is accepted yet, so no draft would be made. Accept some, or import the turns alone "
    "with the button at the end."
)


class ImportPages(EditorsAdmin):
    """Adds the pages of the import to those of sources."""

    change_list_template = "admin/quotes/source/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        return [
            path("import/", guarded(self.receive), name="quotes_source_import"),
            path("import/<int:pk>/", guarded(self.review), name="quotes_source_review"),
            path("import/<int:pk>/done/", guarded(self.imported), name="quotes_source_imported"),
            *super().get_urls(),
        ]

    def receive(self, request: HttpRequest) -> HttpResponse:
        """Take a file or a text, read it, and lead to its review."""
        self._check_permission(request)
        sent = request.method == "POST"
        form = ReceiveForm(request.POST if sent else None, request.FILES if sent else None)
        if sent and form.is_valid() and (pending := _received(request, form)):
            self.message_user(request, f"“{pending}” has been read.", messages.SUCCESS)
            return HttpResponseRedirect(_address(pending))
        interviews = Interview.objects.order_by("-pk").values_list("title", flat=True)
        return self._page(
            request, "receive", "Import a document",
            form=form,
            waiting=PendingImport.objects.waiting().titled(),
            imported=PendingImport.objects.accepted()[:MAX_IMPORTED],
            interviews=interviews[:MAX_INTERVIEWS],
        )  # fmt: skip

    def review(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The document beside its turns and proposals; a POST keeps what was typed, and acts."""
        self._check_permission(request)
        if request.POST.get("do") == "discard":
            return self._discarded(request, pk)
        pending = _pending(pk)
        if pending.source_id:
            return HttpResponseRedirect(reverse("admin:quotes_source_imported", args=[pk]))
        if request.method == "POST":
            return self._act(request, pending)
        asked = request.GET
        page = DeskPage(pending, number_in(asked.get("page")), find=asked.get("find", ""))
        return self._review_page(request, page)

    def imported(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What became of an accepted document, with links."""
        self._check_permission(request)
        pending = _pending(pk)
        if pending.source_id is None:
            return HttpResponseRedirect(_address(pending))
        flags = pending.outcome["flags"]
        flagged = [pk for flag in flags for pk in flag["passages"]]
        passages = Passage.objects.for_editors().in_order(pending.outcome["passages"])
        return self._page(
            request, "imported", f"“{pending.source}” is in the archive",
            pending=pending,
            outcome=pending.outcome,
            passages=passages,
            steps=_steps(request, passages),
            flags=flags,
            flagged=Passage.objects.in_bulk(flagged),
        )  # fmt: skip

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {"may_import": self._may_import(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    def _may_import(self, request: HttpRequest) -> bool:
        return request.user.has_perms(NEEDED)

    def _check_permission(self, request: HttpRequest) -> None:
        if not self._may_import(request):
            raise PermissionDenied

    def _act(self, request: HttpRequest, pending: PendingImport) -> HttpResponse:
        """Keep what was sent, then do what the button says; otherwise the page with the reasons."""
        # A button that leads elsewhere, and the page to which it leads.
        do = "go" if "go" in request.POST else request.POST.get("do", "save")
        find = request.POST.get("find", "")
        page = DeskPage(pending, number_in(request.POST.get("page")), request.POST, find)
        if request.POST.get("revision") != str(pending.revision):
            self.message_user(request, SAVED_ELSEWHERE, messages.ERROR)
            return self._review_page(request, page)
        if not page.is_valid():
            self.message_user(request, "Look at what is marked below.", messages.ERROR)
            return self._review_page(request, page)
        page.keep()
        if do == "import" and page.leaves_all_out:
            self.message_user(request, NOTHING_ACCEPTED, messages.WARNING)
            return self._review_page(request, page, asks=True)
        if do in ("import", "import-turns"):
            return self._accepted(request, page)
        try:
            message = _acted(page, do, request.POST)
        except (*REFUSALS, UnreadableError) as error:
            self.message_user(request, "; ".join(_messages(error)), messages.ERROR)
            return self._review_page(request, page)
        if not _saved(pending):
            self.message_user(request, SAVED_ELSEWHERE, messages.ERROR)
            return self._review_page(request, page)
        self.message_user(request, message, messages.SUCCESS)
        number = number_in(request.POST.get("go")) if do == "go" else page.number
        return HttpResponseRedirect(_address(pending, number, find))

    def _discarded(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask first, then delete a document that waits; a second click finds none, and says so."""
        # Somebody may have accepted it meanwhile: then it stays, with what it became.
        waiting = PendingImport.objects.filter(pk=min(pk, 2**63 - 1), source=None)
        pending = waiting.first()
        if pending and "sure" not in request.POST:
            review = Review.from_json(pending.choices)
            return self._page(
                request, "discard", f"Discard “{pending}”",
                pending=pending,
                heading=review.details.title,
                number=len(review.passages),
                accepted=len(review.accepted),
            )  # fmt: skip
        if pending:
            waiting.delete()
            self.message_user(request, f"“{pending}” has been discarded.", messages.SUCCESS)
        else:
            self.message_user(request, NO_LONGER_WAITS, messages.INFO)
        return HttpResponseRedirect(reverse("admin:quotes_source_import"))

    def _accepted(self, request: HttpRequest, page: DeskPage) -> HttpResponse:
        pending = page.pending
        try:
            desk.accept(pending, page.review, editor=editor_of(request))
        except (*REFUSALS, UnreadableError, IntegrityError) as error:
            reasons = [TAKEN] if isinstance(error, IntegrityError) else _messages(error)
            self.message_user(request, f"{'; '.join(reasons)} Nothing is imported.", messages.ERROR)
            return self._review_page(request, page)
        if source := pending.source:
            self.log_addition(request, source, f"Imported from {pending.file_name}.")
            self.message_user(request, f"“{source}” has been imported.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:quotes_source_imported", args=[pending.pk]))

    def _review_page(
        self, request: HttpRequest, page: DeskPage, *, asks: bool = False
    ) -> HttpResponse:
        pending = page.pending
        known = pending.outcome.get("slug", "")
        return self._page(
            request, "review", f"Review “{pending}”",
            page=page,
            pending=pending,
            known=Source.objects.filter(slug=known).defer("captured_text", "dropped").first(),
            shapes=[(shape.value, label) for shape, label in SHAPES.items()],
            find=page.find,
            asks=asks,
            find_topic=request.POST.get("find_topic", ""),
        )  # fmt: skip

    def _page(self, request: HttpRequest, name: str, title: str, **more: Any) -> HttpResponse:
        token = Token.now(request.user, edit_token.name_of(PendingImport), {})
        context = {
            **self.admin_site.each_context(request),
            # The document needs the room.
            "is_nav_sidebar_enabled": False,
            "title": title,
            "opts": self.opts,
            "edit_token": str(token),
            **more,
        }
        return TemplateResponse(request, f"admin/quotes/source/{name}.html", context)


def _steps(request: HttpRequest, passages: list[Passage]) -> list[tuple[str, str, list[Passage]]]:
    """What can be done with all passages of an import at once: action, label, and which."""
    drafts = [each for each in passages if each.state == State.DRAFT]
    reviewed = [each for each in passages if each.state == State.IN_REVIEW]
    steps = [("send_to_review", "Send the drafts to review", drafts)]
    if editorial.may_review(editor_of(request)):
        steps.insert(0, ("publish", "Publish what is in review…", reviewed))
    return [step for step in steps if step[2]]


def _received(request: HttpRequest, form: ReceiveForm) -> PendingImport | None:
    """The document, read; None, with the reason in the form, where it cannot be."""
    name, data = form.contents()
    said = form.cleaned_data
    try:
        return desk.receive(
            name, data, shape=said["shape"], interview=said["interview"], editor=editor_of(request)
        )
    except UnreadableError as error:
        form.add_error("file" if said["file"] else "text", str(error))
    except ValidationError as error:
        form.add_error(None, error)
    return None


def _acted(page: DeskPage, do: str, data: Any) -> str:
    """Do what a button says beside saving; gives the sentence about it."""
    if do == "accept-shown":
        return f"{counted(page.accept_shown(), 'passage')} accepted."
    if do == "label-shown":
        return f"The likeliest topic ticked for {counted(page.tick_likeliest(), 'passage')}."
    if do == "tag-found":
        topic = page.topics.named(data.get("find_topic", ""))
        if topic is None or not page.find:
            raise ValidationError("Give the words to find, and the topic.")
        number = counted(page.tag_found(topic), "passage")
        return f"{page.topics.label(topic)}: ticked for {number} with these words."
    if do == "other":
        desk.take_for_another(page.pending)
        return "It is reviewed as a document of its own."
    if do == "split":
        if data.get("shape") not in SHAPES:
            raise ValidationError("Choose one of the shapes.")
        desk.split_again(page.pending, data.get("shape", ""))
        return "Split anew."
    return "Saved."


def _saved(pending: PendingImport) -> bool:
    """Save decisions; False, and nothing is saved, if somebody has saved others meanwhile."""
    names = ("document", "choices", "outcome")
    as_read = PendingImport.objects.filter(pk=pending.pk, revision=pending.revision)
    values = {name: getattr(pending, name) for name in names}
    return bool(as_read.update(**values, revision=pending.revision + 1))


def _pending(pk: int) -> PendingImport:
    rows = PendingImport.objects.select_related("interview", "source")
    found = rows.filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    return found


def _address(pending: PendingImport, page: int = 1, find: str = "") -> str:
    place = reverse("admin:quotes_source_review", args=[pending.pk])
    said = {"page": page} if page > 1 else {}
    asked = urlencode(said | ({"find": find} if find else {}))
    return f"{place}?{asked}" if asked else place


def _messages(error: Exception) -> list[str]:
    return error.messages if isinstance(error, ValidationError) else [str(error)]
