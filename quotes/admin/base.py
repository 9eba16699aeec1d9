"""Base classes of the admin's pages: refusals as form errors, guarded deletion, history."""

from collections.abc import Iterator
from contextlib import nullcontext
from copy import copy
from typing import Any, cast
from urllib.parse import unquote_plus

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import models
from django.db.models.deletion import PROTECT
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from simple_history.admin import SimpleHistoryAdmin

from quotes.admin import edit_token
from quotes.admin.choices import MADE_FOR, NUMBER, ChoosesByTyping, field_named
from quotes.admin.editing import EditTokenAdmin
from quotes.admin.forms import EditorialForm
from quotes.editorial import locked_archive
from quotes.models.admin_search import matching_rows
from quotes.text.words import folded

SHORT_TEXTS: dict[Any, Any] = {models.TextField: {"widget": AdminTextareaWidget({"rows": 3})}}
MAY_PUBLISH = "quotes.publish_passage"
# How the admin's log begins the reason of a change of what readers see.
WHY_IN_LOG = "Why: "
# Ranks in autocomplete: 0 (the same name) to 2 (a word begins so); more for other names.
OTHER_NAME, SOMEWHERE = 3, 6
MAX_RANKED = 500
# Changes of inline rows that a history page shows.
INLINE_HISTORY = 200
# Lists up to this length show counts next to their filters by default.
COUNTED_UNASKED = 5_000
# So that the list can be read before deletion, and other editors wait less than a second.
MAX_DELETED_AT_ONCE = 100


