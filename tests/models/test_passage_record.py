"""A passage from compiled queries is the one that the querysets give."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quotes.citations.json_record import passage_record
from quotes.models import Identifier, Passage
from quotes.models.passage_record import published_record
from tests.factories import published

SITE = "https://archive.example"
pytestmark = pytest.mark.django_db


def test_every_passage_of_the_opening_archive_is_the_same(opening_archive: None) -> None:
    for expected in Passage.public.for_record():
        found = published_record(str(expected.identifier_id))
        assert found == expected
        assert passage_record(found, site=SITE) == passage_record(expected, site=SITE)
        assert found.tags == expected.tags
        assert found.latest_revision.shown == expected.latest_revision.shown
        assert (found.before, found.after) == (expected.before, expected.after)
        assert found.reports == expected.reports
        assert found.change == expected.change


def test_an_edit_is_seen_by_the_next_call() -> None:
    passage = published()
    identifier = str(passage.identifier_id)
    assert published_record(identifier).role_as_printed == passage.role_as_printed
    Passage.objects.filter(pk=passage.pk).update(role_as_printed="Another role")
    assert published_record(identifier).role_as_printed == "Another role"


def test_drafts_withdrawn_ones_and_unknown_identifiers_are_not_found() -> None:
    passage = published()
    identifier = str(passage.identifier_id)
    Passage.objects.filter(pk=passage.pk).update(state="withdrawn")
    assert published_record(identifier) is None
    assert published_record("22222222") is None
    assert published_record("?") is None


def test_nothing_more_is_read_for_the_record(opening_archive: None) -> None:
    identifiers = [str(each.pk) for each in Identifier.objects.all()]
    for identifier in identifiers:
        found = published_record(identifier)
        with CaptureQueriesContext(connection) as queries:
            passage_record(found, site=SITE)
        assert not queries.captured_queries


def test_related_rows_cannot_be_narrowed() -> None:
    passage = published()
    found = published_record(str(passage.identifier_id))
    with pytest.raises(AttributeError):
        found.revisions.all().filter(number=1)
