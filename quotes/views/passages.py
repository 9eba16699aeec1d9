"""Passages: the permalink, its record as JSON, its versions, and the way to its conversation."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quotes.answers.chosen_words import chosen_words, chosen_words_query, in_current_version
from quotes.answers.citing import cite_panel, negotiated
from quotes.answers.conversation import page_of
from quotes.answers.history import versions
from quotes.answers.permalinks import NoSuchVersionError, changed_since, resolve
from quotes.answers.printed_passage import sheet, sheet_of_version
from quotes.answers.public import (
    passage_page,
    permalink_page,
    public_page,
    version_of,
    version_page,
)
from quotes.answers.query_marks import Marks, marks, query_from, query_string
from quotes.answers.responses import json_response, no_store_if_stale
from quotes.answers.similar import more_like
from quotes.citations.json_record import passage_record
from quotes.citations.linked_data import passage_graph
from quotes.citations.meta_tags import meta_tags
from quotes.citations.typed_links import link_header, oembed_links, typed_links
from quotes.models import Passage, PassageRevision
from quotes.models.addresses import address
from quotes.text.differences import differences


@require_safe
@negotiated
@permalink_page
def passage(request: HttpRequest, written: str) -> HttpResponse:
    """The permalink: the words, where they stand, and how to cite them."""
    query = query_from(request)
    kept_query = chosen_words_query(request) or query_string(query)
    found = resolve(written, address=partial(_permalink, kept_query))
    if elsewhere := in_current_version(request, found):
        return HttpResponseRedirect(elsewhere)
    more = more_like(found, version_of(request))
    context = {
        "passage": found,
        "sheet": sheet(found, marks(found, query.tree), query_string(query)),
        "revision": found.latest_revision,
        "panel": cite_panel(found),
        "also_reported": [
            (report, differences(found.text, report.text)) for report in found.also_reported
        ],
        "similar": more.passages,
        "changed_since": changed_since(request, found),
        "correction": versions(found)[-1] if found.version > 1 else None,
        **_for_machines(found),
    }
    response = render(request, "quotes/passage.html", context)
    response["Link"] = link_header(context["links"])
    return no_store_if_stale(response, more)


def _permalink(kept_query: str, identifier: str) -> str:
    return address("passage", identifier) + kept_query


def _for_machines(found: Passage) -> dict[str, Any]:
    """What the page says to programs: linked data, elements of its head, typed links."""
    site = settings.SITE_URL
    oembed = oembed_links(found, site=site, endpoint=address("oembed"))
    return {
        "graph": passage_graph(found, site=site),
        "meta": meta_tags(found, site=site),
        "links": [*typed_links(found, site=site), *oembed],
    }


@require_safe
@passage_page
def as_json(request: HttpRequest, written: str) -> HttpResponse:
    """The passage's record."""
    found = resolve(written, address=partial(address, "passage_json"))
    return json_response(passage_record(found, site=settings.SITE_URL))


@require_safe
@version_page
def version(request: HttpRequest, written: str, number: str) -> HttpResponse:
    """The passage as it stood when version ``number`` was published: all is there to cite it."""
    found = resolve(
        written,
        address=lambda identifier: (
            address("passage_version", identifier, number) + chosen_words_query(request)
        ),
        moved=partial(address, "passage"),
    )
    revision = PassageRevision.objects.version(str(found.identifier_id), number)
    if revision is None:
        raise NoSuchVersionError(found)
    chosen = chosen_words(request, found, revision) if revision.standing_words else None
    if chosen and chosen.leads_to:
        return HttpResponseRedirect(chosen.leads_to)
    place = chosen.place if chosen else None
    oembed = oembed_links(found, site=settings.SITE_URL, endpoint=address("oembed"), version=number)
    context = {
        "passage": found,
        "sheet": sheet_of_version(found, revision, Marks([place] if place else [], [])),
        "chosen": chosen,
        "revision": revision,
        "printed": revision.shown,
        "panel": cite_panel(found, revision),
        "links": oembed,
    }
    status = 200 if revision.standing_words else 410
    return render(request, "quotes/passage_version.html", context, status=status)


@require_safe
@public_page
def context(request: HttpRequest, written: str) -> HttpResponse:
    """The way to the passage's place on the page of its interview."""
    query = query_from(request)
    found = resolve(
        written,
        address=lambda identifier: address("passage_context", identifier) + query_string(query),
    )
    number = page_of(found)
    parameters = {"page": str(number)} if number > 1 else {}
    parameters |= {"q": query.text} if query_string(query) else {}
    path = found.interview.get_absolute_url() + (f"?{urlencode(parameters)}" if parameters else "")
    return HttpResponseRedirect(f"{path}#q-{found.identifier_id}")
