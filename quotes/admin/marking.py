"""The words of a source, for editors: turns with their passages marked, marked anew, rearranged.

Every step is a form of one turn. ``static/js/marking.js`` lets words be selected with the mouse;
the places that it sends are those of the stored text, and are checked against the words.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode

from quotes import editorial
from quotes.admin import edit_token
from quotes.admin.base import EditorsAdmin, editor_of
from quotes.admin.edit_token import Token
from quotes.admin.editing import REFUSALS, TAKEN
from quotes.admin.lookups import TopicLookup, number_in
from quotes.admin.marking_forms import CutForm, InsertForm, MarkForm, MoveForm
from quotes.admin.nouns import ONLY_CHIEF, only_chief_edits
from quotes.admin.passage_form import overlap_warnings
from quotes.admin.words import Stretch, has_words, stretches
from quotes.ingest.importer import VANISHED
from quotes.models import Passage, Source, Speaker, State, Topic, Turn
from quotes.text.counted import counted

TURNS_A_PAGE = 40
TOPICS_AT_HAND = 8
MAX_SPEAKERS = 500
NEEDED = ("quotes.change_turn", "quotes.add_passage")


@dataclass
class TurnWords:
    """A turn on the page, with its passages and the forms of what can be done."""

    turn: Turn
    passages: list[Passage]
    is_orphaned: bool
    forms: dict[str, Any] = field(default_factory=dict)
    is_open: bool = False
    # What was done with it just now.
    messages: list[Any] = field(default_factory=list)

    @property
    def marked(self) -> Iterator[Stretch]:
        """The text in stretches, with the keys of their passages."""
        places = [(a, b, each.pk) for each in self.passages for a, b in each.spans]
        return stretches(self.turn.text, places)


class WordsPage:
    """The turns of a source, a page at a time; ``find`` are words whose hits can be tagged."""

    def __init__(self, source: Source, number: int = 1, find: str = "") -> None:
        self.source = source
        self.find = find
        self.topics = TopicLookup()
        rows = source.turns.order_by("position").select_related("speaker")
        self.page = Paginator(rows, TURNS_A_PAGE).get_page(number)
        self.turns = [self._shown(turn) for turn in self.page]

    @cached_property
    def hits(self) -> list[Passage]:
        """The passages of the whole source in which the words stand, the withdrawn left out."""
        rows = Passage.objects.filter(turn__source=self.source).exclude(state=State.WITHDRAWN)
        return [each for each in rows.for_editors().as_spoken() if has_words(each.text, self.find)]

    @cached_property
    def at_hand(self) -> list[int]:
        """Keys of the topics that most passages of the source carry."""
        return list(Topic.objects.most_of_source(self.source)[:TOPICS_AT_HAND])

    @cached_property
    def lists(self) -> dict[str, list[str]]:
        """What the fields offer while an editor types."""
        speakers = Speaker.objects.values_list("name", flat=True)[:MAX_SPEAKERS]
        return {"topics": self.topics.labels, "speakers": list(speakers)}

    def of_turn(self, pk: int) -> TurnWords | None:
        """The turn with this key, if the page shows it."""
        return next((each for each in self.turns if each.turn.pk == pk), None)

    def form(self, shown: TurnWords, do: str, data: Any = None) -> Any:
        """The form of one thing that can be done with a turn."""
        turn, prefix = shown.turn, f"{do}{shown.turn.pk}"
        if do == "mark":
            return MarkForm(
                data, prefix=prefix, turn=turn, topics=self.topics, offered=self.at_hand,
                initial={
                    "speaker": turn.speaker.name if turn.speaker else "",
                    "wording": self.source.default_wording,
                    "role": self.source.interview.role_of(turn.speaker) if turn.speaker else "",
                },
            )  # fmt: skip
        if do == "split":
            return CutForm(data, prefix=prefix, text=turn.text)
        if do == "move":
            return MoveForm(data, prefix=prefix, initial={"position": turn.position})
        return InsertForm(data, prefix=prefix)

    def _shown(self, turn: Turn) -> TurnWords:
        shown = TurnWords(turn, self._passages.get(turn.pk, []), turn.pk in self._vanished)
        shown.forms = {do: self.form(shown, do) for do in ("mark", "split", "move", "insert")}
        return shown

    @cached_property
    def _passages(self) -> dict[int, list[Passage]]:
        rows = Passage.objects.filter(turn__in=[turn.pk for turn in self.page])
        found: dict[int, list[Passage]] = {}
        for each in rows.select_related("speaker").prefetch_related("topics").as_spoken():
            found.setdefault(each.turn_id, []).append(each)
        return found

    @cached_property
    def _vanished(self) -> set[int]:
        """Turns that the latest version of the document has no longer."""
        latest = self.source.imports.order_by("-pk").first()
        flags = latest.flags if latest else []
        return {flag["turn"] for flag in flags if flag["reason"] == VANISHED}


class MarkingPages(EditorsAdmin):
    """Adds the page of a source's words."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.words)
        return [path("<int:pk>/words/", view, name="quotes_source_words"), *super().get_urls()]

    def words(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The turns and passages of a source; a POST does one thing and leads back to its turn."""
        if not request.user.has_perms(NEEDED):
            raise PermissionDenied
        rows = Source.objects.select_related("interview").defer("captured_text", "dropped")
        source = rows.filter(pk=pk).first() if pk < 2**63 else None
        if source is None:
            raise Http404
        asked = request.POST if request.method == "POST" else request.GET
        page = WordsPage(source, number_in(asked.get("page")), asked.get("find", ""))
        if request.method == "POST":
            return self._done(request, page)
        return self._words_page(request, page)

    def _done(self, request: HttpRequest, page: WordsPage) -> HttpResponse:
        """Do what the button says; otherwise the page, with the reason in the form."""
        do = request.POST.get("do", "")
        turn: int | None = 0
        try:
            with editorial.locked_archive():
                if do == "tag-found":
                    self._tag_found(request, page)
                elif (turn := self._of_turn(request, page, do)) is None:
                    return self._words_page(request, page)
        except (*REFUSALS, IntegrityError) as error:
            reason = TAKEN if isinstance(error, IntegrityError) else _sentence(error)
            self.message_user(request, f"{reason} Nothing has been saved.", messages.ERROR)
            return self._words_page(request, page)
        return HttpResponseRedirect(_address(page, turn))

    def _of_turn(self, request: HttpRequest, page: WordsPage, do: str) -> int | None:
        """Do something with one turn; gives the turn to go to, None where its form has faults."""
        shown = page.of_turn(number_in(request.POST.get("turn")))
        if shown is None:
            raise editorial.NotPossibleError("This turn is not there any more.")
        shown.is_open = True
        if any(only_chief_edits(request, each) for each in _rearranged(shown.turn, do)):
            raise editorial.NotPossibleError(ONLY_CHIEF)
        if do == "join":
            editorial.join_turns(shown.turn, editor=editor_of(request))
        elif do == "split-draft":
            self._split_draft(request, shown)
        elif do in DEEDS:
            form = shown.forms[do] = page.form(shown, do, request.POST)
            if not form.is_valid():
                return None
            if do == "mark" and _is_marked(shown, form):
                # The button was clicked twice.
                self.message_user(request, "This draft is there already.", messages.INFO)
                return shown.turn.pk
            for warning in DEEDS[do](shown.turn, form, editor_of(request)):
                self.message_user(request, warning, messages.WARNING)
        else:
            raise editorial.NotPossibleError("Nothing is done by that name.")
        self.message_user(request, "Saved.", messages.SUCCESS)
        return shown.turn.pk

    def _split_draft(self, request: HttpRequest, shown: TurnWords) -> None:
        pk = number_in(request.POST.get("passage"))
        draft = next((each for each in shown.passages if each.pk == pk), None)
        if draft is None:
            raise editorial.NotPossibleError("This passage is not there any more.")
        form = CutForm(request.POST, prefix=f"draft{pk}", text=shown.turn.text)
        if not form.is_valid():
            raise ValidationError([str(each) for each in form.errors["words"]])
        editorial.split_draft(draft, form.cleaned_data["words"], editor=editor_of(request))

    def _tag_found(self, request: HttpRequest, page: WordsPage) -> None:
        topic = page.topics.named(request.POST.get("find_topic", ""))
        ticked = set(request.POST.getlist("hit"))
        if topic is None:
            raise ValidationError("Give the topic.")
        hits = [each for each in page.hits if str(each.pk) in ticked]
        number = editorial.tag(hits, add=[Topic(pk=topic)], editor=editor_of(request))
        message = f"{page.topics.label(topic)}: given to {counted(number, 'passage')}."
        self.message_user(request, message, messages.SUCCESS)

    def _words_page(self, request: HttpRequest, page: WordsPage) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "is_nav_sidebar_enabled": False,
            "title": f"Words of “{page.source}”",
            "opts": self.opts,
            "words": page,
            "has_message_below": _tell_at_turn(request, page),
            "find_topic": request.POST.get("find_topic", ""),
            "edit_token": str(Token.now(request.user, edit_token.name_of(Source), {})),
        }
        return TemplateResponse(request, "admin/quotes/source/words.html", context)


def _tell_at_turn(request: HttpRequest, page: WordsPage) -> bool:
    """Whether the messages stand at a turn, because the browser has jumped to it."""
    if request.method == "POST" or "turn" not in request.GET:
        return False
    shown = page.of_turn(number_in(request.GET["turn"]))
    if shown:
        shown.messages = list(messages.get_messages(request))
    return shown is not None


def _rearranged(turn: Turn, do: str) -> list[Turn]:
    """The turns that a deed changes as such; what is marked or put in leaves all as they are."""
    if do == "join":
        return [turn, *turn.source.turns.filter(position__gt=turn.position)[:1]]
    return [turn] if do in ("split", "move") else []


def _is_marked(shown: TurnWords, form: MarkForm) -> bool:
    """Whether there is a draft that is in all the one to be made."""
    said = form.cleaned_data
    wanted = (said["speaker"].pk, said["wording"], form.chosen_topics)
    return any(
        each.is_draft
        and [list(span) for span in each.spans] == [list(span) for span in said["spans"]]
        and (each.speaker_id, each.wording, {topic.pk for topic in each.topics.all()}) == wanted
        for each in shown.turn.passages.select_related(None).prefetch_related("topics")
    )


def _mark(turn: Turn, form: MarkForm, editor: Any) -> Iterator[str]:
    said = form.cleaned_data
    draft = Passage(
        turn=turn, spans=said["spans"], speaker=said["speaker"], wording=said["wording"],
        role_as_printed=said["role"], language=turn.source.language,
    )  # fmt: skip
    topics = [form.known.by_pk[pk] for pk in form.chosen_topics]
    return overlap_warnings(editorial.save_draft(draft, topics=topics, editor=editor))


def _split(turn: Turn, form: CutForm, editor: Any) -> Iterator[str]:
    editorial.split_turn(turn, form.cleaned_data["words"], editor=editor)
    yield from ()


def _move(turn: Turn, form: MoveForm, editor: Any) -> Iterator[str]:
    editorial.move_turn(turn, form.cleaned_data["position"], editor=editor)
    yield from ()


def _insert(turn: Turn, form: InsertForm, editor: Any) -> Iterator[str]:
    said = form.cleaned_data
    new = Turn(source=turn.source, kind=said["kind"], speaker=said["speaker"], text=said["text"])
    editorial.insert_turn(new, turn.position + 1, editor=editor)
    yield from ()


DEEDS: dict[str, Callable[[Turn, Any, Any], Iterator[str]]] = {
    "mark": _mark, "split": _split, "move": _move, "insert": _insert,
}  # fmt: skip


def _address(page: WordsPage, turn: int | None) -> str:
    """The page, at this turn if there is one, where it says what was done."""
    place = reverse("admin:quotes_source_words", args=[page.source.pk])
    said: dict[str, Any] = {"page": page.page.number} if page.page.number > 1 else {}
    said |= {"find": page.find} if page.find else {}
    said |= {"turn": turn} if turn else {}
    anchor = f"#turn-{turn}" if turn else ""
    return f"{place}{f'?{urlencode(said)}' if said else ''}{anchor}"


def _sentence(error: Exception) -> str:
    return "; ".join(error.messages) if isinstance(error, ValidationError) else str(error)
