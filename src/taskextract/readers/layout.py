"""From runs of text to lines, and from lines to the order in which they are read."""

from __future__ import annotations

import itertools
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from taskextract.readers.page import Run

GUTTER = 0.85
"""Ems: a gap wider than this parts two columns of text, if it goes on over several lines."""
SMALLEST = 3.0
"""Points of the smallest type that is looked at for columns: places are told to a point."""
SPACE = 0.12
"""Ems of blank that part two Latin words."""
HANGING = frozenset("，。、；：！？,.;:")
"""Stops that some programs set beyond the right side."""
NO_BLANK_BEFORE = frozenset("，。、；：！？）》」』】〕］｝”’〉%％‰")
"""Marks that no blank parts from what stands before them."""
NO_BLANK_BEHIND = frozenset("（《「『【〔［｛“‘〈%％‰")
"""Marks that no blank parts from what stands after them."""
RAISED = re.compile(r"[\[［〔(（]?(\d{1,3}|[①-⑳㉑-㊿]|[*＊※†‡])[\]］〕)）]?")
"""What small raised characters may say: the mark of a note, an exponent."""
SMALLER = 0.87
"""The part of the text's size that they have at most: browsers set them in five sixths of it."""
COLUMN_LINES = 5
"""Lines that must stand side by side before text is taken to be set in two columns."""
NARROWEST = 12
"""Ems of a column of running text at least; the words of a table's columns are shorter."""


def visual_lines(runs: Iterable[Run]) -> list[Run]:
    """Runs joined to the lines that a reader sees, from top to bottom."""
    rows = row_groups(runs)
    spread = _spread(rows)
    return [_line(row, spread) for row in rows]


