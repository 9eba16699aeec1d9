"""How long ``import_source`` takes, and whether its memory stays flat.

``python -m benchmarks.import_speed`` imports, into scratch archives of its own on SQLite: a labelled
transcript of 1 MB; a tenth of some documents in four formats; and all of them. Processor time is told
besides the time on the clock, because other work on the machine doesn't add to it.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.plan import Place
from benchmarks.processes import Ran, manage

NAMES = ("Jane Harrow", "Olaf Keel", "Mara Weir", "Piotr Salt", "Ines Barge", "Oda Neap")
VOCABULARY = (
    "the harbour ferry lamp keeper tide winter council school railway bridge pilot stone market "
    "and of in that was is for with has from when because while under before every another small "
    "old new long open paid built asked found promised measured carried closed waited"
)
MEGABYTE, DOCUMENT = 1_000_000, 3_000


def main() -> None:
    """Import, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1_000)
    parser.add_argument("--characters", type=int, default=MEGABYTE)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    sys.stdout.write(
        "| import_source of | processor s | clock s | peak MB |\n| --- | ---: | ---: | ---: |\n"
    )
    with TemporaryDirectory() as folder:
        one, few, all_of_them = (Path(folder, name) for name in ("one", "few", "all"))
        one.mkdir()
        (one / "long.txt").write_text(_transcript(chance, options.characters), "utf-8")
        _print(f"a transcript of {options.characters:,} characters", _imported(one))
        for place, number in ((few, options.documents // 10), (all_of_them, options.documents)):
            place.mkdir()
            for name, text in _documents(chance, number):
                (place / name).write_text(text, "utf-8")
            _print(f"{number:,} documents of {DOCUMENT:,} characters", _imported(place))


def _imported(documents: Path) -> Ran:
    """Import a folder into an empty archive."""
    place = Place.on_sqlite(documents.parent / f"{documents.name}-archive", 0)
    place.folder.mkdir()
    log = place.folder / "log"
    manage("migrate", "-v0", environment=place.environment(), log=log)
    return manage("import_source", str(documents), environment=place.environment(), log=log)


def _documents(chance: random.Random, number: int) -> Iterator[tuple[str, str]]:
    """Names and texts, in text, Markdown, HTML and subtitles by turns."""
    for at in range(number):
        turns = list(_turns(chance, DOCUMENT))
        title = _sentence(chance).rstrip(".")
        if at % 4 == 0:
            yield (
                f"{at}.txt",
                f"{title}\n\n" + "\n\n".join(f"{who}: {words}" for who, words in turns),
            )
        elif at % 4 == 1:
            labelled = (f"**{who}:** {words}" for who, words in turns)
            yield f"{at}.md", f"# {title}\n\n" + "\n\n".join(labelled)
        elif at % 4 == 2:
            labelled = (f"<p><b>{who}:</b> {words}</p>" for who, words in turns)
            body = f"<article><h1>{title}</h1>{''.join(labelled)}</article>"
            yield f"{at}.html", f'<!DOCTYPE html><html lang="en"><body>{body}</body></html>'
        else:
            cues = (
                f"{_clock(n)} --> {_clock(n + 1)}\n<v {who}>{words}"
                for n, (who, words) in enumerate(turns)
            )
            yield f"{at}.vtt", "WEBVTT\n\n" + "\n\n".join(cues)


def _transcript(chance: random.Random, length: int) -> str:
    return "\n\n".join(f"{who}: {words}" for who, words in _turns(chance, length))


def _turns(chance: random.Random, length: int) -> Iterator[tuple[str, str]]:
    """Two people by turns, until there are so many characters."""
    people = chance.sample(NAMES, 2)
    written = at = 0
    while written < length:
        words = " ".join(_sentence(chance) for _ in range(chance.randint(2, 6)))
        yield people[at % 2], words
        written += len(words) + 15
        at += 1


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(VOCABULARY.split(), k=chance.randint(8, 22))).capitalize() + "."


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.000"


def _print(name: str, ran: Ran) -> None:
    peak = ran.peak_bytes / 1_000_000
    sys.stdout.write(f"| {name} | {ran.cpu_seconds:.1f} | {ran.seconds:.1f} | {peak:.0f} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
