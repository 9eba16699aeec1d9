"""Faults of single parts: what readers and editors see is right, or says that it is not."""

import json
import re
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import quote, urlsplit

from quotes.text.identifiers import check_character
from tests.cluster.clients import MAX_LAG, PUBLISHED, Browser, Editor, Truth
from tests.cluster.databases import Database
from tests.cluster.drill import Drill
from tests.cluster.otherwise import (
    another_release,
    clock_off,
    keep_off_midnight,
    restarted,
    seconds_ahead,
    standby_restarted,
    upgraded,
)
from tests.cluster.site import Node, Site, seconds_until

MISSING = "/q/0000001" + check_character("0000001")


def without_primary(site: Site) -> str:
    """Pages stay, nothing is denied, editors are told; a promotion ends it."""
    databases, reader, editor = site.databases, Browser(site.port), _editor(site)
    pk, identifier, _words = site.passages()[0]
    assert editor.step(pk, identifier) == "acknowledged"
    assert reader.ask(f"/q/{identifier}").status == 410
    shown = site.passages()[0][1]
    lost = databases.primary
    lost.kill()
    for node in site.nodes:
        # The node's own watch has noticed as well, which asks once a second.
        seconds_until(lambda node=node: '"primary": "does not answer"' in node.health()[1])
        status, health = node.health()
        assert (status, "can only be read" in health) == (200, True), health
    page = reader.ask(f"/q/{shown}")
    assert (page.status, page.headers.get("cache-control")) == (200, "no-store"), page
    for address in (MISSING, f"/q/{identifier}", "/topics/not-there/", "/search/?topic=not-there"):
        answer = reader.ask(address)
        assert (answer.status, "retry-after" in answer.headers) == (503, True), (address, answer)
        assert "cannot be confirmed" in answer.text, (address, answer)
    for browser, form in ((editor.browser, None), (editor.browser, {"reason": "x"})):
        answer = browser.ask(f"/admin/quotes/passage/{pk}/reinstate/", form)
        assert answer.status == 503
        assert "nothing has been saved" in answer.text
    databases.promote_the_most_advanced()
    outage = seconds_until(lambda: editor.step(pk, identifier) == "acknowledged")
    assert reader.ask(MISSING).status == 404
    databases.rejoin(lost)
    databases.wait_for_standbys()
    return f"edits again {outage:.1f} s after the promotion"


def hung_standby(site: Site) -> str:
    """A standby that is stopped by a signal: nobody waits long, and it is used again later."""
    return _during(site, _stopped(site.databases.standbys[0]), seconds=15)


def hung_primary(site: Site) -> str:
    """The same for the primary: pages stay."""
    with Drill(site) as drill, _stopped(site.databases.primary):
        time.sleep(20)
    return _judged(drill)


def replicas_far_behind(site: Site) -> str:
    """Standbys that receive everything and show nothing of it for longer than is allowed."""
    return _during(site, _paused(site.databases.standbys), seconds=3 * MAX_LAG)


def one_replica_far_behind(site: Site) -> str:
    """The same for one of them."""
    return _during(site, _paused(site.databases.standbys[:1]), seconds=2 * MAX_LAG)


def proxy_restarted(site: Site) -> str:
    """nginx is killed and started while all others go on."""
    with Drill(site) as drill:
        for _ in range(3):
            site.proxy.kill()
            site.proxy.start()
            drill.wait_for_edit(time.monotonic())
    return _judged(drill)


def full_disk(site: Site) -> str:
    """A node whose index cannot grow answers as before, says so, and catches up afterwards."""
    node, editor = site.nodes[2], _editor(site)
    pk, identifier, words = site.passages()[0]
    address = f"/search.json?q={quote(words)}"
    _wait_until_found(node, identifier, words, is_there=True)
    node.kill()
    command, node.command = (
        node.command,
        ["sh", "-c", '(ulimit -f 1; exec "$@") 2>&1 | cat', "sh", *node.command],
    )
    node.start()
    try:
        assert f"/q/{identifier}" in node.get(address).text
        assert editor.step(pk, identifier) == "acknowledged"
        answer = node.get(address)
        assert (answer.status, answer.headers.get("cache-control")) == (200, "no-store"), answer
        assert node.get(f"/q/{identifier}").status == 410
        health = node.health()[1]
        assert '"versions_behind": 1' in health, health
    finally:
        node.kill()
        node.command = command
        node.start()
    answer = node.get(address)
    assert "no-store" not in answer.headers["cache-control"]
    assert f"/q/{identifier}" not in answer.text
    assert node.health()[0] == 200
    assert editor.step(pk, identifier) == "acknowledged"
    return "searches were kept by no cache, and right again with room on the disk"


