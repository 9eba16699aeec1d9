"""Records of parliaments: Akoma Ntoso and TEI with its profile ParlaMint. Pure.

Speakers are those that the structure names, by the full names that the file gives for its keys.
Labels in the text are dropped, for the name is known; what is no speech is marked as a note.
"""

import re
from typing import Any

from lxml import etree

from quotes.ingest.documents import Document, Metadata, UnreadableError, day_of
from quotes.ingest.readers.markup import Role, captured, parsed_xml

LABEL = "speaker label"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ID = "{http://www.w3.org/XML/1998/namespace}id"
AKN_SPEECH = frozenset(("speech", "question", "answer", "speechGroup", "other"))
AKN_NOTES = frozenset(("summary", "narrative", "scene", "rollCall", "recordedTime", "prayers"))
AKN_BLOCKS = frozenset((
    "p", "block", "debateSection", "heading", "subheading", "num", "preface", "debateBody", "td",
    "th", "tr", "table", "ul", "ol", "li", "blockList", "item", "docTitle", "docDate",
    "administrationOfOath", "petitions", "papers", "questions", "address", "proceduralMotions",
    "resolutions", "ministerialStatements", "declarationOfVote", "communication", "noticesOfMotion",
    "writtenStatements", "personalStatements", "nationalInterest", "pointOfOrder", "adjournment",
))  # fmt: skip
TEI_NOTES = frozenset(("note", "kinesic", "vocal", "incident", "gap", "stage", "desc", "writing"))
TEI_BLOCKS = frozenset((
    "body", "front", "back", "div", "p", "u", "seg", "head", "sp", "ab", "lg", "l", "list", "item",
    "quote", "floatingText", "table", "row", "cell",
))  # fmt: skip
KINDS = {"li": "list", "item": "list", "td": "table", "th": "table", "cell": "table"}
# Three letters for what BCP 47 writes in two, as far as records of parliaments have them.
LANGUAGES = {
    "eng": "en", "gle": "ga", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "ita": "it",
    "spa": "es", "por": "pt", "nld": "nl", "dut": "nl", "rus": "ru", "kaz": "kk", "tur": "tr",
    "ara": "ar", "zho": "zh", "chi": "zh", "ell": "el", "gre": "el", "pol": "pl", "swe": "sv",
}  # fmt: skip


def read_xml(data: bytes) -> Document:
    """A debate in Akoma Ntoso, or a text in TEI; raises UnreadableError for any other XML."""
    root = parsed_xml(data)
    tag = _name(root)
    if tag == "akomaNtoso":
        return _AkomaNtoso(root).document()
    if tag in ("TEI", "teiCorpus", "TEI.2"):
        return _Tei(root).document()
    raise UnreadableError(
        f"The file is XML whose outermost element is “{tag[:40]}”. Akoma Ntoso, TEI and web pages "
        "can be read; save it as one of these, or as text."
    )


def _name(element: Any) -> str:
    return etree.QName(element).localname


def _first(root: Any, *paths: str, attribute: str = "") -> str:
    """The words, or the attribute, of the first element that one of the paths finds."""
    for path in paths:
        for element in root.iterfind(path):
            words = element.get(attribute, "") if attribute else "".join(element.itertext())
            if words.strip():
                return " ".join(words.split())
    return ""


def _key(pointer: str) -> str:
    return pointer.rpartition("#")[2]


