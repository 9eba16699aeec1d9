"""The root of the API, its OpenAPI description, and the page that explains it."""

from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quotes.answers.public import public_page, version_of
from quotes.answers.responses import json_response
from quotes.api.base import PublicView, refuse_parameters
from quotes.api.openapi import Schema, as_yaml, document
from quotes.models.addresses import address

LISTS = (
    "passages", "speakers", "events", "interviews", "sources", "topics", "utterances", "changes",
)  # fmt: skip


class Root(PublicView):
    """The addresses of all lists, and the archive's id and version."""

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The addresses."""
        refuse_parameters(request)
        version, site = version_of(request), settings.SITE_URL
        body: dict[str, Any] = {
            "archive_id": version.archive_id,
            "version": version.number,
            "token": version.token,
            "release": settings.RELEASE,
            "documentation": site + address("api_documentation"),
            "openapi": site + address("api_openapi"),
            "check": site + address("api_check"),
            "endpoints": {name: site + address(f"api_{name}") for name in LISTS},
        }
        return json_response(body)


@require_safe
@public_page
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI description."""
    return HttpResponse(as_yaml(settings.SITE_URL), content_type="application/yaml; charset=utf-8")


@require_safe
@public_page
def documentation(request: HttpRequest) -> HttpResponse:
    """The same for people."""
    schema = document(settings.SITE_URL)
    context = {
        "endpoints": endpoints(schema),
        "shapes": shapes(schema),
        "statuses": statuses(schema),
    }
    return render(request, "quotes/api.html", context)


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
                Parameter(field, _describe(of), of.get("description", ""))
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
            Parameter(each["name"], _describe(each["schema"]), each.get("description", ""))
            for each in way.get("parameters", [])
            if each["in"] != "header"
        ],
        _describe(body["schema"]) if body else "",
        _describe(answer),
        sorted(way["responses"]),
    )


def _describe(schema: Schema) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return schema["$ref"].rsplit("/", 1)[-1]
    for way, joint in (("allOf", " and "), ("oneOf", " or "), ("anyOf", " or ")):
        if way in schema:
            return joint.join(dict.fromkeys(map(_describe, schema[way])))
    if "enum" in schema:
        return ", ".join("null" if value is None else str(value) for value in schema["enum"])
    kinds = schema.get("type", "any")
    if kinds == "array":
        return f"list of {_describe(schema['items'])}"
    return " or ".join([kinds] if isinstance(kinds, str) else kinds)
