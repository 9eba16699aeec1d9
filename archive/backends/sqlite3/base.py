"""Django's SQLite, which waits for a locked file no longer than the request may.

Its whole numbers are as long as those of other engines.
"""

from typing import Any

from django.db.backends.sqlite3 import base, operations

from archive.deadlines import allowance

SQLITE_USUAL_SECONDS = 5


class DatabaseOperations(operations.DatabaseOperations):
    """Django's, with the bounds that whole numbers have on other engines.

    SQLite's columns hold more; what one engine stores, the other could not take.
    """

    def integer_field_range(self, internal_type: str) -> tuple[int, int]:
        """The least and the greatest number of a kind of field."""
        return self.integer_field_ranges[internal_type]


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with the time to wait for a lock taken from the request."""

    ops_class = DatabaseOperations
    # How long the connection waits now, in milliseconds.
    _waits = -1

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection whose first statements keep to it as well."""
        self._waits = -1
        return super().get_new_connection({**conn_params, "timeout": self._patience()})

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor that waits for a lock as long as is left now."""
        waits = round(self._patience() * 1000)
        if waits != self._waits:
            self.connection.execute(f"PRAGMA busy_timeout = {waits}")
            self._waits = waits
        return super().create_cursor(name)

    def _patience(self) -> float:
        """Seconds to wait for a lock."""
        usual = float(self.settings_dict["OPTIONS"].get("timeout", SQLITE_USUAL_SECONDS))
        allowed = allowance()
        return usual if allowed is None else min(usual, allowed.seconds)
