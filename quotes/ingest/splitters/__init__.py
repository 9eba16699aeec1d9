"""Documents split into turns and proposed passages. Pure.

``split`` recognises the shape of a document, or takes the one it is given. The result has the
turns, the proposed passages, and each stretch that is in no turn, with the reason.
"""

import re
from collections.abc import Callable, Sequence

from quotes.ingest.documents import Document
from quotes.ingest.splitters import (
    alternating,
    headed,
    labelled,
    passages,
    reported,
    statement,
    structured,
)
from quotes.ingest.splitters.assembling import Stretch, assemble
from quotes.ingest.splitters.furniture import furniture
from quotes.ingest.splitters.pieces import Piece, pieces
from quotes.ingest.splitters.results import (
    Kind,
    Leftover,
    Passage,
    Shape,
    ShapeError,
    Split,
    Turn,
)

__all__ = ["Kind", "Leftover", "Passage", "Shape", "ShapeError", "Split", "Turn", "split"]

WORDING = {
    Shape.STRUCTURED: "verbatim", Shape.LABELLED: "verbatim", Shape.HEADED: "verbatim",
    Shape.STATEMENT: "verbatim", Shape.DASHED: "edited", Shape.ALTERNATING: "edited",
}  # fmt: skip
INTERVIEW = re.compile(
    r"\binterview|edited for|entretien|entrevista|intervista|интервью|сұхбат|röportaj|"
    r"مقابلة|专访|專訪",
    re.IGNORECASE,
)
TRANSCRIPT = re.compile(
    r"transcri|verbatim|texte intégral|стенограмма|расшифровка|wortprotokoll|文字(?:实录|實錄|稿)",
    re.IGNORECASE,
)
# Marks that are there are no less so for what else the text may be.
MARKED = frozenset({Shape.STRUCTURED, Shape.LABELLED, Shape.DASHED, Shape.HEADED})
RIVALS = {shape: MARKED if shape in MARKED else frozenset(Shape) for shape in Shape}
RIVALS[Shape.STRUCTURED] = frozenset()
MARKED_ENOUGH, CERTAIN = 0.4, 0.95
Candidate = tuple[float, Callable[[], list[Stretch]]]


def split(document: Document, shape: str | Shape | None = None) -> Split:
    """The document as turns; ``shape`` overrules what it is recognised as.

    Raises ShapeError where the document has nothing of the shape asked for, ValueError for a name
    that is no shape.
    """
    lines = pieces(document)
    candidates = _candidates(document, lines, looks_at_all=bool(shape))
    best = Shape(shape) if shape else max(candidates, key=lambda each: candidates[each][0])
    evidence, stretches = candidates[best]
    if shape and not evidence:
        others = ", ".join(each for each, (strength, _) in candidates.items() if strength) or "none"
        raise ShapeError(f"Nothing in the document is {best}; it may be: {others}.")
    turns, leftovers = assemble(document.text, stretches())
    if best is Shape.REPORT:
        found = reported.passages(turns, document.text)
    else:
        about = " ".join(document.text[left.start : left.end] for left in leftovers)
        wording = _wording(best, f"{document.metadata.title} {about}")
        found = list(passages.proposed(turns, wording))
    people = {turn.speaker: turn.role for turn in reversed(turns) if turn.speaker}
    for passage in found:
        people.setdefault(passage.speaker, "")
    people.pop("", None)
    rivals = [
        strength
        for other, (strength, _) in candidates.items()
        if other is not best and other in RIVALS[best]
    ]
    confidence = _confidence(evidence, rivals)
    return Split(best, confidence, tuple(turns), tuple(found), tuple(leftovers), people)


def _candidates(
    document: Document, lines: Sequence[Piece], *, looks_at_all: bool
) -> dict[Shape, Candidate]:
    """How strongly each shape is shown, and how to split by it; no others where one is certain."""
    title = document.metadata.title
    reasons = furniture(lines)
    labels = labelled.labelled(lines, document.text, title)
    structure = structured.evidence(lines)
    candidates: dict[Shape, Candidate] = {
        Shape.STRUCTURED: (structure, lambda: structured.stretches(lines)),
        Shape.LABELLED: (labels.evidence, lambda: labelled.stretches(labels, reasons)),
    }
    if not looks_at_all and max(structure, labels.evidence) >= CERTAIN:
        return candidates
    heads = headed.headed(lines, reasons, title)
    dashes = alternating.dashed(lines, reasons, title)
    pairs = alternating.alternating(lines, reasons, title)
    speech = statement.statement(lines, reasons, title)
    report = reported.evidence(lines, reasons)
    # Paragraphs that merely follow one another count for little where something marks the turns.
    marked = max(labels.evidence, dashes.evidence)
    paired = pairs.evidence * (0.5 if marked > MARKED_ENOUGH else 1.0)
    return candidates | {
        Shape.HEADED: (heads.evidence, lambda: headed.stretches(heads, reasons)),
        Shape.DASHED: (dashes.evidence, lambda: alternating.stretches(dashes, reasons)),
        Shape.ALTERNATING: (paired, lambda: alternating.stretches(pairs, reasons)),
        Shape.STATEMENT: (speech.evidence, lambda: statement.stretches(speech, reasons)),
        Shape.REPORT: (report, lambda: reported.stretches(lines, reasons)),
    }


def _wording(shape: Shape, about: str) -> str:
    """How close the words are to what was said, by what the document says of itself.

    An interview with an introduction is an article, and edited; one that calls itself a transcript
    is not.
    """
    if shape is Shape.LABELLED and INTERVIEW.search(about) and not TRANSCRIPT.search(about):
        return "edited"
    return WORDING[shape]


def _confidence(evidence: float, others: Sequence[float]) -> float:
    """The evidence for a shape, less where another has nearly as much."""
    rival = max(others, default=0.0)
    margin = min(1.0, 0.6 + max(0.0, evidence - rival))
    return round(min(1.0, evidence) * margin, 2)
