"""Addresses of searches, with parameters always in the same order."""

from collections.abc import Callable
from functools import cached_property, lru_cache
from urllib.parse import quote_plus, urlencode

from quotes.models.addresses import address
from quotes.search.registry import FILTERS, Nouns

EXCLUDABLE = [each for each in FILTERS if each.can_exclude]
NOUNS = [each.name for each in EXCLUDABLE if isinstance(each.values, Nouns)]
CODES = [each.name for each in EXCLUDABLE if not isinstance(each.values, Nouns)]
ONCE = [each.name for each in FILTERS if not each.is_repeatable]
ORDER = (
    "q", *NOUNS, *(each.name for each in FILTERS if each.match_all), *CODES,
    *(f"exclude_{name}" for name in (*NOUNS, *CODES)),
    *ONCE, "view", "sort", "per_page", "p", "page",
)  # fmt: skip
PLACES = {name: place for place, name in enumerate(ORDER)}
# If one of these is repeated, the last value counts.
SINGLE = ("q", *ONCE, "view", "sort", "per_page", "page")
# What narrows no search.
NOT_FILTERS = ("q", "view", "sort", "per_page", "p", "page")
Parameters = dict[str, list[str]]
# A page has hundreds of values, the same ones page after page.
quoted = lru_cache(maxsize=10_000)(quote_plus)


class Addresses:
    """Addresses that differ from the one with the parameters ``given``; all lead to page 1."""

    def __init__(self, given: Parameters) -> None:
        self.given = {name: list(dict.fromkeys(given[name])) for name in ORDER if name in given}

        self._around: dict[str, tuple[str, str]] = {}

    def has(self, name: str, value: str) -> bool:
        """Whether a parameter has this value now."""
        return value in self.given.get(name, [])

    def adding(self, name: str, *values: str) -> str:
        """With these values added."""
        before, after = self._encoded_around(name)
        added = "&".join([f"{name}={quoted(value)}" for value in values])
        return f"{before}{added}{after}"

    def removing(self, name: str, value: str) -> str:
        """Without one value."""
        return self.setting(name, [v for v in self.given.get(name, []) if v != value])

    def toggled(self, name: str) -> Callable[[str], tuple[bool, str]]:
        """What tells of any value whether it is there now, and the address where it is not so."""
        given = self.given.get(name, ())
        before, after = self._encoded_around(name)

        def toggled(value: str) -> tuple[bool, str]:
            if value in given:
                return True, self.removing(name, value)
            return False, f"{before}{name}={quoted(value)}{after}"

        return toggled

    def setting(self, name: str, values: list[str], *, to: str = "search", **more: str) -> str:
        """With just these values for a parameter, and ``more`` set; an empty value takes away."""
        others = {key: [value] if value else [] for key, value in more.items()}
        return _address(to, {**self.given, "page": [], name: values, **others})

    def _encoded_around(self, name: str) -> tuple[str, str]:
        """The address before and after the place of a further value of a parameter.

        Cached, because a page has hundreds of addresses that differ in that value only.
        """
        if name not in self._around:
            place = PLACES[name]
            before = "&".join([pair for at, pair in self._encoded if at <= place])
            after = "&".join([pair for at, pair in self._encoded if at > place])
            self._around[name] = (
                f"{address('search')}?{before}{'&' if before else ''}",
                f"{'&' if after else ''}{after}",
            )
        return self._around[name]

    @cached_property
    def _encoded(self) -> list[tuple[int, str]]:
        """What is given, each value as it stands in an address, with the place of its name."""
        return [
            (place, f"{name}={quote_plus(value)}")
            for name, place in PLACES.items()
            if name != "page"
            for value in self.given.get(name, ())
        ]

    def shared(self, *, to: str = "search", **more: str) -> str:
        """The canonical address, the same for equal searches, with ``more`` set.

        An empty value removes a parameter. What is ticked is no part of a search.
        """
        changed = self._state | {name: [value] if value else [] for name, value in more.items()}
        return _address(to, changed)

    @cached_property
    def _state(self) -> Parameters:
        """What equal searches share: values in one order, without what is ticked."""
        state = {name: sorted({v.strip() for v in values}) for name, values in self.given.items()}
        state.pop("p", None)
        state |= {name: [self.given[name][-1].strip()] for name in SINGLE if name in self.given}
        if "q" in state:
            state["q"] = [" ".join(state["q"][0].split())]
        return state


def _address(to: str, state: Parameters) -> str:
    pairs = [(key, value) for key in ORDER for value in state.get(key, [])]
    return f"{address(to)}?{urlencode(pairs)}" if pairs else address(to)
