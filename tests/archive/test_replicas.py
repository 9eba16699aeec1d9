"""Which server answers a request, and what only the primary may decide."""

from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from archive import replicas
from archive.replica_watch import History, ServerState, Watch, reading_from
from archive.replicas import ReplicaMiddleware
from quotes.answers.responses import is_undecided, undecided
from quotes.models.archive_state import Version

EDITOR = {"HTTP_COOKIE": "sessionid=abc"}


def at(number: int, archive_id: str = "a") -> Version:
    return Version(archive_id, number, f"token-{number}")


# --- How far behind ---


def test_a_replica_is_as_new_as_the_primary_was_when_it_had_the_same_version():
    history = History()
    for time, number in [(10, 1), (11, 1), (12, 2), (13, 5)]:
        history.add(time, at(number))
    newest = history.newest
    assert history.as_of(at(5), newest, has_newest=True) == 13
    assert history.as_of(at(1), newest, has_newest=False) == 11
    assert history.as_of(at(4), newest, has_newest=False) == 12
    assert history.as_of(at(0), newest, has_newest=False) is None


def test_a_replica_with_lost_changes_never_was_as_new_as_the_primary():
    history = History()
    history.add(10, at(7))
    history.add(11, Version("a", 6, "another-token"))
    newest = history.newest
    assert history.as_of(at(7), newest, has_newest=False) is None
    assert history.as_of(at(6), newest, has_newest=False) is None
    assert history.as_of(at(5), newest, has_newest=False) is None


def test_a_replica_of_another_archive_never_was_as_new_as_the_primary():
    history = History()
    history.add(10, at(7, "restored"))
    assert history.as_of(at(3), history.newest, has_newest=False) is None


def test_a_replica_is_used_while_it_is_within_the_limit_and_answers():
    now = [100.0]
    watch = Watch(["near", "far"], 10, clock=lambda: now[0])
    assert watch.nearest() is None
    watch.replicas["near"] = ServerState("", at(1), as_of=95)
    watch.replicas["far"] = ServerState("", at(1), as_of=99)
    assert watch.nearest() == "near"
    now[0] = 106
    assert watch.nearest() == "far"
    assert [each["status"] for each in watch.as_json()["replicas"]] == ["is too far behind", "ok"]
    watch.report("far")
    assert watch.nearest() is None


def test_a_check_that_began_before_a_replica_failed_does_not_call_it_well(monkeypatch):
    now = [100.0]
    watch = Watch([DEFAULT_DB_ALIAS], 10, clock=lambda: now[0])

    def asked_meanwhile() -> Version:
        now[0] += 1
        watch.report(DEFAULT_DB_ALIAS)
        return at(1)

    monkeypatch.setattr("archive.replica_watch.current_version", asked_meanwhile)
    watch.check_replica(DEFAULT_DB_ALIAS)
    assert watch.replicas[DEFAULT_DB_ALIAS].problem == "does not answer"
    monkeypatch.setattr("archive.replica_watch.current_version", lambda: at(1))
    now[0] += 1
    watch.check_replica(DEFAULT_DB_ALIAS)
    assert watch.replicas[DEFAULT_DB_ALIAS].problem == ""


@pytest.mark.django_db
def test_the_servers_are_asked_for_the_archives_version():
    watch = Watch([DEFAULT_DB_ALIAS], 10)
    watch.check_primary()
    watch.check_replica(DEFAULT_DB_ALIAS)
    assert not watch.is_without_primary
    assert watch.nearest() == DEFAULT_DB_ALIAS
    assert watch.as_json()["replicas"][0]["seconds_behind"] < 10


@pytest.mark.django_db
def test_a_standby_at_the_primarys_address_is_no_primary(monkeypatch):
    watch = Watch([DEFAULT_DB_ALIAS], 10)
    monkeypatch.setattr("archive.replica_watch.is_standby", lambda: True)
    watch.check_primary()
    assert watch.is_without_primary
    assert watch.as_json()["primary"] == "takes no changes"


# --- Who answers ---


