"""Dossiers: the address holds all of it, and whoever opens it later is told what has changed."""

import csv
import html
import io
import re
from typing import Any
from urllib.parse import urlencode, urlsplit

import docx
import pytest
from django.conf import settings
from django.test import Client

from quotes import editorial
from quotes.models import Passage
from quotes.text.identifiers import mint
from tests import factories

pytestmark = pytest.mark.django_db


def address(*chosen: str, title: str = "", form: str = "/") -> str:
    pairs = [("p", each) for each in chosen] + ([("title", title)] if title else [])
    return f"/dossier{form}?{urlencode(pairs)}"


def items(client: Client, url: str) -> list[dict[str, Any]]:
    response = client.get(url.replace("/dossier/", "/dossier.json"))
    assert response.status_code == 200
    return response.json()["items"]


def kinds(client: Client, url: str) -> list[list[str]]:
    return [[flag["kind"] for flag in item["flags"]] for item in items(client, url)]


def chosen(passage: Passage, version: int = 1) -> str:
    return f"{passage.identifier_id}.v{version}"


@pytest.fixture
def three(db: None) -> list[Passage]:
    speaker = factories.speaker()
    return [
        factories.published(f"Words of the {n}.", speaker=speaker)
        for n in ("first", "second", "third")
    ]


def test_the_passages_stand_in_the_order_of_the_address(
    client: Client, three: list[Passage]
) -> None:
    one, two, last = three
    url = address(chosen(last), chosen(one), chosen(two), title="Of three")
    page = client.get(url).content.decode()
    places = [page.index(f"<p>{passage.text}</p>") for passage in (last, one, two)]
    assert places == sorted(places)
    assert "<h1>Of three</h1>" in page
    assert [item["passage"]["text"] for item in items(client, url)] == [
        last.text, one.text, two.text,
    ]  # fmt: skip


def test_a_corrected_passage_keeps_the_words_chosen_and_says_so(
    client: Client, three: list[Passage]
) -> None:
    one = three[0]
    why = editorial.CitedChange("typo", "A note was due.")
    editorial.revise(one, {"role_as_printed": "Mayor"}, why=why, editor=None)
    (old,) = items(client, address(chosen(one)))
    (new,) = items(client, address(chosen(one, 2)))
    assert (old["passage"]["version"], old["passage"]["role"]) == (1, "")
    assert (new["passage"]["version"], new["passage"]["role"]) == (2, "Mayor")
    assert [flag["kind"] for flag in old["flags"]] == ["changed"]
    assert not new["flags"]
    assert "It has been corrected since" in client.get(address(chosen(one))).content.decode()


def test_withdrawn_merged_mistyped_and_unknown_ones_are_flagged_in_their_places(
    client: Client, three: list[Passage]
) -> None:
    one, two, last = three
    why = editorial.CitedChange("withdrawn", "Not hers.")
    editorial.withdraw(one, reason=why.reason, editor=None)
    url = address(chosen(one), chosen(two), "khms7xrx", mint(), chosen(last, 9), chosen(last, 0))
    assert kinds(client, url) == [
        ["withdrawn"], [], ["mistyped"], ["unknown"], ["no-such-version"], ["mistyped"],
    ]  # fmt: skip
    page = client.get(url)
    assert page.status_code == 200
    assert one.text not in page.content.decode()
    assert "Not hers." in page.content.decode()


def test_a_merged_one_is_shown_as_what_it_was_merged_into(
    client: Client, three: list[Passage]
) -> None:
    one, two, last = three
    editorial.merge_passages(one, last, reason="The same.", editor=None)
    found = items(client, address(chosen(one), chosen(two), chosen(last)))
    assert [item["passage"]["text"] for item in found] == [last.text, two.text, last.text]
    assert [[flag["kind"] for flag in item["flags"]] for item in found] == [["merged"], [], []]
    page = client.get(address(chosen(one))).content.decode()
    assert f"{one.identifier_id} has been merged into {last.identifier_id}" in page
    editorial.withdraw(Passage.objects.get(pk=last.pk), reason="Not hers.", editor=None)
    assert kinds(client, address(chosen(one))) == [["withdrawn"]]


