"""Tables that stand one below the other as one (目标清单, 任务清单, 责任清单), each with a header of its own."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from taskextract.document import Cell, Document, Table
from taskextract.extract.table_headers import column_of, header_key

_LONGEST_HEAD = 6  # characters of the word above the numbers, blanks among them


def parted(document: Document, table: Table) -> Iterator[Table]:
    """The table cut above each further header; section titles right above one go with it.

    Evidence: the first cell of a row is the word for the numbers below it (序号), the row's words are not those of
    the header above, and no merged cell reaches into the row.
    """
    heads = [cell.row for cell in table.cells if cell.col == 0 and _is_index_word(document, cell)]
    starts: list[int] = []
    above: set[str] = set()
    for row in heads:
        words = _words(document, table, row)
        start = row - _titles_above(table, row)
        if above and words != above and not _reached(table, start):
            starts.append(start)
        above = words
    edges = [0, *starts, table.n_rows]
    if len(edges) == 2:
        yield table
        return
    for first, last in itertools.pairwise(edges):
        cells = tuple(replace(c, row=c.row - first) for c in table.cells if first <= c.row < last)
        top = None if first else table.open_top
        bottom = table.open_bottom if last == edges[-1] else None
        yield replace(table, cells=cells, open_top=top, open_bottom=bottom)


def _is_index_word(document: Document, cell: Cell) -> bool:
    if len(cell.paragraphs) != 1 or sum(s.end - s.start for s in cell.paragraphs[0]) > _LONGEST_HEAD:
        return False
    column = column_of(_text(document, cell))
    return column is not None and column.field == "index"


def _words(document: Document, table: Table, row: int) -> set[str]:
    return {header_key(_text(document, cell)) for cell in table.cells if cell.row == row and cell.paragraphs}


def _text(document: Document, cell: Cell) -> str:
    return "".join(document.text[s.start : s.end] for spans in cell.paragraphs for s in spans)


def _titles_above(table: Table, row: int) -> int:
    """How many rows right above hold one cell alone: titles of what follows."""
    count = 0
    while row - count > 1 and sum(bool(c.paragraphs) for c in table.cells if c.row == row - count - 1) == 1:
        count += 1
    return count


def _reached(table: Table, row: int) -> bool:
    return any(cell.row < row < cell.row + cell.row_span for cell in table.cells)