def backup_restored(site: Site) -> str:
    """A backup is restored, and kept pages, indexes and readers' copies are of what is lost."""
    node, editor, reader = site.nodes[0], _editor(site), Browser(site.port)
    pk, identifier, words = site.passages()[0]
    backup = site.folder / "backup"
    # The one that takes changes is found wherever it stands in the list.
    servers = [*site.databases.standbys, site.databases.primary]
    places = ",".join(f"127.0.0.1:{each.port}" for each in servers)
    node.environment["DATABASE_URL"] = f"postgres://archive@{places}/archive"
    node.manage("backup_archive", str(backup))
    assert editor.step(pk, identifier) == "acknowledged"
    _settled(site)
    lost = reader.ask("/search.json?q=")
    for each in site.nodes:
        assert f"/q/{identifier}" not in each.get(f"/search.json?q={quote(words)}").text
    for each in site.nodes:
        each.kill()
    node.manage("restore_archive", str(backup), "--replace")
    for each in site.nodes:
        each.start()
    taken = seconds_until(lambda: reader.ask(f"/q/{identifier}").status == 200)
    for each in site.nodes:
        seconds_until(lambda each=each: each.get(f"/search.json?q={quote(words)}").status == 200)
        found = each.get(f"/search.json?q={quote(words)}")
        assert f"/q/{identifier}" in found.text
        again = each.get("/search.json?q=", {"If-None-Match": lost.headers["etag"]})
        assert again.status == 200
    backup.unlink()
    return f"pages were those of the backup after {taken:.1f} s"


def slot_given_up(site: Site) -> str:
    """A standby is away for longer than log is kept for it: told as out, and made anew."""
    primary, away = site.databases.primary, site.databases.standbys[0]
    with Drill(site) as drill:
        away.kill()
        _write_past(primary, away)
        drill.wait_for_edit(time.monotonic())
        said = away.log.stat().st_size
        away.start()
        for node in site.nodes:
            seconds_until(lambda node=node: node.status_of(away) == "is too far behind")
        assert "has already been removed" in away.log.read_text()[said:]
        drill.wait_for_edit(time.monotonic())
        away.stop()
        # The how-to's steps.
        primary.run_file("slots.sql")
        assert _slot(primary, away) != "lost"
        away.clone(primary)
        # Nothing that is written from now on is lost to the copy, however late it is started.
        assert _slot(primary, away) == "reserved"
        away.start()
        away.run_file("slots.sql")
        healed = max(
            seconds_until(lambda node=node: node.status_of(away) == "ok") for node in site.nodes
        )
        drill.wait_for_edit(time.monotonic())
    return f"used again {healed:.1f} s after it was made anew; {_judged(drill)}"


def clocks_apart(site: Site) -> str:
    """Clocks of two nodes and a standby are a minute off; one archive all the same."""
    keep_off_midnight()
    ahead, behind, right = site.nodes
    standby = site.databases.standbys[0]
    with ExitStack() as stack:
        stack.enter_context(restarted(ahead, environment=clock_off(site, 60)))
        stack.enter_context(restarted(behind, environment=clock_off(site, -60)))
        stack.enter_context(standby_restarted(standby, clock_off(site, 60)))
        off = [seconds_ahead(part) for part in (ahead, behind, right, standby)]
        assert all(abs(a - b) < 2 for a, b in zip(off, (60, -60, 0, 60), strict=True)), off
        told = _during(site, ExitStack(), seconds=15)
        _one_editor_on_both(site, ahead, behind)
        _validators_agree(site, site.nodes)
        right.manage("verify_archive")
    _settled(site)
    return told


