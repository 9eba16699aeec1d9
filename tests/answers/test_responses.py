"""One handler: what is raised is answered in the form that the address asks for."""

import json

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from quotes.answers.errors import MovedError, NoSuchPageError, ParametersError, ProblemError
from quotes.answers.permalinks import MistypedPermalinkError
from quotes.answers.responses import answered
from quotes.search.catch_up import PreparingError
from quotes.text.problems import Problem

pytestmark = pytest.mark.django_db
PROGRAMS = ["/search.json", "/oembed", "/api/v1/passages"]
READERS_OF_TEXT = ["/search.csv", "/feed.atom", "/unapi"]


def answer(path: str, error: Exception) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return answered(view)(RequestFactory().get(path))


@pytest.mark.parametrize("path", ["/speakers/old/", *PROGRAMS, *READERS_OF_TEXT])
def test_what_has_moved_is_redirected_to_for_good(path: str) -> None:
    response = answer(path, MovedError("/speakers/new/"))
    assert (response.status_code, response["Location"]) == (301, "/speakers/new/")


def test_a_problem_is_a_page_for_readers() -> None:
    response = answer("/search/", ProblemError(status=410, title="Gone", detail="It went."))
    assert response.status_code == 410
    assert response["Content-Type"].startswith("text/html")
    assert "It went." in response.content.decode()


@pytest.mark.parametrize("path", PROGRAMS)
def test_a_problem_is_json_for_programs(path: str) -> None:
    response = answer(path, ParametersError([Problem("page", "No."), Problem("q", "Nor this.")]))
    assert response["Content-Type"] == "application/problem+json"
    assert list(json.loads(response.content).items()) == [
        ("type", "about:blank"),
        ("title", "A parameter cannot be used"),
        ("status", 400),
        ("detail", "page: No. q: Nor this."),
        (
            "parameters",
            [{"parameter": "page", "message": "No."}, {"parameter": "q", "message": "Nor this."}],
        ),
    ]


@pytest.mark.parametrize("path", READERS_OF_TEXT)
def test_a_problem_is_plain_text_where_programs_know_no_json(path: str) -> None:
    response = answer(path, NoSuchPageError(3))
    assert response.status_code == 404
    assert response.content.decode() == "There is no such page\nThe last page is 3.\n"


def test_json_can_be_asked_for_at_the_address_of_a_page() -> None:
    response = answer("/q/abc", MistypedPermalinkError(as_json=True))
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/search/", *PROGRAMS, *READERS_OF_TEXT])
def test_while_the_index_is_made_the_answer_says_when_to_come_again(path: str) -> None:
    response = answer(path, PreparingError())
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert response["Cache-Control"] == "no-store"


def test_other_faults_go_on_to_django() -> None:
    with pytest.raises(ZeroDivisionError):
        answer("/search/", ZeroDivisionError())
