"""Twelve passages of every kind, as values: what the golden files cite.

Five are of the opening archive; nobody has said the others.
"""

from dataclasses import replace

from quotes.citations.cited import Event
from quotes.citations.names import Person
from tests.citations.archived import (
    INTERVIEW,
    PANEL,
    PARAPHRASED,
    PLAIN,
    QUOTED,
    SIGNED,
    record,
    source,
)

CYRILLIC = replace(
    PLAIN,
    text="Мы говорим «мир» — и имеем в виду мир.",
    language="ru",
    speaker=Person("Әсел-Жанна Нұрланқызы Қайратова", "Қайратова", "Әсел-Жанна Нұрланқызы"),
    role="посол по особым поручениям",
    said_on="2023-06-05",
    format="interview",
    asker=Person("Анна Иванова", "Иванова", "Анна"),
    question="О чём вы говорите?",
    event=Event("Петербургский форум", "forum", "Санкт-Петербург"),
    source=source(
        "«Мы говорим мир»: интервью посла",
        "Вестник форума",
        kind="interview_article",
        url="https://vestnik.example/2023/06/08/interview",
        published="2023-06-08",
    ),
    record=record("bd41wwq6", 3),
)
TWO_REPORTERS = replace(
    PLAIN,
    text="We will sign when it is ready.",
    wording="reported",
    is_excerpt=True,
    said_on="2024-05-30/2024-06-02",
    format="speech",
    speaker=Person("Jan van der Berg", "van der Berg", "Jan"),
    role="chair of the talks",
    event=Event("Talks on the Treaty", "conference", "Geneva"),
    source=source(
        "“Ready” is what they call it: inside the treaty talks",
        "The Daily Examiner",
        kind="news_report",
        byline="By Jane Doe and Seán O’Neill",
        url="https://examiner.example/news/treaty?id=7&page=all_in_one",
        archived_url="https://archive.example/20240603/examiner",
        published="2024-06-03",
    ),
    record=record("x7k2m9q8"),
)
SIGNED_PARAPHRASE = replace(
    PLAIN,
    text="Ms Okafor told us that her government had never asked for it.",
    wording="paraphrased",
    words_by="Maria Keller",
    speaker=Person("Ngozi Okafor", "Okafor", "Ngozi"),
    said_on="[..2022-11-20]",
    format="other",
    event=Event("Background talks", "other", ""),
    source=source(
        "What was asked for",
        "Review of the Month",
        kind="analysis",
        byline="Maria Keller",
        url="https://review.example/asked",
        published="2022-11",
    ),
    record=record("p3r8t5v7"),
)
TRANSLATED = replace(
    PLAIN,
    text="One does not count votes.\n\nOne weighs them. “So my father said.”",
    translated_from="fr",
    translated_by="Ann Poe",
    speaker=Person("Jean-Luc de la Tour", "Tour", "Jean-Luc", "de la"),
    role="president of the assembly",
    said_on="2021~",
    format="speech",
    event=Event("Opening of the Assembly", "other", "Lyon"),
    source=source("On Weighing", "Assembly Press", published="2022"),
    record=record("c6f4h2j9"),
)
UNDATED = replace(
    PLAIN,
    text="There is no news.",
    wording="edited",
    speaker=Person("Ministry of the Interior"),
    format="briefing",
    event=Event("Weekly briefing", "briefing", ""),
    source=source("Is there any news?", "Wire", kind="news_report", byline="AFP"),
    record=record("n8d6b4z2"),
)
ACROSS_YEARS = replace(
    PLAIN,
    text="You call it ‘help’. I call it “help”. [The minister] calls it 100% & more_or_less {so}.",
    wording="edited",
    speaker=Person("Li Wei"),
    said_on="[2022-12-30..2023-01-02]",
    format="interview",
    asker=Person("Marta Ortiz", "Ortiz", "Marta"),
    question="What do you call it?",
    event=Event("New Year’s round of talks", "other", "Vienna"),
    source=source(
        "Li Wei on “help” & 100% more",
        "Radio Meridian",
        kind="interview_article",
        url="https://meridian.example/~li_wei/100%25#top",
        published="2023~",
    ),
    record=record("w5s3r1m7"),
)
DEBATE = replace(
    PLAIN,
    text="We said it in 1991; we say it now.",
    speaker=Person("Ana Lima"),
    said_on="2020-09-22",
    event=Event("UN General Debate 2020", "other", ""),
    source=source(
        "[UN General Debate 2020]", "un.org", url="https://un.org/debate/75", published=""
    ),
    record=record("k1g9f7d5"),
)

EXAMPLES = {
    "01-panel": PANEL,
    "02-quoted-in-a-report": QUOTED,
    "03-paraphrased": PARAPHRASED,
    "04-interview-two-paragraphs": INTERVIEW,
    "05-interview-signed": SIGNED,
    "06-cyrillic-interview": CYRILLIC,
    "07-quoted-by-two-reporters": TWO_REPORTERS,
    "08-paraphrase-signed": SIGNED_PARAPHRASE,
    "09-speech-translated": TRANSLATED,
    "10-briefing-undated": UNDATED,
    "11-interview-across-years": ACROSS_YEARS,
    "12-debate": DEBATE,
}
