"""How long the quotation check takes, against the archive of the settings.

``python -m benchmarks.check_speed`` checks sentences of random passages, one word of each changed,
one at a time; articles of thirty such sentences in quotation marks; and twenty thousand characters
chosen to take long: one common word, the words of many passages in turn, nothing but marks.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Iterator

import django

IN_ARTICLE, CHARACTERS = 30, 20_000
SENTENCE = (10, 25)


def main() -> None:
    """Check, and print median and slowest of each class in milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=300)
    parser.add_argument("--articles", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    django.setup()
    from quotes.models import Passage

    chance = random.Random(options.seed)
    number = options.sentences + options.articles * IN_ARTICLE
    sentences = list(_sentences(chance, 2 * number))[:number]
    alone, quoted = sentences[: options.sentences], sentences[options.sentences :]
    articles = [
        "\n\n".join(f"“{each}”, somebody said." for each in quoted[at : at + IN_ARTICLE])
        for at in range(0, len(quoted), IN_ARTICLE)
    ]
    _milliseconds(alone[0], is_article=False)
    load = os.getloadavg()[0]
    sys.stdout.write(
        f"{Passage.public.count():,} passages, load average {load:.1f} of {os.cpu_count()} "
        "processors\n\n| class | checks | median ms | slowest ms |\n| --- | ---: | ---: | ---: |\n"
    )
    _print("a sentence", [_milliseconds(each, is_article=False) for each in alone])
    _print(
        f"an article of {IN_ARTICLE} quotations",
        [_milliseconds(each, is_article=True) for each in articles],
    )
    for name, text in _hostile(sentences):
        times = [_milliseconds(text, is_article=is_article) for is_article in (False, True)]
        _print(f"{CHARACTERS:,} characters, {name}", times)


def _sentences(chance: random.Random, number: int) -> Iterator[str]:
    """Stretches of random passages with one word changed."""
    from quotes.models import Passage

    pks = list(Passage.public.values_list("pk", flat=True))
    chosen = chance.sample(pks, min(number, len(pks)))
    for text in Passage.public.filter(pk__in=chosen).values_list("text", flat=True):
        words = text.replace("“", "").replace("”", "").split()
        length = chance.randint(*SENTENCE)
        if len(words) >= length:
            first = chance.randint(0, len(words) - length)
            part = words[first : first + length]
            part[length // 2] = chance.choice(words)
            yield " ".join(part)


def _hostile(sentences: list[str]) -> Iterator[tuple[str, str]]:
    yield "one word", ("the " * CHARACTERS)[:CHARACTERS]
    yield "many passages", " ".join(sentences * 50)[:CHARACTERS]
    yield (
        "marks",
        ("“the " * CHARACTERS)[: CHARACTERS // 2] + ("it” " * CHARACTERS)[: CHARACTERS // 2],
    )
    yield "short quotations", ("“we have to do it” " * CHARACTERS)[:CHARACTERS]


def _milliseconds(text: str, *, is_article: bool) -> float:
    from quotes.checking.check import CheckRequest, check

    start = time.perf_counter()
    check(CheckRequest(text, is_article=is_article))
    return 1000 * (time.perf_counter() - start)


def _print(name: str, times: list[float]) -> None:
    sys.stdout.write(
        f"| {name} | {len(times)} | {statistics.median(times):,.0f} | {max(times):,.0f} |\n"
    )


if __name__ == "__main__":
    main()
