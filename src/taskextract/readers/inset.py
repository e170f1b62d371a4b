"""Tables that stand in one column of a page whose text is set in several."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from taskextract.readers.layout import reading_order
from taskextract.readers.page import Run
from taskextract.readers.ruling import Grid

LONG = 8
"""Characters of a line from which on it is running text and no remark."""
SMALLEST = 1.0
"""Points: a font that says that its characters are smaller says it by mistake."""
LINES = 3
"""Lines beside a table at least that make a column."""


def has_text_beside(grid: Grid, runs: Sequence[Run]) -> bool:
    """Whether lines of running text stand left or right of where a table stands, at any height of the page."""
    beside = [r for r in runs if len(r.text) >= LONG and not r.angle and (r.x0 > grid.xs[-1] or r.x1 < grid.xs[0])]
    return len(beside) >= LINES


def with_tables(runs: Sequence[Run], grids: Sequence[Grid]) -> Iterator[tuple[int | None, list[Run], bool]]:
    """A page's text in reading order: (index of a table, [], …) or (None, lines, whether they are as wide as the page).

    Each table is put in the place of lines of its own size.
    """
    size = max(sorted(r.size for r in runs)[len(runs) // 2], SMALLEST) if runs else 10.5
    table_of: dict[int, int] = {}
    stand_ins: list[Run] = []
    for k, grid in enumerate(grids):
        for run in _lines_like(grid, size):
            table_of[id(run)] = k
            stand_ins.append(run)
    put: set[int] = set()
    for lines, wide in reading_order([*runs, *stand_ins]):
        text: list[Run] = []
        for line in lines:
            table = table_of.get(id(line))
            if table is None:
                text.append(line)
            elif table not in put:
                put.add(table)
                if text:
                    yield None, text, wide
                text = []
                yield table, [], wide
        if text:
            yield None, text, wide
    yield from ((k, [], True) for k in range(len(grids)) if k not in put)


def _lines_like(grid: Grid, size: float) -> Iterator[Run]:
    """Lines of characters where a table stands."""
    low, high = grid.xs[0], grid.xs[-1]
    number = max(int((high - low) / size), 1)
    edges = [low + (high - low) * k / number for k in range(number + 1)]
    top = grid.ys[0]
    while top + size <= grid.ys[-1]:
        yield Run("\u25a6" * number, array("f", edges), top, top + size, size)
        top += 1.5 * size
