"""The editors' pages of utterances: which passages report the same words."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from quotes import editorial
from quotes.admin.base import EditorsAdmin
from quotes.admin.editing import EditInline
from quotes.admin.forms import PlainForm
from quotes.checking.explanations import differs_by
from quotes.models import Utterance, UtteranceMember


class MemberForm(PlainForm):
    """A passage of an utterance; which one it is doesn't change: it is taken out, another added."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None and "passage" in self.fields:
            self.fields["passage"].disabled = True


class MemberInline(EditInline, admin.TabularInline):
    """Passages of an utterance."""

    model = UtteranceMember
    form = MemberForm
    fields = ("passage", "state")
    autocomplete_fields = ("passage",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("passage")


@admin.register(Utterance)
class UtteranceAdmin(EditorsAdmin):
    """Utterances."""

    list_display = ("__str__", "interview", "passages", "to_decide", "unlike")
    list_filter = ("members__state",)
    list_select_related = ("interview",)
    search_fields = ("interview__title", "members__passage__text")
    search_help_text = "Interview, or words of a member"
    ordering = ("-pk",)
    autocomplete_fields = ("interview",)
    fields = ("interview",)
    inlines = (MemberInline,)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows: Any = super().get_queryset(request)
        return rows.with_member_counts().prefetch_related("members__passage")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("interview",) if obj else ()

    @admin.display(ordering="member_count")
    def passages(self, utterance: Any) -> int:
        """How many passages are said to be of it."""
        return utterance.member_count

    @admin.display(description="to decide", ordering="proposed_count")
    def to_decide(self, utterance: Any) -> int:
        """How many of them wait for an editor."""
        return utterance.proposed_count

    @admin.display(description="differ by")
    def unlike(self, utterance: Any) -> str:
        """A denial or number in which its passages differ: then they may be no reports of one."""
        first, *others = [member.passage for member in utterance.members.all()] or [None]
        unlike = (differs_by(each.text, first.text, first.language) for each in others)
        return next(filter(None, unlike), "")

    def why_kept(self, obj: Any) -> str:
        if obj.members.confirmed().exists():
            return "It has confirmed members: reject them first."
        if obj.members.rejected().exists():
            return "It remembers what was rejected, which would be proposed again."
        return super().why_kept(obj)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: list[Any], change: bool
    ) -> None:
        with editorial.utterance_change(form.instance):
            super().save_related(request, form, formsets, change)
