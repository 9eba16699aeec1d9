"""Twins can be told apart wherever one of them is chosen."""

import pytest
from django.urls import reverse

from quotes.admin.labels import labels
from quotes.models import Event, Outlet, Role, Source, Speaker, Topic
from tests import factories

pytestmark = pytest.mark.django_db


def twins():
    """Two of each noun that share a name, and what has to be told with one of them."""
    below = [factories.topic(name) for name in ("Law", "Astronomy")]
    rows = {
        Speaker: [factories.speaker("John Smith", slug=slug) for slug in ("smith", "smith-2")],
        Event: [factories.event("Forum", slug=f"forum-{year}", dates=year) for year in ("2023", "2024")],
        Outlet: [factories.outlet("Courier", slug=f"courier-{code}", country=code) for code in ("KZ", "NO")],
        Topic: [factories.topic("Order", slug=f"order-{each.slug}", parent=each) for each in below],
        Source: [
            factories.source(
                "On gas", slug=f"gas-{day}", published=day, interview=factories.interview(f"On {day}"),
                outlet=factories.outlet(f"News {day}"),
            )
            for day in ("2021-03-02", "2022")
        ],
    }  # fmt: skip
    Role.objects.create(speaker=rows[Speaker][1], title="Mayor", organisation="Oslo", start="1999")
    told = {
        Speaker: "Mayor, Oslo, from 1999", Event: "2024", Outlet: "NO",
        Topic: "Themes › Astronomy", Source: "News 2022 · 2022",
    }  # fmt: skip
    return rows, told


def test_labels_of_rows_with_one_name_differ_by_what_a_person_knows():
    rows, told = twins()
    for model, (first, second) in rows.items():
        named = labels([first, second])
        assert named[first.pk] != named[second.pk]
        assert told[model] in named[second.pk], model
        assert str(first) in named[first.pk]


def test_rows_of_which_nothing_else_is_known_show_their_addresses():
    pair = [factories.speaker("Ann Lee", slug=slug) for slug in ("ann-lee", "ann-lee-2")]
    alone = factories.speaker("Bo Lee")
    assert set(labels([*pair, alone]).values()) == {
        "Ann Lee — ann-lee", "Ann Lee — ann-lee-2", "Bo Lee",
    }  # fmt: skip


def test_a_chosen_value_looks_as_its_suggestion_did(editor):
    rows, told = twins()
    second = rows[Event][1]
    interview = factories.interview("Talk", event=second)
    asked = {"app_label": "quotes", "model_name": "interview", "field_name": "event", "term": "for"}
    offered = [
        row["text"] for row in editor.get(reverse("admin:autocomplete"), asked).json()["results"]
    ]
    page = editor.get(
        reverse("admin:quotes_interview_change", args=[interview.pk])
    ).content.decode()
    [shown] = [text for text in offered if told[Event] in text]
    assert f"selected>{shown}</option>" in page
    assert len(offered) == 2


def test_filters_tell_twins_apart(editor):
    rows, _ = twins()
    for event in rows[Event]:
        factories.interview(f"Talk {event.dates}", event=event)
    factories.interview("Talk", event=factories.event("Summit", dates="2020"))
    page = editor.get(reverse("admin:quotes_interview_changelist")).content.decode()
    assert "Forum — 2023" in page
    assert "Forum — 2024" in page
    assert "Summit — 2020" not in page  # nobody shares its name


def test_merging_tells_twins_apart(chief):
    pair = twins()[0][Speaker]
    sent = {"action": "merge", "_selected_action": [each.pk for each in pair]}
    page = chief.post(reverse("admin:quotes_speaker_changelist"), sent).content.decode()
    assert "Mayor, Oslo" in page.partition("<form method")[2]
