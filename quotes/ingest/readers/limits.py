"""Limits of what readers take, also of packed files before they are unpacked. Pure."""

import stat
import zipfile
from io import BytesIO

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
# Smaller members may be packed more closely.
MIN_PACKED = 100_000
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


def check_archive(data: bytes) -> list[str]:
    """Names of what is in a ZIP; raises UnreadableError for what no document would hold."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        raise UnreadableError("The file is a broken archive. Save the document anew.") from error
    if len(members) > MAX_MEMBERS:
        raise UnreadableError(f"The file holds more than {MAX_MEMBERS:,} files. Save it as text.")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise UnreadableError(
            f"The file unpacks to more than {MAX_UNPACKED // 10**6} MB. Leave pictures out."
        )
    for member in members:
        _check_member(member)
    names = [member.filename for member in members]
    if len(set(names)) < len(names):
        raise UnreadableError("The archive has two files of one name. Save the document anew.")
    return names


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or name[1:2] == ":" or "\0" in name:
        raise UnreadableError("The archive names files outside itself. Save the document anew.")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise UnreadableError("The archive has links to other files. Save the document anew.")
    if member.flag_bits & 0x1:
        raise UnreadableError("The archive is protected by a password. Save it without one.")
    if member.file_size > MIN_PACKED and member.file_size > MAX_RATIO * max(
        1, member.compress_size
    ):
        raise UnreadableError("The archive unpacks to much more than it is. Save it as text.")
