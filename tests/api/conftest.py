"""What tests of the API share: asking, and walking to the end."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from quotes.editorial.kept_pages import forget_kept_pages
from tests.views.room import Room, furnish

Ask = Callable[..., dict[str, Any]]
Walk = Callable[..., Iterator[dict[str, Any]]]


@pytest.fixture
def room(db: None) -> Room:
    return furnish()


@pytest.fixture
def ask(client: Client) -> Ask:
    """The JSON at an address, whole or without its beginning; no cache answers."""

    def answer(address: str, parameters: Any = None) -> dict[str, Any]:
        forget_kept_pages()
        if not address.startswith(("/", "http")):
            address = f"/api/v1/{address}"
        response = client.get(address.removeprefix(settings.SITE_URL), parameters)
        assert response.status_code == 200, (address, response.text)
        assert response["Content-Type"] == "application/json"
        return response.json()

    return answer


@pytest.fixture
def walk(ask: Ask) -> Walk:
    """The answers of a walk one after the other, from cursor=* or wherever it is to begin."""

    def answers(address: str, parameters: Any = None) -> Iterator[dict[str, Any]]:
        answer = ask(address, {"cursor": "*"} | (parameters or {}))
        yield answer
        while answer["next"]:
            answer = ask(answer["next"])
            yield answer

    return answers