class _AkomaNtoso:
    def __init__(self, root: Any) -> None:
        self.root = root
        self.names = {
            key: element.get("showAs", "")
            for element in root.iter("{*}TLCPerson", "{*}TLCRole", "{*}TLCOrganization")
            if (key := element.get("eId") or element.get("id"))
        }

    def document(self) -> Document:
        """The debate with its speeches."""
        return captured(self.root, self.describe).document("akoma-ntoso", self._metadata())

    def describe(self, element: Any) -> Role:
        """What an element means; those that are not known stand inside a line."""
        tag = _name(element)
        if tag == "meta":
            return Role(is_markup=True)
        if tag in ("br", "eol"):
            return Role(is_line_break=True)
        if tag == "from":
            return Role(is_block=True, dropped=LABEL)
        if tag in AKN_SPEECH and (element.get("by") or tag != "other"):
            return self._speech(element)
        if tag in AKN_NOTES:
            return Role(is_block=True, kind="note", speaker="", role="")
        if tag in ("heading", "subheading", "num", "preface", "docTitle"):
            return Role(is_block=True, kind="heading", speaker="", role="", level=2)
        return Role(is_block=tag in AKN_BLOCKS, kind=KINDS.get(tag, ""), is_strong=tag == "b")

    def _speech(self, element: Any) -> Role:
        printed = element.find("{*}from")
        label = " ".join("".join(printed.itertext()).split()) if printed is not None else ""
        by, office = _key(element.get("by", "")), _key(element.get("as", ""))
        return Role(
            is_block=True,
            kind="speech",
            speaker=self.names.get(by) or label.rstrip(" :.–-"),
            role=self.names.get(office, ""),
            locator=element.get("startTime", ""),
        )

    def _metadata(self) -> Metadata:
        language = _first(self.root, ".//{*}FRBRlanguage", attribute="language")
        return Metadata(
            title=_first(
                self.root, ".//{*}FRBRalias[@value]", attribute="value"
            ) or _first(self.root, ".//{*}docCommittee", ".//{*}docTitle"),
            date=day_of(
                _first(self.root, ".//{*}FRBRWork/{*}FRBRdate", ".//{*}docDate", attribute="date")
            ),
            outlet=_first(self.root, ".//{*}docProponent"),
            url=self._address(),
            language=LANGUAGES.get(language, language),
        )  # fmt: skip

    def _address(self) -> str:
        address = _first(self.root, ".//{*}FRBRWork/{*}FRBRuri", attribute="value")
        return address if address.startswith(("http://", "https://")) else ""


class _Tei:
    def __init__(self, root: Any) -> None:
        self.root = root
        self.names = {
            person.get(ID, ""): _person_name(person)
            for person in root.iter("{*}person", "{*}org")
            if person.get(ID)
        }

    def document(self) -> Document:
        """The text with its utterances."""
        return captured(self.root, self.describe).document("tei", self._metadata())

    def describe(self, element: Any) -> Role:
        """What an element means; those that are not known stand inside a line."""
        tag = _name(element)
        if tag in ("teiHeader", "standOff", "linkGrp", "spanGrp"):
            return Role(is_markup=True)
        if tag in ("lb", "cb"):
            return Role(is_line_break=True)
        if tag in ("w", "pc"):
            return Role(is_glued=element.get("join") in ("right", "both"))
        if tag == "speaker" or (tag == "note" and element.get("type") in ("speaker", "speech")):
            return Role(is_block=True, dropped=LABEL)
        if tag in TEI_NOTES:
            kind = "time" if element.get("type") == "time" else "note"
            return Role(is_block=True, kind=kind, speaker="", role="")
        if tag in ("u", "sp"):
            who = element.get("who", "")
            return Role(is_block=True, kind="speech", speaker=self._speaker(who), role="")
        if tag == "head":
            return Role(is_block=True, kind="heading", speaker="", role="", level=2)
        is_bold = tag == "hi" and "bold" in element.get("rend", "")
        return Role(is_block=tag in TEI_BLOCKS, kind=KINDS.get(tag, ""), is_strong=is_bold)

    def _speaker(self, who: str) -> str:
        """The name behind a key; a key that leads nowhere is a name itself, with points in it."""
        if not who.strip():
            return ""
        key = _key(who.split()[0])
        return self.names.get(key) or re.sub(r"[._]+", " ", key).strip()

    def _metadata(self) -> Metadata:
        bibl = ".//{*}sourceDesc/{*}bibl/"
        text = next(self.root.iter("{*}text"), None)
        language = self.root.get(LANG, "") if text is None else text.get(LANG, "")
        return Metadata(
            title=_first(self.root, f"{bibl}{{*}}title", ".//{*}titleStmt/{*}title"),
            date=day_of(
                _first(self.root, ".//{*}setting/{*}date", f"{bibl}{{*}}date", attribute="when")
            ),
            outlet=_first(self.root, f"{bibl}{{*}}publisher", ".//{*}publicationStmt/{*}publisher"),
            url=_first(self.root, f"{bibl}{{*}}idno[@type='URI']"),
            language=language or self.root.get(LANG, ""),
        )


def _person_name(person: Any) -> str:
    """Forename and surname, as the person's first name has them."""
    name = person.find("{*}persName")
    if name is None:
        return _first(person, "{*}orgName", "{*}name")
    parts = [
        " ".join("".join(part.itertext()).split())
        for kind in ("forename", "surname")
        for part in name.iterfind(f"{{*}}{kind}")
    ]
    return " ".join(parts) or " ".join("".join(name.itertext()).split())
