"""Which SQLite the archive runs on.

SQLite 3.7.0 to 3.51.2 can corrupt a database in WAL mode when several connections write
or checkpoint at once: https://www.sqlite.org/wal.html#walresetbug
"""

import sqlite3
import sys

SOUND_SINCE = (3, 51, 3)


def prefer_sound_sqlite() -> tuple[int, ...]:
    """Version of the SQLite in use, after pysqlite3 took an affected one's place.

    Must run before Django imports ``sqlite3``. Where pysqlite3 isn't installed, the
    interpreter's own SQLite stays, whatever its version.
    """
    if sqlite3.sqlite_version_info >= SOUND_SINCE:
        return sqlite3.sqlite_version_info
    try:
        import pysqlite3
        import pysqlite3.dbapi2
    except ImportError:
        return sqlite3.sqlite_version_info
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
    return pysqlite3.sqlite_version_info


def journal_mode(version: tuple[int, ...]) -> str:
    """``WAL`` where this SQLite keeps it safe, else the rollback journal."""
    return "WAL" if version >= SOUND_SINCE else "DELETE"
