"""From a grid's rows to entries: each row's number, name, measures and other fields, slips of the grid undone.

Undone here: rows that stand one column to the left, and rows that a page break cut; slips inside one
row are left to table_mends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from taskextract.extract.table_cells import (
    AGENCY_FIELDS,
    agency_items,
    fit,
    is_agencies,
    is_agency,
)
from taskextract.extract.table_entry import Entry, Paragraphs
from taskextract.extract.table_headers import Column
from taskextract.extract.table_mends import mended
from taskextract.extract.table_shape import Grid, GridCell, Row
from taskextract.findings import Finding
from taskextract.strand import Strand, join

_TERMINAL = re.compile(r"[。；;！!？?：:][”’）)]?$")


@dataclass(slots=True)
class _Line:
    """A row while its cells are still moved about: paragraphs by column, and which of them are repeats."""

    row: int
    page: int
    cells: list[Paragraphs]
    repeats: list[bool]
    covers: list[int]
    first: bool
    cut: bool
    held: bool = False
    shifted: bool = False
    findings: list[Finding] = field(default_factory=list)


def entries_of(grid: Grid) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
    """The entries of a grid in order, with what was undone."""
    lines: list[_Line | Row] = []
    findings: list[Finding] = []
    page = 0
    ends_in_stop = _ends_in_stop(grid)
    for row in grid.rows:
        page += row.first
        if row.section is not None:
            lines.append(row)
            continue
        line = _line(row, page, grid.columns)
        _unshift(line, grid)
        before = lines[-1] if lines and isinstance(lines[-1], _Line) else None
        if before is not None and _continues(before, line, grid.columns, ends_in_stop):
            _join_rows(before, line, grid.columns)
            findings.extend(line.findings)
            continue
        lines.append(line)
    entries: list[Entry] = []
    for item in lines:
        if isinstance(item, Row):
            entries.append(Entry(item.index, section=item.section))
            continue
        findings.extend(item.findings)
        entry, found = _entry(item, grid.columns)
        entries.append(entry)
        findings.extend(found)
    return tuple(entries), tuple(findings)


def _line(row: Row, page: int, columns: Sequence[Column]) -> _Line:
    cells: list[Paragraphs] = []
    repeats: list[bool] = []
    for col, cell in enumerate(row.cells):
        here = cell is not None and cell.col == col
        cells.append(cell.paragraphs if cell is not None and here else ())
        repeats.append(cell is not None and here and cell.row != row.index)
    covers = [_covers(cell) for cell in row.cells]
    held = any(m for m, c in zip(row.merged, columns, strict=False) if c.field in {"index", "task"})
    return _Line(row.index, page, cells, repeats, covers, row.first, row.cut, held)


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


def _unshift(line: _Line, grid: Grid) -> None:
    """Move cells that stand one column to the left of where their kind belongs."""
    columns = grid.columns
    line.cells += [()] * (len(columns) - len(line.cells))
    line.repeats += [False] * (len(columns) - len(line.repeats))
    line.covers += [1] * (len(columns) - len(line.covers))
    now = _fit_of(line.cells, columns)
    best, gain = None, 1.4
    for blank in [i for i, cell in enumerate(line.cells) if not cell]:
        for at in range(blank):
            if any(line.repeats[at : blank + 1]) or not line.cells[at]:
                continue
            moved = [*line.cells[:at], (), *line.cells[at:blank], *line.cells[blank + 1 :]]
            better = _fit_of(moved, columns) - now
            if better > gain + 1e-9:
                best, gain = moved, better
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
    line.cells, line.shifted = best, True


def _ends_in_stop(grid: Grid) -> bool:
    """Whether the notice's measures end in a full stop, so that one without was cut."""
    texts = [cell.text for row in grid.rows for i, c in enumerate(grid.columns)
             if c.field == "measure" and row.section is None and (cell := row.own(i)) and len(cell.text) > 8]
    return len(texts) >= 2 and sum(bool(_TERMINAL.search(t)) for t in texts) >= 0.6 * len(texts)


