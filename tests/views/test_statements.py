"""The page of a statement: its reports side by side, and an address that stays."""

import re

import pytest
from django.test import Client

from quotes import editorial
from quotes.models import Passage, Utterance, UtteranceMember
from tests import factories
from tests.views.room import Room, furnish
from tests.views.test_every_page import HOSTILE

pytestmark = pytest.mark.django_db


def join(*passages, state: str = "confirmed") -> Utterance:
    utterance = Utterance.objects.create(interview=passages[0].interview)
    with editorial.utterance_change(utterance):
        for each in passages:
            UtteranceMember.objects.create(utterance=utterance, passage=each, state=state)
    return utterance


def report(interview, text: str, *, is_draft: bool = False, **more):
    turn = factories.turn(text, source=factories.source(interview=interview, **more))
    return (factories.draft if is_draft else factories.published)(text, turn=turn)


@pytest.fixture
def three(db: None):
    talk = factories.interview("Talk")
    found = [
        report(talk, "The ferry runs on Sundays, and not on Mondays.", default_wording="reported"),
        report(talk, "The ferry runs on Sundays but not on Mondays."),
        report(talk, "The ferry runs on Sundays, and not on weekdays.", default_wording="edited"),
    ]
    join(*found)
    return found


def url(passage, ending: str = "/") -> str:
    return f"/statements/{passage.identifier_id}{ending}"


def test_the_reports_stand_side_by_side_the_closest_first(client: Client, three):
    page = client.get(url(three[0])).text
    outlets = [page.index(f">{each.source.outlet.name}</a>") for each in three]
    assert outlets[1] < outlets[2] < outlets[0]
    assert "<mark>weekdays.</mark>" in page
    assert '<tr class="is-shared">' in page


def test_each_cell_has_the_language_and_direction_of_its_report(client: Client, db: None):
    talk = factories.interview("Talk")
    said = [report(talk, "The ferry runs on Sundays."), report(talk, "العبارة تعمل أيام الأحد.")]
    Passage.objects.filter(pk=said[1].pk).update(language="ar")
    join(*said)
    page = client.get(url(said[0])).text
    cells = re.findall(r"<td ([^>]*)>(.*?)</td>", page, re.DOTALL)
    of_words = {words: attributes for attributes, words in cells if "mark" in words}
    [english] = [each for words, each in of_words.items() if "ferry" in words]
    [arabic] = [each for words, each in of_words.items() if "العبارة" in words]
    assert 'lang="en"' in english
    assert ('lang="ar"' in arabic, 'dir="rtl"' in arabic) == (True, True)


def test_results_tell_which_of_them_report_one_statement(client: Client, three):
    single = factories.published("The ferry to the south runs on Tuesdays.")
    found = client.get("/search.json?q=ferry").json()
    [statement] = found["statements"]
    assert found["count"] == 4
    assert (statement["url"].endswith(url(three[0])), statement["reports"]) == (True, 3)
    ids = [each["id"] for each in found["results"]]
    assert statement["results"] == [one for one in ids if one != single.identifier_id]
    assert "4 quotations of this page in 2 entries" in client.get("/search/?q=ferry").text


def test_every_report_leads_to_the_one_address(client: Client, three):
    for other in three[1:]:
        response = client.get(url(other))
        assert (response.status_code, response["Location"]) == (302, url(three[0]))
        response = client.get(url(other, ".json"))
        assert (response.status_code, response["Location"]) == (302, url(three[0], ".json"))


def test_the_record_has_reports_and_collation(client: Client, three):
    record = client.get(url(three[0], ".json")).json()
    assert record["url"].endswith(url(three[0]))
    texts = [each["text"] for each in record["reports"]]
    assert texts == [three[1].text, three[2].text, three[0].text]
    for number, text in enumerate(texts):
        assert "".join(row["cells"][number] for row in record["collation"]) == text
    assert {each["utterance"]["url"] for each in record["reports"]} == {record["url"]}


def test_the_passage_leads_to_its_statement(client: Client, three):
    assert f'href="{url(three[0])}">All reports side by side' in client.get(
        three[2].get_absolute_url()
    ).text  # fmt: skip


def test_a_withdrawn_report_leaves_the_address_good(client: Client, three):
    editorial.withdraw(three[0], reason="Misattributed.", editor=None)
    response = client.get(url(three[0]))
    assert (response.status_code, response["Location"]) == (302, url(three[1]))
    page = client.get(url(three[1]))
    assert page.status_code == 200
    assert three[0].text not in page.text
    editorial.withdraw(three[1], reason="Misattributed too.", editor=None)
    assert client.get(url(three[1])).status_code == 410
    assert client.get(url(three[2]))["Location"] == three[2].get_absolute_url()


def test_a_merged_report_leads_to_the_other_for_good(client: Client, three):
    editorial.merge_passages(three[2], into=three[1], reason="The same.", editor=None)
    response = client.get(url(three[2]))
    assert (response.status_code, response["Location"]) == (301, url(three[1]))


def test_mistyped_and_unknown_addresses_say_so(client: Client, three):
    assert client.get("/statements/aaaa/").status_code == 404
    assert "mistyped" in client.get("/statements/22222222/").text
    written = str(three[0].identifier_id).upper()
    response = client.get(f"/statements/{written}/")
    assert (response.status_code, response["Location"]) == (301, url(three[0]))


@pytest.mark.parametrize("state", ["proposed", "rejected"])
def test_what_no_editor_has_confirmed_is_no_statement(client: Client, db, state: str):
    talk = factories.interview("Talk")
    one, other = report(talk, "The ferry runs."), report(talk, "The ferry ran.")
    join(one, other, state=state)
    response = client.get(url(one))
    assert (response.status_code, response["Location"]) == (302, one.get_absolute_url())


def test_drafts_change_nothing(client: Client, three):
    before = client.get(url(three[0])).content
    hidden = report(three[0].interview, "The ferry runs, hidden.", is_draft=True)
    utterance = three[0].memberships.get().utterance
    UtteranceMember.objects.create(utterance=utterance, passage=hidden, state="confirmed")
    assert client.get(url(three[0])).content == before


def test_hostile_words_are_words(client: Client, db):
    talk = factories.interview("Talk")
    one = report(talk, f"The ferry runs. {HOSTILE}")
    join(one, report(talk, f"The ferry ran. {HOSTILE}"))
    assert "<script>alert" not in client.get(url(one)).text


def test_the_number_of_queries_does_not_grow_with_the_reports(
    client: Client, room: Room, django_assert_max_num_queries
):
    with django_assert_max_num_queries(25):
        client.get(url(room.first))


@pytest.fixture
def room(db: None) -> Room:
    return furnish()
