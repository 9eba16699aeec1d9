"""The resources of an export, with their fields: what ``datapackage.json`` says of them.

Part of format 1: whoever changes a word here makes another package out of the same archive, which
no published checkpoint knows. Raise FORMAT then, here and in ``verify_export``.
"""

from dataclasses import dataclass
from typing import Any

from quotes.text.interface import message

FORMAT = 2
# Those that are read; format 1 knew records of versions alone, and checkpoint.txt no verifier.
READABLE_FORMATS = (1, 2)
NOUN = """
slug           string   name in addresses
former_slugs   array    slugs it had before, which lead to it
change         integer  the archive's change in which it was changed last
"""


@dataclass(frozen=True)
class Resource:
    """One file of JSON lines: name, what a line is, fields, and the one that tells lines apart.

    ``refers`` names the fields that hold the key of a row of another resource, and that resource.
    """

    name: str
    about: str
    table: str
    key: str = ""
    refers: tuple[tuple[str, str], ...] = ()

    @property
    def fields(self) -> list[dict[str, str]]:
        """Name, type and description of each field."""
        rows = [line.split(maxsplit=2) for line in self.table.strip().splitlines()]
        return [dict(zip(("name", "type", "description"), row, strict=True)) for row in rows]

    def described(self, size: int, sha256: str, rows: int) -> dict[str, Any]:
        """Its entry in ``datapackage.json``."""
        return {
            "name": self.name,
            "path": f"{self.name}.jsonl",
            "description": self.about,
            "format": "jsonl",
            "mediatype": "application/jsonl",
            "encoding": "utf-8",
            "bytes": size,
            "hash": f"sha256:{sha256}",
            "rows": rows,
            "schema": self._schema(),
        }

    def _schema(self) -> dict[str, Any]:
        keys = {each.name: each.key for each in RESOURCES}
        references = [
            {"fields": field, "reference": {"resource": name, "fields": keys[name]}}
            for field, name in self.refers
        ]
        key = {"primaryKey": self.key} if self.key else {}
        return {"fields": self.fields, **key, "foreignKeys": references}


def _noun(name: str, about: str, table: str, *refers: tuple[str, str]) -> Resource:
    return Resource(name, about, NOUN.rstrip() + table, "slug", refers)


