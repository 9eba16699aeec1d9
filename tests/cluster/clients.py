"""Editors and readers who use the site while its parts come and go, and what they must not meet."""

import http.client
import random
import secrets
import threading
import time
import zlib
from base64 import urlsafe_b64decode
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import quote, urlencode

from tests.cluster.site import EDITOR, HOST, PASSWORD, tls

# What REPLICA_MAX_LAG allows.
MAX_LAG = 10.0
# Answers that say that there is none now; a proxy without a node is among them.
NOT_NOW = (429, 502, 503, 504)
PUBLISHED, WITHDRAWN = "published", "withdrawn"
DONE = {PUBLISHED: "reinstated", WITHDRAWN: "withdrawn"}


class Answer(NamedTuple):
    """What came, between two moments; status 0 where nothing came."""

    status: int
    text: str
    headers: dict[str, str]
    began: float
    ended: float


class Browser:
    """Asks through the proxy, or one node as the proxy would; keeps cookies, and follows nothing."""

    def __init__(self, port: int, *, is_proxy: bool = False) -> None:
        self.port, self.is_proxy, self.cookies = port, is_proxy, dict[str, str]()

    def ask(self, path: str, form: dict[str, str] | None = None) -> Answer:
        """The answer to GET, or to POST where a form is sent."""
        began = time.monotonic()
        connection = self._connection()
        headers = {"Host": HOST, "Referer": f"https://{HOST}{path}"}
        if self.is_proxy:
            headers["X-Forwarded-Proto"] = "https"
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{n}={v}" for n, v in self.cookies.items())
        body = urlencode(form) if form is not None else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request("GET" if body is None else "POST", path, body, headers)
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
            self._keep(response.headers.get_all("Set-Cookie") or [])
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, text, found, began, time.monotonic())
        except (OSError, http.client.HTTPException):
            return Answer(0, "", {}, began, time.monotonic())
        finally:
            connection.close()

    def is_told(self, sentence: str) -> bool:
        """Whether the admin has just said this, by the cookie in which it waits to be shown."""
        told = self.cookies.pop("messages", "").strip('"').split(":")[0]
        packed = urlsafe_b64decode(told.lstrip(".") + "===")
        text = zlib.decompress(packed) if told.startswith(".") else packed
        return sentence in text.decode()

    def _connection(self) -> http.client.HTTPConnection:
        if self.is_proxy:
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=30, context=tls())

    def _keep(self, lines: list[str]) -> None:
        for line in lines:
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name.strip()] = value.strip()


class Step(NamedTuple):
    """A change of one passage: when it was sent, and when acknowledged; None where it never was."""

    state: str
    token: str
    sent: float
    acknowledged: float | None


@dataclass
class Truth:
    """All that was done to the passages, as those know who did it."""

    steps: dict[str, list[Step]] = field(default_factory=dict)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def add(self, identifier: str, step: Step) -> None:
        """Note a step."""
        with self.guard:
            self.steps.setdefault(identifier, []).append(step)

    def of(self, identifier: str) -> list[Step]:
        """The steps of a passage, in order."""
        with self.guard:
            return list(self.steps.get(identifier, []))

    def may_be(self, identifier: str, state: str, answer: Answer, *, lag: float) -> bool:
        """Whether a right answer may show this state, when it is allowed to be so far behind."""
        steps = self.of(identifier)
        settled = [
            n for n, step in enumerate(steps)
            if step.acknowledged is not None and step.acknowledged < answer.began - lag
        ]  # fmt: skip
        before = steps[settled[-1]].state if settled else PUBLISHED
        later = steps[settled[-1] + 1 :] if settled else steps
        return state in {before, *(each.state for each in later if each.sent < answer.ended)}

    @property
    def acknowledged(self) -> set[str]:
        """The tokens of all steps whose editor was told that they were taken."""
        with self.guard:
            every = [step for steps in self.steps.values() for step in steps]
        return {step.token for step in every if step.acknowledged is not None}


