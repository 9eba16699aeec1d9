"""The OpenAPI description: valid, whole, and true of every answer."""

from itertools import chain
from typing import Any

import pytest
import schemathesis
import yaml
from django.test import Client

from quotes import editorial
from quotes.api import check
from quotes.api.openapi import FILE, document
from quotes.api.urls import urlpatterns
from quotes.checking.check import MAX_CHARACTERS
from quotes.checking.explanations import SIGNALS
from quotes.checking.verdict import Verdict
from quotes.filters import browse
from quotes.filters.search import SearchFilters
from quotes.filters.strict import MAX_PER_PAGE
from quotes.models import EventKind, InterviewFormat, SourceKind, Wording
from quotes.models.interview import ParticipantPart
from quotes.models.speaker import SpeakerKind
from quotes.text.gaps import Gap
from tests.api.conftest import Ask
from tests.views.room import Room

pytestmark = pytest.mark.django_db
SITE = "https://archive.example"
PAGING = {"page", "per_page", "cursor"}
FILTERS = {
    "passages": SearchFilters,
    "speakers": browse.SpeakerFilters,
    "events": browse.EventFilters,
    "interviews": browse.InterviewFilters,
    "sources": browse.SourceFilters,
    "topics": browse.TopicFilters,
    "utterances": browse.UtteranceFilters,
}
SHAPES = {
    "": "Beginning",
    "passages?q=door": "PassageList",
    "passages?q=nothing+of+it": "PassageList",
    "passages?cursor=*": "PassageList",
    "passages/{first}": "Passage",
    "passages/{report}": "Passage",
    "speakers": "SpeakerList",
    "speakers/ms-keeper": "Speaker",
    "events?cursor=*": "EventList",
    "events/forum-1": "Event",
    "events/forum-1-series": "Series",
    "interviews": "InterviewList",
    "interviews/panel": "Interview",
    "sources": "SourceList",
    "sources/transcript": "Source",
    "topics": "TopicList",
    "topics/doors": "Topic",
    "utterances": "UtteranceList",
    "utterances/{first}": "Utterance",
    "changes": "ChangeList",
}


def test_it_is_valid():
    schema = document(SITE)
    assert schema["openapi"] == "3.1.0"
    schemathesis.openapi.from_dict(schema).validate()


def test_so_is_the_file_as_it_stands():
    schemathesis.openapi.from_dict(yaml.safe_load(FILE.read_text("utf-8"))).validate()


def test_what_helps_to_write_it_is_not_served():
    served = yaml.safe_dump(document(SITE))
    assert "x-filters" not in served
    assert "x-shared" not in served
    assert set(document(SITE)["components"]) == {"schemas"}


def test_nothing_in_the_file_is_left_over():
    file = yaml.safe_load(FILE.read_text("utf-8"))
    text = FILE.read_text("utf-8")
    for kind, parts in file["components"].items():
        for name in parts:
            assert f"#/components/{kind}/{name}'" in text, (kind, name)


def test_it_is_served_as_yaml_and_names_the_archives_site(client: Client, settings):
    settings.SITE_URL = SITE
    response = client.get("/api/v1/openapi.yaml")
    assert response["Content-Type"] == "application/yaml; charset=utf-8"
    served = yaml.safe_load(response.content)
    assert served == document(SITE)
    assert served["servers"] == [{"url": SITE}]


def test_every_address_is_in_it(db: None):
    routes = {f"/{each.pattern}" for each in urlpatterns}
    answering = {
        route.replace("<slug:slug>", "{slug}").replace("<str:identifier>", "{identifier}")
        for route in routes
        if not route.endswith((">/", "s/", "check/"))
        and route not in ("/api/", "/api/v1/openapi.yaml/")
    }
    assert set(document(SITE)["paths"]) == answering - {"/api/v1/openapi.yaml"}


@pytest.mark.parametrize("name", FILTERS)
def test_parameters_are_those_that_the_list_takes(name: str):
    described = document(SITE)["paths"][f"/api/v1/{name}"]["get"]["parameters"]
    in_query = {each["name"] for each in described if each["in"] == "query"}
    assert in_query == set(FILTERS[name].base_filters) | PAGING
    assert all(each["description"] for each in described)


@pytest.mark.parametrize("address", SHAPES)
def test_answers_have_exactly_the_fields_described(ask: Ask, room: Room, address: str):
    ids = {name: passage.identifier_id for name, passage in vars(room).items()}
    if address == "changes":
        editorial.withdraw(room.third, reason="No.", editor=None)
    answer = ask(address.format(**ids))
    schemas = document(SITE)["components"]["schemas"]
    assert differences(answer, {"$ref": f"#/components/schemas/{SHAPES[address]}"}, schemas) == []


