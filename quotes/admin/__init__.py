"""The editors' pages, one file for each group of nouns."""

from django.contrib import admin

from quotes.admin import (
    events,
    interviews,
    passages,
    records,
    sources,
    speakers,
    topics,
    turns,
    utterances,
)

__all__ = [
    "events", "interviews", "passages", "records", "sources", "speakers", "topics", "turns",
    "utterances",
]  # fmt: skip

admin.site.site_header = "On Record – editors"
admin.site.site_title = "On Record – editors"
admin.site.index_title = "Editors’ desk"
