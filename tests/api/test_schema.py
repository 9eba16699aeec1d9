"""Requests made up from the OpenAPI description: none fails, none is answered otherwise than it says.

``EFFORT=200`` makes it a long run (docs/reference/api.md).
"""

from collections.abc import Iterator

import pytest
import schemathesis
from django.conf import settings as project
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from archive.wsgi import application
from quotes.api.openapi import document
from tests.effort import EFFORT

pytestmark = pytest.mark.django_db
EXAMPLES = 10 * EFFORT
# Not that every value out of a schema is refused and every value within taken: a blank parameter
# counts as absent, and a slug may be well formed and yet nobody's.
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance,
    response_headers_conformance, response_schema_conformance, unsupported_method,
    allow_header_conformance,
]  # fmt: skip
api = schemathesis.openapi.from_dict(document(project.SITE_URL))
api.app = application


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Each request would close the connection whose transaction the test rolls back."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@api.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES <= 25,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_request_is_answered_as_described(case: Case, opening_archive: None) -> None:
    # Called in the process, nobody would unpack the answer.
    case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})
