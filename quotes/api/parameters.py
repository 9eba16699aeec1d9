"""Parameters of lists for the OpenAPI description, made from the FilterSets."""

from collections.abc import Iterator
from typing import Any

import django_filters

from quotes.filters import browse
from quotes.filters.browse import FIRST_YEAR, LAST_YEAR, NounFilter, YearFilter
from quotes.filters.search import (
    MAX_VALUES,
    ManyFilter,
    SearchFilters,
    noun_of,
)
from quotes.filters.strict import LAST_PAGE, MAX_PER_PAGE, StrictFilterSet
from quotes.filters.values import MAX_TAG_LENGTH, vocabulary
from quotes.search.find import SORTS
from quotes.search.registry import FILTERS as DECLARED, Choices, Days, Filter, Languages, Nouns

Schema = dict[str, Any]

SLUG: Schema = {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,120}$"}
YEAR: Schema = {"type": "string", "pattern": "^([1-9][0-9]{3}|undated)$"}
DAY: Schema = {"type": "string", "pattern": "^[1-9][0-9]{3}(-[0-9]{2}(-[0-9]{2})?)?$"}


def _values(definition: Filter) -> Schema:
    """What a value of a filter of searches is like."""
    match definition.values:
        case Nouns():
            return SLUG
        case Choices() as choices:
            return {"type": "string", "enum": vocabulary(choices).values}
        case Languages():
            return {"type": "string", "maxLength": MAX_TAG_LENGTH}
        case Days():
            return DAY
    return YEAR


VALUES: dict[str, Schema] = {
    **{each.name: _values(each) for each in DECLARED},
    "sort": {"type": "string", "enum": list(SORTS)},
    "q": {"type": "string"},
}
DESCRIPTIONS = {
    "q": "The query: words, “phrases”, -words, OR, ( ), word*, “a b”~5, typed filters; any text "
    "is one.",
    **{each.name: each.api_description for each in DECLARED},
    "sort": "The order. By relevance where there are words, else the newest day of speaking first. "
    "A walk by cursor goes by the order of entry unless told otherwise, and never by relevance.",
}
# Of the opening archive.
EXAMPLES = {
    "q": '"boxing ring"',
    **{each.name: each.api_example for each in DECLARED if each.api_example},
    "series": "wpc",
    "parent": "foreign-policy",
}
CURSOR: Schema = {"$ref": "#/components/parameters/Cursor"}
# By the names that “x-filters” of openapi.yaml gives.
FILTERS: dict[str, type[StrictFilterSet]] = {
    each.__name__: each
    for each in (
        SearchFilters,
        browse.SpeakerFilters,
        browse.EventFilters,
        browse.InterviewFilters,
        browse.SourceFilters,
        browse.TopicFilters,
        browse.UtteranceFilters,
    )
}


def parameters(filters: type[StrictFilterSet]) -> list[Schema]:
    """Everything that a list with these filters takes."""
    page = _whole_number(LAST_PAGE)
    rows = {**_whole_number(MAX_PER_PAGE), "default": filters.per_page}
    return [
        *_filters(filters),
        _in_query("page", page, "Number of the page, from 1."),
        _in_query("per_page", rows, "Rows on a page."),
        CURSOR,
    ]


def _in_query(name: str, schema: Schema, description: str) -> Schema:
    return {"in": "query", "name": name, "schema": schema, "description": description}


def _whole_number(max_value: int) -> Schema:
    return {"type": "integer", "minimum": 1, "maximum": max_value}


def _filters(filters: type[StrictFilterSet]) -> Iterator[Schema]:
    for name, each in filters.base_filters.items():
        schema = _value(name, each)
        more = {}
        if isinstance(each, ManyFilter):
            schema = {"type": "array", "items": schema, "maxItems": MAX_VALUES}
            more = {"explode": True, "style": "form"}
        yield {**_in_query(name, schema, _describe(name, each)), **more, **_examples(name, each)}


def _value(name: str, each: django_filters.Filter) -> Schema:
    if isinstance(each, NounFilter):
        return SLUG
    if isinstance(each, YearFilter):
        return {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
    if isinstance(each, django_filters.ChoiceFilter):
        return {"type": "string", "enum": [value for value, _ in each.extra["choices"]]}
    if "max_length" in each.extra:
        return {"type": "string", "maxLength": each.extra["max_length"]}
    return VALUES[noun_of(name)]


def _examples(name: str, each: django_filters.Filter) -> Schema:
    if isinstance(each, YearFilter):
        return {"examples": {"AYear": {"value": int(EXAMPLES["year"]), "summary": "A year"}}}
    if name.startswith("exclude_") or "max_length" in each.extra or name not in EXAMPLES:
        return {}
    example = EXAMPLES[name]
    value = [example] if isinstance(each, ManyFilter) else example
    summary = "In the opening archive"
    return {"examples": {"InTheOpeningArchive": {"value": value, "summary": summary}}}


def _describe(name: str, each: django_filters.Filter) -> str:
    if name.startswith("exclude_"):
        return f"Left out: {_describe(noun_of(name), each)}"
    if isinstance(each, NounFilter | YearFilter) or "max_length" in each.extra:
        return f"{each.label}{': its slug' if isinstance(each, NounFilter) else ''}."
    if isinstance(each, django_filters.ChoiceFilter):
        return f"The {each.label.lower()}."
    return DESCRIPTIONS.get(name) or f"Slug of {'an' if name[0] in 'aeiou' else 'a'} {name}."
