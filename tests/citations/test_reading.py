"""From the database to what is cited: live passages and old versions, by their records."""

from dataclasses import replace
from datetime import datetime

import pytest

from quotes import editorial
from quotes.citations.cited import Cited, Record
from quotes.citations.formats import FORMATS, render
from quotes.citations.names import Person
from quotes.citations.reading import cited, web_address
from quotes.editorial import CitedChange
from quotes.models import Passage, PassageRevision
from tests import factories
from tests.citations.archived import INTERVIEW, PANEL, PARAPHRASED, QUOTED, SIGNED, SITE

pytestmark = pytest.mark.django_db
WHY = CitedChange("typo", "A letter was missing.")


def live(passage: Passage) -> Cited:
    return cited(Passage.public.for_record().get(pk=passage.pk), site=SITE)


def version(passage: Passage, number: int) -> Cited:
    """As the page of a version reads it."""
    found = Passage.public.for_display().get(pk=passage.pk)
    revisions = {each.number: each for each in PassageRevision.objects.of(found.identifier_id)}
    return cited(found, site=SITE, revision=revisions[number])


@pytest.mark.usefixtures("opening_archive")
@pytest.mark.parametrize("example", [PANEL, QUOTED, PARAPHRASED, INTERVIEW, SIGNED])
def test_the_examples_of_the_opening_archive_are_what_is_cited_of_it(example: Cited) -> None:
    passage = Passage.public.for_record().get(identifier=example.record.identifier)
    found = cited(passage, site=SITE)
    revision = passage.latest_revision
    assert found.record == replace(
        example.record,
        sha256=revision.sha256,
        made_on=revision.created_at.date(),
    )
    assert replace(found, record=example.record) == example
    assert found.parts == passage.parts


def test_a_record_is_named_by_its_version_and_address() -> None:
    passage = factories.published()
    revision = passage.revisions.get()
    assert live(passage).record == Record(
        identifier=passage.identifier_id,
        version=1,
        sha256=revision.sha256,
        made_on=revision.created_at.date(),
        url=f"{SITE}/q/{passage.identifier_id}/v/1",
    )


def test_an_old_version_is_cited_as_it_was_when_everything_it_prints_has_changed() -> None:
    speaker = factories.speaker("Ana Lime")
    speaker.sort_name = "Lime, Ana"
    editorial.save_noun(speaker, editor=None)
    turn = factories.turn("The only side is cooperation, I think.")
    passage = factories.published(turn=turn, spans=[[0, 28]], speaker=speaker)
    before = {each.key: render(each.key, version(passage, 1)) for each in FORMATS}
    speaker.name, speaker.sort_name = "Ana Lima", "Lima, Ana"
    editorial.save_noun(speaker, editor=None, why=WHY)
    source = turn.source
    source.title, source.byline, source.published = "Renamed", "Jane Doe", "2024"
    editorial.save_noun(source, editor=None, why=WHY)
    source.outlet.name = "Another Outlet"
    editorial.save_noun(source.outlet, editor=None, why=WHY)
    editorial.revise(passage, {"spans": [[0, 37]]}, why=WHY, editor=None)
    assert live(passage).record.version == 5
    assert live(passage).text == "The only side is cooperation, I think"
    assert {each.key: render(each.key, version(passage, 1)) for each in FORMATS} == before


def test_the_latest_version_is_cited_alike_from_both_its_addresses() -> None:
    passage = factories.published("Words.", answers=factories.turn("Which?", kind="question"))
    assert version(passage, 1) == live(passage)


def test_a_question_whose_asker_is_a_person_is_asked_by_a_person() -> None:
    asker = factories.speaker("Marta Ortiz")
    asker.sort_name = "Ortiz, Marta"
    editorial.save_noun(asker, editor=None)
    question = factories.turn("Which?", kind="question", speaker=asker)
    passage = factories.published("This.", answers=question, source=question.source)
    assert live(passage).asker == Person("Marta Ortiz", "Ortiz", "Marta")
    assert live(passage).question == "Which?"


def test_the_name_of_a_body_is_never_taken_apart() -> None:
    body = factories.speaker("Radio Meridian", kind="body")
    body.sort_name = "Meridian, Radio"
    editorial.save_noun(body, editor=None)
    assert live(factories.published(speaker=body)).speaker == Person("Radio Meridian")


def test_a_version_whose_words_were_removed_is_still_cited() -> None:
    passage = factories.published("Words that a court has had removed.")
    shown = Passage.public.for_display().get(pk=passage.pk)
    revision = PassageRevision.objects.get(passage=passage)
    # As where the row is gone: triggers keep a test from deleting it.
    revision._state.fields_cache["words"] = None
    found = cited(shown, site=SITE, revision=revision)
    assert found.text == ""
    for each in FORMATS:
        assert "court" not in each.write(found)
    assert "removed for legal reasons" in render("text", found)


def test_the_day_of_the_record_is_that_of_its_time() -> None:
    passage = factories.published()
    record = passage.revisions.get()
    assert live(passage).record.made_on == datetime.fromisoformat(str(record.created_at)).date()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/x?y=1&z=%20#top", "https://a.example/x?y=1&z=%20#top"),
        ("HTTP://a.example/", "HTTP://a.example/"),
        ("https://a.example/a b\"<>{}|\\^`", "https://a.example/a%20b%22%3C%3E%7B%7D%7C%5C%5E%60"),
        ("https://a.example/\u202egpj", "https://a.example/%E2%80%AEgpj"),
        ("https://пример.example/путь", "https://%D0%BF%D1%80%D0%B8%D0%BC%D0%B5%D1%80.example/"
                                        "%D0%BF%D1%83%D1%82%D1%8C"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//a.example/", ""),
        ("https://", ""),
        ("https://[a", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_only_addresses_of_the_web_are_cited_and_in_harmless_characters(
    url: str, expected: str
) -> None:
    assert web_address(url) == expected