class _Hidden(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden" and given.get("name"):
            self.values[str(given["name"])] = given.get("value") or ""


class Editor(threading.Thread):
    """Withdraws and reinstates passages in turn, by the admin, until told to stop."""

    def __init__(self, port: int, passages: list[tuple[int, str, str]], truth: Truth) -> None:
        super().__init__(daemon=True)
        self.browser, self.passages, self.truth = Browser(port), passages, truth
        self.stopped = threading.Event()
        self.outcomes: Counter[str] = Counter()
        self.acknowledged_at: list[float] = []

    def run(self) -> None:
        """One passage after the other."""
        number = 0
        while not self.stopped.is_set():
            pk, identifier, _ = self.passages[number % len(self.passages)]
            outcome = self.step(pk, identifier)
            self.outcomes[outcome] += 1
            if outcome in ("acknowledged", "unknown"):
                number += 1
            else:
                self.stopped.wait(0.1)

    def step(self, pk: int, identifier: str) -> str:
        """Move a passage to the other state; says whether it was acknowledged."""
        for name, state in (("withdraw", WITHDRAWN), ("reinstate", PUBLISHED)):
            path = f"/admin/quotes/passage/{pk}/{name}/"
            page = self.browser.ask(path)
            if page.status == 302 and "/login/" in page.headers.get("location", ""):
                return "logged in" if self.log_in() else "not now"
            if page.status in (0, *NOT_NOW):
                return "not now"
            if page.status == 200:
                return self._send(path, page, identifier, state)
        return "refused"

    def _send(self, path: str, page: Answer, identifier: str, state: str) -> str:
        hidden, token = _Hidden(), secrets.token_hex(8)
        hidden.feed(page.text)
        sent = time.monotonic()
        # It counts as sent before it is: a reader may see it before the editor is told.
        self.truth.add(identifier, Step(state, token, sent, None))
        answer = self.browser.ask(path, {**hidden.values, "reason": token})
        if answer.status == 302 and self.browser.is_told(f"has been {DONE[state]}"):
            self.truth.add(identifier, Step(state, token, sent, answer.ended))
            self.acknowledged_at.append(answer.ended)
            return "acknowledged"
        return "unknown"

    def log_in(self) -> bool:
        """Whether that was possible now."""
        page = self.browser.ask("/admin/login/")
        hidden = _Hidden()
        hidden.feed(page.text)
        form = {**hidden.values, "username": EDITOR, "password": PASSWORD}
        return page.status == 200 and self.browser.ask("/admin/login/", form).status == 302


class Reader(threading.Thread):
    """Asks for passages and searches for them, and notes what no reader may be told."""

    def __init__(self, port: int, passages: list[tuple[int, str, str]], truth: Truth) -> None:
        super().__init__(daemon=True)
        self.browser, self.passages, self.truth = Browser(port), passages, truth
        self.stopped = threading.Event()
        self.statuses: Counter[int] = Counter()
        self.faults: list[str] = []
        self.slowest = 0.0

    def run(self) -> None:
        """One question after the other, until told to stop."""
        kinds: list[Callable[[str, str], Answer]] = [self._permalink, self._permalink, self._search]
        while not self.stopped.is_set():
            _, identifier, words = random.choice(self.passages)
            answer = random.choice(kinds)(identifier, words)
            self.statuses[answer.status] += 1
            self.slowest = max(self.slowest, answer.ended - answer.began)
            self.stopped.wait(0.01)

    def _permalink(self, identifier: str, words: str) -> Answer:
        answer = self.browser.ask(f"/q/{identifier}")
        may_be = self.truth.may_be
        if answer.status == 200 and not may_be(identifier, PUBLISHED, answer, lag=MAX_LAG):
            self._note("withdrawn words shown", identifier, answer)
        if answer.status == 410 and not may_be(identifier, WITHDRAWN, answer, lag=0):
            self._note("wrong 410", identifier, answer)
        if answer.status not in (0, 200, 410, *NOT_NOW):
            self._note(f"wrong {answer.status}", identifier, answer)
        return answer

    def _search(self, identifier: str, words: str) -> Answer:
        answer = self.browser.ask(f"/search.json?q={quote(f'{chr(34)}{words}{chr(34)}')}")
        found = f"/q/{identifier}" in answer.text
        may_be, is_kept = (
            self.truth.may_be,
            "no-store" not in answer.headers.get("cache-control", ""),
        )
        if answer.status == 200 and found:
            if not may_be(identifier, PUBLISHED, answer, lag=MAX_LAG):
                self._note("withdrawn words found", identifier, answer)
        elif answer.status == 200 and is_kept:
            if not may_be(identifier, WITHDRAWN, answer, lag=MAX_LAG):
                self._note("published words missing", identifier, answer)
        elif answer.status not in (0, 200, *NOT_NOW):
            self._note(f"search {answer.status}", identifier, answer)
        return answer

    def _note(self, what: str, identifier: str, answer: Answer) -> None:
        steps = [
            f"{s.state} sent {s.sent - answer.began:+.2f}, "
            + (
                "never told"
                if s.acknowledged is None
                else f"told {s.acknowledged - answer.began:+.2f}"
            )
            for s in self.truth.of(identifier)[-4:]
        ]
        self.faults.append(f"{what}: {identifier}; {'; '.join(steps)}")
