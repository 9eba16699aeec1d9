"""Documents on the editors' desk: read, proposed, kept until they are accepted or discarded.

What is accepted goes through ``importer``, the same way as files of ``import_source``.
"""

from collections.abc import Iterable, Iterator, Mapping
from textwrap import shorten
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from quotes import editorial
from quotes.ingest import files
from quotes.ingest.anchors import Fate
from quotes.ingest.captures import Capture
from quotes.ingest.decisions import (
    Details,
    Person,
    Proposal,
    Review,
    restored,
    reviewed,
    stored,
    unnamed_labels,
    without_speaker,
)
from quotes.ingest.document_nouns import (
    UNKNOWN_OUTLET,
    Confirmed,
    default_wording,
    document_language,
    document_title,
    is_record,
)
from quotes.ingest.documents import UnreadableError, day_of
from quotes.ingest.importer import (
    Imported,
    LookedUp,
    draft_in_kept,
    import_capture,
    is_free,
    kept_turns,
    looked_up,
    propose_reports,
    source_before,
)
from quotes.ingest.proposals import (
    MAX_TOPICS,
    TopicsOfArchive,
    proposed_details,
    proposed_speakers,
    similar_passages,
)
from quotes.ingest.readers.process import ReaderProcess
from quotes.models import (
    DocumentImport,
    Interview,
    Outlet,
    PendingImport,
    Source,
    Speaker,
    SpeakerKind,
    Topic,
)
from quotes.models.archive_state import last_removal
from quotes.text.counted import counted
from quotes.text.names import name_key

# As much as a book: a longer one is weeks of reading for an editor, and one page keeps it all.
MAX_CHARACTERS = 1_000_000
# Passages of a document that are compared with the published ones.
MAX_COMPARED = 300
# Characters of a passage that tell an editor which one is meant.
MAX_SHOWN = 60
TOO_LONG = (
    f"The document has more than {MAX_CHARACTERS:,} characters. Split it, or have it imported by "
    "the command import_source."
)
REMOVED_MEANWHILE = (
    "Words were taken out of the archive while this was read: give the document once more."
)


def receive(
    name: str, data: bytes, *, shape: str, interview: Interview | None, editor: User
) -> PendingImport:
    """Read a document and keep it with proposals; raises UnreadableError with what to do.

    Nothing of the archive changes. If words are removed from it meanwhile, the document is not
    kept: the removal has not looked through it.
    """
    removed_in = last_removal()
    with ReaderProcess() as reader:
        found = files.captured(reader, name, data, shape or None)
    if len(found.document.captured) > MAX_CHARACTERS:
        raise UnreadableError(TOO_LONG)
    pending = PendingImport(
        editor=editor, file_name=name[-255:], file_sha256=files.digest(data), interview=interview
    )
    _propose(pending, found)
    with editorial.locked_archive():
        if last_removal() != removed_in:
            raise UnreadableError(REMOVED_MEANWHILE)
        pending.save()
    return pending


def split_again(pending: PendingImport, shape: str) -> None:
    """Read the shape as the editor says; decisions on turns and passages begin anew.

    Raises UnreadableError where the document has nothing of that shape.
    """
    found = files.split_document(restored(pending.document).document, shape)
    before = Review.from_json(pending.choices)
    _propose(pending, found, is_other=before.is_other)
    review = Review.from_json(pending.choices)
    review.details = before.details
    pending.choices = review.as_json()


def take_for_another(pending: PendingImport) -> None:
    """Review it as a document that the archive has not, because an editor says so."""
    if pending.outcome.get("is_unchanged"):
        raise editorial.NotPossibleError("It is the same document, word for word.")
    _propose(pending, capture_of(pending), is_other=True)


def capture_of(pending: PendingImport) -> Capture:
    """The document that waits, as it was read and split."""
    return restored(pending.document)


