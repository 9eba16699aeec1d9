"""Citations on the permalink page, and the same by suffix and by Accept header."""

import json
import re
from html import unescape

import pytest
import rispy
from django.test import Client

from quotes import editorial
from quotes.answers.citing import ACCEPTED
from quotes.citations.formats import BY_SUFFIX, FORMATS
from quotes.models import Passage
from tests import factories

pytestmark = pytest.mark.django_db
BROWSERS = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.fixture
def passage() -> Passage:
    return factories.published("There are <no> corners & no sides.", role_as_printed="Minister")


@pytest.mark.parametrize("suffix", sorted(BY_SUFFIX))
def test_each_format_has_its_address_and_media_type(
    client: Client, passage: Passage, suffix: str
) -> None:
    response = client.get(f"/q/{passage.identifier_id}{suffix}")
    assert response.status_code == 200
    assert response["Content-Type"] == BY_SUFFIX[suffix].media_type
    assert passage.identifier_id in response.text


@pytest.mark.parametrize("suffix", sorted(BY_SUFFIX))
def test_a_version_is_cited_in_the_same_words_for_ever(
    client: Client, passage: Passage, suffix: str
) -> None:
    before = client.get(f"/q/{passage.identifier_id}{suffix}").content
    why = editorial.CitedChange("attribution", "He was the deputy.")
    editorial.revise(passage, {"role_as_printed": "Deputy"}, why=why, editor=None)
    assert client.get(f"/q/{passage.identifier_id}/v/1{suffix}").content == before
    assert client.get(f"/q/{passage.identifier_id}{suffix}").content != before
    assert client.get(f"/q/{passage.identifier_id}/v/3{suffix}").status_code == 404


@pytest.mark.parametrize(("media_type", "suffix"), ACCEPTED.items())
def test_a_media_type_leads_to_the_same_bytes_as_its_suffix(
    client: Client, passage: Passage, media_type: str, suffix: str
) -> None:
    permalink = f"/q/{passage.identifier_id}"
    led = client.get(permalink, headers={"accept": media_type})
    assert (led.status_code, led["Location"]) == (303, f"{permalink}{suffix}")
    assert "Accept" in led["Vary"]
    followed = client.get(led["Location"], headers={"accept": media_type})
    assert followed.content == client.get(f"{permalink}{suffix}").content


@pytest.mark.parametrize("accept", [BROWSERS, "*/*", "text/*;q=0.5, text/html"])
def test_browsers_get_the_page(client: Client, passage: Passage, accept: str) -> None:
    response = client.get(f"/q/{passage.identifier_id}", headers={"accept": accept})
    assert (response.status_code, response["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "Accept" in response["Vary"]


def test_an_unknown_form_is_refused_with_those_that_there_are(
    client: Client, passage: Passage
) -> None:
    refused = client.get(f"/q/{passage.identifier_id}", headers={"accept": "image/tiff"})
    assert refused.status_code == 406
    assert "application/x-bibtex" in refused.text
    unknown = client.get(f"/q/{passage.identifier_id}.docx")
    assert unknown.status_code == 404
    assert ".bib" in unknown.text


@pytest.mark.parametrize("suffix", [".bib", ".apa.txt"])
def test_what_is_not_there_is_not_there_in_any_format(
    client: Client, passage: Passage, suffix: str
) -> None:
    draft = factories.draft("Not yet.")
    assert client.get(f"/q/{draft.pk}{suffix}").status_code == 404
    assert client.get(f"/q/zzzzzzzz{suffix}").status_code == 404
    upper = client.get(f"/q/{passage.identifier_id.upper()}{suffix}")
    if passage.identifier_id.upper() != passage.identifier_id:
        assert upper["Location"] == f"/q/{passage.identifier_id}{suffix}"
    editorial.withdraw(passage, reason="An error.", editor=None)
    gone = client.get(f"/q/{passage.identifier_id}{suffix}")
    assert gone.status_code == 410
    assert "corners" not in gone.text


def test_the_panel_has_every_style_and_download(client: Client, passage: Passage) -> None:
    html = client.get(f"/q/{passage.identifier_id}").text
    for each in FORMATS:
        assert f'href="/q/{passage.identifier_id}{each.suffix}"' in html
    texts = [unescape(re.sub("<[^>]+>", "", part)) for part in re.findall(
        r'data-copied="citation"[^>]*>(.*?)</p>', html, re.DOTALL)]  # fmt: skip
    for each, text in zip((f for f in FORMATS if f.style), texts, strict=False):
        plain = client.get(f"/q/{passage.identifier_id}{each.suffix}").text
        assert text.strip() == plain.strip()
    assert "<no>" not in html


def test_files_are_read_by_the_programs_they_are_for(client: Client, passage: Passage) -> None:
    ris = client.get(f"/q/{passage.identifier_id}.ris")
    assert f"on-record-{passage.identifier_id}.ris" in ris["Content-Disposition"]
    assert rispy.loads(ris.text)
    items = json.loads(client.get(f"/q/{passage.identifier_id}.csl.json").content)
    assert passage.identifier_id in json.dumps(items)