def _continues(before: _Line, line: _Line, columns: Sequence[Column], ends_in_stop: bool) -> bool:
    """Whether a page's first row is the rest of the last row of the page before."""
    fields = [c.field for c in columns]
    body = "measure" if "measure" in fields else "task"
    if not line.first or line.page == before.page or body not in fields:
        return False
    if "index" in fields and line.cells[fields.index("index")]:
        return False
    above, here = before.cells[fields.index(body)], line.cells[fields.index(body)]
    broken = bool(above) and not _TERMINAL.search(above[-1].text)
    if body == "measure" and "task" in fields and _own(line, fields.index("task")):
        return "index" in fields and (line.cut or (broken and ends_in_stop))
    if "index" not in fields and "task" not in fields:
        return line.cut and broken
    agencies = [i for i, f in enumerate(fields) if f in AGENCY_FIELDS]
    if not here:
        return bool(above) and any(line.cells[i] for i in agencies)
    if line.cut:
        whole = [_own(line, i) and _ends_whole(before.cells[i]) for i in agencies]
        return broken or not any(whole)
    return broken and ends_in_stop


def _own(line: _Line, col: int) -> bool:
    return bool(line.cells[col]) and not line.repeats[col]


def _ends_whole(paragraphs: Paragraphs) -> bool:
    """Whether an agency cell ends with a whole name (and not in the middle of one, or at a comma)."""
    if not paragraphs or paragraphs[-1].text.endswith(("、", "，", ",")):
        return False
    items = agency_items(paragraphs[-1].text)
    return bool(items) and is_agency(items[-1])


def _join_rows(before: _Line, line: _Line, columns: Sequence[Column]) -> None:
    """Put the cells of `line` behind those of `before`; a sentence that runs on stays one paragraph."""
    seam: list[Strand] = []
    for i, paragraphs in enumerate(line.cells):
        if not paragraphs or line.repeats[i]:
            continue
        seam.extend(paragraphs)
        above = before.cells[i]
        if above and _runs_on(above[-1].text, paragraphs[0].text, columns[i].field, _ends_whole(above)):
            before.cells[i] = (*above[:-1], above[-1] + paragraphs[0], *paragraphs[1:])
        else:
            before.cells[i] = (*above, *paragraphs)
    before.findings.extend(line.findings)
    text = join(seam)
    before.findings.append(
        Finding("joined-pages", "a row that a page break cuts was joined again", text.spans, before=text.text[:60],
                certainty=0.95 if line.cut else 0.8)
    )
    line.findings = []


def _runs_on(above: str, here: str, kind: str, whole: bool) -> bool:
    if kind in AGENCY_FIELDS:
        return here.startswith(("、", "，", ",")) or not is_agencies(here) or not whole
    return not re.search(r"[。；;！!？?][”’）)]?$", above)


def _entry(line: _Line, columns: Sequence[Column]) -> tuple[Entry, list[Finding]]:
    """The row's cells by field, then glued and scattered text put right."""
    by: dict[str, Paragraphs] = {}
    duties: list[tuple[Column, Paragraphs]] = []
    repeats: dict[str, bool] = {}
    covers: dict[str, int] = {}
    for column, paragraphs, repeat, cover in zip(columns, line.cells, line.repeats, line.covers, strict=True):
        if not paragraphs:
            continue
        if column.field in AGENCY_FIELDS:
            duties.append((column, paragraphs))
            continue
        by[column.field] = by.get(column.field, ()) + paragraphs
        repeats[column.field] = repeats.get(column.field, False) or repeat
        covers[column.field] = cover
    kinds = {c.field for c in columns}
    typed = {"task", "measure"} <= kinds
    body = "measure" if "measure" in kinds else "task"
    label_own = not repeats.get("index", False)
    name_own = not repeats.get("task", False)
    framing = by.get("other", ()) + by.get("decoy", ())
    entry = Entry(
        line.row,
        line.page,
        group=join(by["group"]) if "group" in by else None,
        number_cell=join(by["index"]) if "index" in by and label_own else None,
        name=join(by["task"]) if "task" in by and typed and name_own else None,
        measures=by.get(body, ()),
        duties=tuple(duties),
        times=by.get("time", ()),
        targets=by.get("target", ()),
        people=by.get("people", ()),
        remarks=by.get("remark", ()),
        framing=framing,
        label_rows=max(covers.get("index", 1), covers.get("task", 1)) if typed else covers.get("index", 1),
        shifted=line.shifted,
        held=line.held,
        measure_repeats=repeats.get(body, False),
        name_repeats=typed and "task" in by and not name_own,
        group_repeats=repeats.get("group", False),
    )
    return mended(entry, typed)
