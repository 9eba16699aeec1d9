"""Examples of all that can be asked of the search, for the page that explains it. Pure.

Examples of filters are declared with the filters; all others stand here. The parser reads each
example back, so the page says what the search does. Tests check that each example finds what a
plain scan finds, and that no operator is missing. All are taken from the opening archive.
"""

from typing import NamedTuple

from quotes.search import registry
from quotes.search.query import MAX_BETWEEN_THREE, MAX_BETWEEN_TWO, parse
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
LANGUAGES = sorted(name.title() for name in (*ALGORITHMS.values(), "kazakh"))

GROUPS = (
    Group(
        "words", "Words",
        ("All words must occur, in any order and in any form.",),
        (
            Example("sanctions", "Finds “sanctioned” too. A loose word is also looked for, as it "
                    "is typed, in the speaker’s names and in topics, event and outlet."),
            Example("middle corridor", "Both words, not necessarily side by side."),
            Example("trans-Caspian", "The parts of such a word, next to each other, with a hyphen "
                    "or without."),
        ),
    ),
    Group(
        "exact", "Exact words",
        (
            "Words between quotation marks stand in the passage exactly so: in this order, in "
            "these forms, small words included. Names and topics are not looked at.",
            "Any quotation marks will do, in any pairing: straight, curly, low or angled, and "
            "those of Chinese and Japanese.",
        ),
        (
            Example('"boxing ring"', "Without the marks, the words could stand anywhere."),
            Example("«the only side»", "“The” counts like any other word."),
            Example('"sanctioned"', "A single word in this very form; “sanctions” is not found."),
            Example("“we don't”", "Straight and curly apostrophes are the same."),
        ),
    ),
    Group(
        "without", "Leaving out",
        (
            "A minus sign, hyphen or en dash before a word, a phrase, brackets or a filter leaves "
            "out what they find. No space may follow it.",
        ),
        (
            Example("sanctions -circumvention", "The first word and not the second."),
            Example('Kazakhstan −"foreign policy"', "The word without the phrase."),
            Example("Russia -(sanctions OR war)", "Neither of the words in brackets."),
            Example("-Kazakhstan", "A search may consist of what it leaves out."),
        ),
    ),
    Group(
        "either", "One or the other",
        ("OR stands in capitals between two alternatives; brackets say how far they reach.",),
        (
            Example('yurt OR "boxing ring"', "Either is enough."),
            Example("Russia (sanctions OR war)", "The first word, and one of the others."),
            Example("Russia sanctions OR yurt", "Without brackets, words side by side belong "
                    "together: this is Russia and sanctions, or else yurt."),
        ),
    ),
    Group(
        "beginnings", "Beginnings of words",
        (
            "A star at the end of a word stands for any ending. It works for single words outside "
            "quotation marks.",
        ),
        (
            Example("diplom*", "Diplomacy and diplomatic. Names and topics are not looked at, so "
                    "this can find less than the word without the star."),
        ),
    ),
    Group(
        "near", "Words near each other",
        (
            "After a phrase, ~ and a number let its words stand in any order, with up to so many "
            f"others among them: up to {MAX_BETWEEN_TWO} among two words, "
            f"up to {MAX_BETWEEN_THREE} among three.",
        ),
        (
            Example('"China Russia"~3', "Finds “Russia, with China” and “China and Russia”."),
            Example('"Russia China West"~5', "Three words in one stretch."),
            Example('"foreign policy"~0', "Side by side, in either order."),
        ),
    ),
    Group(
        "questions", "Questions",
        (
            "A word or a phrase after question: is looked for in the question that a passage "
            "answers.",
        ),
        (
            Example("question:circumvent", "A word in any form."),
            Example('question:"foreign policy"', "Exactly these words."),
            Example("question:sanction*", "The beginning of a word."),
            Example('question:"political economic"~1', "Words near each other."),
            Example("sanctions -question:sanctions", "Spoken of without being asked about."),
        ),
    ),
    Group(
        "fields", "Filters in the box",
        (
            "A filter is a name, a colon and a value, without a space; a value of several words "
            "stands in quotation marks. For nouns the value is a part of any of their names, or "
            "what they are called in addresses. A value that the archive doesn’t have is an error, "
            "never passed over.",
        ),
        tuple(Example(*each) for one in registry.FILTERS for each in one.explained_queries),
    ),
    Group(
        "together", "All together",
        ("Filters are conditions like words: they can be left out, combined and put in brackets.",),
        (
            Example("China -topic:Russia", "A word, but not under this topic."),
            Example("year:2024 OR outlet:avim", "Either filter is enough."),
            Example('sanctions -"secondary sanctions" speaker:Vassilenko '
                    "(wording:verbatim OR wording:edited) after:2023-06",
                    "Everything at once. The results page shows each part, to be taken off."),
        ),
    ),
    Group(
        "matching", "How words are matched",
        (
            "Loose words are reduced to stems by the language of each passage. There are stems for "
            f"{', '.join(LANGUAGES[:-1])} and {LANGUAGES[-1]}; in other languages a word is found "
            "in the form that is typed.",
            "Capitals, accents, ё and е, hyphens, apostrophes and other signs make no difference, "
            "in loose words or in phrases. Nor do Hebrew points, Arabic vowel signs and tatweel, "
            "which apostrophe is typed in O’Brien or Oʻzbekiston, the points of F.B.I., or how the "
            "digits of 10,000 are grouped. Vowel signs of Hindi or Thai are letters. C++, C# and "
            "AT&T are words; where another sign is passed over, the page says so.",
            "Chinese, Japanese, Thai, Lao, Khmer and Burmese need no spaces: each sign is a word "
            "(in Thai a consonant with its vowels), and signs typed together are found together.",
        ),
        (
            Example("investing", "Finds “invested” and “investments”; that is what stems are for."),
            Example("KAZAKHSTAN", "Capitals don’t matter."),
            Example("Vassilénko", "Nor do accents."),
            Example("шелковый путь", "Nor does ё: the topic is also called “Шёлковый путь”."),
            Example("Василенко sanctions", "A speaker is found under every spelling that is known, "
                    "whatever the language of the words."),
        ),
    ),
)  # fmt: skip

