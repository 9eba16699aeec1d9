"""Addresses of the public site."""

from django.urls import path, re_path

from quotes.answers.whole_result import FORMS
from quotes.api.urls import urlpatterns as api
from quotes.sitemaps import SITEMAPS
from quotes.views import (
    cards,
    check,
    citing,
    compare,
    coverage,
    data,
    dossier,
    embeds,
    events,
    feeds,
    front,
    history,
    interviews,
    passages,
    search,
    search_help,
    service,
    sources,
    speakers,
    statements,
    suggest,
    topics,
)

app_name = "quotes"
urlpatterns = [
    path("", front.home, name="home"),
    path("search/", search.page, name="search"),
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
    path("q/<str:written>/v/<str:number>/card.png", cards.version_card, name="version_card"),
    path("q/<str:written>/card.png", cards.card, name="passage_card"),
    path("q/<str:written>/embed", embeds.embed, name="passage_embed"),
    path("q/<str:written>/context", passages.context, name="passage_context"),
    path("search/help/", search_help.page, name="search_help"),
    *(
        path(f"search/all.{form}", search.whole, {"form": form}, name=f"search_all_{form}")
        for form in FORMS
    ),
    path("search.json", search.as_json, name="search_json"),
    path("search.csv", search.as_csv, name="search_csv"),
    path("search.atom", search.as_atom, name="search_atom"),
    path("check/", check.page, name="check"),
    path("compare/", compare.page, name="compare"),
    path("dossier/", dossier.page, name="dossier"),
    path("dossier/collect/", dossier.collect, name="collect"),
    path("dossier/embed/", dossier.embed, name="dossier_embed"),
    *(
        path(f"dossier.{form}", dossier.in_format, {"form": form}, name=f"dossier_{form}")
        for form in dossier.LABELS
    ),
    path("suggest/", suggest.page, name="suggest"),
    path("suggest.json", suggest.as_json, name="suggest_json"),
    path("opensearch.xml", service.opensearch, name="opensearch"),
    path("oembed", embeds.oembed, name="oembed"),
    path("unapi", citing.unapi, name="unapi"),
    path("feed.atom", feeds.newest, name="feed"),
    path("corrections.atom", feeds.corrections, name="corrections"),
    path("interviews/", interviews.interviews, name="interviews"),
    path("interviews/<slug:slug>/", interviews.interview, name="interview"),
    path("speakers/", speakers.speakers, name="speakers"),
    path("speakers/<slug:slug>/", speakers.speaker, name="speaker"),
    path("speakers/<slug:slug>/topics/<slug:topic>/", speakers.position, name="position"),
    path("speakers/<slug:slug>/feed.atom", feeds.speaker, name="speaker_feed"),
    path("events/", events.events, name="events"),
    path("events/<slug:slug>/", events.event, name="event"),
    path("events/<slug:slug>/feed.atom", feeds.event, name="event_feed"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<slug:slug>/", sources.source, name="source"),
    path("statements/<str:written>/", statements.statement, name="statement"),
    re_path(r"^statements/(?P<written>[^/.]+)\.json$", statements.as_json, name="statement_json"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<slug:slug>/", topics.topic, name="topic"),
    path("topics/<slug:slug>/feed.atom", feeds.topic, name="topic_feed"),
    path("coverage/", coverage.page, name="coverage"),
    path("about/", front.about, name="about"),
    path("about/wording/", front.wording, name="about_wording"),
    path("about/check-quality/", front.check_quality, name="about_check_quality"),
    path("about/permanence/", front.permanence, name="about_permanence"),
    path("data/", data.page, name="data"),
    path("data/on-record.zip", data.download, name="download"),
    path("data/<str:name>", data.part, name="data_part"),
    path("checkpoint.txt", data.checkpoint, name="checkpoint"),
    path("healthz", service.healthz, name="healthz"),
    path("favicon.ico", service.favicon, name="favicon"),
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
