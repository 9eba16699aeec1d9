"""One archive with a server of its own, for all tests of the real server."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.db import connection

from tests.archive.own_postgresql import OwnServer, own_postgresql
from tests.archive.served import Served, served
from tests.archives import Archive, sqlite_archive


@pytest.fixture(scope="session")
def database_server() -> Iterator[OwnServer | None]:
    """A PostgreSQL that tests may stop; None where the suite runs on SQLite."""
    with ExitStack() as stack:
        on_postgresql = connection.vendor == "postgresql"
        yield stack.enter_context(own_postgresql()) if on_postgresql else None


@pytest.fixture(scope="session")
def archive(database_server: OwnServer | None, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The opening archive, on the engine of the suite."""
    folder = tmp_path_factory.mktemp("served")
    if database_server:
        made = Archive(database_server.url, folder / "index")
        made.manage("migrate", "-v0")
        made.manage("load_demo")
    else:
        made = sqlite_archive(folder, has_demo=True)
    made.manage("reindex")
    return made


@pytest.fixture(scope="session")
def site(archive: Archive) -> Iterator[Served]:
    """It, served as ``make demo`` does."""
    with served(archive, archive.index.parent) as site:
        yield site