def differences(value: Any, schema: dict[str, Any], schemas: Any, at: str = "") -> list[str]:
    """Places where an answer has a field that isn't described, or lacks one that is."""
    if "$ref" in schema:
        return differences(value, schemas[schema["$ref"].rsplit("/", 1)[-1]], schemas, at)
    for way in ("oneOf", "anyOf", "allOf"):
        if way in schema:
            found = [differences(value, each, schemas, at) for each in schema[way]]
            return min(found, key=len) if way != "allOf" else [*chain(*found)]
    if isinstance(value, list):
        items = schema.get("items", {})
        return [f for each in value for f in differences(each, items, schemas, f"{at}[]")]
    if not isinstance(value, dict) or "properties" not in schema:
        return [] if is_of(value, schema) else [f"{at}: {value!r} is no {schema}"]
    fields = schema["properties"]
    odd = (set(value) - set(fields)) | (set(schema["required"]) - set(value))
    inside = [differences(value[f], fields[f], schemas, f"{at}.{f}") for f in value if f in fields]
    return [*(f"{at}.{name}" for name in sorted(odd)), *chain(*inside)]


def is_of(value: Any, schema: dict[str, Any]) -> bool:
    """Whether a value is of the kind described."""
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    names = {
        type(None): "null",
        bool: "boolean",
        int: "integer",
        float: "number",
        str: "string",
        dict: "object",
    }
    return not kinds or names[type(value)] in kinds


VOCABULARIES = {
    **{each.__name__: each.choices for each in (EventKind, InterviewFormat, SourceKind)},
    **{each.__name__: each.choices for each in (SpeakerKind, Wording)},
    "Part": ParticipantPart.choices,
    "VerdictEnum": [(verdict.value, verdict.value) for verdict in Verdict],
    "SignalsEnum": [(signal, signal) for signal in SIGNALS],
    "GapsEnum": [(gap.value, gap.value) for gap in Gap],
}


@pytest.mark.parametrize("name", VOCABULARIES)
def test_vocabularies_are_those_of_the_archive(name: str):
    schemas = document(SITE)["components"]["schemas"]
    explained = "\n".join(f"* `{value}` - {label}" for value, label in VOCABULARIES[name])
    assert schemas[name]["enum"] == [value for value, _ in VOCABULARIES[name]]
    assert schemas[name]["description"] == explained
    # Where a field tells more of a vocabulary, it repeats the values.
    for schema in schemas.values():
        for field in schema.get("properties", {}).values():
            if {"$ref": f"#/components/schemas/{name}"} in field.get("allOf", []):
                assert field["description"].endswith(f"\n\n{explained}")


def test_limits_and_the_example_are_those_of_the_code():
    paths, schemas = document(SITE)["paths"], document(SITE)["components"]["schemas"]
    changes = {
        each["name"]: each["schema"] for each in paths["/api/v1/changes"]["get"]["parameters"]
    }
    per_page = {"type": "integer", "minimum": 1, "maximum": MAX_PER_PAGE, "default": MAX_PER_PAGE}
    assert changes["per_page"] == per_page
    assert schemas["Asked"]["properties"]["text"]["maxLength"] == MAX_CHARACTERS
    body = paths["/api/v1/check"]["post"]["requestBody"]["content"]["application/json"]
    assert body["examples"]["OfTheOpeningArchive"]["value"] == check.EXAMPLE


def test_every_field_is_always_there_but_for_what_only_some_errors_have():
    schemas = document(SITE)["components"]["schemas"]
    assert {
        name: set(shape["properties"]) - set(shape["required"])
        for name, shape in schemas.items()
        if "properties" in shape and set(shape["properties"]) != set(shape["required"])
    } == {
        "Problem": {"near", "near_nouns", "parameters", "withdrawn"},
        "Asked": {"speaker", "article"},
    }


def test_the_page_explains_every_address_and_field(client: Client):
    page = client.get("/api/")
    assert page.status_code == 200
    schema = document("http://127.0.0.1:8000")
    for path, ways in schema["paths"].items():
        [(method, way)] = ways.items()
        assert f"{method.upper()} {path}" in page.text
        for parameter in way.get("parameters", []):
            if parameter["in"] == "query":
                assert f"<code>{parameter['name']}</code>" in page.text
    for name, shape in schema["components"]["schemas"].items():
        for field in shape.get("properties", {}):
            assert f"<code>{field}</code>" in page.text, (name, field)


def test_the_page_loads_nothing_from_elsewhere(client: Client):
    page = client.get("/api/").text
    loaded = [line for line in page.splitlines() if " src=" in line or 'rel="stylesheet"' in line]
    assert loaded
    assert not [line for line in loaded if "://" in line]
