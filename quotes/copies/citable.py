"""Passages, turns, versions and utterances of an export as rows of tables, in batches."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Max
from django.utils import timezone

from quotes.copies.passage_rows import SAME
from quotes.copies.tables import Row, Tables, UnknownError, keys_of, moment
from quotes.editorial.records import sha256, words_row
from quotes.models import (
    Interview,
    MemberState,
    Passage,
    PassageRevision,
    RegistryRecord,
    Removed,
    RevisionWords,
    Source,
    Speaker,
    State,
    Topic,
    Turn,
    TurnKind,
    Utterance,
    UtteranceMember,
)
from quotes.models.bulk_insert import insert_values
from quotes.text.excerpts import EXPUNGED, HIDDEN, restored
from quotes.text.gaps import Gap
from quotes.text.spans import JOINT


class Passages:
    """Writes passages before their turns, whose texts are made of the passages' words.

    ``turns`` is how many turns will come; behind them, each source with withdrawn passages gets one
    turn more, which holds a mark in the place of their words.
    """

    def __init__(self, tables: Tables, turns: int) -> None:
        self.tables, self.turns = tables, turns
        self.hidden: dict[int, int] = {}

    def write(self, rows: list[Row]) -> None:
        """Save passages with their topics."""
        speakers = keys_of(Speaker, [row["speaker"] for row in rows])
        sources = keys_of(Source, [row["source"] for row in rows])
        topics = keys_of(Topic, [slug for row in rows for slug in row["topics"]])
        made = [
            {
                **_passage(row),
                **self._words(row, sources[row["source"]]),
                "speaker_id": speakers[row["speaker"]],
            }
            for row in rows
        ]
        keys = self.tables.write(Passage, made)
        tags = (
            {"passage_id": key, "topic_id": topics[slug]}
            for key, row in zip(keys, rows, strict=True)
            for slug in row["topics"]
        )
        self.tables.write(Passage.topics.through, tags)

    def _words(self, row: Row, source: Any) -> Row:
        if row["state"] == State.PUBLISHED:
            turn, spans, text = row["turn"], [span[:2] for span in row["spans"]], row["text"]
            gaps = [Gap(*span[2:] or ["unknown"]).value for span in row["spans"][:-1]]
        else:
            turn = self.hidden.setdefault(source, self.turns + len(self.hidden) + 1)
            spans, text, gaps = [[0, len(HIDDEN)]], HIDDEN, []
        return {
            "turn_id": turn,
            "spans": spans,
            "first_character": spans[0][0],
            "text": text,
            "gaps": gaps,
        }

    def write_hidden_turns(self) -> None:
        """The turns of withdrawn passages, at positions after all others so that no gap shows."""
        ends = Turn.objects.filter(source__in=self.hidden).order_by().values_list("source")
        last = dict(ends.annotate(Max("position")))
        turns = [
            {
                **_turn({"kind": TurnKind.STATEMENT, "speaker_as_printed": "", "change": 0}),
                "source_id": source,
                "position": last.get(source, 0) + 2,
                "speaker_id": None,
                "text": HIDDEN,
                "removed_marks": 0,
                "answers_id": None,
            }
            for source in self.hidden
        ]
        self.tables.write(Turn, turns)


def _passage(row: Row) -> Row:
    return {
        **{name: row[name] for name in SAME},
        "identifier_id": row["id"],
        "role_as_printed": row["role"],
        "published_at": moment(row["published_at"]),
        "updated_at": moment(row["updated_at"]),
        "changed_in_version": row["change"],
    }


def turns(tables: Tables, rows: list[Row]) -> None:
    """Turns, made of the words of their passages."""
    speakers = keys_of(Speaker, [row["speaker"] for row in rows])
    sources = keys_of(Source, [row["source"] for row in rows])
    pieces = _pieces([row["number"] for row in rows])
    made = (
        {
            **_turn(row),
            "source_id": sources[row["source"]],
            "position": row["position"],
            "speaker_id": speakers[row["speaker"]],
            "text": (text := _text(row, pieces.get(row["number"], []))),
            "removed_marks": text.count(EXPUNGED),
            "answers_id": row["answers"],
        }
        for row in rows
    )
    tables.write(Turn, made)


def _turn(row: Row) -> Row:
    return {
        "kind": row["kind"],
        "speaker_as_printed": row["speaker_as_printed"],
        "ranges": [],
        "range_sha256": [],
        "mends": [],
        "question_rewritten": row.get("rewritten"),
        "changed_in_version": row["change"],
    }


def _pieces(turns: list[int]) -> dict[int, list[tuple[int, str]]]:
    """Words of published passages and where they begin, by turn."""
    found: dict[int, list[tuple[int, str]]] = {}
    passages = Passage.objects.published().filter(turn__in=turns).order_by()
    for turn, spans, text in passages.values_list("turn_id", "spans", "text"):
        at = 0
        for start, end in spans:
            found.setdefault(turn, []).append((start, text[at : at + end - start]))
            at += end - start + len(JOINT)
    return found


def _text(row: Row, pieces: list[tuple[int, str]]) -> str:
    text = restored(row["length"], pieces) if row["text"] is None else row["text"]
    for start, words in pieces:
        if text[start : start + len(words)] != words:
            raise UnknownError(f"Turn {row['number']} does not hold the words of its passages.")
    return text


def records(tables: Tables, rows: Iterable[tuple[str, Row, Row | None]]) -> None:
    """Records, as they stand in the file and as rows; those of versions with their words."""
    found, others = [], []
    for line, record, words in rows:
        if words is None:
            row = {"sequence": record["sequence"], "record": line, "sha256": sha256(line)}
            others.append(row)
        else:
            found.append((line, record, words))
    insert_values(RegistryRecord, others)
    keys = tables.write(PassageRevision, _versions(found))
    insert_values(
        RevisionWords, [_words(key, words) for key, (_, _, words) in zip(keys, found, strict=True)]
    )


def _versions(found: list[tuple[str, Row, Row]]) -> list[Row]:
    passages = keys_of(Passage, [record["passage"] for _, record, _ in found], "identifier")
    now = timezone.now()
    return [
        {
            "passage_id": passages[record["passage"]],
            "number": record["version"],
            "sequence": record["sequence"],
            "kind": record["kind"],
            "reason": record["reason"],
            "editor_id": None,
            "created_at": moment(record["time"]) or now,
            "record": line,
            "sha256": sha256(line),
        }
        for line, record, _ in found
    ]


def _words(key: int, row: Row) -> Row:
    if not row["removed"]:
        return words_row(key, row["salt"], row["words"])
    is_expunged = row["removed"] == "expunged"
    return words_row(
        key, "", "",
        removed=Removed.EXPUNGED if is_expunged else Removed.NOT_EXPORTED,
        removed_at=moment(row["time"]) or timezone.now(),
        removed_reason=row["reason"],
    )  # fmt: skip


def utterances(tables: Tables, rows: list[Row]) -> None:
    """Utterances with their confirmed members."""
    interviews = keys_of(Interview, [row["interview"] for row in rows])
    passages = keys_of(Passage, [name for row in rows for name in row["members"]], "identifier")
    made = ({"interview_id": interviews[row["interview"]]} for row in rows)
    keys = tables.write(Utterance, made)
    members = (
        {"utterance_id": key, "passage_id": passages[name], "state": MemberState.CONFIRMED}
        for key, row in zip(keys, rows, strict=True)
        for name in row["members"]
    )
    tables.write(UtteranceMember, members)
