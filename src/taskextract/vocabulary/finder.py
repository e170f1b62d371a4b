"""Which of many words a text holds, found in one pass over it."""

from __future__ import annotations

from collections.abc import Iterable


class WordFinder:
    """Looks for a fixed set of words."""

    def __init__(self, words: Iterable[str]) -> None:
        import ahocorasick_rs

        self._words = tuple(dict.fromkeys(words))
        self._patterns = ahocorasick_rs.AhoCorasick(self._words, store_patterns=False)

    def of(self, text: str) -> list[str]:
        """The words that stand in `text`, each once, those inside others too, in the order they were given in."""
        found = {n for n, _, _ in self._patterns.find_matches_as_indexes(text, overlapping=True)}
        return [self._words[n] for n in sorted(found)]
