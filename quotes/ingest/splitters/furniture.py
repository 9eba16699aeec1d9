"""What stands in a document and is nobody's speech: captions, credits, related stories. Pure."""

import re
from collections.abc import Sequence
from itertools import pairwise

from quotes.ingest.splitters.pieces import Piece
from quotes.text.words import folded

CAPTION, NOTE, RELATED, FOOTER = "photo caption", "editor’s note", "related stories", "footer"
HEADING, INTRODUCTION = "heading", "introduction"
STAGE, RULE, PAGE, LINK = "stage direction", "dividing line", "page number", "link"
# What block kinds of the readers are, if they are no speech.
OF_KIND = {
    "caption": CAPTION, "note": STAGE, "page": PAGE, "footer": FOOTER, "navigation": FOOTER,
    "time": STAGE, "metadata": "metadata", "rule": RULE, "markup": "markup",
}  # fmt: skip
PATTERNS = (
    (RULE, re.compile(r"\W+\Z")),
    (PAGE, re.compile(r"(?:(?:page|страница|стр\.|seite|sayfa|página|бет)\s*)?[-–—\[(]?\s*\d{1,4}"
                      r"\s*[-–—\])]?(?:\s*(?:/|of|de|из|von)\s*\d{1,4})?\Z", re.IGNORECASE)),
    (LINK, re.compile(r"(?:https?://|www\.)\S+\Z")),
    ("markup", re.compile(r"</?[a-zA-Z][^<>]*>(?:\s*</?[a-zA-Z][^<>]*>)*\Z")),
    ("markup", re.compile(r"!\[[^\]]*\]\([^)]*\)\Z")),
    (NOTE, re.compile(r"[\[(*_\s]*(?:editor['’]?s['’]? note|note de la rédaction|ndlr|от редакции|"
                      r"примечание редакции|anm(?:erkung)? d(?:er)? red|nota (?:del editor|de la "
                      r"redacción|da redação)|editörün notu|编者按|編者按)", re.IGNORECASE)),
    (CAPTION, re.compile(r"(?:photo|photos|image|picture|foto|fotoğraf|bild|фото|сурет|коллаж|"
                         r"collage|crédit photo|video|видео|صورة|图片|图)\s*(?:credit|by|courtesy|"
                         r"kredisi)?s?\s*[:/©：]", re.IGNORECASE)),
    (CAPTION, re.compile(r".*(?:[\[(](?:photo |image )?(?:credits?|courtesy|photo|foto|фото|file)"
                         r"\b[^\])]*[\])]|\b(?:photo(?:graph)? credits?|image credits?)\s*:.*|"
                         r"[\[(/](?:AFP|Reuters|AP|Getty|EPA|TASS|Xinhua)\b[^\])]*[\])]?|\bGetty "
                         r"Images)\W*\Z", re.IGNORECASE | re.DOTALL)),
    # A sentence, and behind its point the name of an agency alone.
    (CAPTION, re.compile(r".{20,}[.!?]\s+(?:AP|AFP|EPA|REUTERS|TASS|ТАСС|DPA|EFE|ANSA|AA)\.?\Z")),
    (FOOTER, re.compile(
        r"(?:all rights reserved|©|copyright\b|sign up\b|subscribe\b|follow us|share (?:this|on)\b|"
        r"for (?:further|more) information\b|get the .{1,60} (?:directly|newsletter)|"
        r"(?:additional )?reporting by\b|editing by\b|edited by\b|written by\b|author:|автор:|"
        r"auteur\s*:|our standards:|read more at|tags?:|теги:|advertisement\Z|реклама\Z|"
        r"подпис(?:ывайтесь|аться)|il vous reste \d|suivez-nous|abonnez-vous|"
        r"contact us|terms of use|privacy policy|cookies?\Z|print\Z|\d+ min read\Z|bize ulaşın)",
        re.IGNORECASE)),
    (RELATED, re.compile(
        r"(?:related (?:posts?|stories|articles?|coverage|content|news)|read (?:also|more|next)\b|"
        r"also read\b|see also\b|more (?:details|stories|from|on this|news)\b|recommended\b|"
        r"most read\b|lire aussi|à lire (?:aussi|également)|sur le même (?:sujet|thème)|"
        r"читайте также|читать также|по теме|материалы по теме|другие новости|"
        r"ilgili haberler|lee también|te puede interesar|mehr zum thema|lesen sie auch|"
        r"اقرأ أيضا|اقرأ أيضاً|مواضيع ذات صلة|相关(?:阅读|新闻|文章)|延伸閱讀)", re.IGNORECASE)),
    (STAGE, re.compile(r"[(\[（【<][^()\[\]（）【】<>]{1,120}[)\]）】>][.。]?\Z")),
)  # fmt: skip
# What ends the part of a page that is the document's own.
ENDS = (RELATED, FOOTER, NOTE)
SHORT = 120


def furniture(pieces: Sequence[Piece]) -> dict[int, str]:
    """The reason to leave a piece out, by its number, for those that are nobody's speech.

    These are lines that stand twice in a row, short ones before a caption, and short ones after a
    footer or a heading of related stories.
    """
    reasons = {
        number: reason for number, piece in enumerate(pieces) if (reason := reason_for(piece))
    }
    _repeated(pieces, reasons)
    _before_captions(pieces, reasons)
    _at_the_end(pieces, reasons)
    return reasons


def reason_for(piece: Piece) -> str:
    """Why one line is nobody's speech, by itself; empty if nothing says so."""
    if piece.speaker:
        return OF_KIND.get(piece.kind, "") if piece.kind != "note" else STAGE
    if piece.kind in OF_KIND:
        return OF_KIND[piece.kind]
    return next((reason for reason, each in PATTERNS if each.match(piece.text)), "")


def _repeated(pieces: Sequence[Piece], reasons: dict[int, str]) -> None:
    keys = [tuple(folded(piece.text)) if len(piece.text) <= 300 else () for piece in pieces]
    for number, (one, other) in enumerate(pairwise(keys)):
        if one and one == other and len(one) >= 3:
            reasons.setdefault(number, CAPTION)
            reasons.setdefault(number + 1, CAPTION)


def _before_captions(pieces: Sequence[Piece], reasons: dict[int, str]) -> None:
    """Short lines without an end, one paragraph before a caption, are of the picture."""
    for number in sorted((n for n, reason in reasons.items() if reason == CAPTION), reverse=True):
        before = number - 1
        while before > 0 and before not in reasons and number - before <= 3:
            piece = pieces[before]
            if len(piece.text) > SHORT or piece.is_ended or piece.text.endswith((":", "：")):
                break
            reasons[before] = CAPTION
            before -= 1


def _at_the_end(pieces: Sequence[Piece], reasons: dict[int, str]) -> None:
    """What follows the last sentence of speech: headlines of other stories, and the footer."""
    last = max((n for n in range(len(pieces)) if n not in reasons and _is_speech(pieces[n])),
               default=-1)  # fmt: skip
    ends = [number for number, reason in reasons.items() if reason in ENDS and number > last]
    if not ends:
        return
    for number in range(min(ends), len(pieces)):
        reasons.setdefault(number, RELATED)
    # Headlines stand before “more details” as well as behind it.
    number = min(ends) - 1
    while number > last and pieces[number].opens:
        reasons.setdefault(number, RELATED)
        number -= 1


def _is_speech(piece: Piece) -> bool:
    return piece.is_ended or len(piece.text) > 2 * SHORT
