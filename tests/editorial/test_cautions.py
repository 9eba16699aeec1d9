"""What is warned of before a passage is published: every fault by itself, and nothing sound."""

import pytest

from quotes.editorial.cautions import cautions, summary
from quotes.models import Participation, Passage
from tests import factories

pytestmark = pytest.mark.django_db
TURN = "We crossed the river at night. Nobody had told us how cold the water would be. We slept."
FRENCH = "Nous avons traversé la rivière pendant la nuit, et personne ne nous avait prévenus."


def sound(text=TURN, spans=None, **more):
    """A draft with nothing to warn of, but for what is given."""
    event = factories.event(dates="2024-12-13/2024-12-15")
    interview = factories.interview(event=event, dates="2024-12-14")
    speaker = more.pop("of_turn", None) or factories.speaker()
    wording = more.pop("default_wording", "verbatim")
    source = factories.source(interview=interview, default_wording=wording)
    turn = factories.turn(text, source=source, speaker=speaker, kind=more.pop("kind", "answer"))
    given = {"speaker": speaker, "role_as_printed": "Guide", "topics": [factories.topic()]}
    spans = spans or [[0, len(text)]]
    return factories.draft("x", turn=turn, spans=spans, **(given | more))


def kinds(draft):
    [passage] = Passage.objects.for_display().in_order([draft.pk])
    return [caution.kind for caution in cautions(passage)]


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"spans": [[31, 78]]},
        {"spans": [[0, 10]], "is_excerpt": True},
        {"said_on": "2024-12-14"},
        {"text": FRENCH, "language": "fr"},
        {"text": "Нам никто не сказал, какой холодной будет вода в этой реке ночью.", "language": "ru"},
        {"text": "大家都在等待我們的回答，但是沒有人知道河水到底有多冷。" * 3, "language": "zh-Hant"},
        # The report goes on behind the closing mark: the speaker’s sentence is whole.
        {"text": "“Nobody told us how cold it was,” she said.", "spans": [[1, 31]],
         "kind": "narration", "default_wording": "reported"},
        # Too few letters to tell.
        {"text": "Oui, oui.", "language": "en"},
    ],
)  # fmt: skip
def test_nothing_is_warned_of_where_nothing_is_wrong(more):
    assert kinds(sound(**more)) == []


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"topics": []}, "no topic"),
        ({"role_as_printed": ""}, "no role"),
        ({"spans": [[3, 30]]}, "cut inside a sentence or word"),
        ({"spans": [[0, 20]]}, "cut inside a sentence or word"),
        ({"said_on": "2024-11-02"}, "date outside the event"),
        ({"text": FRENCH, "language": "en"}, "language"),
        ({"spans": [[0, 30], [79, 88]]}, "words left out"),
    ],
)
def test_each_fault_is_warned_of_alone(more, kind):
    assert kinds(sound(**more)) == [kind]


def test_a_speaker_of_neither_turn_nor_interview_is_warned_of_until_entered():
    other = factories.speaker("Bea Stone")
    draft = sound(speaker=other)
    assert kinds(draft) == ["speaker not of the turn or interview"]
    Participation.objects.create(interview=draft.interview, speaker=other)
    assert kinds(draft) == []


def test_many_are_summed_up_by_kind_in_few_queries(django_assert_max_num_queries):
    drafts = [sound(topics=[]) for _ in range(4)] + [sound(topics=[], role_as_printed="")]
    with django_assert_max_num_queries(4):
        found = summary([draft.pk for draft in drafts])
    assert [(kind, len(rows)) for kind, rows in found] == [("no topic", 5), ("no role", 1)]
