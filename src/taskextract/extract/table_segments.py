"""Which measures belong to which label, where labels may be printed on a wrong row.

Measures and labels both stand in order, so each label holds a run of measures. Of all ways to cut
the measures into runs, the one with the most evidence wins: what the label says against what the
measures say, less what it costs to believe that the label was printed elsewhere than it belongs.
A cut is moved from its printed place only where the evidence wins clearly.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from taskextract.extract.table_evidence import Evidence, Side, alike, support

_ROW_DOWN = 1.8
_UP = 1.0
_HELD = 1.0  # what it costs besides to go against a merged cell
_CLEAR = 0.6  # by how much a moved cut must beat the printed one
_COHERENCE = 0.5  # what it costs to part two neighbours of one topic with the same bodies
_CENTRED_PRIOR = 4.0  # how much better centred labels must explain the table than labels on top
_CENTRED_SEEN = 1.5  # the same, where the table begins with a row above its first label


@dataclass(frozen=True, slots=True)
class Atom:
    """A measure for segmentation. `inferred`: its paragraph break was inferred; `held`: its row
    is covered by a merged label cell."""

    row: int
    side: Side
    bodies: frozenset[str]
    size: int
    inferred: bool = False
    shifted: bool = False
    page: int = 0
    held: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A label for segmentation: the row it is printed on, and how many rows its merged cell covers (1 if unknown)."""

    row: int
    side: Side
    covers: int = 1
    page: int = 0


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a label's measures start (index of the first), where that was printed, and by how much it won.

    `margin` is the score over the printed place (0 where nothing was moved). `doubtful`: another place
    had somewhat more evidence, but not clearly.
    """

    start: int
    printed: int
    margin: float = 0.0
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class _Problem:
    """`habit` is where labels are printed: on the `top` row, or on the `upper` or `lower` middle row."""

    labels: Sequence[Label]
    atoms: Sequence[Atom]
    printed: tuple[int, ...]
    own: tuple[int, ...]
    gains: tuple[tuple[float, ...], ...]
    bonds: tuple[float, ...]
    lows: tuple[int, ...]
    highs: tuple[int, ...]
    habit: str = "top"


def segment(evidence: Evidence, labels: Sequence[Label], atoms: Sequence[Atom]) -> tuple[Cut, ...]:
    """The cut of each label. Measures before the first label belong to it."""
    if not labels or not atoms:
        return tuple(Cut(0, 0) for _ in labels)
    problem = _problem(evidence, labels, atoms)
    score, starts = _best(problem, {0: 0})
    if len({a.row for a in atoms}) > len(labels) and all(label.covers == 1 for label in labels):
        prior = _CENTRED_SEEN if atoms[0].row < labels[0].row else _CENTRED_PRIOR
        for habit in ("lower", "upper"):
            middle = replace(problem, habit=habit)
            other, found = _best(middle, {0: 0})
            if other > score + prior:
                return tuple(Cut(s, p, 1.0 if s != p else 0.0) for s, p in zip(found, middle.printed, strict=True))
    return _settled(problem, score, starts)


def _settled(problem: _Problem, score: float, starts: list[int]) -> tuple[Cut, ...]:
    """Cuts that moved without clear evidence go back to where they were printed, and are marked."""
    fixed: dict[int, int] = {0: 0}
    doubtful: set[int] = set()
    while True:
        margins = {}
        for k, start in enumerate(starts):
            if start != problem.printed[k] and k not in fixed:
                at_print, _ = _best(problem, {**fixed, k: problem.printed[k]})
                margins[k] = score - at_print
        weak = [k for k, margin in margins.items() if margin < _CLEAR]
        if not weak:
            break
        worst = min(weak, key=lambda k: (margins[k], k))
        fixed[worst] = problem.printed[worst]
        doubtful.add(worst)
        score, starts = _best(problem, fixed)
    return tuple(
        Cut(start, problem.printed[k], margins.get(k, 1.0 if start != problem.printed[k] else 0.0), k in doubtful)
        for k, start in enumerate(starts)
    )


def _problem(evidence: Evidence, labels: Sequence[Label], atoms: Sequence[Atom]) -> _Problem:
    rows = [a.row for a in atoms]
    printed = tuple(next((i for i, r in enumerate(rows) if r >= label.row), len(rows)) for label in labels)
    own = tuple(sum(1 for r in rows[p:] if r == label.row) for p, label in zip(printed, labels, strict=True))
    lows, highs = [], []
    for k, p in enumerate(printed):
        lows.append(printed[k - 1] if k else 0)
        after = printed[k + 1] + own[k + 1] if k + 1 < len(printed) else len(atoms)
        highs.append(min(after, p + own[k] + 2, len(atoms)))
    gains = tuple(_gains(evidence, label, atoms, lows, highs, k) for k, label in enumerate(labels))
    bonds = (0.0, *(_bond(a, b) for a, b in itertools.pairwise(atoms)), 0.0)
    return _Problem(labels, atoms, printed, own, gains, bonds, tuple(lows), tuple(highs))


def _gains(
    evidence: Evidence, label: Label, atoms: Sequence[Atom], lows: Sequence[int], highs: Sequence[int], k: int
) -> tuple[float, ...]:
    """Running sums of the evidence for label k over the measures that it can hold."""
    first = lows[k]
    last = highs[k + 1] if k + 1 < len(highs) else len(atoms)
    sums = [0.0]
    for i, atom in enumerate(atoms):
        sums.append(sums[-1] + (support(evidence, label.side, atom.side) if first <= i < last else 0.0))
    return tuple(sums)


def _bond(a: Atom, b: Atom) -> float:
    both = a.bodies | b.bodies
    same = len(a.bodies & b.bodies) / len(both) if both else 0.0
    return _COHERENCE * (alike(a.side.vector, b.side.vector) + same)


def _best(problem: _Problem, fixed: dict[int, int]) -> tuple[float, list[int]]:
    """The best starts of all labels, with some of them given."""
    count = len(problem.labels)
    table: list[dict[int, tuple[float, int, bool]]] = []
    for k in range(count):
        here: dict[int, tuple[float, int, bool]] = {}
        choices = [fixed[k]] if k in fixed else range(problem.lows[k], problem.highs[k] + 1)
        for start in choices:
            best = (-math.inf, 0, False)
            for before, (score, _, chained) in (table[-1] if k else {0: (0.0, 0, False)}).items():
                if k and before > start:
                    continue
                value = score - _start_cost(problem, k, start, chained)
                if k:
                    value += _block(problem, k - 1, before, start)
                if value > best[0]:
                    best = (value, before, _moved_down(problem, k, start))
            if best[0] > -math.inf:
                here[start] = best
        table.append(here)
    total = len(problem.atoms)
    last = max(table[-1], key=lambda s: (table[-1][s][0] + _block(problem, count - 1, s, total), -s))
    score = table[-1][last][0] + _block(problem, count - 1, last, total)
    starts = [last]
    for k in range(count - 1, 0, -1):
        starts.append(table[k][starts[-1]][1])
    return score, starts[::-1]


def _block(problem: _Problem, k: int, start: int, end: int) -> float:
    """The evidence for label k holding the measures `start:end`."""
    if start == end:
        return -1.0 if problem.own[k] == 0 else -3.0
    value = problem.gains[k][end] - problem.gains[k][start]
    value -= problem.bonds[end] if end < len(problem.atoms) else 0.0
    if problem.habit != "top":
        value -= _off_centre(problem, k, start, end)
    return value


def _moved_down(problem: _Problem, k: int, start: int) -> bool:
    return problem.own[k] > 0 and start >= problem.printed[k] + problem.own[k]


def _start_cost(problem: _Problem, k: int, start: int, chained: bool) -> float:
    """What it costs to believe that label k's measures start there."""
    printed, own = problem.printed[k], problem.own[k]
    if start == printed:
        return 0.0
    if start > printed:
        if own and start < printed + own:
            return _inside_cost(problem, start) * (0.4 if k and problem.own[k - 1] == 0 else 1.0)
        extra = len({a.row for a in problem.atoms[printed + own : start]})
        held = _HELD if problem.labels[k].covers > 1 else 0.0
        return (0.8 if chained else _ROW_DOWN) + 0.5 * extra + held
    return _up_cost(problem, k, start)


