"""What a filter's declaration has to agree with."""

import pytest

from quotes.models.names import NOUNS
from quotes.models.passage_queries import CHANGE_LOOKUPS
from quotes.search.query import FIELDS
from quotes.search.registry import FILTERS, Filter, Nouns
from quotes.search.schema import KEYWORD_FIELDS, LOOKUPS, NUMBER_FIELDS, SCHEMA_VERSION


def test_the_version_of_the_schema_stands_for_these_fields() -> None:
    """An index of an older release must not be read with other fields: raise the version."""
    assert (SCHEMA_VERSION, KEYWORD_FIELDS, NUMBER_FIELDS) == (
        6,
        ("wording", "language"),
        ("speaker", "event", "series", "interview", "source", "outlet", "topic", "year",
         "earliest", "latest", "utterance"),
    )  # fmt: skip


@pytest.mark.parametrize("lookup", sorted(lookup for lookup in LOOKUPS.values() if lookup))
def test_a_change_on_the_lookup_of_a_value_is_stamped(lookup: str) -> None:
    holder = lookup.rpartition("__")[0]
    assert not holder or holder in CHANGE_LOOKUPS


@pytest.mark.parametrize("declared", FILTERS, ids=lambda declared: declared.name)
def test_a_declaration_is_whole(declared: Filter) -> None:
    assert declared.label
    if isinstance(declared.values, Nouns):
        assert declared.fields.keys() <= NOUNS.keys()
    if declared.is_facet:
        assert declared.name in declared.fields


def test_no_two_filters_have_one_name_in_the_box() -> None:
    assert len(FIELDS) == sum(len(declared.query_names) for declared in FILTERS)
