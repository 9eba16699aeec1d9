"""What has been published, as it was: identifiers and revisions, to be read only."""

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from quotes.admin.base import ReadOnlyAdmin
from quotes.models import Identifier, IdentifierEvent, PassageRevision


class IdentifierEventInline(admin.TabularInline):
    """What became of an identifier."""

    model = IdentifierEvent
    fk_name = "identifier"
    fields = ("kind", "target", "reason", "created_at")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Identifier)
class IdentifierAdmin(ReadOnlyAdmin):
    """Every public id ever given."""

    list_display = ("id", "minted_at", "passage")
    list_filter = ("events__kind",)
    list_select_related = ("passage",)
    search_fields = ("id", "passage__text")
    searched_nouns = ("passage__speaker",)
    searched_id = "pk"
    search_help_text = (
        "Public id, speaker in any spelling, or words as they are written, accents included"
    )
    ordering = ("-minted_at", "id")
    date_hierarchy = "minted_at"
    fields = ("id", "minted_at", "passage")
    readonly_fields = fields
    inlines = (IdentifierEventInline,)


@admin.register(PassageRevision)
class PassageRevisionAdmin(ReadOnlyAdmin):
    """Every version ever published."""

    list_display = ("sequence", "public_id", "number", "kind", "reason", "editor", "created_at")
    list_filter = ("kind", "editor")
    list_select_related = ("passage__turn__answers", "editor")
    search_fields = ("passage__identifier__id", "reason", "words__text")
    searched_nouns = ("passage__speaker", "passage__turn__source")
    searched_id = "passage__identifier"
    search_help_text = (
        "Speaker or source in any spelling, public id, or words of the version or reason as they "
        "are written, accents included"
    )
    ordering = ("-sequence",)
    date_hierarchy = "created_at"
    fields = (
        "public_id", "number", "sequence", "kind", "reason", "editor", "created_at",
        "text", "printed", "sha256",
    )  # fmt: skip
    readonly_fields = ("public_id", "text", "printed", "created_at")

    @admin.display(description="public id", ordering="passage__identifier")
    def public_id(self, revision: PassageRevision) -> str | None:
        """The passage's public id."""
        return revision.passage.identifier_id

    @admin.display(description="words")
    def text(self, revision: PassageRevision) -> str:
        """The words of this version, or when and why they were removed."""
        words = revision.words
        if words.removed_at is None:
            return words.text
        day, reason = words.removed_at.date().isoformat(), words.removed_reason
        return f"({words.get_removed_display()}, {day}{f': {reason}' if reason else ''})"

    @admin.display(description="printed beside the words")
    def printed(self, revision: PassageRevision) -> SafeString:
        """Every other string that this version prints."""
        text = json.dumps(revision.shown, ensure_ascii=False, indent=1)
        return format_html("<pre>{}</pre>", text)
