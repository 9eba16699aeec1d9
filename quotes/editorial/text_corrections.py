"""Changing the text of a turn: passages and text corrections (``mends``) keep their places."""

from typing import Any

from quotes.editorial.version import NotPossibleError
from quotes.text.spans import uncorrected

Mend = dict[str, Any]


def with_text_changed(
    old: str, new: str, mends: list[Mend], passages: list[list[list[int]]], reason: str
) -> tuple[list[Mend], list[list[list[int]]]]:
    """Corrections and spans for ``new``, if ``old`` had ``mends`` and ``passages`` (their spans).

    The smallest stretch that holds all differences becomes a correction of the captured text.
    Whatever follows it moves. Raises NotPossibleError if a passage begins or ends inside it.
    """
    start, end = _stretch(old, new, mends)
    shift = len(new) - len(old)
    before = [m for m in mends if _end(m) <= start]
    after = [m for m in mends if m["at"] >= end and m not in before]
    inside = [m for m in mends if m not in before and m not in after]
    local = [{**m, "at": m["at"] - start} for m in inside]
    mend = {
        "at": start,
        "raw": uncorrected(old[start:end], local),
        "text": new[start : end + shift],
        "reason": reason,
    }
    after = [{**m, "at": m["at"] + shift} for m in after]
    moved = [[[_moved(n, start, end, shift) for n in span] for span in spans] for spans in passages]
    return [*before, mend, *after], moved


def _stretch(old: str, new: str, mends: list[Mend]) -> tuple[int, int]:
    """The smallest stretch of ``old`` that holds all differences and cuts no correction."""
    shorter = min(len(old), len(new))
    start = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    room = shorter - start
    same = next((i for i in range(room) if old[-1 - i] != new[-1 - i]), room)
    end = len(old) - same
    for mend in mends:
        if mend["at"] < end and start < _end(mend):
            start, end = min(start, mend["at"]), max(end, _end(mend))
    return start, end


def _end(mend: Mend) -> int:
    return mend["at"] + len(mend["text"])


def _moved(place: int, start: int, end: int, shift: int) -> int:
    if place <= start:
        return place
    if place >= end:
        return place + shift
    raise NotPossibleError(
        "A passage begins or ends inside the changed words. Change its spans first, "
        "or correct the text in smaller steps."
    )
