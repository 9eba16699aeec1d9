"""Real servers, by the how-to's files: the primary dies, a standby takes over, nobody is told wrong.

The long form is ``make cluster-test``.
"""

import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.databases import programs
from tests.cluster.drill import Drill
from tests.cluster.faults import styles_are_found, without_primary
from tests.cluster.otherwise import another_release, restarted, upgraded
from tests.cluster.site import NGINX, Site, site

pytestmark = pytest.mark.skipif(
    programs() is None or NGINX is None,
    reason="PostgreSQL's server or nginx is missing (Debian: postgresql, nginx-light)",
)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Site]:
    folder = Path(tempfile.mkdtemp(prefix="on-record-cluster-"))
    # PostgreSQL runs as another user.
    folder.chmod(0o755)
    try:
        with site(folder) as made:
            yield made
    finally:
        shutil.rmtree(folder)


def test_a_failover_loses_nothing_and_tells_nobody_wrong(cluster: Site) -> None:
    with Drill(cluster) as drill:
        drill.fail_over()
        drill.kill_another(0)
        drill.wait_for_edit(time.monotonic())
    report = drill.finish()
    assert (report.faults, report.lost) == ([], 0), report.table()
    assert report.acknowledged
    assert report.answers[200]


def test_without_a_primary_pages_stay_nothing_is_denied_and_editors_are_told(cluster: Site) -> None:
    without_primary(cluster)


def test_while_nodes_are_upgraded_each_page_finds_its_styles(cluster: Site) -> None:
    with restarted(cluster.nodes[2], folder=another_release(cluster), prepare=upgraded):
        styles_are_found(cluster)
