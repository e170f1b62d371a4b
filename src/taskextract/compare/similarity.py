"""How alike texts are: shared characters and words, the common ones counting little.

A text's features are its runs of two and three characters (Chinese words are mostly that long). Each
weighs the less the more texts have it; one that lies inside a stock phrase of the genre weighs a
quarter of that. The measure is Dice's: twice the shared weight over the sum of both.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from taskextract.vocabulary.words import load_words

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Matrix = npt.NDArray[np.float64]

_SOUND = re.compile(r"[〇一-鿿㐀-䶿\U00020000-\U0003ffff]+|[a-z]+|\d+(?:\.\d+)?")
_STOCK_WEIGHT = 0.25
_SMALL_SAMPLE = 20  # texts that the weights behave as if there were more of


@cache
def stock_grams() -> frozenset[str]:
    """The character runs of the phrases that every notice uses (`vocabulary/boilerplate.yml`)."""
    return frozenset(gram for phrase in load_words("boilerplate")["phrases"] for gram in _grams(phrase))


def features(text: str) -> frozenset[str]:
    """The features of a folded text: runs of two and three characters, words of letters, numbers."""
    found: set[str] = set()
    for piece in _SOUND.findall(text):
        if piece.isascii():
            found.add(piece)
        else:
            found.update(_grams(piece))
    return frozenset(found)


def _grams(piece: str) -> list[str]:
    if len(piece) == 1:
        return [piece]
    return [piece[i : i + n] for n in (2, 3) for i in range(len(piece) - n + 1)]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each feature counts, learnt from all texts of the comparison."""

    counts: Counter[str]
    texts: int

    def of(self, feature: str) -> float:
        """The weight of a feature: rare ones count more, stock phrases a quarter."""
        rarity = math.log((self.texts + _SMALL_SAMPLE) / (self.counts[feature] + 1)) + 0.1
        return rarity * (_STOCK_WEIGHT if feature in stock_grams() else 1.0)

    def total(self, found: frozenset[str]) -> float:
        """The weight of all features of a text."""
        return math.fsum(self.of(feature) for feature in sorted(found))


def weights_of(*sides: Sequence[frozenset[str]]) -> Weights:
    """Learn the weights from the texts of all sides."""
    counts: Counter[str] = Counter()
    for side in sides:
        for found in side:
            counts.update(found)
    return Weights(counts, sum(len(side) for side in sides))


def dice(a: frozenset[str], b: frozenset[str], weights: Weights) -> float:
    """How alike two texts are, 0–1."""
    both = weights.total(a) + weights.total(b)
    return 2 * weights.total(a & b) / both if both else 0.0


def coverage(a: frozenset[str], b: frozenset[str], weights: Weights) -> float:
    """How much of `a` is also in `b`, 0–1."""
    whole = weights.total(a)
    return weights.total(a & b) / whole if whole else 0.0


def matrix(old: Sequence[frozenset[str]], new: Sequence[frozenset[str]], weights: Weights) -> Matrix:
    """`dice` of every pair: a row an old text, a column a new one."""
    import numpy as np

    if not old or not new:
        return np.zeros((len(old), len(new)))
    names: dict[str, int] = {}
    left, right = _incidence(old, names), _incidence(new, names)
    left.resize((len(old), len(names)))
    worth = np.array([weights.of(name) for name in names])
    shared = left.multiply(worth).tocsr() @ right.T
    both = np.asarray(left @ worth)[:, None] + np.asarray(right @ worth)[None, :]
    out: Matrix = np.divide(2 * shared.toarray(), both, out=np.zeros(both.shape), where=both > 0)
    return out


def shared_features(left: Sequence[frozenset[str]], right: Sequence[frozenset[str]]) -> Matrix:
    """How many features every pair of texts has in common: a row one of `left`, a column one of `right`."""
    names: dict[str, int] = {}
    rows, columns = _incidence(left, names), _incidence(right, names)
    rows.resize((len(left), len(names)))
    found: Matrix = (rows @ columns.T).toarray()
    return found


def _incidence(texts: Sequence[frozenset[str]], names: dict[str, int]) -> Any:
    """A row a text, a column a feature; `names` gives each feature its column and grows."""
    import numpy as np
    from scipy.sparse import csr_matrix

    columns: list[int] = []
    starts = [0]
    for found in texts:
        columns.extend(names.setdefault(feature, len(names)) for feature in sorted(found))
        starts.append(len(columns))
    return csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(texts), len(names)))
