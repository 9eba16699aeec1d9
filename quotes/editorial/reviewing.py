"""Review by a second person: sending back, assigning, and who may publish whose work."""

from collections.abc import Collection, Iterable, Sequence

from django.contrib.auth.models import User

from quotes.editorial.corrections import CITED
from quotes.editorial.publishing import publish, take_from_review
from quotes.editorial.version import NotPossibleError, RefusedError, locked_archive
from quotes.models import Passage, ReviewEvent, ReviewEventKind, State

# Who may publish anything, own work included, and who may publish what others wrote.
PUBLISH, REVIEW = "quotes.publish_passage", "quotes.review_passage"
OWN_WORK = "It is your own work: somebody else publishes it."
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
        own = own_work(pks, editor)
        if not editor.has_perm(PUBLISH):
            _refuse(pks, own)
        published = publish([Passage(pk=pk) for pk in pks], editor=editor)
        ReviewEvent.objects.enter(sorted(own), ReviewEventKind.PUBLISHED_OWN, editor=editor)
    return published


def own_work(passages: Collection[int], editor: User) -> set[int]:
    """Those of these passages that an editor has entered, or in which a cited field is theirs.

    Turn and words are compared too: in another turn a passage is of another source, and whoever
    corrects a turn changes the words of its passages.
    """
    names = ("turn", "text", *CITED)
    columns = [Passage._meta.get_field(name).attname for name in names]  # type: ignore[union-attr]
    rows = Passage.history.filter(id__in=list(passages)).order_by("history_date", "history_id")
    before: dict[int, tuple] = {}
    own: set[int] = set()
    for pk, user, *values in rows.values_list("id", "history_user", *columns):
        if user == editor.pk and before.get(pk) != tuple(values):
            own.add(pk)
        before[pk] = tuple(values)
    return own


def why_not_reviewed_by(passage: Passage, editor: User) -> str:
    """Why an editor may not publish a draft; empty if they may."""
    if editor.has_perm(PUBLISH):
        return ""
    if not editor.has_perm(REVIEW):
        return "Only reviewers and chief editors publish."
    if passage.state != State.IN_REVIEW:
        return NOT_IN_REVIEW
    return OWN_WORK if own_work([passage.pk], editor) else ""


def _refuse(pks: Sequence[int], own: set[int]) -> None:
    in_review = set(Passage.objects.in_review().filter(pk__in=pks).values_list("pk", flat=True))
    reasons = {pk: NOT_IN_REVIEW for pk in pks if pk not in in_review}
    reasons |= dict.fromkeys(own, OWN_WORK)
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
        if reviewer and not reviewer.has_perm(PUBLISH) and own_work(chosen, reviewer):
            raise NotPossibleError(f"{reviewer} wrote some of it: choose somebody else.")
        ReviewEvent.objects.enter(
            chosen, ReviewEventKind.ASSIGNED, editor=editor, comment=comment, reviewer=reviewer
        )
    return chosen


def reviewers() -> list[User]:
    """Everybody who may publish what others wrote, by name."""
    able = User.objects.filter(is_active=True, is_staff=True).order_by("username")
    return [user for user in able if may_review(user)]
