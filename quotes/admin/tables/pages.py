"""The page on which a table goes out and comes in: file, dry run, confirmation."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from quotes.admin import edit_token
from quotes.admin.base import EditorsAdmin
from quotes.admin.edit_token import Token
from quotes.admin.forms import KINDS, ReasonField
from quotes.admin.tables.columns import RESOURCES
from quotes.admin.tables.files import (
    MAX_BYTES,
    MAX_ROWS,
    TableError,
    csv_of,
    read_table,
    xlsx_of,
)
from quotes.admin.tables.rows import WHY
from quotes.admin.tables.runs import Outcome, carry_out, try_out

MAX_EXPORTED = 20_000
BATCH = 500
WRITTEN = {
    "csv": (csv_of, "text/csv; charset=utf-8"),
    "xlsx": (xlsx_of, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class TableForm(forms.Form):
    """A file, and why what readers see of its rows is changed."""

    file = forms.FileField(
        label="CSV or XLSX", allow_empty_file=True,
        help_text=f"At most {MAX_BYTES // 10**6} MB and {MAX_ROWS:,} rows.",
    )  # fmt: skip
    why_kind = forms.ChoiceField(
        label="Kind of change", choices=[("", "---------"), *KINDS], required=False
    )
    why_reason = ReasonField(
        label="Reason", required=False, widget=AdminTextareaWidget({"rows": 2}),
        help_text="Needed where readers see what changes, if the row has no why_reason of its own.",
    )  # fmt: skip


class TablePages(EditorsAdmin):
    """Adds the page to a noun, or to passages for their topics."""

    change_list_template = "admin/quotes/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        if self.model not in RESOURCES:
            return super().get_urls()
        guarded, name = self.admin_site.admin_view, f"quotes_{self.opts.model_name}_table"
        return [
            path("table/", guarded(self.table), name=name),
            path("table/<slug:form>/", guarded(self.table_file), name=f"{name}_file"),
            *super().get_urls(),
        ]

    def table_file(self, request: HttpRequest, form: str) -> HttpResponse:
        """The rows of the list, as it is filtered, in a file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if form not in WRITTEN:
            raise Http404
        try:
            rows = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters as error:
            raise BadRequest from error
        resource: Any = RESOURCES[self.model]()
        write, kind = WRITTEN[form]
        try:
            if rows.count() > MAX_EXPORTED:
                raise TableError(f"The list has more than {MAX_EXPORTED:,} rows: filter it first.")
            found = rows.prefetch_related(*resource.related).iterator(chunk_size=BATCH)
            cells = (resource.values(row) for row in found)
            data = write(
                resource.columns, ([row[name] for name in resource.columns] for row in cells)
            )
        except TableError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(self._address())
        name = f"{self.opts.model_name}.{form}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(data, content_type=kind, headers=headers)

    def table(self, request: HttpRequest) -> HttpResponse:
        """Give a file, see what it would change, confirm it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        may_import = self.has_change_permission(request) or self.has_add_permission(request)
        if request.method != "POST":
            return self._table_page(request, TableForm(), may_import=may_import)
        if not may_import:
            raise PermissionDenied
        if "kept" in request.POST:
            return self._carried_out(request)
        form = TableForm(request.POST, request.FILES)
        outcome = self._tried_out(request, form) if form.is_valid() else None
        return self._table_page(request, form, outcome)

    def _tried_out(self, request: HttpRequest, form: TableForm) -> Outcome | None:
        file, why = form.cleaned_data["file"], {name: form.cleaned_data[name] for name in WHY}
        try:
            return try_out(self, request, read_table(file.read(MAX_BYTES + 1)), why)
        except TableError as error:
            form.add_error("file", str(error))
            return None

    def _carried_out(self, request: HttpRequest) -> HttpResponse:
        try:
            outcome = carry_out(
                self, request, request.POST["kept"], seen="why_seen" in request.POST
            )
        except TableError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(self._address())
        if outcome.errors:
            return self._table_page(request, TableForm(), outcome)
        self.message_user(request, outcome.summary, messages.SUCCESS)
        for text in outcome.warnings:
            self.message_user(request, text, messages.WARNING)
        return HttpResponseRedirect(self._address("changelist"))

    def _table_page(
        self,
        request: HttpRequest,
        form: TableForm,
        outcome: Outcome | None = None,
        *,
        may_import: bool = True,
    ) -> HttpResponse:
        resource: Any = RESOURCES[self.model]()
        name = edit_token.name_of(self.model, "table")
        context = {
            **self.admin_site.each_context(request),
            "title": f"{str(self.opts.verbose_name_plural).capitalize()} as a table",
            "opts": self.opts,
            "form": form,
            "may_import": may_import,
            "outcome": outcome,
            "most_at_once": resource.most_at_once,
            "read_columns": resource.read_columns,
            "query": request.GET.urlencode(),
            "files": [(each.upper(), self._address("table_file", each)) for each in WRITTEN],
            "edit_token": str(Token.now(request.user, name, {})),
        }
        return TemplateResponse(request, "admin/quotes/table.html", context)

    def _address(self, page: str = "table", *args: str) -> str:
        return reverse(f"admin:quotes_{self.opts.model_name}_{page}", args=args)
