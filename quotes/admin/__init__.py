"""The editors' pages, one file for each group of nouns."""

from quotes.admin import (
    events,
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
    "events", "passages", "records", "sources", "speakers", "topics", "turns",
    "users", "utterances",
]  # fmt: skip
