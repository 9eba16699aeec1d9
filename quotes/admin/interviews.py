"""The editors' pages of interviews and who took part."""

from django.contrib import admin

from quotes.admin.choices import ChoosesByTyping
from quotes.admin.forms import PlainForm
from quotes.admin.lists import RelatedFilter
from quotes.admin.nouns import NounAdmin
from quotes.models import Interview, Participation


class ParticipationInline(ChoosesByTyping, admin.TabularInline):
    """Who took part in an interview."""

    model = Participation
    form = PlainForm
    fields = ("speaker", "part", "role_as_printed")
    autocomplete_fields = ("speaker",)
    extra = 0


@admin.register(Interview)
class InterviewAdmin(NounAdmin):
    """Interviews."""

    list_display = ("title", "event", "format", "when", "language", "published_passages")
    list_filter = ("format", "language", ("event", RelatedFilter))
    list_select_related = ("event",)
    search_fields = ("title", "slug", "event__name", "participations__speaker__name")
    search_help_text = "Title, event or participant"
    ordering = ("-earliest", "title")
    date_hierarchy = "earliest"
    autocomplete_fields = ("event",)
    prepopulated_fields = {"slug": ("title",)}
    fieldsets = (
        (None, {"fields": ("title", "slug", "event", "format", "dates", "language", "basis")}),
    )
    inlines = (ParticipationInline,)

    @admin.display(description="when", ordering="earliest", empty_value="unknown")
    def when(self, interview: Interview) -> str:
        """Its dates in words."""
        return interview.when
