"""Numbers that hang out of a cell too narrow for them, as a browser prints them over the cell to the right."""

from __future__ import annotations

import re

from taskextract.readers.page import Run
from taskextract.readers.ruling import Grid

_DIGITS = re.compile(r"\d{1,3}(?!\d)")


def take_back(grid: Grid, cells: list[list[Run]]) -> None:
    """Put numbers that a neighbour holds back into the blank cells at its left that they hang out of."""
    for home, cell in enumerate(grid.cells):
        if cells[home]:
            continue
        _, top, side, bottom = cell.box
        beside = grid.cell_at(side + 1.0, (top + bottom) / 2)
        if beside is None or not cells[beside]:
            continue
        run = min(cells[beside], key=lambda r: r.x0)
        number = _number(run, side, cells[beside])
        if number and top <= run.middle <= bottom:
            rest = [run.part(number, len(run.text))] if number < len(run.text) else []
            cells[beside] = [r for r in cells[beside] if r is not run] + rest
            cells[home] = [run.part(0, number)]


def _number(run: Run, side: float, runs: list[Run]) -> int:
    """The length of the number that a run begins with, where it is none of its cell's text; else 0.

    Evidence: it begins left of the cell's side; it lies under text; or, aside of all lines, it stands between
    two of them or bears a mark of its own.
    """
    found = _DIGITS.match(run.text)
    if not found or run.x0 > side + 0.5 * run.size:
        return 0
    end = found.end()
    if end < len(run.text):
        return end if run.edges[end] - run.edges[end - 1] < 0.3 * run.size else 0
    others = [other for other in runs if other is not run]
    beside = [other for other in others if abs(other.middle - run.middle) < 0.5 * run.size]
    over = any(other.x0 < run.x1 - 0.15 * run.size for other in beside)
    between = not beside and any(o.middle < run.middle for o in others) and any(o.middle > run.middle for o in others)
    marked = run.marks[0] >= 0 and all(other.marks[0] != run.marks[0] for other in others)
    aside = (between or marked) and run.x0 < min((other.x0 for other in others), default=0.0) - 0.1 * run.size
    return end if others and (over or aside or run.x0 < side) else 0
