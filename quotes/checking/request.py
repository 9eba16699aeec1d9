"""What somebody asks to have checked, looked at before anything is done with it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from quotes.text.controls import REFUSED
from quotes.text.interface import grouped, message
from quotes.text.problems import Problem

MAX_CHARACTERS = 20_000
MAX_NAME_LENGTH = 200
FIELDS = ("text", "speaker", "article")
EXAMPLE_TEXT = (
    "In the traditional Kazakh home there are no corners. Therefore, the need to take sides, as "
    "one might in a boxing ring, runs contrary to our mentality."
)


@dataclass(frozen=True)
class CheckRequest:
    """A text to check; ``speaker`` is a slug, empty where nobody is claimed."""

    text: str
    speaker: str = ""
    is_article: bool = False


def problems(body: dict[str, Any]) -> list[Problem]:
    """What keeps ``body`` from being checked; empty when nothing does."""
    unknown = [
        Problem(REFUSED.sub("�", name)[:40], message("There is no such field here."))
        for name in body
        if name not in FIELDS
    ]
    return [*unknown, *_of_text(body.get("text")), *_of_options(body)]


def _of_text(text: Any) -> Iterator[Problem]:
    if not isinstance(text, str):
        yield Problem("text", message("Give the words to check, as a text."))
    elif not text.strip():
        yield Problem("text", message("There are no words to check. Paste a quotation."))
    elif len(text) > MAX_CHARACTERS:
        yield Problem(
            "text",
            message(
                "This has {text} characters; at most {max_characters} are checked at a time. "
                "Send it in parts.",
                text=grouped(len(text)),
                max_characters=grouped(MAX_CHARACTERS),
            ),
        )
    elif found := REFUSED.search(text.replace("\r", " ")):
        yield Problem(
            "text",
            message(
                "Character {start} is U+{group}, a control character or half a character. "
                "Remove it and try again.",
                start=found.start() + 1,
                group=f"{ord(found.group()):04X}",
            ),
        )


def _of_options(body: dict[str, Any]) -> Iterator[Problem]:
    speaker, article = body.get("speaker"), body.get("article")
    is_name = isinstance(speaker, str) and len(speaker) <= MAX_NAME_LENGTH
    if speaker is not None and (not is_name or REFUSED.search(speaker)):
        yield Problem(
            "speaker", message("This names no speaker. Give the slug of one, or leave it out.")
        )
    if article is not None and not isinstance(article, bool):
        yield Problem("article", message("This is true or false."))


def asked(body: dict[str, Any]) -> CheckRequest:
    """A body without problems as what is asked."""
    return CheckRequest(
        body["text"], (body.get("speaker") or "").strip(), bool(body.get("article"))
    )


def unknown_speaker(slug: str) -> Problem:
    """No published passage is in the name of such a speaker."""
    return Problem("speaker", message("“{slug}” is the slug of no speaker here.", slug=slug[:40]))
