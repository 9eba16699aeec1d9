"""The opening archive: the five documents, as they stand in ``fixtures/``."""

import json
from itertools import combinations
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from quotes import editorial
from quotes.editorial import audit
from quotes.models import (
    Event,
    EventSeries,
    Interview,
    Outlet,
    Passage,
    Source,
    Speaker,
    Topic,
    Turn,
    UtteranceMember,
    current_version,
)
from quotes.search.find import Request, find
from quotes.search.query import parse
from quotes.text.identifiers import canonical
from quotes.text.spans import overlaps

FIXTURES = Path(settings.BASE_DIR) / "fixtures"


@pytest.mark.usefixtures("opening_archive", "db")
class TestTheOpeningArchive:
    def test_holds_the_five_documents(self) -> None:
        kinds = Source.objects.order_by("slug").values_list("outlet__slug", "kind")
        assert list(kinds) == [
            ("al-jazeera", "interview_article"),
            ("astana-times", "news_report"),
            ("avim", "analysis"),
            ("specialeurasia", "interview_article"),
            ("wpc-ifri", "transcript"),
        ]
        assert Passage.public.count() == 113

    def test_is_sound(self) -> None:
        assert list(audit.faults()) == []

    def test_every_captured_text_is_tiled_exactly(self) -> None:
        for source in Source.objects.all():
            assert source.captured_length > 3_000
            assert len(source.captured_sha256) == 64
            assert list(audit.tiling_faults(source)) == []

    def test_no_two_published_passages_of_a_source_overlap(self) -> None:
        for turn in Turn.objects.prefetch_related("passages"):
            for one, other in combinations(turn.passages.all(), 2):
                assert not overlaps(one.spans, other.spans)

    def test_every_passage_has_one_to_four_topics_none_above_another(self) -> None:
        above = Topic.objects.ancestor_ids()
        for passage in Passage.public.prefetch_related("topics"):
            topics = {topic.pk for topic in passage.topics.all()}
            assert 1 <= len(topics) <= 4
            assert not any(above[topic] & topics for topic in topics)

    def test_every_topic_has_a_scope_note_and_is_used(self) -> None:
        for topic in Topic.objects.taggable():
            assert topic.scope_note
        assert Topic.objects.public().taggable().count() == Topic.objects.taggable().count()

    def test_words_inside_reports_are_reported_or_paraphrased(self) -> None:
        narrated = Passage.public.filter(turn__kind="narration")
        assert set(narrated.values_list("wording", flat=True)) == {"reported", "paraphrased"}

    def test_the_analyst_never_speaks_as_the_diplomat(self) -> None:
        verbs = (
            "stressed",
            "under",
            "described",
            "explained",
            "stated",
            "put that as",
            "referring",
        )
        for passage in Passage.public.filter(turn__source__outlet__slug="avim"):
            assert passage.wording == "paraphrased"
            assert any(verb in passage.text for verb in verbs)

    def test_two_utterances_are_confirmed(self) -> None:
        members = UtteranceMember.objects.filter(state="confirmed").select_related("passage")
        wordings: dict[int, list[str]] = {}
        for member in members:
            wordings.setdefault(member.utterance_id, []).append(member.passage.wording)
        assert sorted(map(sorted, wordings.values())) == [["reported", "verbatim"]] * 2

    def test_the_boxing_ring_is_found_twice_the_verbatim_one_first(self) -> None:
        found = find(Request(parse('"boxing ring"')))
        assert [Passage.objects.get(pk=pk).wording for pk in found.pks] == ["verbatim", "reported"]

    def test_the_diplomat_is_found_in_cyrillic(self) -> None:
        speaker = Speaker.objects.get(slug="roman-vassilenko")
        assert (
            find(Request(parse("Василенко"))).count
            == Passage.public.filter(speaker=speaker).count()
        )

    def test_what_no_document_gives_stays_unknown(self) -> None:
        assert set(Source.objects.values_list("url", "published")) == {("", "")}

    def test_loading_again_changes_nothing_that_was_edited(self) -> None:
        Speaker.objects.filter(slug="roman-vassilenko").update(description="Edited since.")
        before = current_version()
        call_command("load_demo", verbosity=0)
        assert current_version() == before
        assert Speaker.objects.get(slug="roman-vassilenko").description == "Edited since."

    def test_loading_again_knows_what_has_another_address_now(self) -> None:
        kinds = (Topic, Speaker, Outlet, EventSeries, Event, Interview, Source)
        for kind in kinds:
            for noun in kind.objects.all():
                noun.slug = f"moved-{noun.slug}"[:120]
                editorial.save_noun(noun, editor=None)
        before = [kind.objects.count() for kind in kinds], current_version()
        call_command("load_demo", verbosity=0)
        assert ([kind.objects.count() for kind in kinds], current_version()) == before


def test_identifiers_of_the_opening_archive_are_unique_and_well_formed() -> None:
    ids = [
        passage["id"]
        for path in FIXTURES.glob("sources/*.json")
        for turn in json.loads(path.read_text("utf-8"))["turns"]
        for passage in turn["passages"]
    ]
    assert len(ids) == len(set(ids)) == 113
    assert all(canonical(identifier) == identifier for identifier in ids)
