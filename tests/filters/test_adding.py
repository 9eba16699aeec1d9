"""A filter that is declared in the registry is everywhere: shown with that of the how-to."""

import json
from typing import Any

import pytest
import yaml

from tests.archives import sqlite_archive

PANEL = "/search.json?format=panel&per_page=100"
ITS_INTERVIEW = "/search.json?interview=wpc-2024-vassilenko&per_page=100"
TYPED = "/search.json?q=format:panel&per_page=100"
OTHERS = "/search.json?exclude_format=panel&per_page=100"
BOTH = "/search.json?format=panel&format=briefing&per_page=1"
WRONG = "/search.json?format=dance"
WRONG_TYPED = "/search.json?q=format:dance"
PAGE = "/search/?format=panel"
API = "/api/v1/passages?format=panel&per_page=100"
DESCRIPTION = "/api/v1/openapi.yaml"
HELP = "/search/help/"
PATHS = (
    PANEL, ITS_INTERVIEW, TYPED, OTHERS, BOTH, WRONG, WRONG_TYPED, PAGE, API, DESCRIPTION, HELP,
)  # fmt: skip
Answers = dict[str, Any]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Answers:
    archive = sqlite_archive(tmp_path_factory.mktemp("another-filter"))
    return json.loads(archive.run("tests.filters.another_filter", *PATHS).stdout)


def ids(answers: Answers, path: str) -> list[str]:
    status, text = answers[path]
    assert status == 200, text
    return [result["id"] for result in json.loads(text)["results"]]


def test_it_narrows_by_parameter_in_the_box_and_in_the_api(answers: Answers) -> None:
    found = ids(answers, ITS_INTERVIEW)
    assert found
    assert ids(answers, PANEL) == ids(answers, TYPED) == ids(answers, API) == found


def test_it_leaves_out(answers: Answers) -> None:
    assert not {*ids(answers, OTHERS)} & {*ids(answers, PANEL)}


def test_it_is_counted_and_labelled_as_a_facet(answers: Answers) -> None:
    facets = json.loads(answers[BOTH][1])["facets"]["format"]
    assert [(value["label"], value["selected"]) for value in facets] == [
        ("Interview", False), ("Panel", True), ("Briefing", True),
    ]  # fmt: skip
    assert json.loads(answers[BOTH][1])["count"] == sum(v["count"] for v in facets if v["selected"])


def test_the_page_shows_the_facet_and_the_filter_in_force(answers: Answers) -> None:
    page = answers[PAGE][1]
    assert '<h2 id="facet-format">Format</h2>' in page
    assert "Format: Panel" in page
    assert "?format=panel&amp;format=briefing" in page
    assert "?format=panel&amp;exclude_format=briefing" in page


@pytest.mark.parametrize(("path", "parameter"), [(WRONG, "format"), (WRONG_TYPED, "q")])
def test_another_value_is_an_error(answers: Answers, path: str, parameter: str) -> None:
    status, text = answers[path]
    assert status == 400
    assert json.loads(text)["parameters"] == [
        {
            "parameter": parameter,
            "message": "“Format” has no value “dance”: use panel, interview, briefing, speech, other.",
        }
    ]


def test_the_description_of_the_api_has_it(answers: Answers) -> None:
    described = yaml.safe_load(answers[DESCRIPTION][1])["paths"]["/api/v1/passages"]["get"]
    parameters = {each["name"]: each for each in described["parameters"]}
    formats = ["panel", "interview", "briefing", "speech", "other"]
    assert parameters["format"]["schema"]["items"] == {"type": "string", "enum": formats}
    assert parameters["format"]["description"] == "How people spoke."
    assert parameters["exclude_format"]["description"] == "Left out: How people spoke."


def test_the_help_explains_it(answers: Answers) -> None:
    page = answers[HELP][1]
    assert "<code>format:briefing</code>" in page
    assert "<code>format=panel</code>" in page
    assert "<code>exclude_format=panel</code>" in page
    assert "how close to speech, language, format." in page
