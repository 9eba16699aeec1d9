"""The nouns of the archive, one a file, with their constraints and queries."""

from quotes.models.archive_state import ArchiveState, Version, VersionToken, current_version
from quotes.models.base import FormerSlug
from quotes.models.event import Event, EventKind, EventSeries
from quotes.models.identifier import (
    Identifier,
    IdentifierEvent,
    IdentifierEventKind,
    RegistryRecord,
)
from quotes.models.interview import Interview, InterviewFormat, ParticipantPart, Participation
from quotes.models.jobs import BulkJob, BulkJobKind, BulkJobState, BulkStep, CorpusLoad
from quotes.models.passage import Passage
from quotes.models.pending_import import PendingImport
from quotes.models.review import Proposal, ProposalState, ReviewEvent, ReviewEventKind
from quotes.models.revision import ChangeKind, PassageRevision, Removed, RevisionWords
from quotes.models.source import DocumentImport, Outlet, Source, SourceKind
from quotes.models.speaker import Role, Speaker, SpeakerKind, SpeakerName
from quotes.models.topic import Topic, TopicAlias
from quotes.models.turn import Turn, TurnKind
from quotes.models.utterance import MemberState, Utterance, UtteranceMember
from quotes.models.vocabularies import State, Wording

__all__ = [
    "ArchiveState",
    "BulkJob",
    "BulkJobKind",
    "BulkJobState",
    "BulkStep",
    "ChangeKind",
    "CorpusLoad",
    "DocumentImport",
    "Event",
    "EventKind",
    "EventSeries",
    "FormerSlug",
    "Identifier",
    "IdentifierEvent",
    "IdentifierEventKind",
    "Interview",
    "InterviewFormat",
    "MemberState",
    "Outlet",
    "ParticipantPart",
    "Participation",
    "Passage",
    "PassageRevision",
    "PendingImport",
    "Proposal",
    "ProposalState",
    "RegistryRecord",
    "Removed",
    "ReviewEvent",
    "ReviewEventKind",
    "RevisionWords",
    "Role",
    "Source",
    "SourceKind",
    "Speaker",
    "SpeakerKind",
    "SpeakerName",
    "State",
    "Topic",
    "TopicAlias",
    "Turn",
    "TurnKind",
    "Utterance",
    "UtteranceMember",
    "Version",
    "VersionToken",
    "Wording",
    "current_version",
]
