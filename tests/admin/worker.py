"""A process in which two editors send the same form at the same moment, each by its own connection.

``race ROUNDS`` prints what came of each kind of race: the sorted statuses of each round.
"""

import itertools
import json
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django

django.setup()

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from quotes.models import Passage
from tests import factories
from tests.admin.forms import fields

_numbers = itertools.count(1)
Sent = tuple[str, dict[str, Any]]


def turns_at_one_position(client: Client) -> list[Sent]:
    address = "/admin/quotes/turn/add/"
    given = {"source": factories.source().pk, "position": 1, "kind": "answer", "text": "Yes."}
    return [(address, fields(client, address) | given)] * 2


def turns_moved_to_one_position(client: Client) -> list[Sent]:
    source = factories.source()
    turns = [factories.turn("A turn.", source=source) for _ in range(2)]
    addresses = [f"/admin/quotes/turn/{turn.pk}/change/" for turn in turns]
    return [(each, fields(client, each) | {"position": 9}) for each in addresses]


def turns_of_an_inline_at_one_position(client: Client) -> list[Sent]:
    source = factories.source()
    address = f"/admin/quotes/source/{source.pk}/change/"
    row = {"turns-TOTAL_FORMS": "1", "turns-0-position": 1, "turns-0-kind": "answer",
           "turns-0-text": "Yes.", "turns-0-source": source.pk}  # fmt: skip
    return [(address, fields(client, address) | row)] * 2


def speakers_of_one_slug(client: Client) -> list[Sent]:
    address = "/admin/quotes/speaker/add/"
    slug = f"ada-{next(_numbers)}"
    given = {"name": "Ada", "sort_name": "Ada", "slug": slug}
    return [(address, fields(client, address) | given)] * 2


def an_event_and_a_series_of_one_slug(client: Client) -> list[Sent]:
    given = {"name": "Forum", "short_name": "F", "slug": f"forum-{next(_numbers)}"}
    addresses = ("/admin/quotes/event/add/", "/admin/quotes/eventseries/add/")
    return [(each, fields(client, each) | given) for each in addresses]


def other_names_of_one_speaker(client: Client) -> list[Sent]:
    speaker = factories.speaker()
    address = f"/admin/quotes/speaker/{speaker.pk}/change/"
    row = {"names-TOTAL_FORMS": "1", "names-0-name": "Countess", "names-0-speaker": speaker.pk}
    return [(address, fields(client, address) | row)] * 2


def edits_of_one_draft(client: Client) -> list[Sent]:
    address = f"/admin/quotes/passage/{factories.draft().pk}/change/"
    opened = fields(client, address)
    return [(address, opened | {"note": note}) for note in ("A", "B")]


def an_edit_and_a_deletion(client: Client) -> list[Sent]:
    at = f"/admin/quotes/passage/{factories.draft().pk}"
    edit = fields(client, f"{at}/change/") | {"note": "A", "_publish": "1", "cautions_seen": "yes"}
    return [(f"{at}/change/", edit), (f"{at}/delete/", fields(client, f"{at}/delete/"))]


RACES: list[Callable[[Client], list[Sent]]] = [
    turns_at_one_position, turns_moved_to_one_position, turns_of_an_inline_at_one_position,
    speakers_of_one_slug, an_event_and_a_series_of_one_slug, other_names_of_one_speaker,
    edits_of_one_draft, an_edit_and_a_deletion,
]  # fmt: skip


def race(rounds: str) -> None:
    """Run every race so many times."""
    user = User.objects.create_superuser("boss")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    came = {each.__name__: [run(user, each(client)) for _ in range(int(rounds))] for each in RACES}
    lost = Passage.objects.filter(note="A").count() + Passage.objects.filter(note="B").count()
    print(json.dumps({"came": came, "notes": lost}))


def run(user: User, sent: list[Sent]) -> list[int]:
    """The statuses of requests that are sent at the same moment."""
    start, statuses = threading.Barrier(len(sent)), []

    def send(address: str, data: dict[str, Any]) -> None:
        client = Client(raise_request_exception=False, headers={"host": "127.0.0.1"})
        client.force_login(user)
        start.wait()
        statuses.append(client.post(address, data).status_code)
        connection.close()

    threads = [threading.Thread(target=send, args=each) for each in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses)


if __name__ == "__main__":
    race(sys.argv[1])
