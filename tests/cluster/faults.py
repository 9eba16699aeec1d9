"""Faults of single parts: what readers and editors see is right, or says that it is not."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

from quotes.text.identifiers import check_character
from tests.cluster.clients import MAX_LAG, Browser, Editor, Truth
from tests.cluster.databases import Database
from tests.cluster.drill import Drill
from tests.cluster.site import Site, seconds_until

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


FAULTS: dict[str, Callable[[Site], str]] = {
    "no primary": without_primary,
    "standby hung": hung_standby,
    "primary hung": hung_primary,
    "one replica far behind": one_replica_far_behind,
    "all replicas far behind": replicas_far_behind,
    "proxy restarted": proxy_restarted,
    "disk of a node full": full_disk,
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
    """Wait until every node uses every server again."""
    for node in site.nodes:
        seconds_until(lambda node=node: node.health()[1].count('"status": "ok"') >= len(site.nodes))


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
