"""Topics proposed for a passage, with what speaks for them: its words, and passages like it. Pure.

Most counts a topic's name or alias among the words, in any of its forms. Next come the topics of
the tagged passages that are most like it; least count words of a scope note. Nothing is learned: a
topic that no editor has named or used is not proposed.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from quotes.text.stems import stem_term
from quotes.text.words import folded, words

# Languages whose forms of a label are known, by the script of the label.
CYRILLIC, OTHERS = ("ru", "kk", "uk"), ("en",)
NEIGHBOURS, SHOWN_NEIGHBOURS = 12, 3
# What a label found in the passage is worth against a passage just like it, for each word of its.
LABEL, PER_WORD, SCOPE, LOOSE = 0.9, 0.25, 0.35, 0.35
MIN_SIMILARITY = 0.04
STOP_SHARE = 0.25


class TopicLabel(NamedTuple):
    """A topic that may be proposed, under all its names."""

    slug: str
    names: tuple[str, ...]
    scope_note: str = ""


class Tagged(NamedTuple):
    """A passage that carries topics, by their slugs."""

    key: str
    text: str
    language: str
    topics: tuple[str, ...]


class ProposedTopic(NamedTuple):
    """A topic with its evidence: words of the passage, and keys of the likest tagged passages."""

    slug: str
    score: float
    words: tuple[str, ...]
    nearest: tuple[str, ...]


class TopicProposals:
    """Topics and tagged passages of an archive, ready to be compared with new passages."""

    def __init__(self, topics: Iterable[TopicLabel], tagged: Iterable[Tagged]) -> None:
        self.topics = list(topics)
        self.tagged = {each.key: each for each in tagged}
        self._stems = {
            key: Counter(_stems(each.text, each.language)) for key, each in self.tagged.items()
        }
        self._frequency = Counter(stem for found in self._stems.values() for stem in found)
        # Weighed once, because a long document asks for the nearest a thousand times.
        self._holders: dict[str, list[tuple[str, float]]] = defaultdict(list)
        self._sizes: dict[str, float] = {}
        for key, found in self._stems.items():
            weights = self._weighted(found)
            self._sizes[key] = math.hypot(*weights.values()) or 1.0
            for stem, weight in weights.items():
                if weight:
                    self._holders[stem].append((key, weight))
        self._labels = _labels(self.topics)
        # Forms of names that are written in capitals, and of no other name.
        names = [name for topic in self.topics for name in topic.names]
        small = _labels([TopicLabel("", tuple(name for name in names if not name.isupper()))])
        self._capitals = {tuple(label) for _, label in self._labels} - {
            tuple(label) for _, label in small
        }
        self._notes = {topic.slug: _note(topic) for topic in self.topics}
        self._in_notes = Counter(stem for note in self._notes.values() for stem in note)

    def propose(
        self, text: str, language: str, *, most: int = 5, without: Collection[str] = ()
    ) -> list[ProposedTopic]:
        """The likeliest topics of a passage, best first; ``without`` keys of tagged passages."""
        stems = Counter(_stems(text, language))
        scores: dict[str, float] = defaultdict(float)
        matched: dict[str, list[str]] = defaultdict(list)
        for slug, (score, found) in self._matched(text, language).items():
            scores[slug] += score
            matched[slug] += found
        nearest = self._nearest(stems, without)
        voting = nearest[:NEIGHBOURS]
        for key, similarity in voting:
            for slug in self.tagged[key].topics:
                scores[slug] += similarity
        noted = self._by_scope_notes(stems)
        for slug, share in noted.items():
            scores[slug] += SCOPE * share
        best = sorted(scores, key=lambda slug: (-scores[slug], slug))[:most]
        return [
            ProposedTopic(
                slug,
                round(scores[slug], 3),
                tuple(dict.fromkeys(matched[slug])),
                tuple(k for k, _ in voting if slug in self.tagged[k].topics)[:SHOWN_NEIGHBOURS],
            )
            for slug in best
        ]

    def _matched(self, text: str, language: str) -> dict[str, tuple[float, list[str]]]:
        """Topics of which a name stands in the text in some form, and the words that are it."""
        found = list(words(text))
        forms = [{stem_term(word.folded, each) for each in _languages(language)} for word in found]
        at: dict[str, list[int]] = defaultdict(list)
        for number, each in enumerate(forms):
            for stem in each:
                at[stem].append(number)
        hits: dict[str, tuple[float, list[str]]] = {}
        for slug, label in self._labels:
            for start in at.get(label[0], ()):
                if all(
                    start + n < len(forms) and stem in forms[start + n]
                    for n, stem in enumerate(label)
                ):
                    words_ = text[found[start].start : found[start + len(label) - 1].end]
                    if tuple(label) in self._capitals and not words_.isupper():
                        continue  # “us” is not “US”
                    score, known = hits.get(slug, (0.0, []))
                    worth = LABEL + PER_WORD * (len(label) - 1)
                    # Said again, or under another name, it is a little surer.
                    hits[slug] = (max(score, worth) + (0.1 if known else 0), [*known, words_])
        for slug, label in self._labels:
            # “reforms of the UN Security Council” for “UN reform”
            if len(label) > 1 and slug not in hits and all(stem in at for stem in label):
                places = sorted({at[stem][0] for stem in label})
                parts = [text[found[n].start : found[n].end] for n in places]
                hits[slug] = (LOOSE, [" … ".join(parts)])
        return hits

    def _nearest(self, stems: Counter[str], without: Collection[str]) -> list[tuple[str, float]]:
        """Keys of tagged passages by the cosine of their rare words, the likest first."""
        own = self._weighted(stems)
        size = math.hypot(*own.values()) or 1.0
        dots: dict[str, float] = defaultdict(float)
        for stem, weight in own.items():
            for key, its in self._holders.get(stem, ()):
                dots[key] += weight * its
        similar = [
            (key, dot / size / self._sizes[key]) for key, dot in dots.items() if key not in without
        ]
        return sorted((each for each in similar if each[1] >= MIN_SIMILARITY), key=_by_likeness)

    def _weighted(self, stems: Mapping[str, int]) -> dict[str, float]:
        return {stem: self._weight(stem, times) for stem, times in stems.items()}

    def _weight(self, stem: str, times: int) -> float:
        total = len(self.tagged) or 1
        frequency = self._frequency.get(stem, 0)
        if frequency > max(3, total * STOP_SHARE):
            return 0.0
        return (1 + math.log(times)) * math.log(1 + total / (1 + frequency))

    def _by_scope_notes(self, stems: Mapping[str, int]) -> dict[str, float]:
        """From 0 to 1: how much of a topic's scope note, by rare words, the passage has."""
        shares = {}
        for slug, note in self._notes.items():
            common = note & stems.keys()
            if common:
                weights = {stem: 1 / self._in_notes[stem] for stem in note}
                shares[slug] = sum(weights[s] for s in common) / (sum(weights.values()) + 2)
        return shares


