"""Packed files: looked at before anything in them is unpacked. Pure."""

import stat
import zipfile
from io import BytesIO

from quotes.ingest.documents import UnreadableError
from quotes.ingest.readers.limits import MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED

# Small members may be packed more closely.
SMALL = 100_000


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
    if member.file_size > SMALL and member.file_size > MAX_RATIO * max(1, member.compress_size):
        raise UnreadableError("The archive unpacks to much more than it is. Save it as text.")
