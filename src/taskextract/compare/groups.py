"""One that became two, and two that became one: among measures, and then among tasks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from taskextract.compare.align import Alignment
from taskextract.compare.sides import Side
from taskextract.compare.similarity import Weights, coverage, dice, shared_features

_PART_OF = 0.55  # how much of a part must stand in what it was part of
_LOOK = 0.4  # of a part's features, however common, that a whole must have
_FILLS = 0.12  # how much nearer the whole must come with the part than without
_SHARE = 0.4  # the same for a small part, of its share of the whole
_TASK_PART = 0.6  # how much of a task's text must lie in the other


@dataclass(slots=True)
class Families:
    """Measures that correspond, by position: `one` pairs; `splits` an old one → new ones; `merges` back."""

    one: dict[int, int]
    splits: dict[int, list[int]] = field(default_factory=dict)
    merges: dict[int, list[int]] = field(default_factory=dict)

    def old_used(self) -> set[int]:
        """Positions of the old measures that have a counterpart."""
        return {*self.one, *self.splits, *(i for many in self.merges.values() for i in many)}

    def new_used(self) -> set[int]:
        """Positions of the new measures that have a counterpart."""
        return {*self.one.values(), *self.merges, *(j for many in self.splits.values() for j in many)}

    def links(self) -> list[tuple[int, int]]:
        """Every old measure with every new one that it became, wholly or in part."""
        found = list(self.one.items())
        found += [(i, j) for i, many in self.splits.items() for j in many]
        found += [(i, j) for j, many in self.merges.items() for i in many]
        return sorted(found)


@dataclass(frozen=True, slots=True)
class _Texts:
    """The measures of one side by position: their features, their folded texts."""

    grams: list[frozenset[str]]
    keys: list[str]


def measure_families(old: Side, new: Side, found: Alignment) -> Families:
    """Pairs, and the parts that the pairing left over put to the wholes they belong to."""
    families = Families({i: j for i, (j, _) in found.measures.items()})
    grams = found.grams
    back = {j: i for i, j in families.one.items()}
    free_new = [j for j in range(len(new.measures)) if j not in back]
    free_old = [i for i in range(len(old.measures)) if i not in families.one]
    left, right = _Texts(grams.old, [m.key for m in old.measures]), _Texts(grams.new, [m.key for m in new.measures])
    splits = _parts(free_new, right, left, families.one, grams.weights)
    taken = {*splits}
    merges = _parts(free_old, left, right, back, grams.weights)
    for whole, parts in sorted(splits.items()):
        families.one.pop(whole, None)
        families.splits[whole] = sorted(parts)
    used = {j for parts in families.splits.values() for j in parts}
    for whole, parts in sorted(merges.items()):
        if whole in used or taken & set(parts):
            continue
        partner = back.get(whole)
        families.one.pop(partner if partner is not None else -1, None)
        families.merges[whole] = sorted(parts)
    return families


def _parts(
    free: list[int],
    parts: _Texts,
    wholes: _Texts,
    partner_of: dict[int, int],
    weights: Weights,
) -> dict[int, list[int]]:
    """Wholes with the parts (at least two) that make them up; `free` are the candidates."""
    found: dict[int, list[int]] = {}
    for part, likely in zip(free, _likely([parts.grams[n] for n in free], wholes.grams), strict=True):
        best = _home(part, likely, parts, wholes, partner_of, found, weights)
        if best is not None:
            found.setdefault(best, [partner_of[best]] if best in partner_of else []).append(part)
    return {whole: many for whole, many in found.items() if len(many) > 1}


def _home(
    part: int,
    likely: list[int],
    parts: _Texts,
    wholes: _Texts,
    partner_of: dict[int, int],
    found: dict[int, list[int]],
    weights: Weights,
) -> int | None:
    """The whole that holds this part, beyond what its other parts explain."""
    grams = parts.grams[part]
    best: tuple[float, int] | None = None
    for whole in likely:
        others = found.get(whole, [partner_of[whole]] if whole in partner_of else [])
        if others and _put_together([parts.keys[n] for n in (part, *others)], wholes.keys[whole]):
            return whole
        already = frozenset[str]().union(*(parts.grams[n] for n in others))
        rest = wholes.grams[whole] - already
        held = coverage(grams, rest, weights)
        if held < _PART_OF:
            continue
        gain = dice(already | grams, wholes.grams[whole], weights) - dice(already, wholes.grams[whole], weights)
        if others and gain < min(_FILLS, _SHARE * weights.total(grams) / (weights.total(wholes.grams[whole]) + 1e-9)):
            continue
        if best is None or held > best[0]:
            best = (held, whole)
    return best[1] if best else None


def _put_together(texts: list[str], whole: str) -> bool:
    """Whether the texts, word for word and one beside the other, make up the whole, stops aside."""
    rest = whole
    for text in sorted(texts, key=len, reverse=True):
        if not text or text not in rest:
            return False
        rest = rest.replace(text, " ", 1)
    return len(rest) <= 3 * len(texts)


def _likely(parts: list[frozenset[str]], wholes: list[frozenset[str]]) -> Iterator[list[int]]:
    """For each part the wholes that have enough of its features to be looked at."""
    import numpy as np

    if not parts or not wholes:
        yield from ([] for _ in parts)
        return
    shared = shared_features(parts, wholes)
    for part, row in zip(parts, shared, strict=True):
        yield np.nonzero((row >= _LOOK * len(part)) & (row > 0))[0].tolist()


def task_shares(old: Side, new: Side, families: Families) -> dict[tuple[int, int], float]:
    """How many characters of measures two tasks have in common, for every pair that shares some."""
    shares: dict[tuple[int, int], float] = {}
    for i, j in families.links():
        a, b = old.measures[i], new.measures[j]
        place = (a.task, b.task)
        shares[place] = shares.get(place, 0.0) + min(len(a.key), len(b.key)) + 1.0
    return shares


def task_families(
    old: Side, new: Side, pairs: dict[int, int], families: Families
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Tasks that were split (old → new ones) and merged (new → old ones), by where their measures went."""
    shares = task_shares(old, new, families)
    back = {j: i for i, j in pairs.items()}
    merges: dict[int, list[int]] = {}
    for task in old.tasks:
        if task.index in pairs or task.frame or not task.measures:
            continue
        size = sum(len(m.key) + 1.0 for m in task.measures)
        share, home = max(((s, j) for (i, j), s in shares.items() if i == task.index), default=(0.0, -1))
        if share >= _TASK_PART * size and home in back and not new.tasks[home].frame:
            merges.setdefault(home, [back[home]]).append(task.index)
    splits: dict[int, list[int]] = {}
    for task in new.tasks:
        if task.index in back or task.frame or not task.measures:
            continue
        size = sum(len(m.key) + 1.0 for m in task.measures)
        share, origin = max(((s, i) for (i, j), s in shares.items() if j == task.index), default=(0.0, -1))
        if share >= _TASK_PART * size and origin in pairs and not old.tasks[origin].frame:
            splits.setdefault(origin, [pairs[origin]]).append(task.index)
    return splits, merges