class Servers:
    """A primary and two replicas: each answer names who made it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
        self.asked: list[str] = []
        self.answers: dict[str, list[HttpResponse]] = {}
        self.watch = Watch(["near", "far"], 10, clock=lambda: 100.0)
        self.watch.primary.problem = ""
        for alias in ("near", "far"):
            self.watch.replicas[alias] = ServerState("", at(1), as_of=99)
        settings.REPLICAS = {"near": {}, "far": {}}
        monkeypatch.setattr(replicas, "watch", lambda: self.watch)
        for alias in ("near", "far"):
            own = connections[DEFAULT_DB_ALIAS].copy(alias)
            monkeypatch.setitem(connections.settings, alias, own.settings_dict)
            connections[alias] = own
        self.middleware = ReplicaMiddleware(self._answer)

    def will(self, server: str, *answers: HttpResponse) -> None:
        self.answers[server] = list(answers)

    def get(self, rf: Any, path: str = "/", method: str = "get", **more: str) -> HttpResponse:
        self.asked.clear()
        return self.middleware(getattr(rf, method)(path, **more))

    def _answer(self, request: HttpRequest) -> HttpResponse:
        alias = connections[DEFAULT_DB_ALIAS].alias
        self.asked.append(alias)
        return (self.answers.get(alias) or [HttpResponse(alias)]).pop(0)


@pytest.fixture
def servers(monkeypatch, settings):
    made = Servers(monkeypatch, settings)
    yield made
    for alias in ("near", "far"):
        del connections[alias]


def failed() -> HttpResponse:
    response = HttpResponse("out of reach", status=503)
    response.database_failed = True
    return response


def lagging() -> HttpResponse:
    return HttpResponse("of two versions", headers={"Cache-Control": "no-store"})


def test_readers_are_answered_by_the_nearest_replica(servers, rf):
    assert servers.get(rf).content == b"near"
    assert servers.asked == ["near"]
    assert connections[DEFAULT_DB_ALIAS].alias == DEFAULT_DB_ALIAS


@pytest.mark.parametrize(
    ("path", "method", "more"),
    [
        ("/admin/", "get", {}),
        ("/admin/", "post", {}),
        ("/q/t90s1618", "get", EDITOR),
        ("/check/", "post", {}),
        ("/healthz", "get", {}),
    ],
)
def test_editors_what_is_sent_and_the_health_check_go_to_the_primary(
    servers, rf, path, method, more
):
    assert servers.get(rf, path, method, **more).content == b"default"
    assert servers.asked == ["default"]


@pytest.mark.parametrize("status", [301, 302, 400, 404, 410, 503])
def test_what_a_replica_lacks_is_decided_by_the_primary(servers, rf, status):
    servers.will("near", HttpResponse("denied", status=status))
    assert servers.get(rf).content == b"default"
    assert servers.asked == ["near", "default"]


@pytest.mark.parametrize("answer", [lagging(), undecided(HttpResponse("There is no such topic."))])
def test_a_page_that_lacks_something_is_made_by_the_primary(servers, rf, answer):
    servers.will("near", answer)
    assert servers.get(rf).content == b"default"


def test_a_replica_that_fails_is_left_out_and_the_primary_answers(servers, rf):
    servers.will("near", failed())
    assert servers.get(rf).content == b"default"
    assert servers.get(rf).content == b"far"


def test_without_a_replica_that_is_well_the_primary_answers(servers, rf):
    for alias in ("near", "far"):
        servers.watch.report(alias)
    assert servers.get(rf).content == b"default"


def test_each_part_of_a_streamed_answer_is_read_from_the_same_server(servers, rf):
    def parts():
        for _ in range(2):
            yield connections[DEFAULT_DB_ALIAS].alias.encode()

    servers.will("near", StreamingHttpResponse(parts()))
    response = servers.get(rf)
    assert response.getvalue() == b"nearnear"
    assert connections[DEFAULT_DB_ALIAS].alias == DEFAULT_DB_ALIAS


@pytest.mark.django_db
def test_a_page_is_asked_for_again_where_the_connection_was_broken(servers, rf):
    servers.will("default", failed(), HttpResponse("healed"))
    assert servers.get(rf, **EDITOR).content == b"healed"
    servers.will("default", failed(), HttpResponse("sent twice"))
    assert servers.get(rf, "/admin/", "post").status_code == 503
    assert servers.asked == ["default"]


# --- Without a primary ---


@pytest.fixture
def no_primary(servers):
    servers.watch.primary.problem = "does not answer"
    servers.watch.replicas["near"] = ServerState("", at(7), as_of=10)
    servers.watch.replicas["far"] = ServerState("", at(8), as_of=10)
    return servers


@pytest.mark.parametrize("more", [{}, EDITOR])
def test_pages_come_from_the_replica_that_has_most_and_are_not_kept(no_primary, rf, more):
    response = no_primary.get(rf, **more)
    assert (response.content, response["Cache-Control"]) == (b"far", "no-store")
    assert no_primary.asked == ["far"]


@pytest.mark.parametrize("status", [400, 404, 410])
def test_what_cannot_be_confirmed_is_not_denied(no_primary, rf, status):
    no_primary.will("far", HttpResponse("denied", status=status))
    response = no_primary.get(rf)
    assert response.status_code == 503
    assert response["Retry-After"]
    assert "cannot be confirmed" in response.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_editors_are_told_at_once_that_nothing_was_saved(no_primary, rf, method):
    response = no_primary.get(rf, "/admin/", method)
    assert response.status_code == 503
    assert response["Retry-After"]
    assert "nothing has been saved" in response.text
    assert no_primary.asked == []


@pytest.mark.django_db
def test_a_primary_that_fails_before_it_is_noticed_leaves_pages_to_a_replica(servers, rf):
    servers.will("default", failed(), failed())
    servers.will("near", HttpResponse("denied", status=404))
    assert "cannot be confirmed" in servers.get(rf).text
    servers.will("default", failed(), failed())
    servers.will("near", lagging())
    assert servers.get(rf).content == b"of two versions"


def test_without_any_server_the_page_says_so(no_primary, rf):
    for alias in ("near", "far"):
        no_primary.watch.report(alias)
    response = no_primary.get(rf)
    assert response.status_code == 503
    assert "out of reach" in response.text


@pytest.mark.django_db
def test_all_that_asks_the_database_in_the_block_asks_one_server(servers):
    with reading_from("near"):
        assert connections[DEFAULT_DB_ALIAS] is connections["near"]
    assert connections[DEFAULT_DB_ALIAS] is not connections["near"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/search/?topic=not-there",
        "/search/?q=speaker:nobody",
        "/search/?q=lang:xx",
        "/interviews/?event=not-there",
        "/dossier/?p=t90s1618",
        "/dossier/embed/?p=t90s1618",
        "/dossier.json?p=t90s1618",
    ],
)
def test_a_page_that_says_that_something_is_not_there_is_undecided_and_has_no_validator(
    client, address
):
    for _ in range(2):
        page = client.get(address)
        assert (page.status_code, is_undecided(page)) == (200, True)
        assert "ETag" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/search/?q=nothing", "/topics/", "/dossier/"])
def test_a_page_that_shows_what_there_is_is_decided(client, address):
    page = client.get(address)
    assert (page.status_code, is_undecided(page)) == (200, False)
    assert "ETag" in page
