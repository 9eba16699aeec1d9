"""What is proposed for an imported document, against the opening archive."""

import pytest

from quotes.ingest import proposals
from quotes.ingest.documents import Document, Metadata
from quotes.ingest.proposals import TopicsOfArchive
from quotes.ingest.readers import read_document
from quotes.ingest.splitters import split
from quotes.ingest.topic_proposals import Tagged, TopicLabel, TopicProposals
from quotes.models import Passage
from quotes.search import catch_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("opening_archive")]


def document(text: str) -> Document:
    return read_document("x.txt", text.encode())


def test_a_speaker_is_matched_under_another_script_and_a_stranger_is_proposed_anew():
    made = split(
        document("Роман Василенко: Мы открыты.\n\nJane Roe: Are you?\n\nРоман Василенко: Да.")
    )
    known = {
        each.name: [one.slug for one in each.known] for each in proposals.proposed_speakers(made)
    }
    assert known == {"Роман Василенко": ["roman-vassilenko"], "Jane Roe": []}


def test_date_event_and_outlet_are_read_from_the_words_around():
    read = document(
        "Interview at the Astana International Forum 2023 for The Astana Times, June 8, 2023\n\n"
        "Question: Is it open?\n\nAnswer: It is open to all of us.\n\nQuestion: Since when?\n\nAnswer: May."
    )
    found = proposals.proposed_details(read, split(read))
    assert (found.language, found.said_on) == ("en", "2023-06-08")
    assert found.outlet.slug == "astana-times"
    assert found.event.slug.startswith("aif") or "astana-international-forum" in found.event.slug


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("on 12 May 2023 in Astana", "2023-05-12"),
        ("New York, le 28 septembre 2024", "2024-09-28"),
        ("12 января 2026 года", "2026-01-12"),
        ("20 Қаңтар 2026", "2026-01-20"),
        ("den 3. März 2021", "2021-03-03"),
        ("3 Mayıs 2021", "2021-05-03"),
        ("el 9 de junio de 2020", "2020-06-09"),
        ("in room 12 with 2024 seats", ""),
    ],
)
def test_dates_are_read_in_many_languages(words, date):
    assert proposals.date_in(words) == date


def test_the_same_words_and_a_variant_are_found_in_the_archive():
    catch_up.rebuild()
    known = Passage.objects.published().get(
        text__startswith="The only side we should all be taking"
    )
    made = split(
        document(f"Jane Roe: What else?\n\nJohn Roe: {known.text}\n\nJane Roe: Thank you.")
    )
    [found] = proposals.similar_passages(made.passages, "en")
    assert found[0].passage == known.pk
    assert found[0].is_same
    # The Astana Times reports the same statement in other words.
    assert any(not each.is_same for each in found)


def test_topics_come_with_the_words_and_the_passages_that_speak_for_them():
    known = TopicsOfArchive().proposals
    text = "Sanctions are no answer, and our territory is not to be used for their circumvention."
    best = known.propose(text, "en")
    assert {"sanctions", "sanctions-circumvention"} <= {each.slug for each in best}
    by_slug = {each.slug: each for each in best}
    assert "Sanctions" in by_slug["sanctions"].words
    nearest = Passage.objects.in_bulk([int(key) for key in by_slug["sanctions"].nearest])
    assert all("sanction" in each.text for each in nearest.values())


@pytest.mark.parametrize(
    ("language", "text", "slug"),
    [
        ("ru", "Мы говорим о санкциях и о многовекторной политике.", "multivector-policy"),
        ("kk", "Біз көпвекторлы саясатты ұстанамыз.", "multivector-policy"),
        ("en", "Reforms of the UN are overdue.", "un-reform"),
    ],
)
def test_a_topic_is_known_by_forms_of_its_names(language, text, slug):
    assert slug in {each.slug for each in TopicsOfArchive().proposals.propose(text, language)}


def test_a_name_in_capitals_is_known_in_capitals_alone():
    known = TopicProposals(
        [TopicLabel("states", ("United States", "US")), TopicLabel("who", ("WHO", "Who"))], []
    )
    assert known.propose("The flood taught us that.", "en") == []
    assert [each.slug for each in known.propose("The US agreed.", "en")] == ["states"]
    assert [each.slug for each in known.propose("Ask who pays.", "en")] == ["who"]


def test_what_is_left_out_speaks_for_nothing():
    known = TopicProposals(
        [TopicLabel("bridges", ("Bridges",)), TopicLabel("ferries", ("Ferries",))],
        [Tagged("1", "The old raft crossed at dawn", "en", ("ferries",))],
    )
    text = "A raft crossed at dawn"
    assert [each.slug for each in known.propose(text, "en")] == ["ferries"]
    assert known.propose(text, "en", without={"1"}) == []


def test_metadata_of_the_file_go_before_its_words():
    read = Document.of(
        "Jane Roe: Yes.", format="text", metadata=Metadata(date="2020-01-02", language="de")
    )
    found = proposals.proposed_details(read, split(read))
    assert (found.language, found.said_on) == ("de", "2020-01-02")
