"""The archive's identity and version: one row that drives index, caches and validators."""

import secrets
from typing import Any, ClassVar, NamedTuple

from django.db import connection, models


def new_archive_id() -> str:
    """A random id; renewed whenever versions might be given a second time."""
    return secrets.token_hex(8)


class Version(NamedTuple):
    """Which state of which archive: the version alone grows with every public change."""

    archive_id: str
    number: int


class ArchiveState(models.Model):
    """One row. Whoever changes what the public sees locks it first and adds one."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    archive_id = models.CharField(max_length=16, default=new_archive_id)
    version = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="archivestate_is_one_row")
        ]

    def __str__(self) -> str:
        return f"{self.archive_id} {self.version}"

    def advance(self) -> int:
        """Move the version on by one, for the transaction that has locked this row."""
        self.version += 1
        self.save(update_fields=["version"])
        return self.version


def ensure(using: str = "default", **_: Any) -> None:
    """Make the one row where it is missing."""
    ArchiveState.objects.using(using).get_or_create(id=1)


def current_version() -> Version:
    """The version now committed; one raw query, because every public request asks it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT archive_id, version FROM quotes_archivestate WHERE id = 1")
        return Version(*cursor.fetchone())
