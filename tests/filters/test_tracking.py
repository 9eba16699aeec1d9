"""Parameters that follow readers."""

import pytest

from quotes.answers.addresses import ORDER
from quotes.filters.browse import (
    EventFilters,
    InterviewFilters,
    SourceFilters,
    SpeakerFilters,
    TopicFilters,
    UtteranceFilters,
)  # fmt: skip
from quotes.filters.search import SearchFilters
from quotes.filters.tracking import NAMES, is_tracking, without_tracking

OURS = {
    "since", "p", "url", "format", "maxwidth", "maxheight", "id", "cursor", "view", "title", "page",
    "per_page", *ORDER,
}  # fmt: skip


def test_no_parameter_of_ours_is_taken_for_one():
    filters = (EventFilters, InterviewFilters, SourceFilters, SpeakerFilters, TopicFilters,
               UtteranceFilters, SearchFilters)  # fmt: skip
    ours = OURS.union(*(each.base_filters for each in filters))
    assert not [name for name in ours if is_tracking(name)]


@pytest.mark.parametrize(
    "name",
    [
        "utm_source", "UTM_Campaign", "mc_cid", "mc_eid", "yclid", "msclkid", "igshid", "_hsenc", "_hsmi",
        "gbraid", "wbraid", "dclid", "ttclid", "twclid", "li_fat_id", "mkt_tok", "oly_anon_id", "vero_id",
        "_openstat", "srsltid", "fbclid", "gclid", "ref", "si", "at_medium", "at_campaign", "guccounter",
        "guce_referrer", "amp", "mibextid", "gad_source", "pk_kwd", "matomo_kwd", "elqTrackId",
    ],
)  # fmt: skip
def test_what_newsletters_and_networks_add_is_known(name):
    assert is_tracking(name)


@pytest.mark.parametrize(
    "name", ["at_home", "at_", "pk_1", "guce", "share", "utm", "gad", "reference"]
)
def test_what_only_looks_like_one_is_no_such_parameter(name):
    assert not is_tracking(name)


def test_a_query_string_loses_these_alone_and_keeps_its_order():
    assert without_tracking("b=1&utm_source=x&a=%20&mc%5Fcid=2&q=") == "b=1&a=%20&q="
    assert without_tracking("fbclid=x") == without_tracking("") == ""


def test_names_are_written_in_lower_case():
    assert all(name == name.lower() for name in NAMES)
