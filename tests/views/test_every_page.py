"""What holds for every public page: frame, escaping, drafts, addresses, queries."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from quotes import editorial
from quotes.editorial.kept_pages import forget_kept_pages
from quotes.models import Participation
from tests import factories
from tests.views.room import Room, furnish

pytestmark = pytest.mark.django_db
HOSTILE = " <script>alert(1)</script> \"' & {{ x }}"
MAX_QUERIES = 12


class Tags(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def scripts(tags: Tags) -> list[dict[str, str | None]]:
    """What a browser would run; data for machines is none of it."""
    return [script for script in tags.all("script") if script.get("type") != "application/ld+json"]


def test_every_page_answers(room: Room, read):
    assert {url: read(url).status_code for url in room.pages()} == dict.fromkeys(room.pages(), 200)


def test_every_page_has_one_heading_a_title_a_language_and_a_description(room: Room, read):
    for url in room.html_pages():
        text = read(url).text
        tags, head = Tags(text), Tags(text.partition("</head>")[0])
        described = [meta for meta in tags.all("meta") if meta.get("name") == "description"]
        # Marks of a picture have titles too.
        counts = [len(tags.all("h1")), len(tags.all("main")), len(head.all("title"))]
        assert (url, counts) == (url, [1, 1, 1])
        assert tags.all("html") == [{"lang": "en-GB", "dir": "ltr"}]
        assert described[0]["content"]


def test_every_page_names_its_own_address_on_the_archives_site(room: Room, read, settings):
    settings.SITE_URL = "https://archive.example"
    for url in room.html_pages():
        links = [link for link in Tags(read(url).text).all("link") if link["rel"] == "canonical"]
        assert [link["href"] for link in links] == [f"https://archive.example{url}"]


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/sources/?page=2&per_page=1&utm_source=x&q=", "/sources/?page=2&per_page=1"),
        ("/search/?q=a+b&fbclid=1", "/search/?q=a+b"),
        ("/about/?x=1&page=2", "/about/"),
        ("/coverage/?page=2&utm_source=x", "/coverage/?page=2"),
        ("/coverage/?page=1", "/coverage/"),
        ("/topics/doors/?page=2", "/topics/doors/?page=2"),
        ("/topics/doors/?page=2&q=door", "/topics/doors/"),
    ],
    ids=["list", "search", "plain", "later", "first", "noun", "searched"],
)
def test_the_canonical_address_has_the_parameters_that_matter(
    asked, canonical, room, read, settings
):
    page = read(asked).text
    links = [link for link in Tags(page).all("link") if link["rel"] == "canonical"]
    assert [link["href"] for link in links] == [settings.SITE_URL + canonical]


def test_no_page_has_the_host_that_was_asked(room: Room, client, settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://archive.example", ["elsewhere.example"]
    for url in room.pages():
        forget_kept_pages()
        response = client.get(url, headers={"host": "elsewhere.example"})
        assert "elsewhere.example" not in response.text, url


def test_no_page_has_an_id_twice(room: Room, read):
    for url in room.html_pages():
        ids = [a["id"] for _, a in Tags(read(url).text).found if a.get("id")]
        assert sorted(ids) == sorted(set(ids)), url


def test_no_page_has_style_or_script_inside_and_all_scripts_are_small(room: Room, read):
    sources = set()
    for url in room.html_pages():
        tags = Tags(read(url).text)
        assert not tags.all("style"), url
        assert all("src" in script for script in scripts(tags)), url
        sources |= {script["src"] for script in scripts(tags)}
        attributes = {name for _, found in tags.found for name in found}
        assert not [n for n in attributes if n == "style" or n.startswith("on")], url
    sizes = [(settings.BASE_DIR / source.lstrip("/")).stat().st_size for source in sources]
    assert len(sizes) == 5
    assert sum(sizes) <= 8_000


def test_hostile_text_is_shown_as_text(db, read):
    room = furnish(HOSTILE)
    for url in room.html_pages():
        page = read(url).text
        assert "<script>alert" not in page, url
        # A passage has two of its own, to copy and to select words, a dossier one; with what can
        # be ticked comes one more.
        path = urlsplit(url).path
        own = 2 * bool(re.fullmatch(r"/q/[^/]+(/v/[0-9]+)?", path)) + (path == "/dossier/")
        own += 'id="collect"' in page
        assert len(scripts(Tags(page))) == 2 + own, url
        assert all(each["src"].startswith("/static/js/") for each in scripts(Tags(page))), url
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in read(room.first.get_absolute_url()).text


def test_every_link_inside_leads_to_a_page(room: Room, read):
    links = {
        urlsplit(link["href"]).path
        for url in room.html_pages()
        for link in Tags(read(url).text).all("a")
        if link.get("href", "").startswith("/")
    }
    answers = {link: status_of(read(link)) for link in links}
    assert {link: code for link, code in answers.items() if code not in (200, 302)} == {}


def status_of(response) -> int:
    # A file that is read to its end makes room for the next one.
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code


def test_drafts_change_no_byte_of_any_page(room: Room, read):
    before = {url: read(url).content for url in room.pages()}
    add_drafts(room)
    after = {url: read(url).content for url in room.pages()}
    assert [url for url in before if before[url] != after[url]] == []


def add_drafts(room: Room) -> None:
    """Drafts wherever one could show: beside passages, in new sources, events and topics."""
    newcomer = factories.speaker("Newcomer")
    topic = factories.topic("Secret", room.first.topics.get().parent)
    factories.draft(turn=room.first.turn, spans=[[23, 42]], speaker=newcomer, topics=[topic])
    factories.draft(source=room.first.source, topics=[room.first.topics.get()])
    other = factories.source(interview=room.first.interview)
    factories.draft(source=other, speaker=room.first.speaker)
    talk = factories.interview("Secret talk", event=room.first.interview.event)
    Participation.objects.create(interview=talk, speaker=newcomer)
    Participation.objects.create(interview=talk, speaker=room.first.speaker)
    factories.draft(source=factories.source(interview=talk))
    edition = factories.event("Forum 2", series=room.first.interview.event.series)
    factories.draft(source=factories.source(interview=factories.interview(event=edition)))


@pytest.mark.parametrize(
    ("room_name", "make"),
    [
        ("speakers", lambda: factories.draft().speaker),
        ("events", lambda: factories.draft().interview.event),
        ("events", lambda: factories.draft().interview.event.series),
        ("interviews", lambda: factories.draft().interview),
        ("sources", lambda: factories.draft().source),
        ("topics", lambda: factories.draft(topics=[factories.topic("T")]).topics.get()),
    ],
    ids=["speaker", "event", "series", "interview", "source", "topic"],
)
def test_a_noun_with_drafts_alone_answers_as_if_it_did_not_exist(room_name, make, read):
    missing = read(f"/{room_name}/no-such-thing/")
    hidden = read(f"/{room_name}/{make().slug}/")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content
    assert hidden.headers == missing.headers


@pytest.mark.parametrize("parameter", ["speaker", "event"])
def test_a_filter_by_a_noun_with_drafts_alone_answers_as_if_it_did_not_exist(parameter, read):
    draft = factories.draft()
    noun = draft.speaker if parameter == "speaker" else draft.interview.event
    hidden = read(f"/interviews/?{parameter}={noun.slug}").text
    missing = read(f"/interviews/?{parameter}=no-such-thing").text
    assert hidden.replace(noun.slug, "no-such-thing") == missing


def test_no_page_asks_the_database_often(room: Room, client, django_assert_max_num_queries):
    furnish_more(room)
    client.get("/search/")
    for url in room.pages():
        forget_kept_pages()
        with django_assert_max_num_queries(MAX_QUERIES):
            client.get(url)


def furnish_more(room: Room) -> None:
    """Twenty rows more of everything."""
    drafts = []
    for number in range(20):
        event = factories.event(series=room.first.interview.event.series)
        interview = factories.interview(event=event)
        topic = factories.topic(parent=room.first.topics.get().parent)
        common = {"speaker": room.first.speaker, "topics": [topic]}
        drafts.append(factories.draft(source=factories.source(interview=interview), **common))
        here = factories.source(interview=room.first.interview)
        question = factories.turn(f"Why {number}?", source=here, kind="question")
        drafts.append(factories.draft(source=here, answers=question, **common))
        drafts.append(factories.draft(source=room.first.source))
        Participation.objects.create(
            interview=room.first.interview, speaker=factories.speaker(), part="speaker"
        )
    editorial.publish(drafts, editor=None)


def test_a_cached_page_is_answered_again_without_its_queries(
    room: Room, client, django_assert_num_queries
):
    url = room.first.get_absolute_url()
    first = client.get(url)
    with django_assert_num_queries(1):
        again = client.get(url)
    assert again.content == first.content


def test_no_public_page_sets_a_cookie(room: Room, read):
    assert all(not read(url).cookies for url in room.pages())


def test_every_word_a_reader_may_cite_is_selectable_text(room: Room, read):
    page = read(room.first.get_absolute_url()).text
    assert re.search(r'<p class="selectable" data-copied="citation"[^>]*>Ms Keeper', page)
