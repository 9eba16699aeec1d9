"""An archive with everything that can happen to one, and all of its pages."""

from collections.abc import Iterable
from hashlib import sha256

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from quotes import editorial
from quotes.editorial import CitedChange
from quotes.editorial.expunging import expunge
from quotes.editorial.kept_pages import forget_kept_pages
from quotes.editorial.merging import merge_passages
from quotes.models import (
    Event,
    EventSeries,
    Identifier,
    Interview,
    Outlet,
    Passage,
    PassageRevision,
    Role,
    Source,
    Speaker,
    SpeakerName,
    Topic,
    Utterance,
    UtteranceMember,
)
from tests import factories
from tests.views.room import Room, furnish

WHY = CitedChange("typo", "A letter was missing.")
# What must never be in an export; each stands in something hidden.
SECRET = "Zyzzyva"
ODD = 'Ünïcode e\u0301 🙂 “quotes” \\ " \u2028 \u200d Қазақстан <b>&amp;</b>\nsecond line\ttab'


def fill() -> Room:
    """Fill an empty archive."""
    room = furnish()
    _odd_words()
    _turns_with_gaps()
    _nouns_that_changed(room)
    _what_became_of_passages()
    _reports_that_agree(room)
    _many_at_once()
    hide_things(room)
    return room


def _odd_words() -> None:
    factories.published(ODD, note=ODD, role_as_printed="Ḿinister", said_on="2023-06~")
    bare = factories.event("Bare", series=None, dates="")
    interview = factories.interview("Undated", event=bare, dates="[2020-01..2020-03]")
    source = factories.source(
        "Paraphrase", interview=interview, kind="analysis", default_wording="paraphrased",
        byline="An Analyst", url="https://example.org/a?b=1&c=2", accessed="2024-02-29",
        published="2023", archived_url="https://archive.example/x",
    )  # fmt: skip
    factories.published("He stressed that all was well.", source=source, kind="narration")


def _turns_with_gaps() -> None:
    """Spans inside each other's gaps, words that nobody may read, a question with its own words."""
    source = factories.source("Gaps")
    factories.turn(f"{SECRET} opens.", source=source)
    hidden = factories.speaker("Unpaged Asker")
    question = factories.turn(
        "Why? You said so. Explain.", source=source, kind="question", speaker=hidden,
        question_rewritten=True,
    )  # fmt: skip
    text = f"One. Two… {SECRET} three. Four — five. {SECRET}"
    turn = factories.turn(text, source=source, kind="answer", answers=question)
    spans = [_span(text, words) for words in ("One.", "three.", "Two", "Four", "five.")]
    speaker = factories.speaker("Gap Speaker")
    factories.published(turn=turn, spans=spans[3:4], speaker=speaker)
    factories.published(turn=turn, spans=spans[0:2], speaker=speaker)
    factories.published(turn=turn, spans=spans[2:3], speaker=speaker, is_excerpt=True)
    factories.published(turn=turn, spans=spans[4:5], speaker=speaker)
    factories.published(turn=question, spans=[[5, 17]])
    factories.turn(f"{SECRET} between.", source=source)
    factories.published("After the gap.", source=source)
    outlets_own = factories.turn("Who asks?", source=source, kind="question")
    factories.published("Nobody.", source=source, answers=outlets_own, kind="answer")


def _span(text: str, words: str) -> list[int]:
    return [text.index(words), text.index(words) + len(words)]


def _nouns_that_changed(room: Room) -> None:
    speaker = Speaker.objects.get(pk=room.first.speaker_id)
    speaker.name, speaker.slug = "Mrs Keeper", "mrs-keeper"
    editorial.save_noun(speaker, editor=None, why=WHY)
    SpeakerName.objects.create(speaker=speaker, name="Хранитель", language="ru")
    Role.objects.create(speaker=speaker, title="Envoy", start="2019", end="2020")
    for noun in (room.first.source.outlet, room.first.interview.event, room.first.topics.get()):
        noun.slug = f"new-{noun.slug}"
        editorial.save_noun(noun, editor=None, why=WHY)
    above = factories.topic("Houses")
    topic = Topic.objects.get(slug="new-open-doors")
    topic.parent = above
    editorial.save_noun(topic, editor=None)
    turn = factories.turn("Kazakhstans place matters.")
    factories.published(turn=turn, spans=[[0, 17]])
    turn.text = "Kazakhstan’s place matters."
    editorial.save_turn(turn, editor=None, why=WHY)


def _what_became_of_passages() -> None:
    chief = User.objects.create(username="chief-editor", email="chief@archive.example")
    topic = factories.topic("Only withdrawn")
    source = factories.source("Fates", captured_text=f"{SECRET} captured", captured_length=16)
    words = ["Withdrawn.", "Reinstated.", "Merged.", "Kept.", "Expunged.", "Half expunged."]
    passages = [
        factories.published(f"{SECRET} {text}" if text in ("Withdrawn.", "Expunged.") else text,
                            source=source, topics=[topic] if text == "Withdrawn." else [])
        for text in words
    ]  # fmt: skip
    withdrawn, reinstated, merged, kept, expunged, half = passages
    editorial.withdraw(withdrawn, reason="Not what the source says.", editor=chief)
    editorial.withdraw(reinstated, reason="Doubts.", editor=chief)
    editorial.reinstate(reinstated, reason="Confirmed.", editor=chief)
    merge_passages(merged, kept, reason="The same words.", editor=chief)
    expunge([expunged.identifier_id], reason="Order 7.", editor=chief)
    editorial.revise(half, {"spans": [[0, 4]], "note": "Shorter."}, why=WHY, editor=chief)
    expunge([half.identifier_id], reason="Order 8.", editor=chief, versions=[1])
    factories.published("Behind the fates.", source=source)


