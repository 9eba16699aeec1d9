"""The index's fields; a change here or in the analysis makes another index beside the old one."""

from functools import cache
from importlib.metadata import version

import tantivy

from quotes.search.registry import FILTERS

# Raise when a field, or what is written into one, changes.
SCHEMA_VERSION = 6
# Raise when quotes.text.words or quotes.text.stems gives other terms.
ANALYSIS_VERSION = 3
META_PK = 0

# An index on disk knows its fields by their places. These are those of version 6; whoever raises
# it may take this line away.
PLACED = ("speaker", "event", "series", "interview", "source", "outlet", "topic", "year")
# Fields of filters, with the ways from a passage to their values.
WAYS = {name: way for each in FILTERS for name, way in each.fields.items()}
CODES = tuple(name for each in FILTERS if each.is_text for name in each.fields)
NUMBERS = (
    *sorted(WAYS.keys() - {*CODES}, key=lambda name: (*PLACED, *WAYS).index(name)),
    "earliest", "latest", "utterance",
)  # fmt: skip
# Sorted by, never looked up: a list of a million different terms each would be built in vain.
ORDERS = ("newest", "oldest", "changed", "wording_rank")
TEXTS = ("exact", "stem", "question", "question_exact", "names", "labels")
# Levels of how much of a passage a stem makes up, written before the stem in the field ``dense``.
DENSE_LEVELS = (1, 2, 3, 4)


def signature() -> str:
    """Name of the directory for an index that this code can read."""
    return f"schema{SCHEMA_VERSION}-analysis{ANALYSIS_VERSION}-tantivy{_engine()}"


@cache
def _engine() -> str:
    # Each search asks, and to look a package up takes as long as one of its queries.
    return version("tantivy")


@cache
def schema() -> tantivy.Schema:
    """The one schema object: a query built with another one finds nothing."""
    builder = tantivy.SchemaBuilder()
    # Signed: deleting by a term of an unsigned field silently deletes nothing (tantivy-py 0.27).
    builder.add_integer_field("pk", indexed=True, fast=True)
    for name in TEXTS:
        builder.add_text_field(name, tokenizer_name="whitespace")
    # Only found or not: nobody asks how often, or where.
    builder.add_text_field("dense", tokenizer_name="whitespace", index_option="basic")
    for name in CODES:
        builder.add_text_field(name, tokenizer_name="raw", fast=True)
    for name in NUMBERS:
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in ORDERS:
        builder.add_integer_field(name, fast=True)
    # Of all else that is written for a passage; only ``reindex --verify`` reads it.
    builder.add_integer_field("digest", fast=True)
    builder.add_text_field("meta", stored=True, tokenizer_name="raw")
    return builder.build()
