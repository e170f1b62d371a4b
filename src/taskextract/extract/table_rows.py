"""From a grid's rows to entries: each row's number, name, measures and other fields, slips of the grid undone.

Undone here: rows that stand one column to the left. Rows that a page break cut are left to table_pages,
slips inside one row to table_mends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from taskextract.extract.table_breaks import Habits, lists_items, settle_breaks, stops_of
from taskextract.extract.table_cells import AGENCY_FIELDS, fit
from taskextract.extract.table_cut import body_column, ends_in_stop, has_ended
from taskextract.extract.table_entry import Entry, Paragraphs
from taskextract.extract.table_headers import Column
from taskextract.extract.table_line import Line, Lines, moved_right
from taskextract.extract.table_matrix import duty_of
from taskextract.extract.table_mends import mended
from taskextract.extract.table_names import Names
from taskextract.extract.table_pages import join_pages
from taskextract.extract.table_shape import Grid, GridCell, Row
from taskextract.findings import Finding
from taskextract.strand import join
from taskextract.vocabulary.table_words import cell_words


def entries_of(grid: Grid) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
    """The entries of a grid in order, with what was undone."""
    lines: Lines = []
    findings: list[Finding] = []
    above: list[Paragraphs] = [()] * len(grid.columns)
    page = 0
    for row in grid.rows:
        page += row.first
        if row.section is not None:
            lines.append(row)
            continue
        line = _line(row, page, grid.columns)
        _unshift(line, grid, above)
        _fill_blank(line, above, grid)
        _fill_ditto(line, above)
        lines.append(line)
    habits = _habits(lines, grid)
    lines = join_pages(lines, grid, habits.names)
    entries: list[Entry] = []
    for item in lines:
        if isinstance(item, Row):
            entries.append(Entry(item.index, section=item.section))
            continue
        settle_breaks(item, grid.columns, grid.turns, habits)
        findings.extend(item.findings)
        entry, found = _entry(item, grid.columns, 0 if grid.spans_known else item.page)
        entries.append(entry)
        findings.extend(found)
    return tuple(entries), tuple(findings)


def _habits(lines: Lines, grid: Grid) -> Habits:
    """What the table's cells do."""
    rows = [line for line in lines if isinstance(line, Line)]
    cols = [i for i, c in enumerate(grid.columns) if c.field in AGENCY_FIELDS]
    names = Names.of(row.cells[i] for row in rows for i in cols if row.own(i))
    body = body_column(grid.columns)
    if body is None:
        return Habits(False, names, 0.5, Counter(), Counter(), 0)
    several = [row for row in rows if len(row.cells[body]) > 1]
    same = sum(any(len(row.cells[i]) == len(row.cells[body]) for i in cols) for row in several)
    paired = (same + 1) / (len(several) + 2)
    cells = [row.cells[body] for row in rows if row.own(body)]
    ends, inner = stops_of(cells, grid.turns)
    return Habits(ends_in_stop(grid), names, paired, ends, inner, len(cells), lists_items(cells, grid.turns))


def _line(row: Row, page: int, columns: Sequence[Column]) -> Line:
    cells: list[Paragraphs] = []
    repeats: list[bool] = []
    for col, cell in enumerate(row.cells):
        here = cell is not None and cell.col == col
        cells.append(cell.paragraphs if cell is not None and here else ())
        repeats.append(cell is not None and here and cell.row != row.index)
    covers = [_covers(cell) for cell in row.cells]
    held = any(m for m, c in zip(row.merged, columns, strict=False) if c.field in {"index", "task"})
    ended = [cell.ended if cell is not None else None for cell in row.cells]
    closed = [*row.closed]
    return Line(row.index, page, cells, repeats, covers, [*row.spans], row.first, row.cut, held, ended=ended, closed=closed)


def _fill_blank(line: Line, above: list[Paragraphs], grid: Grid) -> None:
    """In a dump that tells no spans, a blank cell of bodies before the tasks belongs to those above, as a number's does.

    So does one of leading bodies where others support them in the row: nobody supports no one.
    """
    tasks = next((i for i, c in enumerate(grid.columns) if c.field in {"task", "measure"}), 0)
    if grid.spans_known or not any(line.cells[tasks:]):
        return
    supported = any(c.field == "support" and cell for c, cell in zip(grid.columns, line.cells, strict=False))
    for i, column in enumerate(grid.columns):
        open_lead = column.field == "lead" and supported
        if column.field in AGENCY_FIELDS and (i < tasks or open_lead) and not line.cells[i] and above[i]:
            line.cells[i], line.repeats[i] = above[i], True


def _fill_ditto(line: Line, above: list[Paragraphs]) -> None:
    """A cell that only says 同上 or 〃 holds what the last cell above it held; the sign itself frames the row."""
    for i, paragraphs in enumerate(line.cells):
        if above[i] and "".join(p.text for p in paragraphs) in cell_words().ditto:
            line.signs += paragraphs
            line.cells[i], line.repeats[i] = above[i], True
        elif paragraphs:
            above[i] = paragraphs


