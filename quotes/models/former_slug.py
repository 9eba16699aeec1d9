"""Old addresses: slugs that a noun had once and that keep leading to it."""

from typing import ClassVar

from django.db import models


class FormerSlugQuerySet(models.QuerySet):
    """Old addresses by what they lead to."""

    def targets(self, noun: str, slug: str) -> models.QuerySet:
        """Primary keys of what had this slug once: one at most."""
        return self.filter(noun=noun, slug=slug).values("target_id")


class FormerSlug(models.Model):
    """A slug that now redirects; ``noun`` is the model's name in lower case."""

    noun = models.CharField(max_length=20)
    slug = models.SlugField(max_length=120)
    target_id = models.BigIntegerField(help_text="Primary key of the noun it leads to.")

    objects = FormerSlugQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["noun", "slug"], name="formerslug_once")
        ]

    def __str__(self) -> str:
        return f"{self.noun}/{self.slug}"
