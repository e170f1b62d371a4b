"""What the words of a notice, and of the run's other notices, say for or against a repair."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from taskextract.vocabulary.lookalikes import fold

CONTEXT = 5
"""Characters on each side of a gap that must agree for two phrases to be the same."""

_ENOUGH = 1_000_000
_FILLERS = "等的了和与及、，。；：的地得并中上下内等各"
_HAN = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The notice's own text and those of the run's other notices.

    `pairs` counts two characters side by side in any of them; `followers` holds, for each phrase of
    `CONTEXT` characters, the places behind it.
    """

    own: str
    others: str
    pairs: Mapping[str, int]
    followers: Mapping[str, tuple[int, ...]]

    def count(self, phrase: str) -> int:
        """How often `phrase` stands in the notice, the text to be mended included."""
        return self.own.count(phrase)

    def count_all(self, phrase: str) -> int:
        """How often `phrase` stands in any notice of the run."""
        return self.own.count(phrase) + self.others.count(phrase)

    def lost_between(self, left: str, right: str) -> str | None:
        """The syllable that stands between the two phrases elsewhere: not 的, 和 and their like, and no doubled one."""
        for at in self.followers.get(left, ()):
            char = self.own[at : at + 1]
            if char in _FILLERS + left[-1] + right[0] or not _HAN.match(char):
                continue
            if self.own.startswith(right, at + 1) and self.own.count(left + right) <= 1:
                return char
        return None


def evidence(texts: Iterable[str], others: Iterable[str] = ()) -> Evidence:
    """The evidence of a notice's `texts` (all of it, the one to be mended among them) and of `others`' texts."""
    own, other = _joined(texts), _joined(others)
    pairs = Counter(a + b for text in (own, other) for a, b in pairwise(text))
    followers: dict[str, list[int]] = {}
    for run in _HAN.finditer(own):
        for i in range(run.start(), run.end() - CONTEXT):
            followers.setdefault(own[i : i + CONTEXT], []).append(i + CONTEXT)
    return Evidence(own, other, dict(pairs), {key: tuple(at) for key, at in followers.items()})


def _joined(texts: Iterable[str]) -> str:
    """The texts folded, one below the other, up to as much as is needed to know the notice's words."""
    parts: list[str] = []
    length = 0
    for text in texts:
        parts.append(fold(text[:_ENOUGH]))
        length += len(text)
        if length > _ENOUGH:
            break
    return "\n".join(parts)
