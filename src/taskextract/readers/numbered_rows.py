"""The rows of a table without rules, told by the numbers in its first column.

Each row has one number. Where cells are centered, a row's texts lie around it, else they begin beside it: of all
places between two numbers those are taken where the rows end so that this holds best.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from taskextract.readers.layout import SMALLEST
from taskextract.readers.page import Run

NUMBERS = 3
"""Numbers that a first column holds at least before they are taken to count its rows."""
LOOSE = 0.6
"""Ems by which a cell's text may lie off its number, all cells taken together."""
BLANK = 0.5
"""Ems that a blank cell counts for, and any cell in a row without a number: hardly any is."""
MAX_LINES, MAX_LINES_EACH = 1000, 40
"""Lines of a page, and for each number, above which no way to part them is looked for: the ways are too many."""

Placed = tuple[Run, int]
"""A run and its column."""


def rows_around_numbers(runs: Sequence[Placed]) -> list[list[Run]] | None:
    """The runs by row, the header's first; None where the first column does not number the rows."""
    keys = _keys(sorted((run for run, col in runs if col == 0), key=lambda r: r.middle))
    if not keys:
        return None
    others = sorted((p for p in runs if p[1]), key=lambda p: p[0].middle)
    if len(others) > min(MAX_LINES, MAX_LINES_EACH * len(keys)):
        return None
    size = max(run.size for run, _ in others) if others else 0.0
    aside = _aside(keys, others)
    found = min((_best_ends(keys, others, aside * k, k == 0) for k in (0, 1)), key=lambda f: f[0])
    if found[0] > LOOSE * size * len({col for _, col in others}) * len(keys):
        return None
    parts = [others[start:end] for start, end in itertools.pairwise([0, *found[1], len(others)])]
    return [[*key, *(run for run, _ in part)] for key, part in zip(keys, parts, strict=True) if key or part]


def _keys(column: Sequence[Run]) -> list[list[Run]]:
    """The header of the first column and its numbers, if they count on by one; else nothing.

    Between them the rest of a row may stand that the page before begins, and that has no number here.
    """
    first = next((i for i, run in enumerate(column) if run.text.strip().isdecimal()), len(column))
    numbers = [int(run.text) if run.text.strip().isdecimal() else -1 for run in column[first:]]
    if not numbers or any(b - a != 1 for a, b in itertools.pairwise(numbers)):
        return []
    return [list(column[:first]), *([[]] if first else []), *([run] for run in column[first:])]


def _aside(keys: Sequence[Sequence[Run]], lines: Sequence[Placed]) -> float:
    """How far the nearest text usually lies below its number: lines of another font may be higher."""
    near = sorted(min((run.middle - key[0].middle for run, _ in lines), key=abs, default=0.0) for key in keys if key)
    return near[len(near) // 2]


def _best_ends(keys: Sequence[Sequence[Run]], lines: Sequence[Placed], aside: float, centered: bool) -> tuple[float, list[int]]:
    """How far texts lie off their numbers in the best way to end each row but the last, and after how many lines."""
    width, step = len({col for _, col in lines}), _usual_step(lines)
    middles = [aside + ((key[0].top + key[-1].bottom) / 2 if centered else key[0].middle) if key else None for key in keys]
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for k, middle in enumerate(middles):
        ends = [i for i in range(len(lines) + 1) if _may_end(lines, i, middle, middles[k + 1 :])]
        here: dict[int, tuple[float, list[int]]] = {}
        for end in ends:
            ways = [
                (weight + _off(lines[start:end], width, middle, centered) + (0.0 if k else _apart(lines[start:end], step)), [*before, end])
                for start, (weight, before) in best.items() if start <= end
            ]  # fmt: skip
            if ways:
                here[end] = min(ways, key=lambda w: w[0])
        best = here
    return (best[len(lines)][0], best[len(lines)][1][:-1]) if len(lines) in best else (float("inf"), [])


def _may_end(lines: Sequence[Placed], end: int, middle: float | None, below: Sequence[float | None]) -> bool:
    """Whether a row may end before line `end`: none of its lines stands below the next number, no later one above its own."""
    if not below:
        return end == len(lines)
    after = middle is None or end == len(lines) or lines[end][0].middle > middle
    return after and (below[0] is None or end == 0 or lines[end - 1][0].middle < below[0])


def _usual_step(lines: Sequence[Placed]) -> float:
    """From line to line in one column."""
    columns: dict[int, list[float]] = {}
    for run, col in lines:
        columns.setdefault(col, []).append(run.middle)
    steps = sorted(b - a for column in columns.values() for a, b in itertools.pairwise(column) if b - a > 1)
    return steps[len(steps) // 4] if steps else 0.0


def _apart(lines: Sequence[Placed], step: float) -> float:
    """How much farther than others the lines of a header's cells stand apart."""
    below = {col: run.middle for run, col in reversed(lines)}
    out = 0.0
    for run, col in lines:
        out += max(0.0, run.middle - below[col] - 1.3 * step)
        below[col] = run.middle
    return out


def _off(lines: Sequence[Placed], width: int, middle: float | None, centered: bool) -> float:
    """How far the texts of a row's columns lie off its number."""
    columns: dict[int, list[Run]] = {}
    for run, col in lines:
        columns.setdefault(col, []).append(run)
    cells = list(columns.values())
    if not cells:
        return 0.0 if middle is None else 2.0 * SMALLEST * width  # a row that says nothing
    size = cells[0][0].size
    if middle is None:
        return BLANK * size * len(cells)
    blank = BLANK * size * (width - len(cells))
    if not centered:
        return blank + sum(abs(cell[0].middle - middle) for cell in cells)
    row = abs((min(run.top for run, _ in lines) + max(run.bottom for run, _ in lines)) / 2 - middle)
    # In a row that covers several, the cells of some columns lie off its middle.
    return blank + 2 * row + 0.5 * sum(abs((cell[0].top + cell[-1].bottom) / 2 - middle) for cell in cells)
