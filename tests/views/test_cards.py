"""Cards over HTTP: drawn once for a version, kept for ever, gone with the passage."""

from pathlib import Path

import pytest

from quotes import editorial
from quotes.editorial.kept_pages import forget_kept_pages
from quotes.models import RevisionWords, append_only
from quotes.views import cards
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_card_is_a_picture(client):
    response = client.get(f"{factories.published().get_absolute_url()}/card.png")
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response.content.startswith(b"\x89PNG")
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_kept_card_is_asked_for_again_before_it_is_shown(client):
    url = f"{factories.published().get_absolute_url()}/v/1/card.png"
    first = client.get(url)
    again = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    # Proxies cannot be told that words were removed.
    assert first["Cache-Control"] == again["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_card_is_drawn_once_for_a_version(client, monkeypatch):
    permalink = factories.published().get_absolute_url()
    first = client.get(f"{permalink}/card.png").content
    forget_kept_pages()
    monkeypatch.setattr(cards, "draw", lambda words: pytest.fail("drawn again"))
    assert client.get(f"{permalink}/v/1/card.png").content == first


def test_a_new_version_has_a_card_of_its_own_and_the_old_one_stays(client):
    passage = factories.published("Words.", role_as_printed="Minister")
    permalink = passage.get_absolute_url()
    old = client.get(f"{permalink}/v/1/card.png").content
    why = editorial.CitedChange("typo", "The office was wrong.")
    editorial.revise(passage, {"role_as_printed": "Deputy Minister"}, why=why, editor=None)
    assert client.get(f"{permalink}/card.png").content != old
    assert client.get(f"{permalink}/v/2/card.png").content != old
    assert client.get(f"{permalink}/v/1/card.png").content == old


def test_a_folder_that_cannot_be_written_costs_no_card(client, settings, tmp_path: Path, caplog):
    (tmp_path / "file").write_text("no folder")
    settings.CARD_DIR = tmp_path / "file" / "cards"
    response = client.get(f"{factories.published().get_absolute_url()}/card.png")
    assert response.status_code == 200
    assert "could not be kept" in caplog.text


def test_nothing_but_whole_pictures_lies_in_the_folder(client, settings):
    client.get(f"{factories.published().get_absolute_url()}/card.png")
    assert [path.suffix for path in Path(settings.CARD_DIR).iterdir()] == [".png"]


@pytest.mark.parametrize("number", ["0", "2", "01", "-1", "x", "²", "%00"])
def test_a_version_that_does_not_exist_has_no_card(number, client):
    response = client.get(f"{factories.published().get_absolute_url()}/v/{number}/card.png")
    assert response.status_code == 404
    assert "immutable" not in response["Cache-Control"]


def test_a_card_whose_words_were_removed_is_not_shown_even_if_kept(client):
    url = f"{factories.published('Expunged words.').get_absolute_url()}/v/1/card.png"
    assert client.get(url).status_code == 200
    forget_kept_pages()
    append_only.remove()
    RevisionWords.objects.all().delete()
    assert client.get(url).status_code == 410
    append_only.install()


def test_a_withdrawn_passage_has_no_card(client):
    passage = factories.published()
    urls = [f"{passage.get_absolute_url()}{end}" for end in ("/card.png", "/v/1/card.png")]
    etags = [client.get(url)["ETag"] for url in urls]
    editorial.withdraw(passage, reason="An error.", editor=None)
    for url, etag in zip(urls, etags, strict=True):
        response = client.get(url, headers={"If-None-Match": etag})
        assert response.status_code == 410
        assert "immutable" not in response["Cache-Control"]
