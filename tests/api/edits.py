"""Everything that editors do to what the public sees, at random; for one process or many."""

import itertools
import random
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError

from quotes import editorial
from quotes.editorial import CitedChange, NotPossibleError
from quotes.models import (
    Event,
    EventSeries,
    Interview,
    Outlet,
    Passage,
    Source,
    Speaker,
    SpeakerName,
    Topic,
    TopicAlias,
    Turn,
    Utterance,
    UtteranceMember,
)
from tests import factories

WHY = CitedChange("source_correction", "It was wrong.")
SENTENCE = "They said this. "
SENTENCES = 6
_numbers = itertools.count(1)


class Editor:
    """Somebody who edits at random; ``name`` keeps what several of them make apart."""

    def __init__(self, seed: int | str, name: str = "e") -> None:
        self.chance, self.name = random.Random(seed), name

    def edit(self) -> str:
        """Do one thing that can be done, and say what it was."""
        while True:
            way = self.chance.choice(WAYS)
            try:
                # What cannot be done leaves nothing behind; who locks first blocks nobody crosswise.
                with editorial.locked_archive():
                    way(self)
            except (NotPossibleError, ValidationError, IndexError):
                continue
            return way.__name__

    def any_of(self, model: Any, **conditions: Any) -> Any:
        rows = model._default_manager.filter(**conditions).order_by("pk")
        return self.chance.choice(list(rows[:200]))

    def called(self, noun: str) -> str:
        return f"{noun} {self.name}{next(_numbers)}"


def enter_turn(editor: Editor) -> None:
    """Sentences of a new turn, two of them published; perhaps the answer to a question."""
    source = factories.source(
        editor.called("Source"), interview=factories.interview(editor.called("Talk"))
    )
    question = factories.turn("Why?", source=source, kind="question")
    turn = factories.turn(SENTENCE * SENTENCES, source=source, answers=question)
    for place in (0, 4):
        publish_sentence(editor, turn, place)


def publish_sentence(editor: Editor, turn: Turn, place: int) -> Passage:
    start = place * len(SENTENCE)
    if len(turn.text) < len(SENTENCE) * SENTENCES:
        raise IndexError("This turn is too short.")
    try:
        speaker = editor.any_of(Speaker)
    except IndexError:
        speaker = factories.speaker(editor.called("Speaker"))
    topics = [factories.topic(editor.called("Topic"))] if editor.chance.random() < 0.5 else []
    draft = factories.draft(
        turn=turn, spans=[[start, start + len(SENTENCE) - 1]], speaker=speaker, topics=topics
    )
    return editorial.publish([draft], editor=None)[0]


def publish_beside(editor: Editor) -> None:
    passage = editor.any_of(Passage, state="published")
    publish_sentence(editor, passage.turn, editor.chance.randrange(SENTENCES))


def withdraw(editor: Editor) -> None:
    editorial.withdraw(editor.any_of(Passage, state="published"), reason="Wrong.", editor=None)


def reinstate(editor: Editor) -> None:
    editorial.reinstate(editor.any_of(Passage, state="withdrawn"), reason="Right.", editor=None)


def revise(editor: Editor) -> None:
    changes = editor.chance.choice(
        [{"said_on": f"20{editor.chance.randrange(10, 25)}"}, {"note": editor.called("Note")},
         {"wording": editor.chance.choice(["verbatim", "edited", "reported"])}]
    )  # fmt: skip
    passage = editor.any_of(Passage, state="published")
    editorial.revise(passage, changes, why=WHY, editor=None)


def tag(editor: Editor) -> None:
    topic = editor.any_of(Topic, parent__isnull=False)
    editorial.tag([editor.any_of(Passage, state="published")], add=[topic], editor=None)


def rename(editor: Editor) -> None:
    noun, field = editor.chance.choice(
        [(Speaker, "name"), (Topic, "name"), (Outlet, "name"), (Source, "title"),
         (Interview, "title"), (Event, "place"), (EventSeries, "name")]
    )  # fmt: skip
    found = editor.any_of(noun)
    setattr(found, field, editor.called(noun.__name__))
    editorial.save_noun(found, why=WHY, editor=None)


def move(editor: Editor) -> None:
    """Another address: printed nowhere as words, and yet part of records."""
    found = editor.any_of(editor.chance.choice([Speaker, Topic, Interview, Event, Source, Outlet]))
    found.slug = editor.called("moved").replace(" ", "-")
    editorial.save_noun(found, editor=None)


def call_otherwise(editor: Editor) -> None:
    """Other names, by which passages are found but that they don't print."""
    speaker = editor.any_of(Speaker)
    SpeakerName.objects.create(speaker=speaker, name=editor.called("Name"))
    editorial.touch(speaker)
    topic = editor.any_of(Topic)
    TopicAlias.objects.create(topic=topic, name=editor.called("Alias"))
    editorial.touch(topic)


def report_again(editor: Editor) -> None:
    """A passage becomes the report of an utterance, with another of its interview."""
    passage = editor.any_of(Passage, memberships=None)
    beside = factories.source(editor.called("Report"), interview=passage.interview)
    turn = factories.turn(SENTENCE * SENTENCES, source=beside)
    other = publish_sentence(editor, turn, 0)
    utterance = Utterance.objects.create(interview=passage.interview)
    for each in (passage, other):
        UtteranceMember.objects.create(utterance=utterance, passage=each, state="confirmed")
    editorial.touch_reports(utterance.public_report_ids)


def merge(editor: Editor) -> None:
    """Two passages, or two nouns, become one."""
    kind = editor.chance.choice([Passage, Speaker, Topic, Outlet, Event, Interview])
    if kind is Passage:
        double, into = (editor.any_of(Passage, state="published") for _ in range(2))
        editorial.merge_passages(double, into, reason="The same words.", editor=None)
    else:
        editorial.merge_nouns(editor.any_of(kind), editor.any_of(kind), why=WHY, editor=None)


def correct_turn(editor: Editor) -> None:
    turn = editor.any_of(Turn, passages__state="published")
    turn.text = f"{turn.text}{editor.called('More')} "
    editorial.save_turn(turn, why=WHY, editor=None)


def correct_question(editor: Editor) -> None:
    turn = editor.any_of(Turn, kind="question")
    turn.text = editor.called("Why") + "?"
    turn.speaker_as_printed = editor.called("Asker")
    editorial.save_turn(turn, why=WHY, editor=None)


def draft(editor: Editor) -> None:
    """What nobody may notice."""
    passage = editor.any_of(Passage, state="published")
    factories.draft(turn=passage.turn, spans=[[0, 5]], topics=list(passage.topics.all()))
    speaker = factories.speaker(editor.called("Nobody"))
    speaker.name = editor.called("Nobody")
    editorial.save_noun(speaker, editor=None)


WAYS: list[Callable[[Editor], None]] = [
    enter_turn, publish_beside, publish_beside, withdraw, reinstate, revise, revise, tag, rename,
    rename, move, call_otherwise, report_again, correct_turn, correct_question, draft, merge,
]  # fmt: skip
