"""What a permalink says to programs, and that no text in it can say something else."""

import json
import re
from html import unescape
from html.parser import HTMLParser

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings, strategies as st

from quotes.citations.markup import xml_text
from quotes.text.controls import REFUSED
from tests import factories
from tests.effort import EFFORT
from tests.views.room import Room, furnish
from tests.views.test_every_page import HOSTILE
from tests.views.test_forms import ATOM, feed as parsed

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


class Head(HTMLParser):
    """Linked data, meta elements and links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.data: list[str] = []
        self.meta: list[tuple[str | None, str | None]] = []
        self.links: list[dict[str, str | None]] = []
        self.others: list[str] = []
        self._inside = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self._inside = tag == "script" and given.get("type") == "application/ld+json"
        if self._inside:
            self.data.append("")
        elif tag == "meta":
            self.meta.append((given.get("name") or given.get("property"), given.get("content")))
        elif tag == "link":
            self.links.append(given)
        elif tag in ("script", "iframe", "object"):
            self.others.append(tag)

    def handle_endtag(self, tag):
        self._inside = False

    def handle_data(self, data):
        if self._inside:
            self.data[-1] += data

    def named(self, name: str) -> list[str | None]:
        return [content for key, content in self.meta if key == name]

    @property
    def graph(self) -> list[dict]:
        (text,) = self.data
        return json.loads(text)["@graph"]


def head(read, passage) -> Head:
    return Head(read(passage.get_absolute_url()).text)


def test_a_quotation_is_the_speakers(room: Room, read):
    quotation = head(read, room.first).graph[0]
    permalink = SITE + room.first.get_absolute_url()
    assert quotation["@type"] == "Quotation"
    assert quotation["@id"] == quotation["url"] == permalink
    assert quotation["text"] == "We kept the door open."
    assert quotation["identifier"] == room.first.identifier_id
    assert quotation["creator"] == {
        "@type": "Person", "@id": f"{SITE}/speakers/ms-keeper/", "name": "Ms Keeper",
        "url": f"{SITE}/speakers/ms-keeper/",
    }  # fmt: skip
    assert quotation["dateCreated"] == "2023-06-08"
    assert quotation["recordedAt"]["location"] == {"@type": "Place", "name": "Astana"}
    assert quotation["recordedAt"]["startDate"] == "2023-06-08"
    assert quotation["about"][0]["name"] == "Open doors"
    assert quotation["isBasedOn"] == {
        "@type": "CreativeWork", "name": "Transcript", "url": f"{SITE}/sources/transcript/",
        "creditText": "A. Writer", "inLanguage": "en",
        "publisher": {"@type": "Organization", "name": "Gazette"},
    }  # fmt: skip


def test_a_name_closes_and_opens_its_marks_where_the_report_interrupts(room: Room, read):
    name = head(read, room.report).graph[0]["name"]
    assert name == "Ms Keeper: “We kept the door open,” “Nobody had asked.”"


def test_the_way_to_the_passage_is_a_list_of_crumbs(room: Room, read):
    crumbs = head(read, room.first).graph[1]
    assert crumbs["@type"] == "BreadcrumbList"
    assert [each["position"] for each in crumbs["itemListElement"]] == [1, 2, 3]
    assert crumbs["itemListElement"][1]["item"] == f"{SITE}/speakers/ms-keeper/"


def test_a_paraphrase_is_no_quotation_of_the_speaker(read):
    source = factories.source(kind="analysis", default_wording="paraphrased", byline="A. Reporter")
    passage = factories.published("She said doors matter.", source=source, kind="narration")
    found = head(read, passage)
    statement = found.graph[0]
    assert statement["@type"] == "Statement"
    assert statement["creditText"] == "Paraphrased by A. Reporter"
    assert not {"creator", "dateCreated", "recordedAt"} & set(statement)
    mentioned = [each["name"] for each in statement["mentions"]]
    assert mentioned == [passage.speaker.name, passage.event.name]
    rels = {link["rel"]: link["href"] for link in found.links}
    assert rels["type"] == "https://schema.org/Statement"
    assert "author" not in rels


@pytest.mark.parametrize(
    ("wikidata", "same"), [("", None), ("Q42", "http://www.wikidata.org/entity/Q42")]
)
def test_a_person_is_the_same_as_at_wikidata_only_where_that_is_known(wikidata, same, read):
    passage = factories.published(speaker=factories.speaker(wikidata_id=wikidata))
    assert head(read, passage).graph[0]["creator"].get("sameAs") == same


@pytest.mark.parametrize("dates", ["", "[2023-06-08..2023-06-09]", "2023~", "[..2023-06-07]"])
def test_a_date_that_is_not_certain_is_left_out(dates, read):
    interview = factories.interview(dates=dates, event=factories.event(dates=dates))
    quotation = head(read, factories.published(source=factories.source(interview=interview))).graph[
        0
    ]
    assert "dateCreated" not in quotation
    assert "startDate" not in quotation["recordedAt"]


def test_the_front_page_tells_how_to_search(read):
    (text,) = Head(read("/").text).data
    site = json.loads(text)
    assert site["@type"] == "WebSite"
    target = site["potentialAction"]["target"]["urlTemplate"]
    assert target == f"{SITE}/search/?q={{search_term_string}}"


def test_zotero_takes_a_transcript_for_an_interview(room: Room, read):
    found = head(read, room.first)
    wanted = {
        "z:itemType": ["interview"], "DC.title": ["Transcript"], "z:interviewees": ["Ms Keeper"],
        "z:interviewers": ["Asker"], "DC.date": ["2023-06-08"], "DC.publisher": ["Gazette"],
        "DC.language": ["en"], "citation_title": [], "citation_author": [],
    }  # fmt: skip
    assert {name: found.named(name) for name in wanted} == wanted


def test_zotero_takes_a_report_for_an_article(read):
    source = factories.source("Report", kind="news_report", default_wording="reported",
                              byline="A. Writer", published="2024-12-16", url="https://news.example/a",
                              outlet=factories.outlet("Herald"))  # fmt: skip
    found = head(read, factories.published(source=source, kind="narration"))
    wanted = {
        "z:itemType": ["newspaperArticle"], "citation_title": ["Report"],
        "citation_author": ["A. Writer"], "citation_publication_date": ["2024/12/16"],
        "citation_public_url": ["https://news.example/a"], "prism.publicationName": ["Herald"],
        "z:interviewees": [],
    }  # fmt: skip
    assert {name: found.named(name) for name in wanted} == wanted


def test_unknown_facts_have_no_element(read):
    found = head(read, factories.published())
    assert all(content for name, content in found.meta if name)
    assert found.named("DC.date") == found.named("z:interviewers") == []


def test_the_card_is_named_with_its_version(room: Room, read):
    found = head(read, room.first)
    (card,) = found.named("og:image")
    assert card == f"{SITE}{room.first.get_absolute_url()}/v/1/card.png"
    assert read(card.removeprefix(SITE))["Content-Type"] == "image/png"
    assert found.named("og:title") == ["Ms Keeper: “We kept the door open.”"]
    assert found.named("og:image:alt")[0].startswith("“We kept the door open.”")
    assert found.named("twitter:card") == ["summary_large_image"]


def test_typed_links_stand_in_header_and_head(room: Room, read):
    response = read(room.first.get_absolute_url())
    permalink = SITE + room.first.get_absolute_url()
    header = re.findall(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?', response["Link"])
    wanted = {
        (permalink, "cite-as", ""), ("https://schema.org/Quotation", "type", ""),
        (f"{permalink}.json", "describedby", "application/json"),
        (f"{SITE}/sources/transcript/", "collection", ""),
        (f"{SITE}/speakers/ms-keeper/", "author", ""),
    }  # fmt: skip
    assert wanted <= set(header)
    links = [
        (link["href"], link["rel"], link.get("type") or "") for link in Head(response.text).links
    ]
    assert set(header) <= set(links)


def test_oembed_is_discovered_and_answers(room: Room, read):
    found = [link for link in head(read, room.first).links if "oembed" in (link.get("type") or "")]
    assert [link["type"] for link in found] == ["application/json+oembed", "text/xml+oembed"]
    for link in found:
        assert read(link["href"].removeprefix(SITE)).status_code == 200


def test_the_words_are_linked_in_the_original_and_in_its_archived_copy(read):
    source = factories.source(url="https://news.example/a", archived_url="https://web.example/a")
    page = read(factories.published("We kept it.", source=source).get_absolute_url()).text
    for address in ("https://news.example/a", "https://web.example/a"):
        assert f'href="{address}#:~:text=We%20kept%20it."' in page


def test_hostile_text_is_text_to_every_program(db, read):
    room = furnish(HOSTILE)
    for passage in (room.first, room.third, room.report):
        found = head(read, passage)
        assert found.others == ["script"] * 5
        assert found.graph[0]["isBasedOn"]["name"] == passage.source.title
        assert found.graph[0]["about" if passage == room.first else "recordedAt"]
        assert found.named("DC.title") == [passage.source.title]


@settings(
    max_examples=20 * EFFORT,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=st.text(max_size=60))
@example("</script><script>alert(1)</script>")
@example("<!--<script>")
@example("]]>&amp;&#60;\u2028\u2029")
@example("\r\nSet-Cookie: a=b")
@example("\u202eabc\u200f\u2066")
@example("\ufffe\uffff\U0010ffff")
@example('" onload="alert(1)\' {{ x }}')
def test_any_text_comes_out_of_every_form_as_it_went_in(client: Client, text: str) -> None:
    text = f"A{REFUSED.sub('', text)}b"
    outlet = factories.outlet(text, slug=f"outlet-{factories.outlet().pk}")
    source = factories.source(text, slug=f"source-{outlet.pk}", byline=text, outlet=outlet,
                              interview=factories.interview())  # fmt: skip
    speaker = factories.speaker(text, slug=f"speaker-{outlet.pk}")
    passage = factories.published(text, source=source, speaker=speaker, role_as_printed=text)
    permalink = passage.get_absolute_url()
    response = client.get(permalink)
    page = Head(response.text)
    assert page.graph[0]["text"] == passage.text
    assert page.graph[0]["creator"]["name"] == passage.speaker.name
    assert page.named("DC.title") == [passage.source.title]
    assert passage.text in page.named("og:image:alt")[0]
    assert page.others == ["script"] * 5
    assert not set(response["Link"]) & set("\r\n")
    asked = {"url": SITE + permalink}
    answer = client.get("/oembed", asked).json()
    assert answer["author_name"] == passage.speaker.name
    (name,) = re.findall('title="([^"]*)"', answer["html"])
    assert unescape(name) == answer["title"]
    xml = parsed(client.get("/oembed", {**asked, "format": "xml"}))
    assert xml.findtext("author_name") == xml_text(passage.speaker.name)
    authors = [each.text for each in parsed(client.get("/feed.atom")).iter(f"{ATOM}name")]
    assert xml_text(passage.speaker.name) in authors
    record = client.get("/unapi", {"id": passage.identifier_id, "format": "json"}).json()
    assert record["text"] == passage.text
    assert Head(client.get(f"{permalink}/embed").text).others == []
    assert client.get(f"{permalink}/card.png").status_code == 200