RESOURCES = (
    _noun("topics", message("Topics of passages, and those above them"), """
name           string   what it is called
scope_note     string   what it is for
parent         string   slug of the topic above; null for a root
aliases        array    other names
""", ("parent", "topics")),
    _noun("series", message("What comes again, and whose editions are events"), """
name           string   what it is called
short_name     string   its abbreviation
kind           string   conference, forum, media_interview, briefing or other
description    string   what it is
"""),
    _noun("events", message("Events at or for which people spoke"), """
series         string   slug of the series; null for an event of its own
name           string   what it is called
short_name     string   its abbreviation; may be empty
kind           string   as of a series
dates          string   EDTF; empty where unknown
place          string   where; empty where unknown
country        string   ISO 3166 code; may be empty
organiser      string   who organised it; may be empty
url            string   its site; may be empty
basis          string   where facts are from that no source prints
""", ("series", "series")),
    _noun("outlets", message("Who publishes"), """
name           string   what it is called
url            string   its site; may be empty
country        string   ISO 3166 code; may be empty
"""),
    _noun("speakers", message("Who speaks or asks"), """
name           string   the name that passages print
sort_name      string   the name as in an index
kind           string   person or body
description    string   public facts
wikidata_id    string   as in Q42; may be empty
names          array    other spellings: objects with name and language
roles          array    offices: objects with title, organisation, start, end (EDTF) and basis
"""),
    _noun("interviews", message("Occasions of speaking"), """
event          string   slug of the event
title          string   as printed; in square brackets where the archive supplied it
format         string   panel, interview, briefing, speech or other
dates          string   EDTF; empty where unknown
language       string   code
basis          string   where facts are from that no source prints
participants   array    objects with speaker (slug), part and role, as printed
""", ("event", "events")),
    _noun("sources", message("Documents that report an interview"), """
interview      string   slug of the interview
outlet         string   slug of the outlet
kind           string   transcript, interview_article, news_report or analysis
title          string   as printed; in square brackets where the archive supplied it
byline         string   the author as printed; may be empty
url            string   where it was published; empty where unknown
archived_url   string   a copy elsewhere; may be empty
published      string   EDTF; empty where unknown
accessed       date     when it was read; null where unknown
language       string   code
note           string   what the outlet says it did to the words
default_wording string  wording of its passages unless they say otherwise
basis          string   where facts are from that it does not print
captured       object   length and sha256 of the captured text, and the ranges dropped from it
""", ("interview", "interviews"), ("outlet", "outlets")),
    Resource(
        "turns", message("Stretches of one speaker in a source of which words are public"), """
number         integer  1, 2, 3 … through the sources, and in the order of each
source         string   slug of the source
position       integer  place in the source; one more than that before only if nothing is between
kind           string   question, answer, statement or narration
speaker        string   slug of the speaker; null where there is no page for one
speaker_as_printed string the name as printed; may be empty
text           string   the whole turn, where it is shown as a question; null otherwise
asker          string   the name shown with the question; null otherwise
length         integer  characters of the turn, with [not public] in the place of hidden words
answers        integer  number of the question that it answers; null without one
rewritten      boolean  whether the outlet rewrote the question; null where unknown
change         integer  the archive's change in which it was changed last
""", "number", (("source", "sources"), ("speaker", "speakers"), ("answers", "turns"))),
    Resource(
        "registry", message("What became of each identifier, in order; the last event counts"), """
id             string   public identifier, with its check character
kind           string   published, withdrawn, reinstated, merged_into or split_into
target         string   the identifier that it was merged or split into; null otherwise
reason         string   why, as readers see it; empty for the publication
time           datetime when, in UTC
""", "", (("id", "passages"), ("target", "passages"))),
    Resource(
        "passages", message("Passages as they are now, in the order in which they were made"), """
id             string   public identifier
state          string   published or withdrawn
version        integer  number of its last version
source         string   slug of the source
turn           integer  number of the turn; null where withdrawn
spans          array    places of its words in the turn, as [start, end], in characters
text           string   its words: those of the spans, joined by spaces; null where withdrawn
speaker        string   slug of the speaker
role           string   the role held then, as printed; may be empty
wording        string   verbatim, edited, reported or paraphrased
language       string   code
translated_from string  code of the language of the source; may be empty
translated_by  string   who translated; may be empty
is_excerpt     boolean  whether it begins or ends inside a sentence
said_on        string   EDTF; empty where it is the interview's date
note           string   to readers; may be empty
topics         array    slugs of its topics
published_at   datetime when it was first published, in UTC
updated_at     datetime when it was last changed, in UTC
change         integer  the archive's change in which it was changed last
""", "id", (("source", "sources"), ("turn", "turns"), ("speaker", "speakers"))),
    Resource(
        "records", message("The log: each line is one record, and its SHA-256 is the record's"), """
format         integer  1 or 2: docs/reference/record-format-2.md describes both
sequence       integer  place in the log, from 1, without gaps
kind           string   what kind of change made a version, or what became of an identifier or words
passage        string   public identifier; not of the registry as a whole
version        integer  1, 2, 3 … of this passage; of versions, and of words that were removed
words          string   SHA-256 of the salt, a line feed, and the words; of versions alone
printed        object   everything else that the version prints; of versions alone
target         string   the identifier that it was merged or split into; null otherwise
reason         string   why; empty for the first version
time           datetime when the record was made, in UTC
happened       datetime when it happened, of what was entered afterwards alone
events         integer  how many lines of the registry were there before format 2
events_sha256  string   SHA-256 of these lines, each with its line feed
previous       string   SHA-256 of the line before; empty for the first
""", "sequence", (("passage", "passages"), ("target", "passages"))),
    Resource(
        "words", message("The words of each version, in the order of their records"), """
sequence       integer  that of the record
passage        string   that of the record
version        integer  that of the record
salt           string   32 hexadecimal digits; null where the words are not here
words          string   the words; null where they are not here
removed        string   empty, or why they are not here: withdrawn or expunged
time           datetime when they were expunged; null otherwise
reason         string   why they were expunged; may be empty
""", "sequence", (("sequence", "records"), ("passage", "passages"))),
    Resource(
        "utterances", message("Passages of different sources that report the same words"), """
interview      string   slug of the interview
members        array    identifiers of the passages
""", "", (("interview", "interviews"),)),
)  # fmt: skip
