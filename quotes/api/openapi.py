"""The OpenAPI description, made from the views once, and read for the page that explains it."""

from functools import lru_cache
from typing import Any, NamedTuple

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

Schema = dict[str, Any]
ABOUT = """\
What people said on the record, each quotation with its source. Nothing here changes anything or
needs a key, and all of it is open to scripts of any site. Fields may be added; none is taken away
or changes its meaning within version 1.

Lists come by page, or walked through by cursor: cursor=* begins a walk, and the address in “next”
leads on until it is null. A walk meets each row once, whatever is edited meanwhile.

To keep a copy in step: note “version” and “archive_id” of the beginning, walk through all passages,
then ask changes?since= with that version, follow “next” to its end, and come again to “newer”.

Answers carry an ETag; sent back in If-None-Match it costs next to nothing when nothing has changed.
Errors are application/problem+json (RFC 9457), and name the parameter.
"""


class Parameter(NamedTuple):
    """A parameter, as the page shows it."""

    name: str
    values: str
    description: str


class Endpoint(NamedTuple):
    """An address and how it is asked, as the page shows it; ``takes`` is the shape of a body."""

    method: str
    path: str
    summary: str
    description: str
    parameters: list[Parameter]
    takes: str
    gives: str
    statuses: list[str]


class Shape(NamedTuple):
    """A kind of record, as the page shows it."""

    name: str
    description: str
    fields: list[Parameter]


@lru_cache(maxsize=4)
def document(site: str) -> Schema:
    """The description, whose server is ``site``."""
    made = SchemaGenerator(urlconf="quotes.api.urls").get_schema(public=True)
    made["info"]["description"] = ABOUT
    made["servers"] = [{"url": site}]
    return made


@lru_cache(maxsize=4)
def yaml(site: str) -> bytes:
    """The description as YAML."""
    return OpenApiYamlRenderer().render(document(site), renderer_context={})


def endpoints(described: Schema) -> list[Endpoint]:
    """The addresses in order."""
    return [
        _endpoint(method, path, way)
        for path, ways in described["paths"].items()
        for method, way in ways.items()
    ]


def shapes(described: Schema) -> list[Shape]:
    """The kinds of records that have fields."""
    return [
        Shape(
            name,
            schema.get("description", ""),
            [
                Parameter(field, _said(of), of.get("description", ""))
                for field, of in schema["properties"].items()
            ],
        )
        for name, schema in described["components"]["schemas"].items()
        if "properties" in schema
    ]


def statuses(described: Schema) -> list[tuple[str, str]]:
    """All statuses there are, with their meanings."""
    found = {
        status: of["description"]
        for ways in described["paths"].values()
        for way in ways.values()
        for status, of in way["responses"].items()
    }
    return sorted(found.items())


def _endpoint(method: str, path: str, way: Schema) -> Endpoint:
    body = way.get("requestBody", {}).get("content", {}).get("application/json", {})
    answer = way["responses"]["200"]["content"]["application/json"]["schema"]
    return Endpoint(
        method.upper(),
        path,
        way["summary"],
        way["description"],
        [
            Parameter(each["name"], _said(each["schema"]), each.get("description", ""))
            for each in way.get("parameters", [])
            if each["in"] != "header"
        ],
        _said(body["schema"]) if body else "",
        _said(answer),
        sorted(way["responses"]),
    )


def _said(schema: Schema) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return schema["$ref"].rsplit("/", 1)[-1]
    for way, joint in (("allOf", " and "), ("oneOf", " or "), ("anyOf", " or ")):
        if way in schema:
            return joint.join(dict.fromkeys(map(_said, schema[way])))
    if "enum" in schema:
        return ", ".join("null" if value is None else str(value) for value in schema["enum"])
    kinds = schema.get("type", "any")
    if kinds == "array":
        return f"list of {_said(schema['items'])}"
    return " or ".join([kinds] if isinstance(kinds, str) else kinds)
