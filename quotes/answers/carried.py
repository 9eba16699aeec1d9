"""The query in links from results to passages, so that its words are marked there."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from quotes.filters.strict import given
from quotes.models import Passage
from quotes.models.result_rows import ResultRow
from quotes.search.hits import Span, hits, question_hits
from quotes.search.query import Query, parse
from quotes.search.tree import Node, questions, texts

# With longer queries, a page's links would be longer than its text.
MAX_CARRIED = 200


@dataclass(frozen=True)
class Marks:
    """Places of the words searched for in a passage and in the question it answers."""

    found: list[Span]
    found_in_question: list[Span]


def query_from(request: HttpRequest) -> Query:
    """The query in the parameter ``q``; every text is a valid query."""
    return parse(given(request.GET).get("q", [""])[-1])


def carried(query: Query) -> str:
    """The query string to add to a link; empty if the query would mark nothing."""
    if len(query.text) > MAX_CARRIED or not (texts(query.tree) or questions(query.tree)):
        return ""
    return f"?{urlencode({'q': query.text})}"


def marks(passage: Passage | ResultRow, tree: Node) -> Marks:
    """Where in a passage and its question the words of a query stand."""
    question = passage.question
    asked_for = question_hits(tree, question.text, question.source.language) if question else []
    return Marks(hits(tree, passage.text, passage.language), asked_for)
