"""Addresses of the API; only its root ends in a slash."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import path

from quotes.api import changes, check, nouns, passages, root, utterances

UTTERANCE = "api/v1/utterances/<str:identifier>"


def without_slash(request: HttpRequest, **parts: str) -> HttpResponse:
    """A redirect to the same address without the slash."""
    query = request.META.get("QUERY_STRING", "")
    url = quote(request.path.rstrip("/")) + (f"?{query}" if query else "")
    return HttpResponsePermanentRedirect(url)


answering = [
    path("api/v1/openapi.yaml", root.openapi, name="api_openapi"),
    path("api/v1/passages", passages.PassageList.as_view(), name="api_passages"),
    # An identifier may be typed in any way: the view says what is wrong with it.
    path("api/v1/passages/<str:identifier>", passages.OnePassage.as_view(), name="api_passage"),
    path("api/v1/speakers", nouns.SpeakerList.as_view(), name="api_speakers"),
    path("api/v1/speakers/<slug:slug>", nouns.OneSpeaker.as_view(), name="api_speaker"),
    path("api/v1/events", nouns.EventList.as_view(), name="api_events"),
    path("api/v1/events/<slug:slug>", nouns.OneEvent.as_view(), name="api_event"),
    path("api/v1/interviews", nouns.InterviewList.as_view(), name="api_interviews"),
    path("api/v1/interviews/<slug:slug>", nouns.OneInterview.as_view(), name="api_interview"),
    path("api/v1/sources", nouns.SourceList.as_view(), name="api_sources"),
    path("api/v1/sources/<slug:slug>", nouns.OneSource.as_view(), name="api_source"),
    path("api/v1/topics", nouns.TopicList.as_view(), name="api_topics"),
    path("api/v1/topics/<slug:slug>", nouns.OneTopic.as_view(), name="api_topic"),
    path("api/v1/utterances", utterances.UtteranceList.as_view(), name="api_utterances"),
    path(UTTERANCE, utterances.OneUtterance.as_view(), name="api_utterance"),
    path("api/v1/changes", changes.Changes.as_view(), name="api_changes"),
    path("api/v1/check", check.Check.as_view(), name="api_check"),
]
urlpatterns = [
    path("api/", root.documentation, name="api_documentation"),
    path("api/v1/", root.Root.as_view(), name="api"),
    *answering,
    *(path(f"{each.pattern}/", without_slash) for each in answering),
]
