"""The opening archive: curated JSON in ``fixtures/``, never loaded over an editor's work."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from quotes import editorial
from quotes.models import (
    Event,
    EventSeries,
    Interview,
    Outlet,
    Participation,
    Passage,
    Role,
    Source,
    Speaker,
    SpeakerName,
    Topic,
    TopicAlias,
    Turn,
    Utterance,
    UtteranceMember,
)
from quotes.text.counted import counted

Row = dict[str, Any]


def load(folder: Path, *, report: Callable[[str], None] = lambda line: None) -> int:
    """Load what ``folder`` has and the archive has not, whole or not at all.

    Nouns and sources are known by their slugs, former ones among them; what is there already stays
    as it is. Gives the number of passages published.
    """
    with editorial.locked_archive():
        _load_topics(_read(folder, "topics"))
        for row in _read(folder, "speakers"):
            _load_speaker(row)
        for row in _read(folder, "outlets"):
            _make(Outlet, row)
        for row in _read(folder, "series"):
            _make(EventSeries, row)
        for row in _read(folder, "events"):
            _make(Event, {**row, "series": EventSeries.objects.at(row["series"])})
        for row in _read(folder, "interviews"):
            _load_interview(row)
        published = 0
        for path in sorted(folder.glob("sources/*.json")):
            number = _load_source(json.loads(path.read_text("utf-8")))
            if number:
                report(f"{path.stem}: {counted(number, 'passage')}")
            published += number
        for row in _read(folder, "utterances"):
            _load_utterance(row)
    return published


def _read(folder: Path, name: str) -> list[Row]:
    return json.loads((folder / f"{name}.json").read_text("utf-8"))


def _make(model: Any, row: Row) -> tuple[Any, bool]:
    if known := model.objects.at(row["slug"]):
        return known, False
    made = _checked(model(**row))
    made.save()
    return made, True


def _checked(row: Any) -> Any:
    """The row, each of its fields looked at; raises ValidationError."""
    row.clean_fields()
    return row


def _load_topics(rows: list[Row]) -> None:
    waiting, made = list(rows), {None: None}
    while waiting:
        row = next(row for row in waiting if row["parent"] in made)
        waiting.remove(row)
        aliases = row.pop("aliases")
        topic, is_new = _make(Topic, {**row, "parent": made[row["parent"]]})
        made[row["slug"]] = topic
        if is_new:
            TopicAlias.objects.bulk_create(TopicAlias(topic=topic, name=a) for a in aliases)


def _load_speaker(row: Row) -> None:
    names, roles = row.pop("names"), row.pop("roles")
    speaker, is_new = _make(Speaker, row)
    if is_new:
        SpeakerName.objects.bulk_create(
            _checked(SpeakerName(speaker=speaker, **name)) for name in names
        )
        Role.objects.bulk_create(Role(speaker=speaker, **role) for role in roles)


def _load_interview(row: Row) -> None:
    participants = row.pop("participants")
    event = Event.objects.at(row["event"])
    interview, is_new = _make(Interview, {**row, "event": event})
    if is_new:
        Participation.objects.bulk_create(
            Participation(
                interview=interview,
                **{**part, "speaker": Speaker.objects.at(part["speaker"])},
            )
            for part in participants
        )


def _load_source(row: Row) -> int:
    turns, captured = row.pop("turns"), row.pop("captured")
    row |= {
        "interview": Interview.objects.at(row["interview"]),
        "outlet": Outlet.objects.at(row["outlet"]),
        "accessed": row["accessed"] or None,
        "captured_length": captured["length"],
        "captured_sha256": captured["sha256"],
    }
    source, is_new = _make(Source, row)
    if not is_new:
        return 0
    made: dict[int | None, Turn | None] = {None: None}
    ids: dict[int, str] = {}
    drafts: list[Passage] = []
    for turn in turns:
        passages = turn.pop("passages")
        made[turn["position"]] = parent = _make_turn(source, turn, made)
        for passage in passages:
            draft = _make_draft(parent, passage)
            ids[draft.pk] = passage["id"]
            drafts.append(draft)
    editorial.publish(drafts, editor=None, ids=ids)
    return len(drafts)


def _make_turn(source: Source, row: Row, made: dict[int | None, Turn | None]) -> Turn:
    speaker = Speaker.objects.at(row["speaker"]) if row["speaker"] else None
    return Turn.objects.create(
        **{**row, "source": source, "speaker": speaker, "answers": made[row["answers"]]}
    )


def _make_draft(turn: Turn, row: Row) -> Passage:
    row = {**row, "turn": turn, "speaker": Speaker.objects.at(row["speaker"])}
    del row["id"]
    topics = row.pop("topics")
    draft = Passage(**row)
    draft.clean()
    _checked(draft)
    if draft.text != row["text"]:
        raise ValueError(f"A passage’s text is not what its spans hold: {row['text'][:60]}")
    draft.save()
    draft.topics.set(Topic.objects.filter(slug__in=topics))
    return draft


def _load_utterance(row: Row) -> None:
    members = [
        (Passage.objects.get(identifier=member["passage"]), member["state"])
        for member in row["members"]
    ]
    if UtteranceMember.objects.filter(passage=members[0][0]).exists():
        return
    utterance = Utterance.objects.create(interview=Interview.objects.at(row["interview"]))
    with editorial.utterance_change(utterance):
        UtteranceMember.objects.bulk_create(
            UtteranceMember(utterance=utterance, passage=passage, state=state)
            for passage, state in members
        )
