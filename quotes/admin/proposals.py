"""Corrections that an editor proposes on a thing's own form, and a second person decides on.

What was typed into the form is kept as it was sent. To accept a proposal is to send that form
again, in one’s own name. So it passes every check once more, and is refused if somebody has changed
the same object since.
"""

from collections import defaultdict
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from quotes import editorial
from quotes.admin.base import EditorsAdmin, editor_of, is_proposing, may
from quotes.admin.changes import changes_of
from quotes.admin.forms import ReasonField, refusals, send
from quotes.models import Proposal, ProposalState
from quotes.text.differences import differences

LISTED = 200
PROPOSED_ALREADY = "The same correction waits already for a second person."
CHANGED_SINCE = (
    "It has been changed since this was proposed. Look at what stands there now: decline this, or "
    "have it proposed anew."
)
WHY_PROPOSED = (
    "Why",
    {
        "fields": ("why_kind", "why_reason"),
        "description": "A second person sees it with what you propose, and accepts or declines it. "
        "Where passages print it, readers see the reason with the new version.",
    },
)


class ProposalMade(Exception):  # noqa: N818 - not an error: it ends the form's transaction
    """The form is valid; holds what it would change, ``[{label, before, after}, …]``."""

    def __init__(self, changes: list[dict[str, str]]) -> None:
        self.changes = changes
        super().__init__()


