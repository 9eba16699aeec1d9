"""The app: what is checked and installed when Django starts or migrates."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.admin.checks import check_admin_app, check_dependencies
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.models.signals import post_migrate

from quotes.management.base import ENGINE

WAL_SOUND_SINCE = (3, 51, 3)


class QuotesConfig(AppConfig):
    """On Record's one app."""

    name = "quotes"
    verbose_name = "On Record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Install what every migrated database has, and the checks."""
        from quotes.models import append_only, archive_state

        post_migrate.connect(append_only.install, sender=self)
        post_migrate.connect(archive_state.ensure, sender=self)
        register(check_wal, ENGINE)
        # Only where the database is to be looked at: by migrate, and by check --database.
        register(check_codes, Tags.database)


def check_codes(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """System check: unknown languages and countries in the archive, for editors to correct."""
    from quotes.models.fields import unknown_codes

    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    try:
        found = list(unknown_codes())
    except DatabaseError:
        return []  # not migrated yet
    return [
        checks.Warning(
            f"“{odd.value}” stands as {odd.field} of some {odd.model}, and is no such code.",
            hint="It stays readable. Search for it in the admin, and choose what was meant.",
            id="quotes.W001",
        )
        for odd in found
    ]


class EditorsAdminConfig(SimpleAdminConfig):
    """Django's admin, with the editors' site as default site.

    Its pages are imported with the addresses: a command that shows none starts twice as fast.
    """

    default_site = "quotes.admin.site.editors_site"

    def ready(self) -> None:
        """Register Django's checks of the pages, behind the import of these."""
        register(check_pages, Tags.admin)
        register(check_dependencies, Tags.admin)


def check_pages(**more: Any) -> list[CheckMessage]:
    """Django's check of the admin's pages. Checks have no order, so it imports them itself."""
    import_module(settings.ROOT_URLCONF)
    return list(check_admin_app(**more))


def check_wal(**_: Any) -> list[CheckMessage]:
    """Refuse write-ahead logging on an SQLite that can corrupt it.

    3.7.0 to 3.51.2 may damage the database when several connections write or checkpoint at once,
    https://sqlite.org/wal.html.
    """
    faults: list[CheckMessage] = []
    for alias, given in connections.settings.items():
        options = given.get("OPTIONS", {}).get("init_command", "").lower()
        if not given["ENGINE"].endswith("sqlite3") or "journal_mode=wal" not in options:
            continue
        library = connections[alias].Database  # type: ignore[attr-defined]
        if library.sqlite_version_info < WAL_SOUND_SINCE:
            faults.append(
                Error(
                    f"SQLite {library.sqlite_version} is not sound with write-ahead logging.",
                    hint="Install pysqlite3, use journal_mode=DELETE, or use PostgreSQL.",
                    obj=alias,
                    id="quotes.E001",
                )
            )
    return faults
