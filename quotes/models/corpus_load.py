"""How far each corpus file has been loaded; written together with the passages it counts."""

from typing import ClassVar

from django.db import models


class CorpusLoad(models.Model):
    """A file of which the first ``lines_done`` lines are in the archive.

    The file is known by what these lines hold, not by its name: ``sha256`` is their digest.
    ``landmarks``, the digests of lines 1, 2, 4, 8 and so on, tell a file that was changed since
    from one that was never loaded (docs/decisions/0007).
    """

    sha256 = models.CharField("SHA-256", max_length=64)
    landmarks = models.JSONField(default=list)
    lines_done = models.BigIntegerField(default=0)
    lines_refused = models.BigIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} up to line {self.lines_done}"

    def shares_a_line_with(self, landmarks: list[str]) -> bool:
        """Whether a line of the same number is the same; an empty landmark tells nothing."""
        pairs = zip(self.landmarks, landmarks, strict=False)
        return any(mine and mine == other for mine, other in pairs)
