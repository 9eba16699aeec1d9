"""The interface's own words: English in the code, and in the installation's language on its pages.

An installation speaks one language (docs/decisions/0044). ``use_language`` is called once, by the
settings, before anything else is imported. While the language is English, ``message`` gives back
plain strings, and nothing is looked up. In another language it gives a ``Message``. For programs
(JSON, CSV, logs) that is the English string; where a page escapes it, the translation is printed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from gettext import GNUTranslations
from html import escape
from pathlib import Path
from typing import Any

ENGLISH = "en"
CATALOGUES = Path(__file__).resolve().parent.parent / "locale"
# Of a name of its own: in Django’s domain it would change what the admin says.
FILE = "LC_MESSAGES/pages.mo"
# What a sentence leaves open: {name}.
OPEN = re.compile(r"\{(\w+)\}")
NO_BREAK_SPACE = "\u00a0"


class Catalogue:
    """Translations into one language, from its compiled file."""

    def __init__(self, language: str) -> None:
        self.language = language
        with (CATALOGUES / language / FILE).open("rb") as file:
            self.found = GNUTranslations(file)

    def one(self, text: str, context: str = "") -> str:
        """The translation of ``text``; English where there is none."""
        return self.found.pgettext(context, text) if context else self.found.gettext(text)

    def form(self, number: int) -> int:
        """Which of the plural forms goes with a number."""
        return self.found.plural(number)  # type: ignore[attr-defined]

    def of_number(self, singular: str, plural: str, number: int) -> str:
        """The form that goes with a number."""
        return self.found.ngettext(singular, plural, number)

    @cached_property
    def an_example_of_each_form(self) -> list[int]:
        """For each plural form, in order, a number that it goes with."""
        numbers = {self.form(number): number for number in reversed(range(200))}
        return [numbers[form] for form in sorted(numbers)]


class _Spoken:
    catalogue: Catalogue | None = None


def available_languages() -> list[str]:
    """The languages that the interface can be had in."""
    return [ENGLISH, *sorted(path.parent.parent.name for path in CATALOGUES.glob(f"*/{FILE}"))]


def use_language(language: str) -> None:
    """Let the interface speak ``language`` from now on."""
    _Spoken.catalogue = None if language == ENGLISH else Catalogue(language)


def catalogue() -> Catalogue | None:
    """The catalogue in use; none where the interface is English."""
    return _Spoken.catalogue


def language() -> str:
    """The language that the interface speaks."""
    return _Spoken.catalogue.language if _Spoken.catalogue else ENGLISH


@dataclass(frozen=True)
class Sentence:
    """What a message says, as catalogues have it: ``plural`` only where a number chooses."""

    text: str
    values: dict[str, Any]
    plural: str = ""
    number: int = 0
    context: str = ""
    is_lower: bool = False

    @property
    def english(self) -> str:
        """The sentence as the code has it."""
        pattern = self.plural if self.plural and self.number != 1 else self.text
        return filled(pattern, self.values) if self.values else pattern

    def told_by(self, said: Catalogue) -> str:
        """The sentence in another language."""
        pattern = (
            said.of_number(self.text, self.plural, self.number)
            if self.plural
            else said.one(self.text, self.context)
        )
        text = filled(pattern, {name: translated(value) for name, value in self.values.items()})
        return text.lower() if self.is_lower else text


class Message(str):
    """English words that a page prints in the interface's language."""

    __slots__ = ("sentence",)

    sentence: Sentence

    def __html__(self) -> str:
        """What Django and Jinja print where they escape text."""
        return escape(self.translated())

    def translated(self) -> str:
        """These words in the interface's language."""
        said = _Spoken.catalogue
        return self.sentence.told_by(said) if said else str(self)

    def lower(self) -> "Message":
        """The same as part of a sentence."""
        return _made(str(self).lower(), replace(self.sentence, is_lower=True))


def _made(english: str, sentence: Sentence) -> Message:
    made = Message(english)
    made.sentence = sentence
    return made


def message(text: str, /, *, context: str = "", **values: Any) -> str:
    """A sentence of the interface, its ``{names}`` filled with ``values``.

    ``context`` tells equal English words apart that other languages say differently.
    """
    return _message(Sentence(text, values, context=context))


def numbered(singular: str, plural: str, number: int, /, **values: Any) -> str:
    """The one of two sentences that goes with a number, which is ``{count}`` in them."""
    values["count"] = grouped(number)
    return _message(Sentence(singular, values, plural, number))


def _message(sentence: Sentence) -> str:
    english = sentence.english
    return _made(english, sentence) if _Spoken.catalogue else english


def joined(separator: str, parts: Sequence[str]) -> str:
    """Messages in a row, as one."""
    if not _Spoken.catalogue:
        return separator.join(parts)
    pattern = separator.join(f"{{part{place}}}" for place in range(len(parts)))
    values = {f"part{place}": part for place, part in enumerate(parts)}
    return _message(Sentence(pattern, values))


def listed(parts: Sequence[str]) -> str:
    """Messages as a list in a sentence: “one, two and three”."""
    if len(parts) < 2:
        return parts[0] if parts else ""
    return message("{first} and {last}", first=joined(", ", parts[:-1]), last=parts[-1])


def all_of(parts: Sequence[str]) -> str:
    """Messages that hold together: “one and two and three”."""
    said = parts[0] if parts else ""
    for part in parts[1:]:
        said = message("{first} and {last}", first=said, last=part)
    return said


def any_of(parts: Sequence[str]) -> str:
    """Messages of which one is enough: “one or two or three”."""
    said = parts[0] if parts else ""
    for part in parts[1:]:
        said = message("{first} or {last}", first=said, last=part)
    return said


def in_both(english: str, told: str) -> str:
    """Words that come in both languages, as those of Django do."""
    said = Sentence("{told}", {"told": told})
    return _made(english, said) if _Spoken.catalogue else english


def filled(pattern: str, values: dict[str, Any]) -> str:
    """``pattern`` with values for its ``{names}``."""
    return OPEN.sub(lambda match: str(values[match[1]]), pattern)


def translated(value: Any) -> Any:
    """``value`` as the interface says it, if it is a message; else as it is."""
    return value.translated() if isinstance(value, Message) else value


def grouped(number: int) -> str:
    """A whole number with its thousands apart."""
    english = f"{number:,}"
    return in_both(english, english.replace(",", NO_BREAK_SPACE))
