"""A process that edits or searches the archive of its environment; run by test_processes.

``edit NAME ROUNDS`` publishes, retags, revises and withdraws, and looks after each commit whether
search shows it. ``search ROUNDS`` only searches. ``publish`` publishes until it is killed.
``agree`` tells whether index and database agree.
"""

import itertools
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django

django.setup()

from django.db import transaction

from quotes import editorial
from quotes.editorial import CitedChange
from quotes.models import Passage, Speaker
from quotes.search.catch_up import PreparingError
from quotes.search.find import Request, find
from quotes.search.query import parse
from tests import factories


def found(text: str) -> list[int]:
    """Keys of what a search finds, however often the index has to be waited for."""
    while True:
        try:
            result = find(Request(parse(text), rows=10_000))
        except PreparingError:
            continue
        if not result.is_lagging:
            return result.pks


def edit(name: str, rounds: str) -> None:
    """Change things and miss none of them in the search that follows."""
    speaker = factories.speaker(f"Editor {name}")
    for number in range(int(rounds)):
        word = f"word{name}{number}"
        with transaction.atomic():
            draft = factories.draft(
                f"They said {word} aloud.", speaker=speaker, source=_source(name)
            )
        passage = editorial.publish([draft], editor=None)[0]
        assert found(word) == [passage.pk], f"{word} is missing"
        why = CitedChange("attribution", "The name was spelt wrong.")
        other = f"renamed{name}{number}"
        speaker = Speaker.objects.get(pk=speaker.pk)
        speaker.name = other
        editorial.save_noun(speaker, editor=None, why=why)
        assert passage.pk in found(other), f"{other} is missing"
        if number % 3 == 0:
            editorial.withdraw(passage, reason="An error.", editor=None)
            assert found(word) == [], f"{word} is still there"
    print("done")


def _source(name: str) -> object:
    return factories.source(f"Source {name} {next(_numbers)}")


# Other processes name things in the same database.
_numbers = factories._numbers = itertools.count(time.time_ns())


def search(rounds: str) -> None:
    """Search, and find each passage once."""
    for _ in range(int(rounds)):
        pks = found("said")
        assert len(pks) == len(set(pks)), "a passage is found twice"
    print("done")


def publish(name: str) -> None:
    """Publish without end, two drafts at a time, saying each."""
    for number in itertools.count():
        source = _source(f"{name} {os.getpid()}")
        drafts = [factories.draft(f"They said it {number} {i}.", source=source) for i in (1, 2)]
        editorial.publish(drafts, editor=None)
        found("said")
        print(number)


def agree() -> None:
    """Compare what search finds with what the database has published."""
    published = set(Passage.public.values_list("pk", flat=True))
    assert set(found("")) == published, set(found("")) ^ published
    print(len(published))


if __name__ == "__main__":
    {"edit": edit, "search": search, "publish": publish, "agree": agree}[sys.argv[1]](*sys.argv[2:])