class ProposesCorrections(EditorsAdmin):
    """Adds the page on which an editor proposes a correction."""

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.propose)
        name = f"quotes_{self.opts.model_name}_propose"
        return [path("<path:object_id>/propose/", page, name=name), *super().get_urls()]

    def may_propose(self, request: HttpRequest, obj: Any) -> bool:
        """Whether this editor may propose, and not make, a correction of what readers see."""
        raise NotImplementedError

    def propose(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The thing's form; what is sent becomes a proposal, and nothing is changed."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        change = reverse(f"admin:quotes_{self.opts.model_name}_change", args=[obj.pk])
        if not self.may_propose(request, obj):
            return HttpResponseRedirect(change)
        request.is_proposal = True  # type: ignore[attr-defined]
        context = {"title": f"Propose a correction of a {self.opts.verbose_name}"}
        try:
            return self.changeform_view(request, object_id, "", context)
        except ProposalMade as made:
            return self._kept(request, obj, made.changes) or HttpResponseRedirect(change)

    def made(self, request: HttpRequest, form: Any, formsets: list[Any]) -> None:
        """End the saving of a valid form on the page of a proposal."""
        raise ProposalMade(changes_of(form, formsets))

    def _kept(
        self, request: HttpRequest, obj: Any, changes: list[dict[str, str]]
    ) -> HttpResponse | None:
        if not changes:
            self.message_user(request, "Nothing was changed in the form.", messages.WARNING)
            return None
        # Also the second click on the button: one correction waits once.
        if any(each.changes == changes for each in Proposal.objects.about(obj)):
            self.message_user(request, PROPOSED_ALREADY, messages.WARNING)
            return None
        Proposal.objects.create(
            model=str(self.opts.model_name),
            target_id=obj.pk,
            fields=_kept_fields(request.POST),
            changes=changes,
            kind=request.POST["why_kind"],
            reason=request.POST["why_reason"].strip(),
            proposed_by=editor_of(request),
        )
        text = "Proposed: a second person decides, and you find the answer on the desk."
        self.message_user(request, text, messages.SUCCESS)
        return None

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj: Any = kwargs.get("obj")
        context["is_proposal"] = is_proposing(request)
        shown = obj is not None and not is_proposing(request)
        if shown and self.has_change_permission(request, obj):
            context["may_propose"] = self.may_propose(request, obj)
        context["proposals"] = list(Proposal.objects.about(obj)) if shown else []
        return super().render_change_form(request, context, *args, **kwargs)


def _kept_fields(sent: QueryDict) -> list[list[Any]]:
    """The fields of a valid form as they were sent; zero bytes are in none, and none is stored."""
    return [
        [name, values]
        for name, values in sent.lists()
        if name != "csrfmiddlewaretoken"
        and not name.startswith("_")
        and "\0" not in "".join([name, *values])
    ]


class DecisionForm(forms.Form):
    """What a second person says of a proposal; declining needs a reason."""

    decision = ReasonField(
        label="Answer", required=False, widget=AdminTextareaWidget({"rows": 2}),
        help_text="Needed to decline. Who proposed it sees it; readers do not.",
    )  # fmt: skip


def urls(site: admin.AdminSite) -> list[URLPattern]:
    """Addresses of the list of proposals and of the page of one."""
    return [
        path("proposals/", site.admin_view(_list(site)), name="quotes_proposals"),
        path("proposals/<int:pk>/", site.admin_view(_page(site)), name="quotes_proposal"),
    ]


def _list(site: admin.AdminSite) -> Any:
    def proposals(request: HttpRequest) -> HttpResponse:
        """Proposals to decide, and the editor's own with their answers."""
        if not may(request, "quotes.view_passage"):
            raise PermissionDenied
        editor = editor_of(request)
        is_reviewer = editorial.may_review(editor)
        to_decide = (
            Proposal.objects.to_decide_by(editor) if is_reviewer else Proposal.objects.none()
        )
        context = {
            **site.each_context(request),
            "title": "Proposed corrections",
            "to_decide": _with_things(to_decide),
            "own": _with_things(Proposal.objects.by(editor)),
            "is_reviewer": is_reviewer,
        }
        return TemplateResponse(request, "admin/quotes/proposals.html", context)

    return proposals


def _page(site: admin.AdminSite) -> Any:
    def proposal(request: HttpRequest, pk: int) -> HttpResponse:
        """One proposal: what it changes, word by word, and the decision."""
        found = Proposal.objects.filter(pk=min(pk, 2**63 - 1)).first()
        if found is None:
            raise Http404
        is_own = found.proposed_by_id == request.user.pk
        may_decide = editorial.may_review(editor_of(request)) and not is_own
        if not is_own and not may_decide:
            raise PermissionDenied
        form = DecisionForm(request.POST if request.method == "POST" else None)
        faults: list[str] = []
        if request.method == "POST" and form.is_valid():
            faults = _decided(site, request, found, form.cleaned_data["decision"], may_decide)
            if not faults:
                return HttpResponseRedirect(reverse("admin:quotes_proposals"))
        found.refresh_from_db()
        return _proposal_page(site, request, found, form, faults, may_decide)

    return proposal


def _proposal_page(
    site: admin.AdminSite,
    request: HttpRequest,
    proposal: Proposal,
    form: DecisionForm,
    faults: list[str],
    may_decide: bool,
) -> HttpResponse:
    thing = _thing(proposal)
    context = {
        **site.each_context(request),
        "title": str(proposal),
        "proposal": proposal,
        "thing": thing,
        "address": _address(proposal) if thing else "",
        "changes": [
            (each["label"], differences(each["before"], each["after"])) for each in proposal.changes
        ],
        "printing": editorial.printing(thing).count() if thing else 0,
        "form": form,
        "faults": faults,
        "may_decide": may_decide,
    }
    return TemplateResponse(request, "admin/quotes/proposal.html", context)


def _decided(
    site: admin.AdminSite, request: HttpRequest, proposal: Proposal, answer: str, may_decide: bool
) -> list[str]:
    """Decide as the button says; gives what stands against it."""
    wanted = request.POST.get("do")
    if wanted == "decline" and not answer:
        return ["Say why it is declined: who proposed it sees the reason."]
    states = {
        "accept": ProposalState.ACCEPTED,
        "decline": ProposalState.DECLINED,
        "take_back": ProposalState.TAKEN_BACK,
    }
    if wanted not in states or may_decide == (wanted == "take_back"):
        raise PermissionDenied
    with editorial.locked_archive():
        proposal = Proposal.objects.get(pk=proposal.pk)
        if not proposal.is_open:
            return [f"It has been decided already: {proposal.get_state_display().lower()}."]
        if wanted == "accept" and (faults := _applied(site, request, proposal)):
            return faults
        proposal.state, proposal.decision = states[wanted], answer
        proposal.decided_by, proposal.decided_at = editor_of(request), timezone.now()
        proposal.save()
    messages.success(request, f"{proposal.get_state_display()}.")
    return []


def _applied(site: admin.AdminSite, request: HttpRequest, proposal: Proposal) -> list[str]:
    """Send the form of a proposal in the name of this editor; gives what refused it."""
    if _thing(proposal) is None:
        return ["What it is about is no longer there: it was deleted, or merged into another."]
    sent = QueryDict(mutable=True)
    for name, values in proposal.fields:
        sent.setlist(name, values)
    sent["why_seen"] = "on"
    request.corrects = True  # type: ignore[attr-defined]
    own: Any = site.get_model_admin(_model(proposal))
    try:
        answer = send(own, request, sent, str(proposal.target_id))
    finally:
        request.corrects = False  # type: ignore[attr-defined]
    if answer.status_code == 302:
        return []
    return [CHANGED_SINCE] if _is_outdated(answer) else [*refusals(answer)]


def _is_outdated(answer: Any) -> bool:
    """Whether a form was refused because somebody has changed the same thing."""
    context = getattr(answer, "context_data", None) or {}
    return "adminform" in context and context["adminform"].form.conflict is not None


def _model(proposal: Proposal) -> Any:
    return apps.get_model("quotes", proposal.model)


def _thing(proposal: Proposal) -> Any:
    return _model(proposal)._base_manager.filter(pk=proposal.target_id).first()


def _address(proposal: Proposal) -> str:
    return reverse(f"admin:quotes_{proposal.model}_change", args=[proposal.target_id])


def _with_things(proposals: models.QuerySet) -> list[tuple[Proposal, Any]]:
    """The first of these with what each is about, read with one query for each kind of thing."""
    rows = list(proposals.select_related("proposed_by", "decided_by")[:LISTED])
    wanted: dict[str, list[int]] = defaultdict(list)
    for proposal in rows:
        wanted[proposal.model].append(proposal.target_id)
    things = {
        name: apps.get_model("quotes", name)._base_manager.in_bulk(pks)
        for name, pks in wanted.items()
    }
    return [(proposal, things[proposal.model].get(proposal.target_id)) for proposal in rows]
