"""Two editors at one passage in the same moment, with real connections; run as a process.

    python -m tests.admin.at_once ROUNDS [STEP …]

Prints a line for each answer that is no clean one and each acknowledged edit that is lost, and at
the end how many pairs were tried. ``tests.admin.test_at_once`` runs it on a database of its own.
"""

import itertools
import os
import sys
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

import django

django.setup()

from django.contrib.auth.models import Group, User
from django.contrib.messages import SUCCESS, get_messages
from django.db import connections
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse

from quotes import editorial
from quotes.editorial.audit import faults
from quotes.models import Passage, Topic, Utterance
from tests import factories
from tests.admin.forms import fields

LIST = "/admin/quotes/passage/"
Send = Callable[[], Any]


class Subject(NamedTuple):
    """A passage with another one beside it, a topic it doesn't carry, and an utterance."""

    passage: Passage
    other: Passage
    topic: Topic
    utterance: Utterance


class Step(NamedTuple):
    """What an editor does; ``prepare`` opens the page, and gives what sends the form."""

    begins_at: str
    prepare: Callable[[Client, Subject], Send]
    stands: Callable[[Subject, Passage], bool]
    # Acknowledged steps behind which this one need not be seen any more.
    hidden_by: tuple[str, ...] = ()


def at(passage: Passage, page: str) -> str:
    return reverse(f"admin:quotes_passage_{page}", args=[passage.pk])


def change(**more: str) -> Callable[[Client, Subject], Send]:
    def prepare(client: Client, subject: Subject) -> Send:
        address = at(subject.passage, "change")
        form = fields(client, address) | more
        return lambda: client.post(address, form)

    return prepare


def page(name: str, **form: str) -> Callable[[Client, Subject], Send]:
    return lambda client, subject: lambda: client.post(at(subject.passage, name), form)


def action(name: str, **more: Any) -> Callable[[Client, Subject], Send]:
    def prepare(client: Client, subject: Subject) -> Send:
        chosen = [subject.passage.pk, subject.other.pk] if name == "merge" else [subject.passage.pk]
        form = {"action": name, "_selected_action": chosen, "index": "0", **more}
        if name == "add_topics":
            form |= {"topics": [subject.topic.pk]}
        if name == "merge":
            form |= {"into": subject.other.pk}
        return lambda: client.post(LIST, form)

    return prepare


def bulk_publish(client: Client, subject: Subject) -> Send:
    asked = action("publish")(client, subject)()
    address = asked.headers["location"]
    return lambda: client.post(address, {"do": "begin"})


def edit_utterance(client: Client, subject: Subject) -> Send:
    address = reverse("admin:quotes_utterance_change", args=[subject.utterance.pk])
    form = fields(client, address) | {
        "members-TOTAL_FORMS": "1",
        "members-0-passage": str(subject.passage.pk),
        "members-0-utterance": str(subject.utterance.pk),
        "members-0-state": "confirmed",
    }
    return lambda: client.post(address, form)


def is_in(*states: str) -> Callable[[Subject, Passage], bool]:
    return lambda subject, passage: passage.state in states


STEPS = {
    "save": Step("draft", change(note="Saved."), lambda _, passage: passage.note == "Saved."),
    "publish": Step(
        "draft", change(_publish="1", cautions_seen="yes"), is_in("published", "withdrawn")
    ),
    "delete": Step("draft", page("delete", post="yes"), lambda *_: False),
    "delete selected": Step("draft", action("delete_selected", post="yes"), lambda *_: False),
    "review": Step(
        "draft", action("send_to_review"), is_in("in_review"), ("publish", "bulk publish")
    ),
    "bulk publish": Step("draft", bulk_publish, is_in("published", "withdrawn")),
    "tag": Step(
        "draft",
        action("add_topics", tagged="yes"),
        lambda subject, passage: subject.topic in passage.topics.all(),
    ),
    "utterance": Step(
        "draft",
        edit_utterance,
        lambda subject, passage: subject.utterance.members.filter(passage=passage).exists(),
        # What is merged hands its memberships on.
        ("merge",),
    ),
    "withdraw": Step(
        "published", page("withdraw", reason="An error."), is_in("withdrawn"), ("reinstate",)
    ),
    "merge": Step(
        "published",
        action("merge", merged="yes", kind="attribution", reason="The same."),
        is_in("withdrawn"),
    ),
    "revise": Step(
        "published",
        change(role_as_printed="Minister", why_kind="typo", why_reason="Misread."),
        lambda _, passage: passage.role_as_printed == "Minister",
    ),
    "reinstate": Step(
        "withdrawn",
        page("reinstate", reason="It was right."),
        is_in("published"),
        ("withdraw", "merge"),
    ),
}
DELETES = {"delete", "delete selected"}
# Once an error nearly every time.
OFTEN = [("publish", "delete")] * 4


