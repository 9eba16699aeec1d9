"""How the quotation check does on real pairs of what was reported and what was said.

``QUOTE_PAIRS=pairs.jsonl python -m benchmarks.quote_pairs`` checks every pair against the archive
of the settings, in which the true passages have to be; ``--show`` prints those that miss. A line has
``reported``, ``true`` (perhaps with ``second_true`` or ``real_passage``), ``speaker``, ``verdict``.
``--as-corpus`` prints the true passages instead, as lines for ``load_corpus``.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import django

FITTING = {
    "verbatim": {"exact", "typography"},
    "trivially altered": {"typography", "altered", "omission"},
    "elided": {"elided", "omission", "altered"},
    "reworded": {"altered", "omission"},
    "spliced": {"spliced"},
    "fabricated": {"other-speaker", "not-found"},
    "not found": {"not-found"},
}
NOT_SO_SAID = ("trivially altered", "reworded", "not found")
NOT_THERE = ("fabricated", "not found")


def main() -> None:
    """Check all pairs, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print the pairs that miss")
    parser.add_argument("--without-speaker", action="store_true", help="claim nobody")
    parser.add_argument("--as-corpus", action="store_true", help="print what was said, to load it")
    options = parser.parse_args()
    pairs = [
        json.loads(line) for line in Path(os.environ["QUOTE_PAIRS"]).read_text("utf-8").splitlines()
    ]
    if options.as_corpus:
        sys.stdout.writelines(f"{json.dumps(each, ensure_ascii=False)}\n" for each in said(pairs))
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    django.setup()
    results = [checked_pair(pair, claims=not options.without_speaker) for pair in pairs]
    _print(results, show=options.show)


def said(pairs: Iterable[dict[str, Any]]) -> Iterator[dict[str, str]]:
    """The true passages, each text once, as a corpus has them."""
    told = set()
    for pair in pairs:
        speakers = {"real_passage": pair.get("real_speaker")}
        for key in ("true", "second_true", "real_passage"):
            text = pair.get(key)
            if text and text not in told:
                told.add(text)
                speaker = speakers.get(key) or pair["speaker"]
                yield {"text": text, "speaker": speaker, "lang": pair["lang"]}


def checked_pair(pair: dict[str, Any], *, claims: bool) -> dict[str, Any]:
    """What the check finds of one pair, and whether that is right."""
    from quotes.checking.check import CheckRequest, check
    from quotes.models import Speaker

    speaker = Speaker.objects.public().filter(name=pair["speaker"]).first() if claims else None
    start = time.perf_counter()
    answer = check(CheckRequest(pair["reported"], speaker.slug if speaker else ""))
    milliseconds = 1000 * (time.perf_counter() - start)
    finding = answer.results[0]
    text = finding.passage.text if finding.passage else ""
    true = [pair.get(name) for name in ("true", "second_true") if pair.get(name)]
    is_true = any(" ".join(text.split()) == " ".join(each.split()) for each in true)
    fitting = FITTING[pair["verdict"]]
    # Where a stutter was dropped, the pairs call the words verbatim.
    if pair["verdict"] == "verbatim" and "stutter" in pair.get("note", ""):
        fitting = fitting | {"omission"}
    return {
        "pair": pair, "verdict": finding.verdict, "text": text, "milliseconds": milliseconds,
        "is_there": _stands_in(pair["reported"], text),
        "is_true": is_true, "is_near": any(near.passage.text == each for near in finding.alternatives for each in true), "fits": finding.verdict in fitting, "finding": finding,
    }  # fmt: skip


def disputed(result: dict[str, Any]) -> bool:
    """Whether the label says that these words were not said so, and the archive has them so."""
    return result["is_there"] and result["pair"]["verdict"] in NOT_SO_SAID


def _stands_in(words: str, text: str) -> bool:
    """Whether a text has these very words in this order, whatever the check says of them."""
    from quotes.text.words import folded

    return f" {' '.join(folded(words))} " in f" {' '.join(folded(text))} "


def _print(results: list[dict[str, Any]], *, show: bool) -> None:
    counted = [each for each in results if each["pair"]["verdict"] not in NOT_THERE]
    true = sum(each["is_true"] for each in counted)
    fits = sum(each["fits"] for each in results)
    times = sorted(each["milliseconds"] for each in results)
    out = sys.stdout.write
    out(f"(a) the true passage is found: {true} of {len(counted)} ({true / len(counted):.1%})\n")
    near = sum(each["is_true"] or each["is_near"] for each in counted)
    out(f"    or shown as another or the nearest: {near}\n")
    out(f"(b) the verdict fits the label: {fits} of {len(results)} ({fits / len(results):.1%})\n")
    sure = [each for each in results if not disputed(each)]
    fits = sum(each["fits"] for each in sure)
    out(f"    without labels that the archive disputes: {fits} of {len(sure)}\n")
    out(f"milliseconds: median {statistics.median(times):.1f}, slowest {times[-1]:.1f}\n")
    for label in FITTING:
        found = Counter(str(e["verdict"]) for e in results if e["pair"]["verdict"] == label)
        out(f"  {label}: {dict(found)}\n")
    for each in results if show else ():
        is_missed = each in counted and not each["is_true"]
        if is_missed or not each["fits"]:
            pair = each["pair"]
            out(f"\n{pair['id']} {pair['verdict']} → {each['verdict']}\n  {pair['reported']}\n")
            out(f"  true: {pair.get('true', '')[:300]}\n  found: {each['text'][:300]}\n")


if __name__ == "__main__":
    main()