def test_a_draft_is_like_what_never_was(client: Client, three: list[Passage]) -> None:
    draft = factories.draft("Secret words.")
    for written in (str(draft.pk), f"{draft.pk}.v1"):
        assert kinds(client, address(written)) == [["mistyped"]]


@pytest.mark.parametrize("cut", range(1, 30, 3))
def test_an_address_cut_off_keeps_what_is_whole(
    client: Client, three: list[Passage], cut: int
) -> None:
    url = address(*map(chosen, three))[:-cut]
    response = client.get(url)
    assert response.status_code == 200
    assert items(client, url)[0]["passage"]["text"] == three[0].text


def test_doubled_ones_stand_once_and_a_hundred_and_first_is_left_out(
    client: Client, three: list[Passage]
) -> None:
    first = chosen(three[0])
    url = address(first, chosen(three[1]), first.upper().replace(".V", "/v/"))
    assert [item["asked"] for item in items(client, url)] == [first, chosen(three[1])]
    assert "Named more than once, and shown once: 1." in client.get(url).content.decode()
    many = address(*(mint() for _ in range(101)))
    assert len(items(client, many)) == 100
    assert "the last 1 of this" in client.get(many).content.decode()


def test_the_short_address_is_the_same_dossier(client: Client, three: list[Passage]) -> None:
    why = editorial.CitedChange("typo", "A note was due.")
    editorial.revise(three[1], {"note": "A note."}, why=why, editor=None)
    url = address(chosen(three[0]), chosen(three[1], 2), str(three[2].identifier_id), title="T & U")
    dossier = client.get(url).context["dossier"]
    parts = urlsplit(dossier.short_url)
    short = client.get(f"{parts.path}?{parts.query}").context["dossier"]
    assert short.parameters.chosen == [
        each.__class__(again.written, each.identifier, each.version)
        for each, again in zip(dossier.parameters.chosen, short.parameters.chosen, strict=True)
    ]
    assert short.title == "T & U"
    assert len(dossier.short_url) < len(dossier.site + dossier.url())


@pytest.mark.parametrize(
    "link",
    [
        "/q/{}", "/q/{}/", "/q/{}/v/1", "/q/{}?q=sanctions", "/q/{}#:~:text=some%20words",
        "/q/{}/context?q=some+words", "/q/{}/history", "/interviews/a-talk/?page=2#q-{}", "/q/{}/v/1?words=3",
    ],
)  # fmt: skip
def test_a_pasted_permalink_is_a_choice(client: Client, three: list[Passage], link: str) -> None:
    pasted = f"https://archive.example{link.format(three[0].identifier_id)}"
    (item,) = items(client, address(pasted))
    assert item["passage"]["text"] == three[0].text


def test_an_item_can_be_moved_down_but_the_last(client: Client, three: list[Passage]) -> None:
    page = client.get(address(*map(chosen, three)))
    found = page.context["items"]
    down = [item["passage"]["text"] for item in items(client, found[0].down_url)]
    assert down == [three[1].text, three[0].text, three[2].text]
    assert [bool(item.up_url) for item in found] == [False, True, True]
    assert [bool(item.down_url) for item in found] == [True, True, False]
    assert page.text.count("Move down<") == page.text.count("Move up<") == 2


def test_an_item_can_be_moved_up_and_removed(client: Client, three: list[Passage]) -> None:
    found = client.get(address(*map(chosen, three))).context["items"]
    up = [item["passage"]["text"] for item in items(client, found[2].up_url)]
    assert up == [three[0].text, three[2].text, three[1].text]
    less = [item["passage"]["text"] for item in items(client, found[0].remove_url)]
    assert less == [three[1].text, three[2].text]


