"""Which measures go with which groups of bodies, by what both speak of: where a cell's parts are open, that tells."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence

from taskextract.extract.table_evidence import alike, pairs, topic_vector

_MOST_WAYS = 300
_SHARED = 1.0  # what a pair of characters tells that a measure shares with its own group alone
_MOST_SHARED = 3.0


def best_ends(
    pieces: Sequence[str], sure: Sequence[int], free: Sequence[tuple[int, float]], groups: Sequence[str]
) -> list[int] | None:
    """After which pieces the measures end, so that there is one for each of `groups` and they fit best.

    `sure` ends are given; of the `free` ones, each with its weight, as many are chosen as are missing.
    None where the groups do not tell, or there are too many ways.
    """
    missing = len(groups) - 1 - len(sure)
    if not 0 < missing < len(free) or math.comb(len(free), missing) > _MOST_WAYS:
        return None
    told = [pairs(group) for group in groups]
    seen = Counter(pair for found in told for pair in found)
    own = [{p: 1 - (seen[p] - 1) / (len(groups) - 1) for p in sorted(found)} for found in told]
    best, ends = -math.inf, None
    for chosen in itertools.combinations(free, missing):
        at = sorted([*sure, *(i for i, _ in chosen)])
        weight = math.fsum(w for _, w in chosen)
        edges = [0, *(i + 1 for i in at), len(pieces)]
        texts = ["".join(pieces[a:b]) for a, b in itertools.pairwise(edges)]
        weight += math.fsum(_fit(text, group, mine) for text, group, mine in zip(texts, groups, own, strict=True))
        if weight > best + 1e-9:
            best, ends = weight, at
    return ends


def _fit(measure: str, group: str, own: Mapping[str, float]) -> float:
    """How much a measure speaks of what a group of bodies does, or names it; `own`: how much each pair is the group's."""
    shared = min(_MOST_SHARED, _SHARED * math.fsum(own.get(pair, 0.0) for pair in sorted(pairs(measure))))
    return shared + alike(topic_vector(measure), topic_vector("", group))
