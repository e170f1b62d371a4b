"""Ruling lines in drawn shapes: thin closed pieces, and the straight sides of stroked ones."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

from taskextract.document import Box
from taskextract.readers.page import Rule

THIN = 3.0
"""Points: a shape no thicker than this is a line."""
SHORTEST = 1.0
"""Points: shorter pieces are dots of a leader or parts of a drawing."""
_STRAIGHT = 0.5
_DOTS, _NEXT, _SAME_LINE = 8, 3 * SHORTEST, 0.25
"""A dotted line: dots at least, points from one to the next, points by which they may be out of line."""

Point = tuple[float, float]


def line_in(x0: float, top: float, x1: float, bottom: float) -> Rule | None:
    """The line that a thin box is; None where it is a dot or too thick."""
    wide, high = x1 - x0, bottom - top
    if min(wide, high) > THIN or max(wide, high) < SHORTEST:
        return None
    return Rule((top + bottom) / 2, x0, x1, False) if wide >= high else Rule((x0 + x1) / 2, top, bottom, True)


def dotted(dots: Iterable[Box]) -> Iterator[Rule]:
    """The lines that rows and columns of dots are: many in line, each near the next."""
    places = [((x0 + x1) / 2, (top + bottom) / 2) for x0, top, x1, bottom in dots]
    for upright in (False, True):
        across = [(y, x) if not upright else (x, y) for x, y in places]
        for line in _in_line(sorted(across)):
            alongs = sorted(along for _, along in line)
            cuts = [i for i, (a, b) in enumerate(itertools.pairwise(alongs), 1) if b - a > _NEXT]
            for first, last in itertools.pairwise([0, *cuts, len(alongs)]):
                if last - first >= _DOTS:
                    yield Rule(line[0][0], alongs[first], alongs[last - 1], upright)


def _in_line(ordered: Sequence[Point]) -> Iterator[Sequence[Point]]:
    """Places, in order of their first number, parted where it differs."""
    start = 0
    for i, place in enumerate(ordered):
        if place[0] - ordered[start][0] > _SAME_LINE:
            yield ordered[start:i]
            start = i
    yield ordered[start:]


def rules_in(pieces: Iterable[Sequence[Point]], *, stroked: bool) -> Iterator[Rule]:
    """The lines in the pieces (corners in the reading frame) of a shape that is stroked or only filled."""
    for points in pieces:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        box = (min(xs), min(ys), max(xs), max(ys))
        if min(box[2] - box[0], box[3] - box[1]) <= THIN:
            line = line_in(*box)
            if line is not None:
                yield line
        elif stroked:
            yield from _sides(points)


def _sides(points: Sequence[Point]) -> Iterator[Rule]:
    for (ax, ay), (bx, by) in itertools.pairwise(points):
        if min(abs(ax - bx), abs(ay - by)) < _STRAIGHT:
            line = line_in(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
            if line is not None:
                yield line
