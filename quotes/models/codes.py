"""Languages and countries that are stored and are none: entered before codes were checked."""

from collections.abc import Iterator
from typing import NamedTuple

from django.apps import apps

from quotes.models.fields import CodeField


class OddCode(NamedTuple):
    """A value that is no code, and where it stands."""

    model: str
    field: str
    value: str


def odd_codes() -> Iterator[OddCode]:
    """Each of them once for each column; histories keep what was once entered."""
    for model in apps.get_app_config("quotes").get_models():
        for field in model._meta.concrete_fields:
            if not isinstance(field, CodeField) or hasattr(model, "history_object"):
                continue
            rows = model._base_manager.order_by().values_list(field.name, flat=True).distinct()
            for value in sorted(rows):
                if value and field.meant(value) is None:
                    named = str(model._meta.verbose_name_plural), str(field.verbose_name)
                    yield OddCode(*named, value)
