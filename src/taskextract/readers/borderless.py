"""Tables without ruling lines, told from text that stands in columns.

A line with three words set apart is taken as the beginning; the blank strips between its words are
followed downwards as long as no text bridges them. Such a grid is a guess and says so (`certainty`).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from taskextract.readers.layout import row_groups, visual_lines
from taskextract.readers.numbered_rows import NUMBERS, rows_around_numbers
from taskextract.readers.page import Run
from taskextract.readers.ruling import Grid, GridCell

CERTAINTY = 0.6
"""How certain a table is that only alignment tells."""
APART = 1.0
"""Ems of blank that part two cells of the first line."""
GUTTER = 0.5
"""Ems of blank that must stay clear between two columns."""
COLUMNS = 3
"""Columns that a table without lines must have at least."""
LINES = 3
"""Lines on which at least two of its columns must hold text."""
_SECTION = re.compile(r"(?:第[一二三四五六七八九十]{1,3}[章节部]|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）])[^。；，]{2,38}")
"""A section's title, which may stand over all columns."""
_WIDE_BLANK = re.compile(r"(?<=\S)[ \u00a0\u3000]{2,}(?=\S)")

Found = tuple[Grid, list[list[Run]], float]
"""A grid, the lines of each of its cells, and how certain it is."""


@dataclass(slots=True)
class _Strip:
    """A blank strip between two columns."""

    low: float
    high: float


def find_borderless(runs: Sequence[Run]) -> list[Found | list[Run]]:
    """Parts of a stretch of page from top to bottom: tables by alignment, and the runs between them."""
    rows = row_groups([part for run in runs for part in _parted(run)])
    if not any(len(row) >= COLUMNS for row in rows):
        return [list(runs)] if runs else []
    out: list[Found | list[Run]] = []
    loose: list[Run] = []
    i = 0
    while i < len(rows):
        end, strips = _follow(rows, i)
        if end == i:
            loose += rows[i]
            i += 1
            continue
        above = _title_above(loose, rows[i], strips)
        loose = [run for run in loose if run is not above]
        if loose:
            out.append(loose)
            loose = []
        out.append(_table([*([[above]] if above is not None else []), *rows[i:end]], strips))
        i = end
    if loose:
        out.append(loose)
    return out


def _parted(run: Run) -> Iterator[Run]:
    """A run cut at its wide blanks (columns that were made with the space bar)."""
    start = 0
    if "  " in run.text or "\u3000\u3000" in run.text:
        for blank in _WIDE_BLANK.finditer(run.text):
            if run.edges[blank.end()] - run.edges[blank.start()] > APART * run.size:
                yield run.part(start, blank.start())
                start = blank.end()
    yield run.part(start, len(run.text)) if start else run


def _follow(rows: Sequence[list[Run]], start: int) -> tuple[int, list[_Strip]]:
    """Where the table that begins with row `start` ends (`start` itself, if none does), and its strips."""
    first = rows[start]
    em = max(r.size for r in first)
    strips = [_Strip(a.x1, b.x0) for a, b in itertools.pairwise(first) if b.x0 - a.x1 > APART * em]
    if len(first) > 6 and len(strips) > 0.5 * len(first) and sum(len(run.text) == 1 for run in first) > 0.6 * len(first):
        return start, []  # a line whose characters are spread
    if len(strips) < COLUMNS - 1:
        return start, []
    full, end = 1, start + 1
    while end < len(rows):
        row = rows[end]
        if rows[end][0].top - rows[end - 1][0].bottom > 4 * em:
            break
        narrowed = strips if _is_section(row) else _narrowed(strips, row, em)
        if narrowed is None:
            break
        strips = narrowed
        full += len({_column(run, strips) for run in row}) > 1
        end += 1
    while end > start and len({_column(run, strips) for run in rows[end - 1]}) < 2 and _is_prose(rows[end - 1]):
        end -= 1
    return (end, _blank_strips([row for row in rows[start + 1 : end] if not _is_section(row)], strips, em)) if full >= LINES else (start, [])


def _blank_strips(rows: Sequence[list[Run]], known: Sequence[_Strip], em: float) -> list[_Strip]:
    """All strips that stay blank below the first line, which may lack a column's title or hold one over two columns."""
    pieces = _pieces([run for row in rows for run in row], GUTTER * em)
    found = [_Strip(a[1], b[0]) for a, b in itertools.pairwise(pieces)]
    strips = [s for s in found if _parts(s, rows) or any(k.low < s.high and s.low < k.high for k in known)]
    return strips if len(strips) >= len(known) else list(known)


def _parts(strip: _Strip, rows: Sequence[list[Run]]) -> bool:
    """Whether several lines hold text on both sides of a strip."""
    return sum(any(r.x1 <= strip.low + 1 for r in row) and any(r.x0 >= strip.high - 1 for r in row) for row in rows) >= LINES


