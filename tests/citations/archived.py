"""Five passages of the opening archive as values, but for hash and day of their records.

A test compares them with what ``quotes.citations.reading`` gives.
"""

from dataclasses import replace
from datetime import date

from quotes.citations.cited import Cited, Event, Record, Source
from quotes.citations.names import Person
from quotes.text.gaps import Gap

SITE = "https://record.example"
VASSILENKO = Person("Roman Vassilenko", "Vassilenko", "Roman")
DEPUTY_MINISTER = "Deputy Minister of Foreign Affairs of the Republic of Kazakhstan"


def record(identifier: str, version: int = 1) -> Record:
    """The record of a version, made on 22 November 2026."""
    return Record(
        identifier=identifier,
        version=version,
        sha256="0123456789abcdef" * 4,
        made_on=date(2026, 11, 22),
        url=f"{SITE}/q/{identifier}/v/{version}",
    )


def source(title: str, outlet: str, **more: str) -> Source:
    """A document of which nothing is known but title and outlet."""
    unknown = {"kind": "transcript", "byline": "", "url": "", "archived_url": "", "published": ""}
    return Source(**{"title": title, "outlet": outlet, "note": "", **unknown, **more})


PLAIN = Cited(
    text="", gaps_at={}, language="en", wording="verbatim", words_by="", translated_from="",
    translated_by="", is_excerpt=False, note="", speaker=VASSILENKO, role="", said_on="",
    format="other", asker=None, question="", event=Event("", "other", ""),
    source=source("", ""), record=record("00000000"),
)  # fmt: skip

PANEL = replace(
    PLAIN,
    text="As you were talking about Kazakhstan coming up with this idea 30 years ago, I had the "
    "flash in my mind, and I thought about a Kazakh home. It is a yurt. It is a round felt house "
    "which does not have any corners. Taking corners and going into different corners, like in a "
    "boxing ring, is naturally against the mentality of Kazakhstan.",
    note="“This idea”: the multivector policy.",
    role=DEPUTY_MINISTER,
    said_on="[2024-12-13..2024-12-15]",
    format="panel",
    asker=Person("Thierry de Montbrial", "Montbrial", "Thierry", "de"),
    question="I now give the floor to Roman Vassilenko. Kazakhstan is a huge country in terms of "
    "territory with very weighty neighbors, Russia, of course, but also China. You have a very "
    "bold and so far effective policy with President Tokayev to open yourself as much as possible, "
    "economically but also politically, to the West, and particularly to the European Union. "
    "President Tokayev was on a state visit in Paris recently. You therefore have some experience. "
    "You are probably the founder of this concept of multi-vector policy. First, could you tell us "
    "a little bit about the Ukraine situation to start with. That is, do you believe that there is "
    "a real chance now to move towards some kind of diplomacy that could bring an end to this war? "
    "Also, do you think there is still a risk of escalation, even though the election of Trump "
    "probably has reduced this probability? What is your analysis as of today?",
    event=Event("17th World Policy Conference", "conference", "Abu Dhabi"),
    source=source(
        "[Roman Vassilenko at the 17th World Policy Conference: transcript]",
        "World Policy Conference / Ifri",
    ),
    record=record("khms7xrr"),
)
QUOTED = replace(
    PANEL,
    text="In the traditional Kazakh home, there are no corners, Therefore, the need to take sides "
    "or choose a corner, as one might in a boxing ring, runs contrary to our national mentality.",
    gaps_at={54: Gap.INTERRUPTION},
    wording="reported",
    note="The report introduces this as the metaphor of the yurt, used to explain the country’s "
    "foreign policy.",
    role="Kazakh Deputy Foreign Minister",
    asker=None,
    question="",
    source=source(
        "Kazakhstan Reiterates Commitment to Multilateral Cooperation at World Policy Conference",
        "The Astana Times",
        kind="news_report",
    ),
    record=record("srmtshn4"),
)
PARAPHRASED = replace(
    PLAIN,
    text="Deputy Minister Vassilenko put that as multilateralism being the only right direction "
    "for Kazakhstan as a middle power.",
    wording="paraphrased",
    words_by="AVIM",
    note="“That”: that multilateralism, as the author has just written, is another pillar of Kazakh "
    "foreign policy.",
    role="Deputy Minister of Foreign Affairs of Kazakhstan",
    said_on="2023-06-07",
    format="briefing",
    event=Event("Astana International Forum 2023", "forum", "Astana"),
    source=source(
        "[Meeting of foreign journalists with Deputy Minister Roman Vassilenko on the eve of the "
        "Astana International Forum]",
        "AVIM",
        kind="analysis",
    ),
    record=record("zkq0wzfq"),
)
INTERVIEW = replace(
    PLAIN,
    text="Kazakhstan is located in the heart of Eurasia. And being the largest landlocked country, "
    "[it] has pursued what has come to be known as a multivector foreign policy, meaning we build "
    "normal good relations with Russia, with China, with the West.\n\n"
    "These are relationships based on mutual respect.",
    wording="edited",
    role="Kazakhstan’s deputy foreign minister",
    said_on="[2023-02-25..2023-06-07]",
    format="interview",
    asker=Person("Al Jazeera"),
    question="Since the war began, observers have said that Kazakhstan is trying to move out of "
    "Russia’s sphere of influence, perhaps fearful that one day, it could be in Ukraine’s "
    "position…",
    event=Event("Al Jazeera interview with Roman Vassilenko, 2023", "media_interview", ""),
    source=source(
        "Kazakh official: Not the time to resolve differences through war",
        "Al Jazeera",
        kind="interview_article",
        note="This interview was lightly edited for clarity and brevity.",
    ),
    record=record("7ntwftzk"),
)
SIGNED = replace(
    PLAIN,
    text="This has been a changing year for Kazakhstan. We implemented socio-economic reforms which "
    "transformed the government system.",
    wording="edited",
    role=DEPUTY_MINISTER,
    said_on="[2023-06-08..2023-06-09]",
    format="interview",
    asker=Person("SpecialEurasia"),
    question="Can you give us an overview of Kazakhstan’s political and economic performance over "
    "the past year, and how would you assess it?",
    event=Event("Astana International Forum 2023", "forum", "Astana"),
    source=source(
        "Exploring Kazakhstan’s Foreign Policy and Future Scenarios: a Meeting with Roman "
        "Vassilenko",
        "SpecialEurasia",
        kind="interview_article",
        byline="Silvia Boltuc",
    ),
    record=record("v4cnj4gv"),
)
