"""Every hit of a search in one file: complete, in order, with what was asked inside."""

import csv
import io
import json
import time
import zipfile
from typing import Any

import docx
import pytest
from django.http import HttpResponse
from django.test import Client
from docx.oxml import parse_xml

from quotes.answers import result as results
from quotes.citations.docx import WORDS, document
from quotes.editorial.kept_pages import forget_kept_pages
from quotes.views.dossier import LABELS
from tests import factories

pytestmark = pytest.mark.django_db
FORMS = ("csv", "jsonl", "bib", "ris", "docx")


def body(response: HttpResponse) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def table(client: Client, query: str) -> list[dict[str, str]]:
    text = body(client.get(f"/search/all.csv?{query}")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def hits(client: Client, query: str) -> list[str]:
    first = client.get(f"/search.json?{query}").json()
    pages = range(1, first["pages"] + 1)
    return [
        each["id"]
        for number in pages
        for each in client.get(f"/search.json?{query}&page={number}").json()["results"]
    ]


@pytest.mark.parametrize("query", ["q=kazakhstan", "q=kazakhstan&sort=oldest", "wording=edited"])
def test_the_table_has_the_hits_of_all_pages_in_their_order(
    client: Client, opening_archive: None, query: str
) -> None:
    rows = table(client, query)
    assert [row["id"] for row in rows] == hits(client, query)
    assert {row["found"] for row in rows} == {row["included"] for row in rows} == {str(len(rows))}
    assert len(rows) > 20


def test_json_lines_begin_with_the_search_and_are_the_records(
    client: Client, opening_archive: None
) -> None:
    about, *records = map(json.loads, body(client.get("/search/all.jsonl?q=yurt")).splitlines())
    assert about["search"] == "quotations with yurt"
    assert about["count"] == about["included"] == len(records)
    assert records == client.get("/search.json?q=yurt").json()["results"]


def test_bibtex_and_ris_have_an_entry_for_each_hit(client: Client, opening_archive: None) -> None:
    found = hits(client, "q=sanctions")
    bib = body(client.get("/search/all.bib?q=sanctions")).decode()
    ris = body(client.get("/search/all.ris?q=sanctions")).decode()
    assert bib.count("\n@") == ris.count("TY  - ") == ris.count("ER  - ") == len(found)
    assert all(f"on-record-{each}-v1" in bib for each in found)
    assert f"Found {len(found)} quotations, all of them here." in bib
    assert f"Found {len(found)} quotations, all of them here." in ris


def test_the_document_opens_and_has_a_footnote_for_each_quotation(
    client: Client, opening_archive: None
) -> None:
    found = hits(client, "q=sanctions")
    data = io.BytesIO(body(client.get("/search/all.docx?q=sanctions")))
    opened = docx.Document(data)
    quoted = [each.text for each in opened.paragraphs if each.style.name == "Quote"]
    assert len(quoted) >= len(found)
    assert opened.paragraphs[1].text.startswith("Searched On Record for quotations with sanctions")
    notes = footnotes(data)
    assert len(notes) == len(found)
    assert all(f"/q/{each}/v/1" in note for each, note in zip(found, notes, strict=True))
    assert "Roman Vassilenko" in notes[0]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_file_has_the_same_bytes_whenever_it_is_made(
    client: Client, opening_archive: None, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    chosen = "&".join(f"p={each}.v1" for each in hits(client, "q=sanctions")[:3])
    addresses = [f"/search/all.{form}?q=sanctions"]
    addresses += [f"/dossier.{form}?{chosen}"] if form in LABELS else []
    made = [sent(client.get(address)) for address in addresses]
    tomorrow = time.time() + 86_400
    monkeypatch.setattr(time, "time", lambda: tomorrow)
    forget_kept_pages()
    assert [sent(client.get(address)) for address in addresses] == made


def sent(response: HttpResponse) -> tuple[str, bytes]:
    """The validator and what it stands for; a file is read to its end, or it counts as running."""
    content = response.getvalue()
    response.close()
    return response["ETag"], content


def footnotes(data: io.BytesIO) -> list[str]:
    with zipfile.ZipFile(data) as package:
        assert package.testzip() is None
        root = parse_xml(package.read("word/footnotes.xml"))
        text = parse_xml(package.read("word/document.xml"))
    referred = [each.get(f"{{{WORDS}}}id") for each in text.iter(f"{{{WORDS}}}footnoteReference")]
    notes = {each.get(f"{{{WORDS}}}id"): "".join(each.itertext()) for each in root}
    return [notes[number] for number in referred]


def test_what_xml_takes_for_markup_stays_text(client: Client, db: None) -> None:
    text = "Ask <w:p> & “quote” ]]> for 1 < 2.\n\nSecond paragraph."
    factories.published(text)
    data = io.BytesIO(body(client.get("/search/all.docx?q=ask+second")))
    quoted = [each.text for each in docx.Document(data).paragraphs if each.style.name == "Quote"]
    assert "Ask <w:p> & “quote” ]]> for 1 < 2." in quoted[0]
    assert "Second paragraph." in quoted[1]


def test_a_long_document_is_handed_on_while_it_is_made() -> None:
    begun = []

    def never_all() -> Any:
        begun.append(1)
        raise RuntimeError
        yield

    pieces = document("Title", ["About"], never_all())
    with pytest.raises(RuntimeError):
        list(pieces)
    assert begun


@pytest.mark.parametrize("form", FORMS)
def test_a_search_without_hits_is_a_file_that_says_so(
    client: Client, opening_archive: None, form: str
) -> None:
    response = client.get(f"/search/all.{form}?q=zzzz")
    content = body(response)
    assert f"on-record-search.{form}" in response["Content-Disposition"]
    if form == "docx":
        content = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")
    assert b"zzzz" in content


@pytest.mark.parametrize("query", ["q=zzzz", "q=zzzz&view=lines", "q=quay&view=lines"])
def test_an_empty_table_has_the_query_and_its_counts(client: Client, query: str) -> None:
    factories.published("Nothing of it.", speaker=factories.speaker("Ada Quay"))
    (row,) = table(client, query)
    found = "1" if "quay" in query else "0"
    assert (row["id"], row["found"]) == ("", found)
    assert row["search"].startswith("quotations with ")
    assert row["search_url"].endswith(f"/search/?{query}")


def test_beyond_the_limit_the_file_says_how_many_it_has(
    client: Client, opening_archive: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quotes.answers.whole_result.MAX_HITS", 30)
    monkeypatch.setattr(results, "MAX_HITS", 30)
    rows = table(client, "q=kazakhstan")
    assert len(rows) == 30
    assert {(row["found"], row["included"]) for row in rows} == {("57", "30")}
    page = client.get("/search/?q=kazakhstan").content.decode()
    assert "the first 30 of 57 quotations" in page


def test_all_lines_can_be_had_as_a_table(client: Client, opening_archive: None) -> None:
    page = client.get("/search/?q=kazakhstan&view=lines&per_page=100").context["result"]
    rows = table(client, "q=kazakhstan&view=lines")
    assert [(row["id"], row["keyword"]) for row in rows] == [
        (line.passage.identifier_id, line.keyword) for line in page.lines
    ]


@pytest.mark.parametrize(
    "query",
    [
        "page=2",
        "per_page=50",
        "view=lines&sort=left",
        "speaker=nobody",
        "colour=red",
        "view=lines",
        "view=lines&q=-war",
        "view=lines&q=topic:sanctions",
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_what_a_file_of_everything_cannot_heed_is_an_error(
    client: Client, opening_archive: None, form: str, query: str
) -> None:
    response = client.get(f"/search/all.{form}?{query}")
    assert response.status_code == 400
    assert query.partition("=")[0] in response.content.decode()


def test_the_page_leads_to_each_file_and_an_unchanged_one_is_not_sent_again(
    client: Client, opening_archive: None
) -> None:
    page = client.get("/search/?q=yurt&wording=verbatim&sort=oldest&per_page=50")
    for link in page.context["result"].whole_forms:
        response = client.get(link.url)
        assert response.status_code == 200
        assert "wording=verbatim" in link.url
        body(response)
        again = client.get(link.url, headers={"If-None-Match": response["ETag"]})
        assert again.status_code == 304
