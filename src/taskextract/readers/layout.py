"""From runs of text to lines, and from lines to the order in which they are read."""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Iterable, Sequence

from taskextract.readers.page import Run

GUTTER = 1.2
"""Ems: a gap wider than this parts two columns of text, if it goes on over several lines."""
COLUMN_LINES = 5
"""Lines that must stand side by side before text is taken to be set in two columns."""


def visual_lines(runs: Iterable[Run]) -> list[Run]:
    """Runs joined to the lines that a reader sees, from top to bottom."""
    return [row[0] if len(row) == 1 else join_runs(row) for row in row_groups(runs)]


def row_groups(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs that stand side by side, from top to bottom, each row from left to right."""
    rows: list[list[Run]] = []
    low = high = 0.0
    for run in sorted(runs, key=lambda r: (r.top + r.bottom, r.edges[0])):
        if rows and _beside(run, low, high):
            rows[-1].append(run)
            low, high = min(low, run.top), max(high, run.bottom)
        else:
            rows.append([run])
            low, high = run.top, run.bottom
    return [row if len(row) == 1 else sorted(row, key=lambda r: r.x0) for row in rows]


def _beside(run: Run, top: float, bottom: float) -> bool:
    """Whether a run stands on the line that fills `top` to `bottom`."""
    overlap = min(run.bottom, bottom) - max(run.top, top)
    return overlap > 0.5 * min(run.bottom - run.top, bottom - top)


def join_runs(runs: Sequence[Run]) -> Run:
    """Runs of one line as one; a wide gap, or any gap between two Latin words, becomes a blank."""
    if len(runs) == 1:
        return runs[0]
    ordered = sorted(runs, key=lambda r: r.x0)
    text, edges, doubts = ordered[0].text, array("f", ordered[0].edges), list(ordered[0].doubts)
    for run in ordered[1:]:
        gap = run.x0 - edges[-1]
        if not text[-1:].isspace() and not run.text[:1].isspace() and _is_blank(gap, run.size, text[-1:], run.text[:1]):
            text += " "
            edges.append(max(run.x0, edges[-1]))
        edges[-1] = max(edges[-1], edges[-2]) if gap < 0 else edges[-1]
        doubts += [(len(text) + i, certainty) for i, certainty in run.doubts]
        text += run.text
        edges.extend(max(e, edges[-1]) for e in run.edges[1:])
    top, bottom = min(r.top for r in ordered), max(r.bottom for r in ordered)
    size = max(r.size for r in ordered)
    marks = (ordered[0].marks[0], ordered[-1].marks[1])
    return Run(text, edges, top, bottom, size, ordered[0].angle, all(r.faint for r in ordered), tuple(doubts), marks)


def _is_blank(gap: float, size: float, before: str, after: str) -> bool:
    latin = before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
    return gap > (0.12 if latin else 0.9) * size


def reading_order(runs: Sequence[Run]) -> list[list[Run]]:
    """The lines of a stretch of a page in blocks: the columns of two-column text one after the other."""
    rows = row_groups(runs)
    out: list[list[Run]] = []
    whole: list[Run] = []
    i = 0
    while i < len(rows):
        end, gutter = _column_stretch(rows, i) if len(rows[i]) > 1 else (i, 0.0)
        if end == i:
            whole.append(join_runs(rows[i]))
            i += 1
            continue
        sides: tuple[list[Run], list[Run]] = ([], [])
        for run in itertools.chain.from_iterable(rows[i:end]):
            sides[run.x0 >= gutter].append(run)
        out += [whole, *(visual_lines(side) for side in sides)]
        whole = []
        i = end
    return [block for block in [*out, whole] if block]


def _column_stretch(rows: list[list[Run]], start: int) -> tuple[int, float]:
    """How far from `start` the rows keep one gutter clear, and where it is."""
    low, high = 0.0, float("inf")
    both = 0
    i = start
    while i < len(rows):
        row = rows[i]
        gap = _widest_gap(row)
        if gap is None:
            x0, x1 = row[0].x0, row[-1].x1
            if both == 0 or not (x1 <= high or x0 >= low):
                break
            if x1 > (low + high) / 2 > x0:
                break
        else:
            new_low, new_high = max(low, gap[0]), min(high, gap[1])
            if new_high - new_low < GUTTER * row[0].size:
                break
            low, high, both = new_low, new_high, both + 1
        i += 1
    return (i if both >= COLUMN_LINES else start), (low + high) / 2


def _widest_gap(row: list[Run]) -> tuple[float, float] | None:
    """The widest gap in a row with words of some length on either side."""
    if len(row) < 2:
        return None
    gaps = [(a.x1, b.x0) for a, b in itertools.pairwise(row)]
    best = max(gaps, key=lambda g: g[1] - g[0])
    if best[1] - best[0] < GUTTER * row[0].size:
        return None
    return best
