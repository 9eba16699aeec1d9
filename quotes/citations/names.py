"""Names of people in citations: which part is the family name, and initials in any script.

A name is only taken apart on evidence that it is a person's: an editor's sort name, or in a byline
a known given name, an initial, or a family name formed as such. Otherwise it stays whole, as names
of bodies do: “Jazeera, A.” would be worse than no style.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from quotes.text.names import name_key

AND = re.compile(r"\s*[;&]\s*|,?\s+(?:and|und|et|и|және)\s+|,\s+")
BY = re.compile(r"\A(?:by|von|par|автор:?)\s+(?=\S)", re.IGNORECASE)
PARTICLES = frozenset((
    "af", "al", "ben", "bin", "da", "dal", "de", "del", "della", "den", "der", "des", "di", "do",
    "dos", "du", "el", "ibn", "la", "le", "van", "von", "y", "zu",
))  # fmt: skip
GIVEN_NAMES = Path(__file__).parent / "given_names.txt"
INITIAL = re.compile(r"(?:[^\W\d_]\.-?){1,3}")
# Endings of family names in languages that print them after the given name.
FAMILY_NAME = re.compile(
    r"\w{2,}(?:ov|ova|ev|eva|sky|skiy|skyi|skaya|enko|chuk|shvili|dze|yan|oğlu|oglu|uly|kyzy|qizi|"
    r"sson|sdóttir|opoulos|ович|евич|ов|ова|ев|ева|ёв|ёва|ский|ская|цкий|цкая|енко|чук|швили|дзе|ян|"
    r"оглы|ұлы|қызы|улы|кызы|όπουλος|ίδης)"
)
# Words that names of people don't hold and names of newsrooms do.
NEWSROOM = re.compile(
    r"\b(?:agency|agence|associated|board|bureau|committee|correspondents?|desk|editors?|editorial|"
    r"foundation|group|institute|international|journal|magazine|media|ministry|network|news|"
    r"newspaper|newsroom|office|post|press|radio|redaktion|report|reporters?|review|service|staff|"
    r"team|television|times|tv|university|wires?|writers?)\b|агентств|вести|известия|интерфакс|"
    r"информ|корреспондент|новости|пресс|редакци|служб",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Person:
    """A name as printed, and its parts where they are known; ``family`` is empty where not.

    ``particle`` belongs to the family name but stands behind the given name in an index:
    “Montbrial, Thierry de”.
    """

    name: str
    family: str = ""
    given: str = ""
    particle: str = ""

    @property
    def inverted(self) -> str:
        """As in an index: “Montbrial, Thierry de”; whole where the parts are not known."""
        if not self.family:
            return self.name
        return f"{self.family}, {' '.join(filter(None, [self.given, self.particle]))}"

    def abbreviated(self, point: str, comma: str = ",") -> str:
        """As in an index and with initials: “Montbrial, T. de”; ``point`` as in CSL."""
        if not self.family:
            return self.name
        given = " ".join(filter(None, [initials(self.given, point), self.particle]))
        return f"{self.family}{comma} {given}"


def person(name: str, sort_name: str = "") -> Person:
    """The person called ``name``, split into parts as in ``sort_name`` (“Vassilenko, Roman”).

    The two may be spelt differently, as when a record keeps an older spelling, if they agree in
    the number of words and in the family name or all given names. A name printed with the family
    name first stays whole: no style would print it in that order.
    """
    family, comma, given = (part.strip() for part in sort_name.partition(","))
    if not (family and comma and given):
        return Person(name)
    ahead = given.split()
    after = len(ahead)
    while after > 1 and ahead[after - 1].islower():
        after -= 1
    own, particles = ahead[:after], ahead[after:]
    return _taken_apart(name, own, particles, family.split())


def _taken_apart(
    name: str, given: Sequence[str], particles: Sequence[str], family: Sequence[str]
) -> Person:
    words = name.split()
    if len(words) != len(given) + len(particles) + len(family):
        return Person(name)
    first, last = words[: len(given)], words[len(words) - len(family) :]
    if first != list(given) and last != list(family):
        return Person(name)
    between = words[len(given) : len(words) - len(family)]
    return Person(name, " ".join(last), " ".join(first), " ".join(between))


def people(byline: str) -> tuple[Person, ...]:
    """Those whom a byline names, in order; whole where it doesn't look like people's names."""
    printed = without_by(byline)
    if not printed:
        return ()
    found = [_by_custom(name) for name in AND.split(printed) if name]
    return tuple(found) if all(each.family for each in found) else (Person(printed),)


def without_by(byline: str) -> str:
    """A byline without the “By” that some outlets print in it."""
    return BY.sub("", byline.strip(), count=1)


def _by_custom(name: str) -> Person:
    """Given names, then particles, then one family name: two to five words with capitals."""
    words = name.split()
    large = [word for word in words if word.lower() not in PARTICLES]
    is_name = all(re.fullmatch(r"[^\W\d_][^\d_\s]*", word) and word[0].isupper() for word in large)
    if not 2 <= len(words) <= 5 or not is_name or NEWSROOM.search(name) or name.isupper():
        return Person(name)
    if not _is_of_a_person(words):
        return Person(name)
    first = next((n for n, word in enumerate(words) if word.islower()), len(words) - 1)
    if first == 0 or any(not word.islower() for word in words[first:-1]):
        return Person(name)
    return Person(name, " ".join(words[first:]), " ".join(words[:first]))


def _is_of_a_person(words: Sequence[str]) -> bool:
    first = name_key(words[0].partition("-")[0])
    return (
        first in _given_names()
        or INITIAL.fullmatch(words[0]) is not None
        or FAMILY_NAME.fullmatch(words[-1].lower()) is not None
    )


@cache
def _given_names() -> frozenset[str]:
    lines = GIVEN_NAMES.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def initials(given: str, point: str) -> str:
    """Initials of given names, each with ``point``: “R. A.”, “Қ.-Ж. К.”; small words stay whole."""
    gap = " " if point.endswith(" ") else ""
    mark = point.strip()
    parts = []
    for word in given.replace(".", ". ").split():
        heads = [part[0] + mark for part in word.split("-") if part[0:1].isupper()]
        parts.append("-".join(heads) if heads else f" {word} ")
    return " ".join(gap.join(parts).split())
