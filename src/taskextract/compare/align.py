"""Which tasks and measures of two notices correspond: the best choice over the whole notice.

Tasks are paired first, by name and by what their measures say; then measures over all tasks, those of
paired tasks favoured. Printed numbers count for little: an insertion changes them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from taskextract.compare.assign import best_pairs
from taskextract.compare.sides import MeasureView, Side, TaskView
from taskextract.compare.similarity import Weights, features, matrix, weights_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Matrix = npt.NDArray[np.float64]

_NAME, _CONTENT, _SECTION, _NUMBER = 0.38, 0.55, 0.05, 0.02
_TASK_FLOOR = 0.3
_NEAR_FLOOR = 0.17  # measures of paired tasks
_FAR_FLOOR = 0.42  # measures of others
_SAME_TASK, _SAME_BODIES, _SAME_PLACE = 0.15, 0.04, 0.03


@dataclass(frozen=True, slots=True, eq=False)
class Grams:
    """The features of both sides' measures and what each weighs."""

    old: list[frozenset[str]]
    new: list[frozenset[str]]
    weights: Weights


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """Pairs by position: `tasks` old → new, `measures` old → new, each with its likeness 0–1."""

    tasks: dict[int, tuple[int, float]]
    measures: dict[int, tuple[int, float]]
    likeness: Matrix
    grams: Grams


def align(old: Side, new: Side) -> Alignment:
    """Pair the tasks and the measures of two sides."""
    grams = grams_of(old.measures, new.measures)
    likeness = _likeness(old.measures, new.measures, grams)
    task_scores = _task_scores(old, new, likeness)
    tasks = {i: (j, float(task_scores[i, j])) for i, j in best_pairs(_above(task_scores, _TASK_FLOOR))}
    scores = _measure_scores(old, new, likeness, {i: j for i, (j, _) in tasks.items()})
    measures = {i: (j, float(likeness[i, j])) for i, j in best_pairs(scores)}
    return Alignment(tasks, measures, likeness, grams)


def grams_of(old: Sequence[MeasureView], new: Sequence[MeasureView]) -> Grams:
    """The features of all measures."""
    left, right = [features(m.key) for m in old], [features(m.key) for m in new]
    return Grams(left, right, weights_of(left, right))


def _likeness(old: Sequence[MeasureView], new: Sequence[MeasureView], grams: Grams) -> Matrix:
    found = matrix(grams.old, grams.new, grams.weights)
    places: dict[str, list[int]] = {}
    for j, measure in enumerate(new):
        places.setdefault(measure.key, []).append(j)
    for i, measure in enumerate(old):  # the same characters in another order are not the same
        found[i] = found[i] * 0.99
        for j in places.get(measure.key, ()):
            found[i, j] = 1.0
    return found


def _above(scores: Matrix, floor: float) -> Matrix:
    """Scores below `floor` are no pairs; what is left keeps its order and its sums' order."""
    import numpy as np

    return np.where(scores >= floor, scores, 0.0)


def _task_scores(old: Side, new: Side, likeness: Matrix) -> Matrix:
    import numpy as np

    left, right = [features(t.key) for t in old.tasks], [features(t.key) for t in new.tasks]
    names = matrix(left, right, weights_of(left, right))
    content = _content(old.tasks, new.tasks, likeness)
    out: Matrix = np.zeros(names.shape)
    for i, a in enumerate(old.tasks):
        for j, b in enumerate(new.tasks):
            if a.frame != b.frame:
                continue
            out[i, j] = 1.0 if a.frame else _task_score(a, b, names[i, j], content[i, j])
    return out


def _task_score(a: TaskView, b: TaskView, name: float, content: float) -> float:
    if a.key == b.key and a.key:
        name = 1.0
    cues = _SECTION * (a.section == b.section) + _NUMBER * (a.tree.number == b.tree.number)
    if not a.key or not b.key:  # an item without a title is known by what it says alone
        return (_NAME + _CONTENT) * content + cues * (content > 0)
    if not a.measures or not b.measures:
        return (_NAME + _CONTENT) * name * 0.9 + cues * (name > 0)
    return _NAME * name + _CONTENT * content + cues * (name + content > 0)


def _content(old: Sequence[TaskView], new: Sequence[TaskView], likeness: Matrix) -> Matrix:
    """How much of two tasks' measures has its like in the other, by length; the mean of both directions."""
    import numpy as np

    out: Matrix = np.zeros((len(old), len(new)))
    rows = [i for i, task in enumerate(old) if task.measures]
    columns = [j for j, task in enumerate(new) if task.measures]
    if not rows or not columns:
        return out
    row_starts = [old[i].measures[0].order for i in rows]
    column_starts = [new[j].measures[0].order for j in columns]
    sizes = np.array([len(m.key) + 1.0 for t in old for m in t.measures])
    best = np.maximum.reduceat(likeness, column_starts, axis=1)
    forward = np.add.reduceat(best * sizes[:, None], row_starts, axis=0) / np.add.reduceat(sizes, row_starts)[:, None]
    sizes = np.array([len(m.key) + 1.0 for t in new for m in t.measures])
    best = np.maximum.reduceat(likeness, row_starts, axis=0)
    back = np.add.reduceat(best * sizes[None, :], column_starts, axis=1) / np.add.reduceat(sizes, column_starts)
    out[np.ix_(rows, columns)] = (forward + back) / 2
    return out


def _measure_scores(old: Side, new: Side, likeness: Matrix, tasks: dict[int, int]) -> Matrix:
    """Likeness with what the surroundings say; 0 where two measures are too unlike to be one."""
    import numpy as np

    partner = np.array([tasks.get(m.task, -1) for m in old.measures], dtype=np.int64)
    home = np.array([m.task for m in new.measures], dtype=np.int64)
    near = partner[:, None] == home[None, :]
    scores: Matrix = np.where(near, likeness + _SAME_TASK, likeness)
    scores[~near & (likeness < _FAR_FLOOR)] = 0.0
    scores[near & (likeness < _NEAR_FLOOR)] = 0.0
    alike = scores > 0
    codes: dict[frozenset[str], int] = {}
    bodies = [[codes.setdefault(frozenset(d.key for d in m.duties), len(codes)) for m in side.measures] for side in (old, new)]
    places = [[m.tree.ordinal for m in side.measures] for side in (old, new)]
    for bonus, (left, right) in ((_SAME_BODIES, bodies), (_SAME_PLACE, places)):
        scores += bonus * (alike & (np.array(left)[:, None] == np.array(right)[None, :]))
    return scores