def _up_cost(problem: _Problem, k: int, start: int) -> float:
    """The label is printed below its first measure: centred on its block, or its measures ran into the cell above."""
    moved = problem.atoms[start : problem.printed[k]]
    label = problem.labels[k]
    above = problem.labels[k - 1] if k else None
    cost = 0.0
    if above is not None and moved[0].row == above.row:
        whole = start <= problem.printed[k - 1]
        cost += 0.4 if problem.own[k] == 0 else (_ROW_DOWN if whole else _inside_cost(problem, start))
    rows = sorted({a.row for a in moved if above is None or a.row != above.row})
    if rows and problem.habit == "top":
        top_of_page = all(a.page == label.page for a in moved) and above is not None and above.page != label.page
        base = _UP - (0.4 if top_of_page else 0.2 if all(a.shifted for a in moved) else 0.0)
        cost += base + 0.15 * (len(rows) - 1)
        if above is None:
            cost += 1.5
        elif any(a.held for a in moved):
            cost += _HELD
    return cost


def _inside_cost(problem: _Problem, start: int) -> float:
    """A cut between two paragraphs of one cell."""
    return 1.2 if problem.atoms[start].inferred else 4.0


def _off_centre(problem: _Problem, k: int, start: int, end: int) -> float:
    """How far a label stands from the middle of its rows, in rows of mean height, beyond half a row."""
    heights: dict[int, int] = {}
    for atom in problem.atoms[start:end]:
        heights[atom.row] = heights.get(atom.row, 0) + atom.size
    row = problem.labels[k].row
    if row not in heights:
        return 2.0
    total = sum(heights.values())
    above = sum(h for r, h in heights.items() if r < row)
    off = abs(above + heights[row] / 2 - total / 2) / (total / len(heights))
    middle = len(heights) // 2 if problem.habit == "lower" else (len(heights) - 1) // 2
    return 0.8 * max(0.0, off - 0.5) + 0.3 * abs(sorted(heights).index(row) - middle)