def two_releases(site: Site) -> str:
    """A node runs another release, with pages, styles and an index of its own."""
    node = site.nodes[2]
    with restarted(node, folder=another_release(site), prepare=upgraded):
        told = _during(site, ExitStack(), seconds=15)
        assert len({each.get("/").headers["etag"] for each in site.nodes}) == 2
        _validators_agree(site, site.nodes[:2])
        styles_are_found(site)
        assert _walked(site) == [identifier for _, identifier, _ in site.passages()]
        _edited_on_either(site, (node, *site.nodes))
    _settled(site)
    return told


FAULTS: dict[str, Callable[[Site], str]] = {
    "no primary": without_primary,
    "standby hung": hung_standby,
    "primary hung": hung_primary,
    "one replica far behind": one_replica_far_behind,
    "all replicas far behind": replicas_far_behind,
    "proxy restarted": proxy_restarted,
    "disk of a node full": full_disk,
    "slot of a standby given up": slot_given_up,
    "clocks a minute apart": clocks_apart,
    "two releases side by side": two_releases,
    "backup restored": backup_restored,
}


def _editor(site: Site) -> Editor:
    editor = Editor(site.port, [], Truth())
    seconds_until(editor.log_in)
    return editor


def _during(site: Site, fault: object, *, seconds: float) -> str:
    """What came of editors and readers at work during a fault, and behind it."""
    with Drill(site) as drill:
        with fault:  # type: ignore[attr-defined]
            drill.wait_for_edit(time.monotonic())
            time.sleep(seconds)
            drill.wait_for_edit(time.monotonic())
        drill.wait_for_edit(time.monotonic())
    return _judged(drill)


def _judged(drill: Drill) -> str:
    _settled(drill.site)
    report = drill.finish()
    assert not report.faults, "\n".join(report.faults)
    assert not report.lost
    assert report.acknowledged
    return (
        f"{report.acknowledged} edits, {sum(report.answers.values())} answers of which "
        f"{report.not_now} “not now”, slowest {report.slowest:.1f} s"
    )


def _settled(site: Site) -> None:
    """Wait until every node is well and uses every server again, and all servers have the same."""
    for node in site.nodes:
        seconds_until(lambda node=node: node.health()[1].count('"status": "ok"') > len(site.nodes))
    site.databases.wait_for_replay()


@contextmanager
def _stopped(server: Database) -> Iterator[None]:
    server.signal(signal.SIGSTOP)
    try:
        yield
    finally:
        server.signal(signal.SIGCONT)


@contextmanager
def _paused(servers: list[Database]) -> Iterator[None]:
    for server in servers:
        server.execute("SELECT pg_wal_replay_pause()")
    try:
        yield
    finally:
        for server in servers:
            server.execute("SELECT pg_wal_replay_resume()")


# --- A slot that is given up ---


def _write_past(primary: Database, away: Database) -> None:
    """Write more of the primary's log than it keeps for one who is away."""
    little = {"max_slot_wal_keep_size": "16MB", "wal_keep_size": "0"}
    little |= {"min_wal_size": "32MB", "max_wal_size": "32MB"}
    primary.configure(**little)

    def is_given_up() -> bool:
        for sql in ("pg_logical_emit_message(false, 'test', '')", "pg_switch_wal()"):
            primary.execute(f"SELECT {sql}")
        primary.execute("CHECKPOINT")
        return _slot(primary, away) == "lost"

    seconds_until(is_given_up)
    primary.configure(**dict.fromkeys(little))


def _slot(primary: Database, standby: Database) -> str:
    sql = f"SELECT wal_status FROM pg_replication_slots WHERE slot_name = '{standby.name}'"
    return str(primary.execute(sql)[0][0])


# --- Nodes that differ ---


