"""Admin pages that save and delete under the archive's lock, and refuse outdated forms."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import actions
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import escape

from quotes.admin import edit_token
from quotes.admin.choices import ChoosesByTyping
from quotes.admin.edit_token import Conflict, Token
from quotes.admin.forms import EditFormSet, PlainForm, Refusal
from quotes.editorial import NotPossibleError, ReasonNeededError, locked_archive
from quotes.text.spans import SpanError

REFUSALS = (NotPossibleError, ReasonNeededError, SpanError, ValidationError)
LOGGED_IN_AGAIN = "You are logged in again. Nothing has been saved yet: look it over and save it."
TAKEN = (
    "Somebody else has just saved one with the same name or place, or what this refers to is gone: "
    "save once more to see which."
)
STILL_REFERRED_TO = "Nothing has been deleted: something else has just come to lean on it."
CHANGED_MEANWHILE = (
    "Nothing has been done: it has been changed since you were asked. Look at it again, and repeat "
    "it if it still is right."
)


class EditInline(ChoosesByTyping, InlineModelAdmin):
    """Inline rows, saved and compared together with the main row."""

    form = PlainForm
    formset = EditFormSet
    extra = 0


@dataclass
class EditRequest:
    """The state of one request to an admin page."""

    token: str = ""
    conflict: Conflict | None = None
    refusal: Refusal | None = None
    # Sent before a log-out: the form is shown again and not saved.
    is_resubmission: bool = False


class EditTokenAdmin(admin.ModelAdmin):
    """Pages on which nobody overwrites or deletes what others have saved meanwhile.

    Every write first locks the archive, as editorial does; otherwise two editors could deadlock.
    The values that are compared with the token are read after that.
    """

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context=None
    ) -> HttpResponse:
        """The form; after a refusal, again with the reason.

        A save is one transaction, which a refusal rolls back.
        """
        edit_request = _edit_request(request)
        if request.method != "POST":
            edit_request.token = self.new_token(request, object_id)
            return super().changeform_view(request, object_id, form_url, extra_context)
        edit_request.token = request.POST.get(edit_token.NAME, "")
        if edit_request.is_resubmission:
            edit_request.refusal = Refusal(ValidationError(LOGGED_IN_AGAIN))
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            with locked_archive():
                edit_request.conflict = self._conflict(request, object_id)
                return super().changeform_view(request, object_id, form_url, extra_context)
        except (*REFUSALS, IntegrityError) as error:
            edit_request.refusal = self.refusal(request, error)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def refusal(self, request: HttpRequest, error: Exception) -> Refusal:
        """The message for an error of editorial or of the database."""
        if isinstance(error, ValidationError):
            return Refusal(error)
        text = TAKEN if isinstance(error, IntegrityError) else str(error)
        return Refusal(ValidationError(f"{text} Nothing has been saved."))

    def new_token(self, request: HttpRequest, object_id: Any = None) -> str:
        """The token of a page, computed before anything that the page shows is read."""
        obj = self.get_object(request, unquote(object_id)) if object_id else None
        state = self.state_of(request, obj) if obj else {}
        pk = obj.pk if obj else None
        return str(Token.now(request.user, edit_token.name_of(self.model, pk), state))

    def state_of(self, request: HttpRequest, obj: models.Model) -> edit_token.State:
        """Digests of a row and its inline rows, and which fields are read-only."""
        fixed = sorted(map(str, self.get_readonly_fields(request, obj)))
        state = {
            edit_token.OWN: edit_token.digests_with_links(obj),
            "read only": {"": {"": edit_token.digest(fixed)}},
        }
        for inline in self.get_inline_instances(request, obj):
            formset: Any = inline.get_formset(request, obj)
            rows = inline.get_queryset(request).filter(**{formset.fk.name: obj})
            whole = not inline.has_change_permission(request, obj)
            state[formset.get_default_prefix()] = edit_token.digests(rows, whole=whole)
        return state

    def rows_token(self, request: HttpRequest, rows: models.QuerySet) -> str:
        """The token of a confirmation page for these rows."""
        of = edit_token.name_of(self.model, "several")
        return str(Token.now(request.user, of, edit_token.digest_of_all(rows)))

    def changed_since_asked(self, request: HttpRequest, rows: models.QuerySet) -> bool:
        """Whether rows have changed since the confirmation page; if so, adds a message.

        A request without a token acts on the present state.
        """
        if edit_token.NAME not in request.POST:
            return False
        token = Token.read(request.POST[edit_token.NAME])
        of = edit_token.name_of(self.model, "several")
        if token and (token.of, token.state) == (of, edit_token.digest_of_all(rows)):
            return False
        self.message_user(request, CHANGED_MEANWHILE, messages.ERROR)
        return True

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Confirm, then delete; refused if somebody has changed the row since."""
        if request.method != "POST":
            given = {edit_token.NAME: self.new_token(request, object_id), **(extra_context or {})}
            return super().delete_view(request, object_id, given)
        back = HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[object_id])
        )
        try:
            with locked_archive():
                if edit_token.NAME in request.POST and self._conflict(request, object_id):
                    self.message_user(request, CHANGED_MEANWHILE, messages.ERROR)
                    return back
                return super().delete_view(request, object_id, extra_context)
        except IntegrityError:
            self.message_user(request, STILL_REFERRED_TO, messages.ERROR)
            return back

    @admin.action(permissions=["delete"], description="Delete selected %(verbose_name_plural)s")
    def delete_selected(self, request: HttpRequest, queryset: models.QuerySet) -> Any:
        """Delete after asking; none, and why, if one of them has to stay or has changed since."""
        if "post" not in request.POST:
            answer: Any = actions.delete_selected(self, request, queryset)
            if answer is not None:
                answer.context_data[edit_token.NAME] = self.rows_token(request, queryset)
            return answer
        try:
            with locked_archive():
                if not self.changed_since_asked(request, queryset):
                    actions.delete_selected(self, request, queryset)
        except IntegrityError:
            self.message_user(request, STILL_REFERRED_TO, messages.ERROR)
        return None

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        edit_request = _edit_request(request)
        form.conflict, form.refusal = edit_request.conflict, edit_request.refusal
        return form

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        if conflict := _edit_request(request).conflict:
            given["data"] = conflict.rows_again(given["data"], prefix)
        return given

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        if conflict := _edit_request(request).conflict:
            for formset in formsets:
                formset.conflict = conflict
                for form in formset.forms:
                    form.conflict = conflict
                    conflict.merge_stored_row(form, formset.prefix)
        return formsets, inlines

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context[edit_token.NAME] = _edit_request(request).token
        if _edit_request(request).is_resubmission:
            # The browser is still at the address of the log-in.
            kwargs["form_url"] = escape(request.get_full_path())
        return super().render_change_form(request, context, *args, **kwargs)

    def _conflict(self, request: HttpRequest, object_id: Any) -> Conflict | None:
        """The changes since the page was opened; if there are any, the form gets a new token."""
        obj = self.get_object(request, unquote(object_id)) if object_id else None
        if obj is None:
            return None
        token = Token.read(request.POST.get(edit_token.NAME, ""))
        of, state = edit_token.name_of(self.model, obj.pk), self.state_of(request, obj)
        if token and token.of == of:
            if token.state == state:
                return None
        else:
            token = None
        saved_by = edit_token.who_saved_since(obj, token.opened_at if token else None)
        _edit_request(request).token = str(Token.now(request.user, of, state))
        shown = frozenset(map(str, flatten_fieldsets(self.get_fieldsets(request, obj))))
        return Conflict(token.state if token else {}, state, saved_by, shown=shown)


def _edit_request(request: HttpRequest) -> EditRequest:
    if "edit_request" not in request.__dict__:
        request.__dict__["edit_request"] = EditRequest(
            is_resubmission=getattr(request, "is_resubmission", False)
        )
    return request.__dict__["edit_request"]