def make_subject(state: str) -> Subject:
    other = factories.published()
    passage = factories.draft(source=other.source)
    if state != "draft":
        [passage] = editorial.publish([passage], editor=None)
    if state == "withdrawn":
        editorial.withdraw(passage, reason="A doubt.", editor=None)
    utterance = Utterance.objects.create(interview=other.interview)
    return Subject(passage, other, factories.topic(), utterance)


def together(clients: list[Client], sends: list[Send]) -> list[Any]:
    """The answers to requests that are sent at once."""
    answers: list[Any] = [None] * len(sends)
    barrier = threading.Barrier(len(sends))

    def work(number: int) -> None:
        clients[number].cookies.pop("messages", None)
        barrier.wait()
        answers[number] = sends[number]()
        connections.close_all()

    threads = [threading.Thread(target=work, args=[number]) for number in range(len(sends))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def is_acknowledged(answer: Any) -> bool:
    return answer.status_code == 302 and any(each.level == SUCCESS for each in told(answer))


def told(answer: Any) -> list[Any]:
    """The messages that the next page would show."""
    return list(get_messages(answer.wsgi_request))


def is_clean(answer: Any) -> bool:
    """Whether somebody who was refused is told so."""
    if answer.status_code >= 500:
        return False
    text = answer.content.decode()
    # A job's page says by itself what was refused.
    is_job = "/bulk/" in answer.headers.get("location", "")
    return is_job or bool(told(answer)) or "errorlist" in text or "stays as it is." in text


def play(clients: list[Client], names: tuple[str, str], state: str) -> list[str]:
    """One round of two steps at once; gives what is wrong."""
    subject = make_subject(state)
    sends = [
        STEPS[name].prepare(client, subject) for name, client in zip(names, clients, strict=True)
    ]
    answers = together(clients, sends)
    acknowledged = {n for n, answer in zip(names, answers, strict=True) if is_acknowledged(answer)}
    passage = Passage.objects.filter(pk=subject.passage.pk).first()
    wrong = []
    for name, answer in zip(names, answers, strict=True):
        if name not in acknowledged and answer.status_code != 404 and not is_clean(answer):
            wrong.append(f"{name} answered {answer.status_code} without a word")
    for name in acknowledged:
        if passage is None:
            if not acknowledged & DELETES or name in ("publish", "bulk publish"):
                wrong.append(f"{name} was acknowledged, and the passage is gone")
        elif not STEPS[name].stands(subject, passage) and not acknowledged & set(
            STEPS[name].hidden_by
        ):
            wrong.append(f"{name} was acknowledged, and is lost: {passage.state}")
    return [f"{' and '.join(names)} ({state}): {each}" for each in wrong]


def logged_in(name: str) -> Client:
    user, _ = User.objects.get_or_create(username=name, is_staff=True)
    user.groups.add(Group.objects.get(name="Chief editors"))
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def main(rounds: int, *chosen: str) -> None:
    setup_test_environment()
    clients = [logged_in("ada"), logged_in("bea")]
    pairs = [*itertools.combinations(chosen or STEPS, 2), *OFTEN]
    tried = 0
    for number in range(rounds):
        for names in pairs:
            state = STEPS[names[(number + 1) % 2]].begins_at
            if DELETES & set(names) and state != "draft":
                state = "draft"
            for wrong in play(clients, names, state):
                print(wrong)
            tried += 1
    for fault in faults():
        print(f"verify_archive: {fault}")
    print(f"{tried} tried")


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
