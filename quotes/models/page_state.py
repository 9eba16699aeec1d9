"""What the page of a passage is made from: the last changes of all passages that it prints.

They are the passage itself, the others of its turn, of which two are its neighbours, and the other
reports of its utterance. An edit anywhere else leaves the page as it is.
"""

from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q

from quotes.models.archive_state import Version, last_state
from quotes.models.changes import KNOWN, last_change
from quotes.models.compiled import with_constants
from quotes.models.passage import Passage
from quotes.models.utterance import UtteranceMember
from quotes.models.vocabularies import State
from quotes.text.identifiers import MistypedError, canonical

# Stands for the identifier in the compiled query; no identifier looks like this.
ANY_IDENTIFIER = "?"


class PageState(NamedTuple):
    """The version of the archive, and the state of what a page prints.

    Two pages of one address with equal ``parts`` are the same. Where no published passage has the
    identifier, the whole archive is what the answer is made from. ``removed_in`` is the version in
    which words were last taken from the public.
    """

    version: Version
    removed_in: int
    parts: tuple[object, ...]


def whole_archive_state() -> PageState:
    """The state of a page that may print anything of the archive."""
    version, removed_in = last_state()
    return PageState(version, removed_in, tuple(version))


def page_state(identifier: str) -> PageState:
    """The state of the page of the passage with this identifier, in one query.

    Whatever takes words from the public is part of it, for a page may show similar passages.
    """
    if not _can_be_given(identifier):
        return whole_archive_state()
    sql, params = _compiled(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [identifier] * len(params))
        rows = cursor.fetchall()
    version, removed_in = Version(*rows[0][:3]), rows[0][3]
    passages = [row[4:] for row in rows]
    if not any(row[1:3] == (identifier, State.PUBLISHED) for row in passages):
        return PageState(version, removed_in, tuple(version))
    changes = [f"{pk}:{number}:{token}" for pk, _, _, number, token in passages]
    return PageState(version, removed_in, (version.archive_id, removed_in, *changes))


def _can_be_given(identifier: str) -> bool:
    """Whether a passage can have it; PostgreSQL refuses to be asked for some of the others."""
    try:
        return canonical(identifier) == identifier
    except MistypedError:
        return False


@cache
def _compiled(vendor: str) -> tuple[str, tuple[Any, ...]]:
    """The query, and its parameters, each of them for the identifier.

    Compiling it takes far longer than running it. A number may be given twice, when a standby
    without the last changes takes over; its token is given once.
    """
    own = Passage.objects.filter(identifier=ANY_IDENTIFIER).order_by()
    members = UtteranceMember.objects.confirmed().order_by()
    utterances = members.filter(passage__in=own.values("pk")).values("utterance")
    reports = members.filter(utterance__in=utterances).values("passage")
    printed = Passage.objects.filter(
        KNOWN, Q(turn__in=own.values("turn")) | Q(pk__in=reports)
    ).order_by()
    rows = printed.annotate(number=last_change()).values("pk", "identifier", "state", "number")
    sql, params = rows.query.sql_with_params()
    sql, params = with_constants(sql, params, lambda value: value == ANY_IDENTIFIER)
    return (
        "SELECT s.archive_id, s.version, s.token, s.removed_in, "  # noqa: S608 - compiled by Django
        "p.pk, p.identifier, p.state, p.number, t.token FROM quotes_archivestate s "
        f"LEFT JOIN ({sql}) p ON 1 = 1 LEFT JOIN quotes_versiontoken t ON t.number = p.number "
        "WHERE s.id = 1 ORDER BY p.pk",
        params,
    )
