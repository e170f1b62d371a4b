"""From the page-wise tables of a notice to logical tables: one grid each, columns known, headers told off.

A table that runs over pages comes as several `Table` blocks. They are joined by what is seen: the
same columns, a repeated header or none, nothing between them but furniture or a section title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from taskextract.document import Document, Furniture, Heading, Paragraph, Table
from taskextract.extract.drafts import Part
from taskextract.extract.table_card import card_of
from taskextract.extract.table_cells import AGENCY_FIELDS, is_section_title
from taskextract.extract.table_echo import is_echo
from taskextract.extract.table_glued import part_header
from taskextract.extract.table_headers import (
    Column,
    HeaderRows,
    column_of,
    find_header,
    guess_columns,
    header_key,
    settle,
)
from taskextract.extract.table_lines import tables_from_lines
from taskextract.extract.table_matrix import with_headings, with_matrix
from taskextract.extract.table_shape import Grid, GridCell, Row, distinct, expand, section_of
from taskextract.extract.table_stacked import parted
from taskextract.extract.table_tails import has_labelled_tail
from taskextract.findings import Finding
from taskextract.strand import Strand, join

_CAPTION = re.compile(r"(?:[（(]?续(?:上)?(?:表|前)[）)]?[\d一二三四五六七八九十]*$|单位[:：]|[（(]单位[:：]|[-—－]*\s*\d+\s*[-—－]*$|第\d+页)")
_NOTE = re.compile(r"(?:注\d?|备注|说明|附注)[:：]|[*＊※★△▲][:：]?")


@dataclass(frozen=True, slots=True)
class Grids:
    """All logical tables of a notice; `prose` is the text around them, `framing` headers and decoys."""

    grids: tuple[Grid, ...]
    prose: tuple[Strand, ...]
    framing: tuple[Strand, ...]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Building:
    """A grid that may still grow."""

    columns: tuple[Column, ...]
    width: int
    headed: bool
    spans_known: bool
    certainty: float
    header: Strand
    open_bottom: bool = False
    leaves_open: bool = False
    rows: list[Row] = field(default_factory=list)
    turns: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    document: Document
    grids: list[_Building] = field(default_factory=list)
    prose: list[Strand] = field(default_factory=list)
    framing: list[Strand] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    sections: list[Strand] = field(default_factory=list)
    barrier: bool = False
    between: list[Strand] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)


def read_grids(part: Part) -> Grids:
    """The logical tables of a notice, with decoy tables set aside."""
    state = _State(part.document)
    for block in tables_from_lines(part):
        if isinstance(block, Table):
            for table in parted(part.document, block):
                _take_table(state, table)
        elif isinstance(block, Furniture):
            told = state.prose if block.kind == "footnote" else state.framing
            told.append(Strand.of(part.document, block.spans))
        else:
            _take_prose(state, block)
    grids: list[Grid] = []
    for building in state.grids:
        grid = _finish(building)
        if _assigns(grid):
            grids.append(grid)
        else:
            _set_aside(state, grid)
    return Grids(tuple(grids), tuple(state.prose), tuple(state.framing), tuple(state.findings))


def _take_prose(state: _State, block: Heading | Paragraph) -> None:
    strand = Strand.of(state.document, block.spans)
    if not strand:
        return
    if is_section_title(strand.text):
        state.sections.append(strand)
        return
    state.prose.append(strand)
    if state.sections and not _CAPTION.match(strand.text):
        state.prose.extend(state.sections)
        state.sections = []
    if not _CAPTION.match(strand.text) and strand.text not in state.titles:
        state.titles.add(strand.text)
        state.between.append(strand)
        state.barrier = True


def _take_table(state: _State, table: Table) -> None:
    rows: Sequence[Row] = list(expand(state.document, table))
    if state.grids and state.grids[-1].headed:
        rows = part_header(rows, state.grids[-1].columns)
    texts = [[cell.text if cell else "" for cell in row.cells] for row in rows]
    header = find_header(texts)
    width = table.n_cols
    if (card := card_of(rows)) is not None:
        header, rows, width = HeaderRows(0, 0, card.columns), [card.row], len(card.columns)
        state.framing.extend(card.labels)
    _drop_echoes(state, rows)
    building = _continued(state, table, header, width)
    if building is None:
        building = _begun(state, table, header, rows, width)
    building.leaves_open = building.leaves_open or building.open_bottom
    for title in state.sections:
        building.rows.append(Row(len(building.rows), (), section=title))
    state.sections, state.barrier, state.between = [], False, []
    _add_rows(state, building, rows, header)
    building.open_bottom = table.open_bottom is True
    building.turns.extend(t for cell in table.cells for t in cell.turns)


def _drop_echoes(state: _State, rows: Sequence[Row]) -> None:
    """Lines between two pieces of a table that only repeat its labels do not part them."""
    if not state.barrier or not state.grids:
        return
    last = state.grids[-1]
    wide = next((i for f in ("measure", "task") for i, c in enumerate(last.columns) if c.field == f), -1)
    near = [*last.rows[-8:], *rows]
    if all(is_echo(strand.text, near, wide) for strand in state.between):
        state.prose = [s for s in state.prose if s not in state.between]
        state.framing += state.between
        state.barrier = False


def _continued(state: _State, table: Table, header: HeaderRows | None, width: int) -> _Building | None:
    """The last grid, where this table goes on with it."""
    if not state.grids:
        return None
    last = state.grids[-1]
    if header is not None:
        same = [c.field for c in header.columns] == [c.field for c in last.columns]
        return last if same and not state.barrier else None
    fits = width == last.width or (last.headed and not table.spans_known and width <= last.width)
    return last if fits and not state.barrier and width > 1 else None


def _begun(
    state: _State, table: Table, header: HeaderRows | None, rows: Sequence[Row], width: int
) -> _Building:
    if header is not None:
        title = join(c.whole for row in rows[header.first : header.last] for c in distinct(row))
        columns = header.columns
        if header.last:
            columns = with_headings(columns, [cell.whole if cell else None for cell in rows[header.last - 1].cells])
        building = _Building(columns, width, True, table.spans_known, table.certainty, title)
    else:
        body = [[cell.whole if cell else None for cell in row.cells] for row in rows]
        guessed = guess_columns(body, width)
        first = join(c.whole for row in rows[:1] for c in distinct(row))
        if guessed is not None:
            state.findings.append(
                Finding(
                    "unknown-header",
                    "the table has no header that is known; its columns were told by what stands in them: check them",
                    first.spans,
                    before=first.text[:80],
                    certainty=0.6,
                )
            )
        columns = guessed or tuple(Column("other", "") for _ in range(width))
        building = _Building(columns, width, False, table.spans_known, table.certainty * 0.8, first)
    state.grids.append(building)
    return building


def _add_rows(state: _State, building: _Building, rows: Sequence[Row], header: HeaderRows | None) -> None:
    start = len(building.rows)
    keys = {header_key(c.title) for c in building.columns if c.title}
    first = True
    shift = {row.index: 0 for row in rows}
    for row in rows:
        cells = distinct(row)
        if not cells:
            continue
        if header is not None and row.index < header.last:
            _take_header_row(state, building, row, row.index < header.first)
        elif building.headed and _is_header_again(row, keys):
            state.framing.append(join(c.whole for c in cells))
        elif len(cells) == 1 and cells[0].row == row.index and _NOTE.match(cells[0].text):
            state.prose.append(cells[0].whole)
        else:
            section = section_of(row, building.columns, building.width)
            shift[row.index] = len(building.rows)
            moved = tuple(_moved(cell, row.index, shift, start) for cell in row.cells)
            cut = first and (building.open_bottom or row.cut is True)
            building.rows.append(
                Row(len(building.rows), moved, first, cut, section, row.merged, row.spans, row.closed)
            )
            first = False


def _moved(cell: GridCell | None, index: int, shift: dict[int, int], start: int) -> GridCell | None:
    """The cell with its row counted in the logical table."""
    if cell is None:
        return None
    return replace(cell, row=shift.get(cell.row, start) if cell.row != index else shift[index])


def _take_header_row(state: _State, building: _Building, row: Row, above: bool) -> None:
    for cell in distinct(row):
        if cell.row != row.index:
            continue
        if above and is_section_title(cell.text):
            building.rows.append(Row(len(building.rows), (), section=cell.whole))
        elif above and _NOTE.match(cell.text):
            state.prose.append(cell.whole)
        else:
            state.framing.append(cell.whole)


def _is_header_again(row: Row, keys: set[str]) -> bool:
    texts = sorted({cell.text for cell in distinct(row)}, key=len)  # short ones are looked up faster
    return len(texts) >= 2 and all(
        header_key(text) in keys or (len(text) <= 12 and column_of(text) is not None) for text in texts
    )


def _finish(building: _Building) -> Grid:
    body = [
        [cell.whole if (cell := row.own(i)) else None for i in range(building.width)]
        for row in building.rows
        if row.section is None
    ]
    columns = settle(with_matrix(building.columns, body), body)
    return Grid(
        columns, tuple(building.rows), building.spans_known, building.certainty, building.header,
        tuple(sorted(building.turns)), building.leaves_open,
    )


def _assigns(grid: Grid) -> bool:
    """Whether a table divides work: it says what is to be done, and who does it (or by when, how)."""
    fields = {column.field for column in grid.columns}
    if not fields & {"task", "measure"}:
        return False
    if fields & (AGENCY_FIELDS | {"matrix"}):
        return True
    if "decoy" in fields:
        return False
    if any(has_labelled_tail(cell.text) for row in grid.rows for cell in distinct(row)):
        return True
    return {"task", "measure"} <= fields or ("people" in fields and "task" in fields)


def _set_aside(state: _State, grid: Grid) -> None:
    for row in grid.rows:
        if row.section:
            state.framing.append(row.section)
        state.framing.extend(cell.whole for cell in distinct(row) if cell.row == row.index)
    known = {column.field for column in grid.columns} != {"other"} or any(
        (column := column_of(cell.text)) is not None and column.field == "decoy"
        for row in grid.rows
        for cell in distinct(row)
    )
    code = "decoy-table" if known or len(grid.columns) < 2 else "unknown-header"
    state.findings.append(
        Finding(code, "a table that assigns nobody anything was set aside: see whether it holds tasks after all",
                grid.header.spans, before=grid.header.text[:80], certainty=0.8 * grid.certainty)
    )
