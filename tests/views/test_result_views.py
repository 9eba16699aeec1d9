"""The three views of a result: compact entries, cards, and words in line."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from quotes import editorial
from quotes.models import Utterance, UtteranceMember
from tests import factories

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200
    return response


def rows(client: Client, address: str) -> list[dict[str, str]]:
    table = page(client, address).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(table, newline="")))


@pytest.mark.parametrize("view", ["compact", "cards", "lines"])
def test_every_view_has_the_same_hits(client: Client, opening_archive: None, view: str) -> None:
    plain = page(client, "/search/?q=sanctions").context["result"]
    result = page(client, f"/search/?q=sanctions&view={view}").context["result"]
    assert result.count == plain.count
    assert [hit.passage.pk for hit in result.hits] == [hit.passage.pk for hit in plain.hits]


def test_compact_is_what_is_shown_unasked_and_has_no_address_of_its_own(
    client: Client, opening_archive: None
) -> None:
    result = page(client, "/search/?q=sanctions&view=compact").context["result"]
    assert "view" not in result.shared_url()
    assert 'class="row"' in page(client, "/search/?q=sanctions").content.decode()


def test_a_new_search_from_the_box_keeps_the_view(client: Client, opening_archive: None) -> None:
    content = page(client, "/search/?q=sanctions&view=cards").content.decode()
    assert '<input type="hidden" name="view" value="cards">' in content


def test_answers_to_one_question_stand_below_it_once(client: Client, db: None) -> None:
    asker, source = factories.speaker("Asker"), factories.source()
    question = factories.turn(
        "Will the bridge hold?", source=source, kind="question", speaker=asker
    )
    answer = factories.turn("The bridge holds. The bridge held.", source=source, kind="answer", answers=question)  # fmt: skip
    for span in ([0, 17], [18, 34]):
        factories.published(turn=answer, speaker=factories.speaker(), spans=[span])
    for view in ("compact", "cards"):
        content = page(client, f"/search/?q=bridge&view={view}").content.decode()
        assert content.count("Will the bridge hold?") == 1


def test_reports_of_one_statement_are_one_entry_that_names_the_others(
    client: Client, opening_archive: None
) -> None:
    response = page(client, "/search/?q=%22boxing+ring%22")
    result = response.context["result"]
    assert (result.count, len(result.entries), result.folded) == (2, 1, 1)
    content = response.content.decode()
    assert "also reported by" in content
    assert "2 reports</a> side by side" in content
    assert "2 quotations of this page in 1 entry" in content
    (entry,) = result.entries
    assert [(o.outlet, o.wording) for o in entry.others] == [("The Astana Times", "reported")]


def test_a_report_that_was_not_found_is_named_and_a_draft_never(client: Client, db: None) -> None:
    interview = factories.interview()
    sources = [factories.source(f"S{n}", interview=interview) for n in range(3)]
    words = ("Rivers rise.", "Waters rise.")
    found, other = (factories.published(w, source=s) for w, s in zip(words, sources, strict=False))
    draft = factories.draft("Rivers rise early.", source=sources[2])
    utterance = Utterance.objects.create(interview=interview)
    for passage in (found, other, draft):
        UtteranceMember.objects.create(utterance=utterance, passage=passage, state="confirmed")
    editorial.touch_reports(utterance.public_report_ids)
    (entry,) = page(client, "/search/?q=rivers").context["result"].entries
    assert [report.identifier_id for report in entry.others] == [other.identifier_id]


@pytest.mark.parametrize(
    ("other", "differs"),
    [
        ("We will raise the levy on river boats.", "(differs by a negation)"),
        ("We will not raise the levy on any river boats.", ""),
    ],
)
def test_a_report_that_denies_the_other_is_told_in_its_entry(
    client: Client, db: None, other: str, differs: str
) -> None:
    interview = factories.interview()
    words = ("We will not raise the levy on river boats.", other)
    sources = [factories.source(f"S{n}", interview=interview) for n in range(2)]
    utterance = Utterance.objects.create(interview=interview)
    for text, source in zip(words, sources, strict=True):
        passage = factories.published(text, source=source)
        UtteranceMember.objects.create(utterance=utterance, passage=passage, state="confirmed")
    editorial.touch_reports(utterance.public_report_ids)
    for view in ("compact", "cards"):
        content = page(client, f"/search/?q=levy&view={view}").content.decode()
        assert ("differs by" in content) == bool(differs)
        assert differs in content


def test_a_compact_entry_is_cut_at_the_ends_of_words(client: Client, db: None) -> None:
    word = "internationalisation"
    factories.published(" ".join([word] * 10 + ["needle"] + [word] * 10))
    (hit,) = page(client, "/search/?q=needle").context["result"].hits
    assert hit.is_cut_before
    assert hit.is_cut_after
    assert set(hit.text.split()) == {word, "needle"}


def test_lines_stand_in_the_order_asked_for(client: Client, db: None) -> None:
    for name, text in (
        ("Zoe", "Old gold mines"),
        ("Adam", "New gold coins"),
        ("Max", "Any gold bars"),
    ):
        factories.published(text, speaker=factories.speaker(name))
    orders = {
        "left": ["Any", "New", "Old"],
        "right": ["Any", "New", "Old"],
        "speaker": ["New", "Any", "Old"],
    }
    for sort, expected in orders.items():
        lines = page(client, f"/search/?q=gold&view=lines&sort={sort}").context["result"].lines
        assert [line.before for line in lines] == expected
        table = rows(client, f"/search.csv?q=gold&view=lines&sort={sort}")
        assert [row["before"] for row in table] == expected


def test_each_place_of_the_words_has_a_line(client: Client, opening_archive: None) -> None:
    result = page(client, "/search/?q=kazakhstan&view=lines&per_page=100").context["result"]
    places = sum(hit.passage.text.lower().count("kazakhstan") for hit in result.hits)
    assert len(result.lines) >= places > len(result.hits) / 2
    assert len(result.lines) == sum(len(hit.found) for hit in result.hits)
    assert {line.keyword.lower()[:10] for line in result.lines} == {"kazakhstan"}


def test_pages_of_ordered_lines_are_all_lines_once(client: Client, opening_archive: None) -> None:
    first = page(client, "/search/?q=kazakhstan&view=lines&sort=right&per_page=20")
    result = first.context["result"]
    whole = page(client, "/search/?q=kazakhstan&view=lines&sort=right&per_page=100")
    found = []
    for number in range(1, result.pages + 1):
        address = f"/search/?q=kazakhstan&view=lines&sort=right&per_page=20&page={number}"
        found += page(client, address).context["result"].lines
    spans = [(line.passage.pk, line.span) for line in found]
    assert len(spans) == len(set(spans))
    assert spans[:100] == [(each.passage.pk, each.span) for each in whole.context["result"].lines]


@pytest.mark.parametrize("query", ["", "speaker=roman-vassilenko", "q=question:circumvent"])
def test_lines_without_words_say_what_to_do(
    client: Client, opening_archive: None, query: str
) -> None:
    content = page(client, f"/search/?{query}&view=lines").content.decode()
    assert "type one into the box" in content
    # There are no lines, so there are no pages of them.
    assert 'class="paging"' not in content
    assert "Quotations on a page" not in content


def test_a_hit_without_the_words_in_its_text_stands_below_the_lines(
    client: Client, opening_archive: None
) -> None:
    result = page(client, "/search/?q=vassilenko&view=lines").context["result"]
    assert result.lines
    assert len(result.without_line) == len([hit for hit in result.hits if not hit.found]) > 0


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/search.json?view=poster", "view"),
        ("/search.json?sort=left", "sort"),
        ("/search.csv?sort=right&view=cards", "sort"),
        ("/search.json?view=lines&sort=left", "sort"),
        ("/search.atom?view=lines&sort=speaker", "sort"),
    ],
)
def test_a_view_or_an_order_that_is_not_there_is_an_error(
    client: Client, opening_archive: None, address: str, parameter: str
) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert parameter in response.content.decode()


def test_the_api_knows_no_views(client: Client, opening_archive: None) -> None:
    assert client.get("/api/v1/passages?view=cards").status_code == 400
