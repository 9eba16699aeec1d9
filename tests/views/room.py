"""A small reading room for tests of pages: one panel in two reports, with everything that prints."""

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse

from quotes import editorial
from quotes.models import (
    Participation,
    Passage,
    Role,
    SpeakerName,
    Topic,
    TopicAlias,
    Utterance,
    UtteranceMember,
)
from tests import factories
from tests.remembered import Remembered

ANSWER = "We kept the door open. Nobody asked us to. We [the ministry] would do it again."
REPORT = "“We kept the door open,” she said. “Nobody had asked.” The hall was full."

# Slugs of what has a page and no feed: interviews and sources.
SILENT = ("panel", "transcript", "report")


@dataclass
class Room:
    """The passages of the room; their nouns are reached through them."""

    first: Passage
    third: Passage
    question: Passage
    report: Passage

    def pages(self) -> list[str]:
        """Addresses of every public page there is about the room."""
        nouns = [
            self.first.speaker, self.question.speaker, self.first.interview,
            self.first.interview.event, self.first.interview.event.series,
            self.first.source, self.report.source, *self.first.topics.all(),
            self.first.topics.get().parent,
        ]  # fmt: skip
        plain = [
            "home", "topics", "speakers", "events", "interviews", "sources", "about",
            "about_wording", "about_permanence", "about_check_quality", "data", "checkpoint", "search_help", "check", "robots", "sitemap", "search", "search_json",
            "search_csv", "search_atom", "coverage", "suggest", "suggest_json", "opensearch", "feed",
            "corrections", "unapi", "compare", "dossier", "api_documentation", "api_openapi",
        ]  # fmt: skip
        sections = ["pages", "passages", "speakers", "events", "series", "sources", "topics"]
        links = [self.first, self.third, self.report]
        permalink = quote(settings.SITE_URL + self.first.get_absolute_url())
        return [
            *(reverse(f"quotes:{name}") for name in plain),
            *(reverse("quotes:sitemap_section", args=[section]) for section in sections),
            *(noun.get_absolute_url() for noun in nouns),
            *(passage.get_absolute_url() for passage in links),
            *(f"{passage.get_absolute_url()}.json" for passage in links),
            reverse(
                "quotes:position", args=[self.first.speaker.slug, self.first.topics.get().slug]
            ),
            reverse("quotes:statement", args=[self.first.identifier_id]),
            reverse("quotes:statement_json", args=[self.first.identifier_id]),
            *(f"{noun.get_absolute_url()}feed.atom" for noun in nouns if noun.slug not in SILENT),
            *(
                f"{reverse('quotes:oembed')}?url={permalink}&format={form}"
                for form in ("json", "xml")
            ),
            f"{reverse('quotes:unapi')}?id={self.first.identifier_id}&format=ris",
            f"{self.first.get_absolute_url()}/v/1",
            f"{self.first.get_absolute_url()}/history",
            f"{reverse('quotes:search')}?q=dor",
            f"{reverse('quotes:suggest')}?q=do",
        ]

    def html_pages(self) -> list[str]:
        """Those that are HTML."""
        machines = (".json", ".xml", ".txt", ".csv", ".atom", ".yaml")
        pages = [page for page in self.pages() if not page.startswith(("/oembed", "/unapi"))]
        return [page for page in pages if not page.endswith(machines)]


def furnish(suffix: str = "") -> Room:
    """A published room. ``suffix`` is added to every printed string, for tests of escaping."""
    is_first = not suffix and not Topic.objects.exists()
    return _first_room() if is_first else _furnished(suffix)


def _furnished(suffix: str = "") -> Room:
    asker = factories.speaker("Asker", slug="asker")
    speaker = _speaker(suffix)
    theme = factories.topic("Doors" + suffix, slug="doors", scope_note="On doors" + suffix)
    topic = factories.topic("Open doors" + suffix, theme, slug="open-doors")
    TopicAlias.objects.create(topic=topic, name="Gates" + suffix)
    transcript = _transcript(speaker, asker, suffix)
    question = factories.turn("Did you keep the door open?" + suffix, source=transcript,
                              kind="question", speaker=asker)  # fmt: skip
    answer = factories.turn(ANSWER + suffix, source=transcript, kind="answer", answers=question)
    common = {"speaker": speaker, "turn": answer, "role_as_printed": "Minister" + suffix}
    first = factories.published(**common, spans=[[0, 22]], topics=[topic], note="Note" + suffix)
    third = factories.published(
        **common, spans=[[43, len(answer.text)]], translated_from="kk",
        translated_by="Someone" + suffix,
    )  # fmt: skip
    asked = factories.published(turn=question, speaker=asker, spans=[[0, 27]])
    report = _report(first, suffix)
    return Room(first, third, asked, report)


_first_room = Remembered(_furnished)


def _speaker(suffix: str):
    speaker = factories.speaker(
        "Ms Keeper" + suffix, slug="ms-keeper", description="A minister." + suffix
    )
    SpeakerName.objects.create(speaker=speaker, name="Хранительница" + suffix, language="ru")
    Role.objects.create(
        speaker=speaker, title="Minister" + suffix, organisation="Republic" + suffix,
        start="2020", basis="Gazette" + suffix,
    )  # fmt: skip
    return speaker


def _transcript(speaker, asker, suffix: str):
    event = factories.event(
        "Forum 1" + suffix, slug="forum-1", dates="2023-06-08", place="Astana" + suffix,
        organiser="Ministry" + suffix, basis="Programme" + suffix,
    )  # fmt: skip
    interview = factories.interview(
        "Panel" + suffix, slug="panel", event=event, dates="2023-06-08", format="panel",
        basis="Poster" + suffix,
    )  # fmt: skip
    for who, part in ((speaker, "speaker"), (asker, "interviewer")):
        Participation.objects.create(
            interview=interview, speaker=who, part=part, role_as_printed="Host" + suffix
        )
    return factories.source(
        "Transcript" + suffix, slug="transcript", interview=interview,
        outlet=factories.outlet("Gazette" + suffix, slug="gazette"), byline="A. Writer" + suffix,
        editorial_note="Lightly edited" + suffix, basis="Letter" + suffix, captured_length=500,
        dropped=[{"start": 0, "end": 40, "reason": "heading" + suffix}],
    )  # fmt: skip


def _report(first: Passage, suffix: str) -> Passage:
    source = factories.source(
        "Report" + suffix, slug="report", interview=first.interview, kind="news_report",
        default_wording="reported", outlet=factories.outlet("Herald" + suffix, slug="herald"),
    )  # fmt: skip
    turn = factories.turn(REPORT, source=source, kind="narration")
    report = factories.published(turn=turn, speaker=first.speaker, spans=[[1, 23], [36, 53]])
    utterance = Utterance.objects.create(interview=first.interview)
    for member in (first, report):
        UtteranceMember.objects.create(utterance=utterance, passage=member, state="confirmed")
    editorial.touch_reports(utterance.public_report_ids)
    return report
