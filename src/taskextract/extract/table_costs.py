"""What each way to cut a table's measures into tasks costs and gains: see table_segments."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from taskextract.extract.table_evidence import Evidence, Side, alike, support

_COHERENCE = 0.5  # what it costs to part two neighbours of one topic with the same bodies
_ROW_DOWN = 1.3
_UP = 1.0
_FARTHEST = 40  # measures that a label can be moved up over
_HELD = 1.0  # what it costs besides to go against a merged cell
_NEXT_ITEM = 3.0  # what it costs to part a measure from the one with the next number
_FIRST_ITEM = 1.5  # what it gains to begin with the first of a list


@dataclass(frozen=True, slots=True)
class Atom:
    """A measure for segmentation. `inferred`: its paragraph break was inferred; `held`: its row
    is covered by a merged label cell; `item`: its own number in the list of a task's measures (0 for none)."""

    row: int
    side: Side
    bodies: frozenset[str]
    size: int
    inferred: bool = False
    shifted: bool = False
    page: int = 0
    held: bool = False
    item: int = 0


@dataclass(frozen=True, slots=True)
class Label:
    """A label for segmentation: the row it is printed on, and how many rows its merged cell covers (1 if unknown)."""

    row: int
    side: Side
    covers: int = 1
    page: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """Labels and measures with what is known before cutting.

    `printed` is the first measure of each label's row, `own` how many that row has; `gains` are running
    sums of the evidence from `lows` on. A label may start anywhere in `lows:highs` (inclusive). `habit`
    is where labels are printed: on the `top` row, or on the `upper` or `lower` middle row.
    """

    labels: Sequence[Label]
    atoms: Sequence[Atom]
    printed: tuple[int, ...]
    own: tuple[int, ...]
    gains: tuple[tuple[float, ...], ...]
    bonds: tuple[float, ...]
    lows: tuple[int, ...]
    highs: tuple[int, ...]
    habit: str = "top"


def problem_of(evidence: Evidence, labels: Sequence[Label], atoms: Sequence[Atom]) -> Problem:
    """The problem of labels and measures in their printed order."""
    rows = [a.row for a in atoms]
    printed = tuple(bisect_left(rows, label.row) for label in labels)
    own = tuple(bisect_right(rows, label.row) - p for label, p in zip(labels, printed, strict=True))
    lows = tuple(max(printed[k - 1], p - _FARTHEST) if k else 0 for k, p in enumerate(printed))
    highs: list[int] = []
    for k, p in enumerate(printed):
        after = printed[k + 1] + own[k + 1] if k + 1 < len(printed) else len(atoms)
        highs.append(min(after, p + own[k] + 2, len(atoms)))
    ends = (*highs[1:], len(atoms))
    gains = tuple(
        tuple(itertools.accumulate((support(evidence, label.side, a.side) for a in atoms[low:end]), initial=0.0))
        for label, low, end in zip(labels, lows, ends, strict=True)
    )
    bonds = (0.0, *(_bond(a, b) for a, b in itertools.pairwise(atoms)), 0.0)
    return Problem(labels, atoms, printed, own, gains, bonds, lows, tuple(highs))


def _bond(a: Atom, b: Atom) -> float:
    both = a.bodies | b.bodies
    same = len(a.bodies & b.bodies) / len(both) if both else 0.0
    listed = _NEXT_ITEM * (b.item == a.item + 1 > 1) - _FIRST_ITEM * (a.item > 0 and b.item == 1)
    return _COHERENCE * (alike(a.side.vector, b.side.vector) + same) + listed


def leaning(problem: Problem, k: int, start: int, end: int, instead: int) -> float:
    """How much more the measures `start:end` speak for label `instead` than for label k (0 if not known)."""
    known = all(
        problem.lows[j] <= start and end - problem.lows[j] < len(problem.gains[j]) for j in (k, instead)
    )
    return _told(problem, instead, start, end) - _told(problem, k, start, end) if known else 0.0


def _told(problem: Problem, k: int, start: int, end: int) -> float:
    return problem.gains[k][end - problem.lows[k]] - problem.gains[k][start - problem.lows[k]]


def block(problem: Problem, k: int, start: int, end: int) -> float:
    """The evidence for label k holding the measures `start:end`."""
    if start == end:
        return -1.0 if problem.own[k] == 0 else -3.0
    value = _told(problem, k, start, end)
    value -= problem.bonds[end] if end < len(problem.atoms) else 0.0
    if problem.habit != "top":
        value -= _off_centre(problem, k, start, end)
    return value


def moved_down(problem: Problem, k: int, start: int) -> bool:
    return problem.own[k] > 0 and start >= problem.printed[k] + problem.own[k]


def start_cost(problem: Problem, k: int, start: int, chained: bool) -> float:
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


def _up_cost(problem: Problem, k: int, start: int) -> float:
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
        base = _UP - (0.4 if top_of_page or all(a.shifted for a in moved) else 0.0)
        cost += base + 0.15 * (len(rows) - 1)
        if above is None:
            cost += 1.5
        elif any(a.held for a in moved):
            cost += _HELD
    return cost


def _inside_cost(problem: Problem, start: int) -> float:
    """A cut between two paragraphs of one cell."""
    return 1.2 if problem.atoms[start].inferred else 4.0


def _off_centre(problem: Problem, k: int, start: int, end: int) -> float:
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
