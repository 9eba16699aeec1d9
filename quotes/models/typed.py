"""Rows of editors' lists by what is typed: words of their texts, names of their nouns, public ids.

The same on every engine: names are compared by their keys, and the forms of a word are written out,
for SQLite knows upper and lower case of ASCII alone.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.text import smart_split, unescape_string_literal

from quotes.models.base import related_model
from quotes.text.identifiers import MistypedError, canonical
from quotes.text.links import without_surroundings
from quotes.text.names import APOSTROPHES

# As they are typed and printed; transliterations have more, which only names are found without.
PRINTED_APOSTROPHES = "'’ʼ‘ʻ"


def containing(
    rows: QuerySet, typed: str, *, texts: Sequence[str], nouns: Sequence[str], public_id: str
) -> QuerySet:
    """The ``rows`` that have each word of ``typed``; what stands in quotation marks is one word.

    ``texts`` are ways to columns with the word in any case and with any apostrophe, ``nouns`` ways
    to what has it in a name, however spelt, and ``public_id`` the way to an identifier, if any.
    """
    for word in _words(typed):
        ways = [Q((f"{way}__icontains", form)) for way in texts for form in _forms(word)]
        for way in nouns:
            noun: Any = related_model(rows.model, way)
            named = noun.objects.matching(word).order_by()
            ways.append(Q((f"{way}__in", named.values("pk"))))
        if public_id and (identifier := _identifier(word)):
            ways.append(Q((public_id, identifier)))
        rows = rows.filter(Q(*ways, _connector=Q.OR))
    return rows


def _words(typed: str) -> Iterator[str]:
    for word in smart_split(typed):
        is_quoted = word[0] in "\"'" and word[0] == word[-1] and len(word) > 1
        yield unescape_string_literal(word) if is_quoted else word


def _forms(word: str) -> list[str]:
    """The ways to write a word that an engine may not know to be equal."""
    forms = [word]
    if not word.isascii():
        forms += [word.lower(), word.upper(), word.capitalize(), word.title()]
    if any(ord(sign) in APOSTROPHES for sign in word):
        forms += [
            form.translate(dict.fromkeys(APOSTROPHES, sign))
            for form in tuple(forms)
            for sign in PRINTED_APOSTROPHES
        ]
    return list(dict.fromkeys(forms))


def _identifier(word: str) -> str:
    try:
        return canonical(without_surroundings(word))
    except MistypedError:
        return ""
