"""From runs of text to lines, and from lines to the order in which they are read."""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Iterable, Sequence

from taskextract.readers.page import Run

GUTTER = 1.2
"""Ems: a gap wider than this parts two columns of text, if it goes on over several lines."""
HANGING = frozenset("，。、；：！？,.;:")
"""Stops that some programs set beyond the right side."""
NEVER_FIRST = frozenset("，。、；：！？）》」』】〕］｝”’〉%％‰")
"""Marks that no blank parts from what stands before them."""
COLUMN_LINES = 5
"""Lines that must stand side by side before text is taken to be set in two columns."""


def visual_lines(runs: Iterable[Run]) -> list[Run]:
    """Runs joined to the lines that a reader sees, from top to bottom."""
    rows = row_groups(runs)
    parts = [run for row in rows if len(row) > 1 for run in row]
    spread = len(parts) > 3 and sum(len(run.text) == 1 for run in parts) > 0.7 * len(parts)
    return [_line(row, spread) for row in rows]


def _is_spread(row: list[Run]) -> bool:
    """Whether characters are spread evenly over the line: single ones with gaps alike."""
    if len(row) < 4 or sum(len(run.text) == 1 for run in row) < len(row) - 1:
        return False
    gaps = [b.x0 - a.x1 for a, b in itertools.pairwise(row)]
    return max(gaps) < 1.5 * min(gaps)


def _line(row: list[Run], spread: bool = False) -> Run:
    """The runs of one row as a line, without the blanks that indent it."""
    line = row[0] if len(row) == 1 else join_runs(row, spread or _is_spread(row))
    if not line.text[0].isspace():
        return line
    lead = len(line.text) - len(line.text.lstrip())
    return line.part(lead, len(line.text)) if lead < len(line.text) else line


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


def join_runs(runs: Sequence[Run], spread: bool = False) -> Run:
    """Runs of one line as one; a wide gap, or any gap between two Latin words, becomes a blank.

    `spread`: gaps between its characters are wide and say nothing.
    """
    if len(runs) == 1:
        return runs[0]
    ordered = sorted(runs, key=lambda r: r.x0)
    text, edges, doubts = ordered[0].text, array("f", ordered[0].edges), list(ordered[0].doubts)
    for run in ordered[1:]:
        gap = run.x0 - edges[-1]
        if not text[-1:].isspace() and not run.text[:1].isspace() and _is_blank(gap, run.size * (2.5 if spread else 1.0), text[-1:], run.text[:1]):
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
    if after in NEVER_FIRST:
        return False
    latin = before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
    return gap > (0.12 if latin else 0.9) * size


def reading_order(runs: Sequence[Run]) -> list[tuple[list[Run], bool]]:
    """The lines of a stretch of a page in blocks, and whether a block is as wide as the stretch.

    Columns of text that stand side by side come one after the other.
    """
    rows = row_groups(runs)
    out: list[tuple[list[Run], bool]] = []
    whole: list[Run] = []
    i = 0
    while i < len(rows):
        end, gutter = _column_stretch(rows, i)
        if end == i:
            whole.append(_line(rows[i]))
            i += 1
            continue
        sides: tuple[list[Run], list[Run]] = ([], [])
        for run in itertools.chain.from_iterable(rows[i:end]):
            sides[(run.x0 + run.x1) / 2 > gutter].append(run)
        out.append((whole, True))
        out += [(lines, False) for side in sides for lines, _ in reading_order(side)]
        whole = []
        i = end
    return [(lines, wide) for lines, wide in [*out, (whole, True)] if lines]


def _column_stretch(rows: list[list[Run]], start: int) -> tuple[int, float]:
    """How far from `start` the rows keep one gutter clear (`start` itself: they do not), and where it is."""
    low, high = 0.0, float("inf")
    both, end = 0, start
    for i in range(start, len(rows)):
        row = rows[i]
        gap = _widest_gap(row)
        if gap is not None and min(high, gap[1]) - max(low, gap[0]) > GUTTER * row[0].size:
            low, high, both, end = max(low, gap[0]), min(high, gap[1]), both + 1, i + 1
        elif both == 0 and gap is None and len(row) == 1 and i - start < COLUMN_LINES:
            continue  # a column may begin higher than its neighbour
        elif both == 0 or _crosses(row, low, high) or (i > end and row[0].top - rows[i - 1][0].bottom > 2 * row[0].size):
            break
        else:
            end = i + 1
    gutter = (low + high) / 2
    if both < (COLUMN_LINES if end - start < 4 * COLUMN_LINES else 2) or any(_crosses(row, low, high) for row in rows[start:end]):
        return start, gutter
    right = min(run.x0 for row in rows[start:end] if len(row) > 1 for run in row if run.x0 > gutter)
    first = rows[start][0]
    begins = len(rows[start]) > 1 or first.x1 < gutter or first.x0 < right + 3 * first.size
    return (end if begins else start), gutter


def _crosses(row: list[Run], low: float, high: float) -> bool:
    """Whether a row has text where the gutter is, other than a stop that hangs into it."""
    return any(run.x0 < high - 0.3 * run.size and _end(run) > low + 0.3 * run.size for run in row)


def _end(run: Run) -> float:
    """Where a run ends, a stop that may hang out left aside."""
    return run.edges[len(run.text) - 1] if run.text[-1] in HANGING and len(run.text) > 1 else run.x1


def _widest_gap(row: list[Run]) -> tuple[float, float] | None:
    """The widest gap in a row with words of some length on either side."""
    if len(row) < 2:
        return None
    gaps = [(_end(a), b.x0) for a, b in itertools.pairwise(row)]
    best = max(gaps, key=lambda g: g[1] - g[0])
    if best[1] - best[0] < GUTTER * row[0].size:
        return None
    return best
