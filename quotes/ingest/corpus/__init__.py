"""Large archives from JSON lines: checked, published in batches, resumed where they stopped."""

from quotes.ingest.corpus.files import UnreadableError
from quotes.ingest.corpus.loading import Tally, load
from quotes.ingest.corpus.resuming import NotLoadableError

__all__ = ["NotLoadableError", "Tally", "UnreadableError", "load"]
