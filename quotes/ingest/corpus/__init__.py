"""Large archives from JSON lines: checked, published in batches, resumed where they stopped."""

from quotes.ingest.corpus.files import UnreadableError
from quotes.ingest.corpus.loading import NotLoadableError, Tally, load

__all__ = ["NotLoadableError", "Tally", "UnreadableError", "load"]
