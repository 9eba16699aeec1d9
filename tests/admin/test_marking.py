"""Words marked in the turns of a source, and turns put in other order, by forms alone."""

import json
import re
from typing import Any

import pytest
from django.urls import reverse

from quotes import editorial
from quotes.models import DocumentImport, Passage, Source, Turn
from tests import factories

pytestmark = pytest.mark.django_db

TEXT = "It’s a port 🚢 of the 21st century. The town’s half is paid, and the state pays the rest."


@pytest.fixture
def turn() -> Turn:
    own = factories.source("The harbour")
    return factories.turn(TEXT, source=own, speaker=factories.speaker("Jane Harrow"))


def address(source: Source) -> str:
    return reverse("admin:quotes_source_words", args=[source.pk])


def do(client: Any, turn: Turn, deed: str, **typed: Any) -> Any:
    sent = {f"{deed}{turn.pk}-{name}": value for name, value in typed.items()}
    if deed == "mark":
        sent |= {f"mark{turn.pk}-wording": "verbatim"}
    return client.post(address(turn.source), {"do": deed, "turn": turn.pk, **sent})


def told(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize(
    "typed",
    [
        {"words": "The town's half is paid"},
        {"first": "The town’s", "last": "is paid"},
        {"words": "The town’s half is paid", "spans": json.dumps([[35, 58]])},
        # Places of another state of the text: the words are what counts.
        {"words": "The town’s half is paid", "spans": json.dumps([[0, 23]])},
    ],
)
def test_words_become_a_draft_by_whichever_way_they_are_given(
    editor: Any, turn: Turn, typed: dict[str, str]
) -> None:
    topic = factories.topic("Money")
    answer = do(editor, turn, "mark", other_topic="money", role="minister", **typed)
    assert answer.status_code == 302, told(answer)
    draft = Passage.objects.get()
    assert (draft.text, draft.speaker.name, draft.role_as_printed) == (
        "The town’s half is paid", "Jane Harrow", "minister",
    )  # fmt: skip
    assert list(draft.topics.all()) == [topic]
    page = told(editor.get(address(turn.source)))
    assert f'<mark>The town’s half is paid</mark><a class="jump" href="#passage-{draft.pk}"' in page


def test_a_second_click_makes_no_second_draft(editor: Any, turn: Turn) -> None:
    factories.topic("Money")
    for _ in range(2):
        answer = do(editor, turn, "mark", words="The town’s half is paid", other_topic="money")
        assert answer.status_code == 302
    assert Passage.objects.count() == 1
    assert "This draft is there already." in told(editor.get(answer["Location"]))
    # Other topics are another wish.
    do(editor, turn, "mark", words="The town’s half is paid")
    assert Passage.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"words": "own’s half"}, "inside longer words only"),
        ({"words": "The town’s hal", "spans": json.dumps([[35, 49]])}, "ends inside a word"),
        ({"first": "the rest", "last": "The town"}, "is not in the turn"),
        ({}, "Select words"),
        ({"words": "is paid", "speaker": "Nobody Known"}, "add the speaker first"),
        ({"words": "is paid", "other_topic": "Zeppelins"}, "No topic is called"),
    ],
)
def test_what_cannot_be_marked_is_refused_with_the_reason(
    editor: Any, turn: Turn, typed: dict[str, str], reason: str
) -> None:
    answer = do(editor, turn, "mark", **typed)
    assert answer.status_code == 200
    assert reason in told(answer)
    assert not Passage.objects.exists()


def test_the_text_on_the_page_is_the_stored_text_and_nothing_else(editor: Any, turn: Turn) -> None:
    factories.draft(turn=turn, spans=[[0, 8]], speaker=turn.speaker)
    page = editor.get(address(turn.source)).content.decode()
    [shown] = re.findall(rf'data-marking="{turn.pk}">(.*?)</p>', page, re.DOTALL)
    assert re.sub("<[^>]*>", "", shown) == TEXT


def test_turns_are_split_joined_moved_and_inserted(editor: Any, turn: Turn) -> None:
    def texts() -> list[str]:
        return list(Turn.objects.order_by("position").values_list("text", flat=True))

    assert do(editor, turn, "split", words="The town’s half").status_code == 302
    first, second = texts()
    assert (first[-8:], second[:8]) == ("century.", "The town")
    do(editor, turn, "insert", text="And who pays?", kind="question")
    assert texts() == [first, "And who pays?", second]
    do(editor, Turn.objects.get(text=second), "move", position="1")
    assert texts() == [second, first, "And who pays?"]
    do(editor, Turn.objects.get(text=second), "join")
    assert texts() == [f"{second}\n\n{first}", "And who pays?"]
    answer = do(editor, turn, "join")
    assert "is not there any more" in told(answer) or "Only turns" in told(answer)


