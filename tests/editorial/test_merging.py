"""What stands twice becomes one: nothing is lost, every old address leads there in one hop."""

from itertools import pairwise

import pytest
from django.test import Client

from quotes import editorial
from quotes.editorial import CitedChange, NotPossibleError, ReasonNeededError
from quotes.filters.typed import resolved
from quotes.models import Passage, Speaker, current_version
from quotes.search.find import Request, find
from quotes.search.query import parse
from tests import factories

pytestmark = pytest.mark.django_db
WHY = CitedChange("attribution", "Two records of one person.")


def found(text: str) -> list[int]:
    query, problems = resolved(parse(text))
    assert not problems
    return find(Request(query)).pks


def merge(*passages: Passage) -> None:
    """Each passage into the next."""
    for double, into in pairwise(passages):
        editorial.merge_passages(double, into, reason="The same words.", editor=None)


def test_a_chain_of_merged_passages_is_one_hop_for_the_reader(client: Client) -> None:
    passages = [factories.published(f"Words {number}.") for number in range(4)]
    merge(*passages)
    last = passages[-1].identifier_id
    for passage in passages[:-1]:
        response = client.get(f"/q/{passage.identifier_id}")
        assert (response.status_code, response["Location"]) == (301, f"/q/{last}")
    assert found("words") == [passages[-1].pk]


def test_a_passage_merged_into_one_that_is_withdrawn_is_gone_too(client: Client) -> None:
    first, second = factories.published("One."), factories.published("Two.")
    merge(first, second)
    editorial.withdraw(second, reason="An error.", editor=None)
    led = client.get(f"/q/{first.identifier_id}")
    assert client.get(led["Location"]).status_code == 410


@pytest.mark.parametrize("state", ["itself", "withdrawn", "draft"])
def test_only_two_published_passages_can_be_merged(state: str) -> None:
    first, other = factories.published("One."), factories.published("Two.")
    if state == "withdrawn":
        editorial.withdraw(other, reason="An error.", editor=None)
    into = {"itself": first, "withdrawn": other, "draft": factories.draft("Three.")}[state]
    before = current_version()
    with pytest.raises(NotPossibleError):
        editorial.merge_passages(first, into, reason="The same words.", editor=None)
    first.refresh_from_db()
    assert (first.state, current_version()) == ("published", before)


def test_merging_passages_needs_a_reason() -> None:
    first, second = factories.published("One."), factories.published("Two.")
    with pytest.raises(NotPossibleError):
        editorial.merge_passages(first, second, reason=" ", editor=None)


def test_a_merged_speaker_leaves_name_roles_and_addresses_to_the_other(client: Client) -> None:
    double, into = factories.speaker("Romain Vasilenko"), factories.speaker("Roman Vassilenko")
    passage = factories.published("There are no corners.", speaker=double)
    old_address = double.get_absolute_url()
    assert editorial.merge_nouns(double, into, why=WHY, editor=None) == 1
    passage.refresh_from_db()
    assert (passage.speaker, passage.version) == (into, 2)
    assert passage.revisions.get(number=1).printed["speaker"] == "Romain Vasilenko"
    assert passage.revisions.get(number=2).printed["speaker"] == "Roman Vassilenko"
    assert found("vasilenko") == found("speaker:romain-vasilenko") == [passage.pk]
    response = client.get(old_address)
    assert (response.status_code, response["Location"]) == (301, into.get_absolute_url())
    assert not Speaker.objects.filter(pk=double.pk).exists()


def test_addresses_of_nouns_merged_one_after_another_lead_to_the_last(client: Client) -> None:
    first, second, third = (factories.speaker(f"Speaker {name}") for name in "ABC")
    for speaker in (first, second, third):
        factories.published(speaker=speaker)
    addresses = [first.get_absolute_url(), second.get_absolute_url()]
    editorial.merge_nouns(first, second, why=WHY, editor=None)
    editorial.merge_nouns(second, third, why=WHY, editor=None)
    for address in addresses:
        assert client.get(address)["Location"] == third.get_absolute_url()


def test_merging_nouns_that_print_needs_a_reason_and_changes_nothing_without() -> None:
    double, into = factories.speaker("A"), factories.speaker("B")
    passage = factories.published(speaker=double)
    before = current_version()
    with pytest.raises(ReasonNeededError):
        editorial.merge_nouns(double, into, editor=None)
    passage.refresh_from_db()
    assert (passage.speaker, passage.version, current_version()) == (double, 1, before)


def test_a_merged_topic_moves_its_passages_and_what_stands_below_it(client: Client) -> None:
    double, into = factories.topic("Sanction"), factories.topic("Sanctions")
    below = factories.topic("Oil embargo", parent=double)
    passage = factories.published("Words.", topics=[double])
    old_address = double.get_absolute_url()
    assert editorial.merge_nouns(double, into, editor=None) == 0
    passage.refresh_from_db()
    below.refresh_from_db()
    assert list(passage.topics.all()) == [into]
    assert (passage.version, below.parent) == (1, into)
    assert found("topic:sanctions") == [passage.pk]
    assert client.get(old_address)["Location"] == into.get_absolute_url()


def test_a_topic_cannot_be_merged_into_one_above_it() -> None:
    above = factories.topic("Trade")
    below = factories.topic("Tariffs", parent=above)
    for double, into in ((above, below), (below, above), (above.parent, above)):
        with pytest.raises(NotPossibleError):
            editorial.merge_nouns(double, into, why=WHY, editor=None)


@pytest.mark.parametrize("kind", ["event", "outlet", "interview"])
def test_other_nouns_are_merged_with_all_that_hangs_on_them(client: Client, kind: str) -> None:
    first, second = factories.published("One."), factories.published("Two.")
    nouns = {
        "event": lambda passage: passage.interview.event,
        "outlet": lambda passage: passage.source.outlet,
        "interview": lambda passage: passage.interview,
    }
    double, into = nouns[kind](first), nouns[kind](second)
    assert editorial.merge_nouns(double, into, why=WHY, editor=None) == 1
    moved = Passage.objects.for_display().get(pk=first.pk)
    assert nouns[kind](moved) == into
    assert moved.version == 2


def test_documents_with_different_texts_are_not_merged() -> None:
    first, second = factories.published("One."), factories.published("Two.")
    first.source.captured_text = "One."
    first.source.save()
    with pytest.raises(NotPossibleError):
        editorial.merge_nouns(first.source, second.source, why=WHY, editor=None)
