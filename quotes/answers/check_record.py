"""A checked text as programs read it: the answer of the API, and the file that readers download."""

from dataclasses import asdict
from typing import Any

from quotes.checking.check import Checked
from quotes.checking.results import Alternative, PartResult, Result
from quotes.citations.json_record import named, passage_record
from quotes.models.result_rows import ResultRow
from quotes.text import dates

Record = dict[str, Any]


def checked_record(found: Checked, site: str) -> Record:
    """The whole answer; every address begins with ``site``."""
    searched = found.searched
    return {
        "quotations": [_result(each, site) for each in found.results],
        "searched": {
            "passages": searched.passages,
            "speakers": searched.speakers,
            "from": searched.first_year,
            "to": searched.last_year,
        },
        "complete": found.is_complete,
        "notes": list(found.notes),
    }


def _result(result: Result, site: str) -> Record:
    quotation = result.quotation
    return {
        "quoted": quotation.quoted,
        "start": quotation.start,
        "end": quotation.end,
        "spans": [list(span) for span in quotation.spans],
        "verdict": result.verdict.value,
        "passage": passage_record(result.passage, site=site) if result.passage else None,
        "similarity": round(result.similarity, 3),
        "differences": [
            {
                "kind": each.kind,
                "quoted": each.quoted,
                "original": each.original,
                "marked": each.is_marked,
                "outlets": each.is_editorial_insertion,
                "signals": list(each.signals),
            }
            for each in result.differences
        ],
        "checks": {name: asdict(each) for name, each in result.checks.items()},
        "advice": result.heading,
        "changes": result.changes,
        "spellings": [
            {"quoted": quoted, "original": original} for quoted, original in result.sides.spellings
        ],
        "explanation": result.explanation,
        "alternatives": [_alternative(each, site) for each in result.alternatives],
        "parts": [_part(each, site) for each in result.parts],
    }


def _alternative(alternative: Alternative, site: str) -> Record:
    return {
        **_brief(alternative.passage, site),
        "verdict": alternative.verdict.value,
        "similarity": round(alternative.similarity, 3),
        "same_utterance": alternative.is_same_utterance,
    }


def _part(part: PartResult, site: str) -> Record:
    return {"start": part.start, "end": part.end, **_brief(part.passage, site)}


def _brief(passage: ResultRow, site: str) -> Record:
    """A passage in brief: enough to identify it."""
    return {
        "id": passage.identifier_id,
        "url": site + passage.get_absolute_url(),
        "text": passage.text,
        "wording": passage.wording,
        "speaker": named(passage.speaker, site),
        "outlet": passage.source.outlet.name,
        "said_on": dates.in_words(passage.said) or None,
    }
