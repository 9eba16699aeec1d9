"""Feeds of newest passages and of corrections."""

from datetime import datetime
from xml.etree import ElementTree

import pytest

from quotes import editorial
from quotes.models import FormerSlug, RevisionWords, append_only
from tests import factories
from tests.views.room import Room
from tests.views.test_every_page import Tags
from tests.views.test_forms import ATOM, entry_ids, feed, links
from tests.views.test_permalinks import merge

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"
WHY = editorial.CitedChange("typo", "The <office> & was wrong.")


def entries(response) -> list[ElementTree.Element]:
    return list(feed(response).iter(f"{ATOM}entry"))


def permalinks(*passages) -> list[str]:
    return [SITE + passage.get_absolute_url() for passage in passages]


def test_the_newest_passages_stand_first(client):
    older, newer = factories.published(), factories.published()
    factories.draft()
    response = client.get("/feed.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert entry_ids(response) == permalinks(newer, older)
    found = feed(response)
    assert found.findtext(f"{ATOM}title") == "On Record: newest passages"
    assert found.findtext(f"{ATOM}id") == f"{SITE}/feed.atom"
    assert links(found) == {"self": f"{SITE}/feed.atom", "alternate": f"{SITE}/"}


def test_a_feed_has_no_more_than_fifty(client):
    drafts = [factories.draft(speaker=factories.speaker("S", slug=f"s-{n}")) for n in range(55)]
    published = editorial.publish(drafts, editor=None)
    assert entry_ids(client.get("/feed.atom")) == permalinks(*published[:4:-1])


def test_speakers_topics_events_and_series_have_feeds_of_their_own(room: Room, client):
    factories.published()
    event = room.first.interview.event
    of_speaker = permalinks(room.report, room.third, room.first)
    assert entry_ids(client.get("/speakers/ms-keeper/feed.atom")) == of_speaker
    assert entry_ids(client.get("/topics/open-doors/feed.atom")) == permalinks(room.first)
    assert entry_ids(client.get("/topics/doors/feed.atom")) == permalinks(room.first)
    of_event = permalinks(room.report, room.question, room.third, room.first)
    assert entry_ids(client.get(f"{event.get_absolute_url()}feed.atom")) == of_event
    assert entry_ids(client.get(f"{event.series.get_absolute_url()}feed.atom")) == of_event
    found = feed(client.get("/speakers/ms-keeper/feed.atom"))
    assert found.findtext(f"{ATOM}title") == "On Record: Ms Keeper"
    assert links(found)["alternate"] == f"{SITE}/speakers/ms-keeper/"


@pytest.mark.parametrize("kind", ["speakers", "topics", "events"])
def test_a_noun_without_public_passages_has_no_feed(kind, client):
    draft = factories.draft(topics=[factories.topic("Hidden")])
    noun = {"speakers": draft.speaker, "topics": draft.topics.get(),
            "events": draft.interview.event}[kind]  # fmt: skip
    hidden = client.get(f"/{kind}/{noun.slug}/feed.atom")
    missing = client.get(f"/{kind}/no-such-thing/feed.atom")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content
    assert hidden["Content-Type"] == "text/plain; charset=utf-8"


def test_an_old_slug_leads_to_the_feed_at_the_new_one(client):
    speaker = factories.published().speaker
    FormerSlug.objects.create(noun="speaker", slug="old-name", target_id=speaker.pk)
    response = client.get("/speakers/old-name/feed.atom")
    expected = f"/speakers/{speaker.slug}/feed.atom"
    assert (response.status_code, response["Location"]) == (301, expected)


@pytest.mark.parametrize(
    "page",
    [
        "/",
        "/speakers/ms-keeper/",
        "/topics/open-doors/",
        "/events/forum-1/",
        "/events/forum-1-series/",
    ],
)
def test_a_page_names_its_feed_and_that_of_corrections(page, room: Room, read):
    page = page.replace("forum-1-series", room.first.interview.event.series.slug)
    found = [
        link["href"]
        for link in Tags(read(page).text).all("link")
        if link["rel"] == "alternate" and link.get("type") == "application/atom+xml"
    ]
    assert sorted(found) == sorted([f"{SITE}/corrections.atom", f"{SITE}{page}feed.atom"])
    assert all(read(url.removeprefix(SITE)).status_code == 200 for url in found)


def test_a_first_version_is_no_correction(client):
    factories.published()
    assert entry_ids(client.get("/corrections.atom")) == []


def test_a_new_version_is_a_correction_with_its_reason(client):
    passage = factories.published("Some words.", speaker=factories.speaker("Ms Keeper"))
    editorial.revise(passage, {"role_as_printed": "Minister"}, why=WHY, editor=None)
    (entry,) = entries(client.get("/corrections.atom"))
    version = f"{permalinks(passage)[0]}/v/2"
    assert entry.findtext(f"{ATOM}id") == links(entry)["alternate"] == version
    assert entry.findtext(f"{ATOM}title") == f"Ms Keeper, {passage.event.name} (version 2)"
    assert "Typing error: The &lt;office&gt; &amp; was wrong." in entry.findtext(f"{ATOM}summary")
    assert "“Some words.”" in entry.findtext(f"{ATOM}summary")
    made = passage.revisions.get(number=2).created_at
    changed = datetime.fromisoformat(entry.findtext(f"{ATOM}updated"))
    assert abs(changed - made).total_seconds() < 1


def test_withdrawals_stand_in_the_feed_without_words(client):
    passage = factories.published("Words nobody said.", role_as_printed="Minister")
    editorial.revise(passage, {"role_as_printed": "Deputy"}, why=WHY, editor=None)
    editorial.withdraw(passage, reason="Retracted.", editor=None)
    response = client.get("/corrections.atom")
    withdrawn, revised = entries(response)
    permalink = permalinks(passage)[0]
    assert withdrawn.findtext(f"{ATOM}id") == f"{permalink}#withdrawn-after-2"
    assert withdrawn.findtext(f"{ATOM}title").startswith(f"Withdrawn: {passage.speaker.name}")
    assert "Retracted." in withdrawn.findtext(f"{ATOM}summary")
    assert revised.findtext(f"{ATOM}id") == f"{permalink}/v/2"
    assert links(revised)["alternate"] == permalink
    assert "Words nobody said" not in response.text


def test_a_passage_withdrawn_twice_has_two_entries(client):
    passage = factories.published()
    editorial.withdraw(passage, reason="First.", editor=None)
    editorial.reinstate(passage, reason="It was right.", editor=None)
    editorial.withdraw(passage, reason="Second.", editor=None)
    ids = entry_ids(client.get("/corrections.atom"))
    assert [each.rpartition("/")[2] for each in ids] == [
        f"{passage.identifier_id}#withdrawn-after-2", "2",
        f"{passage.identifier_id}#withdrawn-after-1",
    ]  # fmt: skip


def test_a_merge_names_where_the_words_are_now(client):
    merged, into = factories.published(), factories.published()
    merge(merged, into)
    latest = entries(client.get("/corrections.atom"))[0]
    assert latest.findtext(f"{ATOM}title").startswith("Merged: ")
    assert permalinks(into)[0] in latest.findtext(f"{ATOM}summary")


def test_removed_words_are_not_in_the_feed(client):
    passage = factories.published("Expunged words.")
    editorial.revise(passage, {"role_as_printed": "Minister"}, why=WHY, editor=None)
    append_only.remove()
    RevisionWords.objects.all().delete()
    response = client.get("/corrections.atom")
    append_only.install()
    assert len(entries(response)) == 1
    assert "Expunged words" not in response.text


def test_a_paraphrase_is_corrected_without_quotation_marks(client):
    source = factories.source(kind="analysis", default_wording="paraphrased")
    passage = factories.published("She said doors matter.", source=source, kind="narration")
    editorial.revise(passage, {"note": "A note."}, why=WHY, editor=None)
    summary = entries(client.get("/corrections.atom"))[0].findtext(f"{ATOM}summary")
    assert "She said doors matter." in summary
    assert "“" not in summary


def test_characters_that_xml_refuses_break_no_feed(client):
    passage = factories.published("Words \ufffe\uffff here.")
    editorial.revise(passage, {"note": "A \uffff note."}, why=WHY, editor=None)
    for url in ("/feed.atom", "/corrections.atom", "/search.atom"):
        assert "Words \ufffd\ufffd here." in feed(client.get(url))[-1].findtext(f"{ATOM}summary"), (
            url
        )
