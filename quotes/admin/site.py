"""The admin site: log-in that keeps unsaved input, and autocomplete by best match."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, cast
from urllib.parse import urlsplit

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import Resolver404, get_script_prefix, path, resolve, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from quotes.admin import edit_token, labels, proposals, queues
from quotes.admin.edit_token import Token
from quotes.models import Wording

# The form field that carries sent data through the log-in; nothing is kept on the server.
SENT = "sent"
# Pages with an edit form. For other pages, the editor is asked before data is sent again.
FORMS = re.compile(r"[a-z]+_[a-z]+_(add|change)")
NEVER_AGAIN = re.compile("login|logout|password")


class RankedAutocomplete(AutocompleteJsonView):
    """Autocomplete with the best match first."""

    def process_request(self, request: HttpRequest) -> Any:
        """The request's target; relations that are not form fields are refused."""
        asked = super().process_request(request)
        if not hasattr(asked[2], "get_limit_choices_to"):
            raise PermissionDenied
        return asked

    def get_context_data(self, **kwargs: Any) -> Any:
        context = super().get_context_data(**kwargs)
        self.labels = labels.labels(list(context["object_list"]), self.term)
        return context

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        """The row, and behind its name what tells it from others of that name."""
        result = super().serialize_result(obj, to_field_name)
        return {**result, "text": self.labels.get(obj.pk, result["text"])}

    def get_queryset(self) -> Any:
        found, term = super().get_queryset(), self.term.replace("\0", "").strip()
        ranked = getattr(self.model_admin, "best_first", None)
        return ranked(found, term) if ranked and term else found


class EditorsSite(admin.AdminSite):
    """Django's admin site; unsaved input survives the end of a session."""

    site_header = site_title = "On Record – editors"
    index_title = "Editors’ desk"

    def get_urls(self) -> list[Any]:
        help_page = path("help/", self.admin_view(self.help), name="quotes_help")
        return [help_page, *proposals.urls(self), *super().get_urls()]

    def help(self, request: HttpRequest) -> TemplateResponse:
        """What editors ask while they fill in a form: wording, dates, spans and topics."""
        context = {**self.each_context(request), "title": "Help", "grades": list(Wording)}
        return TemplateResponse(request, "admin/quotes/help.html", context)

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """The first page, with what waits for this editor."""
        sees = self.has_permission(request) and request.user.has_perm("quotes.view_passage")
        desk = {"desk": queues.desk(request)} if sees else {}
        return super().index(request, {**desk, **(extra_context or {})})

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """A view for editors; a form sent without a session leads to the log-in."""
        guarded = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            leaves = request.path == reverse("admin:logout")
            if request.method == "POST" and not leaves and not self.has_permission(request):
                return self.ask_to_log_in(request)
            return guarded(request, *args, **kwargs)

        inner.__dict__.update(guarded.__dict__)
        return never_cache(inner) if not cacheable else inner

    def ask_to_log_in(self, request: HttpRequest) -> HttpResponse:
        """The log-in page, with the sent data in a hidden field."""
        given = {
            SENT: json.dumps([*_without_secrets(request.POST)], ensure_ascii=False),
            "next": request.get_full_path(),
            "app_path": reverse("admin:login"),
        }
        request.method = "GET"
        answer = super().login(request, given)
        answer.status_code = 403
        return answer

    @method_decorator(never_cache)
    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Log in; then show the index, the requested page, or the form with the sent data."""
        given = {SENT: request.POST.get(SENT, ""), **(extra_context or {})}
        answer = super().login(request, given)
        if request.method == "POST" and answer.status_code == 302:
            return self.shown_again(request, answer["Location"], _fields(given[SENT])) or answer
        return answer

    def sent_to(self, request: HttpRequest) -> tuple[str, QueryDict]:
        """Address and data of a sent form, also when it has passed through the log-in."""
        if request.path == reverse("admin:login"):
            return request.POST.get("next", ""), _fields(request.POST.get(SENT, ""))
        return request.get_full_path(), request.POST

    def shown_again(
        self, request: HttpRequest, address: str, sent: QueryDict
    ) -> HttpResponse | None:
        """The page at ``address`` with the data that was sent to it; nothing is saved.

        None unless this editor had opened that page, as the token in the form shows.
        """
        token = Token.read(sent.get(edit_token.NAME, ""))
        if token is None or not self.has_permission(request) or token.user != request.user.pk:
            return None
        place = urlsplit(address)
        at = f"/{place.path.removeprefix(get_script_prefix())}"
        try:
            match = resolve(at)
        except Resolver404:
            return None
        if match.namespace != "admin" or NEVER_AGAIN.search(match.url_name or ""):
            return None
        if not FORMS.fullmatch(match.url_name or ""):
            return self._ask_to_send_again(request, address, sent)
        request.method, request.path, request.path_info = "POST", place.path, at
        request.META["QUERY_STRING"] = place.query
        request.GET, request.POST = QueryDict(place.query), sent  # type: ignore[assignment]
        request.resolver_match = match
        request.is_resubmission = True  # type: ignore[attr-defined]
        # It is shown and not acted on, so that it needs no token of this session.
        request.csrf_processing_done = True  # type: ignore[attr-defined]
        return match.func(request, *match.args, **match.kwargs)

    def _ask_to_send_again(
        self, request: HttpRequest, address: str, sent: QueryDict
    ) -> HttpResponse:
        context = {
            **self.each_context(request),
            "title": "You are logged in again",
            "address": address,
            "sent": list(_without_secrets(sent)),
            "fields_sent": [pair for pair in _without_secrets(sent) if pair[0] != edit_token.NAME],
        }
        return TemplateResponse(request, "admin/quotes/send_again.html", context)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """The suggestions of autocomplete fields."""
        return cast(HttpResponse, RankedAutocomplete.as_view(admin_site=self)(request))


@cache
def editors_site() -> EditorsSite:
    """The one site. To import this room’s pages asks for it too, before it has been handed out."""
    return EditorsSite()


def _without_secrets(fields: QueryDict) -> Iterator[tuple[str, list[str]]]:
    """A form's data without passwords and CSRF token."""
    for name, values in fields.lists():
        if name != "csrfmiddlewaretoken" and "password" not in name:
            yield name, values


def _fields(text: str) -> QueryDict:
    """A form's data from the hidden field of the log-in; empty if that is malformed."""
    fields = QueryDict(mutable=True)
    try:
        for name, values in json.loads(text):
            # As a browser could have sent it: no page can hold a lone surrogate.
            sound = [str(value).encode(errors="replace").decode() for value in values]
            fields.setlist(str(name), sound)
    except (ValueError, TypeError, RecursionError):
        return QueryDict()
    return fields