def test_the_files_have_what_has_words(client: Client, three: list[Passage]) -> None:
    editorial.withdraw(three[1], reason="Not hers.", editor=None)
    url = address(*map(chosen, three), title="Mine")
    table = client.get(url.replace("/dossier/", "/dossier.csv")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    assert [row["state"] for row in rows] == ["unchanged", "withdrawn", "unchanged"]
    assert client.get(url.replace("/dossier/", "/dossier.bib")).content.count(b"@misc") == 2
    assert client.get(url.replace("/dossier/", "/dossier.ris")).content.count(b"TY  - ") == 2
    data = client.get(url.replace("/dossier/", "/dossier.docx")).content
    opened = docx.Document(io.BytesIO(data))
    assert opened.core_properties.title == "Mine"
    assert sum(each.style.name == "Quote" for each in opened.paragraphs) == 2
    assert any("Withdrawn on" in each.text for each in opened.paragraphs)


def test_a_frame_on_another_site_goes_on_telling_what_changed(
    client: Client, three: list[Passage]
) -> None:
    url = address(*map(chosen, three), title='Three "words" & more')
    frame = client.get(url).context["dossier"].frame
    src, title = re.findall(r'(?:src|title)="([^"]+)"', frame)
    assert html.unescape(title) == 'Three "words" & more'
    embedded = html.unescape(src).removeprefix(settings.SITE_URL)
    editorial.withdraw(three[1], reason="Not hers.", editor=None)
    page = client.get(embedded)
    assert page.status_code == 200
    assert "frame-ancestors *" in page["Content-Security-Policy"]
    assert "X-Frame-Options" not in page.headers
    assert three[0].text in page.text
    assert three[1].text not in page.text
    assert "Not hers." in page.text
    assert "frame-ancestors 'none'" in client.get(url)["Content-Security-Policy"]


@pytest.mark.parametrize("form", ["/", "/embed/", ".json", ".csv", ".bib", ".ris", ".docx"])
def test_nothing_chosen_and_unknown_parameters_are_answered(client: Client, form: str) -> None:
    assert client.get(f"/dossier{form}").status_code == 200
    assert client.get(f"/dossier{form}?colour=red").status_code == (
        200 if form.endswith("/") else 400
    )
    assert client.get(f"/dossier{form}?p=%00").status_code == (200 if form.endswith("/") else 400)


def test_what_is_ticked_on_a_page_of_results_opens_as_a_dossier(
    client: Client, three: list[Passage]
) -> None:
    page = client.get("/search/?q=words").content.decode()
    for passage in three:
        assert f'name="p" value="{chosen(passage)}" form="collect"' in page
    assert '<form class="collect" id="collect" action="/dossier/collect/" method="get"' in page
    query = urlencode([("q", "words"), ("view", "cards"), *(("p", chosen(each)) for each in three)])
    response = client.get(f"/dossier/collect/?{query}")
    assert (response.status_code, response["Location"]) == (302, address(*map(chosen, three)))
    assert client.get("/dossier/collect/?q=words")["Location"] == "/dossier/"


@pytest.mark.parametrize("page", ["/search/?q=words&view=cards", "/speakers/{slug}/?q=words"])
def test_what_was_ticked_on_one_page_goes_along_to_others(
    client: Client, three: list[Passage], page: str
) -> None:
    start = page.format(slug=three[0].speaker.slug) + "&per_page=1"
    ticked = [chosen(three[0]), chosen(three[2])]
    url = f"{start}&{urlencode([('p', each) for each in ticked])}"
    first = client.get(url)
    result = first.context.get("result") or first.context["explored"].result
    (box,) = re.findall(r'name="p" value="(\S+)" form="collect"( checked)?', first.text)
    assert bool(box[1]) == (box[0] in ticked)
    assert result.ticked_elsewhere == [each for each in ticked if each != box[0]]
    form = first.text.partition('id="collect"')[2].partition("</form>")[0]
    hidden = re.findall(r'<input type="hidden" name="p" value="(\S+)">', form)
    assert hidden == result.ticked_elsewhere
    for leads_to in (result.next_url, *(sort.url for sort in result.sorts)):
        assert client.get(leads_to).status_code == 200
        assert urlencode([("p", each) for each in ticked]) in leads_to
    assert "p=" not in result.without_ticks_url


@pytest.mark.parametrize(
    "query", ["q=nothing", "q=wrods", "q=nothing+words+before", "wording=edited"]
)
def test_ticks_stay_where_nothing_is_found(
    client: Client, three: list[Passage], query: str
) -> None:
    page = client.get(f"/search/?{query}&p={chosen(three[0])}")
    assert page.status_code == 200
    without, with_ticks = client.get(f"/search/?{query}").context["result"], page.context["result"]
    assert with_ticks.count == without.count
    assert (with_ticks.alternatives is None) == (without.alternatives is None)
    if with_ticks.alternatives:
        assert len(with_ticks.alternatives.without) == len(without.alternatives.without)


def test_ticks_are_no_part_of_a_search(client: Client, three: list[Passage]) -> None:
    ticked = f"/search/?q=words&p={chosen(three[0])}"
    plain, page = client.get("/search/?q=words"), client.get(ticked)
    links = [
        re.findall(r'<link rel="(?:canonical|alternate)"[^>]*>', each.text)
        for each in (plain, page)
    ]
    assert links[0] == links[1]
    assert not page.context["active"]
    assert client.get(ticked.replace("/search/", "/api/v1/passages")).status_code == 400


@pytest.mark.parametrize("p", ["khms7xrx", "%00", "x" * 200, "a&p=".join("b" * 99)])
def test_ticks_that_no_page_has_are_told(client: Client, three: list[Passage], p: str) -> None:
    page = client.get(f"/search/?q=words&p={p}")
    assert page.status_code == 200
    assert [problem.parameter for problem in page.context["problems"]] == ["p"]


def test_a_damaged_item_is_shown_as_it_came_and_stays_in_the_short_address(
    client: Client, three: list[Passage]
) -> None:
    first, second = (str(each.identifier_id) for each in three[:2])
    damaged = second[:-1] + ("0" if second[-1] != "0" else "1")
    response = client.get(f"/dossier/?d={first}.{damaged}.,{second},")
    dossier = response.context["dossier"]
    assert [each.written for each in dossier.parameters.chosen][1] == damaged
    assert [each.identifier for each in dossier.parameters.chosen] == [first, "", second]
    parts = urlsplit(dossier.short_url)
    again = client.get(f"{parts.path}?{parts.query}").context["dossier"]
    assert [each.value for each in again.parameters.chosen] == [
        each.value for each in dossier.parameters.chosen
    ]


def test_what_is_shown_is_counted_and_each_quotation_once(
    client: Client, three: list[Passage]
) -> None:
    one, two, _ = three
    why = editorial.CitedChange("typo", "A note was due.")
    editorial.revise(one, {"note": "A note."}, why=why, editor=None)
    url = address(chosen(one), chosen(one, 2), chosen(two), "khms7xrx", mint())
    page = client.get(url).content.decode()
    assert "2 quotations." in page
    assert "2 items here have no quotation to show" in page
    assert "1 quotation stands here more than once" in page
    whole = client.get(address(chosen(one), chosen(two))).content.decode()
    assert "2 quotations." in whole
    assert "no quotation to show" not in whole
    assert "more than once" not in whole


def test_merged_ones_are_counted_as_what_they_are_now(client: Client, three: list[Passage]) -> None:
    one, _, last = three
    editorial.merge_passages(one, last, reason="The same.", editor=None)
    assert client.get(address(chosen(one), chosen(last))).context["dossier"].count == 1


def test_the_tab_says_dossier_once(client: Client, three: list[Passage]) -> None:
    untitled = client.get(address(chosen(three[0]))).content.decode()
    assert "<title>Dossier · On Record</title>" in untitled
    titled = client.get(address(chosen(three[0]), title="Quays")).content.decode()
    assert "<title>Quays · Dossier · On Record</title>" in titled


def test_what_is_wrong_in_the_address_takes_nothing_else_along(
    client: Client, three: list[Passage]
) -> None:
    url = address(chosen(three[0]), title="Quays")
    page = client.get(f"{url}&colour=red").content.decode()
    assert f'href="{html.escape(url)}">Start without filters' in page


@pytest.mark.django_db
def test_newcomers_find_comparison_and_dossier_at_the_end_of_every_page(client: Client) -> None:
    for page in ("/", "/search/", "/about/"):
        _, _, footer = client.get(page).text.partition("<footer")
        assert 'href="/compare/"' in footer
        assert 'href="/dossier/"' in footer