class EditorsList(ChangeList):
    """A list that counts what its filters would show, as long as that is quick."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.result_count <= COUNTED_UNASKED:
            self.add_facets, self.is_facets_optional = True, False


class EditorsAdmin(ChoosesByTyping, EditTokenAdmin):
    """A noun's pages, with every refusal of editorial as an error in the form."""

    form = EditorialForm
    # The field that a row added in a popup is for, if the popup's address doesn't say.
    usually_made_for = ""
    actions = ["delete_selected"]
    # Lookups of nouns by whose names, in any spelling, rows are found in addition to
    # ``search_fields``; and of the public id. All of them have to be single-valued.
    searched_nouns: tuple[str, ...] = ()
    searched_id = ""
    list_per_page = 50
    formfield_overrides = SHORT_TEXTS | {models.URLField: {"assume_scheme": "https"}}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return EditorsList

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.may_publish = may(request, MAY_PUBLISH)
        form.asks_reason = self.asks_reason(request, obj) and not is_previewing(request)
        form.is_preview = is_previewing(request)
        form.is_proposal = is_proposing(request)
        form.is_popup = IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST
        if form.is_popup:
            made_for = field_named(request.GET.get(MADE_FOR, self.usually_made_for))
            form.made_for = made_for if made_for and made_for.related_model is self.model else None
        return form

    def asks_reason(self, request: HttpRequest, obj: Any) -> bool:
        """Whether every change of this row needs a reason."""
        return is_proposing(request)

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> Any:
        self._show_warnings(request, obj)
        return super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Any) -> Any:
        self._show_warnings(request, obj)
        return super().response_change(request, obj)

    def warnings(self, obj: Any) -> Iterator[str]:
        """Warnings about what was saved, a sentence each."""
        yield from ()

    def _show_warnings(self, request: HttpRequest, obj: Any) -> None:
        for text in self.warnings(obj):
            self.message_user(request, text, messages.WARNING)

    def get_search_rank(self, obj: Any, term: str) -> int:
        """How well a row's names match what was typed; 0 is best."""
        wanted = " ".join(folded(term))
        ranks = [_rank(wanted, " ".join(folded(name))) for name in self.names_of(obj)]
        others = [_rank(wanted, " ".join(folded(name))) for name in self.other_names_of(obj)]
        return min([*ranks, *(OTHER_NAME + rank for rank in others if rank < SOMEWHERE), SOMEWHERE])

    def names_of(self, obj: Any) -> list[str]:
        """The main names of a row."""
        return [str(obj)]

    def other_names_of(self, obj: Any) -> list[str]:
        """Other names of a row."""
        return []

    def best_first(self, rows: models.QuerySet, term: str) -> list[Any]:
        """The rows that autocomplete found, best match first.

        If there are very many, rows whose name begins with the term are preferred.
        """
        named = next(iter(self.search_fields), "")
        forms = {term, term.lower(), term.upper(), term.capitalize(), term.title()}
        begins = models.Q(*((f"{named}__istartswith", each) for each in forms), _connector="OR")
        first = models.Case(models.When(begins, then=0), default=1)
        likely = rows.order_by(first, *self.ordering or ("pk",))[:MAX_RANKED]
        return sorted(likely, key=lambda obj: self.get_search_rank(obj, term))

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """The list; an action without permission answers 403 instead of being ignored."""
        action = request.POST.get("action", "")
        if action in (self.actions or ()) and action not in self.get_actions(request):
            raise PermissionDenied
        if "\0" in unquote_plus(request.META.get("QUERY_STRING", "")):
            raise Http404
        if not all(map(NUMBER.fullmatch, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            raise BadRequest
        try:
            return super().changelist_view(request, extra_context)
        except OverflowError as error:  # a year of thirty digits, asked of a calendar
            raise BadRequest from error

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        """The search of the list; it also finds names in other cases and scripts."""
        search_term = search_term.replace("\0", "")
        if self.searched_nouns:
            return self._containing(queryset, search_term), False
        found, twice = super().get_search_results(request, queryset, search_term)
        if search_term.strip() and hasattr(queryset, "matching"):
            found |= queryset.matching(search_term.strip())
        return found, twice

    def _containing(self, rows: models.QuerySet, typed: str) -> models.QuerySet:
        texts, nouns = list(self.search_fields), self.searched_nouns
        return matching_rows(rows, typed, texts=texts, nouns=nouns, public_id=self.searched_id)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and self.why_kept(obj))

    def why_kept(self, obj: models.Model) -> str:
        """Why it cannot be deleted; empty when it can."""
        if "why_kept" not in obj.__dict__:
            referring = [
                text for relation in _referring_relations(obj) if (text := _count(obj, relation))
            ]
            verb = "leans" if len(referring) == 1 and referring[0].startswith("1 ") else "lean"
            obj.__dict__["why_kept"] = (
                f"It stays as long as {' and '.join(referring)} {verb} on it." if referring else ""
            )
        return obj.__dict__["why_kept"]

    def delete_view(self, request: HttpRequest, object_id: str, extra_context=None):
        """The confirmation and the deletion; the archive is locked first, as for every write.

        A row that must stay, such as a passage published meanwhile, is refused with the reason.
        """
        locked = locked_archive() if request.method == "POST" else nullcontext()
        with locked:
            obj = self.get_object(request, unquote(object_id))
            is_sent = request.method == "POST" and self.has_delete_permission(request)
            if is_sent and obj is not None and (reason := self.why_kept(obj)):
                return self.refuse_page(request, obj, "This cannot be deleted", reason)
            return super().delete_view(request, object_id, extra_context)

    def refuse_page(
        self, request: HttpRequest, obj: models.Model, title: str, reason: str
    ) -> HttpResponse:
        """403, with the reason why the object cannot be changed or deleted."""
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "object": obj,
            "reason": reason,
        }
        return TemplateResponse(request, "admin/quotes/kept.html", context, status=403)

    @admin.action(permissions=["delete"], description="Delete selected %(verbose_name_plural)s")
    def delete_selected(self, request: HttpRequest, queryset: models.QuerySet) -> Any:
        """Delete after confirmation; none of them if one must stay or has changed since."""
        with locked_archive() if "post" in request.POST else nullcontext():
            if refused := self._why_none_deleted(queryset):
                self.message_user(request, refused, messages.ERROR)
                return None
            return super().delete_selected(request, queryset)

    def _why_none_deleted(self, queryset: models.QuerySet) -> str:
        number = queryset.count()
        if number == 0:
            return "None of them is there any more."
        if number > MAX_DELETED_AT_ONCE:
            return f"Choose at most {MAX_DELETED_AT_ONCE} of them: {number} were chosen."
        kept = ((obj, self.why_kept(obj)) for obj in queryset)
        return next((f"“{obj}” cannot be deleted. {why}" for obj, why in kept if why), "")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        context["why_kept"] = self.why_kept(obj) if obj else ""
        return super().render_change_form(request, context, *args, **kwargs)

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        return super().get_view_on_site_url(obj) if obj and self.is_public(obj) else None

    def is_public(self, obj: Any) -> bool:
        """Whether the public site has a page for it now."""
        return False


