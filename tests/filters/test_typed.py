"""Filters typed in the box mean what the parameters of the same name mean."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("opening_archive")]


def ids(client: Client, **parameters: Any) -> list[str]:
    query = urlencode({**parameters, "sort": "newest", "per_page": 100}, doseq=True)
    answer = client.get(f"/search.json?{query}")
    assert answer.status_code == 200, answer.content
    found = [result["id"] for result in answer.json()["results"]]
    assert answer.json()["count"] >= len(found)
    return found


@pytest.mark.parametrize(
    ("typed", "parameters"),
    [
        ("speaker:thierry-de-montbrial", {"speaker": "thierry-de-montbrial"}),
        ('speaker:"Thierry de Montbrial"', {"speaker": "thierry-de-montbrial"}),
        ("speaker:montbrial", {"speaker": "thierry-de-montbrial"}),
        ("speaker:Монбриаль", {"speaker": "thierry-de-montbrial"}),
        ("event:wpc", {"event": "wpc"}),
        ("event:wpc-2024", {"event": "wpc-2024"}),
        ("topic:sanctions", {"topic": "sanctions"}),
        ("topic:sanctions topic:russia", {"topic_all": ["sanctions", "russia"]}),
        ("-topic:sanctions", {"exclude_topic": "sanctions"}),
        ("(topic:brics OR topic:sco)", {"topic": ["brics", "sco"]}),
        ("outlet:avim", {"outlet": "avim"}),
        ('outlet:"astana times"', {"outlet": "astana-times"}),
        ("source:avim-2023-analysis", {"source": "avim-2023-analysis"}),
        ("interview:aif-2023-briefing", {"interview": "aif-2023-briefing"}),
        ("wording:verbatim", {"wording": "verbatim"}),
        ("lang:en wording:reported", {"language": "en", "wording": "reported"}),
        ("year:2024", {"year": "2024"}),
        ("after:2024", {"after": "2024"}),
        ("before:2023-06-07", {"before": "2023-06-07"}),
        ("-after:2024", {"before": "2023"}),
        ("yurt wording:verbatim", {"q": "yurt", "wording": "verbatim"}),
    ],
)
def test_a_typed_filter_finds_what_its_parameter_finds(
    client: Client, typed: str, parameters: dict[str, Any]
) -> None:
    found = ids(client, q=typed)
    assert found == ids(client, **parameters)
    assert found


@pytest.mark.parametrize(
    "typed",
    ["topic:nope", "speaker:nobody", "event:x", "wording:exact", "lang:xx", "year:0", "after:x",
     'before:"2023-02-30"', "war (peace OR topic:nope)", "-outlet:nope"],
)  # fmt: skip
def test_what_does_not_exist_is_an_error_of_the_box(client: Client, typed: str) -> None:
    answer = client.get(f"/search.json?{urlencode({'q': typed})}")
    assert answer.status_code == 400
    assert {problem["parameter"] for problem in answer.json()["parameters"]} == {"q"}
    page = client.get(f"/search/?{urlencode({'q': typed})}")
    assert page.context["result"] is None


def test_a_query_is_read_back_with_its_filters(client: Client) -> None:
    query = urlencode({"q": 'yurt -topic:sanctions speaker:"Roman Vassilenko" after:2023'})
    answer = client.get(f"/search.json?{query}").json()
    assert answer["query"]["understood_as"] == (
        "quotations with yurt and not topic “sanctions” and speaker “Roman Vassilenko” "
        "and said on or after 2023"
    )
