"""Examples of all that can be asked of the search, for the page that explains it. Pure.

Examples of filters are declared with the filters; all others stand here. The parser reads each
example back, so the page says what the search does. Tests check that each example finds what a
plain scan finds, and that no operator is missing. All are taken from the opening archive.
"""

from typing import NamedTuple

from quotes.search import registry
from quotes.search.query import MAX_BETWEEN_THREE, MAX_BETWEEN_TWO, parse
from quotes.text.codes import language_name
from quotes.text.interface import listed, message
from quotes.text.stems import ALGORITHMS


class Example(NamedTuple):
    """A query, and what it shows."""

    query: str
    explanation: str

    @property
    def understood_as(self) -> str:
        """The query in the parser's words."""
        return parse(self.query).understood_as

    @property
    def notes(self) -> tuple[str, ...]:
        """What the search page says about it."""
        return parse(self.query).notes


class Address(NamedTuple):
    """Parameters of the search page, and what they show."""

    parameters: str
    explanation: str


class Group(NamedTuple):
    """Examples of one kind under a heading, with what holds for all of them in paragraphs."""

    slug: str
    title: str
    about: tuple[str, ...]
    examples: tuple[Example, ...]


# The Kazakh stemmer is our own, so the table lacks it.
LANGUAGES = sorted(
    language_name(code, name.title()) for code, name in (ALGORITHMS | {"kk": "kazakh"}).items()
)

GROUPS = (
    Group(
        "words",
        message("Words"),
        (message("All words must occur, in any order and in any form."),),
        (
            Example(
                "sanctions",
                message(
                    "Finds “sanctioned” too. A loose word is also looked for, as it is typed, in "
                    "the speaker’s names and in topics, event and outlet."
                ),
            ),
            Example("middle corridor", message("Both words, not necessarily side by side.")),
            Example(
                "trans-Caspian",
                message("The parts of such a word, next to each other, with a hyphen or without."),
            ),
        ),
    ),
    Group(
        "exact",
        message("Exact words"),
        (
            message(
                "Words between quotation marks stand in the quotation exactly so: in this "
                "order, in these forms, small words included. Names and topics are not "
                "looked at."
            ),
            message(
                "Any quotation marks will do, in any pairing: straight, curly, low or "
                "angled, and those of Chinese and Japanese."
            ),
        ),
        (
            Example('"boxing ring"', message("Without the marks, the words could stand anywhere.")),
            Example("«the only side»", message("“The” counts like any other word.")),
            Example(
                '"sanctioned"',
                message("A single word in this very form; “sanctions” is not found."),
            ),
            Example("“we don't”", message("Straight and curly apostrophes are the same.")),
        ),
    ),
    Group(
        "without",
        message("Leaving out"),
        (
            message(
                "A minus sign, hyphen or en dash before a word, a phrase, brackets or a "
                "filter leaves out what they find. No space may follow it."
            ),
        ),
        (
            Example("sanctions -circumvention", message("The first word and not the second.")),
            Example('Kazakhstan −"foreign policy"', message("The word without the phrase.")),
            Example("Russia -(sanctions OR war)", message("Neither of the words in brackets.")),
            Example("-Kazakhstan", message("A search may consist of what it leaves out.")),
        ),
    ),
    Group(
        "either",
        message("One or the other"),
        (
            message(
                "OR stands in capitals between two alternatives; brackets say how far they reach."
            ),
        ),
        (
            Example('yurt OR "boxing ring"', message("Either is enough.")),
            Example("Russia (sanctions OR war)", message("The first word, and one of the others.")),
            Example(
                "Russia sanctions OR yurt",
                message(
                    "Without brackets, words side by side belong together: this is Russia and "
                    "sanctions, or else yurt."
                ),
            ),
        ),
    ),
    Group(
        "beginnings",
        message("Beginnings of words"),
        (
            message(
                "A star at the end of a word stands for any ending. It works for single "
                "words outside quotation marks."
            ),
        ),
        (
            Example(
                "diplom*",
                message(
                    "Diplomacy and diplomatic. Names and topics are not looked at, so this can "
                    "find less than the word without the star."
                ),
            ),
        ),
    ),
    Group(
        "near",
        message("Words near each other"),
        (
            message(
                "After a phrase, ~ and a number let its words stand in any order, with up to "
                "so many others among them: up to {max_between_two} among two words, up to "
                "{max_between_three} among three.",
                max_between_two=MAX_BETWEEN_TWO,
                max_between_three=MAX_BETWEEN_THREE,
            ),
        ),
        (
            Example(
                '"China Russia"~3', message("Finds “Russia, with China” and “China and Russia”.")
            ),
            Example('"Russia China West"~5', message("Three words in one stretch.")),
            Example('"foreign policy"~0', message("Side by side, in either order.")),
        ),
    ),
    Group(
        "questions",
        message("Questions"),
        (
            message(
                "A word or a phrase after question: is looked for in the question that a "
                "quotation answers."
            ),
        ),
        (
            Example("question:circumvent", message("A word in any form.")),
            Example('question:"foreign policy"', message("Exactly these words.")),
            Example("question:sanction*", message("The beginning of a word.")),
            Example('question:"political economic"~1', message("Words near each other.")),
            Example(
                "sanctions -question:sanctions", message("Spoken of without being asked about.")
            ),
        ),
    ),
    Group(
        "fields",
        message("Filters in the box"),
        (
            message(
                "A filter is a name, a colon and a value, without a space; a value of "
                "several words stands in quotation marks. For nouns the value is a part of "
                "any of their names, or what they are called in addresses. A value that the "
                "archive doesn’t have is an error, never passed over."
            ),
        ),
        tuple(Example(*each) for one in registry.FILTERS for each in one.explained_queries),
    ),
    Group(
        "together",
        message("All together"),
        (
            message(
                "Filters are conditions like words: they can be left out, combined and put "
                "in brackets."
            ),
        ),
        (
            Example("China -topic:Russia", message("A word, but not under this topic.")),
            Example("year:2024 OR outlet:avim", message("Either filter is enough.")),
            Example(
                'sanctions -"secondary sanctions" speaker:Vassilenko '
                "(wording:verbatim OR wording:edited) after:2023-06",
                message("Everything at once. The results page shows each part, to be taken off."),
            ),
        ),
    ),
    Group(
        "matching",
        message("How words are matched"),
        (
            message(
                "Loose words are reduced to stems by the language of each quotation. There are "
                "stems for {languages}; in other languages a word is found "
                "in the form that is typed.",
                languages=listed(LANGUAGES),
            ),
            message(
                "Capitals, accents, ё and е, hyphens, apostrophes and other signs make no "
                "difference, in loose words or in phrases. Nor do Hebrew points, Arabic "
                "vowel signs and tatweel, which apostrophe is typed in O’Brien or "
                "Oʻzbekiston, the points of F.B.I., or how the digits of 10,000 are grouped. "
                "Vowel signs of Hindi or Thai are letters. C++, C# and AT&T are words; where "
                "another sign is passed over, the page says so."
            ),
            message(
                "Chinese, Japanese, Thai, Lao, Khmer and Burmese need no spaces: each sign "
                "is a word (in Thai a consonant with its vowels), and signs typed together "
                "are found together."
            ),
        ),
        (
            Example(
                "investing",
                message("Finds “invested” and “investments”; that is what stems are for."),
            ),
            Example("KAZAKHSTAN", message("Capitals don’t matter.")),
            Example("Vassilénko", message("Nor do accents.")),
            Example(
                "шелковый путь", message("Nor does ё: the topic is also called “Шёлковый путь”.")
            ),
            Example(
                "Василенко sanctions",
                message(
                    "A speaker is found under every spelling that is known, whatever the "
                    "language of the words."
                ),
            ),
        ),
    ),
)

