"""What goes out compressed, and that it is the same as before."""

import gzip

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db
GZIP = {"Accept-Encoding": "br, gzip"}


@pytest.mark.parametrize("address", ["/about/", "/search.json", "/search.atom", "/search/all.csv",
                                     "/static/css/base.css", "/static/img/mark.svg"])  # fmt: skip
def test_text_is_compressed_for_who_takes_that(address: str, client: Client) -> None:
    for number in range(5):
        factories.published(text=f"We kept door {number} open.")
    plain, packed = client.get(address), client.get(address, headers=GZIP)
    assert "Content-Encoding" not in plain.headers
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert gzip.decompress(packed.getvalue()) == plain.getvalue()
    known = {"If-None-Match": packed["ETag"]} if packed.has_header("ETag") else {
        "If-Modified-Since": packed["Last-Modified"]
    }  # fmt: skip
    assert client.get(address, headers=GZIP | known).status_code == 304


def test_pictures_word_documents_heads_and_parts_go_out_as_they_are(client: Client) -> None:
    passage = factories.published(text="We kept the door open.")
    card = f"{passage.get_absolute_url()}/card.png"
    for address in (card, "/search/all.docx"):
        assert "Content-Encoding" not in client.get(address, headers=GZIP).headers
    head = client.head("/static/css/base.css", headers=GZIP)
    part = client.get("/static/css/base.css", headers=GZIP | {"Range": "bytes=0-299"})
    for answer in (head, part):
        assert "Content-Encoding" not in answer.headers
    assert (part.status_code, len(part.getvalue())) == (206, 300)
