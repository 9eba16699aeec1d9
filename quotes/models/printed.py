"""What a passage prints beside its own columns."""

from typing import TYPE_CHECKING, Any

from quotes.models.wording import Wording
from quotes.text import spans as spans_of
from quotes.text.dates import in_words
from quotes.text.gaps import Gap, joined, placed
from quotes.text.marks import bracketed

if TYPE_CHECKING:
    from quotes.models.passage import Passage
    from quotes.models.revision import PassageRevision
    from quotes.models.turn import Turn


class PrintedPassage:
    """Properties that templates, records and citations read; they follow loaded relations."""

    pk: int
    speaker: Any
    topics: Any
    turn: Any
    spans: list[list[int]]
    gaps: list[str]
    first_character: int
    text: str
    wording: str
    said_on: str
    version: int
    revisions: Any
    memberships: Any

    @property
    def source(self):
        """The document it stands in."""
        return self.turn.source

    @property
    def interview(self):
        """The occasion it was said on."""
        return self.turn.source.interview

    @property
    def event(self):
        """What it was said at."""
        return self.interview.event

    @property
    def tags(self) -> "list[Any]":
        """The topics it carries."""
        return list(self.topics.all())

    @property
    def question(self) -> "Turn | None":
        """The question it answers, if the source prints one."""
        return self.turn.answers

    @property
    def grade(self) -> Wording:
        """Its wording with rank, mark and meaning."""
        return Wording(self.wording)

    @property
    def words_by(self) -> str:
        """The reporter whose words a paraphrase is in; empty for quoted words."""
        return self.source.reporter if self.wording == Wording.PARAPHRASED else ""

    @property
    def said(self) -> str:
        """EDTF date of speaking: its own, or else the interview's."""
        return self.said_on or self.interview.dates

    @property
    def said_in_words(self) -> str:
        """When it was said, as a reader would say it; empty when unknown."""
        return in_words(self.said)

    @property
    def joints(self) -> list[int]:
        """Offsets in the text at which a new part begins."""
        return spans_of.joints(self.spans)

    @property
    def gaps_at(self) -> dict[int, Gap]:
        """What stands in the document between two parts, by the offset of the second."""
        return placed(self.joints, self.gaps)

    @property
    def parts(self) -> list[str]:
        """The words as parts, one for each span."""
        return [self.turn.text[start:end] for start, end in self.spans]

    @property
    def told(self) -> str:
        """The words with a mark where some are left out, as for a quotation without marks."""
        return self._joined(is_quoted=False)

    @property
    def quoted(self) -> str:
        """The words in quotation marks; those of an account, which are the reporter's, without."""
        return self._joined(is_quoted=self.wording != Wording.PARAPHRASED)

    def _joined(self, *, is_quoted: bool) -> str:
        gaps = self.gaps_at
        return joined(spans_of.parted(self.text, list(gaps)), gaps.values(), is_quoted=is_quoted)

    @property
    def bracketed(self) -> list[list[int]]:
        """Places of the words that are the outlet's own, in square brackets."""
        return bracketed(self.text)

    @property
    def latest_revision(self) -> "PassageRevision":
        """The revision of the version now published."""
        return next(r for r in self.revisions.all() if r.number == self.version)

    @property
    def before(self) -> "Passage | None":
        """The published passage before this one in its turn; needs ``for_record``."""
        before = (p for p in self._neighbours if p.first_character < self.first_character)
        return max(before, key=lambda p: p.first_character, default=None)

    @property
    def after(self) -> "Passage | None":
        """The published passage behind this one in its turn; needs ``for_record``."""
        after = (p for p in self._neighbours if p.first_character > self.first_character)
        return min(after, key=lambda p: p.first_character, default=None)

    @property
    def _neighbours(self) -> "list[Passage]":
        return [each for each in self.turn.passages_of_any_state if each.is_published]

    @property
    def change(self) -> int:
        """The archive's version in which anything of its record changed last."""
        turn, interview, question = self.turn, self.interview, self.question
        nouns = [self, self.speaker, turn, turn.source, turn.source.outlet, interview]
        nouns += [interview.event, interview.event.series, question, question and question.speaker]
        nouns += self.topics.all()
        return max(noun.changed_in for noun in nouns if noun)

    @property
    def reports(self) -> list["Passage"]:
        """All published reports of the same utterance, this one included, the closest first.

        Empty when no other report is confirmed.
        """
        found = [
            member.passage
            for membership in self.memberships.all()
            if membership.is_confirmed
            for member in membership.utterance.members.all()
            if member.is_confirmed and member.passage.is_published
        ]
        found.sort(key=lambda report: (report.grade.rank, report.pk))
        return found if len(found) > 1 else []

    @property
    def also_reported(self) -> list["Passage"]:
        """The other published reports of the same utterance, the closest wording first."""
        return [report for report in self.reports if report.pk != self.pk]
