"""The history page: each version, what it changed, when, why, and by whom."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from quotes import editorial
from quotes.citations.formats import BY_SUFFIX
from quotes.editorial.expunging import expunge
from quotes.models import Passage
from tests import factories

pytestmark = pytest.mark.django_db
NAME = "Ida Example-Editor"


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("ida", first_name=NAME, email="ida@example.org")


@pytest.fixture
def corrected(editor: User) -> Passage:
    """A passage whose role was corrected after its event had been renamed."""
    passage = factories.published("There are no corners.", role_as_printed="Minister")
    event = passage.interview.event
    event.name = "Conference of the Ring"
    editorial.save_noun(
        event, why=editorial.CitedChange("source_correction", "As printed."), editor=editor
    )
    why = editorial.CitedChange("attribution", "He was the deputy.")
    return editorial.revise(passage, {"role_as_printed": "Deputy Minister"}, why=why, editor=editor)


def page(client: Client, passage: Passage) -> str:
    response = client.get(f"/q/{passage.identifier_id}/history")
    assert response.status_code == 200
    return response.text


def test_versions_stand_newest_first_with_reason_and_differences(
    client: Client, corrected: Passage
) -> None:
    html = page(client, corrected)
    assert [html.index(f'id="v-{n}"') for n in (3, 2, 1)] == sorted(
        html.index(f'id="v-{n}"') for n in (1, 2, 3)
    )
    assert "He was the deputy." in html
    assert "<ins>Deputy </ins>Minister" in html
    assert "<ins>Conference</ins>" in html
    assert "As printed." in html


def test_who_made_a_version_is_a_role_and_never_a_name(client: Client, corrected: Passage) -> None:
    html = page(client, corrected)
    assert "by an editor" in html
    assert "by an import" in html
    assert not any(personal in html for personal in (NAME, "ida@example.org", "ida<"))


def test_the_permalink_tells_who_comes_by_an_older_version(
    client: Client, corrected: Passage
) -> None:
    permalink = f"/q/{corrected.identifier_id}"
    old = client.get(f"{permalink}/v/1").text
    assert f"{permalink}?since=1" in old
    assert "Changed since version 1" in client.get(f"{permalink}?since=1").text
    for other in ("", "?since=3", "?since=4", "?since=0", "?since=x", "?since=" + "9" * 400):
        assert "Changed since version" not in client.get(permalink + other).text


def test_a_passage_that_never_changed_says_so(client: Client) -> None:
    assert "nothing has changed" in page(client, factories.published())


def test_a_withdrawn_passage_shows_no_words_in_its_history(client: Client) -> None:
    passage = factories.published("Words to be withdrawn.")
    editorial.withdraw(passage, reason="An error.", editor=None)
    response = client.get(f"/q/{passage.identifier_id}/history")
    assert response.status_code == 410
    assert "Words to be withdrawn" not in response.text


@pytest.fixture
def moved() -> Passage:
    """A passage that has other words than its first version."""
    turn = factories.turn("There are no corners. The ring is round.")
    passage = factories.published(turn=turn, spans=[[0, 21]])
    why = editorial.CitedChange("typo", "The wrong sentence.")
    return editorial.revise(passage, {"spans": [[22, 40]]}, why=why, editor=None)


@pytest.mark.parametrize(
    ("reason", "told"),
    [("Court order of 1 May", "Court order of 1 May. Its record remains."),
     ("Court order.", "Court order. Its record remains."),
     ("They called it “unfair”", "They called it “unfair”. Its record remains."),
     ("“It was unfair.”", "“It was unfair.” Its record remains."),
     ("Why not?", "Why not? Its record remains.")],
)  # fmt: skip
def test_the_reason_of_a_removal_is_a_sentence(client, editor, moved, reason, told):
    expunge([moved.identifier_id], reason=reason, editor=editor, versions=[1])
    url = moved.get_absolute_url()
    for address in (f"{url}/history", f"{url}/v/1", f"{url}/v/1/card.png", f"{url}/v/1.txt"):
        assert told in client.get(address).text, address


@pytest.mark.parametrize("suffix", sorted(BY_SUFFIX))
def test_no_file_of_a_version_is_given_out_without_its_words(client, editor, moved, suffix):
    url = f"{moved.get_absolute_url()}/v/1"
    assert client.get(url + suffix).status_code == 200
    expunge([moved.identifier_id], reason="By law.", editor=editor, versions=[1])
    assert client.get(url).status_code == client.get(url + suffix).status_code == 410
    assert client.get(f"{moved.get_absolute_url()}{suffix}").status_code == 200


def test_another_closeness_to_speech_is_told_from_which_to_which(
    client: Client, editor: User
) -> None:
    passage = factories.published("There are no corners.", wording="verbatim")
    why = editorial.CitedChange("wording", "The outlet shortened it.")
    passage = editorial.revise(passage, {"wording": "edited"}, why=why, editor=editor)
    told = "How close to speech: changed from verbatim to edited"
    assert told in page(client, passage)
    assert told in client.get(passage.get_absolute_url()).text
    assert "How close to speech changed" in client.get(f"{passage.get_absolute_url()}/v/2").text
    assert "How close to speech changed" in client.get("/corrections.atom").text
    for address in ("", "/history", "/v/2"):
        assert "regraded" not in client.get(f"{passage.get_absolute_url()}{address}").text


def test_any_other_change_keeps_its_name(client: Client, corrected: Passage) -> None:
    assert "Attribution corrected" in page(client, corrected)