def _title_above(loose: Sequence[Run], first: Sequence[Run], strips: Sequence[_Strip]) -> Run | None:
    """The upper half of a narrow column's title, set on two lines (序 above 号), that stands above the first line."""
    run = loose[-1] if loose else None
    if run is None or not strips or len(run.text) > 2 or run.x1 > strips[0].low + 0.5 * run.size:
        return None
    return run if min(r.top for r in first) - run.bottom < run.size else None


def _is_section(row: Sequence[Run]) -> bool:
    """Whether a line is nothing but a section's title."""
    return _SECTION.fullmatch("".join(run.text for run in row).strip()) is not None


def _is_prose(row: list[Run]) -> bool:
    """Whether a line is a sentence of its own and no rest of a cell."""
    return len(row) == 1 and len(row[0].text) > 30


def _narrowed(strips: Sequence[_Strip], row: list[Run], em: float) -> list[_Strip] | None:
    """The strips as far as they stay blank in one more row; None where its text bridges one."""
    out = [_Strip(s.low, s.high) for s in strips]
    for x0, x1 in _pieces(row, GUTTER * em):
        for s in out:
            if x1 <= s.low or x0 >= s.high:
                continue
            if x0 < s.low and x1 > s.high:
                return None
            to_left = x0 < s.low or (x1 <= s.high and x0 - s.low < s.high - x1)
            if to_left:
                s.low = max(s.low, x1)
            else:
                s.high = min(s.high, x0)
            if s.high - s.low < GUTTER * em:
                return None
    return out


def _pieces(runs: Sequence[Run], gap: float) -> list[tuple[float, float]]:
    """From where to where text stands, gaps up to `gap` bridged."""
    out: list[tuple[float, float]] = []
    for run in sorted(runs, key=lambda r: r.x0):
        if out and run.x0 - out[-1][1] <= gap:
            out[-1] = (out[-1][0], max(out[-1][1], run.x1))
        else:
            out.append((run.x0, run.x1))
    return out


def _column(run: Run, strips: Sequence[_Strip]) -> int:
    middle = (run.x0 + run.x1) / 2
    return sum(middle > (s.low + s.high) / 2 for s in strips)


def _table(rows: Sequence[list[Run]], strips: Sequence[_Strip]) -> Found:
    logical = _logical_rows(rows, strips)
    runs = [run for row in rows for run in row]
    xs = [min(r.x0 for r in runs) - 2, *((s.low + s.high) / 2 for s in strips), max(r.x1 for r in runs) + 2]
    tops = [min(r.top for row in group for r in row) for group in logical]
    bottoms = [max(r.bottom for row in group for r in row) for group in logical]
    ys = [tops[0] - 1, *((b + t) / 2 for b, t in zip(bottoms, tops[1:], strict=False)), bottoms[-1] + 1]
    n = len(xs) - 1
    cells = tuple(
        GridCell(i, j, 1, 1, (xs[j], ys[i], xs[j + 1], ys[i + 1])) for i in range(len(logical)) for j in range(n)
    )
    texts: list[list[Run]] = []
    for group in logical:
        fields: list[list[Run]] = [[] for _ in range(n)]
        for run in itertools.chain.from_iterable(group):
            fields[_column(run, strips)].append(run)
        texts += [visual_lines(f) for f in fields]
    owners = [list(range(i * n, (i + 1) * n)) for i in range(len(logical))]
    return Grid(tuple(xs), tuple(ys), cells, owners, False, False), texts, CERTAINTY


def _logical_rows(rows: Sequence[list[Run]], strips: Sequence[_Strip]) -> list[list[list[Run]]]:
    """Lines put together to rows: around their numbers, else parted by wider gaps, else where the first column holds text."""
    numbered = _numbered_rows(rows, strips)
    if numbered is not None:
        return numbered
    steps = [b[0].middle - a[0].middle for a, b in itertools.pairwise(rows)]
    least = min(steps)
    wide = [step > 1.2 * least for step in steps]
    if sum(wide) < 2:
        wide = [any(_column(run, strips) == 0 for run in row) for row in rows[1:]]
    out = [[rows[0]]]
    for row, begins in zip(rows[1:], wide, strict=True):
        if begins:
            out.append([row])
        else:
            out[-1].append(row)
    return out


def _numbered_rows(rows: Sequence[list[Run]], strips: Sequence[_Strip]) -> list[list[list[Run]]] | None:
    """The rows around their numbers, section by section; None where one of them is not numbered."""
    out: list[list[list[Run]]] = []
    numbers = sum(_column(run, strips) == 0 and run.text.strip().isdecimal() for row in rows for run in row)
    if numbers < NUMBERS:
        return None
    for section, group in itertools.groupby(rows, key=_is_section):
        if section:
            out += [[row] for row in group]
            continue
        found = rows_around_numbers([(run, _column(run, strips)) for row in group for run in row])
        if found is None:
            return None
        out += [[row] for row in found]
    return out