def _covers(cell: GridCell | None) -> int:
    return cell.row_span if cell is not None else 1


def _fit_of(cells: Sequence[Paragraphs], columns: Sequence[Column]) -> float:
    has_measure = any(c.field == "measure" for c in columns)
    total = 0.0
    for paragraphs, column in zip(cells, columns, strict=True):
        if paragraphs:
            kind = "measure" if column.field == "task" and not has_measure else column.field
            total += fit("".join(p.text for p in paragraphs), kind)
    return total


def _unshift(line: Line, grid: Grid, above: Sequence[Paragraphs]) -> None:
    """Move cells that stand one column to the left of where their kind belongs.

    On top of a page a single cell may be the rest of one that the page cuts, and so may several where the
    measure above breaks off: their look tells nothing.
    """
    columns = grid.columns
    line.cells += [()] * (len(columns) - len(line.cells))
    line.repeats += [False] * (len(columns) - len(line.repeats))
    line.covers += [1] * (len(columns) - len(line.covers))
    line.spans += [1] * (len(columns) - len(line.spans))
    line.ended += [None] * (len(columns) - len(line.ended))
    line.closed += [None] * (len(columns) - len(line.closed))
    if grid.spans_known and line.first and line.row and (sum(map(bool, line.cells)) < 2 or _breaks_off(above, columns)):
        return
    now = _fit_of(line.cells, columns)
    best, gain, move = None, 1.4, (0, 0)
    for blank in [i for i, cell in enumerate(line.cells) if not cell]:
        for at in range(blank):
            if any(line.repeats[at : blank + 1]) or not line.cells[at]:
                continue
            moved = moved_right(line.cells, at, blank)
            better = _fit_of(moved, columns) - now
            if better > gain + 1e-9:
                best, gain, move = moved, better, (at, blank)
    if best is None:
        return
    text = join(p for cell in line.cells for p in cell)
    line.findings.append(
        Finding(
            "shifted-row",
            "the row's cells stood one column to the left of the columns that they fit; they were moved to the right",
            text.spans,
            before=" | ".join("".join(p.text for p in cell)[:20] for cell in line.cells),
            after=" | ".join("".join(p.text for p in cell)[:20] for cell in best),
            certainty=min(0.98, 0.6 + 0.1 * gain),
        )
    )
    line.cells, line.shifted = best, move


def _breaks_off(above: Sequence[Paragraphs], columns: Sequence[Column]) -> bool:
    """Whether the last measure so far has no end."""
    body = body_column(columns)
    return body is not None and bool(above[body]) and not has_ended(above[body][-1].text)


def _entry(line: Line, columns: Sequence[Column], page: int) -> tuple[Entry, list[Finding]]:
    """The row's cells by field, then glued and scattered text put right."""
    by: dict[str, Paragraphs] = {}
    signs = line.signs
    duties: list[tuple[Column, Paragraphs]] = []
    others: list[tuple[Column, Paragraphs]] = []
    repeats: dict[str, bool] = {}
    covers: dict[str, int] = {}
    for column, paragraphs, repeat, cover in zip(columns, line.cells, line.repeats, line.covers, strict=True):
        if not paragraphs:
            continue
        if column.field in AGENCY_FIELDS:
            duties.append((column, paragraphs))
            continue
        if column.field == "matrix":
            duties.append(duty_of(column, "".join(p.text for p in paragraphs)))
            signs += paragraphs
            continue
        if column.field in ("other", "aside", "decoy"):
            others.append((column, paragraphs))
            continue
        by[column.field] = by.get(column.field, ()) + paragraphs
        repeats[column.field] = repeats.get(column.field, False) or repeat
        covers[column.field] = cover
    kinds = {c.field for c in columns}
    typed = {"task", "measure"} <= kinds
    body = "measure" if "measure" in kinds else "task"
    label_own = not repeats.get("index", False)
    name_own = not repeats.get("task", False)
    entry = Entry(
        line.row,
        page,
        group=join(by["group"]) if "group" in by else None,
        number_cell=join(by["index"]) if "index" in by and label_own else None,
        name=join(by["task"]) if "task" in by and typed and name_own else None,
        measures=by.get(body, ()),
        duties=tuple(duties),
        times=by.get("time", ()),
        targets=by.get("target", ()),
        people=by.get("people", ()),
        remarks=by.get("remark", ()),
        others=tuple(others),
        framing=signs,
        label_rows=max(covers.get("index", 1), covers.get("task", 1)) if typed else covers.get("index", 1),
        shifted=line.shifted is not None,
        held=line.held,
        measure_repeats=repeats.get(body, False),
        name_repeats=typed and "task" in by and not name_own,
        group_repeats=repeats.get("group", False),
    )
    return mended(entry, typed)
