"""Which measures belong to which label, where labels may be printed on a wrong row.

Measures and labels both stand in order, so each label holds a run of measures. Of all ways to cut
the measures into runs, the one with the most evidence wins: what the label says against what the
measures say, less what it costs to believe that the label was printed elsewhere than it belongs.
A cut is moved from its printed place only where the evidence wins clearly.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from taskextract.extract.table_costs import (
    Atom,
    Label,
    Problem,
    block,
    leaning,
    moved_down,
    problem_of,
    start_cost,
)
from taskextract.extract.table_evidence import Evidence

_CLEAR = 0.6  # by how much a moved cut must beat the printed one
_SUSPECT = 0.4  # by how much a row must speak for the neighbouring label to be marked
_NEAR = 4  # how many labels around a moved one are looked at again
_CENTRED_PRIOR = 4.0  # how much better centred labels must explain the table than labels on top
_CENTRED_SEEN = 1.5  # the same, where the table begins with a row above its first label
_CENTRED_EACH = 0.3  # the same for each label: the more there are, the more is explained by chance


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


def segment(evidence: Evidence, labels: Sequence[Label], atoms: Sequence[Atom]) -> tuple[Cut, ...]:
    """The cut of each label. Measures before the first label belong to it."""
    if not labels or not atoms:
        return tuple(Cut(0, 0) for _ in labels)
    problem = problem_of(evidence, labels, atoms)
    last = len(labels) - 1
    score, starts = _best(problem, {0: 0}, 0, last, ())
    if len({a.row for a in atoms}) > len(labels) and all(label.covers == 1 for label in labels):
        prior = _CENTRED_SEEN if atoms[0].row < labels[0].row else max(_CENTRED_PRIOR, _CENTRED_EACH * len(labels))
        for habit in ("lower", "upper"):
            middle = replace(problem, habit=habit)
            other, found = _best(middle, {0: 0}, 0, last, ())
            if other > score + prior:
                return tuple(Cut(s, p, 1.0 if s != p else 0.0) for s, p in zip(found, middle.printed, strict=True))
    return _settled(problem, starts)


def _settled(problem: Problem, starts: list[int]) -> tuple[Cut, ...]:
    """Cuts that moved without clear evidence go back to where they were printed, and are marked."""
    fixed: dict[int, int] = {0: 0}
    doubtful: set[int] = set()
    margins: dict[int, float] = {}
    stale = set(range(len(starts)))
    while True:
        for k in sorted(stale):
            margins.pop(k, None)
            if starts[k] != problem.printed[k] and k not in fixed:
                margins[k] = _margin(problem, fixed, starts, k)
        weak = [k for k, margin in margins.items() if margin < _CLEAR]
        if not weak:
            break
        worst = min(weak, key=lambda k: (margins[k], k))
        fixed[worst] = problem.printed[worst]
        doubtful.add(worst)
        first, last = _around(worst, len(starts))
        starts[first : last + 1] = _best(problem, fixed, first, last, starts)[1]
        stale = set(range(max(0, first - _NEAR), min(len(starts), last + _NEAR + 1)))
    ends = (*starts[1:], len(problem.atoms))
    return tuple(
        Cut(
            start,
            problem.printed[k],
            margins.get(k, 1.0 if start != problem.printed[k] else 0.0),
            k in doubtful or (start == problem.printed[k] and _suspect(problem, k, starts, ends[k])),
        )
        for k, start in enumerate(starts)
    )


def _suspect(problem: Problem, k: int, starts: Sequence[int], end: int) -> bool:
    """Whether the row of label k speaks for the label before, or the row above it for label k."""
    if k == 0:
        return False
    start = starts[k]
    below = start + problem.own[k]
    if start < below < end and leaning(problem, k, start, below, k - 1) > _SUSPECT:
        return True
    above = next((i for i in range(starts[k - 1], start) if problem.atoms[i].row == problem.atoms[start - 1].row), start)
    return starts[k - 1] < above < start and leaning(problem, k - 1, above, start, k) > _SUSPECT


def _around(k: int, count: int) -> tuple[int, int]:
    """The labels near label k: a cut moves none farther away."""
    return max(0, k - _NEAR), min(count - 1, k + _NEAR)


def _margin(problem: Problem, fixed: dict[int, int], starts: list[int], k: int) -> float:
    """By how much the best cuts near label k beat those with k where it was printed."""
    first, last = _around(k, len(starts))
    free, _ = _best(problem, fixed, first, last, starts)
    held, _ = _best(problem, {**fixed, k: problem.printed[k]}, first, last, starts)
    return free - held


State = tuple[float, int, bool]
"""The best score with a label starting somewhere, where the label before starts, whether it was moved down."""


def _best(
    problem: Problem, fixed: dict[int, int], first: int, last: int, starts: Sequence[int]
) -> tuple[float, list[int]]:
    """The best starts of the labels `first:last` (inclusive), some given, with the others at `starts`."""
    table: list[dict[int, State]] = []
    before: dict[int, State] = {0: (0.0, 0, False)}
    if first:
        before = {starts[first - 1]: (0.0, 0, moved_down(problem, first - 1, starts[first - 1]))}
    for k in range(first, last + 1):
        choices = [fixed[k]] if k in fixed else range(problem.lows[k], problem.highs[k] + 1)
        here = {start: state for start in choices if (state := _step(problem, k, start, before)) is not None}
        table.append(here)
        before = here
    ends = {start: state[0] + _rest(problem, last, start, state[2], starts) for start, state in before.items()}
    best = max(ends, key=lambda start: (ends[start], -start))
    found = [best]
    for states in reversed(table[1:]):
        found.append(states[found[-1]][1])
    return ends[best], found[::-1]


def _step(problem: Problem, k: int, start: int, before: dict[int, State]) -> State | None:
    best: State | None = None
    moved = moved_down(problem, k, start)
    costs: dict[bool, float] = {}
    for earlier, (score, _, chained) in before.items():
        if k and earlier > start:
            continue
        if chained not in costs:
            costs[chained] = start_cost(problem, k, start, chained)
        value = score - costs[chained]
        if k:
            value += block(problem, k - 1, earlier, start)
        if best is None or value > best[0]:
            best = (value, earlier, moved)
    return best


def _rest(problem: Problem, last: int, start: int, chained: bool, starts: Sequence[int]) -> float:
    """What follows the last label of a range: its own measures, and the start of the next one."""
    if last == len(problem.labels) - 1:
        return block(problem, last, start, len(problem.atoms))
    following = starts[last + 1]
    if following < start:
        return -math.inf
    return block(problem, last, start, following) - start_cost(problem, last + 1, following, chained)
