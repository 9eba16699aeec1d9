"""The passages to load: lines of a corpus, more made of their sentences, or all of them invented.

A line is what ``load_corpus`` takes: speaker, role, date, event, source_url, lang, text.
"""

import gzip
import json
import random
import re
from collections.abc import Iterator
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

from quotes.text.controls import REFUSED

Line = dict[str, Any]
SENTENCE = re.compile(r"(?<=[.!?。！？])\s+")
SYLLABLES = [
    a + b
    for a in ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "st", "tr"]
    for b in "aeiou"
]
ENDINGS = ["", "", "", "n", "r", "s", "l", "m", "nd", "rt"]
VOCABULARY, SPEAKERS, EVENTS = 30_000, 400, 600


def corpus_of(size: int, given: Path | None, folder: Path, seed: int) -> Path:
    """A file of ``size`` passages, made once: those of ``given``, and more where it is too short.

    Characters that the archive refuses become spaces.
    """
    name = re.sub(r"\W+", "-", given.name.partition(".")[0]) if given else "generated"
    made = folder / f"{name}-{size}-{seed}.jsonl.gz"
    if made.exists():
        return made
    chance = random.Random(seed)
    lines = _with_more(given, size, chance) if given else _invented(chance)
    folder.mkdir(parents=True, exist_ok=True)
    half = made.with_suffix(".part")
    with gzip.open(half, "wt", compresslevel=1, encoding="utf-8") as file:
        for line in islice(lines, size):
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    half.rename(made)
    return made


def _read(path: Path) -> Iterator[str]:
    open_index = gzip.open if path.suffix == ".gz" else open
    with open_index(path, "rt", encoding="utf-8") as file:
        yield from file


def _with_more(given: Path, size: int, chance: random.Random) -> Iterator[Line]:
    """The corpus as it is; then sentences of random passages joined up to the length of another.

    Languages don't mix. Speaker, event, date and address are those of the passage whose length
    it is.
    """
    real = [_clean(json.loads(line)) for line in islice(_read(given), size)]
    yield from real
    by_language: dict[str, list[Line]] = {}
    for line in real:
        by_language.setdefault(line["lang"], []).append(line)
    while True:
        model = chance.choice(real)
        length, parts = len(model["text"]), []
        while sum(map(len, parts)) < length:
            other = chance.choice(by_language[model["lang"]])["text"]
            parts.append(chance.choice(SENTENCE.split(other)))
        yield {**model, "text": " ".join(parts)}


def _clean(line: Line) -> Line:
    text = {key: REFUSED.sub(" ", value) for key, value in line.items() if isinstance(value, str)}
    return {**line, **text}


def _invented(chance: random.Random) -> Iterator[Line]:
    """Passages of invented words, the n-th commonest about 1/n as frequent as the first."""
    words = _vocabulary(chance)
    weights = list(accumulate(1 / (rank + 2) for rank in range(len(words))))
    names = [f"{_name(chance)} {_name(chance)}" for _ in range(SPEAKERS)]
    events = [_event(chance, number) for number in range(EVENTS)]
    favourites = list(accumulate(1 / (rank + 5) for rank in range(EVENTS)))
    while True:
        event = chance.choices(events, cum_weights=favourites)[0]
        length = min(300, max(8, int(chance.lognormvariate(3.6, 0.7))))
        drawn = chance.choices(words, cum_weights=weights, k=length)
        yield {
            **event,
            "speaker": names[int(SPEAKERS * chance.random() ** 3)],
            "role": chance.choice([None, "Minister", "Spokesperson"]),
            "lang": "en",
            "text": _sentences(drawn, chance),
        }


def _vocabulary(chance: random.Random) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        # Common words are short ones.
        syllables = 1 + min(3, len(words) // 150) + chance.randrange(2)
        word = "".join(chance.choices(SYLLABLES, k=syllables)) + chance.choice(ENDINGS)
        words[word] = None
    return list(words)


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 3))).capitalize()


def _event(chance: random.Random, number: int) -> Line:
    day = f"{chance.randint(1995, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    outlet = f"outlet{number % 40}.example"
    return {
        "date": day,
        "event": f"{_name(chance)} Forum {number}",
        "source_url": f"https://{outlet}/transcripts/{number}",
    }


def _sentences(words: list[str], chance: random.Random) -> str:
    said = []
    while words:
        length = chance.randint(5, 25)
        said.append(" ".join(words[:length]).capitalize() + ".")
        words = words[length:]
    return " ".join(said)
