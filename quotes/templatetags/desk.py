"""The editors' desk: what waits for them, on the first page of the admin."""

from typing import Any, NamedTuple

from django import template
from django.urls import reverse

from quotes.models import MemberState, Passage, State, UtteranceMember

register = template.Library()


class QueueCount(NamedTuple):
    """So many things of one kind, and the list of them."""

    label: str
    number: int
    address: str


@register.inclusion_tag("admin/quotes/_desk.html")
def editors_desk() -> dict[str, Any]:
    """Passages by state, and proposed members of utterances."""
    numbers = Passage.objects.by_state()
    passages = reverse("admin:quotes_passage_changelist")
    queues = [
        QueueCount(state.label.lower(), numbers.get(state, 0), f"{passages}?state__exact={state}")
        for state in State
    ]
    utterances = reverse("admin:quotes_utterance_changelist")
    proposed = QueueCount(
        "proposed as the same utterance",
        UtteranceMember.objects.proposed().count(),
        f"{utterances}?members__state__exact={MemberState.PROPOSED}",
    )
    return {"queues": [*queues, proposed]}