MISTAKES = (
    Example('"boxing ring', "Close the quotation."),
    Example("(sanctions OR war", "Close the bracket."),
    Example("sanctions OR", "Write the other alternative."),
    Example("war & peace", "Leave the sign out: all words are searched for anyway."),
    Example("w*", "Type more of the word."),
    Example("A* search", "Leave the sign out: only C++, C# and AT&T keep theirs."),
    Example('"war peace"~99', "Come closer, or search for the two words alone."),
    Example("topic:(Russia OR China)", "Give each value its name: topic:Russia OR topic:China."),
)
# A word that is not in the archive, but nearly.
MISSPELT = "sanctoins"

# A parameter with a value; exclude_ before its name leaves the same passages out.
FILTERS = tuple(
    Address(f"{each.name}={each.example_value}", each.help_text)
    for each in registry.FILTERS
    if each.can_exclude
)
# The facets shown next to the results, in the plural.
BESIDE = tuple(
    f"{each.label.lower()}s"
    for each in registry.FILTERS
    if each.is_facet and not isinstance(each.values, registry.Years)
)
COMBINED = (
    Address("topic=sanctions&topic=brics", "One name twice: either value is enough."),
    Address("topic=sanctions&outlet=al-jazeera", "Different names: both must hold."),
    Address("topic_all=sanctions&topic_all=russia", "Both topics must hold."),
    Address("topic=russia&exclude_topic=sanctions", "The first topic and not the second."),
    Address("after=2023-06&before=2023-12", "From the first day of the one to the last day of "
            "the other. What may have been said then is found."),
    Address("q=sanctions&wording=edited", "What is typed in the box, and a filter."),
)  # fmt: skip
ORDERS = (
    Address("q=sanctions&sort=relevance", "What fits the words best; rare ones weigh more than "
            "common ones. The usual order where words are searched for. Among reports of one "
            "statement the closest wording goes first."),
    Address("q=sanctions&sort=newest", "By the day of speaking, the latest first: the usual order "
            "without words. What has no date comes last."),
    Address("q=sanctions&sort=oldest", "The earliest first. What has no date comes last."),
    Address("q=sanctions&sort=changed", "By the day on which it was published, corrected or "
            "tagged, the latest first."),
)  # fmt: skip
PAGES = (Address("per_page=50&page=2", "Longer pages, and the second of them."),)
