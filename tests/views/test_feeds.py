"""Feeds of newest passages and of corrections."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import User

from quotes import editorial
from quotes.editorial import expunging
from quotes.editorial.kept_pages import forget_kept_pages
from quotes.models import FormerSlug, IdentifierEvent, RevisionWords, append_only
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
    assert found.findtext(f"{ATOM}title") == "On Record: newest quotations"
    assert found.findtext(f"{ATOM}id") == f"{SITE}/feed.atom"
    assert links(found) == {"self": f"{SITE}/feed.atom", "alternate": f"{SITE}/"}


def test_a_browser_gets_the_feed_as_xml_with_its_looks_and_links(client):
    passage = factories.published()
    shown = client.get("/feed.atom", headers={"Accept": "text/html,application/xml;q=0.9,*/*;q=.8"})
    plain = client.get("/feed.atom", headers={"Accept": "*/*"})
    assert shown["Content-Type"] == "application/xml; charset=utf-8"
    assert plain["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert shown.content == plain.content
    assert shown["Vary"] == plain["Vary"] == "Accept, Accept-Encoding"
    assert 'href="/static/css/feed.css" type="text/css"' in shown.text
    link = feed(shown).find(f"{ATOM}entry/{{http://www.w3.org/1999/xhtml}}a")
    assert link.attrib["href"] == permalinks(passage)[0]


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


def rename(speaker, name: str) -> None:
    speaker.name = name
    editorial.save_noun(speaker, editor=None, why=editorial.CitedChange("attribution", "Her name."))


def spoken_by(speaker, number: int):
    source = factories.source()
    drafts = [factories.draft(f"Words {n}.", speaker=speaker, source=source) for n in range(number)]
    return editorial.publish(drafts, editor=None)


def test_one_change_of_a_noun_is_one_entry_and_pushes_nothing_out(client):
    withdrawn = factories.published()
    editorial.withdraw(withdrawn, reason="Doubts.", editor=None)
    speaker = factories.speaker("Ms Keper")
    passages = spoken_by(speaker, 60)
    rename(speaker, "Ms Keeper")
    renamed, ended = entries(client.get("/corrections.atom"))
    title = f"Ms Keeper, {passages[0].event.name} and 59 others (attribution corrected)"
    assert renamed.findtext(f"{ATOM}title") == title
    assert renamed.findtext(f"{ATOM}id") == f"{SITE}/corrections.atom#records-63-122"
    assert links(renamed)["alternate"] == f"{permalinks(passages[0])[0]}/v/2"
    summary = renamed.findtext(f"{ATOM}summary")
    assert "Her name." in summary
    assert all(f"{url}/v/2" in summary for url in permalinks(*passages))
    assert ended.findtext(f"{ATOM}title").startswith("Withdrawn: ")


def test_the_entry_of_a_change_keeps_its_id_and_tells_no_words_of_what_is_withdrawn(client):
    speaker = factories.speaker("Ms Keper")
    first, _ = spoken_by(speaker, 2)
    rename(speaker, "Ms Keeper")
    [(before, _)] = [(entry_ids(client.get("/corrections.atom"))[0], None)]
    editorial.withdraw(first, reason="Doubts.", editor=None)
    ended, renamed = entries(client.get("/corrections.atom"))
    assert renamed.findtext(f"{ATOM}id") == before
    assert renamed.findtext(f"{ATOM}title").count("1 other ") == 1
    assert links(renamed)["alternate"] == permalinks(first)[0]
    assert "Words" not in ElementTree.tostring(ended, "unicode")


def test_a_very_large_change_names_some_and_counts_the_rest(client, monkeypatch):
    monkeypatch.setattr("quotes.views.feeds.MAX_NAMED", 2)
    speaker = factories.speaker("Ms Keper")
    spoken_by(speaker, 5)
    rename(speaker, "Ms Keeper")
    summary = entries(client.get("/corrections.atom"))[0].findtext(f"{ATOM}summary")
    assert "5 quotations have a new version" in summary
    assert (summary.count("/v/2"), "and 3 more" in summary) == (2, True)


def test_the_feed_of_corrections_goes_on_on_older_pages(client, monkeypatch):
    monkeypatch.setattr("quotes.views.feeds.MAX_ENTRIES", 2)
    passages = [factories.published() for _ in range(3)]
    for passage in passages:
        editorial.revise(passage, {"note": "A note."}, why=WHY, editor=None)
        editorial.withdraw(passage, reason="Doubts.", editor=None)
    found, url, ids = [], "/corrections.atom", set()
    while url:
        answer = feed(response := client.get(url))
        found += entry_ids(response)
        ids.add(answer.findtext(f"{ATOM}id"))
        beside = links(answer)
        assert beside["self"] == SITE + url
        url = beside.get("next", "").removeprefix(SITE)
    expected = [
        part
        for permalink in permalinks(*passages[::-1])
        for part in (f"{permalink}#withdrawn-after-2", f"{permalink}/v/2")
    ]
    assert found == expected
    assert ids == {f"{SITE}/corrections.atom"}
    assert (beside["previous"], beside["first"]) == (
        f"{SITE}/corrections.atom?page=2", f"{SITE}/corrections.atom",
    )  # fmt: skip


def test_the_feeds_of_nouns_have_older_pages_too(room: Room, client, monkeypatch):
    monkeypatch.setattr("quotes.views.feeds.MAX_ENTRIES", 2)
    for url in ("/feed.atom", "/speakers/ms-keeper/feed.atom", "/events/forum-1/feed.atom"):
        first, second = client.get(url), client.get(f"{url}?page=2")
        assert links(feed(first))["next"] == f"{SITE}{url}?page=2"
        assert set(entry_ids(first)).isdisjoint(entry_ids(second))
        assert entry_ids(second)


@pytest.mark.parametrize("page", ["0", "-1", "x", "1001", "9" * 30, "%00"])
def test_a_page_that_is_no_number_is_refused(page, client):
    assert client.get(f"/corrections.atom?page={page}").status_code == 400


def test_a_page_behind_the_last_is_missing(client):
    assert client.get("/corrections.atom").status_code == 200
    assert client.get("/corrections.atom?page=2").status_code == 404
    assert client.get("/feed.atom?page=2").status_code == 404


def test_a_clock_that_was_set_back_changes_neither_order_nor_answer(client, monkeypatch):
    old, other = factories.published(), factories.published()
    editorial.revise(other, {"note": "A note."}, why=WHY, editor=None)
    past = datetime(2001, 1, 1, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: past)
    newest = factories.published()
    editorial.withdraw(old, reason="Doubts.", editor=None)
    editorial.reinstate(old, reason="Confirmed.", editor=None)
    editorial.revise(other, {"note": "Another."}, why=WHY, editor=None)
    editorial.withdraw(old, reason="Doubts again.", editor=None)
    gone, kept = permalinks(old, other)
    assert entry_ids(client.get("/corrections.atom")) == [
        f"{gone}#withdrawn-after-2", f"{kept}/v/3", f"{gone}/v/2", f"{gone}#withdrawn-after-1",
        f"{kept}/v/2",
    ]  # fmt: skip
    assert entry_ids(client.get("/feed.atom")) == permalinks(newest, other)
    for page in ("", "/history", "/v/1", ".json", "/embed"):
        assert client.get(f"/q/{other.identifier_id}{page}").status_code == 200
        assert client.get(f"/q/{old.identifier_id}{page}").status_code == 410
    for page in ("/", "/sitemap-passages.xml", "/api/v1/changes?since=0", "/checkpoint.txt"):
        assert client.get(page).status_code == 200


def test_an_end_of_which_no_place_is_known_stands_by_its_day(client):
    passage = factories.published()
    editorial.revise(passage, {"note": "A note."}, why=WHY, editor=None)
    IdentifierEvent.objects.create(
        identifier=passage.identifier, kind="withdrawn", reason="Doubts.",
        created_at=datetime(2001, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    ids = entry_ids(client.get("/corrections.atom"))
    assert ids == [f"{permalinks(passage)[0]}/v/2", f"{permalinks(passage)[0]}#withdrawn-after-2"]


def expunge(*passages, reason="Court order 7.", versions=()) -> None:
    chief, _ = User.objects.get_or_create(username="chief")
    ids = [passage.identifier_id for passage in passages]
    expunging.expunge(ids, reason=reason, editor=chief, versions=versions)


def test_a_removal_of_words_is_one_entry_that_has_none_of_them(client):
    turn = factories.turn("Well. He took <the> money. He did.")
    first = factories.published(turn=turn, spans=[[6, 26]], speaker=factories.speaker("Ms Keeper"))
    second = factories.published(turn=turn, spans=[[27, 34]])
    editorial.revise(first, {"spans": [[6, 8]]}, why=WHY, editor=None)
    expunge(first, second)
    removed, *ended, revised = entries(response := client.get("/corrections.atom"))
    title = f"Words removed: Ms Keeper, {first.event.name} (version 1) and 2 others"
    assert removed.findtext(f"{ATOM}title") == title
    assert removed.findtext(f"{ATOM}id") == f"{SITE}/corrections.atom#records-6-8"
    assert links(removed)["alternate"] == permalinks(first)[0]
    summary = removed.findtext(f"{ATOM}summary")
    assert "Court order 7." in summary
    assert "The words of 3 versions have been removed" in summary
    assert all(url in summary for url in permalinks(first, second))
    assert {each.findtext(f"{ATOM}title").partition(":")[0] for each in ended} == {"Withdrawn"}
    assert revised.findtext(f"{ATOM}id") == f"{permalinks(first)[0]}/v/2"
    assert not any(word in response.text for word in ("took", "money", "He did"))


def test_the_removal_of_one_version_leads_to_what_it_was(client):
    passage = factories.published("He took it. Yes.")
    editorial.revise(passage, {"spans": [[12, 16]]}, why=WHY, editor=None)
    expunge(passage, versions=[1])
    found = entries(client.get("/corrections.atom"))
    assert links(found[0])["alternate"] == f"{permalinks(passage)[0]}/v/1"
    assert "The words of 1 version have been" in found[0].findtext(f"{ATOM}summary")
    assert "took" not in client.get("/corrections.atom").text


def test_removals_stand_by_their_place_in_the_log_on_every_page(client, monkeypatch):
    monkeypatch.setattr("quotes.views.feeds.MAX_ENTRIES", 2)
    passages = [factories.published(f"Number {n} took it.") for n in range(4)]
    days = iter(range(28, 0, -1))
    monkeypatch.setattr(
        "django.utils.timezone.now", lambda: datetime(2001, 1, next(days), tzinfo=UTC)
    )
    expunge(passages[0])
    editorial.withdraw(passages[1], reason="Doubts.", editor=None)
    expunge(passages[1])
    editorial.revise(passages[2], {"note": "A note."}, why=WHY, editor=None)
    expunge(passages[2])
    editorial.withdraw(passages[3], reason="Doubts.", editor=None)
    found, url = [], "/corrections.atom"
    while url:
        answer = feed(response := client.get(url))
        found += entry_ids(response)
        url = links(answer).get("next", "").removeprefix(SITE)
    zero, one, two, three = permalinks(*passages)
    records = f"{SITE}/corrections.atom#records"
    assert found == [
        f"{three}#withdrawn-after-1", f"{records}-11-12", f"{two}#withdrawn-after-2",
        f"{two}/v/2", f"{records}-8-8", f"{one}#withdrawn-after-1", f"{records}-6-6",
        f"{zero}#withdrawn-after-1",
    ]  # fmt: skip


def test_an_imported_archive_tells_its_removals_in_the_same_order(client):
    first, second = factories.published("One took it."), factories.published("Two took it.")
    expunge(first)
    editorial.withdraw(second, reason="Doubts.", editor=None)
    expected = entry_ids(client.get("/corrections.atom"))
    append_only.remove()
    IdentifierEvent.objects.update(after_sequence=None)  # no export has it
    append_only.install()
    forget_kept_pages()
    assert entry_ids(client.get("/corrections.atom")) == expected
