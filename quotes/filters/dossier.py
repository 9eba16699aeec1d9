"""Parameters of a dossier: the passages chosen, in order, and a title; all of it in the address."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from quotes.filters.strict import given, unreadable
from quotes.models.addresses import address
from quotes.text.identifiers import MistypedError, canonical
from quotes.text.interface import message
from quotes.text.problems import Problem

MAX_ITEMS = 100
MAX_TITLE = 200
PARAMETERS = ("p", "d", "title")
# An identifier, with its version behind it; addresses pasted whole say the same: of the permalink,
# of pages below it, of its place in an interview. Only the short form names the present version,
# by 0.
ITEM = re.compile(
    r"(?:.*(?:/q/|#q-))?(?P<id>[^./~?#]+)(?:(?:\.v|/v/|~)(?P<version>[1-9]\d{0,5})|~0)?"
    r"(?:/(?:context|history|embed))?/?(?:[?#].*)?",
    re.DOTALL,
)


# What a mail puts behind an address, or round it.
AROUND = " ,;:!?()[]<>«»“”\"'"
CODE = re.compile(r"\w{1,20}")


@dataclass(frozen=True)
class Chosen:
    """A passage in a dossier, as its address names it.

    ``identifier`` is empty where it is mistyped; ``version`` is 0 where none is named.
    """

    written: str
    identifier: str
    version: int = 0

    @property
    def value(self) -> str:
        """The value of ``p`` that names it."""
        if not self.identifier:
            return self.written
        return f"{self.identifier}.v{self.version}" if self.version else self.identifier

    @property
    def code(self) -> str:
        """The same in the short form, in which a first version goes without saying.

        Empty for what is mistyped so that the form has no way to write it.
        """
        if not self.identifier:
            return self.written if CODE.fullmatch(self.written) else ""
        if not self.version:
            return f"{self.identifier}~0"
        return self.identifier + (f"~{self.version}" if self.version > 1 else "")


def _canonical(code: str) -> str:
    """The identifier that was written; empty if it is mistyped."""
    try:
        return canonical(code)
    except MistypedError:
        return ""


def chosen_item(written: str) -> Chosen:
    """The passage that a value of ``p`` names."""
    text = written.strip().strip(AROUND)
    match = ITEM.fullmatch(text)
    identifier = _canonical(match["id"]) if match else ""
    version = int(match["version"] or 0) if match and identifier else 0
    return Chosen(text[:60], identifier, version)


class DossierParameters:
    """What an address asks for: ``chosen`` each once, in order, and ``problems`` with the rest."""

    def __init__(self, data: QueryDict) -> None:
        self._given = given(data)
        self.title = " ".join(self._given.get("title", [""])[-1].split())[:MAX_TITLE]
        written = [*self._given.get("p", []), *self._short()]
        # However they are written, the same ones are one.
        once: dict[str, Chosen] = {}
        for chosen in map(chosen_item, written):
            once.setdefault(chosen.value, chosen)
        self.chosen = list(once.values())
        self.doubled = len(written) - len(once)
        self.left_out = max(0, len(self.chosen) - MAX_ITEMS)
        self.chosen = self.chosen[:MAX_ITEMS]

    @property
    def readable_url(self) -> str:
        """The dossier without the parameters that are problems."""
        bad = {problem.parameter for problem in self.problems}
        kept = [(n, v) for n in PARAMETERS if n not in bad for v in self._given.get(n, ())]
        return f"{address('dossier')}?{urlencode(kept)}" if kept else address("dossier")

    def _short(self) -> list[str]:
        """The values of the short form, in which a version that is not given is the first."""
        codes = [
            code.strip(AROUND) for text in self._given.get("d", []) for code in text.split(".")
        ]
        return [
            code if "~" in code or not _canonical(code) else f"{code}~1" for code in codes if code
        ]

    @property
    def problems(self) -> list[Problem]:
        """Parameters that no dossier has, and characters that none can have."""
        if bad := unreadable(self._given):
            return bad
        return [
            Problem(name[:40], message("There is no parameter “{name}” here.", name=name[:40]))
            for name in self._given
            if name not in PARAMETERS
        ]
