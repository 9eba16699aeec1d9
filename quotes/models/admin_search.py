"""The search of the admin's lists: by words in texts, names of nouns, and public ids.

It works alike on both engines. Names are compared by their keys. Other words are searched in each
form of upper and lower case, because SQLite ignores case for ASCII only.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.text import smart_split, unescape_string_literal

from quotes.models.base import related_model
from quotes.text.identifiers import MistypedError, canonical
from quotes.text.links import without_surroundings
from quotes.text.names import APOSTROPHES

# Apostrophes as typed and printed. Transliterations have more; only names ignore these.
PRINTED_APOSTROPHES = "'’ʼ‘ʻ"


def matching_rows(
    rows: QuerySet, typed: str, *, texts: Sequence[str], nouns: Sequence[str], public_id: str
) -> QuerySet:
    """The ``rows`` that match each word of ``typed``; text in quotation marks is one word.

    ``texts`` are lookups of columns, compared in any case and with any apostrophe. ``nouns`` are
    lookups of nouns, compared by all spellings of their names. ``public_id`` is the lookup of an
    identifier, if any.
    """
    for word in _words(typed):
        lookups = [Q((f"{lookup}__icontains", form)) for lookup in texts for form in _forms(word)]
        for lookup in nouns:
            noun: Any = related_model(rows.model, lookup)
            named = noun.objects.matching(word).order_by()
            lookups.append(Q((f"{lookup}__in", named.values("pk"))))
        if public_id and (identifier := _identifier(word)):
            lookups.append(Q((public_id, identifier)))
        rows = rows.filter(Q(*lookups, _connector=Q.OR))
    return rows


def _words(typed: str) -> Iterator[str]:
    for word in smart_split(typed):
        is_quoted = word[0] in "\"'" and word[0] == word[-1] and len(word) > 1
        yield unescape_string_literal(word) if is_quoted else word


def _forms(word: str) -> list[str]:
    """Forms of a word that an engine may not treat as equal."""
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
