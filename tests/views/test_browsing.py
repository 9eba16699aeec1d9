"""Lists and the pages of nouns: filters, paging, old addresses, what each page tells."""

import pytest

from quotes import editorial
from quotes.models import EventSeries, Topic
from tests import factories
from tests.views.room import Room

pytestmark = pytest.mark.django_db
LISTS = ["/speakers/", "/events/", "/interviews/", "/sources/"]


@pytest.mark.parametrize("url", LISTS)
def test_an_unknown_parameter_is_named_and_nothing_is_listed(url, room: Room, read):
    response = read(f"{url}?colour=red")
    assert response.status_code == 200
    assert "There is no parameter “colour” here." in response.text
    assert 'class="line-title"' not in response.text


@pytest.mark.parametrize("url", LISTS)
def test_blank_and_tracking_parameters_are_passed_over(url, room: Room, read):
    response = read(f"{url}?q=&utm_source=letter&fbclid=1")
    assert 'class="line-title"' in response.text


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("/speakers/?q=KEEPER", "Ms Keeper"),
        ("/speakers/?q=хранитель", "Ms Keeper"),
        ("/events/?q=forum", "Forum 1"),
        ("/events/?year=2023", "Forum 1"),
        ("/events/?series=forum-1-series", "Forum 1"),
        ("/interviews/?speaker=ms-keeper&year=2023&format=panel", "Panel"),
        ("/interviews/?event=forum-1", "Panel"),
        ("/sources/?outlet=herald&kind=news_report", "Report"),
        ("/sources/?q=herald", "Report"),
    ],
)
def test_a_filter_finds_what_fits(url, found, room: Room, read):
    page = read(url).text
    assert f">{found}</a>" in page
    assert page.count('class="line-title"') == 1


@pytest.mark.parametrize(
    "url",
    ["/speakers/?q=nobody", "/events/?year=1999", "/interviews/?format=speech",
     "/sources/?kind=analysis"],
)  # fmt: skip
def test_a_filter_that_nothing_fits_says_so(url, room: Room, read):
    page = read(url).text
    assert "Show all of them" in page
    assert 'class="line-title"' not in page


@pytest.mark.parametrize(
    "query",
    ["year=0", "year=10000", "year=x", "year=9" + "9" * 400, "kind=nope", "series=nope",
     "series=%00", "page=0", "page=-1", "per_page=101", "q=%00"],
)  # fmt: skip
def test_a_value_that_cannot_be_used_is_explained(query, room: Room, read):
    response = read(f"/events/?{query}")
    assert response.status_code == 200
    assert "One filter cannot be used" in response.text


def test_a_page_beyond_the_end_says_where_the_end_is(room: Room, read):
    response = read("/sources/?page=9&per_page=1")
    assert response.status_code == 200
    assert 'href="?page=2&amp;per_page=1"' in response.text
    assert "its last page, 2" in response.text


def test_a_chosen_noun_can_be_taken_away(room: Room, read):
    page = read("/interviews/?speaker=ms-keeper&year=2023").text
    assert 'href="/interviews/?year=2023">Speaker: Ms Keeper' in page


@pytest.mark.parametrize("room_name", ["speakers", "events", "interviews", "sources", "topics"])
@pytest.mark.parametrize("slug", ["%00", "a%20b", "é", "..", "a" * 500, "%F0%9F%98%80"])
def test_what_is_no_slug_is_not_found(room_name, slug, read):
    assert read(f"/{room_name}/{slug}/").status_code == 404


def test_old_addresses_lead_to_the_new_ones(room: Room, read):
    interview = room.first.interview
    nouns = {
        "speakers": room.first.speaker, "events": interview.event, "interviews": interview,
        "sources": room.first.source, "topics": room.first.topics.get(),
    }  # fmt: skip
    for name, noun in nouns.items():
        old, noun.slug = noun.slug, f"new-{noun.slug}"
        editorial.save_noun(noun, editor=None)
        response = read(f"/{name}/{old}/")
        assert (response.status_code, response["Location"]) == (301, f"/{name}/{noun.slug}/")


def test_an_old_address_of_a_hidden_noun_is_not_found(read):
    speaker = factories.draft().speaker
    old, speaker.slug = speaker.slug, "renamed"
    editorial.save_noun(speaker, editor=None)
    assert read(f"/speakers/{old}/").status_code == 404


def test_the_slug_of_a_series_shows_its_editions(room: Room, read):
    series = room.first.interview.event.series
    page = read(f"/events/{series.slug}/").text
    assert f"<h1>{series.name}</h1>" in page
    assert 'href="/events/forum-1/">Forum 1</a>' in page


def test_an_old_address_of_a_series_leads_to_the_new_one(room: Room, read):
    series = EventSeries.objects.get(slug="forum-1-series")
    series.slug = "forums"
    editorial.save_noun(series, editor=None)
    assert read("/events/forum-1-series/")["Location"] == "/events/forums/"


