"""Lines of text in cells where the network saw columns, or several lines as one.

Where characters are spread over a narrow cell they stand nearer to those above and below than to those
beside them, and the network takes them for lines set upright. Whether the page says the same when it is
read so or turned is told by what is read; here such a cell is cut into the level lines of its ink.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from taskextract.readers.page import Rule
from taskextract.readers.scan_find import Strip, bands

TALL = 1.5
"""Times as high as it is wide is a box of text that stands upright."""
EDGE = 3
"""Pixels inside a cell's rules that may hold what is left of them."""
LEAST = 3
"""Rows of ink: less is dust."""
WHOLE = 1.15
"""Ems: what lies inside such a height belongs to one line (二, or a dot above a character)."""
TWO = 1.7
"""Ems from which on rows of ink hold more than one line."""
STEP = 1.25
"""Ems from line to line where the lines of a cell touch."""


def is_upright(box: Strip) -> bool:
    """Whether a box is one of text that stands upright, or of a single thin character."""
    return box.high > TALL * box.wide


def level_boxes(boxes: Sequence[Strip], ink: Any, rules: Sequence[Rule]) -> list[Strip]:
    """The boxes; in the cells of those that stand upright or hold several lines, the level lines of their ink instead."""
    usual = _usual([box.high for box in boxes if not is_upright(box)])
    wrong = [box for box in boxes if is_upright(box) or box.high > TWO * usual]
    cells = list(dict.fromkeys(cell for box in wrong for cell in _cells(box, rules)))
    if not cells:
        return list(boxes)
    found = [(cell, _rows(cell, ink)) for cell in cells]
    em = _usual([high - low for _, rows in found for low, high in rows])
    lines = [Strip(cell.x0, low, cell.x1, high) for cell, rows in found for low, high in _lines(rows, cell, ink, em)]
    return [box for box in boxes if not any(_holds(cell, box, usual) for cell in cells)] + lines


def _cells(box: Strip, rules: Sequence[Rule]) -> Iterator[Strip]:
    """The ruled cells over which a box stands, without their rules."""
    x = (box.x0 + box.x1) / 2
    level = sorted(r.at for r in rules if not r.upright and r.low <= x <= r.high)
    edges = [box.top, *(at for at in level if box.top < at < box.bottom), box.bottom]
    for low, high in itertools.pairwise(edges):
        y = (low + high) / 2
        walls = [r for r in rules if r.upright and r.low <= y <= r.high]
        left = max((r for r in walls if r.at < x), key=lambda r: r.at, default=None)
        right = min((r for r in walls if r.at > x), key=lambda r: r.at, default=None)
        if left is None or right is None:
            continue
        top = max((at for at in level if at < y), default=max(left.low, right.low))
        bottom = min((at for at in level if at > y), default=min(left.high, right.high))
        if min(bottom - top, right.at - left.at) > 4 * EDGE:
            yield Strip(left.at + EDGE, top + EDGE, right.at - EDGE, bottom - EDGE)


def _holds(cell: Strip, box: Strip, usual: float) -> bool:
    """Whether the middle of a box, or a part of one that is higher than a line, lies in a cell."""
    if not cell.x0 <= (box.x0 + box.x1) / 2 <= cell.x1:
        return False
    return cell.top <= box.middle <= cell.bottom or (box.high > TWO * usual and box.top < cell.bottom and cell.top < box.bottom)


def _rows(cell: Strip, ink: Any) -> list[tuple[float, float]]:
    """From where to where there is ink in a cell."""
    part = ink[int(cell.top) : int(cell.bottom) + 1, int(cell.x0) : int(cell.x1) + 1] > 0
    return [(int(cell.top) + a, int(cell.top) + b) for a, b in bands(part.any(axis=1)) if b - a >= LEAST]


def _usual(heights: Sequence[float]) -> float:
    return sorted(heights)[len(heights) // 2] if heights else 0.0


def _lines(rows: Sequence[tuple[float, float]], cell: Strip, ink: Any, em: float) -> Iterator[tuple[float, float]]:
    """The lines that rows of ink make: parts of characters put together, lines that touch parted."""
    whole: list[tuple[float, float]] = []
    for low, high in rows:
        if whole and high - whole[-1][0] <= WHOLE * em:
            whole[-1] = (whole[-1][0], high)
        else:
            whole.append((low, high))
    for low, high in whole:
        if high - low < TWO * em:
            yield low, high
            continue
        number = max(round((high - low) / (STEP * em)), 2)
        step = (high - low) / number
        amount = (ink[int(low) : int(high), int(cell.x0) : int(cell.x1) + 1] > 0).sum(axis=1)
        reach = int(0.3 * step)
        cuts = [int(k * step) - reach + int(amount[int(k * step) - reach : int(k * step) + reach + 1].argmin()) for k in range(1, number)]
        yield from itertools.pairwise([low, *(low + cut for cut in cuts), high])
