"""What the OpenAPI description says of each address: parameters, answers, headers."""

from collections.abc import Callable
from inspect import cleandoc
from typing import Any, Literal

from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)

from quotes.api.parameters import SLUG, parameters
from quotes.api.shapes import Problem
from quotes.filters.strict import StrictFilterSet

HEADER: Literal["header"] = "header"
PROBLEM_JSON = "application/problem+json"
SAID = {
    301: "Another address is the right one: see Location.",
    304: "Nothing has changed since the answer with this ETag.",
    400: "A parameter is unknown, or its value means nothing here; each is named.",
    404: "Nothing has this address, or the list has no such page.",
    406: "Accept rules JSON out.",
    410: "The passage has been withdrawn; when and why.",
    413: "The body is too long.",
    415: "The body is not application/json.",
    503: "The search index is being made, or the database does not answer: try again soon.",
}
EVERYWHERE = (304, 400, 406, 503)
POSTED = (400, 406, 413, 415, 503)
ID = OpenApiParameter(
    "identifier",
    {"type": "string", "pattern": "^[0-9a-zA-Z-]{1,20}$"},
    OpenApiParameter.PATH,
    description="Identifier of a passage. Case and hyphens don’t matter.",
    examples=[OpenApiExample("One of the opening archive", "khms7xrr")],
)
LINK = OpenApiParameter(
    "Link",
    str,
    HEADER,
    response=[200],
    description="The neighbours: next, prev, first, last.",
)


def name_as_in(example: str) -> OpenApiParameter:
    """The slug in an address, with one of the opening archive as example."""
    return OpenApiParameter(
        "slug",
        SLUG,
        OpenApiParameter.PATH,
        description="Its name in addresses.",
        examples=[OpenApiExample("One of the opening archive", example)],
    )


def described(
    *,
    called: str,
    group: str,
    gives: Any,
    takes: list[OpenApiParameter] | None = None,
    also: tuple[int, ...] = (),
) -> Callable[[type], type]:
    """Describes a view: ``gives`` is the shape of its answer, ``also`` other statuses it has."""
    statuses = (*EVERYWHERE, *also)
    return _described("get", called, group, gives, statuses, [*(takes or []), *_headers(statuses)])


def described_post(
    *, called: str, group: str, body: Any, example: dict[str, Any], gives: Any
) -> Callable[[type], type]:
    """Describes a view that takes a ``body`` of JSON, with an example of the opening archive."""
    headers = [each for each in _headers(POSTED) if each.name not in ("If-None-Match", "ETag")]
    more = {
        "request": {"application/json": body},
        "examples": [OpenApiExample("Of the opening archive", example, request_only=True)],
    }
    return _described("post", called, group, gives, POSTED, headers, **more)


def _described(
    method: str,
    called: str,
    group: str,
    gives: Any,
    statuses: tuple[int, ...],
    parameters: list[OpenApiParameter],
    **more: Any,
) -> Callable[[type], type]:
    responses: dict[Any, Any] = {
        200: OpenApiResponse(gives, description="As asked."),
        **{(status, PROBLEM_JSON): _problem(status) for status in statuses if status >= 400},
        **{
            status: OpenApiResponse(description=SAID[status]) for status in statuses if status < 400
        },
    }

    def decorate(view: type) -> type:
        said = cleandoc(view.__doc__ or "")
        schema = extend_schema(
            operation_id=called,
            summary=said.split(".", 1)[0],
            description=said,
            tags=[group],
            parameters=parameters,
            responses=responses,
            **more,
        )
        return extend_schema_view(**{method: schema})(view)

    return decorate


def listed_by(filters: type[StrictFilterSet], **more: Any) -> Callable[[type], type]:
    """Describes the view of a list."""
    return described(takes=[*parameters(filters), LINK], also=(404,), **more)


def _problem(status: int) -> OpenApiResponse:
    return OpenApiResponse(Problem, description=SAID[status])


def _headers(statuses: tuple[int, ...]) -> list[OpenApiParameter]:
    """Headers of the answers, and the one that asks for a validator."""
    found = [
        OpenApiParameter(
            "If-None-Match", str, HEADER, description="The ETag of an answer you have."
        ),
        OpenApiParameter(
            "ETag",
            str,
            HEADER,
            response=[200, 304],
            description="Names the state of the archive that answers, and the address.",
        ),
        OpenApiParameter(
            "Cache-Control", str, HEADER, response=[200, *statuses], description="Who may keep it."
        ),
        OpenApiParameter(
            "Retry-After", int, HEADER, response=[503], description="Seconds to wait."
        ),
    ]
    if 301 in statuses:
        found.append(
            OpenApiParameter("Location", str, HEADER, response=[301], description="The address.")
        )
    return found
