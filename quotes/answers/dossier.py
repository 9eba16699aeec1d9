"""Dossiers: chosen passages in order, as they were when chosen, with what became of them since.

The archive keeps nothing of a dossier: its address holds all. So whoever opens one later is told
what has changed.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from quotes.answers.permalinks import withdrawal
from quotes.answers.printed_passage import Sheet, sheet, sheet_of_version
from quotes.answers.query_marks import Marks
from quotes.citations import docx
from quotes.citations.bibtex import bibtex
from quotes.citations.cited import Cited
from quotes.citations.csv_row import csv_table, gaps_in_cell, guarded, joints_in_cell
from quotes.citations.embedding import USUAL_WIDTH, frame_of
from quotes.citations.reading import cited
from quotes.citations.ris import ris
from quotes.filters.dossier import MAX_ITEMS, Chosen, DossierParameters
from quotes.models import Identifier, Passage, PassageRevision
from quotes.models.absence import note_absence
from quotes.models.addresses import address
from quotes.models.passage_record import published_record
from quotes.text.interface import message, numbered

TITLE = message("Dossier")
FRAME_HEIGHT = 600
COLUMNS = (
    "guarded", "id", "version", "state", "text", "speaker", "role", "said_on", "event", "source",
    "outlet", "source_url", "wording", "url", "spans_joined_at", "gaps",
)  # fmt: skip


class Flag(NamedTuple):
    """What a reader has to know of an item: the kind, in words, and where to read on."""

    kind: str
    said: str
    url: str = ""


@dataclass(frozen=True)
class Item:
    """A passage of a dossier in the version that was chosen; without ``cited`` it has no words."""

    chosen: Chosen
    flags: list[Flag]
    sheet: Sheet | None = None
    cited: Cited | None = None
    remove_url: str = ""
    up_url: str = ""
    down_url: str = ""

    @property
    def state(self) -> str:
        """The kinds of its flags."""
        return " ".join(flag.kind for flag in self.flags) or "unchanged"

    def as_json(self) -> dict[str, Any]:
        """The item, for programs."""
        about = self.cited
        words: dict[str, Any] = {} if about is None else {
            "id": about.record.identifier,
            "version": about.record.version,
            "sha256": about.record.sha256,
            "permalink_version": about.record.url,
            "text": about.text,
            "spans_joined_at": list(about.gaps_at),
            "gaps": list(about.gaps_at.values()),
            "speaker": about.speaker.name,
            "role": about.role,
            "said_on": about.said_on,
            "event": about.event.name,
            "source": about.source.title,
            "outlet": about.source.outlet,
            "wording": about.wording,
        }  # fmt: skip
        flags = [{"kind": flag.kind, "detail": flag.said} for flag in self.flags]
        return {"asked": self.chosen.value, "flags": flags, "passage": words or None}


class Dossier:
    """The items of a dossier and its addresses; ``site`` begins those for others."""

    def __init__(self, parameters: DossierParameters, *, site: str) -> None:
        self.parameters, self.site = parameters, site
        self.title = parameters.title or TITLE
        identifiers = [each.identifier for each in parameters.chosen]
        self._known = Passage.public.for_record().in_bulk_by_identifier(
            [i for i in identifiers if i]
        )

    @cached_property
    def items(self) -> list[Item]:
        """The items in order."""
        return [self._item(place) for place in range(len(self.parameters.chosen))]

    @cached_property
    def count(self) -> int:
        """How many quotations are shown, each once in however many versions."""
        return len(self._times)

    @cached_property
    def _times(self) -> Counter[str]:
        return Counter(item.cited.record.identifier for item in self.items if item.cited)

    @property
    def notes(self) -> list[str]:
        """Notes for the reader on the whole dossier."""
        doubled, left_out = self.parameters.doubled, self.parameters.left_out
        said = []
        if lost := sum(item.cited is None for item in self.items):
            said.append(
                numbered(
                    "{count} item here has no quotation to show; its place says why.",
                    "{count} items here have no quotation to show; their places say why.",
                    lost,
                )
            )
        if several := sum(times > 1 for times in self._times.values()):
            said.append(
                numbered(
                    "{count} quotation stands here more than once, in several versions or since "
                    "another was merged into it. It is counted once.",
                    "{count} quotations stand here more than once, in several versions or since "
                    "others were merged into them. They are counted once.",
                    several,
                )
            )
        if left_out:
            said.append(
                message(
                    "A dossier holds up to {max_items} quotations: the last {left_out} of this "
                    "address are left out. Make a second dossier of them.",
                    max_items=MAX_ITEMS,
                    left_out=left_out,
                )
            )
        if doubled:
            said.append(
                message("Named more than once, and shown once: {doubled}.", doubled=doubled)
            )
        return said

    def url(self, to: str = "dossier", chosen: Sequence[Chosen] | None = None) -> str:
        """Address of the dossier, or of one of these items."""
        items = self.parameters.chosen if chosen is None else chosen
        pairs = [("p", each.value) for each in items]
        title = [("title", self.parameters.title)] if self.parameters.title else []
        return f"{address(to)}?{urlencode([*pairs, *title])}"

    @property
    def short_url(self) -> str:
        """An address for mails, with what it can name."""
        codes = [each.code for each in self.parameters.chosen if each.code]
        title = {"title": self.parameters.title} if self.parameters.title else {}
        query = urlencode({"d": ".".join(codes), **title}, safe="~")
        return f"{self.site}{address('dossier')}?{query}"

    @property
    def embed_url(self) -> str:
        """Address of the page for a frame."""
        return self.url("dossier_embed")

    @property
    def frame(self) -> str:
        """The HTML that shows it on another site; what does not fit is scrolled to."""
        url = self.site + self.embed_url
        return frame_of(url, called=self.title, width=USUAL_WIDTH, height=FRAME_HEIGHT)

    @property
    def fixed_url(self) -> str:
        """The same with the version of every item, where one is left to the present."""
        fixed = [
            replace(each, version=each.version or self._known[each.identifier].version)
            if each.identifier in self._known
            else each
            for each in self.parameters.chosen
        ]
        return self.url(chosen=fixed)

    @property
    def quoted(self) -> list[Cited]:
        """What has words to cite, in order."""
        return [item.cited for item in self.items if item.cited and item.cited.text]

    def as_json(self) -> dict[str, Any]:
        """The dossier for programs."""
        return {
            "title": self.title,
            "url": self.site + self.url(),
            "notes": self.notes,
            "items": [item.as_json() for item in self.items],
        }

    def as_csv(self) -> str:
        """A table with a row for each item, those without words too."""
        return csv_table([COLUMNS, *(_row(item) for item in self.items)])

    def as_bibtex(self) -> str:
        """An entry for each quotation that has words."""
        return "\n".join(bibtex(each) for each in self.quoted)

    def as_ris(self) -> str:
        """A reference for each quotation that has words."""
        return "\r\n".join(ris(each) for each in self.quoted)

    def as_docx(self) -> Iterator[bytes]:
        """The quotations with footnotes, and before them what became of the others."""
        flagged = [
            f"{item.chosen.value}: {flag.said}" for item in self.items for flag in item.flags
        ]
        about = [*self.notes, *flagged, self.site + self.url()]
        return docx.document(self.title, about, self.quoted)

    def _item(self, place: int) -> Item:
        chosen = self.parameters.chosen
        each, rest = chosen[place], [*chosen[:place], *chosen[place + 1 :]]
        links = {"remove_url": self.url(chosen=rest)}
        if place:
            links["up_url"] = self.url(chosen=[*rest[: place - 1], each, *rest[place - 1 :]])
        if place < len(rest):
            links["down_url"] = self.url(chosen=[*rest[: place + 1], each, *rest[place + 1 :]])
        if each.identifier in self._known:
            return self._published(each, self._known[each.identifier], links)
        return self._gone(each, links)

    def _published(
        self, each: Chosen, passage: Passage, links: dict[str, Any], *flags: Flag
    ) -> Item:
        identifier, wanted = str(passage.identifier_id), each.version or passage.version
        all_flags = list(flags)
        if flags or wanted == passage.version:
            shown = sheet(passage, Marks([], []), "")
            return Item(each, all_flags, shown, cited(passage, site=self.site), **links)
        revision = PassageRevision.objects.version(identifier, str(wanted))
        if revision is None:
            note_absence(identifier)
            said = message(
                "There is no version {wanted}: this is the present one, {version}.",
                wanted=wanted,
                version=passage.version,
            )
            all_flags.append(Flag("no-such-version", said, passage.get_absolute_url()))
            shown = sheet(passage, Marks([], []), "")
            return Item(each, all_flags, shown, cited(passage, site=self.site), **links)
        said = message(
            "Version {wanted} was chosen. It has been corrected since: the present "
            "version is {version}.",
            wanted=wanted,
            version=passage.version,
        )
        all_flags.append(Flag("changed", said, address("passage_history", identifier)))
        if revision.removal_note:
            all_flags.append(Flag("words-removed", revision.removal_note))
        about = cited(passage, site=self.site, revision=revision)
        return Item(each, all_flags, sheet_of_version(passage, revision), about, **links)

    def _gone(self, each: Chosen, links: dict[str, Any]) -> Item:
        if not each.identifier:
            said = message(
                "“{written}” is mistyped: no permalink looks like this. Compare it with the "
                "place you have it from.",
                written=each.written,
            )
            return Item(each, [Flag("mistyped", said)], **links)
        note_absence(each.identifier)
        end = Identifier.objects.at_end_of_merges(each.identifier)
        target = end and end.pk != each.identifier and published_record(end.pk)
        if end and target:
            said = message(
                "{identifier} has been merged into {pk}, which is shown.",
                identifier=each.identifier,
                pk=end.pk,
            )
            moved = Flag("merged", said, target.get_absolute_url())
            return self._published(each, target, links, moved)
        if end and end.last_event and end.last_event.kind in ("withdrawn", "split_into"):
            fate = withdrawal(end.last_event, None)
            said = message(
                "Withdrawn on {on_in_words}: {reason}",
                on_in_words=fate["on_in_words"],
                reason=fate["reason"],
            )
            return Item(each, [Flag("withdrawn", said, address("passage", end.pk))], **links)
        said = message(
            "The archive has never given “{identifier}” to a quotation.", identifier=each.identifier
        )
        return Item(each, [Flag("unknown", said)], **links)


def _row(item: Item) -> list[str]:
    about = item.cited
    if about is None:
        return guarded(COLUMNS[1:], [item.chosen.value, "", item.state, *[""] * 12])
    return guarded(COLUMNS[1:], [
        about.record.identifier, str(about.record.version), item.state, about.text,
        about.speaker.name, about.role, about.said_on, about.event.name, about.source.title,
        about.source.outlet, about.source.url, about.wording, about.record.url,
        joints_in_cell(about.gaps_at), gaps_in_cell(about.gaps_at),
    ])  # fmt: skip