def accept(pending: PendingImport, review: Review, *, editor: User) -> Imported:
    """Import the document with the accepted passages as drafts, in one transaction.

    Raises ValidationError for a fact that cannot be stored or a passage without a speaker,
    NotPossibleError for a topic that is gone or a document that somebody else has accepted.
    """
    found = capture_of(pending)
    wanted, pairs = reviewed(found, review)
    _check_speakers(wanted)
    if review.is_other:
        # The same words are the same document, whoever says what.
        same = Source.objects.filter(captured_sha256=wanted.sha256).order_by("pk").first()
        before = LookedUp(DocumentImport.objects.latest_key(), same, is_settled=True)
    else:
        before = looked_up(wanted, pending.file_name, pending.interview)
    with editorial.locked_archive():
        stored = PendingImport.objects.filter(pk=pending.pk, source=None).only("revision").first()
        if stored is None:
            raise editorial.NotPossibleError("This document is in the archive already.")
        if stored.revision != pending.revision:
            raise editorial.NotPossibleError("Somebody else has saved this document meanwhile.")
        kept = kept_turns(wanted, before.source) if before.source else {}
        confirmed = Confirmed(
            said_on=review.details.said_on,
            published=review.details.published,
            wording=review.details.wording,
            event_kind=review.details.event_kind,
            format=review.details.format,
            speakers=settled_speakers(review.people),
            topics={each: tuple(proposal.topics) for proposal, each in pairs},
        )
        done = import_capture(
            wanted,
            name=pending.file_name,
            file_sha256=pending.file_sha256,
            interview=pending.interview,
            editor=editor,
            before=before,
            confirmed=confirmed,
        )
        draft_in_kept(wanted, kept, done, editor=editor, confirmed=confirmed)
        pending.source = Source.objects.get(slug=done.source)
        pending.document, pending.choices = {}, {}
        pending.save()
    propose_reports(done)
    pending.outcome = _outcome(done) | {
        "left_out": len(review.passages) - len(pairs),
        "not_made": len(pairs) - done.drafts,
    }
    pending.save(update_fields=["outcome"])
    return done


def settled_speakers(people: Mapping[str, Person]) -> dict[str, Speaker | Person]:
    """Who is meant by each name of the document; whom nobody knows stands for a new speaker.

    Raises ValidationError where several are called so.
    """
    return {
        name: speaker_named(person.name) or person for name, person in people.items() if person.name
    }


def speaker_named(text: str) -> Speaker | None:
    """The only speaker with this slug, or with exactly this name in any spelling.

    Raises ValidationError where several are called so.
    """
    key = name_key(text)
    found = [
        each
        for each in Speaker.objects.called(text)
        if each.slug == text or key in map(name_key, each.spellings)
    ]
    if len(found) > 1:
        slugs = ", ".join(each.slug for each in found)
        raise ValidationError(f"Several are called “{text}”: give one of {slugs}.")
    return found[0] if found else None


def _check_speakers(wanted: Capture) -> None:
    """Refuse passages that nobody says; an import would leave them out."""
    bare = without_speaker(wanted)
    if bare:
        named = "; ".join(f"“{shorten(each.text, MAX_SHOWN, placeholder='…')}”" for each in bare)
        raise ValidationError(
            f"{counted(len(bare), 'accepted passage')} without a speaker: {named}. Say who it is "
            "under “Who speaks” or beside the passage, or do not accept it."
        )


def _propose(pending: PendingImport, found: Capture, *, is_other: bool = False) -> None:
    """Keep a document with a fresh review of it, and with what it would change if it is known."""
    pending.document = stored(found)
    pending.choices = _review(found, pending.file_name).as_json() | {"is_other": is_other}
    pending.outcome = {}
    if is_other:
        return
    if source := source_before(found, pending.file_name, pending.interview):
        done = import_capture(
            found,
            name=pending.file_name,
            file_sha256=pending.file_sha256,
            interview=pending.interview,
            editor=pending.editor,
            is_dry_run=True,
        )
        pending.outcome = _outcome(done)
        review = Review.from_json(pending.choices)
        review.passages = list(_not_there(review.passages, found, source, done))
        pending.choices = review.as_json()


