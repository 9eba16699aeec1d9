"""Questions drawn from an archive's own words, the same ones for the same archive and seed."""

import random
import re
from collections.abc import Callable, Iterator

from benchmarks import dialects
from benchmarks.dialects import GROUPS, Filter, Question
from quotes.models import Passage, current_version
from quotes.search.catch_up import current_snapshot
from quotes.text.stems import stem_term
from quotes.text.words import folded

WORD = re.compile(r"[a-z]{3,}")
# PostgreSQL's stop words for English: it and Datasette would be asked nothing else.
STOPPED = """
i me my myself we our ours ourselves you your yours yourself yourselves he him his himself
she her hers herself it its itself they them their theirs themselves what which who whom this
that these those am is are was were be been being have has had having do does did doing a an
the and but if or because as until while of at by for with about against between into through
during before after above below to from up down in out on off over under again further then
once here there when where why how all any both each few more most other some such no nor not
only own same so than too very s t can will just don should now
"""
STOP_WORDS = frozenset(STOPPED.split())
SHARES = {"1 %": 0.01, "10 %": 0.10, "25 %": 0.25}
WITHIN = 1.5


class Chooser:
    """Draws questions of each group; every question comes from words that the archive holds."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        searcher = current_snapshot(current_version()).searcher
        self.passages = Passage.public.count()
        stems = dict(searcher.terms_with_prefix("stem", ""))
        # A loose word finds all forms of it.
        self.counts = {
            word: stems.get(stem_term(word, "en"), count)
            for word, count in sorted(searcher.terms_with_prefix("exact", ""))
            if WORD.fullmatch(word) and word not in STOP_WORDS
        }
        self.last_pk = Passage.public.order_by("-pk").values_list("pk", flat=True)[0]

    def questions(self, each: int) -> list[Question]:
        """``each`` different questions of every group, fewer where the archive is too small."""
        return [question for group in GROUPS for question in self._of(group, each)]

    def _of(self, group: str, number: int) -> list[Question]:
        if group == "rare" or group in SHARES:
            drawn = self._rare(number) if group == "rare" else self._about(SHARES[group], number)
            return [dialects.words(group, word) for word in drawn]
        makers: dict[str, Callable[[int], Question | None]] = {
            "words": self._words, "phrase": self._phrase, "filtered": self._filtered,
            "boolean": self._boolean, "prefix": self._prefix, "browse": self._browse,
        }  # fmt: skip
        found: dict[Question, None] = {}
        for attempt in range(50 * number):
            if len(found) < number and (question := makers[group](len(found) + attempt // 50)):
                found[question] = None
        return list(found)

    def _rare(self, number: int) -> list[str]:
        least, most = max(3, self.passages * 2e-5), max(10, self.passages * 1e-3)
        return self._sample([w for w, n in self.counts.items() if least <= n <= most], number)

    def _about(self, share: float, number: int) -> list[str]:
        wanted = share * self.passages
        near = [word for word in self.counts if self._distance(word, wanted) <= WITHIN]
        if len(near) >= number:
            return self._sample(near, number)
        # Few corpora have enough such words besides stop words: then those that come closest.
        return sorted(self.counts, key=lambda w: (self._distance(w, wanted), w))[:number]

    def _distance(self, word: str, wanted: float) -> float:
        return max(self.counts[word] / wanted, wanted / self.counts[word])

    def _sample(self, words: list[str], number: int) -> list[str]:
        return self.chance.sample(words, min(number, len(words)))

    def _words(self, number: int) -> Question | None:
        drawn = self._sample(list(self._known(self._passage(), 0.001, 0.25)), 2 + number % 2)
        return dialects.words("words", *drawn) if len(drawn) > 1 else None

    def _phrase(self, number: int) -> Question | None:
        said, length = folded(self._passage().text), 2 + number % 3
        start = self.chance.randrange(max(1, len(said) - length))
        run = said[start : start + length]
        whole = len(run) == length and all(re.fullmatch("[a-z]{2,}", word) for word in run)
        return dialects.phrase("phrase", run) if whole and self.counts.keys() & run else None

    def _filtered(self, number: int) -> Question | None:
        passage = self._passage()
        drawn = self._sample(list(self._known(passage, 0.005, 0.4)), 1)
        names = [("speaker",), ("year",), ("outlet",), ("event",), ("outlet", "year")][number % 5]
        filters = self._filters(passage, names)
        return dialects.words("filtered", *drawn, filters=filters) if drawn and filters else None

    def _boolean(self, number: int) -> Question | None:
        drawn = self._sample(list(self._known(self._passage(), 0.002, 0.25)), 2)
        make = dialects.without if number % 2 else dialects.either
        return make("boolean", *drawn) if len(drawn) == 2 else None

    def _prefix(self, number: int) -> Question | None:
        drawn = self._sample([w for w in self._known(self._passage(), 0.0002, 1) if w[6:]], 1)
        return dialects.beginning("prefix", drawn[0][: 3 + number % 3]) if drawn else None

    def _browse(self, number: int) -> Question | None:
        if number < 2:
            return Question("browse", page=number + 1)
        names = [("speaker",), ("year",), ("outlet",), ("event",), ("outlet", "year")][number % 5]
        filters = self._filters(self._passage(), names)
        return Question("browse", filters=filters) if filters else None

    def _passage(self) -> Passage:
        ahead = Passage.public.for_display().filter(pk__gte=self.chance.randint(1, self.last_pk))
        return ahead.order_by("pk")[0]

    def _known(self, passage: Passage, least: float, most: float) -> Iterator[str]:
        """The passage's words of which a share of passages between the two bounds has one."""
        for word in sorted(set(folded(passage.text))):
            if least <= self.counts.get(word, 0) / self.passages <= most:
                yield word

    def _filters(self, passage: Passage, names: tuple[str, ...]) -> tuple[Filter, ...]:
        nouns = {
            "speaker": passage.speaker,
            "event": passage.interview.event,
            "outlet": passage.source.outlet,
        }
        year = passage.said[:4]
        if "year" in names and not re.fullmatch("[1-9][0-9]{3}", year):
            return ()
        return tuple(
            Filter(name, year, int(year))
            if name == "year"
            else Filter(name, nouns[name].slug, nouns[name].pk)
            for name in names
        )