def _note(topic: TopicLabel) -> set[str]:
    """Stems of what a topic is for; where its note says what it is not for, others begin."""
    positive = topic.scope_note.partition("Not for")[0].removeprefix("Use for")
    return set(_stems(" ".join([positive, *topic.names[:1]]), "en"))


def _by_likeness(each: tuple[str, float]) -> tuple[float, str]:
    return -each[1], each[0]


def _languages(language: str) -> tuple[str, ...]:
    """The languages in which a passage's words are looked at: its own and another."""
    code = language.split("-")[0]
    return (code, "en") if code not in CYRILLIC else (code, "ru")


def _stems(text: str, language: str) -> list[str]:
    code = language.split("-")[0]
    return [stem_term(word, code) for word in folded(text)]


def _labels(topics: Sequence[TopicLabel]) -> list[tuple[str, list[str]]]:
    """Each name of each topic as stems, in each language it may be of; the longest first."""
    found = {
        (topic.slug, tuple(stem_term(word, code) for word in folded(name)))
        for topic in topics
        for name in topic.names
        for code in (CYRILLIC if _is_cyrillic(name) else OTHERS)
    }
    made = [(slug, list(stems)) for slug, stems in found if stems]
    return sorted(made, key=lambda each: (-len(each[1]), each[0], each[1]))


def _is_cyrillic(name: str) -> bool:
    return any("\u0400" <= sign <= "\u052f" for sign in name)
