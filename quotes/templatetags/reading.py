"""How templates are read: what they mark is put into the interface's language at once."""

from django.template import Origin
from django.template.loaders import filesystem
from jinja2.ext import Extension

from quotes.text.interface import catalogue
from quotes.text.template_marks import spoken


class Loader(filesystem.Loader):
    """Django's templates; the loader around it keeps them compiled."""

    def get_contents(self, origin: Origin) -> str:
        """The source of a template, in the interface's language."""
        return spoken(super().get_contents(origin), catalogue())


class Marks(Extension):
    """The same for Jinja's macros."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source of a macro file, in the interface's language."""
        return spoken(source, catalogue())
