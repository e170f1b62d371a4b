"""Cells, rows and grids of a table, and merged cells expanded over the rows that they cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from taskextract.document import Document, Table
from taskextract.extract.table_cells import is_cjk_number, is_section_title, parse_number
from taskextract.extract.table_headers import Column
from taskextract.strand import Strand, join


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell with its paragraphs; `row`/`col` is where it stands, `row_span`/`col_span` what it covers.

    `ended` is what its reader told of its last line.
    """

    paragraphs: tuple[Strand, ...]
    row: int
    col: int
    row_span: int = 1
    col_span: int = 1
    ended: bool | None = None

    @property
    def whole(self) -> Strand:
        """All paragraphs one after the other."""
        return join(self.paragraphs)

    @property
    def text(self) -> str:
        """The cell's clean text."""
        return "".join(p.text for p in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a logical table. Merged cells are repeated; `cell.row != index` tells the repeats.

    `section` is set for a row that is nothing but a section's title. `first` marks the first row of
    a printed piece; `cut` says whether no rule parts it from the page before. `merged` tells by column
    where a cell of several rows stands, be it empty; `spans` by column how many rows the cell covers that
    begins here, be it empty (0 where one from above stands); `closed` by column whether a rule closes the cell below.
    """

    index: int
    cells: tuple[GridCell | None, ...]
    first: bool = False
    cut: bool = False
    section: Strand | None = None
    merged: tuple[bool, ...] = ()
    spans: tuple[int, ...] = ()
    closed: tuple[bool | None, ...] = ()

    def own(self, col: int) -> GridCell | None:
        """The cell at `col` if it begins in this row."""
        cell = self.cells[col] if col < len(self.cells) else None
        return cell if cell is not None and cell.row == self.index else None


@dataclass(frozen=True, slots=True)
class Grid:
    """A logical table. `header` is the header's text where it stands first.

    `turns` are the offsets, in order, of lines with which a paragraph of a cell may begin. `leaves_open`:
    where a page cuts a row, no rule is drawn below it, so that a rule tells that the row ends.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    spans_known: bool
    certainty: float
    header: Strand
    turns: tuple[int, ...] = ()
    leaves_open: bool = False


def expand(document: Document, table: Table) -> Iterator[Row]:
    """The table's rows with merged cells repeated where they reach."""
    width = table.n_cols
    matrix: list[list[GridCell | None]] = [[None] * width for _ in range(table.n_rows)]
    merged = [[False] * width for _ in range(table.n_rows)]
    spans = [[0] * width for _ in range(table.n_rows)]
    closed: list[list[bool | None]] = [[None] * width for _ in range(table.n_rows)]
    for cell in table.cells:
        spans[cell.row][cell.col] = cell.row_span
        for r in range(cell.row, cell.row + cell.row_span):
            closed[r][cell.col] = cell.closed
        if cell.row_span > 1:
            for r in range(cell.row, cell.row + cell.row_span):
                merged[r][cell.col] = True
        paragraphs = tuple(s for spans in cell.paragraphs if (s := Strand.of(document, spans)))
        if not paragraphs:
            continue
        made = GridCell(paragraphs, cell.row, cell.col, cell.row_span, cell.col_span, cell.ended)
        for r in range(cell.row, cell.row + cell.row_span):
            for c in range(cell.col, cell.col + cell.col_span):
                matrix[r][c] = matrix[r][c] or made
    for i, line in enumerate(matrix):
        cut = i == 0 and table.open_top is True
        yield Row(
            i, tuple(line), first=i == 0, cut=cut, merged=tuple(merged[i]), spans=tuple(spans[i]), closed=tuple(closed[i])
        )


def distinct(row: Row) -> list[GridCell]:
    """The row's cells, each once, in column order."""
    found: dict[tuple[int, int], GridCell] = {}
    for cell in row.cells:
        if cell is not None:
            found.setdefault((cell.row, cell.col), cell)
    return list(found.values())


def section_of(row: Row, columns: Sequence[Column], width: int) -> Strand | None:
    """The title, where a row is nothing but a section's title."""
    cells = [cell for cell in distinct(row) if cell.row == row.index]
    if not cells or len(cells) != len(distinct(row)) or len(cells) > 2:
        return None
    text = "".join(cell.text for cell in cells)
    if len(cells) == 2:
        numbered = is_cjk_number(cells[0].text) and cells[1].col <= cells[0].col + cells[0].col_span
        return join(c.whole for c in cells) if numbered and len(text) <= 40 and not text.endswith("。") else None
    cell = cells[0]
    if parse_number(text) is not None or len(text) > 60 or text.endswith(("。", "；")) or len(cell.paragraphs) > 1:
        return None
    wide = cell.col_span >= max(2, width - 1)
    field_here = columns[cell.col].field if cell.col < len(columns) else "other"
    lone = cell.col == 0 and field_here == "index"
    return cell.whole if wide or lone or (is_section_title(text) and len(text) <= 40) else None
