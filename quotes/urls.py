"""Addresses of the public site."""

from django.urls import path, re_path

from quotes.api.urls import urlpatterns as api
from quotes.sitemaps import SITEMAPS
from quotes.views import (
    about,
    citing,
    events,
    front,
    history,
    interviews,
    passages,
    search,
    search_help,
    service,
    sources,
    speakers,
    suggest,
    topics,
)

app_name = "quotes"
urlpatterns = [
    path("", front.home, name="home"),
    path("search/", search.page, name="search"),
    path("search/help/", search_help.page, name="search_help"),
    path("search.json", search.as_json, name="search_json"),
    path("search.csv", search.as_csv, name="search_csv"),
    path("search.atom", search.as_atom, name="search_atom"),
    path("suggest/", suggest.page, name="suggest"),
    path("suggest.json", suggest.as_json, name="suggest_json"),
    path("opensearch.xml", service.opensearch, name="opensearch"),
    # An identifier may be typed in any way: the view says what is wrong with it.
    re_path(r"^q/(?P<written>[^/.]+)\.json$", passages.as_json, name="passage_json"),
    re_path(r"^q/(?P<written>[^/.]+)\.(?P<suffix>[^/]+)$", citing.in_format, name="passage_format"),
    path("q/<str:written>", passages.passage, name="passage"),
    re_path(
        r"^q/(?P<written>[^/.]+)/v/(?P<number>[^/.]+)\.(?P<suffix>[^/]+)$",
        citing.version_in_format,
        name="version_format",
    ),
    path("q/<str:written>/v/<str:number>", passages.version, name="passage_version"),
    path("q/<str:written>/history", history.history, name="passage_history"),
    path("q/<str:written>/context", passages.context, name="passage_context"),
    path("interviews/", interviews.interviews, name="interviews"),
    path("interviews/<slug:slug>/", interviews.interview, name="interview"),
    path("speakers/", speakers.speakers, name="speakers"),
    path("speakers/<slug:slug>/", speakers.speaker, name="speaker"),
    path("events/", events.events, name="events"),
    path("events/<slug:slug>/", events.event, name="event"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<slug:slug>/", sources.source, name="source"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<slug:slug>/", topics.topic, name="topic"),
    path("about/", about.about, name="about"),
    path("about/wording/", about.wording, name="about_wording"),
    path("about/permanence/", about.permanence, name="about_permanence"),
    path("healthz", service.healthz, name="healthz"),
    path("robots.txt", service.robots, name="robots"),
    path("sitemap.xml", service.sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path(
        "sitemap-<slug:section>.xml",
        service.sitemap_section,
        {"sitemaps": SITEMAPS},
        name="sitemap_section",
    ),
    *api,
]