class HistoryAdmin(EditorsAdmin, SimpleHistoryAdmin):
    """Pages with history; old states can be viewed, but not restored."""

    object_history_template = "admin/quotes/object_history.html"

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def history_view(self, request: HttpRequest, object_id: str, extra_context=None):
        if not NUMBER.fullmatch(unquote(object_id)):
            raise Http404
        given = {
            "inline_histories": self._inline_histories(request, object_id),
            "reasons": LogEntry.objects.filter(
                content_type=ContentType.objects.get_for_model(self.model),
                object_id=object_id,
                change_message__startswith=WHY_IN_LOG,
            ).select_related("user"),
        }
        return super().history_view(request, object_id, {**given, **(extra_context or {})})

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context=None
    ) -> HttpResponse:
        """A read-only view of an old state; saving it would bypass editorial."""
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        if not NUMBER.fullmatch(object_id) or not NUMBER.fullmatch(version_id):
            raise Http404
        request.is_history_view = True  # type: ignore[attr-defined]
        past = copy(self)
        # The library fails if a prepopulated field is read-only, and nothing is filled in here.
        past.prepopulated_fields = {}  # type: ignore[misc]
        return super(HistoryAdmin, past).history_form_view(
            request, object_id, version_id, extra_context
        )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if getattr(request, "is_history_view", False):
            return [(None, {"fields": self._remembered()})]
        return super().get_fieldsets(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if getattr(request, "is_history_view", False):
            return self._remembered()
        return super().get_readonly_fields(request, obj)

    def _remembered(self) -> list[str]:
        fields = self.model.history.model.tracked_fields
        return [field.name for field in fields if not field.primary_key]

    def _inline_histories(self, request: HttpRequest, object_id: str) -> list[tuple[str, Any]]:
        """The history of the inline rows, where there is one, the last changes first."""
        kept = []
        for inline in self.get_inline_instances(request):
            # Turns and passages have their own history pages.
            if hasattr(inline.model, "history") and not inline.show_change_link:
                fk: Any = inline.get_formset(request).fk
                rows = inline.model.history.filter(**{fk.attname: object_id})
                changes = rows.select_related("history_user")[:INLINE_HISTORY]
                changes_in_words = [(_in_words(row, without=fk.name), row) for row in changes]
                kept.append((str(inline.verbose_name_plural), changes_in_words))
        return [(name, changes_in_words) for name, changes_in_words in kept if changes_in_words]


class ReadOnlyAdmin(EditorsAdmin):
    """Pages of rows that are never changed."""

    actions = []

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _rank(wanted: str, name: str) -> int:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    return 2 if f" {wanted}" in name else SOMEWHERE


def is_previewing(request: HttpRequest) -> bool:
    """Whether the form was sent to see what it would change, and not to save it."""
    return "_preview" in request.POST


def editor_of(request: HttpRequest) -> User:
    """The logged-in user; the admin admits nobody else."""
    return cast(User, request.user)


def may(request: HttpRequest, permission: str) -> bool:
    """Whether the logged-in user has a permission.

    Who proposes a correction, or accepts a proposed one, may fill in what only chief editors change
    otherwise.
    """
    corrects = is_proposing(request) or getattr(request, "corrects", False)
    return (corrects and permission == MAY_PUBLISH) or request.user.has_perm(permission)


def is_proposing(request: HttpRequest) -> bool:
    """Whether this is the page of a proposal, which saves nothing but that."""
    return getattr(request, "is_proposal", False)


def _in_words(row: Any, *, without: str) -> str:
    """The values of a history row, field by field."""
    fields = [each for each in row.tracked_fields if each.editable and not each.primary_key]
    texts = ((each, edit_token.stored_text(row, each)) for each in fields if each.name != without)
    return "; ".join(f"{each.verbose_name}: {text}" for each, text in texts if text)


def _referring_relations(obj: models.Model) -> list[Any]:
    """Relations through which other rows protect this one from deletion."""
    return [
        relation
        for relation in obj._meta.related_objects
        if relation.many_to_many or (relation.one_to_many and relation.on_delete is PROTECT)
    ]


def _count(obj: models.Model, relation: Any) -> str:
    number = getattr(obj, relation.get_accessor_name()).count()
    opts = relation.related_model._meta
    name = opts.verbose_name if number == 1 else opts.verbose_name_plural
    return f"{number} {name}" if number else ""
