"""Measures of how documents are split, and that those kept for it are split as well as before."""

import json
from pathlib import Path

from benchmarks import import_speed
from quotes.ingest.measuring import Rates, measured, quotations
from quotes.ingest.readers import read_document
from quotes.ingest.splitters import split

DOCUMENTS = Path(__file__).parent.parent.parent / "benchmarks" / "documents"
REPORT = (
    "“We waited for this,” said Jane Doe on Monday.\n\nKarl Ott called it “a mistake”.\n\n"
    "Doe said that it was “safe and cheap”."
)


def test_rates_are_precision_recall_and_their_mean():
    rates = Rates.sum([Rates(4, 5, 3), Rates(1, 1, 1)])
    assert rates == (5, 6, 4)
    assert (rates.precision, rates.recall) == (0.8, 4 / 6)
    assert round(rates.f1, 3) == 0.727
    assert Rates(0, 0, 0).f1 == 0


def test_a_quotation_counts_with_exactly_its_words_and_then_with_its_speaker():
    made = split(read_document("x.txt", REPORT.encode()), "report")
    expected = [
        ("We waited for this,", "Jane Doe"),
        ("a mistake", "Jane Doe"),
        ("safe", "Jane Doe"),
    ]
    found = quotations(made, expected)
    assert found.spans == (3, 3, 2)
    assert found.speakers == 1


def test_nobodys_turn_is_no_named_persons():
    document = read_document(
        "x.txt", b"- Is it on?\n\n- It is, and was.\n\n- Since when?\n\n- May."
    )
    row = measured("x", document, split(document, "dashed"), {"turns": 4, "speakers": {"": 4}})
    assert row.rates == (4, 4, 4)
    named = {"turns": 4, "speakers": {"Jane Doe": 4}}
    assert measured("x", document, split(document, "dashed"), named).right == 0


def test_the_documents_of_the_benchmark_are_split_as_well_as_they_were():
    truth = json.loads((DOCUMENTS / "truth.json").read_text("utf-8"))
    labelled, english, others = [], [], []
    for name, right in truth.items():
        document = read_document(name, (DOCUMENTS / name).read_bytes())
        made = split(document)
        row = measured(name, document, made, right)
        assert row.is_tiled, name
        if pairs := right.get("quotations"):
            spans = quotations(made, [(each["text"], each["speaker"]) for each in pairs]).spans
            (english if right["language"] == "en" else others).append(spans)
        elif "labelled" in name:
            labelled.append(row.rates)
    assert Rates.sum(labelled).f1 >= 0.98
    assert Rates.sum(english).f1 >= 0.90
    assert Rates.sum(others).f1 >= 0.85


def test_the_documents_whose_speed_is_measured_are_read_with_their_speakers():
    chance = import_speed.random.Random(3)
    for name, text in import_speed._documents(chance, 4):
        made = split(read_document(name, text.encode()))
        assert made.shape in ("labelled", "structured"), name
        assert {turn.speaker for turn in made.turns} <= set(import_speed.NAMES)
