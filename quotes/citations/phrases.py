"""Phrases for what styles have no rule for: closeness of words, occasion, and who asked."""

from typing import NamedTuple

from quotes.citations.cited import Cited
from quotes.citations.days import Calendar, in_words
from quotes.citations.names import without_by
from quotes.citations.template import inside_marks, is_supplied
from quotes.text.direction import one_line

# Names of the languages that the archive meets; others are shown as their code.
LANGUAGES = {
    "ar": ("Arabic", "араб."),
    "az": ("Azerbaijani", "азерб."),
    "de": ("German", "нем."),
    "en": ("English", "англ."),
    "es": ("Spanish", "исп."),
    "fr": ("French", "фр."),
    "it": ("Italian", "итал."),
    "ja": ("Japanese", "яп."),
    "kk": ("Kazakh", "каз."),
    "ko": ("Korean", "кор."),
    "ky": ("Kyrgyz", "кирг."),
    "pl": ("Polish", "пол."),
    "pt": ("Portuguese", "порт."),
    "ru": ("Russian", "рус."),
    "tg": ("Tajik", "тадж."),
    "tk": ("Turkmen", "туркм."),
    "tr": ("Turkish", "тур."),
    "uk": ("Ukrainian", "укр."),
    "uz": ("Uzbek", "узб."),
    "zh": ("Chinese", "кит."),
}


class Phrases(NamedTuple):
    """The words of one language; ``{}`` is where a name or date goes."""

    edited: str = "edited by {}"
    reported: str = "quoted in {}"
    paraphrased: str = "as paraphrased by {}"
    paraphrased_in: str = "as paraphrased by {} in"
    answer: str = "in answer to {}"
    interviewer: str = "interviewed by {}"
    translated: str = "translated from {}"
    by: str = "{} by {}"
    byline: str = "byline {}"
    published: str = "published {}"
    passage: str = "passage {}, version {}"
    language: int = 0


ENGLISH = Phrases()
# With colons, so that no name has to be inflected.
RUSSIAN = Phrases(
    edited="в редакции: {}",
    reported="цит. по: {}",
    paraphrased="в изложении: {}",
    paraphrased_in="в изложении: {}.",
    answer="вопрос: {}",
    interviewer="интервьюер: {}",
    translated="пер. с {}",
    by="{}: {}",
    byline="автор публикации: {}",
    published="опубликовано {}",
    passage="запись {}, версия {}",
    language=1,
)


def wording(cited: Cited, phrases: Phrases = ENGLISH) -> str:
    """How close the words are to the spoken ones; nothing for verbatim ones."""
    phrase = {
        "verbatim": "",
        "edited": phrases.edited.format(one_line(cited.source.outlet)),
        "reported": phrases.reported.format(one_line(cited.source.outlet)),
        "paraphrased": phrases.paraphrased.format(one_line(without_by(cited.words_by))),
    }
    return phrase[cited.wording]


def occasion(cited: Cited, calendar: Calendar) -> str:
    """The event, its place, and when the words were said."""
    said = in_words(cited.said_on, calendar)
    place = [one_line(cited.event.name), one_line(cited.event.place)]
    return ", ".join(filter(None, [*place, said]))


def asker(cited: Cited, phrases: Phrases = ENGLISH) -> str:
    """Whose question the words answer; empty where the source prints none."""
    if cited.asker is None:
        return ""
    phrase = phrases.interviewer if cited.is_interview else phrases.answer
    return phrase.format(one_line(cited.asker.name))


def translation(cited: Cited, phrases: Phrases = ENGLISH) -> str:
    """From what language the words were translated, and by whom as far as known."""
    code = cited.translated_from
    if not code:
        return ""
    names = LANGUAGES.get(code.split("-")[0].lower(), (code, code))
    translated = phrases.translated.format(names[phrases.language])
    if not cited.translated_by:
        return translated
    return phrases.by.format(translated, one_line(cited.translated_by))


def byline(cited: Cited, phrases: Phrases = ENGLISH) -> str:
    """Who signed an interview or transcript; a report's author stands at its head."""
    if cited.stands_in_a_report or not cited.source.byline:
        return ""
    return phrases.byline.format(signed(cited))


def published(
    cited: Cited, calendar: Calendar, phrases: Phrases = ENGLISH, *, says_about: bool = True
) -> str:
    """When the document came out, where a citation's date cannot say it.

    A citation says a year, month or day, and ``says_about`` tells whether it can also say “about”.
    """
    edtf = cited.source.published
    exact = edtf.removesuffix("~") if says_about else edtf
    if not edtf or exact.replace("-", "").isdigit():
        return ""
    return phrases.published.format(in_words(edtf, calendar))


def signed(cited: Cited) -> str:
    """The author as the source prints it, without “By”; empty where it names none."""
    return one_line(without_by(cited.source.byline))


def title(cited: Cited, comma: str = "") -> str:
    """The source's title in quotation marks, with those inside turned to single ones.

    One that the archive supplies stands in its brackets alone: it is a description. ``comma`` goes
    inside the marks, but not behind another mark.
    """
    printed = one_line(cited.source.title)
    if is_supplied(printed):
        return printed + comma
    comma = "" if printed.endswith(("?", "!")) else comma
    return f"“{inside_marks(printed)}{comma}”"


def version(cited: Cited, phrases: Phrases = ENGLISH) -> str:
    """What is cited of this archive: identifier and version."""
    return phrases.passage.format(cited.record.identifier, cited.record.version)


def passage(cited: Cited, phrases: Phrases = ENGLISH) -> str:
    """The same with the beginning of the record's hash, as the version's page shows it."""
    return f"{version(cited, phrases)} [{cited.record.short_hash}]"
