"""What waits for editors: queues with their counts, each a filtered list."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse

from quotes import editorial
from quotes.admin.base import EditorsList, editor_of
from quotes.models import (
    DocumentImport,
    MemberState,
    Passage,
    PendingImport,
    Proposal,
    ReviewEvent,
    Source,
    State,
    UtteranceMember,
)

PARAMETER = "queue"
# A queue that is longer is shown as “1000+”: counting on would keep the desk waiting.
COUNTED = 1_000
# Of what was sent back to the editor, so many comments stand on the desk.
COMMENTS_SHOWN = 5


class Queue(NamedTuple):
    """Rows that wait for somebody; ``rows`` finds them for one editor.

    ``number`` counts them where that is quicker than finding the first thousand.
    """

    name: str
    label: str
    rows: Callable[[Any], models.QuerySet]
    number: Callable[[], int] | None = None


class QueueCount(NamedTuple):
    """So many things of one kind, and the list of them."""

    label: str
    number: str
    address: str


PASSAGES = (
    Queue("mine", "my drafts", lambda editor: Passage.objects.drafts().made_by(editor)),
    Queue("in_review", "in review, oldest first", lambda editor: Passage.objects.in_review()),
    Queue("assigned", "assigned to me", lambda editor: Passage.objects.assigned_to(editor)),
    Queue("sent_back", "sent back", lambda editor: Passage.objects.sent_back()),
    Queue(
        "untagged", "without a topic",
        lambda editor: Passage.objects.open_to_tagging().untagged(),
        Passage.objects.number_untagged,
    ),
    Queue("no_role", "without a role", lambda editor: Passage.objects.without_role()),
    Queue(
        "orphans", "words gone from their source",
        lambda editor: Passage.objects.filter(pk__in=DocumentImport.objects.orphans()),
    ),
    Queue("doubles", "words entered twice", lambda editor: Passage.objects.with_a_double()),
    Queue(
        "own", "published without a second person",
        lambda editor: Passage.objects.published_by_author(),
    ),
)  # fmt: skip
SOURCES = (
    Queue("imports", "imports to review", lambda e: Source.objects.with_imports_to_review()),
    Queue("unarchived", "without an archived address", lambda e: Source.objects.unarchived()),
)


class QueueFilter(admin.SimpleListFilter):
    """The queues of a list, as on the desk."""

    title = "what waits"
    parameter_name = PARAMETER
    queues: tuple[Queue, ...] = ()

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(queue.name, queue.label) for queue in self.queues]

    def queryset(self, request: HttpRequest, queryset: Any) -> models.QuerySet | None:
        for queue in self.queues:
            if queue.name == self.value():
                # By keys, because a queue may bring an order and columns of its own.
                return queryset.filter(pk__in=queue.rows(request.user).order_by().values("pk"))
        return None

    def get_facet_counts(self, pk_attname: str, filtered_qs: models.QuerySet) -> dict[str, Any]:
        # The desk counts them; here, each of them would be counted once more.
        return {}

    def choices(self, changelist: Any) -> Any:
        add_facets, changelist.add_facets = changelist.add_facets, False
        yield from super().choices(changelist)
        changelist.add_facets = add_facets


class PassageQueues(QueueFilter):
    """The queues of passages."""

    queues = PASSAGES


class SourceQueues(QueueFilter):
    """The queues of sources."""

    queues = SOURCES


class PassageList(EditorsList):
    """Passages; those in review in the order in which they came, unless a column is asked for."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> models.QuerySet:
        found = super().get_queryset(request, exclude_parameters)
        if request.GET.get(PARAMETER) not in ("in_review", "assigned") or self.params.get("o"):
            return found
        return found.in_review()  # type: ignore[attr-defined]


def desk(request: HttpRequest) -> dict[str, Any]:
    """What the desk shows: queues, drafts sent back to this editor, and passages by state."""
    numbers = Passage.objects.by_state()
    listed = reverse("admin:quotes_passage_changelist")
    return {
        "queues": counts(request),
        "sent_back": sent_back_to(request.user),
        "states": [
            (state.label.lower(), numbers.get(state, 0), f"{listed}?state__exact={state}")
            for state in State
        ],
    }


def counts(request: HttpRequest) -> list[QueueCount]:
    """Every queue with its length for this editor, in the order of the desk."""
    editor = editor_of(request)
    imports, unarchived = _counted(SOURCES, "source", editor)
    passages = _counted(PASSAGES, "passage", editor)
    return [
        _waiting(), imports, *passages[:6], unarchived, *passages[6:], _variants(),
        *_proposals(editor),
    ]  # fmt: skip


def sent_back_to(editor: Any) -> list[tuple[Passage, Any]]:
    """The latest drafts of this editor that were sent back, each with the comment."""
    drafts = Passage.objects.sent_back().made_by(editor).for_editors().order_by("-pk")
    rows = list(drafts[:COMMENTS_SHOWN])
    comments = ReviewEvent.objects.latest_comments([passage.pk for passage in rows])
    return [(passage, comments[passage.pk]) for passage in rows if passage.pk in comments]


def _counted(queues: tuple[Queue, ...], model: str, editor: Any) -> list[QueueCount]:
    listed = reverse(f"admin:quotes_{model}_changelist")
    return [
        QueueCount(queue.label, _length(queue, editor), f"{listed}?{PARAMETER}={queue.name}")
        for queue in queues
    ]


def _waiting() -> QueueCount:
    address = reverse("admin:quotes_source_import")
    return QueueCount("documents being imported", _number(PendingImport.objects.waiting()), address)


def _variants() -> QueueCount:
    listed = reverse("admin:quotes_utterance_changelist")
    proposed = UtteranceMember.objects.proposed()
    # The list has statements, of which each may have several.
    statements = _number(proposed.values("utterance").distinct())
    return QueueCount(
        f"variants to confirm, of {statements} statement{'' if statements == '1' else 's'}",
        _number(proposed),
        f"{listed}?members__state__exact={MemberState.PROPOSED}",
    )


def _proposals(editor: Any) -> list[QueueCount]:
    listed = reverse("admin:quotes_proposals")
    if editorial.may_review(editor):
        waiting = Proposal.objects.to_decide_by(editor)
        return [QueueCount("corrections to decide", _number(waiting), listed)]
    return [QueueCount("my proposed corrections", _number(Proposal.objects.by(editor)), listed)]


def _length(queue: Queue, editor: Any) -> str:
    return _up_to_limit(queue.number()) if queue.number else _number(queue.rows(editor))


def _number(rows: models.QuerySet) -> str:
    return _up_to_limit(rows.order_by()[: COUNTED + 1].count())


def _up_to_limit(found: int) -> str:
    return f"{COUNTED}+" if found > COUNTED else str(found)
