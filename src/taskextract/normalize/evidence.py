"""What the words of a notice, and of the run's other notices, say for or against a repair."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from operator import add

from taskextract.vocabulary.lookalikes import fold

CONTEXT = 5
"""Characters on each side of a gap that must agree for two phrases to be the same."""

_ENOUGH = 1_000_000
_FILLERS = "等的了和与及、，。；：的地得并中上下内等各"
_OPEN = "省市县区州乡镇村一二三四五六七八九十百千万各上下年月日东南西北内外新老大小等的了和与及得并中"
"""Characters that notices of different places or years have differently with good reason."""

_SIDE = 3  # characters on each side of a gap that are looked up first
_HAN = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The notice's own text and those of the run's other notices.

    `whole` is all of it. `pairs` counts two characters side by side in any of them; `followers` holds, for each
    phrase of `CONTEXT` characters of the other notices, the places behind it in `whole`; `gaps` the hashes of
    three characters and the three behind the next one, anywhere. `sound` holds the texts in which nothing was
    found to mend or to doubt.
    """

    own: str
    others: str
    whole: str
    pairs: Mapping[str, int]
    followers: Mapping[str, tuple[int, ...]]
    gaps: AbstractSet[int]
    sound: set[str] = field(default_factory=set)
    _lost: dict[tuple[str, str], str | None] = field(default_factory=dict)
    _between: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    def count(self, phrase: str) -> int:
        """How often `phrase` stands in the notice, the text to be mended included."""
        return self.own.count(phrase)

    def count_all(self, phrase: str) -> int:
        """How often `phrase` stands in any notice of the run."""
        return self.own.count(phrase) + self.others.count(phrase)

    def may_lack(self, text: str, i: int) -> bool:
        """Whether the six characters around place `i` may stand somewhere with one more between them: quickly told."""
        return hash(text[i - _SIDE : i + _SIDE]) in self.gaps

    def lost_between(self, left: str, right: str) -> str | None:
        """The syllable that stands between the two phrases elsewhere: not 的, 和 and their like, and no doubled one."""
        if (left, right) not in self._lost:  # long notices repeat their phrases
            self._lost[left, right] = self._find_lost(left, right)
        return self._lost[left, right]

    def _find_lost(self, left: str, right: str) -> str | None:
        if not _HAN.fullmatch(left):
            return None
        for at in self._behind(left):
            if not self.whole.startswith(right, at + 1):
                continue
            char = self.whole[at : at + 1]
            if char in _FILLERS + left[-1] + right[0] or not _HAN.match(char):
                continue
            if self.count_all(left + right) > 1:
                return None
            if len(right) == CONTEXT or not _HAN.match(self.whole[at + 1 + len(right) : at + 2 + len(right)]):
                return char
        return None

    def _behind(self, phrase: str) -> Iterator[int]:
        """The places behind `phrase` in any notice."""
        at = self.whole.find(phrase)
        while at >= 0:
            yield at + len(phrase)
            at = self.whole.find(phrase, at + 1)

    def between(self, left: str, right: str) -> frozenset[str]:
        """The characters that stand between the two phrases anywhere."""
        if (left, right) not in self._between:
            self._between[left, right] = self._find_between(left, right)
        return self._between[left, right]

    def _find_between(self, left: str, right: str) -> frozenset[str]:
        found = []
        at = self.whole.find(left)
        while at >= 0:
            at += len(left)
            if self.whole.startswith(right, at + 1) and _HAN.match(self.whole[at]):
                found.append(self.whole[at])
            at = self.whole.find(left, at)
        return frozenset(found)

    def other_between(self, left: str, char: str, right: str) -> str | None:
        """The character that the other notices have in place of `char` between two phrases."""
        for at in self.followers.get(left[-CONTEXT:], ()):
            meant = self.whole[at : at + 1]
            if at < len(self.own) or meant == char or meant in _OPEN or not _HAN.match(meant):
                continue
            if self.whole.startswith(right, at + 1) and self.whole.endswith(left, 0, at):
                return meant if self.count_all(left[-CONTEXT:] + char + right) <= 1 else None
        return None


def evidence(texts: Iterable[str], others: Iterable[str] = ()) -> Evidence:
    """The evidence of a notice's `texts` (all of it, the one to be mended among them) and of `others`' texts."""
    own, other = _joined(texts), _joined(others)
    pairs = Counter(map(add, own, own[1:]))
    pairs.update(map(add, other, other[1:]))
    followers: dict[str, list[int]] = {}
    whole = f"{own}\n{other}" if other else own
    for run in _HAN.finditer(whole, len(own)):
        for i in range(run.start(), run.end() - CONTEXT):
            followers.setdefault(whole[i : i + CONTEXT], []).append(i + CONTEXT)
    gaps = {
        hash(whole[i : i + _SIDE] + whole[i + _SIDE + 1 : i + 2 * _SIDE + 1])
        for run in _HAN.finditer(whole)
        for i in range(run.start(), run.end() - _SIDE)
    }
    return Evidence(own, other, whole, dict(pairs), {key: tuple(at) for key, at in followers.items()}, gaps)


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