MISTAKES = (
    Example('"boxing ring', message("Close the quotation.")),
    Example("(sanctions OR war", message("Close the bracket.")),
    Example("sanctions OR", message("Write the other alternative.")),
    Example("war & peace", message("Leave the sign out: all words are searched for anyway.")),
    Example("w*", message("Type more of the word.")),
    Example("A* search", message("Leave the sign out: only C++, C# and AT&T keep theirs.")),
    Example('"war peace"~99', message("Come closer, or search for the two words alone.")),
    Example(
        "topic:(Russia OR China)", message("Give each value its name: topic:Russia OR topic:China.")
    ),
)
# A word that is not in the archive, but nearly.
MISSPELT = "sanctoins"

# A parameter with a value; exclude_ before its name leaves the same passages out.
FILTERS = tuple(
    Address(f"{each.name}={each.example_value}", each.help_text)
    for each in registry.FILTERS
    if each.can_exclude
)
# The facets shown next to the results.
BESIDE = tuple(
    each.label.lower()
    for each in registry.FILTERS
    if each.is_facet and not isinstance(each.values, registry.Years)
)
COMBINED = (
    Address("topic=sanctions&topic=brics", message("One name twice: either value is enough.")),
    Address("topic=sanctions&outlet=al-jazeera", message("Different names: both must hold.")),
    Address("topic_all=sanctions&topic_all=russia", message("Both topics must hold.")),
    Address("topic=russia&exclude_topic=sanctions", message("The first topic and not the second.")),
    Address(
        "after=2023-06&before=2023-12",
        message(
            "From the first day of the one to the last day of the other. What may have "
            "been said then is found."
        ),
    ),
    Address("q=sanctions&wording=edited", message("What is typed in the box, and a filter.")),
)
ORDERS = (
    Address(
        "q=sanctions&sort=relevance",
        message(
            "What fits the words best; rare ones weigh more than common ones. The usual "
            "order where words are searched for. Among reports of one statement the "
            "closest wording goes first."
        ),
    ),
    Address(
        "q=sanctions&sort=newest",
        message(
            "By the day of speaking, the latest first: the usual order without words. "
            "What has no date comes last."
        ),
    ),
    Address("q=sanctions&sort=oldest", message("The earliest first. What has no date comes last.")),
    Address(
        "q=sanctions&sort=changed",
        message("By the day on which it was published, corrected or tagged, the latest first."),
    ),
)
PAGES = (Address("per_page=50&page=2", message("Longer pages, and the second of them.")),)
