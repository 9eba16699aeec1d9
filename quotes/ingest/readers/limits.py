"""Bounds of what readers take, and what they say of a file beyond them. Pure."""

from quotes.ingest.documents import UnreadableError

# A transcript of a day has about 500,000 characters.
MAX_BYTES = 12_000_000
MAX_CHARACTERS = 5_000_000
# libxml2 leaves out what lies deeper than 256 levels, and all that follows.
MAX_DEPTH = 200
MAX_PAGES = 2_000
# Of packed formats: what they may hold unpacked, and how much closer than text packs.
MAX_UNPACKED = 60_000_000
MAX_RATIO = 200
MAX_MEMBERS = 2_000
# Of the process that reads: for one file, in seconds and in bytes of memory.
MAX_SECONDS = 20
MAX_MEMORY = 512 * 1024 * 1024


def check_size(data: bytes) -> None:
    """Raise UnreadableError for a file that is empty or too large."""
    if not data.strip():
        raise UnreadableError("The file is empty.")
    if len(data) > MAX_BYTES:
        raise UnreadableError(
            f"The file has {len(data) / 1e6:.0f} MB, more than {MAX_BYTES / 1e6:.0f} MB. "
            "Split it, or leave pictures out."
        )


def check_characters(number: int) -> None:
    """Raise UnreadableError for too many characters of text."""
    if number > MAX_CHARACTERS:
        raise UnreadableError(
            f"The file has more than {MAX_CHARACTERS:,} characters of text. Split it."
        )


def check_depth(depth: int) -> None:
    """Raise UnreadableError for elements that are nested too deeply to be read whole."""
    if depth > MAX_DEPTH:
        raise UnreadableError(
            f"Elements are nested more than {MAX_DEPTH} levels deep, so that words would be lost. "
            "Save the text without markup."
        )
