"""The archive's identity and version: one row that drives index, caches and validators.

A number may be used twice: after an older backup was restored, or a failover lost commits. So every
version has a random token as well, and the tokens of all versions are kept. By them, an index or a
reader that holds lost changes is recognised.
"""

import secrets
from typing import Any, ClassVar, NamedTuple

from django.db import connection, models


def new_archive_id() -> str:
    """A random id; renewed whenever versions might be given a second time."""
    return secrets.token_hex(8)


def new_token() -> str:
    """A random token, another one for every version."""
    return secrets.token_hex(8)


class Version(NamedTuple):
    """Which state of which archive; equal versions have equal public contents."""

    archive_id: str
    number: int
    token: str


class ArchiveState(models.Model):
    """One row. Whoever changes what the public sees locks it first and adds one."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    archive_id = models.CharField(max_length=16, default=new_archive_id)
    version = models.BigIntegerField(default=0)
    token = models.CharField(max_length=16, default=new_token)
    removed_in = models.BigIntegerField(
        default=0, help_text="The version in which words were last taken from the public."
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="archivestate_is_one_row")
        ]

    def __str__(self) -> str:
        return f"{self.archive_id} {self.version}"

    def advance(self) -> int:
        """Move the version on by one, for the transaction that has locked this row."""
        self.version += 1
        self.token = new_token()
        self.save(update_fields=["version", "token"])
        VersionToken.objects.create(number=self.version, token=self.token)
        return self.version

    def renew(self, *, version: int | None = None) -> None:
        """Give the archive another id, for the transaction that has locked this row.

        Every index, validator and cursor made before is of another archive then.
        """
        self.archive_id, self.token = new_archive_id(), new_token()
        self.version = self.version if version is None else version
        self.save(update_fields=["archive_id", "version", "token"])
        VersionToken.objects.all().delete()
        VersionToken.objects.create(number=self.version, token=self.token)


class VersionToken(models.Model):
    """The token of a version that the archive has had."""

    number = models.BigIntegerField(primary_key=True)
    token = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"{self.number} {self.token}"


def last_removal() -> int:
    """The version in which words were last taken from the public; 0 when they never were."""
    return ArchiveState.objects.values_list("removed_in", flat=True).get()


def ensure(using: str = "default", **_: Any) -> None:
    """Make the one row where it is missing, and the token of its version."""
    state, is_new = ArchiveState.objects.using(using).get_or_create(id=1)
    if is_new:
        VersionToken.objects.using(using).create(number=state.version, token=state.token)


def last_state() -> tuple[Version, int]:
    """The version now committed, and the one in which words were last taken from the public."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT archive_id, version, token, removed_in FROM quotes_archivestate WHERE id = 1"
        )
        *version, removed_in = cursor.fetchone()
    return Version(*version), removed_in


def current_version() -> Version:
    """The version now committed; one raw query, because every public request asks it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT archive_id, version, token FROM quotes_archivestate WHERE id = 1")
        return Version(*cursor.fetchone())


def was_at(number: int, token: str) -> bool:
    """Whether this version, with this token, is or was a version of the archive."""
    return VersionToken.objects.filter(number=number, token=token).exists()


def is_known(number: int) -> bool:
    """Whether the archive has had a version of this number since it has its id.

    A standby cannot tell of those that have not arrived, and takes them for known.
    """
    numbers = VersionToken.objects.order_by("number").values_list("number", flat=True)
    first, last = numbers.first() or 0, numbers.last() or 0
    return first <= number and (number <= last or is_standby())


def is_standby() -> bool:
    """Whether this database only follows another one, and so may not have its newest changes."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery()")
        return bool(cursor.fetchone()[0])