def test_a_draft_is_split_on_the_page(editor: Any, turn: Turn) -> None:
    draft = factories.draft(turn=turn, spans=[[35, len(TEXT)]], speaker=turn.speaker)
    sent = {"do": "split-draft", "turn": turn.pk, "passage": draft.pk}
    editor.post(address(turn.source), {**sent, f"draft{draft.pk}-words": "and the state"})
    assert [each.text for each in Passage.objects.as_spoken()] == [
        "The town’s half is paid,", "and the state pays the rest.",
    ]  # fmt: skip
    assert "it is not split" not in told(editor.get(address(turn.source)))
    editorial.publish([draft], editor=None)
    assert told(editor.get(address(turn.source))).count("it is not split") == 1


def test_a_word_is_found_and_only_ticked_hits_get_the_topic(editor: Any, turn: Turn) -> None:
    topic = factories.topic("Money")
    paid = factories.published(turn=turn, spans=[[35, 58]], speaker=turn.speaker)
    pays = factories.draft("He paid it.", source=turn.source)
    other = factories.draft("Nobody is unpaid here.", source=turn.source)
    page = told(editor.get(address(turn.source), {"find": "PAID"}))
    assert "2 passages with “PAID”" in page
    sent = {"do": "tag-found", "find": "paid", "find_topic": "Money", "hit": [paid.pk, other.pk]}
    answer = editor.post(address(turn.source), sent)
    assert answer.status_code == 302, [str(each) for each in answer.context["messages"]]
    tagged = Passage.objects.filter(topics=topic)
    assert list(tagged) == [paid], (pays, other)


def test_a_passage_whose_words_are_gone_from_the_document_is_an_orphan(
    editor: Any, turn: Turn
) -> None:
    DocumentImport.objects.create(
        source=turn.source, file_name="x", file_sha256="0", format="text", shape="labelled",
        confidence=1.0,
        flags=[{"turn": turn.pk, "position": 1, "passages": [], "ranges": [],
                "reason": "the document has it no longer"}],
    )  # fmt: skip
    assert "its passages are orphans" in told(editor.get(address(turn.source)))


def test_who_may_not_make_passages_may_not_mark_words(
    client: Any, turn: Turn, django_user_model: Any
) -> None:
    client.force_login(django_user_model.objects.create_user("rita", is_staff=True))
    assert client.get(address(turn.source)).status_code == 403
    assert do(client, turn, "mark", words="is paid").status_code == 403


@pytest.mark.parametrize("deed", ["split", "join", "move"])
def test_turns_that_readers_see_are_rearranged_by_chief_editors_alone(
    editor: Any, chief: Any, turn: Turn, deed: str
) -> None:
    factories.turn("And who pays?", source=turn.source, speaker=turn.speaker)
    shown = factories.turn("We all do. We did.", source=turn.source, speaker=turn.speaker)
    factories.published(turn=shown, spans=[[0, 10]], speaker=turn.speaker)
    typed = {"split": {"words": "We did"}, "move": {"position": "1"}, "join": {}}[deed]
    # Of two turns that are joined, readers see the second.
    touched = Turn.objects.get(text="And who pays?") if deed == "join" else shown

    def standing() -> list[Any]:
        return list(turn.source.turns.order_by("position").values_list("text", flat=True))

    before = standing()
    answer = do(editor, touched, deed, **typed)
    assert "chief editors change it" in told(answer)
    assert standing() == before
    assert do(chief, touched, deed, **typed).status_code == 302
    assert standing() != before


def test_what_was_done_is_told_once_at_the_turn_that_the_page_jumps_to(
    editor: Any, turn: Turn
) -> None:
    factories.turn("We wait.", source=turn.source)
    answer = do(editor, turn, "mark", words="The town's half is paid")
    assert answer["Location"].endswith(f"?turn={turn.pk}#turn-{turn.pk}")
    page = told(editor.get(answer["Location"]))
    assert page.count("Saved.") == 1
    assert page.index(f'id="turn-{turn.pk}"') < page.index("Saved.") < page.index("<mark>")