def _one_editor_on_both(site: Site, first: Node, then: Node) -> None:
    """Withdraw by one node, reinstate by the other: found, and told by all in this order."""
    editor = _editor(site)
    pk, identifier, words = site.passages()[0]
    known = json.loads(first.get("/api/v1/changes?per_page=1").text)
    for node in (first, then):
        # Logged in by one node, and known to the other.
        editor.browser.port, editor.browser.is_proxy = node.port, True
        if node is first:
            editor.browser.cookies.clear()
            assert editor.log_in()
        assert editor.step(pk, identifier) == "acknowledged"
    site.databases.wait_for_replay()
    for node in site.nodes:
        _wait_until_found(node, identifier, words, is_there=True)
    feeds = {node.get("/corrections.atom").text for node in site.nodes}
    assert len(feeds) == 1
    entries = re.findall(r"<id>[^<]*/q/([^<]*)</id>", feeds.pop())
    assert re.fullmatch(identifier + "/v/[0-9]+", entries[0]), entries
    assert entries[1].startswith(f"{identifier}#withdrawn"), entries
    for node in site.nodes:
        since = f"since={known['version']}&token={quote(known['token'])}"
        changes = json.loads(node.get(f"/api/v1/changes?{since}").text)["results"]
        found = {each["id"]: (each["state"], each["change"]) for each in changes}
        # Others of its turn have changed with it.
        assert found[identifier] == (PUBLISHED, known["version"] + 2), (node.name, found)


def _edited_on_either(site: Site, nodes: Iterable[Node]) -> None:
    """Withdraw and reinstate by these nodes in turn: all show it, whatever readers have kept."""
    editor, kept = _editor(site), set[str]()
    pk, identifier, words = site.passages()[0]
    for edited_on in nodes:
        pages = [node.get(f"/q/{identifier}") for node in site.nodes]
        kept |= {page.headers["etag"] for page in pages if page.status == 200}
        editor.browser.port, editor.browser.is_proxy = edited_on.port, True
        assert editor.step(pk, identifier) == "acknowledged"
        site.databases.wait_for_replay()
        is_there = editor.truth.of(identifier)[-1].state == PUBLISHED
        for node in site.nodes:
            _wait_until_found(node, identifier, words, is_there=is_there)
            for etag in kept:
                answer = node.get(f"/q/{identifier}", {"If-None-Match": etag})
                assert answer.status == (200 if is_there else 410), (node.name, answer)
            assert node.get(MISSING).status == 404


def styles_are_found(site: Site) -> None:
    """All that pages of either release load, whichever node the proxy asks for it."""
    browser = Browser(site.port)
    for node in site.nodes:
        files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', node.get("/").text))
        assert files
        for file in files:
            found = {browser.ask(file).status for _ in range(2 * len(site.nodes))}
            assert found == {200}, (node.name, file, found)


def _walked(site: Site) -> list[str]:
    """Identifiers on a walk through the API, each step of which another node answers."""
    found, address, step = list[str](), "/api/v1/passages?per_page=7&cursor=*", 0
    while address:
        answer = site.nodes[step % len(site.nodes)].get(address)
        assert answer.status == 200, answer
        body = json.loads(answer.text)
        found += [each["id"] for each in body["results"]]
        address = urlsplit(body["next"] or "")._replace(scheme="", netloc="").geturl()
        step += 1
    return found


def _wait_until_found(node: Node, identifier: str, words: str, *, is_there: bool) -> None:
    """Until a search by words of a passage finds it, or no more."""

    def is_so() -> bool:
        found = node.get(f"/search.json?q={quote(words)}")
        assert found.status == 200, found
        return (f"/q/{identifier}" in found.text) == is_there

    seconds_until(is_so, at_most=MAX_LAG + 2)


def _validators_agree(site: Site, alike: Iterable[Node]) -> None:
    """Whoever has a page of one node gets 304 of another one only where it is the same page."""
    _, identifier, words = site.passages()[1]
    speaker = re.search(r'"(/speakers/[^"/]+/)"', site.nodes[0].get(f"/q/{identifier}").text)
    assert speaker
    for address in (
        "/", f"/q/{identifier}", f"/q/{identifier}/v/1", f"/q/{identifier}.json", speaker[1],
        f"/search/?q={quote(words)}", f"/search.json?q={quote(words)}", "/corrections.atom",
    ):  # fmt: skip
        pages = {node: node.get(address) for node in site.nodes}
        assert {page.status for page in pages.values()} == {200}, address
        assert len({pages[node].headers["etag"] for node in alike}) == 1, address
        for has in pages.values():
            for node, own in pages.items():
                again = node.get(address, {"If-None-Match": has.headers["etag"]})
                if again.status == 304:
                    assert has.text == own.text, f"{node.name}: 304 for another {address}"
                else:
                    assert (again.status, again.text) == (200, own.text), address
