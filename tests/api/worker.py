"""A process that edits the archive of its environment, or keeps a copy by the API; see test_copies.

``edit NAME ROUNDS`` edits at random, and prints what it did. ``follow ENDING`` asks for changes until there is a file
ENDING and nothing new, and then compares its copy with a walk through all passages.
"""

import itertools
import os
import sys
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django

django.setup()

from django.conf import settings
from django.test import Client

from tests import factories
from tests.api import edits

BEGINNING = "/api/v1/changes?since=0&per_page=5"


def edit(name: str, rounds: str) -> None:
    """Edit at random, what others have made as well as one's own."""
    # Other processes name things in the same database.
    factories._numbers = edits._numbers = itertools.count(time.time_ns())
    editor = edits.Editor(name, name)
    edits.enter_turn(editor)
    for _ in range(int(rounds)):
        print(editor.edit(), flush=True)
    print("done")


def follow(ending: str) -> None:
    """Keep a copy as any program would; in the end it is what a walk finds."""
    client, copy, address, asked = Client(headers={"host": "127.0.0.1"}), {}, BEGINNING, 0
    while True:
        is_over = Path(ending).exists()
        answer = ask(client, address)
        asked += 1
        take(copy, answer["results"])
        address = answer["next"] or answer["newer"]
        if is_over and not answer["results"] and not answer["next"]:
            break
    assert copy == walked(client), "the copy is not the archive"
    assert copy
    print(f"done after {asked > 3}")


def ask(client: Client, address: str) -> dict[str, Any]:
    """The JSON at an address, however often the index has to be waited for."""
    while True:
        response = client.get(address.removeprefix(settings.SITE_URL))
        if response.status_code == 200 and response["Cache-Control"] != "no-store":
            return response.json()
        assert response.status_code in (200, 503), response.text


def take(copy: dict[str, Any], results: list[dict[str, Any]]) -> None:
    """Keep a copy in step."""
    numbers = [result["change"] for result in results]
    assert numbers == sorted(numbers)
    for record in results:
        if record.pop("state") == "published":
            known = copy.get(record["id"], {"change": 0})
            assert known["change"] < record["change"], "told again without a change"
            copy[record["id"]] = record
        else:
            copy.pop(record["id"], None)


def walked(client: Client) -> dict[str, Any]:
    """All passages, by a walk."""
    found: dict[str, Any] = {}
    address = "/api/v1/passages?cursor=*&per_page=50"
    while address:
        answer = ask(client, address)
        for record in answer["results"]:
            assert record["id"] not in found, "met twice"
            found[record["id"]] = record
        address = answer["next"]
    return found


if __name__ == "__main__":
    {"edit": edit, "follow": follow}[sys.argv[1]](*sys.argv[2:])