def _reports_that_agree(room: Room) -> None:
    """Two more confirmed reports, and memberships that readers must not notice."""
    interview = room.first.interview
    others = [
        factories.published(f"We kept it {word}.", source=factories.source(interview=interview))
        for word in ("open", "wide open", "ajar")
    ]
    told = Utterance.objects.create(interview=interview)
    for passage in others[:2]:
        UtteranceMember.objects.create(utterance=told, passage=passage, state="confirmed")
    editorial.touch_reports(told.public_report_ids)
    proposed = Utterance.objects.create(interview=interview)
    for passage in others:
        UtteranceMember.objects.create(utterance=proposed, passage=passage, state="proposed")


def _many_at_once() -> None:
    """Passages published in one moment, in another order than they were made in."""
    source = factories.source("Many")
    topics = [factories.topic(f"Topic {letter}") for letter in "CAB"]
    speaker = factories.speaker("Many Speaker")
    drafts = [
        factories.draft(f"Statement number {n}.", source=source, speaker=speaker, topics=topics)
        for n in range(12)
    ]
    editorial.publish(drafts[::-2] + drafts[::2], editor=None)


def hide_things(room: Room) -> None:
    """What nobody outside may see, wherever it could show."""
    newcomer = factories.speaker(f"{SECRET} Newcomer", description=SECRET)
    topic = factories.topic(SECRET, Topic.objects.get(slug="doors"))
    common = {"speaker": newcomer, "topics": [topic]}
    factories.draft(turn=room.first.turn, spans=[[23, 42]], **common)
    factories.draft(f"{SECRET} in a public source.", source=room.first.source, **common)
    review = factories.draft(f"{SECRET} in review.", source=room.report.source, **common)
    review.state = "in_review"
    review.save()
    talk = factories.interview(f"{SECRET} talk", event=room.first.interview.event)
    factories.draft(source=factories.source(SECRET, interview=talk), speaker=room.first.speaker)
    User.objects.create(username=SECRET, email=f"{SECRET}@archive.example", password=SECRET)
    source = Source.objects.get(pk=room.first.source.pk)
    source.captured_text = f"{SECRET}, the whole document."
    source.save()


def addresses() -> list[str]:
    """Every public address that there is, for whoever has ever been given an identifier."""
    plain = [
        "home", "topics", "speakers", "events", "interviews", "sources", "search", "search_json",
        "search_csv", "search_atom", "sitemap", "checkpoint", "data",
    ]  # fmt: skip
    sections = ["passages", "speakers", "events", "series", "interviews", "sources", "topics"]
    search = reverse("quotes:search")
    queries = [
        "q=kept+open",
        "sort=newest",
        "sort=oldest",
        "sort=changed",
        "q=statement",
        "q=%22it%22",
    ]
    return [
        *(reverse(f"quotes:{name}") for name in plain),
        *(reverse("quotes:sitemap_section", args=[name]) for name in sections),
        *(f"{search}?{query}" for query in queries),
        *_nouns(),
        *_permalinks(Identifier.objects.order_by("pk").values_list("pk", flat=True)),
    ]


def _nouns() -> Iterable[str]:
    rooms = {
        "speakers": [Speaker], "events": [Event, EventSeries], "interviews": [Interview],
        "sources": [Source], "topics": [Topic],
    }  # fmt: skip
    for room, models in rooms.items():
        for model in models:
            for slug in model.objects.values_list("slug", flat=True):
                yield f"/{room}/{slug}/"
    yield from ("/speakers/ms-keeper/", "/topics/open-doors/", "/events/forum-1/")
    yield from (f"/search/?outlet={slug}" for slug in Outlet.objects.values_list("slug", flat=True))


def _permalinks(identifiers: Iterable[str]) -> Iterable[str]:
    versions = {
        name: PassageRevision.objects.filter(passage__identifier=name).count()
        for name in identifiers
    }
    for name, number in versions.items():
        yield from (f"/q/{name}", f"/q/{name}.json", f"/q/{name}/context")
        yield from (f"/q/{name}/v/{version}" for version in range(1, number + 2))


def read(urls: Iterable[str]) -> dict[str, tuple[int, str, str]]:
    """Status, place to go, and a digest of the page, by address."""
    client, pages = Client(), {}
    for url in urls:
        forget_kept_pages()
        answer = client.get(url)
        digest = sha256(answer.content).hexdigest()
        pages[url] = (answer.status_code, answer.get("Location", ""), digest)
    return pages


def passages() -> int:
    """How many passages there are, to be sure that something was compared."""
    return Passage.objects.ever_published().count()
