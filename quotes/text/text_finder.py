"""Finds texts in other texts, ignoring case and punctuation, whole or in part."""

from collections.abc import Iterable

from quotes.text.words import folded, words

# Fewer words than this are no sign of a text, unless they stand alone.
MIN_WORDS = 4


class TextFinder:
    """Some texts, to be found wherever ``run`` of one's words stand in a row.

    Without ``run`` all its words have to. A text of fewer than ``min_words`` words is found only
    where no other word stands beside it.
    """

    def __init__(
        self, texts: Iterable[str], *, run: int | None = None, min_words: int = MIN_WORDS
    ) -> None:
        lines = {tuple(folded(text)) for text in texts} - {()}
        self.alone = {line for line in lines if len(line) < min_words}
        self.runs = {
            line[start : start + size]
            for line in lines - self.alone
            for size in [min(run or len(line), len(line))]
            for start in range(len(line) - size + 1)
        }
        self.sizes = {len(each) for each in self.runs}

    def places(self, text: str) -> list[list[int]]:
        """Where they stand in ``text``, in order; stretches may overlap."""
        found = list(words(text))
        line = tuple(word.folded for word in found)
        if line in self.alone:
            return [[found[0].start, found[-1].end]]
        return [
            [found[start].start, found[start + size - 1].end]
            for size in self.sizes
            for start in range(len(line) - size + 1)
            if line[start : start + size] in self.runs
        ]