def test_a_speaker_page_counts_by_year_and_wording(room: Room, read):
    factories.published(speaker=room.first.speaker, said_on="2021")
    page = read("/speakers/ms-keeper/").text
    assert 'href="/search/?speaker=ms-keeper&amp;topic=doors&amp;year=2023"' in page
    assert "<title>Doors, 2023: 1 quotation</title>" in page
    assert 'href="/search/?speaker=ms-keeper&amp;wording=reported"' in page


def test_a_speaker_page_tells_offices_and_how_we_know(room: Room, read):
    page = read("/speakers/ms-keeper/").text
    assert "from 2020" in page
    assert "Gazette" in page
    assert "Хранительница" in page


def test_a_topic_page_lists_passages_of_the_topics_below(room: Room, read):
    page = read("/topics/doors/").text
    assert f'id="q-{room.first.identifier_id}"' in page
    assert "<strong>1</strong> quotation" in page


def test_a_topic_page_shows_its_place_in_the_tree(room: Room, read):
    page = read("/topics/open-doors/").text
    assert 'href="/topics/themes/">Themes</a> › <a href="/topics/doors/">Doors</a>' in page
    assert "Also found as Gates" in page


def test_a_topic_counts_a_passage_once():
    parent = factories.topic("Doors")
    below = [factories.topic(name, parent) for name in ("Open", "Shut")]
    factories.published(topics=below)
    assert Topic.objects.passage_counts()[parent.pk] == 1


def test_a_topic_is_public_through_any_topic_below_it():
    topic = None
    for depth in range(5):
        topic = factories.topic(f"Depth {depth}", topic)
    factories.published(topics=[topic])
    assert Topic.objects.public().count() == 6


def test_a_source_page_counts_what_was_left_out(room: Room, read):
    page = read("/sources/transcript/").text
    assert '<th scope="row">heading</th><td>1</td><td>40</td>' in page


def test_an_interview_whose_passages_are_withdrawn_keeps_its_page(read):
    passage = factories.published(source=factories.source(interview=factories.interview("Talk")))
    editorial.withdraw(passage, reason="Retracted.", editor=None)
    response = read("/interviews/talk/")
    assert response.status_code == 200
    assert "have been withdrawn" in response.text


def test_the_front_page_counts_what_is_published(room: Room, read):
    page = read("/").text
    assert "<strong>4</strong> quotations of <strong>2</strong> speakers" in page
    assert "in <strong>2</strong> sources" in page


def test_an_empty_archive_has_a_front_page(db, read):
    page = read("/").text
    assert "Nothing has been published yet." in page
    assert "<strong>0</strong> quotations" in page


@pytest.mark.parametrize(
    ("mistyped", "name", "url"),
    [
        ("/speakers/ms-keper/", "Ms Keeper", "/speakers/ms-keeper/"),
        ("/speakers/keeper-ms/", "Ms Keeper", "/speakers/ms-keeper/"),
        ("/topics/open-dorrs/", "Open doors", "/topics/open-doors/"),
        ("/events/forum1/", "Forum 1", "/events/forum-1/"),
        ("/interviews/panell/", "Panel", "/interviews/panel/"),
        ("/sources/trasncript/", "Transcript", "/sources/transcript/"),
        ("/speakers/ms-keper/topics/doors/", "Ms Keeper", "/speakers/ms-keeper/topics/doors/"),
    ],
)
def test_a_mistyped_address_offers_the_noun_that_may_be_meant(
    room: Room, read, mistyped: str, name: str, url: str
) -> None:
    answer = read(mistyped)
    assert answer.status_code == 404
    assert "Did you mean" in answer.text
    assert f'href="{url}">{name}</a>' in answer.text
    assert "Did you mean" not in read(f"/{mistyped.split('/')[1]}/nothing-of-the-kind/").text


def test_no_draft_is_offered(room: Room, read) -> None:
    draft = factories.draft(
        speaker=factories.speaker("Ms Secret", slug="ms-secret"),
        topics=[factories.topic("Hidden", slug="hidden")],
    )
    for mistyped in ("/speakers/ms-secrett/", "/topics/hiden/"):
        answer = read(mistyped)
        assert answer.status_code == 404
        missing = read(f"/{mistyped.split('/')[1]}/nothing-of-the-kind/")
        assert answer.content == missing.content
    editorial.publish([draft], editor=None)
    assert "Ms Secret" in read("/speakers/ms-secrett/").text


def test_programs_are_offered_records(room: Room, read) -> None:
    answer = read("/api/v1/speakers/ms-keper")
    assert answer.status_code == 404
    assert answer.json()["near_nouns"] == [
        {"name": "Ms Keeper", "url": "/api/v1/speakers/ms-keeper"}
    ]
