"""The OpenAPI description: ``openapi.yaml``, with the parameters of the filters put in.

In the file, what several addresses share stands once under ``components`` or ``x-shared``. When it
is served, every such part stands where it is used; only references to schemas stay references.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from quotes.api.parameters import FILTERS, parameters

Schema = dict[str, Any]
FILE = Path(__file__).with_name("openapi.yaml")
SCHEMAS = "#/components/schemas/"


class Dumper(yaml.SafeDumper):
    """Writes YAML for readers: no anchors, and longer texts line by line."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write no anchors and aliases."""
        return True


def _represent_text(dumper: Dumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


Dumper.add_representer(str, _represent_text)


@lru_cache(maxsize=4)
def document(site: str) -> Schema:
    """The description, whose server is ``site``."""
    file = yaml.safe_load(FILE.read_text("utf-8"))
    components = file["components"]
    for ways in file["paths"].values():
        for way in ways.values():
            if name := way.pop("x-filters", None):
                way["parameters"] = [*parameters(FILTERS[name]), *way["parameters"]]
    return {
        "openapi": file["openapi"],
        "info": file["info"],
        "paths": _expanded(file["paths"], components),
        "components": {"schemas": _expanded(dict(sorted(components["schemas"].items())), {})},
        "servers": [{"url": site}],
    }


@lru_cache(maxsize=4)
def as_yaml(site: str) -> bytes:
    """The description as YAML."""
    text = yaml.dump(
        document(site), Dumper=Dumper, default_flow_style=False, sort_keys=False, allow_unicode=True
    )
    return text.encode()


def _expanded(part: Any, components: Schema) -> Any:
    """A copy of a part with references resolved, except references to schemas."""
    if isinstance(part, list):
        return [_expanded(each, components) for each in part]
    if not isinstance(part, dict):
        return part
    reference = part.get("$ref")
    if reference and not reference.startswith(SCHEMAS):
        kind, name = reference.split("/")[2:]
        return _expanded(components[kind][name], components)
    return {name: _expanded(each, components) for name, each in part.items()}
