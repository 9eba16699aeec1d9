"""Review by a second person: sending back, assigning, and who may publish whose work."""

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User

from quotes.editorial.authorship import own_nouns, own_work
from quotes.editorial.publishing import publish, take_from_review
from quotes.editorial.version import NotPossibleError, RefusedError, locked_archive
from quotes.models import Passage, ReviewEvent, ReviewEventKind, State

# Who may publish anything, own work included, and who may publish what others wrote.
PUBLISH, REVIEW = "quotes.publish_passage", "quotes.review_passage"
OWN_WORK = "It is your own work: somebody else publishes it."
OWN_NOUN = (
    "Readers would first see what you entered or changed of its {}: somebody else publishes it."
)
NOT_IN_REVIEW = "It is not in review: its author sends it there first."


def may_review(editor: User) -> bool:
    """Whether an editor may publish what others wrote."""
    return editor.has_perm(PUBLISH) or editor.has_perm(REVIEW)


def publish_reviewed(passages: Iterable[Passage], *, editor: User) -> list[Passage]:
    """Publish drafts as ``publish`` does, in the name of an editor who may do so.

    A reviewer publishes what others have sent to review. Chief editors publish anything; where it
    is their own work, that is entered for good. Raises RefusedError.
    """
    with locked_archive():
        pks = [passage.pk for passage in passages]
        own = _own(pks, editor)
        if not editor.has_perm(PUBLISH):
            _refuse(pks, own)
        published = publish([Passage(pk=pk) for pk in pks], editor=editor)
        ReviewEvent.objects.enter(sorted(own), ReviewEventKind.PUBLISHED_OWN, editor=editor)
    return published


def why_not_reviewed_by(passage: Passage, editor: User) -> str:
    """Why an editor may not publish a draft; empty if they may."""
    if editor.has_perm(PUBLISH):
        return ""
    if not editor.has_perm(REVIEW):
        return "Only reviewers and chief editors publish."
    if passage.state != State.IN_REVIEW:
        return NOT_IN_REVIEW
    return _own([passage.pk], editor).get(passage.pk, "")


def _own(pks: Sequence[int], editor: User) -> dict[int, str]:
    """Those of these passages that an editor may not publish alone, and why not."""
    printed = {pk: OWN_NOUN.format(kind) for pk, kind in own_nouns(pks, editor).items()}
    return printed | dict.fromkeys(own_work(pks, editor), OWN_WORK)


def _refuse(pks: Sequence[int], own: dict[int, str]) -> None:
    in_review = set(Passage.objects.in_review().filter(pk__in=pks).values_list("pk", flat=True))
    reasons = {pk: NOT_IN_REVIEW for pk in pks if pk not in in_review}
    reasons |= own
    if reasons:
        raise RefusedError(reasons[min(reasons)], reasons)


def send_back(passages: Iterable[Passage], *, comment: str, editor: User) -> list[int]:
    """Make drafts again of passages in review, with a comment for their authors.

    What is not in review is left as it is. Gives primary keys.
    """
    if not comment.strip():
        raise NotPossibleError("Say what has to be changed: its author sees it.")
    with locked_archive():
        moved = take_from_review(passages, editor=editor)
        ReviewEvent.objects.enter(
            moved, ReviewEventKind.SENT_BACK, editor=editor, comment=comment.strip()
        )
    return moved


def assign(
    passages: Iterable[Passage], *, reviewer: User | None, editor: User, comment: str = ""
) -> list[int]:
    """Ask a reviewer to look at passages that are not published yet; gives primary keys.

    No ``reviewer`` takes it back. Raises NotPossibleError if the reviewer could not publish them.
    """
    if reviewer is not None and not (reviewer.is_active and may_review(reviewer)):
        raise NotPossibleError(f"{reviewer} may not review: choose somebody else.")
    with locked_archive():
        pks = [passage.pk for passage in passages]
        open_ones = Passage.objects.filter(pk__in=pks, state__in=[State.DRAFT, State.IN_REVIEW])
        chosen = sorted(open_ones.values_list("pk", flat=True))
        if reviewer and not reviewer.has_perm(PUBLISH) and _own(chosen, reviewer):
            raise NotPossibleError(
                f"{reviewer} wrote some of it, or of what it prints: choose somebody else."
            )
        ReviewEvent.objects.enter(
            chosen, ReviewEventKind.ASSIGNED, editor=editor, comment=comment, reviewer=reviewer
        )
    return chosen


def reviewers() -> list[User]:
    """Everybody who may publish what others wrote, by name."""
    able = User.objects.filter(is_active=True, is_staff=True).order_by("username")
    return [user for user in able if may_review(user)]
