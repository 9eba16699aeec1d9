"""The archive's published passages as flat rows: what both yardsticks hold."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from quotes.models import Event, Outlet, Passage, Speaker
from quotes.text import dates

NOUNS = {"speaker": Speaker, "event": Event, "outlet": Outlet}


class Row(NamedTuple):
    """One passage; ``day`` and ``year`` are None when it has no date."""

    id: int
    text: str
    speaker: int
    event: int
    outlet: int
    wording: str
    language: str
    year: int | None
    day: str | None


def passages() -> Iterator[Row]:
    """Every published passage, in the order of its key."""
    source = "turn__source__"
    rows = Passage.public.order_by("pk").values_list(
        "pk", "text", "speaker", f"{source}interview__event", f"{source}outlet", "wording",
        "language", "said_on", f"{source}interview__dates",
    )  # fmt: skip
    for *plain, said_on, said in rows.iterator(chunk_size=5_000):
        day = dates.days(said_on or said).earliest
        yield Row(*plain, day.year if day else None, day.isoformat() if day else None)


def nouns(name: str) -> Iterator[tuple[int, str]]:
    """Keys and names of one kind of noun."""
    model: Any = NOUNS[name]
    return iter(model.objects.order_by("pk").values_list("pk", "name"))