def _not_there(
    proposals: Iterable[Proposal], found: Capture, source: Source, done: Imported
) -> Iterator[Proposal]:
    """Proposals in turns that would be new, and in kept ones where nobody has made a passage."""
    new = {each.new for each in done.changes if each.fate == Fate.ADDED}
    kept = kept_turns(found, source)
    numbers = {turn.turn.position: number for number, turn in enumerate(found.turns)}
    for each in proposals:
        number = numbers[each.turn]
        if number in new or (number in kept and is_free(kept[number], each.spans)):
            yield each


def _outcome(done: Imported) -> dict[str, Any]:
    """What an import did or would do, by numbers, slugs and keys: no words."""
    return {
        "slug": done.source,
        "is_new": done.is_new,
        "is_unchanged": done.is_unchanged,
        "turns": {str(fate): number for fate, number in done.turns.items()},
        "changes": [[str(each.fate), each.turn, each.new] for each in done.changes],
        "flags": [flag.as_json() for flag in done.flags],
        "drafts": done.drafts,
        "without_speaker": done.without_speaker,
        "reports": done.reports,
        "beside": done.beside,
        "passages": done.passages,
    }


def _review(found: Capture, name: str) -> Review:
    order = [turn.speaker for turn in found.split.turns] + [e.speaker for e in found.passages]
    ordered = sorted(proposed_speakers(found.split), key=lambda each: order.index(each.name))
    said = _details(found, name)
    people = {
        each.name: Person(_likely_name(each), each.role, _likely_kind(each, said.outlet))
        for each in ordered
    }
    people |= {label: Person("") for label in unnamed_labels(found)}
    return Review(said, people, {}, list(_proposals(found)))


def _likely_name(proposed: Any) -> str:
    """The archive's name of the one who may be meant, or else the document's."""
    return proposed.known[0].name if len(proposed.known) == 1 else proposed.name


def _likely_kind(proposed: Any, outlet: str) -> str:
    """A body, if an outlet is called so; not known otherwise."""
    key = name_key(proposed.name)
    is_outlet = key == name_key(outlet) or Outlet.objects.filter(name_key=key).exists()
    return str(SpeakerKind.BODY) if is_outlet else ""


def _details(found: Capture, name: str) -> Details:
    said, likely = found.document.metadata, proposed_details(found.document, found.split)
    date = day_of(likely.said_on)
    return Details(
        title=document_title(found, name),
        byline=said.authors[:200],
        outlet=(likely.outlet.name if likely.outlet else said.outlet)[:200] or UNKNOWN_OUTLET,
        url=said.url,
        language=document_language(found),
        published="" if is_record(found) else said.date,
        said_on=date if is_record(found) or not said.date else "",
        event=(likely.event.name if likely.event else said.event)[:300],
        wording=str(default_wording(found)),
    )


def _proposals(found: Capture) -> Iterable[Proposal]:
    language = document_language(found)
    topics = TopicsOfArchive().proposals
    keys = dict(Topic.objects.values_list("slug", "pk"))
    compared = list(similar_passages(found.passages[:MAX_COMPARED], language))
    for number, each in enumerate(found.passages):
        likely = topics.propose(each.text, language, most=MAX_TOPICS)
        like = compared[number] if number < len(compared) else []
        yield Proposal(
            each.turn,
            [list(span) for span in each.spans],
            each.speaker,
            each.wording,
            proposed=[
                {
                    "topic": keys[one.slug],
                    "words": one.words,
                    "nearest": list(map(int, one.nearest)),
                }
                for one in likely
            ],
            alike=[[one.passage, round(one.likeness, 1)] for one in like],
        )
