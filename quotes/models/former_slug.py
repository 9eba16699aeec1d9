"""Old addresses: slugs that a noun had once and that keep leading to it."""

from typing import ClassVar

from django.db import models


class FormerSlug(models.Model):
    """A slug that now redirects; ``noun`` is the model's name in lower case."""

    noun = models.CharField(max_length=20)
    slug = models.SlugField(max_length=120)
    target_id = models.BigIntegerField(help_text="Primary key of the noun it leads to.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["noun", "slug"], name="formerslug_once")
        ]

    def __str__(self) -> str:
        return f"{self.noun}/{self.slug}"
