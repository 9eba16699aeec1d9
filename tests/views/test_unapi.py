"""UnAPI: the forms there are, and a passage in one of them."""

import pytest

from quotes import editorial
from quotes.citations.offered import OFFERED
from tests import factories
from tests.views.room import Room
from tests.views.test_forms import feed as parsed
from tests.views.test_permalinks import UNKNOWN, merge

pytestmark = pytest.mark.django_db


def forms(response) -> list[tuple[str | None, str | None]]:
    return [(f.get("name"), f.get("type")) for f in parsed(response)]


def test_without_an_id_the_forms_are_listed(client):
    response = client.get("/unapi")
    assert (response.status_code, response["Content-Type"]) == (
        200,
        "application/xml; charset=utf-8",
    )
    assert forms(response)[:2] == [("json", "application/json"), ("bibtex", "application/x-bibtex")]
    assert len(forms(response)) == len(OFFERED)


def test_with_an_id_the_forms_of_that_passage_are_listed(room: Room, client):
    response = client.get("/unapi", {"id": room.first.identifier_id})
    assert response.status_code == 300
    assert parsed(response).get("id") == room.first.identifier_id
    assert forms(response) == forms(client.get("/unapi"))


def test_every_form_is_given(room: Room, client):
    for form in OFFERED:
        response = client.get("/unapi", {"id": room.first.identifier_id, "format": form.name})
        assert (response.status_code, response["Content-Type"]) == (200, form.media_type)


def test_the_json_is_the_record(room: Room, client):
    record = client.get(f"{room.first.get_absolute_url()}.json").json()
    answer = client.get("/unapi", {"id": room.first.identifier_id, "format": "json"})
    assert answer.json() == record


def test_the_page_names_server_and_id(room: Room, read):
    page = read(room.first.get_absolute_url()).text
    assert (
        'rel="unapi-server" type="application/xml" title="unAPI" href="http://127.0.0.1:8000/unapi"'
        in page
    )
    assert page.count('class="unapi-id"') == 1
    assert f'<abbr class="unapi-id" title="{room.first.identifier_id}"></abbr>' in page


@pytest.mark.parametrize("identifier", [UNKNOWN, "zzzzzzzz", "\x00", "<script>", "a\r\nb"])
def test_an_id_that_is_none_is_not_found(identifier, client):
    response = client.get("/unapi", {"id": identifier, "format": "json"})
    assert (response.status_code, response["Content-Type"]) == (404, "text/plain; charset=utf-8")


@pytest.mark.parametrize("name", ["marc", "JSON", "json\r\n", "\x00"])
def test_a_form_that_there_is_not_is_not_acceptable(name, room: Room, client):
    response = client.get("/unapi", {"id": room.first.identifier_id, "format": name})
    assert response.status_code == 406
    assert "json, bibtex, ris" in response.text


def test_what_became_of_a_passage_holds_for_unapi(client):
    gone, merged, into = factories.published(), factories.published(), factories.published()
    editorial.withdraw(gone, reason="Retracted.", editor=None)
    merge(merged, into)
    assert client.get("/unapi", {"id": gone.identifier_id}).status_code == 410
    moved = client.get("/unapi", {"id": merged.identifier_id, "format": "ris"})
    assert (moved.status_code, moved["Location"]) == (
        301, f"/unapi?id={into.identifier_id}&format=ris",
    )  # fmt: skip
