"""The editors' pages, one file for each group of nouns."""

from quotes.admin import (
    events,
    interviews,
    passages,
    records,
    sources,
    speakers,
    topics,
    turns,
    users,
    utterances,
)

__all__ = [
    "events", "interviews", "passages", "records", "sources", "speakers", "topics", "turns",
    "users", "utterances",
]  # fmt: skip
