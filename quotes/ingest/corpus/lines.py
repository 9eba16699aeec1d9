"""One line of a corpus: JSON in, checked values out, or the reason why not."""

import json
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from quotes.ingest.corpus.files import MAX_LINE_LENGTH
from quotes.ingest.corpus.slugs import Slugs, slugs_of
from quotes.models import Wording
from quotes.text import dates
from quotes.text.codes import language_tag
from quotes.text.controls import RefusedCharacterError, plain
from quotes.text.spans import trimmed

# What the columns hold; of the event, two characters less, for the brackets of a title of ours.
LONGEST = {"speaker": 200, "role": 300, "event": 298, "source_url": 1000}
MAX_HOST_LENGTH = 200
MAX_TAG_LENGTH = 12
UNKNOWN_LANGUAGE = "und"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_is_address = URLValidator(schemes=["http", "https"])


class BadLineError(ValueError):
    """A line that holds no passage the archive can take; the message says why."""


class Entry(NamedTuple):
    """A passage as a line gives it; empty where the line doesn't say."""

    speaker: str
    role: str
    said: str
    event: str
    url: str
    language: str
    text: str
    # Of the passage in the text.
    span: tuple[int, int]
    wording: str
    # The host of the URL, in lower case; empty without one.
    host: str
    slugs: Slugs


def parse(raw: bytes) -> Entry | None:
    """The entry of a line, None for an empty one; raises BadLineError."""
    if len(raw) > MAX_LINE_LENGTH:
        raise BadLineError(f"longer than {MAX_LINE_LENGTH:,} bytes")
    row = _row(raw)
    if row is None:
        return None
    text = _plain("text", _string(row, "text"))
    span = trimmed(text, 0, len(text))
    if span[0] == span[1]:
        raise BadLineError("“text” is missing or empty")
    speaker, role = _one_line(row, "speaker"), _one_line(row, "role")
    said, event = _date(row), _one_line(row, "event")
    # As browsers do: a space in an address is one that was not encoded.
    url = _address(_one_line(row, "source_url").replace(" ", "%20"))
    host = _host(url)
    return Entry(
        speaker=speaker,
        role=role,
        said=said,
        event=event,
        url=url,
        language=_language(_one_line(row, "lang")),
        text=text,
        span=span,
        wording=_wording(_one_line(row, "wording")),
        host=host,
        slugs=slugs_of(speaker=speaker, event=event, said=said, url=url, host=host),
    )


def _row(raw: bytes) -> dict[str, Any] | None:
    try:
        line = raw.removeprefix(BYTE_ORDER_MARK).decode().strip()
        row = json.loads(line) if line else None
    except UnicodeDecodeError:
        raise BadLineError("not UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise BadLineError(f"not JSON ({str(error)[:80]})") from None
    if line and not isinstance(row, dict):
        raise BadLineError("not a JSON object with keys such as “text”")
    return row


def _string(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadLineError(f"“{key}” is not a text")
    return value


def _plain(key: str, value: str) -> str:
    try:
        return plain(value)
    except RefusedCharacterError as error:
        raise BadLineError(
            f"“{key}” holds the character U+{ord(error.character):04X}, "
            "which can be neither stored nor shown"
        ) from None


def _one_line(row: dict[str, Any], key: str) -> str:
    value = " ".join(_plain(key, _string(row, key)).split())
    if len(value) > LONGEST.get(key, len(value)):
        raise BadLineError(f"“{key}” is longer than {LONGEST[key]} characters")
    return value


def _date(row: dict[str, Any]) -> str:
    year = row.get("year")
    if year is not None and (type(year) not in (int, str)):
        raise BadLineError("“year” is not a year")
    said = _one_line(row, "date") or ("" if year is None else str(year).strip())
    try:
        dates.days(said)
    except dates.DateError as error:
        raise BadLineError(str(error).removesuffix(".")) from None
    return said


@lru_cache(maxsize=4096)
def _address(url: str) -> str:
    try:
        if url:
            _is_address(url)
        if len(_host(url)) > MAX_HOST_LENGTH:
            raise BadLineError(
                f"the host in “source_url” is longer than {MAX_HOST_LENGTH} characters"
            )
    except (ValidationError, ValueError):
        raise BadLineError("“source_url” is not an address of the web") from None
    return url


@lru_cache(maxsize=4096)
def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _language(code: str) -> str:
    tag = language_tag(code) if code else UNKNOWN_LANGUAGE
    if tag is None or len(tag) > MAX_TAG_LENGTH:
        raise BadLineError(f"“lang” is not a language code such as en: {code[:40]}")
    return tag


def _wording(word: str) -> str:
    if word and word not in Wording.values:
        raise BadLineError(f"“wording” is not one of {', '.join(Wording.values)}")
    return word or Wording.VERBATIM.value