def _spread(rows: Sequence[Sequence[Run]]) -> float:
    """How far apart single characters are set, where several are set alike; else 0."""
    alone = [(a, b) for row in rows if len(row) > 1 for a, b in itertools.pairwise(row) if len(a.text) == len(b.text) == 1]
    gaps = sorted(b.x0 - a.x1 for a, b in alone)
    if len(gaps) < 4:
        return 0.0
    usual = gaps[len(gaps) // 2]
    return usual if sum(abs(gap - usual) < 0.4 * usual for gap in gaps) > 0.6 * len(gaps) else 0.0


def _line(row: list[Run], spread: float = 0.0) -> Run:
    """The runs of one row as a line, without the blanks that indent it."""
    line = row[0] if len(row) == 1 else join_runs(row, spread)
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
    return [row if len(row) == 1 else _side_by_side(row) for row in rows]


def _side_by_side(row: list[Run]) -> list[Run]:
    """Runs from left to right; one that leaves a hole where another stands is cut at its blanks."""
    ordered = sorted(row, key=lambda r: r.x0)
    if not any(b.x0 < a.x1 - 0.5 * a.size for a, b in itertools.pairwise(ordered)):
        return ordered
    return sorted((part for run in row for part in _without_holes(run)), key=lambda r: r.x0)


def _without_holes(run: Run) -> Iterator[Run]:
    """A run cut at blanks that are wider than a character."""
    start = 0
    for blank in re.finditer(r"\s+", run.text):
        if run.edges[blank.end()] - run.edges[blank.start()] > run.size:
            if start < blank.start():
                yield run.part(start, blank.start())
            start = blank.end()
    if start < len(run.text):
        yield run.part(start, len(run.text))


def _beside(run: Run, top: float, bottom: float) -> bool:
    """Whether a run stands on the line that fills `top` to `bottom`."""
    overlap = min(run.bottom, bottom) - max(run.top, top)
    return overlap > 0.5 * min(run.bottom - run.top, bottom - top)


def join_runs(runs: Sequence[Run], spread: float = 0.0) -> Run:
    """Runs of one line as one; a gap that is wider than the line's others becomes a blank.

    `spread` is how far apart characters are set on purpose, where more than the line tells it.
    """
    if len(runs) == 1:
        return runs[0]
    ordered = sorted(runs, key=lambda r: r.x0)
    text, edges, doubts = ordered[0].text, array("f", ordered[0].edges), list(ordered[0].doubts)
    width, usual = 0.0, -1.0
    # A flat character's box (一) may be that of its ink; the size of Latin words is but guessed from their height.
    size = max((r.size for r in ordered if max(r.text) > "\u2e7f"), default=0.0) or max(r.size for r in ordered)
    small = {id(r) for r in ordered if r.size < SMALLER * size and _is_raised(r, ordered)}
    raised = [(0, len(text))] if id(ordered[0]) in small else []
    for before, run in itertools.pairwise(ordered):
        gap = run.x0 - edges[-1]
        if gap > SPACE * size and id(run) not in small and not text[-1:].isspace() and not run.text[:1].isspace():
            if usual < 0:
                width, usual = _stretch(ordered)
                usual = max(usual, spread if len(text) == len(run.text) == 1 else 0.0)
            if _is_blank(_begin(run, width) - max(_reach(before, width), edges[-1]), usual, size, text[-1:] + run.text[:1]):
                text += " "
                edges.append(max(run.x0, edges[-1]))
        edges[-1] = max(edges[-1], edges[-2]) if gap < 0 else edges[-1]
        doubts += [(len(text) + i, certainty) for i, certainty in run.doubts]
        if id(run) in small:
            raised.append((len(text), len(text) + len(run.text)))
        text += run.text
        edges.extend(max(e, edges[-1]) for e in run.edges[1:])
    top, bottom = min(r.top for r in ordered), max(r.bottom for r in ordered)
    marks = (ordered[0].marks[0], ordered[-1].marks[1])
    faint = all(r.faint for r in ordered)
    return Run(text, edges, top, bottom, size, ordered[0].angle, faint, tuple(doubts), marks, raised=tuple(raised))


def _is_raised(run: Run, row: Sequence[Run]) -> bool:
    """Whether a small run stands higher than its row, as the mark of a note or an exponent does."""
    if RAISED.fullmatch(run.text.strip()) is None:
        return False
    usual = [r for r in row if run.size < SMALLER * r.size]
    bottom = max((r.bottom for r in usual), default=run.bottom)
    high = max((r.size for r in usual), default=run.size)
    return bottom - run.bottom > 0.2 * high


def _stretch(row: Sequence[Run]) -> tuple[float, float]:
    """The width of a Chinese character in a line, and the blank between two where the line is stretched.

    Where the line is too short to tell, single characters are taken to be set apart on purpose.
    """
    width = max((run.size for run in row if run.text[-1] > "\u2e7f"), default=row[0].size)
    gaps = [b.x0 - _reach(a, width) for a, b in itertools.pairwise(row)]
    for run in row:
        gaps += [y - x - width for c, x, y in zip(run.text, run.edges, run.edges[1:-1], strict=False) if c > "\u2e7f"]
    if len(gaps) < 3:
        return width, 3 * width if all(len(run.text) == 1 or run.text.isascii() for run in row) else 0.0
    gaps.sort()
    return width, max(gaps[len(gaps) // 2], 0.0)


def _reach(run: Run, width: float) -> float:
    """Where a run's last character ends: a Chinese one fills its width, though its box may be that of its ink."""
    if run.text[-1] <= "\u2e7f":
        return run.x1
    end = run.edges[-2] + width
    if len(run.text) > 1 and run.text[-2] > "\u2e7f":
        end = min(end, run.edges[-3] + 2 * width)
    return max(end, run.x1)


def _begin(run: Run, width: float) -> float:
    """Where a run's first character begins: that of a Chinese one alone may be the box of its ink, in the middle of its width."""
    ink = run.x1 - run.x0
    return run.x0 - (width - ink) / 2 if len(run.text) == 1 and "\u4e00" <= run.text <= "\u9fff" and ink < width else run.x0


_SIGNS = frozenset("+=&")
"""Signs that some programs set a quarter of an em from Chinese characters, as they do words."""
_NARROW_INK = "”’+-=~*<>"
"""Characters whose box may be that of their ink, narrower than their place in the line."""


def _is_blank(gap: float, usual: float, size: float, sides: str) -> bool:
    """Whether a gap between two characters is a blank. Programs set Chinese and Latin words a quarter apart."""
    if sides[1] in NO_BLANK_BEFORE or sides[0] in NO_BLANK_BEHIND:
        return False
    latin = [c.isascii() and c.isalnum() for c in sides]
    if all(latin):
        return gap > SPACE * size
    beside = any(latin) and all(c.isalnum() for c in sides)
    beside = beside or not _SIGNS.isdisjoint(sides)
    uneven = usual > 0.25 * size and min(sides) <= "\u2e7f"  # narrow characters in a grid of wide ones
    return gap - usual > (0.9 if beside or uneven else 0.3 if sides[0] in _NARROW_INK else 0.17) * size


def reading_order(runs: Sequence[Run]) -> list[tuple[list[Run], bool]]:
    """The lines of a stretch of a page in blocks, and whether a block is as wide as the stretch.

    Columns of text that stand side by side come one after the other.
    """
    rows = row_groups(runs)
    spread = _spread(rows)
    out: list[tuple[list[Run], bool]] = []
    whole: list[Run] = []
    first, last, side = _beside_full_lines(rows)
    i = 0
    while i < len(rows):
        end, gutter = (last, side) if i == first and last > i else _column_stretch(rows, i)
        if end == i:
            whole.append(_line(rows[i], spread))
            i += 1
            continue
        sides: tuple[list[Run], list[Run]] = ([], [])
        for run in itertools.chain.from_iterable(rows[i:end]):
            middle = run.x0 if run.text in HANGING else (run.x0 + run.x1) / 2  # a stop that hangs into the gutter
            sides[middle > gutter].append(run)
        out.append((whole, True))
        out += [(lines, False) for side in sides for lines, _ in reading_order(side)]
        whole = []
        i = end
    return [(lines, wide) for lines, wide in [*out, (whole, True)] if lines]


def _beside_full_lines(rows: list[list[Run]]) -> tuple[int, int, float]:
    """The rows in which something stands right of where many lines are full, and where that is; (0, 0, 0.0) for none.

    Text of one column never does: however few lines stand there, they are another column's.
    """
    size = sorted(row[0].size for row in rows)[len(rows) // 2] if rows else 0.0
    ends = sorted(end_of(_left_of(row)) for row in rows)
    if len(ends) < 2 * COLUMN_LINES or size < SMALLEST:
        return 0, 0, 0.0
    full = [bisect_right(ends, x + 1) - bisect_left(ends, x - size) for x in ends]  # text that is not set even ends within an em
    most = max(full)
    at = max(x for x, n in zip(ends, full, strict=True) if n == most)
    if most < 2 * COLUMN_LINES:
        return 0, 0, 0.0
    left = min(row[0].x0 for row in rows)
    if at - left < NARROWEST * size:
        return 0, 0, 0.0
    right = [
        i for i, row in enumerate(rows)
        if row[-1].x0 > at + GUTTER * size and (row[-1].x0 < at + 6 * size or at - left < 0.6 * (row[-1].x1 - left))
    ]  # fmt: skip
    if not right:
        return 0, 0, 0.0
    clear = [not _crosses(row, at + 0.3 * size, at + GUTTER * size) for row in rows]
    first = last = right[0]
    while first > 0 and clear[first - 1]:
        first -= 1
    while last < len(rows) and clear[last]:
        last += 1
    inside = sum(at - size <= end_of(_left_of(row)) <= at + 1 for row in rows[first:last])
    return (first, last, at + 0.5 * size) if inside >= 2 * COLUMN_LINES else (0, 0, 0.0)


def _left_of(row: list[Run]) -> Run:
    """The last run of a row before its first wide gap."""
    for a, b in itertools.pairwise(row):
        if b.x0 - end_of(a) > GUTTER * a.size:
            return a
    return row[-1]


def _column_stretch(rows: list[list[Run]], start: int) -> tuple[int, float]:
    """How far from `start` the rows keep one gutter clear (`start` itself: they do not), and where it is."""
    low, high = 0.0, float("inf")
    both, end = 0, start
    for i in range(start, len(rows)):
        row, gaps = rows[i], _gaps(rows[i])
        gap = gaps[0] if gaps else None
        if both == 0 and gap is None and len(row) == 1 and i - start < COLUMN_LINES:
            continue  # a column may begin higher than its neighbour
        if both == 0 and gap is None:
            break
        aside = [*gaps, _clear_of(row, (low + high) / 2)] if both else gaps[:1]
        clear = [(max(low, g[0]), min(high, g[1])) for g in aside]
        which = next((n for n, g in enumerate(clear) if g[1] - g[0] > GUTTER * row[0].size), None)
        if which is None:
            break
        wide = clear[which]
        both += which < len(gaps)
        (low, high), end = wide, i + 1
    gutter = (low + high) / 2
    full = sum(low - end_of(row[0]) < GUTTER * row[0].size for row in rows[start:end])
    enough = COLUMN_LINES if end - start < 3 * COLUMN_LINES or full < 2 * COLUMN_LINES else 1
    if both < enough or any(_crosses(row, low, high) for row in rows[start:end]):
        return start, gutter
    right = min(run.x0 for row in rows[start:end] if len(row) > 1 for run in row if run.x0 > gutter)
    first = rows[start][0]
    begins = len(rows[start]) > 1 or first.x1 < gutter or first.x0 < right + 3 * first.size
    return (end if begins else start), gutter


def _clear_of(row: list[Run], middle: float) -> tuple[float, float]:
    """What a row that stands in one column leaves clear at the gutter around `middle`."""
    left, right = row[0].x0, end_of(row[-1])
    return (right, float("inf")) if (left + right) / 2 < middle else (0.0, left)


def _crosses(row: list[Run], low: float, high: float) -> bool:
    """Whether a row has text where the gutter is, other than a stop that hangs into it."""
    return any(
        run.text not in HANGING and run.x0 < high - 0.3 * run.size and end_of(run) > low + 0.3 * run.size for run in row
    )


def end_of(run: Run) -> float:
    """Where a run ends, a stop that may hang out left aside."""
    return run.edges[len(run.text) - 1] if run.text[-1] in HANGING and len(run.text) > 1 else run.x1


def _gaps(row: list[Run]) -> list[tuple[float, float]]:
    """The gaps of a row that may part columns, the widest first: words may stand apart in a column, too."""
    if len(row) < 2:
        return []
    gaps = [(end_of(a), b.x0) for a, b in itertools.pairwise(row)]
    return sorted((g for g in gaps if g[1] - g[0] >= GUTTER * row[0].size), key=lambda g: g[0] - g[1])
