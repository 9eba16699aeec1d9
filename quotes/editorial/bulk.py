"""Bulk actions in short steps: each one transaction, so that no other editor waits for long.

A job is stored in the database with its passages. Each request runs steps for a limited time. A job
can be stopped, continued and, except for publishing, undone. Every step reads its passages again
and checks the editor's permissions.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from quotes.editorial.publishing import (
    NOT_THERE,
    send_to_review,
    take_from_review,
)
from quotes.editorial.reviewing import may_review, publish_reviewed
from quotes.editorial.tagging import Tagged, retag, untag
from quotes.editorial.version import NotPossibleError, RefusedError, locked_archive
from quotes.models import BulkJob, BulkJobKind, BulkJobState, BulkStep, Passage, State

# Passages in a step: a fraction of a second's work (measured: 3 to 6 ms each, and ten times that on
# a machine with four times more to do than it can, where others must not wait for a second either).
SIZES = {
    BulkJobKind.ADD_TOPICS: 5,
    BulkJobKind.REMOVE_TOPICS: 5,
    BulkJobKind.REPLACE_TOPICS: 5,
    BulkJobKind.SEND_TO_REVIEW: 30,
    BulkJobKind.PUBLISH: 15,
}
# Seconds of steps without a pause, and the least length of a pause: it lasts as long as the steps
# before it. Waiting writers of SQLite check every tenth of a second whether the lock is free.
SECONDS_WITHOUT_PAUSE = 0.2
PAUSE = 0.12
HELD_BACK = "It was held back, because another passage of its step cannot be published."


def is_allowed(job: BulkJob, editor: User) -> bool:
    """Whether an editor has the right to what a job does; checked at each step."""
    if job.is_publishing:
        return may_review(editor)
    return editor.has_perm("quotes.change_passage")


def make_job(
    kind: BulkJobKind,
    passages: Sequence[int],
    *,
    editor: User,
    topics: Iterable[int] = (),
    replaced: Iterable[int] = (),
) -> BulkJob:
    """A new job for these passages, in this order; it is not started."""
    job = BulkJob.objects.create(
        kind=kind, editor=editor, topics=list(topics), replaced=list(replaced)
    )
    size = SIZES[kind]
    parts = (list(passages[start : start + size]) for start in range(0, len(passages), size))
    steps = (BulkStep(job=job, number=n, passages=part) for n, part in enumerate(parts, 1))
    BulkStep.objects.bulk_create(steps, batch_size=500)
    return job


def make_undoing(job: BulkJob) -> BulkJob:
    """A new job that undoes another one, which ends; it is not started."""
    with locked_archive():
        job = BulkJob.objects.select_related("undone_by").get(pk=job.pk)
        if not job.can_be_undone:
            raise NotPossibleError("This cannot be undone, or has been undone already.")
        job.state = BulkJobState.DONE
        job.save(update_fields=["state"])
        undoing = BulkJob.objects.create(
            kind=job.kind, editor=job.editor, topics=job.topics, undoes=job
        )
        done = job.steps.filter(is_done=True).exclude(changed=[])
        BulkStep.objects.bulk_create(
            BulkStep(job=undoing, number=n, passages=[row[0] for row in changed])
            for n, changed in done.values_list("number", "changed")
        )
    return undoing


def make_second_try(job: BulkJob) -> BulkJob:
    """A new job for the passages that were refused only because of others in their step."""
    held = [
        passage
        for refused in job.steps.values_list("refused", flat=True)
        for passage, reason in refused
        if reason == HELD_BACK
    ]
    return make_job(BulkJobKind(job.kind), held, editor=job.editor, topics=job.topics)


def set_running(job: BulkJob, *, running: bool) -> BulkJob:
    """Start, continue or stop a job; a finished job stays as it is."""
    with locked_archive():
        job = BulkJob.objects.get(pk=job.pk)
        if job.state != BulkJobState.DONE:
            job.state = BulkJobState.RUNNING if running else BulkJobState.STOPPED
            job.save(update_fields=["state"])
    return job


def run(job: BulkJob, *, seconds: float) -> BulkJob:
    """Run steps of a running job for about ``seconds``; raises PermissionDenied."""
    ends = time.monotonic() + seconds
    paused = time.monotonic()
    while _step(job.pk):
        now = time.monotonic()
        if now > ends:
            break
        if now - paused > SECONDS_WITHOUT_PAUSE:
            time.sleep(max(PAUSE, now - paused))
            paused = time.monotonic()
    return BulkJob.objects.get(pk=job.pk)


def _step(pk: int) -> bool:
    """Do the next step of a job, in one transaction; whether there is more to do."""
    with locked_archive():
        job = BulkJob.objects.select_related("undoes").get(pk=pk)
        if not job.is_running:
            return False
        editor = User.objects.get(pk=job.editor_id)
        if not editor.is_active or not is_allowed(job, editor):
            raise PermissionDenied
        step = job.steps.filter(is_done=False).first()
        if step is not None:
            step.changed, step.refused = _done(job, step, editor)
            step.is_done = True
            step.save(update_fields=["changed", "refused", "is_done"])
        if not job.steps.filter(is_done=False).exists():
            job.state = BulkJobState.DONE
            job.save(update_fields=["state"])
    return job.is_running


def _done(job: BulkJob, step: BulkStep, editor: User) -> tuple[list, list]:
    """Run a step: what it changed and what was refused, as ``BulkStep`` stores them."""
    if job.kind == BulkJobKind.PUBLISH:
        return _published(step, editor)
    if job.kind == BulkJobKind.SEND_TO_REVIEW:
        moved = take_from_review if job.undoes_id else send_to_review
        changed: list[list] = [[pk] for pk in moved(_passages(step), editor=editor)]
        wanted = State.IN_REVIEW if job.undoes_id else State.DRAFT
        return changed, _left(step, {row[0] for row in changed}, wanted)
    if job.undoes:
        given = job.undoes.steps.get(number=step.number).changed
        tagged = untag([Tagged(*row) for row in given], editor=editor)
    else:
        tagged = retag(step.passages, **tagging_of(job), editor=editor)
    changed = [list(each) for each in tagged]
    return changed, _left(step, {each.passage for each in tagged}, None)


def tagging_of(job: BulkJob) -> dict[str, Any]:
    """What a job that tags asks of ``retag`` and ``would_change``."""
    if job.kind == BulkJobKind.REPLACE_TOPICS:
        return {"add": job.topics, "remove": job.replaced, "instead": True}
    return {"add" if job.kind == BulkJobKind.ADD_TOPICS else "remove": job.topics}


def _published(step: BulkStep, editor: User) -> tuple[list, list]:
    """Publish all passages of a step or none: they may depend on each other."""
    try:
        published = publish_reviewed(_passages(step), editor=editor)
    except RefusedError as error:
        refused = [[pk, error.reasons.get(pk, HELD_BACK)] for pk in step.passages]
        return [], refused
    LogEntry.objects.log_actions(editor.pk, published, CHANGE, "Published.")
    return [[passage.pk] for passage in published], []


def _passages(step: BulkStep) -> list[Passage]:
    return [Passage(pk=pk) for pk in step.passages]


def _left(step: BulkStep, changed: set[int], wanted: State | None) -> list[list]:
    """Why passages were left as they were, where their state is the reason."""
    rows = {row.pk: row for row in Passage.objects.filter(pk__in=step.passages).only("state")}
    return list(_reasons([pk for pk in step.passages if pk not in changed], rows, wanted))


def _reasons(pks: Iterable[int], rows: dict[int, Passage], wanted: State | None) -> Iterator[list]:
    for pk in pks:
        if pk not in rows:
            yield [pk, NOT_THERE]
        elif rows[pk].state == State.WITHDRAWN or wanted not in (None, rows[pk].state):
            yield [pk, f"It is {rows[pk].get_state_display().lower()}."]


@dataclass
class Report:
    """How far a job has come, and which passages refused it."""

    of: int = 0
    looked_at: int = 0
    changed: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)

    @property
    def unchanged(self) -> int:
        """Passages that were looked at and stayed as they were."""
        return self.looked_at - self.changed

    @property
    def held_back(self) -> int:
        """How many were refused only because of others in their step."""
        return sum(reason == HELD_BACK for _, reason in self.refused)


def report(job: BulkJob) -> Report:
    """What a job has done so far."""
    found = Report()
    for passages, is_done, changed, refused in job.steps.values_list(
        "passages", "is_done", "changed", "refused"
    ):
        found.of += len(passages)
        if is_done:
            found.looked_at += len(passages)
            found.changed += len(changed)
            found.refused += map(tuple, refused)
    return found
