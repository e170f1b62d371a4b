"""One page laid out by itself: its tables by their rules, the rest as lines in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field

from taskextract.findings import Finding
from taskextract.readers.borderless import find_borderless
from taskextract.readers.furniture import watermarks, without_doubles
from taskextract.readers.inset import has_text_beside, with_tables
from taskextract.readers.layout import HANGING, end_of, reading_order, visual_lines
from taskextract.readers.margin_numbers import margin_numbers
from taskextract.readers.overhang import take_back
from taskextract.readers.page import Page, Rule, Run
from taskextract.readers.posts import posts_between
from taskextract.readers.ruling import Grid, TooManyRules, find_grids

_MANY_RULES = 40  # level rules on a page from which on they are a table's or a drawing's


@dataclass(slots=True)
class LaidTable:
    """A table piece: for each of the grid's cells its lines."""

    grid: Grid
    texts: list[list[Run]]
    certainty: float = 1.0


@dataclass(slots=True)
class LaidText:
    """Lines of running text in one column."""

    lines: list[Run]
    whole_width: bool = True


@dataclass(slots=True)
class LaidPage:
    """A page laid out: tables and text from top to bottom, watermarks and numbers in its margin apart.

    `notes` are the lines of notes at its foot, `rules` the short rules that may stand above such.
    """

    number: int
    width: float
    height: float
    turn: int
    parts: list[LaidTable | LaidText]
    marks: list[Run]
    findings: list[Finding] = field(default_factory=list)
    skew: float = 0.0
    notes: list[Run] = field(default_factory=list)
    margin: list[Run] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


def lay_page(page: Page) -> LaidPage:
    """Tables and lines of one page."""
    runs, marks = watermarks(without_doubles(page.runs))
    runs, numbers = margin_numbers(runs, page.rules)
    out = LaidPage(page.number, page.width, page.height, page.turn, [], marks + page.marks, skew=page.skew)
    out.margin, out.rules = numbers, _short_rules(page)
    try:
        grids = find_grids([*page.rules, *posts_between(page.rules, runs)])
    except TooManyRules:
        grids = []
        out.findings.append(_drawing(page.number))
    tables, free = _into_cells(grids, runs)
    inside = [table for table in tables if has_text_beside(table.grid, free)]
    for table in tables:
        if any(table is t for t in inside):
            continue
        top = table.grid.ys[0]
        out.parts += _free_parts([r for r in free if r.middle < top], [t for t in inside if t.grid.ys[0] < top])
        free = [r for r in free if r.middle >= top]
        inside = [t for t in inside if t.grid.ys[0] >= top]
        out.parts.append(table)
    out.parts += _free_parts(free, inside)
    return out


def _short_rules(page: Page) -> list[Rule]:
    """Level rules shorter than half of the page that are no side of a box or of a table's cell."""
    level = [r for r in page.rules if not r.upright and 15 < r.high - r.low < 0.5 * page.width]
    if len(level) > _MANY_RULES:
        return []
    upright = [r for r in page.rules if r.upright and r.high - r.low > 6]
    return [r for r in level if not any(_meets(r, u) for u in upright)]


def _meets(rule: Rule, upright: Rule) -> bool:
    return upright.low - 2 <= rule.at <= upright.high + 2 and rule.low - 2 <= upright.at <= rule.high + 2


def _drawing(number: int) -> Finding:
    return Finding(
        "reader-note",
        f"page {number} holds thousands of lines, more than any table: it was read as running text; check it by eye",
    )


def _free_parts(runs: list[Run], tables: list[LaidTable]) -> list[LaidTable | LaidText]:
    """Running text in reading order, with the `tables` that stand in one of its columns."""
    out: list[LaidTable | LaidText] = []
    if tables:
        for k, lines, wide in with_tables(runs, [table.grid for table in tables]):
            out.append(LaidText(lines, wide) if k is None else tables[k])
        return out
    for piece in find_borderless(runs):
        if isinstance(piece, tuple):
            grid, texts, certainty = piece
            out.append(LaidTable(grid, texts, certainty))
            continue
        out += [LaidText(lines, wide) for lines, wide in reading_order(piece)]
    return out


def _into_cells(grids: list[Grid], runs: list[Run]) -> tuple[list[LaidTable], list[Run]]:
    """Runs put into the cells that hold them; grids without text are drawings and left out."""
    inside: list[list[list[Run]]] = [[[] for _ in g.cells] for g in grids]
    free: list[Run] = []
    for run in runs:
        y = (run.top + run.bottom) / 2
        for g, grid in enumerate(grids):
            if grid.ys[0] <= y <= grid.ys[-1] and run.edges[0] < grid.xs[-1] and run.edges[-1] > grid.xs[0]:
                free += _place(run, y, grid, inside[g])
                break
        else:
            free.append(run)
    for grid, cells in zip(grids, inside, strict=True):
        take_back(grid, cells)
        if grid.open_cells:
            free = _overflow(grid, cells, free)
    tables: list[LaidTable] = []
    for grid, cells in zip(grids, inside, strict=True):
        if sum(map(bool, cells)) > 1 or (any(cells) and len(cells) > 2):
            tables.append(LaidTable(grid, [visual_lines(c) for c in cells]))
        else:
            free += [run for cell in cells for run in cell]
    return tables, free


def _place(run: Run, y: float, grid: Grid, cells: list[list[Run]]) -> list[Run]:
    """Put a run into its cell, cut where it goes on into the next; returns what lies outside the grid.

    A stop stands in the cell of what it follows, though some programs let it hang out over the side.
    """
    first = grid.cell_at((run.edges[0] + run.edges[1]) / 2, y)
    if first is not None and end_of(run) <= grid.cells[first].box[2] + 0.6 * run.size:
        cells[first].append(run)
        return []
    outside: list[Run] = []
    start = 0
    owners = [grid.cell_at((a + b) / 2, y) for a, b in zip(run.edges, run.edges[1:], strict=False)]
    for i in range(1, len(owners)):
        if run.text[i] in HANGING:
            owners[i] = owners[i - 1]
    for i in range(1, len(owners) + 1):
        if i < len(owners) and owners[i] == owners[start]:
            continue
        part, owner = run.part(start, i), owners[start]
        if part.text.strip():
            (outside if owner is None else cells[owner]).append(part)
        start = i
    return outside


def _overflow(grid: Grid, cells: list[list[Run]], free: list[Run]) -> list[Run]:
    """Put lines that hang out below an open cell into it: a browser lets a cut merged cell overflow."""
    left: list[Run] = []
    reach = dict.fromkeys(grid.open_cells, grid.ys[-1])
    for run in sorted(free, key=lambda r: r.top):
        for cell, bottom in reach.items():
            if cell.box[0] <= run.x0 and run.x1 <= cell.box[2] and -run.size < run.top - bottom < 0.8 * run.size:
                cells[grid.cells.index(cell)].append(run)
                reach[cell] = run.bottom
                break
        else:
            left.append(run)
    return left
