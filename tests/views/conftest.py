"""What tests of pages share: the furnished room, and a reader whom no cache answers."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from quotes.editorial.kept_pages import forget_kept_pages
from tests.views.room import Room, furnish


@pytest.fixture
def room(db: None) -> Room:
    return furnish()


@pytest.fixture
def read(client: Client) -> Callable[..., HttpResponse]:
    def answer(url: str) -> HttpResponse:
        forget_kept_pages()
        return client.get(url)

    return answer
