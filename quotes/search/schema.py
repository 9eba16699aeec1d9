"""The fields of the index. A change here or in the analysis leads to a new index directory."""

from collections.abc import Sequence
from functools import cache
from importlib.metadata import version

import tantivy

from quotes.search.registry import FILTERS

# Raise when a field, or what is written into one, changes.
SCHEMA_VERSION = 6
# Raise when quotes.text.words or quotes.text.stems gives other terms.
ANALYSIS_VERSION = 4
META_PK = 0

# An index on disk identifies its fields by position. This is the order of version 6; it can go when
# the version is raised.
FIELD_ORDER = ("speaker", "event", "series", "interview", "source", "outlet", "topic", "year")
# Fields of filters, with the Django lookups from a passage to their values.
LOOKUPS = {name: way for each in FILTERS for name, way in each.fields.items()}
KEYWORD_FIELDS = tuple(name for each in FILTERS if each.is_text for name in each.fields)
NUMBER_FIELDS = (
    *sorted(LOOKUPS.keys() - {*KEYWORD_FIELDS}, key=(*FIELD_ORDER, *LOOKUPS).index),
    "earliest", "latest", "utterance",
)  # fmt: skip
# Only sorted by, so not indexed: a term list would have an entry for every passage.
SORT_FIELDS = ("newest", "oldest", "changed", "wording_rank")
TEXT_FIELDS = ("exact", "stem", "question", "question_exact", "names", "labels")
# Levels of a stem's share of the passage, written before the stem in the field ``dense``.
DENSE_LEVELS = (1, 2, 3, 4)


def signature() -> str:
    """Name of the directory for an index that this code can read."""
    return f"schema{SCHEMA_VERSION}-analysis{ANALYSIS_VERSION}-tantivy{_engine()}"


@cache
def _engine() -> str:
    # Every search asks, and looking up a package takes as long as a query.
    return version("tantivy")


@cache
def schema() -> tantivy.Schema:
    """The one schema object: a query built with another one finds nothing."""
    builder = tantivy.SchemaBuilder()
    # Signed: deleting by a term of an unsigned field silently deletes nothing (tantivy-py 0.27).
    builder.add_integer_field("pk", indexed=True, fast=True)
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace")
    # Without frequencies and positions: only whether it occurs matters.
    builder.add_text_field("dense", tokenizer_name="whitespace", index_option="basic")
    for name in KEYWORD_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", fast=True)
    for name in NUMBER_FIELDS:
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in SORT_FIELDS:
        builder.add_integer_field(name, fast=True)
    # A digest of all other values of the passage; only ``reindex --verify`` reads it.
    builder.add_integer_field("digest", fast=True)
    builder.add_text_field("meta", stored=True, tokenizer_name="raw")
    return builder.build()


def term_query(field: str, value: str | int) -> tantivy.Query:
    """What has this term or number in a field."""
    return tantivy.Query.term_query(schema(), field, value)


def phrase_query(field: str, terms: Sequence[str]) -> tantivy.Query:
    """What has these terms next to each other, in this order, in a field of text."""
    # A phrase of one word makes the engine panic.
    if len(terms) == 1:
        return term_query(field, terms[0])
    return tantivy.Query.phrase_query(schema(), field, list(terms))
